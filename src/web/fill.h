/* fill: views made of what the office gives.
 *
 * Texts that are made here (durations, limits) are in the request's language; words that come from
 * tables stay msgids and are translated where they are written. */
#ifndef WEB_FILL_H
#define WEB_FILL_H
#include "office/complaint.h"
#include "office/desk.h"
#include "office/event.h"
#include "web/web.h"

/* The msgid translated, with {0} and {1} filled. */
str say(const rq *r, const char *msgid, str arg0, str arg1);

v_procedure_ref fill_procedure_ref(const edition *e, int64_t version_id);
v_complaint_line_list fill_complaints(const rq *r, const complaint *list, size_t n);
v_unit_ref fill_unit(const edition *e, int64_t unit_id);
void fill_procedure_line(const rq *r, const procedure *p, v_procedure_line *v);
v_procedure_line_list fill_procedure_lines(const rq *r, const procedure *const *list, size_t n);
/* The events of life in the reader's language, in their order. */
v_life_card_list fill_life_cards(const rq *r);
void fill_procedure(const rq *r, const procedure *p, v_procedure *v);
/* True when people may file it here: it has a form and the channel. */
bool procedure_takes(const procedure *p, str channel);

/* What a paper is, beside its official title, in the reader's language; none where that is
 * Vietnamese or the catalogue does not say. */
str fill_help(const rq *r, const component *c);
/* The case's text in the reader's language, else in Vietnamese, and which it is. */
str fill_case(const rq *r, const procedure_case *c, str *tag);
/* What people call the procedure, in the reader's language; or none. */
str fill_short(const rq *r, const procedure *p);

/* What is wrong, where, and by which clause (for a page in words); all of it, in its order. */
v_field_error fill_error(const rq *r, const err *e);
v_field_error_list fill_errors(const rq *r, const err *e);
/* A dossier whose clock stands has no light.  at: what stands beside the word, the due date or
 * since when; NULL where there is none. */
const v_due *fill_paused(const rq *r, instant at);
/* NULL where there is no due date.  finished: INSTANT_NONE while it is open. */
const v_due *fill_due(const rq *r, instant due, instant finished);
/* On a desk what waits for reception has its own due date; assignees are for officers. */
void fill_line(const rq *r, const dossier_line *l, bool desk, v_dossier_line *v);
/* Which steps a desk offers for several dossiers at once. */
void fill_batch_offer(rq *r, v_dossiers *v);
/* The event's note where this reader may see it, else none. */
str fill_note(const rq *r, const event *e);
/* The event's reason where this reader may see it, else none. */
str fill_chosen(const rq *r, const dossier *d, const event *e);
/* What the applicant is waited for, and why; *told NULL: nothing. */
err *fill_waiting(rq *r, const dossier *d, const v_reason *reason, str note,
                  const v_waiting **told);
/* A reason as it was chosen (canonical JSON), or NULL when there is none. */
const v_reason *fill_reason(const rq *r, const procedure *p, str chosen);
/* The tariff and who need not pay. */
/* The time limits of a procedure for one way of filing, in words; none: not entered. */
str limits_told(const rq *r, const procedure *p, str channel);
v_fee_list fill_fees(const rq *r, const procedure *p);
v_exemption_list fill_exemptions(const rq *r, const procedure *p);
/* How the fee of a dossier stands, and what was asked for besides.  Needs a snapshot. */
err *fill_payment(rq *r, const dossier *d, v_payment *v);
/* What the reader may do now: the next step first and apart, then the other ways; v->problem says
 * why not when it is the reader's turn but for one thing.  Needs a snapshot. */
err *fill_steps(rq *r, const dossier *d, v_dossier *v);
/* All that the reader may see of a dossier, for page and JSON.  Needs a snapshot. */
err *fill_dossier(rq *r, const dossier *d, v_dossier *v);
/* What a paper of the store is, in a word (msgid). */
const char *stored_word(const stored_paper *p);
#endif

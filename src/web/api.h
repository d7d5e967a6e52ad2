/* api: replies that several handlers and the replay of a repeated request make. */
#ifndef WEB_API_H
#define WEB_API_H
#include "web/web.h"

/* The dossier as it is now, read in a snapshot of its own unless one is open. */
err *reply_dossier(rq *r, int status, str code);
err *reply_paper(rq *r, int status, const paper *p);
err *reply_batch(rq *r, str id); /* of the actor's own */
err *reply_person(rq *r, str id); /* 201; of a counter */
err *reply_signing(rq *r, int status, str id, const struct signing *s);

/* Where the reader came from: a desk of this site, with its filters.  The address of a page that
 * leads back there; none: the plain one. */
str desk_back(str back);
str desk_kept(arena *a, str address, str back);

/* A failed form is shown again, with what was entered and the status of the error. */
err *step_again(rq *r, const err *e);
err *batch_again(rq *r, err *e);
err *batch_resume_again(rq *r, err *e);
err *shift_again(rq *r, err *e);
err *complaint_again(rq *r, err *e);
err *sign_in_again(rq *r, err *e);
err *page_filing_again(rq *r, err *e);
err *register_again(rq *r, err *e);
err *register_code_again(rq *r, err *e);
err *reset_again(rq *r, err *e);
err *reset_code_again(rq *r, err *e);
err *account_again_shown(rq *r, err *e);
err *counter_again(rq *r, err *e);
err *person_again(rq *r, err *e);
err *result_again(rq *r, err *e);
err *identity_again(rq *r, err *e);
err *mandate_again(rq *r, err *e);
/* Keeps the language of the pages in the browser's cookie, with the reply that is made already. */
void language_keep(rq *r, str tag);
/* The drafts of who asks, newest first.  Needs a snapshot. */
err *fill_drafts(rq *r, str after, v_drafts *v);
/* The tracking code travels to the dossier's pages in a sealed cookie of theirs, for an hour: it is
 * kept nowhere else.  What the reader of a page has of it, or NULL. */
void tracking_hand_over(rq *r, str number, str code);
const v_tracking_told *tracking_told_of(const rq *r, str number);
err *track_again(rq *r, err *e);
v_draft_line_list fill_draft_lines(rq *r, const form_draft *drafts, size_t n);
/* Set-Cookie for a session just opened, or to end one. */
void session_cookie(rq *r, str token);
#endif

/* result: the paper that a procedure gives, from draft to sealed file. */
#ifndef OFFICE_RESULT_H
#define OFFICE_RESULT_H
#include "kit/page.h"
#include "office/dossier.h"

/* The fields "approver" and "seal" on the paper; the seal covers about a third of the approver's
 * mark from the left (Decree 30/2020, appendix I). */
extern const page_box result_approver_box, result_seal_box;

typedef struct result_file {
  int64_t revision; /* 0: draft */
  str blob, sha256, number, decision; /* sha256 raw */
  int64_t size;
  int32_t number_day;
  instant drawn_at; /* of a draft */
} result_file;
/* The newest draft of the newest appraisal; found false while it is being drawn.  Needs c->db. */
err *result_draft(ctx *c, const dossier *d, result_file *out, bool *found);
/* A paper is approved (odd revisions), then sealed (even); a correction adds two more.  The newest
 * approved one, or the newest sealed.  Needs c->db. */
typedef enum result_kind { RESULT_APPROVED = 1, RESULT_SEALED = 0 } result_kind;
err *result_newest_of(ctx *c, const dossier *d, result_kind kind, result_file *out, bool *found);
/* The event after which the newest draft is drawn (an action with E_DRAFTS); 0: none.  Needs
 * c->db. */
err *result_drafting_event(ctx *c, int64_t dossier_id, int64_t *event_id);

/* What an appraisal (an event of an action with E_DRAFTS) says to the paper drawn after it. */
typedef struct appraisal {
  instant at;     /* the paper's date */
  str decision, note, reason; /* reason: canonical JSON (office/reason.h), or none */
} appraisal;
/* ERR_NOT_FOUND: no such event.  Needs c->db. */
err *result_appraisal_of(ctx *c, int64_t event_id, appraisal *out);
/* Draws the draft from the dossier's form by the procedure's `paper` description (or the letter of
 * reasons for a rejection), with the fields "approver" and "seal" reserved; pure but for reading
 * (needs c->db): the same data give the same bytes. */
err *result_draw(ctx *c, const dossier *d, const appraisal *by, str *pdf);
/* Draws, stores and records the draft of an appraisal, once (a second time changes nothing), and
 * marks the outbox row done in the same transaction (0: none).  Runs its own transactions. */
err *result_make_draft(ctx *c, int64_t dossier_id, int64_t event_id, int64_t outbox_id);
/* The book that gives a result its number: the procedure's own for a grant, that of letters ("TL")
 * for a rejection, so that refusals leave no gap among births. */
str result_register(const procedure *p, str decision);
/* Where a unit sits ("Hạ Long"), and a day in words, as official papers begin. */
str result_place(const edition *e, const unit *u);
str result_day(arena *a, instant t);
/* The number as printed: "12/2026/KS". */
str result_number(arena *a, str type, int64_t number, int year);
#endif

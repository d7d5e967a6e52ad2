/* dossier: filing and reading; lists are in desk.h. */
#ifndef OFFICE_DOSSIER_H
#define OFFICE_DOSSIER_H
#include "office/account.h"

typedef struct dossier {
  int64_t id, procedure_id, version_id, holder_id, filed_by;
  int64_t unit_id, reception_unit_id;   /* those in charge now: of a dissolved unit its successor */
  int64_t row_unit_id, row_reception_id; /* those of its row */
  int64_t support_unit_id, row_support_id; /* where somebody was helped to file; 0: nobody was */
  int64_t status, version, seq;
  str code, field, channel, state; /* field: of its version of the procedure */
  str decision, head;              /* decision none until proposed; head: hash, raw */
  str delivery;                    /* of the result: online, counter, post */
  instant submitted_at, received_at, due_at, finished_at, ended_at;
  instant first_due_at;   /* as fixed at reception */
  instant paused_at;      /* since when the clock stands, or none */
  int32_t until_day;      /* yyyymmdd: the last day to answer; 0: none */
  int64_t supplements, extensions, consults; /* asked so far; given; opinions awaited */
  int64_t scans, scans_signed; /* papers filed that must be digitised; of these signed */
  int64_t opened_seq;     /* event by which the present result was opened by its holder; 0: none */
  instant reached_at, handed_at; /* when a result was first opened; first proof of handing over */
  int64_t reused;         /* papers of its filing taken from the store; while it is filed */
  int64_t assignee_id;    /* whose the next step is; 0: anybody's of its role */
  str assignee_role;
  str fee;                /* how its fee stands, apart from the state: office/fee.h */
  instant asked_at;       /* since when a question of the holder waits, or none */
  instant correct_by;     /* while a result that was handed over is corrected: until when; none */
  int64_t rating;         /* that the holder gave, 1 to 5; 0: none */
  int64_t erased_by;      /* the decision that destroyed its personal data (office/ruling.h); 0 */
} dossier;

typedef struct attached { /* a paper given for a component */
  str component, paper;   /* public id */
} attached;

typedef struct filing {
  str procedure, channel; /* channel none: online for a citizen, counter for an officer */
  const json *fields;     /* the form's data */
  const attached *papers;
  size_t npapers;
  str mandate;             /* public id: filed for another under it; or none */
  const person *applicant; /* at a counter: NULL takes the requester of the form */
  str for_person;          /* at a counter: public id of the person who is there (office/counter.h),
                              whose dossier it is, or who acts under the mandate; or none */
  str reception;           /* at a counter: "own" (or none), the officer's unit receives it;
                              "competent": the reception of the competent authority */
  str draft;               /* from which it comes (office/form_draft.h) and goes with it; or none */
  int64_t draft_version;   /* as it was seen; -1: whatever it is */
} filing;

typedef struct prepared_filing prepared_filing;
/* Checks procedure, channel, form (office/schema.h), papers and routing, all errors at once; then
 * code, dossier, form, papers and the signed event `submit` in one transaction. */
err *dossier_prepare(ctx *c, const filing *f, prepared_filing **out); /* needs a snapshot */
err *dossier_file(ctx *c, const prepared_filing *p, dossier *out);    /* inside a decide */
/* The code by which it can be followed without signing in (office/tracking.h): told once. */
str dossier_tracking(const prepared_filing *p);
/* The unit whose lane a prepared filing is written on. */
int64_t dossier_lane(const prepared_filing *p);
/* Filed at a counter that is to receive it. */
bool dossier_received_here(const prepared_filing *p);
/* Both, each in a transaction of its own. */
err *dossier_send(ctx *c, const filing *f, dossier *out);

typedef struct dossier_units { /* as they stand in the row; support 0: none */
  int64_t unit, reception, support;
} dossier_units;
/* Sets who is in charge at c->now from the units of the row. */
void dossier_in_charge(const ctx *c, const dossier_units *row, dossier *d);

/* For steps that bring a form or papers later.  The form's canonical JSON, or all that is wrong
 * with it, as in a filing. */
err *form_checked(ctx *c, const procedure *p, const json *fields, str *canonical);
typedef struct given_papers {
  int64_t first;          /* ordinal of the first */
  int64_t holder_id;      /* whose what is taken from the store must be */
  const json *fields;     /* the form that came with them, whose files are papers too; or NULL */
  const struct dossier_paper *there; /* what the dossier has */
  size_t nthere;
  const struct dossier_paper *papers;
  const int64_t *ids;
  size_t n;
} given_papers;
/* c->who's own papers, each for a component of the procedure; ERR_INVALID for each that is not.
 * Needs c->db. */
err *papers_checked(ctx *c, const procedure *p, const attached *given, size_t n, given_papers *out);

/* All need c->db.  ERR_NOT_FOUND for an unknown code. */
err *dossier_by_code(ctx *c, str code, dossier *out);
err *dossier_by_id(ctx *c, int64_t id, dossier *out);
/* The form's canonical JSON, as it was brought last; as it was brought by the event of that seq (1:
 * filed).  None when erased. */
err *dossier_form(ctx *c, int64_t dossier_id, str *form);
err *dossier_form_of(ctx *c, int64_t dossier_id, int64_t seq, str *form);

typedef struct dossier_paper {
  int64_t ordinal, size, seq; /* seq: of the event that brought it */
  str component, id, name, media_type, sha256; /* id public; sha256 raw */
  str pages;         /* SHA-256 of each page, raw (office/paper.h); none: not known */
  bool must_scan;    /* of a scan that is being signed: of a paper filed that must be digitised */
  int64_t signed_seq; /* of the event by which its scan was signed; 0: it is not */
  str stored;        /* public id in the store from which it was taken (office/store.h), or none */
  int64_t stored_id; /* while it is being filed; 0: it was sent */
} dossier_paper;
/* A signature sheet, brought when the result is handed over, is a paper for this. */
#define HANDOVER_SHEET "handover-sheet"
err *dossier_papers(ctx *c, int64_t dossier_id, const dossier_paper **out, size_t *n);
/* How many of the papers as filed must be digitised, where they came on paper; papers that are
 * being filed have seq 0. */
int64_t dossier_scans(const procedure *p, str channel, const dossier_paper *papers, size_t n);

/* Overdue: open after its due date, or finished, ended or paused after it. */
bool dossier_overdue(const dossier *d, instant now);
#endif

/* ruling: a decision with a number that the office carries out on many dossiers.
 *
 * An administrator proposes it by the number, day and basis of its document; a job writes the list
 * of the dossiers that it concerns; the leader of a province or ministry, never who proposed it,
 * approves exactly that list; then the job goes through it, some dossiers to a transaction.  Each
 * stage is in the journal, the approval with the list's digest.  A process may end at any moment:
 * the row says how far the list and the work have come.  Kinds are rows of ruling_kinds. */
#ifndef OFFICE_RULING_H
#define OFFICE_RULING_H
#include "office/access.h"
#include "office/workflow.h"

typedef struct ruling {
  int64_t id, procedure_id;   /* procedure 0: none */
  int64_t reached, reached_id; /* cursor of the list */
  int64_t planned, done, skipped;
  int64_t proposed_by, approved_by; /* accounts; approved_by 0: nobody yet */
  str public_id, kind, number, basis, state; /* state: listing, ready, running, done, dropped */
  str digest;                 /* raw SHA-256 over the list's lines so far */
  str proposer, approver;     /* names; approver none: nobody yet */
  int32_t day;                /* of the document */
  instant before;             /* erase: of dossiers that ended before; else none */
  instant proposed_at, approved_at, ended_at;
} ruling;

typedef struct ruling_line { /* one dossier of the list */
  int64_t ordinal, dossier_id;
  str code, outcome;          /* outcome: done, skipped, or none */
  instant old_due, new_due;   /* redate */
} ruling_line;

typedef struct ruling_find { /* a bite of the list */
  size_t most, n;
  ruling_line *lines;         /* room for most */
  bool end;
} ruling_find;

typedef struct ruling_kind {
  str kind;
  const char *words;          /* what it does, msgid */
  /* Looks at up to most further dossiers after the cursor, which it moves on; *end: no more. */
  err *(*list)(ctx *c, ruling *r, ruling_find *f);
  /* One dossier; false: it has changed since and is left alone. */
  err *(*apply)(ctx *c, const ruling *r, const ruling_line *line, bool *done);
} ruling_kind;
/* NULL: none of that name. */
const ruling_kind *ruling_kind_of(str kind);

typedef struct ruling_wish {
  str kind, number, basis;
  int32_t day;                /* of the document; not to come */
  const procedure *procedure; /* erase */
  int32_t before;             /* erase: of those that ended before this day */
} ruling_wish;
/* In decides of their own.  ERR_INVALID at number (taken), day, before (still to be kept: see
 * office/retention.h), procedure; ERR_FORBIDDEN; approve: ERR_CONFLICT unless the list is ready and
 * not empty; drop: ERR_CONFLICT once it is approved. */
err *ruling_propose(ctx *c, const ruling_wish *w, str *public_id);
err *ruling_approve(ctx *c, str public_id);
err *ruling_drop(ctx *c, str public_id);
access_thing ruling_thing(const ruling *r);

/* Need c->db.  ERR_NOT_FOUND.  Lists: newest first, lines by ordinal after a cursor (0: from the
 * first). */
err *ruling_get(ctx *c, str public_id, ruling *out);
err *ruling_by_id(ctx *c, int64_t id, ruling *out);
err *ruling_list(ctx *c, instant before, size_t most, ruling **out, size_t *n);
typedef struct ruling_page {
  int64_t after;              /* ordinal */
  size_t most, n;             /* n: found */
  ruling_line *lines;         /* found */
} ruling_page;
err *ruling_lines(ctx *c, const ruling *r, ruling_page *p);

/* The oldest that waits for the job; id 0: none does.  Needs c->db. */
err *ruling_waiting_one(ctx *c, ruling *out);
/* One bite of it, in a decide of its own: some lines listed, or some dossiers done. */
err *ruling_work(ctx *c, const ruling *r);
/* All is done, and no file is left: ends it. */
err *ruling_finish(ctx *c, const ruling *r);
/* The list's digest after one more line: SHA-256(digest ‖ "CODE|OLD|NEW"), times in µs or empty. */
str ruling_digest(arena *a, str digest, const ruling_line *line);

/* --- kinds: ruling_erase.c, ruling_redate.c --- */
err *ruling_erase_list(ctx *c, ruling *r, ruling_find *f);
err *ruling_erase_apply(ctx *c, const ruling *r, const ruling_line *line, bool *done);
/* Files that decisions have taken from their rows (jobs/ruling.c removes them). */
err *ruling_erase_files(ctx *c, const ruling *r, size_t most, str **blobs, size_t *n);
err *ruling_erase_gone(ctx *c, str blob); /* inside a decide: it is removed, or another's too */
err *ruling_redate_list(ctx *c, ruling *r, ruling_find *f);
err *ruling_redate_apply(ctx *c, const ruling *r, const ruling_line *line, bool *done);
#endif

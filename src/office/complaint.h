/* complaint: a register of its own of what people complain about: a dossier, a unit, an officer.
 *
 * It is handled by a leader of the nearest unit above the one complained about that has a leader
 * other than the officer complained about; never by that officer.  How many working days there are
 * to accept or reject it, and to resolve it, are rows with a basis (complaint_limit; Decision 766,
 * 5.2: 2 and 15), counted as due dates are (office/clock.h).  The texts are erasable. */
#ifndef OFFICE_COMPLAINT_H
#define OFFICE_COMPLAINT_H
#include "office/access.h"
#include "office/workflow.h"

enum { COMPLAINT_PAGE = 50, COMPLAINT_TEXT = 4000 /* characters */ };

typedef struct complaint {
  int64_t id, made_by, unit_id, officer_id, handler_id, dossier_id; /* 0: none */
  str public_id, number, state;  /* state: open, accepted, rejected, resolved */
  str dossier, maker, officer, handled_by; /* code; names; none */
  instant made_at, answer_by, resolve_by, due_at, answered_at, ended_at; /* due_at: what is next */
} complaint;

typedef struct complaint_text {
  str author, what, text;        /* name; the state that it led to */
  instant at;
} complaint_text;

typedef struct complaint_wish {
  str dossier;                   /* code of one's own, or none */
  str unit;                      /* code; none with a dossier: its deciding authority */
  str officer;                   /* public id, or none */
  str text;
} complaint_wish;
/* In decides of their own.  ERR_INVALID at text, unit, officer, dossier. */
err *complaint_make(ctx *c, const complaint_wish *w, str *public_id);
/* what: accepted or rejected of an open one, resolved of an accepted one; ERR_CONFLICT else.
 * Asks COMPLAINT_HANDLER. */
err *complaint_handle(ctx *c, str public_id, str what, str text);

/* Need c->db.  Any; ERR_NOT_FOUND. */
err *complaint_get(ctx *c, str public_id, complaint *out);
err *complaint_texts(ctx *c, int64_t id, complaint_text **out, size_t *n);
/* One's own, newest first; those that c->who has to handle, soonest due first. */
err *complaint_own(ctx *c, complaint **out, size_t *n);
err *complaint_waiting(ctx *c, complaint **out, size_t *n);
access_thing complaint_thing(const complaint *k); /* looks into k */

/* --- who is told (complaint_told.c), inside decides --- */
/* The leaders who handle it, that it is there; and when they are told again. */
err *complaint_came(ctx *c, int64_t id);
/* Whoever made it, of its new state; and its next limit counts. */
err *complaint_went_on(ctx *c, const complaint *k, str state);
typedef struct complaint_alarm {
  int64_t id;
  instant at;
} complaint_alarm;
/* Up to most whose limit is near or past and whose leaders are to be told.  Needs c->db. */
err *complaint_alarms(ctx *c, int64_t most, complaint_alarm **out, size_t *n);
/* Tells them, by the stages of office/escalation.h; nothing when another process was faster. */
err *complaint_ring(ctx *c, const complaint_alarm *a);
#endif

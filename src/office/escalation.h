/* escalation: the head of a unit is told of a dossier some office hours before it is late (setting
 * escalation_hours), when it is late, and on each working day after.
 *
 * Whose turn: while it waits for reception that of the reception unit, by the clock of reception;
 * then that of the competent unit.  Head: the leaders of the unit; if it has none its approvers for
 * the field; if it has none either, those of the unit above, and so on; and to whom they have lent
 * that role.  Nobody is told while the clock stands or when the result is sealed; while a result
 * that was handed over is corrected, the limit of the correction counts.
 *
 * One row of `alarm` for each dossier whose clock runs says when it is looked at next; so a look
 * costs what is due, however many dossiers there are. */
#ifndef OFFICE_ESCALATION_H
#define OFFICE_ESCALATION_H
#include "office/desk.h"

enum { STAGE_NONE, STAGE_SOON, STAGE_LATE }; /* STAGE_LATE + n: since n working days */

typedef struct escalation_case {
  const calendar *days;
  const office_hours *hours; /* of the unit */
  instant from, due, soon;   /* its clock runs from, it is due at, it is close to that from */
} escalation_case;
/* k->soon: the last second at which `hours` office hours are left, or half as many, or a quarter …
 * where the whole time is no more than that; after the due date (never) where nothing is left or
 * hours is 0. */
void escalation_begins(escalation_case *k, int64_t hours);
/* The heads of a unit for a field (none: every one), as above: *n accounts.  Needs c->db. */
err *escalation_heads(ctx *c, int64_t unit_id, str field, int64_t **accounts, size_t *n);
/* Which stage it is at, and when it comes to the next. */
int64_t escalation_stage(const escalation_case *k, instant now, instant *next);

/* Inside the decide that has changed the dossier: when it is looked at next; nothing is forgotten
 * while unit and due date stay what they are. */
err *alarm_set(ctx *c, const dossier *d);

typedef struct alarm_due {
  int64_t dossier_id;
  instant at;
} alarm_due;
/* Up to most that are to be looked at now.  Needs c->db. */
err *alarm_waiting(ctx *c, int64_t most, alarm_due **out, size_t *n);
/* Inside a decide: tells the head if the dossier has come to a stage of which they were not told,
 * and notes it; does nothing when another process was faster, or the dossier has moved. */
err *alarm_ring(ctx *c, const alarm_due *a);
#endif

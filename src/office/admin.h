/* admin: what administrators change of the installation: units, office hours, calendar, who
 * decides, settings.
 *
 * Every change runs in admin_change: one transaction with its entry in the journal and the next
 * number of the edition, which must still be the one that the administrator saw. */
#ifndef OFFICE_ADMIN_H
#define OFFICE_ADMIN_H
#include "office/ctx.h"

/* Runs fn (one of those below, through a function of the caller) in a decide; then the edition is
 * renewed here.  seen: the number of the edition that was looked at; ERR_NEEDS_VERSION below 0,
 * ERR_STALE when it is another by now, ERR_FORBIDDEN when c->who is no administrator any more. */
err *admin_change(ctx *c, int64_t seen, ctx_fn fn, void *arg);

/* All below run inside admin_change.  Days are yyyymmdd; a day that must lie ahead is after today,
 * so that what was signed until then stays what it was.  Errors are ERR_INVALID with the field, or
 * ERR_CONFLICT. */

typedef struct unit_wanted {
  str code, kind, name, name_en;
  str parent;             /* code, or none */
  str commune;            /* official code of five digits, or none */
  int32_t from;           /* 0: today */
} unit_wanted;
err *unit_create(ctx *c, const unit_wanted *w);
/* Another name from a day on, at the earliest today (0). */
err *unit_rename(ctx *c, str code, str name, str name_en, int32_t from);
/* Under another parent, at once. */
err *unit_move(ctx *c, str code, str parent);
/* until: the first day on which it is no more, ahead; successor then has its work (DOMAIN: all
 * running dossiers, its competences).  Units below it are moved or dissolved before. */
err *unit_dissolve(ctx *c, str code, int32_t until, str successor);

/* Hours of working days (weekday 0) or a reception on one day of the week (1 Monday … 7 Sunday);
 * NULL takes the unit's own away. */
err *hours_set(ctx *c, str unit, int64_t weekday, const office_hours *hours);

/* kind: holiday, working, or none for a day as the plain week has it.  source: the document. */
err *calendar_set(ctx *c, int32_t day, str kind, str source);

typedef struct competence_wanted {
  str field;              /* none: every field without a rule of its own */
  str level;              /* ministry, province, commune */
  str commune;            /* official code, or none: everywhere */
  str unit, reception;    /* codes */
  int32_t from;           /* 0: today */
} competence_wanted;
/* The rule of this field, level and commune from that day on; the one before it ends. */
err *competence_set(ctx *c, const competence_wanted *w);
/* Ends the rule of this field, level and commune without another, on w->from (0: today). */
err *competence_end(ctx *c, const competence_wanted *w);

/* The acts on which a procedure rests, a line each, from a day on (0: today); empty: those of its
 * version. */
err *basis_set(ctx *c, str code, str acts, int32_t from);

/* A row of setting.def. */
err *setting_change(ctx *c, str name, str value);
#endif

/* escalation: see escalation.h.  desk_of says when a dossier is due, the clock how long that is. */
#include "office/escalation.h"

#include "office/escalation.sql.h"
#include "office/notice.h"
#include "office/workflow.h"

enum { LOOK_BACK_DAYS = 60, UNITS_UP = 16 };

/* --- stages --- */
/* The last second at which so many office hours are left: what N hours from an instant are, the
 * clock knows; from which instant they reach the due date is searched. */
static instant last_second(const escalation_case *k, int64_t hours) {
  clock_case c = {.days = k->days, .hours = k->hours, .limit = {.value = hours, .unit = 'h'}};
  int64_t less = 0, enough = LOOK_BACK_DAYS * (DAY / SECOND); /* seconds before the due date */
  while (enough - less > 1) {
    int64_t middle = less + (enough - less) / 2;
    c.received = (instant){k->due.us - middle * SECOND};
    if (clock_case_due(&c).us <= k->due.us) enough = middle;
    else less = middle;
  }
  return (instant){k->due.us - enough * SECOND};
}

void escalation_begins(escalation_case *k, int64_t hours) {
  for (; hours; hours /= 2) {
    k->soon = last_second(k, hours);
    if (k->soon.us > k->from.us) return;
  }
  k->soon = (instant){k->due.us + 1};
}

int64_t escalation_stage(const escalation_case *k, instant now, instant *next) {
  *next = k->soon;
  if (now.us < next->us) return STAGE_NONE;
  *next = (instant){k->due.us + 1};
  if (now.us <= k->due.us) return STAGE_SOON;
  int64_t stage = STAGE_LATE;
  int32_t day = clock_next_working(k->days, day_of(k->due));
  for (; day_at(day, k->hours->open).us <= now.us; day = clock_next_working(k->days, day)) stage++;
  *next = day_at(day, k->hours->open);
  return stage;
}

static escalation_case case_of(const edition *e, int64_t unit_id, instant due) {
  return (escalation_case){.days = &e->calendar, .hours = edition_hours(e, unit_id), .due = due};
}

/* --- when it is looked at --- */
static bool waits(const dossier *d) { return str_eq(d->state, state_name(STATE_SUBMITTED)); }

/* From when on its clock runs: of a correction, since its result was handed over at the latest. */
static instant open_since(const dossier *d) {
  return instant_is(d->correct_by) ? d->ended_at : d->received_at;
}

err *alarm_set(ctx *c, const dossier *d) {
  instant due = {desk_of(c->edition, d).due_order};
  bool open = !instant_is(d->finished_at) || instant_is(d->correct_by);
  bool runs = workflow_next(d->state) && open && due.us < INT64_MAX;
  if (!runs) return alarm_clear(c->db, d->id, NULL);
  int64_t unit_id = waits(d) ? d->reception_unit_id : d->unit_id;
  escalation_case k = case_of(c->edition, unit_id, due);
  k.from = waits(d) ? d->submitted_at : open_since(d);
  escalation_begins(&k, c->edition->notices.escalation_hours);
  return alarm_put(c->db, &(alarm_put_in){d->id, unit_id, due.us, k.soon.us}, NULL);
}

err *alarm_waiting(ctx *c, int64_t most, alarm_due **out, size_t *n) {
  alarm_rows_row *rows;
  TRY(alarm_rows(c->db, c->a, c->now.us, most, &rows, n));
  *out = arena_list(c->a, *n + 1, alarm_due);
  for (size_t i = 0; i < *n; i++) (*out)[i] = (alarm_due){rows[i].dossier_id, {rows[i].at}};
  return NULL;
}

/* --- the head is told --- */
err *escalation_heads(ctx *c, int64_t unit_id, str field, int64_t **accounts, size_t *n) {
  heads_of_row *rows = NULL;
  const unit *u = edition_unit(c->edition, edition_successor(c->edition, unit_id));
  static const step_by roles[] = {BY_LEADER, BY_APPROVER};
  *n = 0;
  for (int up = 0; u && !*n && up < UNITS_UP; up++, u = edition_unit(c->edition, u->parent_id))
    for (size_t i = 0; i < COUNT(roles) && !*n; i++) {
      heads_of_in which = {.unit = u->id, .role = role_name(roles[i]), .field = field,
                           .day = day_of(c->now)};
      TRY(heads_of(c->db, c->a, &which, &rows, n));
    }
  *accounts = arena_list(c->a, *n + 1, int64_t);
  for (size_t i = 0; i < *n; i++) (*accounts)[i] = rows[i].account;
  return NULL;
}

static str told_by(const dossier *d, int64_t stage) {
  if (waits(d)) return stage == STAGE_SOON ? S("reception-soon") : S("reception-late");
  return stage == STAGE_SOON ? S("soon") : S("late");
}

static err *tell(ctx *c, const dossier *d, const alarm_row_row *row, int64_t stage) {
  size_t n;
  int64_t first = 0, *who;
  TRY(escalation_heads(c, row->unit_id, d->field, &who, &n));
  escalation_insert_in told = {.dossier = d->id, .unit = row->unit_id, .due_at = row->due_at,
                               .stage = stage, .at = c->now.us, .told = (int64_t)n};
  TRY(escalation_insert(c->db, &told, &first));
  notice_entry entry = {d->id, {row->due_at}};
  for (size_t i = 0; first && i < n; i++)
    TRY(notice_list(c, &(notice_wish){.account_id = who[i], .what = told_by(d, stage),
                                      .day = day_of(c->now), .entries = &entry, .n = 1}));
  return NULL;
}

err *alarm_ring(ctx *c, const alarm_due *a) {
  alarm_row_row row;
  dossier d;
  instant next;
  int64_t changed = 0;
  bool found;
  TRY(alarm_row(c->db, c->a, a->dossier_id, &row, &found));
  if (!found || row.at != a->at.us) return NULL;
  escalation_case k = case_of(c->edition, row.unit_id, (instant){row.due_at});
  k.soon = (instant){row.soon_at};
  int64_t stage = escalation_stage(&k, c->now, &next);
  int64_t reached = stage > row.stage ? stage : row.stage;
  alarm_move_in move = {.dossier = a->dossier_id, .seen = row.at, .at = next.us, .stage = reached};
  TRY(alarm_move(c->db, &move, &changed));
  if (changed != 1 || stage <= row.stage) return NULL;
  TRY(dossier_by_id(c, a->dossier_id, &d));
  return tell(c, &d, &row, stage);
}

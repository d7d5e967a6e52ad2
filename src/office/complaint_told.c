/* complaint_told: who is told of a complaint: its maker of each new state; the leaders who handle
 * it when it comes, some office hours before a limit (setting escalation_hours), when that is past
 * and on each working day after.  All are notices (office/notice.h), never letters of their own. */
#include "office/complaint.h"
#include "office/complaint.sql.h"
#include "office/escalation.h"
#include "office/notice.h"

/* The leaders of the unit, but for whom it is about and who made it. */
static err *tell_leaders(ctx *c, int64_t id, str what) {
  complaint_told_row k;
  bool found;
  int64_t *who;
  size_t n;
  TRY(complaint_told(c->db, c->a, id, &k, &found));
  TRY(escalation_heads(c, k.handler_id, S(""), &who, &n));
  for (size_t i = 0; i < n; i++) {
    if (who[i] == k.officer || who[i] == k.made_by) continue;
    TRY(notice_of_complaint(c, &(complaint_notice){who[i], id, what, {k.due_at.v}}));
  }
  return NULL;
}

static escalation_case case_of(ctx *c, int64_t handler_id, instant due) {
  return (escalation_case){.days = &c->edition->calendar, .from = c->now, .due = due,
                           .hours = edition_hours(c->edition, handler_id)};
}

/* Until when the next thing is due; none: it has ended, and nobody is told any more. */
static err *wait_for(ctx *c, int64_t id) {
  complaint_told_row k;
  bool found;
  TRY(complaint_told(c->db, c->a, id, &k, &found));
  opt_i64 at = NONE_I64;
  if (k.due_at.has) {
    escalation_case limit = case_of(c, k.handler_id, (instant){k.due_at.v});
    escalation_begins(&limit, c->edition->notices.escalation_hours);
    at = SOME(limit.soon.us);
  }
  return complaint_alarm_put(c->db, id, at, NULL);
}

err *complaint_came(ctx *c, int64_t id) {
  TRY(wait_for(c, id));
  return tell_leaders(c, id, S("complaint-new"));
}

err *complaint_went_on(ctx *c, const complaint *k, str state) {
  bool runs = str_eq(state, S("accepted"));
  TRY(wait_for(c, k->id));
  return notice_of_complaint(
      c, &(complaint_notice){k->made_by, k->id, str_cat(c->a, S("complaint-"), state),
                             runs ? k->resolve_by : INSTANT_NONE});
}

err *complaint_alarms(ctx *c, int64_t most, complaint_alarm **out, size_t *n) {
  complaint_alarm_rows_row *rows;
  TRY(complaint_alarm_rows(c->db, c->a, c->now.us, most, &rows, n));
  *out = arena_list(c->a, *n + 1, complaint_alarm);
  for (size_t i = 0; i < *n; i++) (*out)[i] = (complaint_alarm){rows[i].id, {rows[i].alarm_at}};
  return NULL;
}

err *complaint_ring(ctx *c, const complaint_alarm *a) {
  complaint_told_row k;
  bool found;
  instant next;
  int64_t changed = 0;
  TRY(complaint_told(c->db, c->a, a->id, &k, &found));
  if (!k.due_at.has) return NULL;
  escalation_case limit = case_of(c, k.handler_id, (instant){k.due_at.v});
  limit.soon = (instant){k.soon_at.has ? k.soon_at.v : k.due_at.v + 1};
  int64_t stage = escalation_stage(&limit, c->now, &next);
  int64_t reached = stage > k.stage ? stage : k.stage;
  complaint_alarm_move_in move = {.id = a->id, .seen = a->at.us, .at = next.us, .stage = reached};
  TRY(complaint_alarm_move(c->db, &move, &changed));
  if (changed != 1 || stage <= k.stage) return NULL;
  return tell_leaders(c, a->id,
                      stage == STAGE_SOON ? S("complaint-soon") : S("complaint-late"));
}

/* morning: see morning.h.  The lists themselves are those of the desk. */
#include "office/morning.h"

#include "office/account.h"
#include "office/desk.h"
#include "office/morning.sql.h"
#include "office/notice.h"

enum { AT_ONCE = 10, MINUTES_MOST = 32, LINES_MOST = 2 * LIST_PAGE };

/* --- when --- */
static int minute_of(const edition *e, int64_t unit_id) {
  int minute = edition_hours(e, unit_id)->open - (int)e->notices.morning_minutes;
  return minute < 0 ? 0 : minute;
}

int morning_minute(const edition *e, const actor *who) {
  int first = minute_of(e, 0);
  for (size_t i = 0; i < who->nroles; i++) {
    int minute = minute_of(e, who->roles[i].unit_id);
    if (!i || minute < first) first = minute;
  }
  return first;
}

/* Those of the day that have come, each once. */
static size_t minutes_due(const ctx *c, int32_t day, int *list) {
  const edition *e = c->edition;
  size_t n = 0;
  for (size_t i = 0; i <= e->nhours && n < MINUTES_MOST; i++) {
    int minute = minute_of(e, i < e->nhours ? e->hours[i].unit_id : 0);
    bool known = day_at(day, minute).us > c->now.us;
    for (size_t k = 0; k < n; k++) known = known || list[k] == minute;
    if (!known) list[n++] = minute;
  }
  return n;
}

/* --- what --- */
typedef struct batch { /* the next few officers */
  int32_t day;
  int minute;
  bool running;          /* the round is not at its end */
  str seen, after;
  notice_wish lists[AT_ONCE];
  size_t n;
  bool last;
} batch;

static err *add_part(ctx *c, str whose, instant until, notice_entry *lines, size_t *n) {
  dossier_list found;
  list_wish w = {.view = S("desk"), .whose = whose, .due_by = until};
  TRY(dossier_list_of(c, &w, &found));
  for (size_t i = 0; i < found.n && *n < LINES_MOST; i++)
    if (!instant_is(found.items[i].finished_at))
      lines[(*n)++] = (notice_entry){found.items[i].id, found.items[i].desk_due_at};
  return NULL;
}

static err *list_of(ctx *c, batch *b, const actor *who) {
  ctx as = *c;
  int32_t next = clock_next_working(&c->edition->calendar, b->day);
  instant until = {day_at(day_add(next, 1), 0).us - 1};
  notice_entry *lines = arena_list(c->a, LINES_MOST, notice_entry);
  size_t n = 0;
  as.who = who;
  TRY(add_part(&as, S("me"), until, lines, &n));
  TRY(add_part(&as, S("free"), until, lines, &n));
  if (n)
    b->lists[b->n++] = (notice_wish){.account_id = who->account_id, .what = S("due"),
                                     .day = b->day, .entries = lines, .n = n};
  return NULL;
}

static err *prepare(ctx *c, void *arg) {
  batch *b = arg;
  morning_row_row row;
  morning_officers_row *officers;
  size_t n;
  bool found;
  TRY(morning_row(c->db, c->a, b->day, b->minute, &row, &found));
  b->running = found && !row.done_at.has;
  if (!b->running) return NULL;
  TRY(morning_officers(c->db, c->a, row.after_login, AT_ONCE, &officers, &n));
  b->seen = b->after = row.after_login;
  b->last = n < AT_ONCE;
  for (size_t i = 0; i < n; i++) {
    const actor *who;
    TRY(account_actor(c, officers[i].id, &who));
    b->after = officers[i].login;
    if (who && who->nroles && morning_minute(c->edition, who) == b->minute)
      TRY(list_of(c, b, who));
  }
  return NULL;
}

static err *begin(ctx *c, void *arg) {
  const batch *b = arg;
  TRY(morning_forget(c->db, day_add(b->day, -30), NULL));
  return morning_begin(c->db, b->day, b->minute, NULL);
}

/* Another process may have written these: then nothing is written. */
static err *write(ctx *c, void *arg) {
  const batch *b = arg;
  int64_t changed = 0;
  morning_move_in move = {.day = b->day, .minute = b->minute, .seen = b->seen, .after = b->after,
                          .done = b->last ? SOME(c->now.us) : NONE_I64};
  TRY(morning_move(c->db, &move, &changed));
  for (size_t i = 0; changed && i < b->n; i++) TRY(notice_list(c, &b->lists[i]));
  return NULL;
}

typedef struct asked {
  batch *b;
  bool begun;
} asked;

static err *look(ctx *c, void *arg) {
  asked *k = arg;
  morning_row_row row;
  TRY(morning_row(c->db, c->a, k->b->day, k->b->minute, &row, &k->begun));
  k->b->running = !k->begun || !row.done_at.has;
  return NULL;
}

err *morning_go_on(ctx *c, bool *more) {
  int32_t day = day_of(c->now);
  int minutes[MINUTES_MOST];
  *more = false;
  if (!clock_working(&c->edition->calendar, day)) return NULL;
  size_t n = minutes_due(c, day, minutes);
  for (size_t i = 0; i < n; i++) {
    batch b = {.day = day, .minute = minutes[i]};
    asked k = {.b = &b};
    TRY(ctx_read(c, look, &k));
    if (!k.begun) TRY(ctx_write(c, 0, begin, &b));
    if (!b.running) continue;
    TRY(ctx_read(c, prepare, &b));
    if (b.running) TRY(ctx_write(c, 0, write, &b));
    *more = *more || (b.running && !b.last);
  }
  return NULL;
}

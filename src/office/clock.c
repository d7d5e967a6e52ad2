/* clock: see clock.h. */
#include "office/clock.h"

const office_hours usual_hours = {450, 690, 780, 1020};

enum { FIRST_DAY = 10000101, LAST_DAY = 99991231 };

/* --- days --- */
bool clock_working(const calendar *c, int32_t day) {
  size_t low = 0, high = c->n;
  if (c->also == day) return true;
  while (low < high) {
    size_t middle = low + (high - low) / 2;
    if (c->days[middle] == day) return c->working[middle];
    if (c->days[middle] < day) low = middle + 1;
    else high = middle;
  }
  int weekday = day_weekday(day);
  return weekday >= 1 && weekday <= 5;
}

int32_t clock_next_working(const calendar *c, int32_t day) {
  while (day < LAST_DAY) {
    day = day_add(day, 1);
    if (clock_working(c, day)) return day;
  }
  return LAST_DAY;
}

int32_t clock_last_working(const calendar *c, int32_t day) {
  while (day > FIRST_DAY) {
    day = day_add(day, -1);
    if (clock_working(c, day)) return day;
  }
  return FIRST_DAY;
}

int32_t clock_months_later(int32_t day, int64_t months) {
  int64_t month = day / 10000 * INT64_C(12) + day / 100 % 100 - 1 + months;
  int32_t head = (int32_t)(month / 12 * 100 + month % 12 + 1), date = day % 100;
  if (head > LAST_DAY / 100) return LAST_DAY;
  while (!day_valid(head * 100 + date)) date--;
  return head * 100 + date;
}

/* --- pauses --- */
static int64_t end_of(const clock_pause *p) { return instant_is(p->to) ? p->to.us : INT64_MAX; }

/* When the clock runs again that a pause has stopped at t; t itself when none has. */
static int64_t runs_from(const clock_case *k, int64_t t) {
  for (bool moved = true; moved;) {
    moved = false;
    for (size_t i = 0; i < k->npauses; i++) {
      const clock_pause *p = &k->pauses[i];
      if (p->from.us > t || end_of(p) <= t) continue;
      t = end_of(p);
      moved = true;
    }
  }
  return t;
}

/* When a clock that runs at t is stopped, at most `until`. */
static int64_t runs_until(const clock_case *k, int64_t t, int64_t until) {
  for (size_t i = 0; i < k->npauses; i++) {
    const clock_pause *p = &k->pauses[i];
    if (p->from.us > t && p->from.us < until && end_of(p) > p->from.us) until = p->from.us;
  }
  return until;
}

/* --- receipt --- */
/* The moment from which receipt at t counts. */
static instant counts_from(const clock_case *k, instant t) {
  const office_hours *h = k->hours;
  int32_t day = day_of(t);
  int last = k->limit.cutoff > 0 && k->limit.cutoff < h->close ? k->limit.cutoff : h->close;
  if (!clock_working(k->days, day) || t.us > day_at(day, last).us)
    return day_at(clock_next_working(k->days, day), h->open);
  instant open = day_at(day, h->open), noon = day_at(day, h->noon_open);
  if (t.us < open.us) return open;
  return t.us >= day_at(day, h->noon_close).us && t.us < noon.us ? noon : t;
}

/* --- limits in days and months: closes of office --- */
/* How many closes after the day of receipt the limit is: of a limit in calendar days or months as
 * many as lie in it, so that a pause gives back working days whatever the unit. */
static int64_t closes(const clock_case *k, int32_t from, int64_t value) {
  if (k->limit.unit == 'w') return value;
  int32_t last = k->limit.unit == 'm' ? clock_months_later(from, value) : day_add(from, (int)value);
  int64_t n = 0;
  for (int32_t day = from; day < last && day < LAST_DAY; n++)
    day = clock_next_working(k->days, day);
  return n;
}

static int64_t due_by_closes(const clock_case *k, int32_t from, int64_t value) {
  int64_t left = closes(k, from, value), last = day_at(LAST_DAY, k->hours->close).us;
  for (int32_t day = from;; day = clock_next_working(k->days, day)) {
    int64_t close = day_at(day, k->hours->close).us, runs = runs_from(k, close);
    if (runs == INT64_MAX) return INT64_MIN;
    if (runs >= last) return last;
    if (runs > close) { /* on to the day on which the clock runs again */
      int32_t before = day_add(day_of((instant){runs}), -1);
      if (before > day) day = before;
      continue;
    }
    if (day > from) left--;
    if (left <= 0) return close;
  }
}

/* --- limits in office hours --- */
/* The office time that t is in, or the next, as [*from, *to); *from is not before t. */
static void office_time(const clock_case *k, int64_t t, int64_t *from, int64_t *to) {
  const office_hours *h = k->hours;
  const int halves[2][2] = {{h->open, h->noon_close}, {h->noon_open, h->close}};
  int32_t day = day_of((instant){t});
  if (!clock_working(k->days, day)) day = clock_next_working(k->days, day);
  for (;; day = clock_next_working(k->days, day))
    for (int i = 0; i < 2; i++) {
      *from = day_at(day, halves[i][0]).us;
      *to = day_at(day, halves[i][1]).us;
      if (*from < t) *from = t;
      if (*from < *to || (i == 1 && day >= LAST_DAY)) return;
    }
}

static int64_t due_by_hours(const clock_case *k, int64_t t, int64_t left) {
  int64_t last = day_at(LAST_DAY, k->hours->close).us, to;
  while (left > 0 && t < last) {
    office_time(k, t, &t, &to);
    int64_t runs = runs_from(k, t);
    if (runs == INT64_MAX) return INT64_MIN;
    if (runs > t) {
      t = runs;
      continue;
    }
    to = runs_until(k, t, to);
    if (left <= to - t) return t + left;
    left -= to - t;
    t = to;
  }
  return t < last ? t : last;
}

instant clock_case_due(const clock_case *k) {
  if (!instant_is(k->received)) return INSTANT_NONE;
  int64_t received = k->received.us, value = k->limit.value;
  int64_t first = day_at(FIRST_DAY, 0).us, last = day_at(LAST_DAY, k->hours->close).us;
  if (received > last) return k->received;
  if (value < 0) value = 0;
  if (value > LIMIT_MOST) value = LIMIT_MOST;
  instant from = counts_from(k, (instant){received < first ? first : received});
  int64_t due = k->limit.unit == 'h' ? due_by_hours(k, from.us, value * HOUR)
                                     : due_by_closes(k, day_of(from), value);
  if (due != INT64_MIN && due < received) due = received; /* the last day of all has no next */
  return (instant){due};
}

/* --- a fixed date and one pause more --- */
static instant moved_by_closes(const clock_case *k, instant due, clock_pause p) {
  int32_t received = day_of(counts_from(k, k->received)), day = day_of(due);
  int32_t at = k->limit.value ? day_add(received, 1) : received;
  int64_t taken = 0;
  if (at < day_of(p.from)) at = day_of(p.from);
  for (int64_t close; (close = day_at(at, k->hours->close).us) < p.to.us; at = day_add(at, 1))
    taken += close >= p.from.us && clock_working(k->days, at);
  if (!taken || p.from.us > due.us) return due;
  for (; taken; taken--) day = clock_next_working(k->days, day);
  return day_at(day, k->hours->close);
}

static instant moved_by_hours(const clock_case *k, instant due, clock_pause p) {
  int64_t t = counts_from(k, k->received).us, taken = 0, to;
  if (t < p.from.us) t = p.from.us;
  if (t >= due.us) return due;
  for (office_time(k, t, &t, &to); t < p.to.us; office_time(k, to, &t, &to))
    taken += (to < p.to.us ? to : p.to.us) - t;
  return (instant){due_by_hours(k, due.us, taken)};
}

instant clock_moved(const clock_case *k, instant due, clock_pause pause) {
  if (!instant_is(due) || day_of(pause.to) >= LAST_DAY) return due;
  clock_case own = *k;
  calendar days = *k->days;
  own.npauses = 0;
  own.days = &days;
  days.also = day_of(due);
  if (k->limit.unit == 'h') return moved_by_hours(&own, due, pause);
  return moved_by_closes(&own, due, pause);
}

/* --- how it looks --- */
due_light clock_light(const calendar *c, instant due, instant now, int soon) {
  if (!instant_is(due)) return DUE_NONE;
  if (now.us > due.us) return DUE_OVERDUE;
  int32_t day = day_of(due);
  for (int i = 0; i < soon; i++) day = clock_last_working(c, day);
  return now.us >= day_at(day, 0).us ? DUE_SOON : DUE_ON_TIME;
}

/* --- words --- */
bool clock_limit_parse(str s, time_limit *out) {
  static const struct {
    const char *word;
    char unit;
  } units[] = {{"h", 'h'}, {"wd", 'w'}, {"d", 'd'}, {"mo", 'm'}};
  ptrdiff_t space = str_chr(s, ' ', 0);
  if (space < 1) return false;
  str unit = str_sub(s, (size_t)space + 1, s.n);
  *out = (time_limit){0};
  if (!str_to_i64(str_sub(s, 0, (size_t)space), &out->value)) return false;
  for (size_t i = 0; i < COUNT(units); i++)
    if (str_eq(unit, str_of(units[i].word))) out->unit = units[i].unit;
  return out->unit && out->value >= 0 && out->value <= LIMIT_MOST;
}

bool clock_cutoff_parse(str s, int *minute) {
  if (s.n != 5 || s.p[2] != ':') return false;
  for (size_t i = 0; i < 5; i++)
    if (i != 2 && (s.p[i] < '0' || s.p[i] > '9')) return false;
  int hours = (s.p[0] - '0') * 10 + s.p[1] - '0', minutes = (s.p[3] - '0') * 10 + s.p[4] - '0';
  *minute = hours * 60 + minutes;
  return hours < 24 && minutes < 60 && *minute > 0;
}

bool clock_hours_parse(str s, office_hours *out) {
  int *const times[] = {&out->open, &out->noon_close, &out->noon_open, &out->close};
  if (s.n != 23 || s.p[5] != '-' || s.p[11] != '/' || s.p[17] != '-') return false;
  for (size_t i = 0; i < COUNT(times); i++)
    if (!clock_cutoff_parse(str_sub(s, i * 6, i * 6 + 5), times[i])) return false;
  return out->open < out->noon_close && out->noon_close <= out->noon_open &&
         out->noon_open < out->close;
}

bool clock_pause_parse(str s, clock_pause *out) {
  ptrdiff_t slash = str_chr(s, '/', 0);
  return slash > 0 && instant_parse(str_sub(s, 0, (size_t)slash), &out->from) &&
         instant_parse(str_sub(s, (size_t)slash + 1, s.n), &out->to) &&
         out->from.us <= out->to.us;
}

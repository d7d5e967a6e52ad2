/* clock: see clock.h. */
#include "office/clock.h"


const office_hours usual_hours = {450, 690, 780, 1020};

enum { LONGEST = 10000 };

bool clock_working(const calendar *c, int32_t day) {
  size_t low = 0, high = c->n;
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
  do day = day_add(day, 1);
  while (!clock_working(c, day));
  return day;
}

instant clock_counts_from(const calendar *c, const office_hours *h, instant t, int cutoff) {
  int32_t day = day_of(t);
  int last = cutoff > 0 && cutoff < h->close ? cutoff : h->close;
  if (!clock_working(c, day) || t.us > day_at(day, last).us)
    return day_at(clock_next_working(c, day), h->open);
  instant open = day_at(day, h->open), noon = day_at(day, h->noon_open);
  if (t.us < open.us) return open;
  return t.us >= day_at(day, h->noon_close).us && t.us < noon.us ? noon : t;
}

/* Office time of one day after t, at most *left; the instant at which *left is used up, or none. */
static instant use_up(const office_hours *h, int32_t day, instant t, int64_t *left) {
  const int halves[2][2] = {{h->open, h->noon_close}, {h->noon_open, h->close}};
  for (int i = 0; i < 2; i++) {
    int64_t from = day_at(day, halves[i][0]).us, to = day_at(day, halves[i][1]).us;
    if (t.us > from) from = t.us;
    if (from >= to) continue;
    if (*left <= to - from) return (instant){from + *left};
    *left -= to - from;
  }
  return INSTANT_NONE;
}

static instant due_hours(const calendar *c, const office_hours *h, instant from, int64_t hours) {
  if (hours == 0) return from;
  int64_t left = hours * HOUR;
  int32_t day = day_of(from);
  for (;;) {
    instant due = use_up(h, day, from, &left);
    if (instant_is(due)) return due;
    day = clock_next_working(c, day);
  }
}

/* The same date some months later, or that month's last (Civil Code 2015, art. 148.3). */
static int32_t add_months(int32_t day, int64_t months) {
  int64_t month = day / 10000 * INT64_C(12) + day / 100 % 100 - 1 + months;
  int32_t head = (int32_t)(month / 12 * 100 + month % 12 + 1), date = day % 100;
  while (!day_valid(head * 100 + date)) date--;
  return head * 100 + date;
}

static int32_t last_day(const calendar *c, int32_t day, time_limit limit) {
  if (limit.unit == 'w') {
    for (int64_t i = 0; i < limit.value; i++) day = clock_next_working(c, day);
    return day;
  }
  day = limit.unit == 'm' ? add_months(day, limit.value) : day_add(day, (int)limit.value);
  return clock_working(c, day) ? day : clock_next_working(c, day);
}

instant clock_due(const calendar *c, const office_hours *h, instant received, time_limit limit) {
  instant from = clock_counts_from(c, h, received, limit.cutoff);
  if (limit.unit == 'h') return due_hours(c, h, from, limit.value);
  return day_at(last_day(c, day_of(from), limit), h->close);
}

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
  return out->unit && out->value >= 0 && out->value <= LONGEST;
}

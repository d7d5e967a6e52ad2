/* time: see time.h.  Day numbers by the proleptic Gregorian calendar (H. Hinnant's method). */
#include "base/time.h"

#include <stdatomic.h>
#include <time.h>

#include "base/buf.h"

#define VIETNAM (7 * HOUR)

static _Atomic int64_t fixed = INT64_MIN;

bool instant_is(instant t) { return t.us != INT64_MIN; }

instant instant_now(void) {
  int64_t set = atomic_load_explicit(&fixed, memory_order_relaxed);
  if (set != INT64_MIN) return (instant){set};
  struct timespec t;
  clock_gettime(CLOCK_REALTIME, &t);
  return (instant){t.tv_sec * SECOND + t.tv_nsec / 1000};
}

void instant_fix(instant t) { atomic_store(&fixed, t.us); }

int64_t ticks_us(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return t.tv_sec * SECOND + t.tv_nsec / 1000;
}

static int64_t days_from(int64_t y, int m, int d) {
  y -= m <= 2;
  int64_t era = (y >= 0 ? y : y - 399) / 400;
  int64_t yoe = y - era * 400;
  int64_t doy = (153 * (m + (m > 2 ? -3 : 9)) + 2) / 5 + d - 1;
  return era * 146097 + yoe * 365 + yoe / 4 - yoe / 100 + doy - 719468;
}

static void days_to(int64_t z, int *y, int *m, int *d) {
  z += 719468;
  int64_t era = (z >= 0 ? z : z - 146096) / 146097;
  int64_t doe = z - era * 146097;
  int64_t yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
  int64_t doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
  int64_t mp = (5 * doy + 2) / 153;
  *d = (int)(doy - (153 * mp + 2) / 5 + 1);
  *m = (int)(mp < 10 ? mp + 3 : mp - 9);
  *y = (int)(yoe + era * 400 + (*m <= 2));
}

static int64_t floor_div(int64_t a, int64_t b) { return a / b - (a % b < 0); }

civil civil_of(instant t) {
  int64_t local = t.us + VIETNAM, days = floor_div(local, DAY), rest = local - days * DAY;
  civil c = {.hour = (int)(rest / HOUR), .minute = (int)(rest / MINUTE % 60),
             .second = (int)(rest / SECOND % 60), .us = (int)(rest % SECOND)};
  days_to(days, &c.year, &c.month, &c.day);
  c.weekday = (int)((days % 7 + 11) % 7);
  return c;
}

instant civil_instant(civil c) {
  int64_t y = c.year + floor_div(c.month - 1, 12);
  int m = (int)(c.month - 1 - floor_div(c.month - 1, 12) * 12) + 1;
  int64_t days = days_from(y, m, 1) + c.day - 1;
  return (instant){days * DAY + c.hour * HOUR + c.minute * MINUTE + c.second * SECOND + c.us -
                   VIETNAM};
}

int32_t day_of(instant t) {
  civil c = civil_of(t);
  return c.year * 10000 + c.month * 100 + c.day;
}

static civil day_civil(int32_t day) {
  return (civil){.year = day / 10000, .month = day / 100 % 100, .day = day % 100};
}

instant day_at(int32_t day, int minute) {
  civil c = day_civil(day);
  c.minute = minute;
  return civil_instant(c);
}

int32_t day_add(int32_t day, int days) {
  civil c = day_civil(day);
  c.day += days;
  return day_of(civil_instant(c));
}

int day_weekday(int32_t day) { return civil_of(day_at(day, 0)).weekday; }

bool day_valid(int32_t day) {
  return day >= 10000101 && day <= 99991231 && day / 100 % 100 >= 1 && day / 100 % 100 <= 12 &&
         day % 100 >= 1 && day_of(day_at(day, 0)) == day;
}

str instant_rfc3339(arena *a, instant t) {
  if (!instant_is(t)) return STR_NONE;
  civil c = civil_of(t);
  buf b = buf_in(a);
  buf_fmt(&b, "%04d-%02d-%02dT%02d:%02d:%02d", c.year, c.month, c.day, c.hour, c.minute, c.second);
  if (c.us) buf_fmt(&b, ".%06d", c.us);
  buf_add(&b, S("+07:00"));
  return buf_str(&b);
}

static bool digits(str *s, size_t n, int *out) {
  if (s->n < n) return false;
  int v = 0;
  for (size_t i = 0; i < n; i++) {
    if (s->p[i] < '0' || s->p[i] > '9') return false;
    v = v * 10 + (s->p[i] - '0');
  }
  *s = str_sub(*s, n, s->n);
  *out = v;
  return true;
}

static bool mark(str *s, const char *any) {
  if (!s->n) return false;
  for (; *any; any++)
    if (s->p[0] == *any) {
      *s = str_sub(*s, 1, s->n);
      return true;
    }
  return false;
}

bool instant_parse(str s, instant *out) {
  civil c = {0};
  bool ok = digits(&s, 4, &c.year) && mark(&s, "-") && digits(&s, 2, &c.month) && mark(&s, "-") &&
            digits(&s, 2, &c.day) && mark(&s, "Tt ") && digits(&s, 2, &c.hour) && mark(&s, ":") &&
            digits(&s, 2, &c.minute);
  if (ok && mark(&s, ":")) {
    ok = digits(&s, 2, &c.second);
    if (ok && mark(&s, ".")) {
      int scale = 100000, digit;
      ok = s.n && s.p[0] >= '0' && s.p[0] <= '9';
      while (digits(&s, 1, &digit)) c.us += digit * scale, scale /= 10;
    }
  }
  if (!ok || !day_valid(c.year * 10000 + c.month * 100 + c.day) || c.hour > 23 || c.minute > 59 ||
      c.second > 59)
    return false;
  int64_t offset = 7 * 60;
  if (mark(&s, "Zz")) {
    offset = 0;
  } else if (s.n) {
    int sign = s.p[0] == '-' ? -1 : 1, hours, minutes;
    if (!mark(&s, "+-") || !digits(&s, 2, &hours) || !mark(&s, ":") || !digits(&s, 2, &minutes) ||
        hours > 23 || minutes > 59)
      return false;
    offset = sign * (hours * 60 + minutes);
  }
  *out = (instant){civil_instant(c).us + VIETNAM - offset * MINUTE};
  return s.n == 0;
}

str day_told(arena *a, int32_t day) {
  return str_fmt(a, "%02d/%02d/%04d", day % 100, day / 100 % 100, day / 10000);
}

str day_iso(arena *a, int32_t day) {
  return str_fmt(a, "%04d-%02d-%02d", day / 10000, day / 100 % 100, day % 100);
}

bool day_parse(str s, int32_t *out) {
  int y, m, d;
  if (!digits(&s, 4, &y) || !mark(&s, "-") || !digits(&s, 2, &m) || !mark(&s, "-") ||
      !digits(&s, 2, &d) || s.n || m < 1 || d < 1)
    return false;
  *out = y * 10000 + m * 100 + d;
  return day_valid(*out);
}

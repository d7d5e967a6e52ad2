/* cmd_due: `motcua due`: when something is due (office/clock.h), by the calendar that the program
 * ships or, with --data, by that of an installation.  One line for what the options say, or with
 * --batch a line for each line of standard input, in their order. */
#include <inttypes.h>
#include <stdio.h>

#include "base/buf.h"
#include "cmd.h"
#include "office/catalogue.h"

enum { MEMORY = 16 << 20, LONGEST = 8192 };

/* --- what was asked --- */
static err *read_time(str s, instant *out) {
  if (instant_parse(s, out)) return NULL;
  return ERR(BAD_REQUEST, N_("\"{0}\" is no time; write 2026-02-13T15:30."), s);
}

static err *read_limit(str s, time_limit *out) {
  if (clock_limit_parse(s, out)) return NULL;
  return ERR(BAD_REQUEST,
             N_("\"{0}\" is no limit; write \"4 h\", \"5 wd\", \"15 d\" or \"2 mo\", at most "
                "10000."),
             s);
}

static err *read_cutoff(str s, int *out) {
  if (clock_cutoff_parse(s, out)) return NULL;
  return ERR(BAD_REQUEST, N_("\"{0}\" is no cut-off; write 15:00."), s);
}

static err *read_hours(str s, office_hours *out) {
  if (clock_hours_parse(s, out)) return NULL;
  return ERR(BAD_REQUEST, N_("\"{0}\" are no office hours; write 07:30-11:30/13:00-17:00."), s);
}

static err *read_pause(str s, clock_pause *out) {
  if (clock_pause_parse(s, out)) return NULL;
  return ERR(BAD_REQUEST, N_("\"{0}\" is no pause; write 2026-02-13T15:30/2026-02-16T08:00, "
                             "its begin and its end."), s);
}

/* --- one answer --- */
typedef struct asked { /* texts as they were given; none where nothing was */
  str at, limit, cutoff, hours;
  str pauses[CONF_LIST_MOST];
  size_t npauses;
} asked;

static err *answer(arena *a, const calendar *days, const asked *w) {
  office_hours hours = usual_hours;
  clock_pause pauses[CONF_LIST_MOST];
  clock_case k = {.days = days, .hours = &hours, .pauses = pauses, .npauses = w->npauses};
  TRY(read_time(w->at, &k.received));
  TRY(read_limit(w->limit, &k.limit));
  if (w->cutoff.p) TRY(read_cutoff(w->cutoff, &k.limit.cutoff));
  if (w->hours.p) TRY(read_hours(w->hours, &hours));
  for (size_t i = 0; i < w->npauses; i++) TRY(read_pause(w->pauses[i], &pauses[i]));
  printf("%.*s\n", STR_ARG(instant_rfc3339(a, clock_case_due(&k))));
  return NULL;
}

/* --- lines of standard input --- */
/* The next field of a line; none at its end or for "-". */
static str field(str *rest) {
  str part = STR_NONE;
  str_split(rest, '\t', &part);
  return part.n && !str_eq(part, S("-")) ? part : STR_NONE;
}

static err *answer_line(arena *a, const calendar *days, str hours, str line) {
  asked w = {0};
  str rest = line;
  w.at = field(&rest);
  w.limit = field(&rest);
  w.cutoff = field(&rest);
  w.hours = field(&rest);
  if (!w.hours.p) w.hours = hours;
  str pauses = field(&rest), one;
  while (str_split(&pauses, ' ', &one)) {
    if (w.npauses == CONF_LIST_MOST) return ERR(BAD_REQUEST, N_("There are too many pauses."));
    w.pauses[w.npauses++] = one;
  }
  if (rest.p) return ERR(BAD_REQUEST, N_("There are more than five fields."));
  return answer(a, days, &w);
}

static err *wrong_line(arena *a, int64_t number, const err *e) {
  return ERR(BAD_REQUEST, N_("line {0}: {1}"), str_fmt(a, "%" PRId64, number),
             err_text(a, e, NULL));
}

static err *answer_all(arena *a, const calendar *days, str hours) {
  char buffer[LONGEST];
  size_t mark = arena_mark(a);
  for (int64_t number = 1; fgets(buffer, sizeof buffer, stdin); number++) {
    arena_rewind(a, mark);
    str line = str_of(buffer);
    bool whole = str_ends(line, S("\n"));
    if (!whole && !feof(stdin))
      return wrong_line(a, number, ERR(BAD_REQUEST, N_("It is too long, or holds a NUL.")));
    if (whole) line.n--;
    err *e = answer_line(a, days, hours, line);
    if (e) return wrong_line(a, number, e);
  }
  return ferror(stdin) ? ERR(STORAGE, N_("The input cannot be read.")) : NULL;
}

/* --- the command --- */
static err *answer_options(arena *a, const calendar *days, const conf *c) {
  if (c->batch) return answer_all(a, days, str_of(c->hours));
  asked w = {.at = str_of(c->at), .limit = str_of(c->limit), .cutoff = str_of(c->cutoff),
             .hours = str_of(c->hours), .npauses = c->pause.n};
  for (size_t i = 0; i < c->pause.n; i++) w.pauses[i] = str_of(c->pause.items[i]);
  return answer(a, days, &w);
}

static err *answer_by_installation(arena *a, const conf *c) {
  office_options o = cmd_office(c);
  office *f;
  TRY(office_open(&o, &f));
  const edition *e = office_edition(f);
  err *wrong = answer_options(a, &e->calendar, c);
  office_release(f, e);
  office_close(f);
  return wrong;
}

err *cmd_due(const conf *c) {
  bool single = c->at || c->limit || c->cutoff || c->pause.n;
  if (c->batch ? single : !c->at || !c->limit)
    return ERR(BAD_REQUEST, N_("due needs --at TIME and --limit LIMIT, or --batch alone."));
  arena *a = arena_new(MEMORY);
  if (!a) return ERR(UNAVAILABLE, N_("Out of memory."));
  calendar days;
  err *e = c->data ? answer_by_installation(a, c) : calendar_shipped(a, &days);
  if (!e && !c->data) e = answer_options(a, &days, c);
  e = err_keep(e);
  arena_free(a);
  return e;
}

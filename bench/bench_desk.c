/* bench_desk DATA COUNT: fills an installation of the demonstration (SQLite) up to COUNT dossiers,
 * all of one ward (desks.h), and prints how long a page of 50 takes: the slowest of several wishes
 * (median of its runs, microseconds), and on stderr each of them. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/time.h"
#include "bench/desks.h"
#include "office/office.h"

enum { TIMES = 201 };

static _Noreturn void stop(const err *e) {
  fprintf(stderr, "bench_desk: %s\n", e->msgid);
  exit(1);
}
static void need(err *e) {
  if (e) stop(e);
}

static err *count(void *arg, const db_value *row) {
  str_to_i64(row[0].s, arg);
  return NULL;
}

static void fill_up(office *f, arena *a, int64_t wanted) {
  db_conn *c;
  int64_t there = 0;
  need(db_connect(f->db, &c));
  need(db_begin(c));
  need(db_adhoc(c, "SELECT CAST(COUNT(*) AS TEXT) FROM dossier WHERE code LIKE 'bench-%'", NULL,
                count, &there));
  str sql = str_fmt(a, desk_fill, (long long)there + 1, (long long)wanted);
  if (there < wanted) need(db_script(c, sql.p));
  need(db_script(c, "ANALYZE"));
  need(db_commit(c));
  db_disconnect(c);
}

static err *who_is(ctx *c, void *arg) {
  void **args = arg;
  return account_by_token(c, *(str *)args[0], S("token"), args[1]);
}

static void enter(ctx *c, const char *login) {
  session s;
  void *args[] = {&s.token, &c->who};
  c->who = NULL;
  need(account_sign_in(c, str_of(login), S("motcua-demo"), S("token"), &s));
  need(ctx_read(c, who_is, args));
}

static int by_time(const void *x, const void *y) {
  int64_t a = *(const int64_t *)x, b = *(const int64_t *)y;
  return (a > b) - (a < b);
}

static int64_t median(ctx *c, const desk_wish *w, arena *of_run, int64_t *steps) {
  int64_t times[TIMES];
  ctx own = *c;
  own.a = of_run;
  for (int i = 0; i < TIMES; i++) {
    listing x = {.wish = *w};
    arena_reset(of_run, 1 << 20);
    int64_t from = ticks_us();
    need(ctx_read(&own, listing_read, &x));
    times[i] = ticks_us() - from;
    if (!x.n) stop(ERR(INTERNAL, "a page of the bench is empty"));
    *steps = x.work.steps;
  }
  qsort(times, TIMES, sizeof *times, by_time);
  return times[TIMES / 2];
}

int main(int argc, char **argv) {
  if (argc != 3) return fputs("bench_desk DATA COUNT\n", stderr), 2;
  office *f;
  err *e = office_open(&(office_options){.folder = argv[1]}, &f);
  if (e) stop(e);
  arena *a = arena_new((size_t)64 << 20), *of_run = arena_new((size_t)64 << 20);
  if (!a || !of_run) return 1;
  ctx c = {.a = a, .office = f, .edition = office_edition(f), .now = instant_now()};
  fill_up(f, a, strtoll(argv[2], NULL, 10));
  int64_t worst = 0;
  for (size_t i = 0; i < COUNT(desk_wishes); i++) {
    const desk_wish *w = &desk_wishes[i];
    int64_t steps = 0;
    enter(&c, w->login);
    int64_t us = median(&c, w, of_run, &steps);
    fprintf(stderr, "%s %s %lld us, %lld steps\n", argv[2], w->name, (long long)us,
            (long long)steps);
    if (us > worst) worst = us;
  }
  printf("%lld\n", (long long)worst);
  office_release(f, c.edition);
  office_close(f);
  arena_free(of_run);
  arena_free(a);
  return 0;
}

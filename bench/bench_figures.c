/* bench_figures DATA COUNT: fills an installation of the demonstration (SQLite) with COUNT dossiers
 * of 18 months over all units of the province, folds what they have counted, and prints how long
 * the province's figures of a year take to read (median, microseconds); on stderr also steps,
 * statements and readings per second on one thread. */
#include <stdio.h>
#include <stdlib.h>

#include "base/time.h"
#include "bench/figures.h"
#include "jobs/jobs.h"

enum { TIMES = 2001 };

static void need(err *e) {
  if (!e) return;
  fprintf(stderr, "bench_figures: %s\n", e->msgid);
  exit(1);
}

static void fill_up(office *f, arena *a, int64_t wanted) {
  db_conn *c;
  need(db_connect(f->db, &c));
  need(db_begin(c));
  need(db_script(c, str_fmt(a, figures_fill, 1LL, (long long)wanted).p));
  need(db_commit(c));
  db_disconnect(c);
  need(jobs_fold(f));
}

static int by_time(const void *x, const void *y) {
  int64_t a = *(const int64_t *)x, b = *(const int64_t *)y;
  return (a > b) - (a < b);
}

int main(int argc, char **argv) {
  if (argc != 3) return fputs("bench_figures DATA COUNT\n", stderr), 2;
  office *f;
  arena *a = arena_new((size_t)64 << 20);
  int64_t times[TIMES], all = 0, count = strtoll(argv[2], NULL, 10);
  figures_run x = {0};
  need(office_open(&(office_options){.folder = argv[1]}, &f));
  if (!a || count < 540) return 1;
  ctx c = {.a = a, .office = f, .edition = office_edition(f)};
  fill_up(f, a, count);
  (void)instant_parse(S("2026-11-24T10:00+07:00"), &c.now);
  for (int i = 0; i < TIMES; i++) {
    size_t mark = arena_mark(a);
    int64_t from = ticks_us();
    need(ctx_read(&c, figures_run_read, &x));
    times[i] = ticks_us() - from;
    all += times[i];
    arena_rewind(a, mark);
  }
  qsort(times, TIMES, sizeof *times, by_time);
  fprintf(stderr, "%lld dossiers: %lld us, %lld steps, %lld statements, %lld readings/s\n",
          (long long)count, (long long)times[TIMES / 2], (long long)x.work.steps,
          (long long)x.statements, (long long)(TIMES * 1000000LL / (all ? all : 1)));
  printf("%lld\n", (long long)times[TIMES / 2]);
  office_release(f, c.edition);
  office_close(f);
  arena_free(a);
  return 0;
}

/* bench_edition DATA: loads the edition of an installation 21 times; prints the median in
 * milliseconds of processor time and the memory that one edition keeps, in KiB. */
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "office/office.h"

enum { RUNS = 21 };

static int by_size(const void *a, const void *b) {
  double x = *(const double *)a, y = *(const double *)b;
  return (x > y) - (x < y);
}

static double used(void) {
  struct timespec t;
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
  return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

static err *measure(db_conn *c, double *times, size_t *kept) {
  for (int i = 0; i < RUNS; i++) {
    edition *e;
    double start = used();
    TRY(edition_load(c, instant_now(), &e));
    times[i] = used() - start;
    *kept = arena_mark(e->a);
    edition_free(e);
  }
  return NULL;
}

int main(int argc, char **argv) {
  if (argc != 2) return fputs("usage: bench_edition DATA\n", stderr), 2;
  office_options o = {.folder = argv[1]};
  office *f;
  double times[RUNS];
  size_t kept = 0;
  db_conn *c;
  err *e = office_open(&o, &f);
  if (!e) e = db_read_begin(f->db, &c);
  if (!e) e = measure(c, times, &kept);
  if (e) return fprintf(stderr, "%s\n", e->msgid), 1;
  qsort(times, RUNS, sizeof *times, by_size);
  printf("%.1f %zu\n", times[RUNS / 2], kept >> 10);
  db_read_end(f->db, c);
  office_close(f);
  return 0;
}

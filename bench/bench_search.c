/* bench_search ours|memmem|slowest DATA SECONDS: searches of the catalogue a second on one thread;
 * the same words looked for by memmem in the same titles, without rank, filter or page; the slowest
 * query in microseconds (median of its runs). */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/time.h"
#include "kit/text.h"
#include "office/office.h"
#include "office/search.h"

enum { PAGE = 50, RUNS = 201 };

static const char *const queries[] = {
    "đăng ký khai sinh", "dat dai", "KẾT HÔN", "1.001193", "giấy phép xây dựng", "so tu phap",
    "hộ kinh doanh", "khia sinh", "", "lý lịch tư pháp", "an th on ng ch tr nh gi kh ph qu uy",
    "a b c d e g h i k l m n", "xyz", "cap lai",
    "đăng ký biến động quyền sử dụng đất, quyền sở hữu tài sản gắn liền với đất trong các trường",
    "qyền sở hữ tài sản gắnn liền vớii đất trong cáci trườngi hợppp chuyểnn đổii nhà nước"};

typedef struct bench {
  const edition *e;
  arena *a; /* of one request */
  str titles, folded[COUNT(queries)];
  size_t found;
} bench;

static void search(bench *b, size_t i) {
  search_hits h;
  arena_reset(b->a, 1 << 20);
  search_wish w = {.words = str_of(queries[i]), .most = PAGE};
  if (!search_run(b->e->search, b->a, &w, &h)) b->found += h.n;
}

static void scan(bench *b, size_t i) {
  str rest = b->folded[i], word;
  while (rest.n && str_split(&rest, ' ', &word)) {
    const char *p = b->titles.p, *end = p + b->titles.n;
    while ((p = memmem(p, (size_t)(end - p), word.p, word.n))) {
      b->found++;
      p += word.n;
    }
  }
}

static double rate(bench *b, void (*one)(bench *b, size_t i), double seconds) {
  int64_t from = ticks_us(), until = from + (int64_t)(seconds * 1e6), now;
  size_t n = 0;
  do {
    for (size_t i = 0; i < COUNT(queries); i++, n++) one(b, i);
  } while ((now = ticks_us()) < until);
  return (double)n * 1e6 / (double)(now - from);
}

static int by_time(const void *x, const void *y) {
  int64_t a = *(const int64_t *)x, b = *(const int64_t *)y;
  return (a > b) - (a < b);
}

static double slowest(bench *b) {
  int64_t worst = 0, times[RUNS];
  for (size_t i = 0; i < COUNT(queries); i++) {
    for (size_t k = 0; k < RUNS; k++) {
      int64_t from = ticks_us();
      search(b, i);
      times[k] = ticks_us() - from;
    }
    qsort(times, RUNS, sizeof *times, by_time);
    if (times[RUNS / 2] > worst) worst = times[RUNS / 2];
  }
  return (double)worst;
}

static void fold_all(bench *b, arena *a) {
  buf titles = buf_in(a);
  for (size_t i = 0; i < b->e->nprocedures; i++) {
    buf_add(&titles, text_fold(b->a, b->e->procedures[i].name));
    buf_char(&titles, '\n');
  }
  b->titles = buf_str(&titles);
  for (size_t i = 0; i < COUNT(queries); i++) b->folded[i] = text_fold(a, str_of(queries[i]));
}

int main(int argc, char **argv) {
  if (argc != 4) return fputs("bench_search ours|memmem|slowest DATA SECONDS\n", stderr), 2;
  office *f;
  err *e = office_open(&(office_options){.folder = argv[2]}, &f);
  if (e) return fprintf(stderr, "bench_search: %s\n", e->msgid), 1;
  arena *a = arena_new((size_t)64 << 20);
  bench b = {.e = office_edition(f), .a = arena_new((size_t)64 << 20)};
  if (!a || !b.a) return 1;
  fold_all(&b, a);
  double result = strcmp(argv[1], "ours") == 0     ? rate(&b, search, atof(argv[3]))
                  : strcmp(argv[1], "memmem") == 0 ? rate(&b, scan, atof(argv[3]))
                                                   : slowest(&b);
  printf("%.0f\n", result);
  arena_free(b.a);
  arena_free(a);
  office_release(f, b.e);
  office_close(f);
  return b.found ? 0 : 1;
}

/* bench_box: files a second read through the helper, each in a process of its own behind a sandbox,
 * or by the same readers inside this process.
 *
 *   bench_box helper|inside FILE SECONDS */
#include <fcntl.h>
#include <stdio.h>
#include <string.h>

#include "base/time.h"
#include "box/box.h"
#include "kit/box.h"
#include "tools/file.h"

static box_helper *helper;
static int out;

static bool read_by_helper(str bytes) {
  box_paper p;
  err_reset();
  if (box_read(helper, bytes, &p)) return false;
  box_drop(&p);
  return true;
}

static bool read_inside(str bytes) {
  sheet s = {.bytes = bytes, .out = out};
  job_read(&s);
  return s.said.verdict == BOX_FINE;
}

int main(int argc, char **argv) {
  arena *a = arena_new((size_t)256 << 20);
  str bytes = a && argc == 4 ? file_read(a, argv[2]) : STR_NONE;
  int64_t seconds = 0, done = 0;
  if (!bytes.p || !str_to_i64(str_of(argv[3]), &seconds))
    return fputs("usage: bench_box helper|inside FILE SECONDS\n", stderr), 2;
  bool inside = strcmp(argv[1], "inside") == 0;
  out = open("/dev/null", O_WRONLY | O_CLOEXEC);
  if (box_open(TEST_BOX, 0, &helper) || kind_open() || heic_open()) return 1;
  int64_t from = ticks_us(), until = from + seconds * SECOND;
  for (; ticks_us() < until; done++)
    if (!(inside ? read_inside(bytes) : read_by_helper(bytes)))
      return fputs("bench_box: the file is refused\n", stderr), 1;
  printf("%.1f\n", (double)done * SECOND / (double)(ticks_us() - from));
  box_close(helper);
  return 0;
}

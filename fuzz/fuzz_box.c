/* fuzz_box: the readers of untrusted files (src/box), without the process and the sandbox around
 * them, and what must hold of every file that they take.  Input: a file. */
#include <fcntl.h>

#include "box/box.h"
#include "fuzz/target.h"

static int nowhere(void) {
  int fd = open("/dev/null", O_WRONLY | O_CLOEXEC);
  must(fd >= 0 && !kind_open() && !heic_open());
  return fd;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  static int out = -1;
  if (out < 0) out = nowhere();
  sheet s = {.bytes = {size ? (const char *)data : "", size}, .out = out};
  job_read(&s);
  const box_answer *a = &s.said;
  must(a->verdict >= BOX_FINE && a->verdict < BOX_VERDICTS && a->verdict != BOX_UNSAFE);
  if (a->verdict != BOX_FINE) return 0;
  must(a->kind > BOX_NO_KIND && a->kind < BOX_KINDS && a->kept > 0 && a->kept <= (int64_t)size);
  if (a->kind == BOX_PDF) must(a->pages > 0 && a->pages <= BOX_PAGES_MOST);
  else must(points_allowed(a->width, a->height, BOX_POINTS));
  must(a->written >= (a->kind == BOX_HEIC));
  if (a->kind == BOX_PDF) must(a->written == (int64_t)a->pages * BOX_DIGEST);
  return 0;
}

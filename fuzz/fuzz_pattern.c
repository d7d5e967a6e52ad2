/* fuzz_pattern: the input is a pattern, a line end and a text.  A pattern that is taken searches
 * any text; the table and the other way agree; what was lent is given back. */
#include "fuzz/target.h"
#include "kit/text.h"
#include "office/pattern.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  static arena *scratch;
  arena *a = fresh();
  if (!scratch && !(scratch = arena_new((size_t)64 << 20))) abort();
  arena_reset(scratch, 1 << 20);
  str all = {(const char *)data, size}, source = STR_NONE, text = all;
  if (!size || !str_utf8(all) || !str_split(&text, '\n', &source)) return 0;
  if (!text.p) text = S("");
  int64_t with = 1 << 22, without = -1, budget = 10000000, other = budget;
  const pattern *p, *q;
  err *e = pattern_compile(a, scratch, source, &with, &p);
  must(!e || e->kind == ERR_INVALID);
  if (e || with < 0) return 0;
  bool properties = str_find(source, S("\\p")) >= 0 || str_find(source, S("\\P")) >= 0;
  size_t mark = arena_mark(a);
  bool found = pattern_find(p, text, a, &budget);
  must(arena_mark(a) == mark);
  if (properties) return 0; /* they need the effort that the other way must not have */
  must(!pattern_compile(a, scratch, source, &without, &q));
  must(pattern_find(q, text, a, &other) == found || other < 0 || budget < 0);
  return 0;
}

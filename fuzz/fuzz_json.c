/* fuzz_json: what is read is written and read back the same, and its canonical form is stable. */
#include <stdint.h>
#include <stdlib.h>

#include "kit/json.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void hold(bool it) {
  if (!it) abort();
}

static str written(arena *a, const json *v) {
  buf b = buf_in(a);
  json_write(&b, v);
  return buf_str(&b);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  static arena *a;
  if (!a) a = arena_new((size_t)256 << 20);
  if (!a) abort();
  arena_reset(a, 1 << 20);
  err_reset();
  const json *v, *again;
  err *e = json_parse(a, (str){(const char *)data, size}, &v);
  if (e) {
    hold(e->kind == ERR_BAD_REQUEST || e->kind == ERR_TOO_LARGE);
    return 0;
  }
  str text = written(a, v), canonical, stable = STR_NONE;
  hold(str_utf8(text));
  if (text.n > JSON_MOST_BYTES) return 0; /* escapes grow */
  hold(!json_parse(a, text, &again) && str_eq(written(a, again), text));
  if (json_canonical(a, v, &canonical)) return 0;
  hold(!json_parse(a, canonical, &again) && !json_canonical(a, again, &stable));
  hold(str_eq(canonical, stable));
  return 0;
}

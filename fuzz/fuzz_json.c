/* fuzz_json: what is read is written and read back the same, and its canonical form is stable. */
#include "fuzz/target.h"
#include "kit/json.h"

static str written(arena *a, const json *v) {
  buf b = buf_in(a);
  json_write(&b, v);
  return buf_str(&b);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  arena *a = fresh();
  const json *v, *again;
  err *e = json_parse(a, (str){(const char *)data, size}, &v);
  if (e) {
    must(e->kind == ERR_BAD_REQUEST || e->kind == ERR_TOO_LARGE);
    return 0;
  }
  str text = written(a, v), canonical, stable = STR_NONE;
  must(str_utf8(text));
  if (text.n > JSON_MOST_BYTES) return 0; /* escapes grow */
  must(!json_parse(a, text, &again) && str_eq(written(a, again), text));
  if (json_canonical(a, v, &canonical)) return 0;
  must(!json_parse(a, canonical, &again) && !json_canonical(a, again, &stable));
  must(str_eq(canonical, stable));
  return 0;
}

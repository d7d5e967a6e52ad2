/* fuzz_schema: the input is two JSON texts, schema and data, with a line "--" between; the
 * validator is total and bounded on any of them, and a schema that publishing refuses is never a
 * crash either. */
#include "fuzz/target.h"
#include "office/schema.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  arena *a = fresh();
  str text = {(const char *)data, size};
  ptrdiff_t at = str_find(text, S("\n--\n"));
  const json *schema, *value;
  if (at < 0 || json_parse(a, str_sub(text, 0, (size_t)at), &schema) ||
      json_parse(a, str_sub(text, (size_t)at + 4, size), &value))
    return 0;
  err *errors = NULL;
  schema_check(schema, value, S("fields"), &errors);
  for (err *e = errors; e; e = e->next)
    if (e->kind != ERR_INVALID) abort();
  (void)schema_supported(schema);
  return 0;
}

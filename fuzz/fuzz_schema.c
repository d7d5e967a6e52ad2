/* fuzz_schema: the input is JSON texts, a schema and data for it, each parted from the one before
 * by a line "--".  A schema that is refused is no crash; one that is taken checks anything, the
 * verdict alone and the list of faults say the same, a form's manner only refuses more, and what
 * was lent is given back. */
#include "fuzz/target.h"
#include "office/schema.h"

static void check(arena *a, const schema_program *p, const json *value) {
  err *errors = NULL;
  size_t mark = arena_mark(a);
  bool fits = schema_check(p, value, a, S("fields"), &errors);
  must(arena_mark(a) == mark && fits == !errors);
  for (err *e = errors; e; e = e->next) must(e->kind == ERR_INVALID && e->field.n);
  must(schema_check(p, value, a, STR_NONE, NULL) == fits);
  must(arena_mark(a) == mark);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  arena *a = fresh();
  str text = {(const char *)data, size};
  ptrdiff_t at = str_find(text, S("\n--\n"));
  const json *schema, *value;
  const schema_program *plain, *form;
  if (at < 0 || json_parse_any(a, str_sub(text, 0, (size_t)at), &schema)) return 0;
  err *e = schema_compile(a, schema, SCHEMA_PLAIN, NULL, &plain);
  err *strict = schema_compile(a, schema, SCHEMA_FORM, NULL, &form);
  must((!e || e->kind == ERR_INVALID) && (!e || strict));
  while (at >= 0) {
    text = str_sub(text, (size_t)at + 4, size);
    at = str_find(text, S("\n--\n"));
    if (json_parse_any(a, str_sub(text, 0, at < 0 ? text.n : (size_t)at), &value)) continue;
    if (!e) check(a, plain, value);
    if (!strict) check(a, form, value);
  }
  return 0;
}

/* entries: see entries.h. */
#include "web/entries.h"

#include "web/fill.h"

static bool secret(const v_entry *f) { return str_eq(f->kind, S("password")); }

static str typed(const rq *r, const v_entry *f) {
  const form_part *part = r->form && !secret(f) ? form_get(r->form, f->name) : NULL;
  return part && !part->filename.p ? part->value : f->value;
}

v_choice_list choices_on(arena *a, v_choice_list all, str value) {
  v_choice *list = arena_list(a, all.n, v_choice);
  for (size_t i = 0; i < all.n; i++) {
    list[i] = all.items[i];
    list[i].on = str_eq(list[i].value, value);
  }
  return (v_choice_list){list, all.n};
}

v_entry_list entries_of(const rq *r, const v_entry *table, size_t n, const err *e) {
  v_entry *list = arena_list(r->ctx.a, n, v_entry);
  for (size_t i = 0; i < n; i++) {
    list[i] = table[i];
    list[i].value = typed(r, &table[i]);
    list[i].options = choices_on(r->ctx.a, table[i].options, list[i].value);
    for (const err *at = e; at && !list[i].error.p; at = at->next)
      if (str_eq(at->field, table[i].name)) list[i].error = error_text(r, at);
  }
  return (v_entry_list){list, n};
}

v_entry_list entries_fresh(const rq *r, const v_entry *table, size_t n) {
  rq empty = {.ctx = r->ctx};
  return entries_of(&empty, table, n, NULL);
}

v_field_error_list entries_errors(const rq *r, const v_entry *table, size_t n, const err *e) {
  size_t count = 0;
  v_field_error *list = arena_list(r->ctx.a, err_count(e), v_field_error);
  for (const err *at = e; at; at = at->next) {
    v_field_error one = fill_error(r, at);
    one.field = S(""); /* a link only to a field that is there */
    for (size_t i = 0; i < n; i++) {
      if (!str_eq(at->field, table[i].name)) continue;
      one.field = table[i].name;
      one.label = str_of(tr(r, table[i].label));
    }
    list[count++] = one;
  }
  return (v_field_error_list){list, count};
}

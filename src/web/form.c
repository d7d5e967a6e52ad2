/* form: draws the groups of a schema; see form.h.  Single values are drawn by form_control.c, read
 * by form_data.c, shown after filing by form_shown.c. */
#include "web/form.h"

#include "kit/json.h"
#include "web/fill.h"
#include "web/form_impl.h"

/* --- conditions --- */
/* "Only if: Way of receiving – By public post"; with a script it is there only while it is so. */
static void open_when(drawing *d, const form_when *w, const json *object, str group) {
  const json *root = d->root, *other = schema_at(root, w->near ? object : root, w->field);
  str field = str_cat(d->r->ctx.a, w->near ? group : S("fields"), S("."), w->field);
  bool vietnamese;
  lit(&d->o, "<div class=\"when\"");
  form_attr(d, "data-when", "", field);
  lit(&d->o, " data-is=\"");
  for (size_t i = 0; i < w->values->n; i++) {
    const json *v = &w->values->items[i];
    if (i) lit(&d->o, " ");
    put_str(&d->o, form_typed(d->r->ctx.a, root, other, v, LANG_VI));
  }
  lit(&d->o, "\"><p class=\"only-if\">");
  put_msgid(&d->o, N_("Only if:"));
  lit(&d->o, " ");
  str label = schema_label(root, other, S("title"), d->o.lang, &vietnamese);
  form_text(d, label.n ? label : w->field, vietnamese);
  for (size_t i = 0; i < w->values->n; i++) {
    str value = json_str(&w->values->items[i]);
    if (!value.n) continue;
    buf_add(d->o.b, i ? S(" / ") : S(" – "));
    str word = schema_choice(root, other, value, d->o.lang, &vietnamese);
    form_text(d, word, vietnamese);
  }
  lit(&d->o, "</p>\n");
}

/* --- groups --- */
static void draw_properties(drawing *d, const control *group, int depth);

static void open_group(drawing *d, const control *c, int depth) {
  lit(&d->o, "<fieldset class=\"");
  buf_add(d->o.b, depth == 1 ? S("card") : S("group"));
  lit(&d->o, "\" tabindex=\"-1\"");
  form_attr(d, "id", "", c->path);
  control_described(d, c);
  lit(&d->o, "><legend>");
  control_title(d, c);
  lit(&d->o, "</legend>\n");
  control_told(d, c);
}

/* "This is Lan: fill in what is known", in a group that may be about whom the state knows. */
static void offer_known(drawing *d, const control *c) {
  if (!d->known.n || !schema_mine(d->root, c->schema)) return;
  lit(&d->o, "<p><button class=\"btn ghost\" name=\"do\" formaction=\"/drafts\" formnovalidate");
  form_attr(d, "value", "mine:", c->path);
  lit(&d->o, ">");
  put_str(&d->o, say(d->r, N_("This is {0}: fill in what is known"), d->known, STR_NONE));
  lit(&d->o, "</button></p>\n");
}

static void draw_group(drawing *d, control c, int depth) {
  c = control_ready(d, c);
  open_group(d, &c, depth);
  offer_known(d, &c);
  draw_properties(d, &c, depth);
  lit(&d->o, "</fieldset>\n");
}

static void button(drawing *d, const char *action, str path, const char *word) {
  if (d->fixed) return;
  lit(&d->o, "<p><button class=\"btn ghost\" name=\"do\" formaction=\"/drafts\" formnovalidate");
  form_attr(d, "value", action, path);
  lit(&d->o, ">");
  put_msgid(&d->o, word);
  lit(&d->o, "</button></p>\n");
}

static size_t entries_of(const control *list) {
  return list->value && list->value->kind == JSON_ARRAY ? list->value->n : 0;
}

/* One entry; the hidden field tells that it is there, also while it is empty. */
static void draw_entry(drawing *d, const control *list, size_t i, int depth) {
  control c = {.schema = schema_key(d->root, list->schema, S("items")), .number = i + 1,
               .required = !d->fixed || i < entries_of(list),
               .path = str_fmt(d->r->ctx.a, "%.*s.%zu", STR_ARG(list->path), i)};
  if (i < entries_of(list)) c.value = &list->value->items[i];
  c = control_ready(d, c);
  open_group(d, &c, depth + 1);
  lit(&d->o, "<input type=\"hidden\" value=\"\"");
  form_attr(d, "name", "", c.path);
  lit(&d->o, ">");
  offer_known(d, &c);
  draw_properties(d, &c, depth + 1);
  button(d, "remove:", c.path, N_("Remove this one"));
  lit(&d->o, "</fieldset>\n");
}

static void draw_list(drawing *d, control c, int depth) {
  int64_t least;
  size_t n = entries_of(&c);
  size_t most = schema_most(d->root, c.schema);
  if (!json_int(schema_key(d->root, c.schema, S("minItems")), &least)) least = 0;
  while (n < most && (int64_t)n < least) n++;
  if (d->fixed) n++; /* one to spare; empty, it is left out */
  if (n > most) n = most;
  c = control_ready(d, c);
  open_group(d, &c, depth);
  for (size_t i = 0; i < n; i++) draw_entry(d, &c, i, depth);
  if (n < most) button(d, "add:", c.path, n ? N_("Add another") : N_("Add one"));
  lit(&d->o, "</fieldset>\n");
}

static void draw_one(drawing *d, const control *group, control c, int depth) {
  bool inner = schema_is(d->root, c.schema, S("object")), list = schema_repeats(d->root, c.schema);
  form_when w;
  bool conditional = schema_when(d->root, c.schema, &w);
  const json *always = schema_ui(d->root, c.schema, S("always"));
  c.silent = c.silent || conditional || (always && always->kind == JSON_TRUE);
  if (conditional) open_when(d, &w, group->schema, group->path);
  if (!inner && !list) control_draw(d, c);
  else if (depth < FORM_DEPTH_MOST && list) draw_list(d, c, depth + 1);
  else if (depth < FORM_DEPTH_MOST) draw_group(d, c, depth + 1);
  if (conditional) lit(&d->o, "</div>\n");
}

/* In the order of `ui.order`, what it does not name afterwards, else in that of the schema. */
static const size_t *in_order(arena *a, const json *root, const json *object, const json *all) {
  const json *order = schema_ui(root, object, S("order"));
  size_t *at = arena_list(a, all->n + 1, size_t), n = 0;
  bool *taken = arena_list(a, all->n + 1, bool);
  for (size_t i = 0; order && order->kind == JSON_ARRAY && i < order->n; i++)
    for (size_t k = 0; k < all->n; k++)
      if (!taken[k] && str_eq(all->keys[k], json_str(&order->items[i]))) {
        taken[k] = true;
        at[n++] = k;
      }
  for (size_t k = 0; k < all->n; k++)
    if (!taken[k]) at[n++] = k;
  return at;
}

static void draw_properties(drawing *d, const control *group, int depth) {
  const json *all = schema_key(d->root, group->schema, S("properties"));
  bool loose = false; /* controls of the form itself get a card of their own */
  if (!all || all->kind != JSON_OBJECT) return;
  const size_t *order = in_order(d->r->ctx.a, d->root, group->schema, all);
  for (size_t k = 0; k < all->n; k++) {
    size_t i = order[k];
    control c = {.schema = &all->items[i], .value = json_get(group->value, all->keys[i]),
                 .beside = group->value};
    c.path = str_cat(d->r->ctx.a, group->path, S("."), all->keys[i]);
    bool needed = schema_requires(d->root, group->schema, all->keys[i]);
    c.required = needed && group->required;
    c.silent = needed && !group->required;
    bool inner = schema_is(d->root, c.schema, S("object")) || schema_repeats(d->root, c.schema);
    if (depth == 0 && loose == inner)
      buf_add(d->o.b, inner ? S("</div>") : S("<div class=\"card\">"));
    if (depth == 0) loose = !inner;
    draw_one(d, group, c, depth);
  }
  if (loose) lit(&d->o, "</div>");
}

static html draw(drawing d) {
  buf b = buf_in(d.r->ctx.a);
  d.o = (out){.b = &b, .lang = d.r->lang, .page = &d.r->page};
  draw_properties(&d, &(control){.schema = d.root, .value = d.data, .path = S("fields"),
                                 .required = true}, 0);
  return (html){buf_str(&b)};
}

html form_draw(rq *r, const json *schema, const json *data, const err *errors, str known) {
  return draw((drawing){.r = r, .root = schema, .data = data, .errors = errors, .files = true,
                        .known = known});
}

html form_draw_once(rq *r, const json *schema, const json *data, const err *errors, bool files) {
  return draw((drawing){.r = r, .root = schema, .data = data, .errors = errors, .fixed = true,
                        .files = files});
}

/* --- a control by its path --- */
static int64_t place_of(const rq *r, const json *root, const json *object, str name) {
  const json *all = schema_key(root, object, S("properties"));
  if (!all || all->kind != JSON_OBJECT) return 0;
  const size_t *order = in_order(r->ctx.a, root, object, all);
  size_t k = 0;
  while (k < all->n && !str_eq(all->keys[order[k]], name)) k++;
  return (int64_t)k + 1;
}

str form_label(const rq *r, const json *schema, str path, int64_t *rank) {
  enum { WIDTH = 4096 }; /* properties of one object, for the order; four levels of them */
  str label = schema_path_title(r->ctx.a, schema, path, r->lang), name;
  const json *at = schema;
  int64_t weight = (int64_t)WIDTH * WIDTH * WIDTH, number = 0, order = 0;
  *rank = INT64_MAX;
  if (!label.n) return STR_NONE;
  str_split(&path, '.', &name);
  while (at && path.p && str_split(&path, '.', &name)) {
    bool entry = schema_is(schema, at, S("array")) && str_to_i64(name, &number);
    order += weight * (entry ? number + 1 : place_of(r, schema, at, name));
    weight /= WIDTH;
    at = schema_at(schema, at, name);
  }
  *rank = order;
  return label;
}

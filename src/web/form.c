/* form: draws a schema; see form.h.  Reading and showing what was stated is in form_data.c. */
#include "web/form.h"

#include "kit/json.h"
#include "office/schema.h"
#include "web/fill.h"
#include "web/form_schema.h"

enum { RADIO_MOST = 4, DEPTH_MOST = 8 };

typedef struct drawing {
  rq *r;
  out o;
  const json *root;
  const form *typed;
  const person *known;
  const err *errors;
} drawing;

typedef struct control {
  const json *schema;
  str path;       /* its name and id */
  bool required;  /* always */
  bool if_any;    /* required by a group that itself may be left empty */
  str value, hint;
  const err *error;
} control;

/* --- values --- */
static str person_value(arena *a, const person *p, str source) {
  const struct {
    str name, value;
  } known[] = {
      {S("full_name"), p->full_name},   {S("sex"), p->sex},
      {S("personal_id"), p->personal_id}, {S("ethnicity"), p->ethnicity},
      {S("nationality"), p->nationality}, {S("phone"), p->phone},
      {S("email"), p->email},           {S("commune"), p->commune},
      {S("address"), p->address},
  };
  if (str_starts(source, S("person."))) source = str_sub(source, 7, source.n);
  for (size_t i = 0; i < COUNT(known); i++)
    if (str_eq(known[i].name, source)) return known[i].value;
  if (str_eq(source, S("birth_day")) && day_valid(p->birth_day))
    return str_fmt(a, "%02d/%02d/%04d", p->birth_day % 100, p->birth_day / 100 % 100,
                   p->birth_day / 10000);
  return STR_NONE;
}

static str value_of(const drawing *d, const json *schema, str path) {
  if (d->typed) {
    const form_part *part = form_get(d->typed, path);
    return part ? part->value : STR_NONE;
  }
  str source = json_str(schema_ui(d->root, schema, S("source")));
  return d->known && source.n ? person_value(d->r->ctx.a, d->known, source) : STR_NONE;
}

static const err *error_at(const drawing *d, str path) {
  const err *e = d->errors;
  while (e && !str_eq(e->field, path)) e = e->next;
  return e;
}

/* --- pieces of markup --- */
static void text_in(drawing *d, str text, bool vietnamese) {
  if (vietnamese && d->o.lang != LANG_VI) {
    lit(&d->o, "<span lang=\"vi\">");
    put_str(&d->o, text);
    lit(&d->o, "</span>");
  } else {
    put_str(&d->o, text);
  }
}

static void title(drawing *d, const control *c) {
  bool vietnamese;
  str text = schema_label(d->root, c->schema, S("title"), d->o.lang, &vietnamese);
  text_in(d, text.n ? text : c->path, vietnamese);
  if (c->required || c->if_any) return;
  lit(&d->o, " <small>(");
  put_msgid(&d->o, N_("if it applies"));
  lit(&d->o, ")</small>");
}

static void id_attr(drawing *d, const char *name, const char *prefix, str path) {
  buf_fmt(d->o.b, " %s=\"%s", name, prefix);
  put_str(&d->o, path);
  lit(&d->o, "\"");
}

static void hint_and_error(drawing *d, const control *c) {
  if (c->hint.n) {
    lit(&d->o, "<span class=\"hint\"");
    id_attr(d, "id", "hint.", c->path);
    lit(&d->o, ">");
    put_str(&d->o, c->hint);
    lit(&d->o, "</span>");
  }
  if (c->error) {
    lit(&d->o, "<span class=\"error\"");
    id_attr(d, "id", "error.", c->path);
    lit(&d->o, ">");
    put_str(&d->o, error_text(d->r, c->error));
    lit(&d->o, "</span>");
  }
}

/* Where a reader of the screen finds hint and error of a control. */
static void described(drawing *d, const control *c) {
  if (!c->error && !c->hint.n) return;
  lit(&d->o, " aria-describedby=\"");
  if (c->hint.n) {
    lit(&d->o, "hint.");
    put_str(&d->o, c->path);
  }
  if (c->error) {
    if (c->hint.n) lit(&d->o, " ");
    lit(&d->o, "error.");
    put_str(&d->o, c->path);
  }
  lit(&d->o, "\"");
}

static void invalid(drawing *d, const control *c) {
  if (c->error) lit(&d->o, " aria-invalid=\"true\"");
  described(d, c);
}

static void open_field(drawing *d, const control *c, const char *element) {
  buf_fmt(d->o.b, "<%s class=\"field%s\">", element, c->error ? " wrong" : "");
}

static void open_label(drawing *d, const control *c) {
  open_field(d, c, "div");
  lit(&d->o, "<label");
  id_attr(d, "for", "", c->path);
  lit(&d->o, ">");
  title(d, c);
  lit(&d->o, "</label>");
  hint_and_error(d, c);
}

/* --- controls --- */
static void radio(drawing *d, const control *c, const json *words) {
  open_field(d, c, "fieldset");
  lit(&d->o, "<legend>");
  title(d, c);
  lit(&d->o, "</legend>");
  hint_and_error(d, c);
  lit(&d->o, "<p class=\"choices\">");
  for (size_t i = 0; i < words->n; i++) {
    bool vietnamese;
    str value = json_str(&words->items[i]);
    lit(&d->o, "<label><input type=\"radio\"");
    if (i == 0) id_attr(d, "id", "", c->path);
    id_attr(d, "name", "", c->path);
    id_attr(d, "value", "", value);
    if (str_eq(value, c->value) && c->value.n) lit(&d->o, " checked");
    if (i == 0) described(d, c);
    if (c->required) lit(&d->o, " required");
    lit(&d->o, "> ");
    str word = schema_choice(d->root, c->schema, value, d->o.lang, &vietnamese);
    text_in(d, word, vietnamese);
    lit(&d->o, "</label>");
  }
  lit(&d->o, "</p></fieldset>\n");
}

static void select_one(drawing *d, const control *c, const json *words) {
  open_label(d, c);
  lit(&d->o, "<select");
  id_attr(d, "id", "", c->path);
  id_attr(d, "name", "", c->path);
  invalid(d, c);
  if (c->required) lit(&d->o, " required");
  lit(&d->o, "><option value=\"\">");
  put_msgid(&d->o, N_("Choose…"));
  lit(&d->o, "</option>");
  for (size_t i = 0; i < words->n; i++) {
    bool vietnamese;
    str value = json_str(&words->items[i]);
    str word = schema_choice(d->root, c->schema, value, d->o.lang, &vietnamese);
    lit(&d->o, "<option");
    id_attr(d, "value", "", value);
    if (vietnamese && d->o.lang != LANG_VI) lit(&d->o, " lang=\"vi\"");
    if (str_eq(value, c->value) && c->value.n) lit(&d->o, " selected");
    lit(&d->o, ">");
    put_str(&d->o, word);
    lit(&d->o, "</option>");
  }
  lit(&d->o, "</select></div>\n");
}

static void checkbox(drawing *d, const control *c) {
  open_field(d, c, "div");
  hint_and_error(d, c);
  lit(&d->o, "<p class=\"choices\"><label><input type=\"checkbox\" value=\"true\"");
  id_attr(d, "id", "", c->path);
  id_attr(d, "name", "", c->path);
  if (c->value.n) lit(&d->o, " checked");
  invalid(d, c);
  lit(&d->o, "> ");
  title(d, c);
  lit(&d->o, "</label></p></div>\n");
}

static void long_text(drawing *d, const control *c, int64_t most) {
  open_label(d, c);
  lit(&d->o, "<textarea rows=\"3\"");
  id_attr(d, "id", "", c->path);
  id_attr(d, "name", "", c->path);
  buf_fmt(d->o.b, " maxlength=\"%lld\"", (long long)most);
  invalid(d, c);
  if (c->required) lit(&d->o, " required");
  lit(&d->o, ">");
  put_str(&d->o, c->value);
  lit(&d->o, "</textarea></div>\n");
}

/* The browser's help for a kind of text (WCAG 2.2, 1.3.5 for one's own data). */
static const char *manner(const drawing *d, const control *c) {
  str format = schema_text(d->root, c->schema, S("format"));
  str source = json_str(schema_ui(d->root, c->schema, S("source")));
  if (str_eq(format, S("date")))
    return str_ends(source, S("birth_day"))
               ? " class=\"short\" inputmode=\"numeric\" maxlength=\"10\" autocomplete=\"bday\""
               : " class=\"short\" inputmode=\"numeric\" maxlength=\"10\"";
  if (str_eq(format, S("personal-id")))
    return " class=\"short\" inputmode=\"numeric\" maxlength=\"20\" autocomplete=\"off\"";
  if (str_eq(format, S("phone"))) return " class=\"short\" type=\"tel\" autocomplete=\"tel\"";
  if (str_eq(format, S("email"))) return " type=\"email\" autocomplete=\"email\"";
  if (schema_is(d->root, c->schema, S("integer")))
    return " class=\"short\" inputmode=\"numeric\" maxlength=\"16\"";
  if (str_ends(source, S("full_name"))) return " autocomplete=\"name\"";
  return "";
}

static void one_line(drawing *d, const control *c, int64_t most) {
  open_label(d, c);
  const char *how = manner(d, c);
  lit(&d->o, "<input");
  id_attr(d, "id", "", c->path);
  id_attr(d, "name", "", c->path);
  id_attr(d, "value", "", c->value);
  buf_add(d->o.b, str_of(how));
  if (most && str_find(str_of(how), S("maxlength")) < 0)
    buf_fmt(d->o.b, " maxlength=\"%lld\"", (long long)most);
  invalid(d, c);
  if (c->required) lit(&d->o, " required");
  lit(&d->o, "></div>\n");
}

static void draw_control(drawing *d, control c) {
  bool vietnamese;
  const json *schema = c.schema;
  c.value = value_of(d, schema, c.path);
  c.error = error_at(d, c.path);
  c.hint = schema_label(d->root, schema, S("description"), d->o.lang, &vietnamese);
  if (!c.hint.n && str_eq(schema_text(d->root, schema, S("format")), S("date")))
    c.hint = say(d->r, N_("day/month/year, such as 31/08/2024"), STR_NONE, STR_NONE);
  const json *words = schema_key(d->root, schema, S("enum"));
  int64_t most = 0;
  if (!json_int(schema_key(d->root, schema, S("maxLength")), &most)) most = 0;
  str widget = json_str(schema_ui(d->root, schema, S("widget")));
  bool few = words && words->n <= RADIO_MOST && !str_eq(widget, S("select"));
  if (words && words->kind == JSON_ARRAY && few) radio(d, &c, words);
  else if (words && words->kind == JSON_ARRAY) select_one(d, &c, words);
  else if (schema_is(d->root, schema, S("boolean"))) checkbox(d, &c);
  else if (most > SCHEMA_LONG_TEXT) long_text(d, &c, most);
  else one_line(d, &c, most);
}

/* --- objects --- */
static void draw_properties(drawing *d, const control *group, int depth);

static void draw_group(drawing *d, control c, int depth) {
  const json *object = c.schema;
  str path = c.path;
  bool vietnamese;
  c.error = error_at(d, path);
  c.hint = schema_label(d->root, object, S("description"), d->o.lang, &vietnamese);
  lit(&d->o, "<fieldset class=\"");
  buf_add(d->o.b, depth == 1 ? S("card") : S("group"));
  lit(&d->o, "\" tabindex=\"-1\"");
  id_attr(d, "id", "", path);
  described(d, &c);
  lit(&d->o, "><legend>");
  title(d, &c);
  lit(&d->o, "</legend>\n");
  hint_and_error(d, &c);
  draw_properties(d, &c, depth);
  lit(&d->o, "</fieldset>\n");
}

static void draw_properties(drawing *d, const control *group, int depth) {
  const json *all = schema_key(d->root, group->schema, S("properties"));
  bool loose = false; /* controls of the form itself get a card of their own */
  for (size_t i = 0; all && all->kind == JSON_OBJECT && i < all->n; i++) {
    control c = {.schema = &all->items[i]};
    c.path = str_cat(d->r->ctx.a, group->path, S("."), all->keys[i]);
    bool needed = schema_requires(d->root, group->schema, all->keys[i]);
    c.required = needed && group->required;
    c.if_any = needed && !group->required;
    bool inner = schema_is(d->root, c.schema, S("object"));
    if (depth == 0 && loose == inner)
      buf_add(d->o.b, inner ? S("</div>") : S("<div class=\"card\">"));
    if (depth == 0) loose = !inner;
    if (inner && depth < DEPTH_MOST) draw_group(d, c, depth + 1);
    else if (!inner) draw_control(d, c);
  }
  if (loose) lit(&d->o, "</div>");
}

html form_draw(rq *r, const json *schema, const form *typed, const person *known,
               const err *errors) {
  buf b = buf_in(r->ctx.a);
  drawing d = {.r = r, .o = {.b = &b, .lang = r->lang, .page = &r->page}, .root = schema,
               .typed = typed, .known = known, .errors = errors};
  draw_properties(&d, &(control){.schema = schema, .path = S("fields"), .required = true}, 0);
  return (html){buf_str(&b)};
}

str form_label(const rq *r, const json *schema, str path, int64_t *rank) {
  enum { WIDTH = 4096 }; /* properties of one object, for the order; four levels of them */
  buf b = buf_in(r->ctx.a);
  str rest = path, name;
  const json *at = schema;
  int64_t weight = (int64_t)WIDTH * WIDTH * WIDTH;
  *rank = INT64_MAX;
  if (!str_split(&rest, '.', &name) || !str_eq(name, S("fields"))) return STR_NONE;
  int64_t order = 0;
  while (at && rest.p && str_split(&rest, '.', &name)) {
    bool vietnamese;
    const json *all = schema_key(schema, at, S("properties"));
    at = json_get(all, name);
    if (at) order += weight * (at - all->items + 1);
    weight /= WIDTH;
    str label = schema_label(schema, at, S("title"), r->lang, &vietnamese);
    if (b.n && label.n) buf_add(&b, S(" · "));
    buf_add(&b, label);
  }
  if (!at || !b.n) return STR_NONE;
  *rank = order;
  return buf_str(&b);
}

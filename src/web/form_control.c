/* form_control: the controls of single values: choice, tick, text, number, money, day. */
#include "base/log.h"
#include "kit/json.h"
#include "office/paper.h"
#include "office/place.h"
#include "office/reason.h"
#include "office/schema.h"
#include "web/fill.h"
#include "web/form_impl.h"

enum { RADIO_MOST = 6 };

/* --- pieces of markup --- */
void form_text(drawing *d, str text, bool vietnamese) {
  if (vietnamese && d->o.lang != LANG_VI) {
    lit(&d->o, "<span lang=\"vi\">");
    put_str(&d->o, text);
    lit(&d->o, "</span>");
  } else {
    put_str(&d->o, text);
  }
}

void form_attr(drawing *d, const char *name, const char *prefix, str value) {
  buf_fmt(d->o.b, " %s=\"%s", name, prefix);
  put_str(&d->o, value);
  lit(&d->o, "\"");
}

void control_title(drawing *d, const control *c) {
  bool vietnamese;
  str text = schema_label(d->root, c->schema, S("title"), d->o.lang, &vietnamese);
  form_text(d, text.n ? text : c->path, vietnamese);
  if (c->number) lit(&d->o, " ");
  if (c->number) put_i64(&d->o, (int64_t)c->number);
  if (c->required || c->silent || c->number) return;
  lit(&d->o, " <small>(");
  put_msgid(&d->o, N_("if it applies"));
  lit(&d->o, ")</small>");
}

void control_told(drawing *d, const control *c) {
  if (c->hint.n) {
    lit(&d->o, "<span class=\"hint\"");
    form_attr(d, "id", "hint.", c->path);
    lit(&d->o, ">");
    put_str(&d->o, c->hint);
    lit(&d->o, "</span>");
  }
  if (c->error) {
    lit(&d->o, "<span class=\"error\"");
    form_attr(d, "id", "error.", c->path);
    lit(&d->o, ">");
    put_str(&d->o, error_text(d->r, c->error));
    if (c->error->cites.n) {
      lit(&d->o, " <small lang=\"vi\">(");
      put_str(&d->o, clause_told(d->r->ctx.a, c->error->cites));
      lit(&d->o, ")</small>");
    }
    lit(&d->o, "</span>");
  }
}

void control_described(drawing *d, const control *c) {
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
  control_described(d, c);
  if (c->required) lit(&d->o, " required");
}

static void open_field(drawing *d, const control *c, const char *element) {
  buf_fmt(d->o.b, "<%s class=\"field%s\">", element, c->error ? " wrong" : "");
}

static void open_label(drawing *d, const control *c) {
  open_field(d, c, "div");
  lit(&d->o, "<label");
  form_attr(d, "for", "", c->path);
  lit(&d->o, ">");
  control_title(d, c);
  lit(&d->o, "</label>");
  control_told(d, c);
}

static void named(drawing *d, const control *c) {
  form_attr(d, "id", "", c->path);
  form_attr(d, "name", "", c->path);
}

/* --- values --- */
static bool iso_like(str s) {
  if (s.n != 10 || s.p[4] != '-' || s.p[7] != '-') return false;
  for (size_t i = 0; i < s.n; i++)
    if (i != 4 && i != 7 && (s.p[i] < '0' || s.p[i] > '9')) return false;
  return true;
}

str form_typed(arena *a, const json *root, const json *schema, const json *value, lang l) {
  char room[LANG_ROOM];
  int64_t n;
  if (!value) return STR_NONE;
  if (value->kind == JSON_TRUE) return S("true");
  str s = json_str(value);
  if (json_int(value, &n)) {
    bool money = str_eq(json_str(schema_ui(root, schema, S("widget"))), S("money"));
    str plain = str_fmt(a, "%lld", (long long)n);
    return str_dup(a, money ? lang_number(l, n, room) : lang_digits(l, plain, room));
  }
  if (str_eq(schema_text(root, schema, S("format")), S("date")) && iso_like(s)) {
    s = str_cat(a, str_sub(s, 8, 10), S("/"), str_sub(s, 5, 7), S("/"), str_sub(s, 0, 4));
    return str_dup(a, lang_digits(l, s, room));
  }
  return s;
}

/* --- controls --- */
static bool chosen(const control *c, str value) {
  const json *v = c->value;
  if (!v) return false;
  if (v->kind != JSON_ARRAY) return str_eq(json_str(v), value) && value.n;
  for (size_t i = 0; i < v->n; i++)
    if (str_eq(json_str(&v->items[i]), value)) return true;
  return false;
}

/* Radio buttons, or ticks where several may be chosen. */
static void choices(drawing *d, const control *c, const json *source, const json *words) {
  bool several = source != c->schema;
  open_field(d, c, "fieldset");
  lit(&d->o, "<legend>");
  control_title(d, c);
  lit(&d->o, "</legend>");
  control_told(d, c);
  lit(&d->o, "<p class=\"choices\">");
  for (size_t i = 0; i < words->n; i++) {
    bool vietnamese;
    str value = json_str(&words->items[i]);
    buf_fmt(d->o.b, "<label><input type=\"%s\"", several ? "checkbox" : "radio");
    if (i == 0) form_attr(d, "id", "", c->path);
    form_attr(d, "name", "", c->path);
    form_attr(d, "value", "", value);
    if (chosen(c, value)) lit(&d->o, " checked");
    if (i == 0) control_described(d, c);
    if (c->required && !several) lit(&d->o, " required");
    lit(&d->o, "> ");
    str word = schema_choice(d->root, source, value, d->o.lang, &vietnamese);
    form_text(d, word, vietnamese);
    lit(&d->o, "</label>");
  }
  lit(&d->o, "</p></fieldset>\n");
}

static void open_select(drawing *d, const control *c) {
  open_label(d, c);
  lit(&d->o, "<select");
  named(d, c);
}

static void no_choice(drawing *d, const control *c) {
  invalid(d, c);
  lit(&d->o, "><option value=\"\">");
  put_msgid(&d->o, N_("Choose…"));
  lit(&d->o, "</option>");
}

static void one_choice(drawing *d, const control *c, str value, str word, bool vietnamese) {
  lit(&d->o, "<option");
  form_attr(d, "value", "", value);
  if (vietnamese && d->o.lang != LANG_VI) lit(&d->o, " lang=\"vi\"");
  if (chosen(c, value)) lit(&d->o, " selected");
  lit(&d->o, ">");
  put_str(&d->o, word);
  lit(&d->o, "</option>");
}

static void select_one(drawing *d, const control *c, const json *words) {
  open_select(d, c);
  no_choice(d, c);
  for (size_t i = 0; i < words->n; i++) {
    bool vietnamese;
    str value = json_str(&words->items[i]);
    str word = schema_choice(d->root, c->schema, value, d->o.lang, &vietnamese);
    one_choice(d, c, value, word, vietnamese);
  }
  lit(&d->o, "</select></div>\n");
}

/* The communes of the province that stands beside it; static/filing.js fetches those of another,
 * without it the button leads here again. */
static void select_place(drawing *d, const control *c, str within) {
  const province *in = province_of(d->r->ctx.edition, json_str(json_get(c->beside, within)));
  str group = str_sub(c->path, 0, c->path.n - 1);
  while (group.n && group.p[group.n - 1] != '.') group = str_sub(group, 0, group.n - 1);
  open_select(d, c);
  form_attr(d, "data-within", "", str_cat(d->r->ctx.a, group, within));
  no_choice(d, c);
  for (size_t i = 0; in && i < in->n; i++) {
    bool english = d->o.lang == LANG_EN;
    one_choice(d, c, in->places[i].code, english ? in->places[i].name_en : in->places[i].name,
               !english);
  }
  lit(&d->o, "</select>");
  if (!d->fixed) {
    lit(&d->o, "<button class=\"btn ghost unscripted\" name=\"do\" formaction=\"/drafts\""
               " formnovalidate");
    form_attr(d, "value", "places:", c->path);
    lit(&d->o, ">");
    put_msgid(&d->o, N_("Show the communes of this province"));
    lit(&d->o, "</button>");
  }
  lit(&d->o, "</div>\n");
}

static void checkbox(drawing *d, const control *c) {
  open_field(d, c, "div");
  control_told(d, c);
  lit(&d->o, "<p class=\"choices\"><label><input type=\"checkbox\" value=\"true\"");
  named(d, c);
  if (c->value && c->value->kind != JSON_FALSE) lit(&d->o, " checked");
  if (c->error) lit(&d->o, " aria-invalid=\"true\"");
  control_described(d, c);
  lit(&d->o, "> ");
  control_title(d, c);
  lit(&d->o, "</label></p></div>\n");
}

static str as_typed(const drawing *d, const control *c) {
  return form_typed(d->r->ctx.a, d->root, c->schema, c->value, d->o.lang);
}

static void long_text(drawing *d, const control *c, int64_t most) {
  open_label(d, c);
  lit(&d->o, "<textarea rows=\"3\"");
  named(d, c);
  buf_fmt(d->o.b, " maxlength=\"%lld\"", (long long)most);
  invalid(d, c);
  lit(&d->o, ">");
  put_str(&d->o, as_typed(d, c));
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
    return " class=\"short\" inputmode=\"numeric\" maxlength=\"24\"";
  if (str_eq(source, S("person.full_name"))) return " autocomplete=\"name\"";
  return "";
}

static void one_line(drawing *d, const control *c, int64_t most) {
  open_label(d, c);
  const char *how = manner(d, c);
  bool money = str_eq(json_str(schema_ui(d->root, c->schema, S("widget"))), S("money"));
  if (money) lit(&d->o, "<span class=\"money\">");
  lit(&d->o, "<input");
  named(d, c);
  form_attr(d, "value", "", as_typed(d, c));
  buf_add(d->o.b, str_of(how));
  if (most && str_find(str_of(how), S("maxlength")) < 0)
    buf_fmt(d->o.b, " maxlength=\"%lld\"", (long long)most);
  invalid(d, c);
  buf_add(d->o.b, money ? S("> ₫</span></div>\n") : S("></div>\n"));
}

/* --- files --- */
static const struct {
  const char *media_type, *word;
} kinds[] = {{"application/pdf", "PDF"}, {"image/jpeg", "JPEG, HEIC"}, {"image/png", "PNG"}};

/* "JPEG, HEIC, PNG, up to 5 MB each", before one is chosen. */
static void files_told(drawing *d, const control *c) {
  char room[LANG_ROOM];
  buf b = buf_in(d->r->ctx.a);
  for (size_t i = 0; i < COUNT(kinds); i++) {
    if (!schema_accepts(d->root, c->schema, str_of(kinds[i].media_type))) continue;
    if (b.n) buf_add(&b, S(", "));
    buf_add(&b, str_of(kinds[i].word));
  }
  str mb = lang_number(d->o.lang, schema_most_mb(d->root, c->schema), room);
  lit(&d->o, "<span class=\"hint\"");
  form_attr(d, "id", "kinds.", c->path);
  lit(&d->o, ">");
  put_str(&d->o, say(d->r, N_("{0}; up to {1} MB each."), buf_str(&b), mb));
  lit(&d->o, "</span>");
}

/* One that is here: its name, a button that takes it away, and the field that holds it. */
static err *kept_file(drawing *d, const control *c, str id, size_t *n) {
  paper p = {0};
  bool own;
  TRY(paper_own(&d->r->ctx, id, &p, &own));
  if (!p.id || (!d->fixed && !own)) return NULL;
  buf_add(d->o.b, (*n)++ ? S("<li>✓ <a") : S("<ul class=\"kept\"><li>✓ <a"));
  form_attr(d, "href", "/papers/", p.public_id);
  lit(&d->o, " target=\"_blank\">");
  put_str(&d->o, p.name);
  lit(&d->o, "</a>");
  if (!d->fixed) {
    lit(&d->o, " <button class=\"small\" name=\"do\" formaction=\"/drafts\" formnovalidate");
    form_attr(d, "value", "drop:", str_cat(d->r->ctx.a, c->path, S(":"), p.public_id));
    form_attr(d, "aria-label", "", say(d->r, N_("Remove {0}"), p.name, STR_NONE));
    lit(&d->o, ">");
    put_msgid(&d->o, N_("Remove"));
    lit(&d->o, "</button>");
  }
  lit(&d->o, "<input type=\"hidden\"");
  form_attr(d, "name", "", c->path);
  form_attr(d, "value", "", p.public_id);
  lit(&d->o, "></li>");
  return NULL;
}

static void choose_file(drawing *d, const control *c, size_t n, size_t most) {
  lit(&d->o, "<input type=\"file\"");
  form_attr(d, "id", "", c->path);
  form_attr(d, "name", "file.", c->path);
  lit(&d->o, " accept=\"");
  for (size_t i = 0, told = 0; i < COUNT(kinds); i++) {
    if (!schema_accepts(d->root, c->schema, str_of(kinds[i].media_type))) continue;
    if (told++) lit(&d->o, ",");
    put_str(&d->o, str_of(kinds[i].media_type));
    if (i == 1) lit(&d->o, ",image/heic,image/heif,.heic,.heif");
  }
  char room[LANG_ROOM];
  int64_t mb = schema_most_mb(d->root, c->schema);
  buf_fmt(d->o.b, "\" data-most=\"%zu\" data-mb=\"%lld\"", most, (long long)mb);
  form_attr(d, "data-large", "", say(d->r, N_("A file may have {0} MB at most."),
                                     lang_number(d->o.lang, mb, room), STR_NONE));
  form_attr(d, "data-kind", "",
            say(d->r, N_("This file is of another kind than is asked for here."), STR_NONE,
                STR_NONE));
  if (most > 1) lit(&d->o, " multiple");
  if (n >= most) lit(&d->o, " hidden");
  if (c->required && !n) lit(&d->o, " aria-required=\"true\"");
  if (c->error) lit(&d->o, " aria-invalid=\"true\"");
  lit(&d->o, " aria-describedby=\"");
  if (c->hint.n) put_str(&d->o, str_cat(d->r->ctx.a, S("hint."), c->path, S(" ")));
  if (c->error) put_str(&d->o, str_cat(d->r->ctx.a, S("error."), c->path, S(" ")));
  put_str(&d->o, str_cat(d->r->ctx.a, S("kinds."), c->path));
  lit(&d->o, "\">");
  if (d->fixed) return;
  lit(&d->o, "<button class=\"btn ghost upload\" name=\"do\" formaction=\"/drafts\""
             " formnovalidate");
  form_attr(d, "value", "upload:", c->path);
  if (n >= most) lit(&d->o, " hidden");
  lit(&d->o, ">");
  put_msgid(&d->o, N_("Upload"));
  lit(&d->o, " <span class=\"out-of-sight\">");
  control_title(d, c);
  lit(&d->o, "</span></button>");
}

/* Each saved by itself as soon as it is chosen (static/papers.js), else with the button. */
static void files(drawing *d, const control *c) {
  size_t n = 0;
  open_label(d, c);
  files_told(d, c);
  for (size_t i = 0; c->value && c->value->kind == JSON_ARRAY && i < c->value->n; i++) {
    err *e = kept_file(d, c, json_str(&c->value->items[i]), &n);
    if (e) log_err(LOG_WARNING_, "read a file of a form", e);
  }
  if (n) lit(&d->o, "</ul>");
  if (d->files) choose_file(d, c, n, schema_most(d->root, c->schema));
  lit(&d->o, "</div>\n");
}

control control_ready(const drawing *d, control c) {
  bool vietnamese;
  c.hint = schema_label(d->root, c.schema, S("description"), d->o.lang, &vietnamese);
  for (c.error = d->errors; c.error && !str_eq(c.error->field, c.path);) c.error = c.error->next;
  return c;
}

static const json *enum_of(const drawing *d, const json *schema) {
  const json *words = schema_key(d->root, schema, S("enum"));
  return words && words->kind == JSON_ARRAY ? words : NULL;
}

void control_draw(drawing *d, control c) {
  const json *schema = c.schema, *entries = schema_key(d->root, schema, S("items"));
  c = control_ready(d, c);
  if (!c.hint.n && str_eq(schema_text(d->root, schema, S("format")), S("date")))
    c.hint = say(d->r, N_("day/month/year, such as 31/08/2024"), STR_NONE, STR_NONE);
  const json *words = enum_of(d, schema);
  int64_t most = 0;
  if (!json_int(schema_key(d->root, schema, S("maxLength")), &most)) most = 0;
  str widget = json_str(schema_ui(d->root, schema, S("widget")));
  bool few = words && words->n <= RADIO_MOST && !str_eq(widget, S("select"));
  str from = json_str(schema_ui(d->root, schema, S("choices_from")));
  str within = json_str(schema_ui(d->root, schema, S("within")));
  if (from.n && c.value) /* a commune that is no more: who has taken over is chosen */
    c.value = json_of_text(d->r->ctx.a, place_now(d->r->ctx.edition, json_str(c.value)));
  if (schema_holds_files(d->root, schema)) files(d, &c);
  else if (within.n) select_place(d, &c, within);
  else if (few) choices(d, &c, schema, words);
  else if (words) select_one(d, &c, words);
  else if (entries && enum_of(d, entries)) choices(d, &c, entries, enum_of(d, entries));
  else if (schema_is(d->root, schema, S("boolean"))) checkbox(d, &c);
  else if (most > SCHEMA_LONG_TEXT) long_text(d, &c, most);
  else one_line(d, &c, most);
}

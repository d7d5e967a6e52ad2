/* views: reads views.view and writes the structs and descriptors of web/view.h. */
#include <ctype.h>

#include "gen_html.h"

static const struct {
  const char *name; /* in views.view, NULL for those made of other views */
  const char *c, *field_kind;
  bool in_view, in_body, may_be_none;
} kinds[] = {
    [K_TEXT] = {"text", "str", "FIELD_TEXT", true, true, true},
    [K_INT] = {"int", "int64_t", "FIELD_INT", true, true, true},
    [K_BOOL] = {"bool", "bool", "FIELD_BOOL", true, true, false},
    [K_TIME] = {"time", "instant", "FIELD_TIME", true, false, true},
    [K_DATE] = {"date", "int32_t", "FIELD_DATE", true, false, true},
    [K_BYTES] = {"bytes", "str", "FIELD_BYTES", true, false, true},
    [K_RAW] = {"raw", "str", "FIELD_RAW", true, true, true},
    [K_MSGID] = {"msgid", "const char *", "FIELD_MSGID", true, false, true},
    [K_HTML] = {"html", "html", "FIELD_HTML", true, false, false},
    [K_VIEW] = {NULL, NULL, "FIELD_VIEW", true, false, false},
    [K_POINTER] = {NULL, NULL, "FIELD_POINTER", true, false, true},
    [K_LIST] = {NULL, NULL, "FIELD_LIST", true, false, false},
    [K_TEXTS] = {NULL, "text_list", "FIELD_TEXTS", true, true, true},
};

static void read_type(const char *path, view *v, field *f, str type) {
  bool list = str_ends(type, S("[]"));
  if (list) type.n -= 2;
  f->optional = str_ends(type, S("?"));
  if (f->optional) type.n--;
  if (!is_word(type) || (list && f->optional && !str_eq(type, S("text"))))
    fail(path, f->line, "no type: %.*s", STR_ARG(type));
  f->kind = list ? K_LIST : f->optional ? K_POINTER : K_VIEW;
  for (size_t k = 0; k < COUNT(kinds); k++)
    if (kinds[k].name && str_eq(type, str_of(kinds[k].name)))
      f->kind = list ? K_COUNT : (type_kind)k;
  if (list && str_eq(type, S("text"))) f->kind = K_TEXTS;
  if (f->kind == K_COUNT) fail(path, f->line, "only texts and views make a list");
  if (!(v->body ? kinds[f->kind].in_body : kinds[f->kind].in_view))
    fail(path, f->line, "a %s holds no %.*s", v->body ? "body" : "view", STR_ARG(type));
  if (f->optional && !kinds[f->kind].may_be_none && !(v->body && f->kind == K_BOOL))
    fail(path, f->line, "%.*s cannot be none", STR_ARG(type));
  if (f->kind == K_VIEW || f->kind == K_POINTER || f->kind == K_LIST) f->of_name = type;
  if (f->kind == K_HTML) f->page_only = true;
  if (v->query && (!f->optional || f->kind == K_RAW))
    fail(path, f->line, "what stands in a query may be left out: %.*s?", STR_ARG(type));
}

static opt_i64 read_bound(const char *path, const field *f, str word, str *rest) {
  str number;
  int64_t value;
  *rest = str_trim(*rest);
  if (!str_split(rest, ' ', &number) || !str_to_i64(number, &value) || value < 0)
    fail(path, f->line, "%.*s needs a number", STR_ARG(word));
  return SOME(value);
}

static void read_options(const char *path, const view *v, field *f, str rest) {
  str word;
  ptrdiff_t quote = str_chr(rest, '"', 0);
  if (quote >= 0) {
    str about = str_trim(str_sub(rest, (size_t)quote + 1, rest.n));
    if (!v->body || !str_ends(about, S("\"")) || str_chr(about, '"', 0) + 1 != (ptrdiff_t)about.n)
      fail(path, f->line, "a text in quotes stands last, in a body or query");
    f->about = str_sub(about, 0, about.n - 1);
    rest = str_sub(rest, 0, (size_t)quote);
  }
  while (rest = str_trim(rest), rest.n && str_split(&rest, ' ', &word)) {
    if (!v->body && str_eq(word, S("html"))) f->page_only = true;
    else if (!v->body && str_eq(word, S("json"))) f->json_only = true;
    else if (v->body && str_eq(word, S("secret")) && f->kind == K_TEXT) f->secret = true;
    else if (v->body && str_eq(word, S("max"))) f->max = read_bound(path, f, word, &rest);
    else if (v->body && str_eq(word, S("min"))) f->min = read_bound(path, f, word, &rest);
    else if (v->body && str_eq(word, S("one_of")) && f->kind == K_TEXT) {
      rest = str_trim(rest);
      if (!str_split(&rest, ' ', &f->one_of) || !f->one_of.n)
        fail(path, f->line, "one_of needs a|b|c");
    } else fail(path, f->line, "no such option here: %.*s", STR_ARG(word));
  }
}

static void read_field(const char *path, int at, view *v, str line) {
  ptrdiff_t colon = str_chr(line, ':', 0);
  if (colon < 0) fail(path, at, "a field is \"name: type\"");
  field f = {.name = str_trim(str_sub(line, 0, (size_t)colon)), .line = at};
  if (!is_word(f.name)) fail(path, at, "no name: %.*s", STR_ARG(f.name));
  if (views_field(v, f.name)) fail(path, at, "%.*s stands here twice", STR_ARG(f.name));
  str rest = str_trim(str_sub(line, (size_t)colon + 1, line.n)), type;
  if (!str_split(&rest, ' ', &type)) fail(path, at, "a field is \"name: type\"");
  read_type(path, v, &f, type);
  if (rest.p) read_options(path, v, &f, rest);
  if (v->query && !f.about.n) fail(path, at, "say in quotes what %.*s is", STR_ARG(f.name));
  field *more = arena_list(mem, v->n + 1, field);
  for (size_t i = 0; i < v->n; i++) more[i] = v->fields[i];
  more[v->n++] = f;
  v->fields = more;
}

static view *read_head(const char *path, int at, str line) {
  str word = STR_NONE, name = STR_NONE, brace = STR_NONE;
  str_split(&line, ' ', &word);
  str_split(&line, ' ', &name);
  str_split(&line, ' ', &brace);
  bool query = str_eq(word, S("query")), body = query || str_eq(word, S("body"));
  if ((!body && !str_eq(word, S("view"))) || !is_word(name) || !str_eq(brace, S("{")) || line.p)
    fail(path, at, "expected \"view NAME {\", \"body NAME {\" or \"query NAME {\"");
  view *v = arena_new_of(mem, view);
  *v = (view){.name = name, .body = body, .query = query, .line = at};
  return v;
}

view *views_read(const char *path, str text) {
  view *all = NULL, **tail = &all, *open = NULL;
  str line;
  for (int at = 1; str_split(&text, '\n', &line); at++) {
    ptrdiff_t comment = str_chr(line, '#', 0);
    if (comment >= 0) line.n = (size_t)comment;
    line = str_trim(line);
    if (!line.n) continue;
    if (open && str_eq(line, S("}"))) {
      open = NULL;
    } else if (open) {
      read_field(path, at, open, line);
    } else {
      open = read_head(path, at, line);
      if (views_find(all, open->name, open->body))
        fail(path, at, "%.*s stands here twice", STR_ARG(open->name));
      *tail = open;
      tail = &open->next;
    }
  }
  if (open) fail(path, open->line, "%.*s is not closed", STR_ARG(open->name));
  for (view *v = all; v; v = v->next)
    for (size_t i = 0; i < v->n; i++) {
      field *f = &v->fields[i];
      if (f->of_name.p && !(f->of = views_find(all, f->of_name, false)))
        fail(path, f->line, "no view %.*s", STR_ARG(f->of_name));
    }
  return all;
}

view *views_find(view *all, str name, bool body) {
  while (all && !(all->body == body && str_eq(all->name, name))) all = all->next;
  return all;
}

const field *views_field(const view *v, str name) {
  for (size_t i = 0; i < v->n; i++)
    if (str_eq(v->fields[i].name, name)) return &v->fields[i];
  return NULL;
}

str c_name(str name) {
  static const char *const keywords[] = {
      "auto",     "break",  "case",   "char",     "const",    "continue", "default",  "do",
      "double",   "else",   "enum",   "extern",   "float",    "for",      "goto",     "if",
      "inline",   "int",    "long",   "register", "restrict", "return",   "short",    "signed",
      "sizeof",   "static", "struct", "switch",   "typedef",  "union",    "unsigned", "void",
      "volatile", "while",  "bool",   "true",     "false"};
  for (size_t i = 0; i < COUNT(keywords); i++)
    if (str_eq(name, str_of(keywords[i]))) return str_fmt(mem, "%.*s_", STR_ARG(name));
  return name;
}

static str c_type(const view *v, const field *f) {
  const char *of = f->of ? str_z(mem, f->of_name) : NULL;
  if (f->kind == K_VIEW) return str_fmt(mem, "v_%s ", of);
  if (f->kind == K_POINTER) return str_fmt(mem, "const v_%s *", of);
  if (f->kind == K_LIST) return str_fmt(mem, "v_%s_list ", of);
  if (f->kind == K_INT && f->optional) return S("opt_i64 ");
  if (f->kind == K_RAW && v->body) return S("const json *");
  if (f->kind == K_MSGID) return S("const char *");
  return str_fmt(mem, "%s ", kinds[f->kind].c);
}

/* A struct inside must be complete first. */
static void write_struct(const char *path, buf *b, view *v) {
  if (v->written == DONE) return;
  if (v->written == OPEN) fail(path, v->line, "%.*s holds itself", STR_ARG(v->name));
  v->written = OPEN;
  for (size_t i = 0; i < v->n; i++)
    if (v->fields[i].kind == K_VIEW) write_struct(path, b, v->fields[i].of);
  char prefix = v->body ? 'b' : 'v';
  buf_fmt(b, "\nstruct %c_%.*s {\n", prefix, STR_ARG(v->name));
  for (size_t i = 0; i < v->n; i++)
    buf_fmt(b, "  %s%.*s;\n", c_type(v, &v->fields[i]).p, STR_ARG(c_name(v->fields[i].name)));
  if (!v->n) buf_add(b, S("  char nothing_;\n"));
  buf_fmt(b, "};\nextern const %s_type %c_%.*s_type;\n", v->body ? "body" : "view", prefix,
          STR_ARG(v->name));
  v->written = DONE;
}

str views_header(const char *path, view *all) {
  buf b = buf_in(mem);
  buf_add(&b, S("/* Made by tools/gen_html. */\n#ifndef WEB_VIEWS_H\n#define WEB_VIEWS_H\n"
                "#include \"web/view.h\"\n\n"));
  for (view *v = all; v; v = v->next) {
    const char *name = str_z(mem, v->name);
    char prefix = v->body ? 'b' : 'v';
    buf_fmt(&b, "typedef struct %c_%s %c_%s;\n", prefix, name, prefix, name);
    if (!v->body)
      buf_fmt(&b, "typedef struct v_%s_list {\n  const v_%s *items;\n  size_t n;\n} v_%s_list;\n",
              name, name, name);
  }
  for (view *v = all; v; v = v->next) write_struct(path, &b, v);
  buf_add(&b, S("#endif\n"));
  return buf_str(&b);
}

static const char *yes(bool it) { return it ? "true" : "false"; }

static void write_choices(buf *b, const view *v, const field *f) {
  buf_fmt(b, "static const char *const b_%.*s_%.*s[] = {", STR_ARG(v->name), STR_ARG(f->name));
  str rest = f->one_of, one;
  while (str_split(&rest, '|', &one)) buf_fmt(b, "%s, ", c_literal(one).p);
  buf_add(b, S("NULL};\n"));
}

static void write_bound(buf *b, opt_i64 bound) {
  if (bound.has) buf_fmt(b, ", {true, %lld}", (long long)bound.v);
  else buf_add(b, S(", {false, 0}"));
}

static void write_descriptor(buf *b, const view *v) {
  const char *name = str_z(mem, v->name), *type = v->body ? "body" : "view";
  char c = v->body ? 'b' : 'v';
  for (size_t i = 0; i < v->n; i++)
    if (v->fields[i].one_of.p) write_choices(b, v, &v->fields[i]);
  if (v->n) buf_fmt(b, "static const %s_field %c_%s_fields[] = {\n", type, c, name);
  for (size_t i = 0; i < v->n; i++) {
    const field *f = &v->fields[i];
    const char *field_name = str_z(mem, f->name);
    buf_fmt(b, "  {\"%s\", %s, %s, %s, offsetof(%c_%s, %s)", field_name, kinds[f->kind].field_kind,
            yes(f->optional), yes(v->body ? f->secret : f->page_only), c, name,
            str_z(mem, c_name(f->name)));
    if (v->body) {
      write_bound(b, f->min);
      write_bound(b, f->max);
      if (f->one_of.p) buf_fmt(b, ", b_%s_%s", name, field_name);
      else buf_add(b, S(", NULL"));
      buf_fmt(b, ", %s},\n", f->about.p ? c_literal(f->about).p : "NULL");
    } else if (f->of) {
      buf_fmt(b, ", &v_%.*s_type},\n", STR_ARG(f->of_name));
    } else {
      buf_add(b, S(", NULL},\n"));
    }
  }
  if (v->n) buf_add(b, S("};\n"));
  buf_fmt(b, "const %s_type %c_%s_type = {\"%s\", sizeof(%c_%s), ", type, c, name, name, c, name);
  if (v->n) buf_fmt(b, "%c_%s_fields, COUNT(%c_%s_fields)};\n", c, name, c, name);
  else buf_add(b, S("NULL, 0};\n"));
}

str views_source(view *all) {
  buf b = buf_in(mem);
  buf_add(&b,
          S("/* Made by tools/gen_html. */\n#include \"web/views.h\"\n\n#include <stddef.h>\n\n"));
  for (view *v = all; v; v = v->next) write_descriptor(&b, v);
  for (int body = 0; body < 2; body++) {
    const char *type = body ? "body" : "view";
    int n = 0;
    buf_fmt(&b, "const %s_type *const %s_types[] = {\n", type, type);
    for (view *v = all; v; v = v->next) {
      if (v->body != (bool)body) continue;
      buf_fmt(&b, "  &%c_%.*s_type,\n", type[0], STR_ARG(v->name));
      n++;
    }
    buf_fmt(&b, "  NULL,\n};\nconst int %s_type_count = %d;\n", type, n);
  }
  return buf_str(&b);
}

/* expr: the words inside {{...}}, and what a dotted name means in C. */
#include <ctype.h>

#include "gen_html.h"

static str take_string(const char *file, int line, str text, size_t *at) {
  buf b = buf_in(mem);
  for (++*at; *at < text.n && text.p[*at] != '"'; ++*at) {
    if (text.p[*at] == '\\' && *at + 1 < text.n) ++*at;
    buf_char(&b, text.p[*at]);
  }
  if (*at >= text.n) fail(file, line, "a \" is not closed");
  ++*at;
  return buf_str(&b);
}

static bool in_word(char c) { return isalnum((unsigned char)c) || c == '_' || c == '.'; }

size_t tokens_of(const char *file, int line, str text, token *out, size_t most) {
  size_t n = 0, at = 0;
  while (true) {
    while (at < text.n && isspace((unsigned char)text.p[at])) at++;
    if (n == most) fail(file, line, "too much in one {{...}}");
    if (at >= text.n) break;
    size_t from = at;
    char c = text.p[at];
    token *t = &out[n++];
    if (c == '"') {
      *t = (token){T_STRING, take_string(file, line, text, &at)};
    } else if (isdigit((unsigned char)c) || c == '-') {
      for (at++; at < text.n && isdigit((unsigned char)text.p[at]);) at++;
      *t = (token){T_NUMBER, str_sub(text, from, at)};
      int64_t number;
      if (!str_to_i64(t->s, &number)) fail(file, line, "no number: %.*s", STR_ARG(t->s));
    } else if (in_word(c)) {
      while (at < text.n && in_word(text.p[at])) at++;
      *t = (token){T_WORD, str_sub(text, from, at)};
    } else {
      str rest = str_sub(text, at, text.n);
      at += str_starts(rest, S("==")) || str_starts(rest, S("!=")) || str_starts(rest, S("[]")) ? 2
                                                                                                : 1;
      *t = (token){T_SIGN, str_sub(text, from, at)};
    }
  }
  out[n] = (token){T_END, S("")};
  return n;
}

view *frame_view(void) {
  static view *v;
  if (!v)
    v = views_read("page",
                   S("view page {\n lang: text\n title: msgid?\n account: text?\n csrf: text\n"
                     " path: text\n idempotency_key: text\n stamp: text\n shift: text\n"
                     " demo: bool\n admin: bool\n unread: int\n filing: bool\n}\n"));
  return v;
}

static place root_of(const scope *s, str name) {
  for (size_t i = s->n; i-- > 0;) {
    const variable *v = &s->vars[i];
    if (str_eq(v->name, name))
      return (place){.c = v->c, .kind = v->kind, .of = v->of, .pointer = v->pointer};
  }
  if (str_eq(name, S("page")))
    return (place){.c = S("o->page"), .kind = K_VIEW, .of = frame_view(), .pointer = true};
  fail(s->file, s->line, "nothing is called %.*s here", STR_ARG(name));
}

static place member(const scope *s, place p, str name) {
  bool list = p.kind == K_LIST || p.kind == K_TEXTS;
  if (list && str_eq(name, S("n")))
    return (place){.c = str_fmt(mem, "%.*s.n", STR_ARG(p.c)), .kind = K_COUNT};
  if (p.kind == K_POINTER)
    fail(s->file, s->line, "%.*s may be nothing: use {{with x = ...}}", STR_ARG(p.c));
  const field *f = p.kind == K_VIEW ? views_field(p.of, name) : NULL;
  if (!f)
    fail(s->file, s->line, "%.*s has no field %.*s", STR_ARG(p.kind == K_VIEW ? p.of->name : p.c),
         STR_ARG(name));
  if (f->json_only) fail(s->file, s->line, "%.*s is for JSON alone", STR_ARG(name));
  place q = {.kind = f->kind, .of = f->of, .optional = f->optional};
  q.c = str_fmt(mem, "%.*s%s%.*s", STR_ARG(p.c), p.pointer ? "->" : ".", STR_ARG(c_name(name)));
  if (str_eq(q.c, S("o->page->lang"))) q.c = S("str_of(lang_tag(o->lang))");
  return q;
}

place expr_place(const scope *s, token t) {
  if (t.kind != T_WORD) fail(s->file, s->line, "expected a name, not \"%.*s\"", STR_ARG(t.s));
  str rest = t.s, name = STR_NONE;
  str_split(&rest, '.', &name);
  place p = root_of(s, name);
  while (rest.p && str_split(&rest, '.', &name)) p = member(s, p, name);
  return p;
}

static str truth_of(const scope *s, place p) {
  const char *c = str_z(mem, p.c);
  switch (p.kind) {
    case K_INT:
      return p.optional ? str_fmt(mem, "(%s.has && %s.v != 0)", c, c) : str_fmt(mem, "%s != 0", c);
    case K_BOOL: return p.c;
    case K_TIME: return str_fmt(mem, "instant_is(%s)", c);
    case K_HTML: return str_fmt(mem, "%s.s.n > 0", c);
    case K_MSGID:
    case K_POINTER: return str_fmt(mem, "%s != NULL", c);
    case K_TEXT:
    case K_BYTES:
    case K_RAW:
    case K_LIST:
    case K_TEXTS: return str_fmt(mem, "%s.n > 0", c);
    case K_DATE:
    case K_COUNT: return str_fmt(mem, "%s != 0", c);
    case K_VIEW: break;
  }
  fail(s->file, s->line, "%s is always there", c);
}

static str comparison(const scope *s, place p, bool equal, token with) {
  const char *c = str_z(mem, p.c), *sign = equal ? "==" : "!=";
  bool number = with.kind == T_NUMBER;
  if (with.kind == T_STRING && p.kind == K_TEXT)
    return str_fmt(mem, "%sstr_eq(%s, S(%s))", equal ? "" : "!", c, c_literal(with.s).p);
  if (number && p.kind == K_INT && p.optional)
    return str_fmt(mem, "%s(%s.has && %s.v == %.*s)", equal ? "" : "!", c, c, STR_ARG(with.s));
  if (number && (p.kind == K_INT || p.kind == K_DATE || p.kind == K_COUNT))
    return str_fmt(mem, "%s %s %.*s", c, sign, STR_ARG(with.s));
  fail(s->file, s->line, "%s cannot be compared with \"%.*s\"", c, STR_ARG(with.s));
}

/* [not] NAME, NAME == LITERAL or NAME != LITERAL. */
static str term(const scope *s, const token **t) {
  bool no = str_eq((*t)->s, S("not"));
  if (no) ++*t;
  place p = expr_place(s, *(*t)++);
  bool equal = str_eq((*t)->s, S("=="));
  if (!no && (*t)->kind == T_SIGN && (equal || str_eq((*t)->s, S("!=")))) {
    str c = comparison(s, p, equal, (*t)[1]);
    *t += 2;
    return c;
  }
  str c = truth_of(s, p);
  return no ? str_fmt(mem, "!(%.*s)", STR_ARG(c)) : c;
}

str expr_truth(const scope *s, const token *t) {
  str one = term(s, &t);
  if (t->kind == T_END) return one;
  buf b = buf_in(mem);
  buf_fmt(&b, "((%.*s)", STR_ARG(one));
  while (t->kind != T_END) {
    if (t->kind == T_WORD && str_eq(t->s, S("and"))) buf_add(&b, S(" && "));
    else if (t->kind == T_WORD && str_eq(t->s, S("or"))) buf_add(&b, S(") || ("));
    else fail(s->file, s->line, "\"%.*s\" is not understood here", STR_ARG(t->s));
    t++;
    one = term(s, &t);
    buf_fmt(&b, "(%.*s)", STR_ARG(one));
  }
  buf_char(&b, ')');
  return buf_str(&b);
}

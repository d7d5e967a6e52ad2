/* template: writes a C function for each page and piece; one C statement per {{...}}. */
#include <ctype.h>
#include <string.h>

#include "gen_html.h"

enum { MOST_TOKENS = 64 };

typedef struct sheet {
  output *o;
  markup m;
  scope s, outside;       /* outside: the page's, while in a piece */
  buf page, piece, *body; /* body: the function being written */
  int names;              /* makes C names differ */
  bool page_file, layout, slot;
} sheet;

static void complain(const sheet *t, const char *what) { fail(t->m.file, t->m.line, "%s", what); }

/* --- {{...}} --- */
static str take_directive(markup *m) {
  size_t from = m->at += 2;
  bool quoted = false;
  for (; m->at < m->text.n; m->at++) {
    char c = m->text.p[m->at];
    if (c == '"') quoted = !quoted;
    if (c == '\\' && quoted) m->at++;
    if (!quoted && c == '}' && m->at + 1 < m->text.n && m->text.p[m->at + 1] == '}') {
      m->at += 2;
      return str_sub(m->text, from, m->at - 2);
    }
    if (c == '\n') break;
  }
  fail(m->file, m->line, "{{ is not closed on its line");
}

/* A comment may go over several lines. */
static bool skip_comment(markup *m) {
  str rest = str_sub(m->text, m->at, m->text.n);
  if (!str_starts(rest, S("{{#"))) return false;
  ptrdiff_t end = str_find(rest, S("}}"));
  if (end < 0) fail(m->file, m->line, "{{# is not closed");
  for (size_t stop = m->at + (size_t)end + 2; m->at < stop;)
    if (m->text.p[m->at++] == '\n') m->line++;
  return true;
}

static size_t blocks(const markup *m) {
  size_t n = 0;
  for (size_t i = 0; i < m->depth; i++)
    n += m->stack[i].kind != F_ELEMENT && m->stack[i].kind != F_PIECE;
  return n;
}

static void indent(sheet *t) {
  for (size_t i = 0; i <= blocks(&t->m); i++) buf_add(t->body, S("  "));
}

static void flush(sheet *t) {
  str text = buf_str(&t->m.lit);
  t->m.lit.n = 0;
  if (!text.n) return;
  indent(t);
  buf_fmt(t->body, "lit(o, %s);\n", c_literal(text).p);
}

static void line_of(sheet *t, str c) {
  indent(t);
  buf_fmt(t->body, "%.*s\n", STR_ARG(c));
}

/* --- values --- */
static bool takes_address(const markup *m) {
  static const char *const names[] = {"href",   "src",        "action", "formaction",
                                      "poster", "xlink:href", "cite",   "data"};
  if (m->where != IN_VALUE || !m->value_start) return false;
  for (size_t i = 0; i < COUNT(names); i++)
    if (str_eq_nocase(m->attribute, str_of(names[i]))) return true;
  return false;
}

static str put_value(sheet *t, place p, bool attribute) {
  const char *c = str_z(mem, p.c), *suffix = attribute ? "_attr" : "";
  switch (p.kind) {
    case K_TEXT:
      if (takes_address(&t->m)) return str_fmt(mem, "put_link(o, %s);", c);
      return str_fmt(mem, "put_str(o, %s);", c);
    case K_HTML:
      if (attribute || t->m.where != IN_TEXT) complain(t, "markup inside an attribute");
      return str_fmt(mem, "put(o, %s);", c);
    case K_DATE: return str_fmt(mem, "put%s_day(o, %s);", suffix, c);
    case K_COUNT: return str_fmt(mem, "put%s(o, (int64_t)%s);", suffix, c);
    case K_RAW:
    case K_INT:
    case K_BOOL:
    case K_TIME:
    case K_MSGID: return str_fmt(mem, "put%s(o, %s);", suffix, c);
    case K_BYTES:
    case K_VIEW:
    case K_POINTER:
    case K_LIST:
    case K_TEXTS: break;
  }
  fail(t->m.file, t->m.line, "%s is not a value that can be written", c);
}

static void written(sheet *t) { t->m.blank = t->m.value_start = false; }

static void value(sheet *t, const token *k) {
  if (k[1].kind != T_END) complain(t, "one name, or a word of the language, is expected");
  line_of(t, put_value(t, expr_place(&t->s, k[0]), t->m.where == IN_VALUE));
  written(t);
}

static int arguments_of(const sheet *t, str msgid) {
  int most = 0;
  for (size_t i = 0; i + 2 < msgid.n; i++)
    if (msgid.p[i] == '{' && isdigit((unsigned char)msgid.p[i + 1]) && msgid.p[i + 2] == '}' &&
        msgid.p[i + 1] - '0' >= most)
      most = msgid.p[i + 1] - '0' + 1;
  if (most > 4) complain(t, "arguments go from {0} to {3}");
  return most;
}

static void phrase(sheet *t, const token *k, size_t n) {
  if (k[0].kind == T_WORD) {
    place p = expr_place(&t->s, k[0]);
    if (p.kind != K_MSGID || n != 1) complain(t, "t takes a text in quotes or a msgid");
    line_of(t, put_value(t, p, false));
  } else {
    if (k[0].kind != T_STRING || !k[0].s.n) complain(t, "t takes a text in quotes or a msgid");
    const char *msgid = c_literal(k[0].s).p;
    buf_fmt(&t->o->msgids, "#line %d \"%s\"\n  N_(%s),\n", t->m.line, t->m.file, msgid);
    if (arguments_of(t, k[0].s) != (int)n - 1)
      complain(t, "the text has other arguments than given");
    if (n == 1) {
      line_of(t, str_fmt(mem, "put_msgid(o, %s);", msgid));
    } else {
      int id = t->names++;
      line_of(t, str_fmt(mem, "for (phrase p_%d = phrase_of(o, %s); phrase_next(o, &p_%d);) {", id,
                         msgid, id));
      for (size_t i = 1; i < n; i++) {
        str put = put_value(t, expr_place(&t->s, k[i]), false);
        line_of(t, str_fmt(mem, "  if (p_%d.arg == %zu) %.*s", id, i - 1, STR_ARG(put)));
      }
      line_of(t, S("}"));
    }
  }
  written(t);
}

static void url(sheet *t, const token *k) {
  place p = expr_place(&t->s, k[0]);
  if (k[1].kind != T_END || (p.kind != K_TEXT && p.kind != K_INT) ||
      (p.kind == K_INT && p.optional))
    complain(t, "url takes one text or number");
  if (takes_address(&t->m)) complain(t, "an address cannot begin with {{url ...}}");
  const char *c = str_z(mem, p.c);
  line_of(t, p.kind == K_TEXT ? str_fmt(mem, "put_url(o, %s);", c)
                              : str_fmt(mem, "put_attr(o, %s);", c));
  written(t);
}

/* --- blocks --- */
static variable *declare(sheet *t, str name) {
  if (!is_word(name) || str_eq(name, S("page"))) complain(t, "no name for a variable");
  for (size_t i = 0; i < t->s.n; i++)
    if (str_eq(t->s.vars[i].name, name)) complain(t, "that name is taken here");
  if (t->s.n == COUNT(t->s.vars)) complain(t, "too many variables");
  variable *v = &t->s.vars[t->s.n++];
  *v = (variable){.name = name, .c = str_fmt(mem, "%.*s_%d", STR_ARG(name), t->names++)};
  return v;
}

static frame *begin(sheet *t, frame_kind kind, str opening) {
  line_of(t, opening);
  frame *f = markup_push(&t->m, kind, STR_NONE);
  f->scope = t->s.n;
  return f;
}

static str if_line(const sheet *t, const token *k) {
  str truth = expr_truth(&t->s, k);
  return str_fmt(mem, "if (%.*s) {", STR_ARG(truth));
}

static void begin_for(sheet *t, const token *k, size_t n) {
  if (n != 3 || k[0].kind != T_WORD || !str_eq(k[1].s, S("in"))) complain(t, "for NAME in LIST");
  place p = expr_place(&t->s, k[2]);
  if (p.kind != K_LIST && p.kind != K_TEXTS) complain(t, "for goes through a list");
  const char *list = str_z(mem, p.c);
  int id = t->names++;
  frame *f = begin(t, F_FOR,
                   str_fmt(mem, "for (size_t i_%d = 0; i_%d < %s.n; i_%d++) {", id, id, list, id));
  f->name = p.c;
  t->m.blank = false;
  variable *v = declare(t, k[0].s);
  const char *c = str_z(mem, v->c);
  if (p.kind == K_TEXTS) {
    v->kind = K_TEXT;
    line_of(t, str_fmt(mem, "const str %s = %s.items[i_%d];", c, list, id));
  } else {
    v->kind = K_VIEW;
    v->of = p.of;
    v->pointer = true;
    line_of(t,
            str_fmt(mem, "const v_%.*s *%s = &%s.items[i_%d];", STR_ARG(p.of->name), c, list, id));
  }
  line_of(t, str_fmt(mem, "(void)%s;", c));
}

static void begin_with(sheet *t, const token *k, size_t n) {
  if (n != 3 || k[0].kind != T_WORD || !str_eq(k[1].s, S("="))) complain(t, "with NAME = POINTER");
  place p = expr_place(&t->s, k[2]);
  if (p.kind != K_POINTER) complain(t, "with takes a view that may be nothing");
  frame *f = begin(t, F_WITH, str_fmt(mem, "if (%.*s) {", STR_ARG(p.c)));
  variable *v = declare(t, k[0].s);
  v->kind = K_VIEW;
  v->of = p.of;
  v->pointer = true;
  line_of(t, str_fmt(mem, "const v_%.*s *%.*s = %.*s;", STR_ARG(p.of->name), STR_ARG(v->c),
                     STR_ARG(p.c)));
  (void)f;
}

static void otherwise(sheet *t) {
  frame *f = markup_block(&t->m, "else");
  if (f->had_else || f->kind == F_PIECE) complain(t, "{{else}} does not belong here");
  f->had_else = true;
  f->blank_then = t->m.blank;
  t->m.blank = f->kind == F_FOR ? false : f->blank;
  t->m.value_start = f->value_start;
  t->s.n = f->scope;
  t->m.depth--; /* the brace stands at the block's own indent */
  if (f->kind == F_FOR) {
    line_of(t, S("}"));
    line_of(t, str_fmt(mem, "if (%.*s.n == 0) {", STR_ARG(f->name)));
  } else {
    line_of(t, S("} else {"));
  }
  t->m.depth++;
}

static void end(sheet *t) {
  frame *f = markup_block(&t->m, "end");
  bool before = f->had_else ? f->blank_then : f->blank;
  t->m.blank = before && t->m.blank;
  t->m.value_start = t->m.value_start || f->value_start;
  t->s.n = f->scope;
  markup_pop(&t->m);
  if (f->kind != F_PIECE) {
    line_of(t, S("}"));
    return;
  }
  buf_add(t->body, S("}\n"));
  buf_add(&t->o->source, buf_str(t->body));
  t->body = &t->page;
  t->s = t->outside;
  t->m.blank = true;
}

/* --- pieces --- */
static str parameters(const piece *p) {
  if (!p->type) return S("out *o");
  return str_fmt(mem, "out *o, const v_%.*s%s *", STR_ARG(p->type->name), p->list ? "_list" : "");
}

static piece *find_piece(const sheet *t, str name) {
  piece *p = t->o->pieces;
  while (p && !str_eq(p->name, name)) p = p->next;
  if (!p) fail(t->m.file, t->m.line, "there is no piece %.*s", STR_ARG(name));
  return p;
}

static void use_piece(sheet *t, const token *k, size_t n) {
  if (n < 1 || k[0].kind != T_WORD || t->m.where != IN_TEXT)
    complain(t, "{{> NAME value}} between tags");
  piece *p = find_piece(t, k[0].s);
  const char *name = str_z(mem, p->name);
  if (n != (p->type ? 2u : 1u)) complain(t, "the piece takes another number of values");
  if (!p->type) {
    line_of(t, str_fmt(mem, "piece_%s(o);", name));
  } else {
    place v = expr_place(&t->s, k[1]);
    const char *c = str_z(mem, v.c);
    if (v.of != p->type || (p->list && v.kind != K_LIST))
      complain(t, "the piece takes another type");
    if (v.kind == K_LIST && !p->list)
      line_of(t, str_fmt(mem, "for (size_t i = 0; i < %s.n; i++) piece_%s(o, &%s.items[i]);", c,
                         name, c));
    else if (v.kind == K_POINTER) line_of(t, str_fmt(mem, "if (%s) piece_%s(o, %s);", c, name, c));
    else line_of(t, str_fmt(mem, "piece_%s(o, %s%s);", name, v.pointer ? "" : "&", c));
  }
  written(t);
}

/* k: NAME ( [TYPE [[]] NAME] ) */
static piece *piece_head(const output *o, const char *file, int line, const token *k) {
  piece *p = arena_new_of(mem, piece);
  *p = (piece){.name = k[0].s, .file = file, .line = line};
  bool good = k[0].kind == T_WORD && is_word(k[0].s) && str_eq(k[1].s, S("("));
  k += 2;
  if (good && k->kind == T_WORD) {
    p->type = views_find(o->views, k->s, false);
    if (!p->type) fail(file, line, "there is no view %.*s", STR_ARG(k->s));
    p->list = str_eq((++k)->s, S("[]"));
    if (p->list) k++;
    p->parameter = (k++)->s;
    good = is_word(p->parameter);
  }
  if (!good || !str_eq(k->s, S(")")) || k[1].kind != T_END)
    fail(file, line, "a piece begins {{piece NAME(TYPE name)}}");
  return p;
}

static void enter(sheet *t, str name, view *type, bool list) {
  variable *v = declare(t, name);
  v->c = list ? str_fmt(mem, "(*%.*s)", STR_ARG(v->c)) : v->c;
  v->kind = list ? K_LIST : K_VIEW;
  v->of = type;
  v->pointer = !list;
}

static void begin_piece(sheet *t, const token *k) {
  if (t->m.depth || t->layout) complain(t, "a piece stands outside of all tags and blocks");
  piece *p = piece_head(t->o, t->m.file, t->m.line, k);
  t->piece = buf_in(mem);
  t->body = &t->piece;
  t->outside = t->s;
  t->s.n = 0;
  int id = t->names;
  if (p->type) {
    buf_fmt(t->body, "\nvoid piece_%.*s(%.*s%.*s_%d) {\n", STR_ARG(p->name), STR_ARG(parameters(p)),
            STR_ARG(p->parameter), id);
    enter(t, p->parameter, p->type, p->list);
    buf_fmt(t->body, "  (void)%.*s_%d;\n", STR_ARG(p->parameter), id);
  } else {
    buf_fmt(t->body, "\nvoid piece_%.*s(out *o) {\n", STR_ARG(p->name));
  }
  t->m.blank = true;
  markup_push(&t->m, F_PIECE, STR_NONE);
}

/* --- one file --- */
static void slot(sheet *t) {
  if (!t->layout || t->slot || blocks(&t->m)) complain(t, "{{slot}} stands once in a {{layout}}");
  t->slot = true;
  const char *name = str_z(mem, t->s.vars[0].name);
  buf_fmt(t->body, "}\n\nvoid html_%s_close(out *o) {\n", name);
  t->m.blank = true;
}

static void directive(sheet *t) {
  token k[MOST_TOKENS + 1];
  str text = take_directive(&t->m);
  size_t n = tokens_of(t->m.file, t->m.line, text, k, MOST_TOKENS);
  flush(t);
  str word = n ? k[0].s : STR_NONE;
  bool control = k[0].kind == T_WORD &&
                 (str_eq(word, S("if")) || str_eq(word, S("else")) || str_eq(word, S("end")));
  if (t->m.where == IN_TAG && !control) complain(t, "{{...}} in a tag stands in a quoted value");
  if (k[0].kind == T_SIGN && str_eq(word, S(">"))) use_piece(t, k + 1, n - 1);
  else if (k[0].kind != T_WORD) complain(t, "{{...}} is empty or begins with no word");
  else if (str_eq(word, S("if"))) begin(t, F_IF, if_line(t, k + 1));
  else if (str_eq(word, S("for"))) begin_for(t, k + 1, n - 1);
  else if (str_eq(word, S("with"))) begin_with(t, k + 1, n - 1);
  else if (str_eq(word, S("else")) && n == 1) otherwise(t);
  else if (str_eq(word, S("end")) && n == 1) end(t);
  else if (str_eq(word, S("t")) && n > 1) phrase(t, k + 1, n - 1);
  else if (str_eq(word, S("url")) && n > 1) url(t, k + 1);
  else if (str_eq(word, S("piece")) && n > 1) begin_piece(t, k + 1);
  else if (str_eq(word, S("slot")) && n == 1) slot(t);
  else value(t, k);
}

static str base_of(const char *path) {
  const char *slash = strrchr(path, '/');
  str name = str_of(slash ? slash + 1 : path);
  if (!str_ends(name, S(".html"))) fail(path, 1, "templates are called NAME.html");
  name.n -= 5;
  if (!is_word(name)) fail(path, 1, "a template's name has small letters, digits and _");
  return name;
}

/* {{view TYPE}} or {{layout}} at the very beginning makes a page or a layout. */
static void first_line(sheet *t) {
  str all = t->m.text, name = base_of(t->m.file);
  const char *c = str_z(mem, name);
  bool view_line = str_starts(all, S("{{view "));
  if (!view_line && !str_starts(all, S("{{layout}}"))) return;
  str head = take_directive(&t->m);
  t->page_file = true;
  if (!view_line) {
    t->layout = true;
    t->s.vars[0] = (variable){.name = name};
    buf_fmt(&t->o->header, "void html_%s_open(out *o);\nvoid html_%s_close(out *o);\n", c, c);
    buf_fmt(&t->page, "\nvoid html_%s_open(out *o) {\n", c);
    return;
  }
  str type = str_trim(str_sub(head, 4, head.n));
  view *v = views_find(t->o->views, type, false);
  if (!v) fail(t->m.file, 1, "there is no view %.*s", STR_ARG(type));
  const char *of = str_z(mem, type);
  buf_fmt(&t->o->header,
          "void html_%s(out *o, const v_%s *v);\nextern const html_page html_page_%s;\n", c, of, c);
  enter(t, S("v"), v, false);
  buf_fmt(&t->page, "\nvoid html_%s(out *o, const v_%s *v_0) {\n  (void)v_0;\n", c, of);
}

static void last_line(sheet *t) {
  str name = base_of(t->m.file);
  const char *c = str_z(mem, name);
  if (t->layout && !t->slot) fail(t->m.file, 1, "a layout has a {{slot}}");
  buf_add(t->body, S("}\n"));
  if (!t->layout) {
    const char *of = str_z(mem, t->s.vars[0].of->name);
    buf_fmt(t->body,
            "static void any_%s(out *o, const void *v) { html_%s(o, v); }\n"
            "const html_page html_page_%s = {\"%s\", &v_%s_type, any_%s};\n",
            c, c, c, c, of, c);
  }
  buf_add(&t->o->source, buf_str(t->body));
}

void template_write(output *o, const char *file, str text) {
  sheet *t = arena_new_of(mem, sheet);
  *t = (sheet){.o = o,
               .m = {.file = file, .text = text, .line = 1, .blank = true, .lit = buf_in(mem)}};
  t->page = buf_in(mem);
  t->body = &t->page;
  t->s.file = file;
  first_line(t);
  while (true) {
    markup_run(&t->m);
    t->s.line = t->m.line;
    bool outside = !t->page_file && t->body == &t->page;
    if (outside && str_trim(buf_str(&t->m.lit)).n)
      complain(t, "markup outside of a piece: no {{view TYPE}} at the top");
    if (outside) t->m.lit.n = 0;
    if (t->m.at >= t->m.text.n) break;
    if (!skip_comment(&t->m)) directive(t);
  }
  flush(t);
  if (t->m.where != IN_TEXT) complain(t, "the file ends inside a tag");
  if (t->m.depth) {
    frame *f = &t->m.stack[t->m.depth - 1];
    if (f->kind != F_ELEMENT) fail(file, f->line, "this block has no {{end}}");
    fail(file, f->line, "<%.*s> is not closed", STR_ARG(f->name));
  }
  if (t->page_file) last_line(t);
}

void template_pieces(output *o, const char *file, str text) {
  markup m = {.file = file, .text = text, .line = 1};
  while (m.at < text.n) {
    if (skip_comment(&m)) continue;
    if (text.p[m.at] == '\n') m.line++;
    if (!str_starts(str_sub(text, m.at, text.n), S("{{piece "))) {
      m.at++;
      continue;
    }
    token k[MOST_TOKENS + 1];
    str head = take_directive(&m);
    tokens_of(file, m.line, str_sub(head, 6, head.n), k, MOST_TOKENS);
    piece *p = piece_head(o, file, m.line, k);
    for (piece *q = o->pieces; q; q = q->next)
      if (str_eq(q->name, p->name))
        fail(file, m.line, "there is another piece in %s:%d", q->file, q->line);
    p->next = o->pieces;
    o->pieces = p;
    buf_fmt(&o->header, "void piece_%.*s(%.*s%s);\n", STR_ARG(p->name), STR_ARG(parameters(p)),
            p->type ? "v" : "");
  }
}

/* markup: follows the HTML of a template: where a {{...}} stands, that elements are closed where
 * they were opened, and that nothing is written which the content security policy would block. */
#include <ctype.h>
#include <string.h>

#include "gen_html.h"

static const char *const void_elements[] = {"area",  "base", "br",   "col",    "embed", "hr", "img",
                                            "input", "link", "meta", "source", "track", "wbr"};

static bool is_void(str name) {
  for (size_t i = 0; i < COUNT(void_elements); i++)
    if (str_eq(name, str_of(void_elements[i]))) return true;
  return false;
}

static bool inside(const markup *m, str name) {
  for (size_t i = 0; i < m->depth; i++)
    if (m->stack[i].kind == F_ELEMENT && str_eq(m->stack[i].name, name)) return true;
  return false;
}

frame *markup_push(markup *m, frame_kind kind, str name) {
  if (m->depth == COUNT(m->stack)) fail(m->file, m->line, "nested too deep");
  frame *f = &m->stack[m->depth++];
  *f = (frame){.kind = kind,
               .name = name,
               .line = m->line,
               .at = m->where,
               .blank = m->blank,
               .value_start = m->value_start};
  return f;
}

frame *markup_block(markup *m, const char *word) {
  frame *f = m->depth ? &m->stack[m->depth - 1] : NULL;
  if (!f) fail(m->file, m->line, "{{%s}} without a beginning", word);
  if (f->kind == F_ELEMENT)
    fail(m->file, m->line, "{{%s}} before </%.*s> (opened on line %d)", word, STR_ARG(f->name),
         f->line);
  if (f->at != m->where)
    fail(m->file, m->line, "{{%s}} in another place than its beginning on line %d", word, f->line);
  return f;
}

void markup_pop(markup *m) { m->depth--; }

static char peek(const markup *m, size_t ahead) {
  return m->at + ahead < m->text.n ? m->text.p[m->at + ahead] : '\0';
}

static bool next_is(const markup *m, const char *what) {
  return str_starts(str_sub(m->text, m->at, m->text.n), str_of(what));
}

static char take(markup *m) {
  char c = m->text.p[m->at++];
  if (c == '\n') m->line++;
  return c;
}

static void copy(markup *m) {
  buf_char(&m->lit, take(m));
  m->blank = false;
}

static str take_name(markup *m) {
  size_t from = m->at;
  while (isalnum((unsigned char)peek(m, 0)) || memchr("-_:", peek(m, 0), 3)) m->at++;
  return str_sub(m->text, from, m->at);
}

/* A run of white space becomes one line end or one blank. */
static void white(markup *m) {
  char kept = ' ';
  while (m->at < m->text.n && isspace((unsigned char)peek(m, 0)))
    if (take(m) == '\n') kept = '\n';
  if (!m->blank) buf_char(&m->lit, kept);
  m->blank = true;
}

static void close_tag(markup *m) {
  m->at += 2;
  str name = take_name(m);
  while (isspace((unsigned char)peek(m, 0))) take(m);
  if (!name.n || peek(m, 0) != '>') fail(m->file, m->line, "a broken end tag");
  m->at++;
  frame *f = m->depth ? &m->stack[m->depth - 1] : NULL;
  if (!f || f->kind != F_ELEMENT || !str_eq(f->name, name)) {
    if (f && f->kind == F_ELEMENT)
      fail(m->file, m->line, "</%.*s> while <%.*s> of line %d is open", STR_ARG(name),
           STR_ARG(f->name), f->line);
    fail(m->file, m->line, "</%.*s> without <%.*s> in the same block", STR_ARG(name),
         STR_ARG(name));
  }
  m->depth--;
  buf_fmt(&m->lit, "</%.*s>", STR_ARG(name));
  m->blank = false;
}

static void comment(markup *m) {
  ptrdiff_t end = str_find(str_sub(m->text, m->at, m->text.n), S("-->"));
  if (end < 0) fail(m->file, m->line, "a comment is not closed");
  for (size_t stop = m->at + (size_t)end + 3; m->at < stop;) take(m);
}

static void declaration(markup *m) {
  while (peek(m, 0) && peek(m, 0) != '>') copy(m);
  if (!peek(m, 0)) fail(m->file, m->line, "<! is not closed");
  copy(m);
}

static void open_tag(markup *m) {
  copy(m);
  m->tag = take_name(m);
  for (size_t i = 0; i < m->tag.n; i++)
    if (isupper((unsigned char)m->tag.p[i])) fail(m->file, m->line, "write tags in small letters");
  bool script = str_eq(m->tag, S("script")) && !next_is(m, " src=\"/assets/");
  if (script || str_eq(m->tag, S("style")))
    fail(m->file, m->line, "<%.*s> is refused: pages are static and styled by their class",
         STR_ARG(m->tag));
  buf_add(&m->lit, m->tag);
  m->where = IN_TAG;
}

static void in_text(markup *m) {
  bool kept = inside(m, S("pre")) || inside(m, S("textarea"));
  if (next_is(m, "<!--")) comment(m);
  else if (next_is(m, "<!")) declaration(m);
  else if (next_is(m, "</")) close_tag(m);
  else if (peek(m, 0) == '<' && islower((unsigned char)peek(m, 1))) open_tag(m);
  else if (peek(m, 0) == '<') fail(m->file, m->line, "a stray <; write &lt;");
  else if (!kept && isspace((unsigned char)peek(m, 0))) white(m);
  else copy(m);
}

/* What a block began within a tag or value ends within it. */
static void not_across(const markup *m, where at, const char *what) {
  const frame *f = m->depth ? &m->stack[m->depth - 1] : NULL;
  if (f && f->kind != F_ELEMENT && f->at == at)
    fail(m->file, m->line, "the %s ends inside a block that began in it on line %d", what, f->line);
}

static void end_of_tag(markup *m) {
  not_across(m, IN_TAG, "tag");
  bool closed = peek(m, 0) == '/';
  if (closed && !is_void(m->tag) && !inside(m, S("svg")))
    fail(m->file, m->line, "<%.*s/> does not close itself", STR_ARG(m->tag));
  if (closed) take(m);
  if (peek(m, 0) != '>') fail(m->file, m->line, "a stray / in a tag");
  take(m);
  buf_add(&m->lit, closed && !is_void(m->tag) ? S("/>") : S(">"));
  m->where = IN_TEXT;
  m->blank = false;
  if (str_eq(m->tag, S("script")) && !next_is(m, "</script>"))
    fail(m->file, m->line, "a <script> holds nothing: it names its file");
  if (!closed && !is_void(m->tag)) markup_push(m, F_ELEMENT, m->tag);
}

static void in_tag(markup *m) {
  char c = peek(m, 0);
  if (isspace((unsigned char)c)) {
    white(m);
    return;
  }
  if (c == '>' || c == '/') {
    end_of_tag(m);
    return;
  }
  if (!m->blank) fail(m->file, m->line, "a blank is missing before the attribute");
  m->attribute = take_name(m);
  if (!m->attribute.n) fail(m->file, m->line, "a stray %c in a tag", c);
  if (str_eq_nocase(m->attribute, S("style")) ||
      str_eq_nocase(str_sub(m->attribute, 0, 2), S("on")))
    fail(m->file, m->line, "%.*s= is refused by the content security policy",
         STR_ARG(m->attribute));
  buf_add(&m->lit, m->attribute);
  m->blank = false;
  if (peek(m, 0) != '=') return;
  copy(m);
  if (peek(m, 0) != '"' && peek(m, 0) != '\'') fail(m->file, m->line, "quote the attribute value");
  m->quote = peek(m, 0);
  copy(m);
  m->where = IN_VALUE;
  m->value_start = true;
}

static void in_value(markup *m) {
  m->value_start = false;
  if (peek(m, 0) == m->quote) {
    not_across(m, IN_VALUE, "value");
    m->where = IN_TAG;
  }
  copy(m);
}

void markup_run(markup *m) {
  while (m->at < m->text.n && !next_is(m, "{{")) {
    if (m->where == IN_TEXT) in_text(m);
    else if (m->where == IN_TAG) in_tag(m);
    else in_value(m);
  }
}

/* read: takes NAME.sql apart into heads and statements; :name becomes $k by first appearance. */
#include "gen_sql.h"

#include <ctype.h>
#include <stdio.h>

static const char *all_names[QUERIES];
static int all;

/* --- heads: name(parameters) kind (columns) --- */

static bool name_char(char c) {
  return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
}

bool is_name(const char *s) {
  static const char reserved[] =
      " asm auto bool break case char const continue default do double else enum extern false float"
      " for goto if inline int long register restrict return short signed sizeof static struct"
      " switch true typedef typeof union unsigned void volatile while ";
  if (!islower((unsigned char)s[0])) return false;
  for (const char *p = s; *p; p++)
    if (!name_char(*p)) return false;
  return !strstr(reserved, str_fmt(A, " %s ", s).p);
}

static bool read_type(str s, field *f) {
  f->null = s.n && s.p[s.n - 1] == '?';
  if (f->null) s.n--;
  f->type = str_eq(s, S("int"))     ? 'i'
            : str_eq(s, S("text"))  ? 't'
            : str_eq(s, S("bytes")) ? 'b'
                                    : 0;
  return f->type != 0;
}

/* "code text, due int?" */
static int read_fields(const source *s, str list, field *out, int most) {
  int n = 0;
  str rest = str_trim(list), piece;
  if (!rest.n) return 0;
  while (str_split(&rest, ',', &piece)) {
    piece = str_trim(piece);
    ptrdiff_t space = str_chr(piece, ' ', 0);
    if (n == most) fail(s->path, s->line, "more than %d in a list", most);
    field *f = &out[n++];
    *f = (field){.name = z(space < 0 ? piece : str_sub(piece, 0, (size_t)space))};
    if (space < 0 || !read_type(str_trim(str_sub(piece, (size_t)space, piece.n)), f))
      fail(s->path, s->line, "\"%s\" is not NAME int, text or bytes (with ? if it may be NULL)",
           z(piece));
    if (!is_name(f->name)) fail(s->path, s->line, "\"%s\" is no name for C", f->name);
    for (int i = 0; i < n - 1; i++)
      if (same(out[i].name, f->name))
        fail(s->path, s->line, "\"%s\" is named twice", f->name);
  }
  return n;
}

static str comment_line(source *s) {
  ptrdiff_t end = str_chr(s->text, '\n', s->at);
  str line = str_sub(s->text, s->at + 2, end < 0 ? s->text.n : (size_t)end);
  s->at = end < 0 ? s->text.n : (size_t)end;
  return str_trim(line);
}

static bool is_head(str line) {
  size_t i = 0;
  while (i < line.n && name_char(line.p[i])) i++;
  return i && i < line.n && line.p[i] == '(';
}

static bool next_comment(source *s, char first) {
  size_t at = s->at + 1; /* s->at is at the line's end */
  while (at < s->text.n && (s->text.p[at] == ' ' || s->text.p[at] == '\t')) at++;
  if (!str_starts(str_sub(s->text, at, s->text.n), S("--"))) return false;
  size_t word = at + 2;
  while (word < s->text.n && s->text.p[word] == ' ') word++;
  if (first && (word >= s->text.n || s->text.p[word] != first)) return false;
  s->at = at;
  s->line++;
  return true;
}

/* The rest of a head after its columns' parenthesis, over as many comment lines as it takes. */
static int read_told(source *s, str rest, field *told) {
  ptrdiff_t open = str_chr(rest, '(', 0), close;
  while ((close = str_chr(rest, ')', (size_t)open)) < 0) {
    if (!next_comment(s, 0)) fail(s->path, s->line, "the list of columns does not end");
    rest = str_cat(A, rest, S(" "), comment_line(s));
  }
  return read_fields(s, str_sub(rest, (size_t)open + 1, (size_t)close), told, COLUMNS);
}

/* A head may go on over several comment lines. */
static void read_head(source *s, str line, query *q) {
  ptrdiff_t open = str_chr(line, '(', 0), close;
  q->name = z(str_sub(line, 0, (size_t)open));
  if (!is_name(q->name)) fail(s->path, s->line, "\"%s\" is no name for C", q->name);
  while ((close = str_chr(line, ')', 0)) < 0) {
    if (!next_comment(s, 0)) fail(s->path, s->line, "the list of parameters does not end");
    line = str_cat(A, line, S(" "), comment_line(s));
  }
  q->ins = read_fields(s, str_sub(line, (size_t)open + 1, (size_t)close), q->in, PARAMETERS);
  str rest = str_trim(str_sub(line, (size_t)close + 1, line.n));
  open = str_chr(rest, '(', 0);
  if (open < 0 && next_comment(s, '(')) {
    rest = str_cat(A, rest, S(" "), comment_line(s));
    open = str_chr(rest, '(', 0);
  }
  q->kind = z(str_trim(open < 0 ? rest : str_sub(rest, 0, (size_t)open)));
  bool known = same(q->kind, "exec") || same(q->kind, "one") ||
               same(q->kind, "many") || same(q->kind, "each");
  if (!known)
    fail(s->path, s->line, "after the parameters comes exec, one, many or each, not \"%s\"",
         q->kind);
  if (open >= 0) q->tolds = read_told(s, rest, q->told);
}

/* --- parts: "NAME part", maybe with columns, and what statements that say @NAME begin with --- */

static bool is_part(str line) {
  str name, rest = line;
  str_split(&rest, ' ', &name);
  return is_name(z(name)) && (str_eq(rest, S("part")) || str_starts(rest, S("part (")));
}

static void read_part(source *s, str line) {
  if (s->nparts == PARTS) fail(s->path, s->line, "more than %d parts", PARTS);
  part *p = &s->parts[s->nparts];
  *p = (part){.name = z(str_sub(line, 0, (size_t)str_chr(line, ' ', 0)))};
  for (int i = 0; i < s->nparts; i++)
    if (same(s->parts[i].name, p->name)) fail(s->path, s->line, "there is another %s", p->name);
  if (str_chr(line, '(', 0) >= 0) p->tolds = read_told(s, line, p->told);
  ptrdiff_t end = str_chr(s->text, ';', s->at);
  if (end < 0) fail(s->path, s->line, "%s does not end with ;", p->name);
  buf b = buf_in(A);
  for (; s->at < (size_t)end; s->at++) {
    bool line_ends = s->text.p[s->at] == '\n';
    if (line_ends) s->line++;
    buf_char(&b, line_ends ? ' ' : s->text.p[s->at]);
  }
  s->at++;
  p->sql = str_trim(buf_str(&b));
  s->nparts++;
}

/* The part's text takes the place of @NAME. */
static void begin_with(source *s, query *q) {
  size_t end = s->at + 1;
  while (end < s->text.n && name_char(s->text.p[end])) end++;
  str name = str_sub(s->text, s->at + 1, end);
  for (int i = 0; i < s->nparts; i++)
    if (str_eq(str_of(s->parts[i].name), name)) q->begins = &s->parts[i];
  if (!q->begins) fail(s->path, s->line, "there is no part %s above", z(name));
  for (int i = 0; i < q->begins->tolds; i++) {
    if (q->tolds == COLUMNS) fail(s->path, s->line, "more than %d in a list", COLUMNS);
    q->told[q->tolds++] = q->begins->told[i];
  }
  s->text = str_cat(A, str_sub(s->text, 0, s->at), q->begins->sql,
                    str_sub(s->text, end, s->text.n));
}

/* All statements with the part give the same columns. */
static void share_row(const source *s, query *q) {
  part *p = q->begins;
  if (!p->outs) memcpy(p->out, q->out, sizeof p->out);
  if (!p->outs) p->outs = q->outs;
  bool alike = p->outs == q->outs;
  for (int i = 0; alike && i < q->outs; i++)
    alike = same(p->out[i].name, q->out[i].name) && p->out[i].type == q->out[i].type &&
            p->out[i].null == q->out[i].null;
  if (!alike) fail(s->path, s->line, "%s gives other columns than %s", q->name, p->name);
}

/* --- statements --- */

typedef struct text {
  buf sql;
  int line[65536];
} text;

static void put(source *s, text *t, char c) {
  if (t->sql.n >= COUNT(t->line)) fail(s->path, s->line, "the statement is too long");
  t->line[t->sql.n] = s->line;
  buf_char(&t->sql, c);
}

/* The parameter's number in the statement: by first appearance. */
static int number_of(source *s, query *q, str name) {
  int i = 0;
  while (i < q->ins && !str_eq(str_of(q->in[i].name), name)) i++;
  if (i == q->ins) fail(s->path, s->line, ":%s is not in the head", z(name));
  for (int k = 0; k < q->orders; k++)
    if (q->order[k] == i) return k + 1;
  q->in[i].used = true;
  q->order[q->orders++] = i;
  return q->orders;
}

static void read_quoted(source *s, text *t) {
  char quote = s->text.p[s->at];
  do {
    put(s, t, s->text.p[s->at++]);
    if (s->at >= s->text.n || s->text.p[s->at] == '\n')
      fail(s->path, s->line, "a quoted text does not end on its line");
  } while (s->text.p[s->at] != quote);
  put(s, t, s->text.p[s->at++]);
}

static void skip_block(source *s) {
  ptrdiff_t end = str_find(str_sub(s->text, s->at, s->text.n), S("*/"));
  if (end < 0) fail(s->path, s->line, "a comment does not end");
  for (size_t stop = s->at + (size_t)end + 2; s->at < stop; s->at++)
    if (s->text.p[s->at] == '\n') s->line++;
}

static void read_parameter(source *s, query *q, text *t) {
  size_t end = ++s->at;
  while (end < s->text.n && name_char(s->text.p[end])) end++;
  if (end < s->text.n && s->text.p[end] == ':' && end == s->at)
    fail(s->path, s->line, "\"::\" is PostgreSQL alone; write CAST(x AS type)");
  if (end == s->at) fail(s->path, s->line, "a colon without a parameter's name");
  char number[16];
  int n = snprintf(number, sizeof number, "$%d",
                   number_of(s, q, str_sub(s->text, s->at, end)));
  for (int i = 0; i < n; i++) put(s, t, number[i]);
  s->at = end;
}

static void read_space(source *s, text *t) {
  bool space = false, line = false;
  for (; s->at < s->text.n && isspace((unsigned char)s->text.p[s->at]); s->at++) {
    if (s->text.p[s->at] == '\n') s->line++, line = true;
    space = true;
  }
  if (space && t->sql.n) put(s, t, line ? '\n' : ' ');
}

static void read_statement(source *s, query *q) {
  text *t = arena_new_of(A, text);
  t->sql = buf_in(A);
  for (;;) {
    read_space(s, t);
    if (s->at >= s->text.n) fail(s->path, s->line, "%s does not end with ;", q->name);
    str rest = str_sub(s->text, s->at, s->text.n);
    char c = rest.p[0];
    if (c == ';') break;
    if (c == '\'' || c == '"') read_quoted(s, t);
    else if (str_starts(rest, S("--"))) comment_line(s);
    else if (str_starts(rest, S("/*"))) skip_block(s);
    else if (c == ':') read_parameter(s, q, t);
    else if (c == '@' && !t->sql.n) begin_with(s, q);
    else if (strchr("$?@#`[", c))
      fail(s->path, s->line, "'%c' is not in the common subset; parameters are :name", c);
    else put(s, t, s->text.p[s->at++]);
  }
  s->at++;
  q->sql = str_trim(buf_str(&t->sql));
  q->line = t->line;
  for (int i = 0; i < q->ins; i++)
    if (!q->in[i].used)
      fail(s->path, s->line, "%s does not use :%s", q->name, q->in[i].name);
}

/* --- sources --- */

void read_source(source *s) {
  query **queries = arena_list(A, QUERIES, query *);
  s->queries = queries;
  s->text = read_file(s->path);
  s->line = 1;
  for (;;) {
    for (; s->at < s->text.n && isspace((unsigned char)s->text.p[s->at]); s->at++)
      if (s->text.p[s->at] == '\n') s->line++;
    if (s->at >= s->text.n) break;
    str rest = str_sub(s->text, s->at, s->text.n);
    if (str_starts(rest, S("/*"))) { skip_block(s); continue; }
    if (!str_starts(rest, S("--"))) fail(s->path, s->line, "a statement without its head");
    str line = comment_line(s);
    if (is_part(line)) { read_part(s, line); continue; }
    if (!is_head(line)) continue;
    query *q = arena_new_of(A, query);
    int at = s->line;
    read_head(s, line, q);
    for (int i = 0; i < all; i++)
      if (same(all_names[i], q->name)) fail(s->path, at, "there is another %s", q->name);
    if (all == QUERIES) fail(s->path, at, "more than %d statements", QUERIES);
    all_names[all] = q->name;
    q->index = all++;
    read_statement(s, q);
    find_columns(s, q);
    if (q->begins) share_row(s, q);
    queries[s->n++] = q;
  }
  for (int i = 0; i < s->nparts; i++)
    if (!s->parts[i].outs) fail(s->path, s->line, "nothing begins with %s", s->parts[i].name);
}

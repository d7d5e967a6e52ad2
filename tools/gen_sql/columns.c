/* columns: what a statement gives.  SQLite names the column behind each, and so its type; what SQL
 * alone can make NULL (an outer join, a subselect) is found in the words. */
#include "gen_sql.h"

#include <ctype.h>

typedef struct word { str text; int depth; size_t at; } word;

/* The next word or single character outside of strings, with the depth of parentheses. */
static bool next_word(str sql, size_t *at, int *depth, word *w) {
  while (*at < sql.n && isspace((unsigned char)sql.p[*at])) ++*at;
  if (*at >= sql.n) return false;
  size_t i = *at;
  char c = sql.p[i];
  if (c == '\'' || c == '"') i = (size_t)str_chr(sql, c, i + 1) + 1;
  else if (isalnum((unsigned char)c) || c == '_')
    while (i < sql.n && (isalnum((unsigned char)sql.p[i]) || sql.p[i] == '_')) i++;
  else i++;
  if (c == ')') --*depth;
  *w = (word){str_sub(sql, *at, i), *depth, *at};
  if (c == '(') ++*depth;
  *at = i;
  return true;
}

static bool word_is(word w, const char *what) { return str_eq_nocase(w.text, str_of(what)); }

/* Which items of the list of columns are subselects (a bit each); -1 when it holds a star. */
static int items_of(str sql, uint64_t *subselect) {
  static const char *const after[] = {"FROM",  "WHERE",  "UNION", "EXCEPT", "INTERSECT",
                                      "GROUP", "HAVING", "ORDER", "LIMIT",  "WINDOW"};
  size_t at = 0, start = 0;
  int depth = 0, n = 0;
  bool returning = false, first = true;
  word w;
  while (next_word(sql, &at, &depth, &w)) {
    if (w.depth) continue;
    bool select = !start && word_is(w, "SELECT");
    returning = word_is(w, "RETURNING");
    if (select || returning) start = at;
  }
  at = start;
  depth = 0;
  *subselect = 0;
  for (bool after_name = false; start && next_word(sql, &at, &depth, &w);) {
    bool end = false;
    for (size_t i = 0; i < COUNT(after); i++) end |= !w.depth && word_is(w, after[i]);
    if (end) break;
    if (first && (word_is(w, "DISTINCT") || word_is(w, "ALL"))) continue;
    if (!w.depth && word_is(w, ",")) { first = true; after_name = false; continue; }
    if (!w.depth && word_is(w, "*") && (first || after_name)) return -1;
    if (first && word_is(w, "(") && n < 64) *subselect |= UINT64_C(1) << n;
    if (first) n++;
    first = false;
    after_name = word_is(w, ".");
  }
  return n;
}

/* True when a column of this table may be NULL by an outer join. */
static bool outer_joined(const source *s, const query *q, str table) {
  size_t at = 0;
  int depth = 0;
  word w, left;
  bool hit = false;
  while (next_word(q->sql, &at, &depth, &w)) {
    if (word_is(w, "RIGHT") || word_is(w, "FULL"))
      fail(s->path, q->line[w.at], "write a LEFT JOIN");
    if (!word_is(w, "LEFT")) continue;
    left = w;
    while (next_word(q->sql, &at, &depth, &w) && (word_is(w, "OUTER") || word_is(w, "JOIN"))) {}
    if (word_is(left, "LEFT") && (word_is(w, "(") || str_eq_nocase(w.text, table))) hit = true;
  }
  return hit;
}

static void column_type(const source *s, query *q, sqlite3_stmt *st, int i, bool expression) {
  field *f = &q->out[i];
  const char *table = sqlite3_column_table_name(st, i), *origin = sqlite3_column_origin_name(st, i);
  for (int k = 0; k < q->tolds; k++)
    if (same(q->told[k].name, f->name)) {
      f->type = q->told[k].type;
      f->null = q->told[k].null;
      q->told[k].used = true;
      return;
    }
  if (expression || !table || !origin)
    fail(s->path, q->line[0], "column %s of %s is an expression: name it after the kind, "
         "as in (%s int)", f->name, q->name, f->name);
  const char *type = NULL;
  int not_null = 0, key = 0;
  if (sqlite3_table_column_metadata(schema, NULL, table, origin, &type, NULL, &not_null, &key,
                                    NULL))
    fail(s->path, q->line[0], "%s.%s: %s", table, origin, sqlite3_errmsg(schema));
  str t = str_of(type);
  f->type = str_eq_nocase(t, S("INTEGER")) ? 'i' : str_eq_nocase(t, S("TEXT")) ? 't'
            : str_eq_nocase(t, S("BLOB")) ? 'b' : 0;
  if (!f->type) fail(s->path, q->line[0], "%s.%s has no type known here", table, origin);
  f->null = !(not_null || key) || outer_joined(s, q, str_of(table));
}

void find_columns(const source *s, query *q) {
  sqlite3_stmt *st = NULL;
  const char *tail = NULL;
  if (sqlite3_prepare_v2(schema, q->sql.p, (int)q->sql.n, &st, &tail) != SQLITE_OK) {
    int at = sqlite3_error_offset(schema);
    int line = q->line[at >= 0 && (size_t)at < q->sql.n ? at : 0];
    fail(s->path, line, "%s: %s", q->name, sqlite3_errmsg(schema));
  }
  if (!st) fail(s->path, s->line, "%s is empty", q->name);
  q->outs = sqlite3_column_count(st);
  if (same(q->kind, "exec") != (q->outs == 0))
    fail(s->path, q->line[0], "%s gives %d columns, which does not fit %s", q->name,
         q->outs, q->kind);
  if (q->outs > COLUMNS) fail(s->path, q->line[0], "more than %d columns", COLUMNS);
  uint64_t subselect = 0;
  int items = q->outs ? items_of(q->sql, &subselect) : 0;
  if (items < 0) fail(s->path, q->line[0], "%s: name the columns, not *", q->name);
  if (items != q->outs) fail(s->path, q->line[0], "%s: cannot follow the list of columns", q->name);
  for (int i = 0; i < q->outs; i++) {
    q->out[i].name = z(str_of(sqlite3_column_name(st, i)));
    if (!is_name(q->out[i].name))
      fail(s->path, q->line[0], "column %d of %s needs a name: ... AS name", i + 1,
           q->name);
    for (int k = 0; k < i; k++)
      if (same(q->out[k].name, q->out[i].name))
        fail(s->path, q->line[0], "two columns named %s", q->out[i].name);
    column_type(s, q, st, i, subselect >> i & 1);
  }
  for (int k = 0; k < q->tolds; k++)
    if (!q->told[k].used)
      fail(s->path, q->line[0], "%s has no column %s", q->name,
           q->told[k].name);
  sqlite3_finalize(st);
}

/* write: the C of a source (NAME.sql.h and NAME.sql.c), and the list of all statements. */
#include "gen_sql.h"

#include <ctype.h>
#include <stdio.h>

static void add_c_string(buf *b, str sql) {
  size_t column = 0;
  buf_add(b, S("    \""));
  for (size_t i = 0; i < sql.n; i++) {
    char c = sql.p[i];
    if (c == '\n') c = ' ';
    if (c == '"' || c == '\\') buf_char(b, '\\');
    buf_char(b, c);
    if (++column > 80 && c == ' ' && i + 1 < sql.n) buf_add(b, S("\"\n    \"")), column = 0;
  }
  buf_add(b, S("\""));
}

static const char *c_type(const field *f) {
  return f->type != 'i' ? "str " : f->null ? "opt_i64 " : "int64_t ";
}

/* A parameter's name in C; an underscore keeps it apart from the names every function has. */
static const char *c_name(const char *name) {
  static const char taken[] =
      " c a p q row rows n found fn arg in changed call list each ";
  bool is = strstr(taken, str_fmt(A, " %s ", name).p) != NULL;
  return is ? str_fmt(A, "%s_", name).p : name;
}

static void add_struct(buf *b, const char *name, const char *suffix, const field *f, int n) {
  buf_fmt(b, "typedef struct %s%s {\n", name, suffix);
  for (int i = 0; i < n; i++) buf_fmt(b, "  %s%s;\n", c_type(&f[i]), f[i].name);
  buf_fmt(b, "} %s%s;\n", name, suffix);
}

/* Whose row a statement gives. */
static const char *row_of(const query *q) { return q->begins ? q->begins->name : q->name; }

static void add_prototype(buf *b, const query *q) {
  bool exec = same(q->kind, "exec"), each = same(q->kind, "each");
  buf_fmt(b, "err *%s(db_conn *c", q->name);
  if (!exec && !each) buf_add(b, S(", arena *a"));
  if (q->ins > 3) buf_fmt(b, ",\n    const %s_in *in", q->name);
  else
    for (int i = 0; i < q->ins; i++)
      buf_fmt(b, ", %s%s", c_type(&q->in[i]), c_name(q->in[i].name));
  if (exec) buf_add(b, S(",\n    int64_t *changed)"));
  else if (each)
    buf_fmt(b, ",\n    err *(*fn)(void *arg, const %s_row *row), void *arg)", row_of(q));
  else if (same(q->kind, "one"))
    buf_fmt(b, ",\n    %s_row *row, bool *found)", row_of(q));
  else buf_fmt(b, ",\n    %s_row **rows, size_t *n)", row_of(q));
}

static void add_values(buf *b, const query *q) {
  buf_add(b, S("  const db_value p[] = {"));
  for (int k = 0; k < q->orders; k++) {
    const field *f = &q->in[q->order[k]];
    const char *wrap = f->type == 't' ? "text" : f->type == 'b' ? "bytes" : f->null ? "opt" : "int";
    const char *name = q->ins > 3 ? str_fmt(A, "in->%s", f->name).p : c_name(f->name);
    buf_fmt(b, "%squery_%s(%s)", k ? ",\n    " : "", wrap, name);
  }
  buf_add(b, S("};\n"));
}

static void add_tables(buf *b, const query *q) {
  buf_fmt(b, "\nconst db_query %s_query = {\n    \"%s\",\n", q->name, q->name);
  add_c_string(b, q->sql);
  buf_add(b, S(",\n    \""));
  for (int k = 0; k < q->orders; k++) buf_char(b, q->in[q->order[k]].type);
  buf_add(b, S("\", \""));
  for (int i = 0; i < q->outs; i++) buf_char(b, q->out[i].type);
  buf_fmt(b, "\", %d};\n", q->index);
  if (!q->outs) return;
  buf_fmt(b, "static const query_column %s_columns[] = {\n", q->name);
  for (int i = 0; i < q->outs; i++)
    buf_fmt(b, "  {\"%s\", offsetof(%s_row, %s), %s},\n", q->out[i].name,
            row_of(q), q->out[i].name, q->out[i].null ? "true" : "false");
  buf_fmt(b, "};\nstatic const query_shape %s_shape = {\n  &%s_query, sizeof(%s_row), "
          "%s_columns};\n", q->name, q->name, row_of(q), q->name);
}

static void add_each(buf *b, const char *name, const char *row) {
  buf_fmt(b,
          "typedef struct %s_caller {\n  err *(*fn)(void *arg, const %s_row *row);\n"
          "  void *arg;\n} %s_caller;\n"
          "static err *%s_row_read(void *arg, const db_value *v) {\n"
          "  const %s_caller *each = arg;\n  %s_row row;\n"
          "  TRY(query_read(&%s_shape, NULL, v, &row));\n"
          "  return each->fn(each->arg, &row);\n}\n",
          name, row, name, name, name, row, name);
}

static void add_function(buf *b, const query *q) {
  const char *name = q->name, *p = q->ins ? "p" : "NULL";
  add_tables(b, q);
  if (same(q->kind, "each")) add_each(b, q->name, row_of(q));
  add_prototype(b, q);
  buf_add(b, S(" {\n"));
  if (q->ins) add_values(b, q);
  if (same(q->kind, "exec")) {
    buf_fmt(b, "  return db_run(c, &%s_query, %s, changed);\n}\n", name, p);
  } else if (same(q->kind, "each")) {
    buf_fmt(b, "  %s_caller each = {fn, arg};\n"
            "  return db_rows(c, &%s_query, %s, %s_row_read, &each);\n}\n",
            name, name, p, name);
  } else {
    buf_fmt(b, "  const query_call call = {c, a, &%s_shape, %s};\n", name, p);
    if (same(q->kind, "one")) buf_add(b, S("  return query_one(&call, row, found);\n}\n"));
    else
      buf_add(b, S("  void *list;\n  *rows = NULL;\n  TRY(query_many(&call, &list, n));\n"
                   "  *rows = list;\n  return NULL;\n}\n"));
  }
}

static void write_file(const char *path, buf *b) {
  str s = buf_str(b);
  FILE *f = fopen(path, "wb");
  if (!f || fwrite(s.p, 1, s.n, f) != s.n || fclose(f)) fail(path, 1, "cannot be written");
}

void write_source(const char *out, const source *s) {
  buf h = buf_in(A), c = buf_in(A);
  str upper = str_fmt(A, "%s_%s_SQL_H", s->floor, s->name);
  char *guard = (char *)(uintptr_t)upper.p;
  for (size_t i = 0; i < upper.n; i++) guard[i] = (char)toupper((unsigned char)guard[i]);
  buf_fmt(&h,
          "/* Made by tools/gen_sql from %s. */\n#ifndef %s\n#define %s\n#include \"kit/db.h\"\n",
          s->path, guard, guard);
  buf_fmt(&c, "/* Made by tools/gen_sql from %s. */\n#include \"%s/%s.sql.h\"\n\n"
          "#include \"kit/query.h\"\n", s->path, s->floor, s->name);
  for (int i = 0; i < s->nparts; i++)
    add_struct(&h, s->parts[i].name, "_row", s->parts[i].out, s->parts[i].outs);
  for (int i = 0; i < s->n; i++) {
    const query *q = s->queries[i];
    buf_char(&h, '\n');
    if (q->ins > 3) add_struct(&h, q->name, "_in", q->in, q->ins);
    if (q->outs && !q->begins) add_struct(&h, q->name, "_row", q->out, q->outs);
    add_prototype(&h, q);
    buf_fmt(&h, ";\nextern const db_query %s_query;\n", q->name);
    add_function(&c, q);
  }
  buf_add(&h, S("#endif\n"));
  write_file(str_fmt(A, "%s/%s/%s.sql.h", out, s->floor, s->name).p, &h);
  write_file(str_fmt(A, "%s/%s/%s.sql.c", out, s->floor, s->name).p, &c);
}

void write_list(const char *out, const source *s, int n) {
  buf b = buf_in(A);
  buf_add(&b, S("/* Made by tools/gen_sql: every statement. */\n#include \"kit/db.h\"\n"));
  for (int i = 0; i < n; i++)
    if (s[i].n)
      buf_fmt(&b, "#include \"%s/%s.sql.h\"\n", s[i].floor, s[i].name);
  int count = 0;
  buf_add(&b, S("\nconst db_query *const db_queries[] = {\n"));
  for (int i = 0; i < n; i++)
    for (int k = 0; k < s[i].n; k++, count++)
      buf_fmt(&b, "  &%s_query,\n", s[i].queries[k]->name);
  buf_fmt(&b, "  NULL,\n};\nconst int db_query_count = %d;\n", count);
  write_file(str_fmt(A, "%s/queries.c", out).p, &b);
}

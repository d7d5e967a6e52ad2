/* gen_sql: what its parts share (tools/gen_sql.c has the whole in its head).
 *
 * read.c takes a source apart, columns.c asks SQLite what a statement gives, write.c makes the C.
 * All memory is one arena's; the first mistake ends the program. */
#ifndef TOOLS_GEN_SQL_H
#define TOOLS_GEN_SQL_H
#include <sqlite3.h>
#include <string.h>

#include "base/buf.h"

enum { PARAMETERS = 64, COLUMNS = 64, QUERIES = 4096, PARTS = 64 };

typedef struct field {
  const char *name;
  char type; /* db_type */
  bool null, used;
} field;

/* What several statements begin with; they share its row. */
typedef struct part {
  const char *name;
  str sql;
  field told[COLUMNS], out[COLUMNS];
  int tolds, outs; /* outs: once a statement has used it */
} part;

typedef struct query {
  const char *name, *kind;
  part *begins; /* with; NULL: none */
  str sql;
  field in[PARAMETERS], out[COLUMNS], told[COLUMNS];
  int ins, outs, tolds;
  int order[PARAMETERS], orders; /* $k is in[order[k - 1]] */
  const int *line;               /* of each byte of sql */
  int index;
} query;

typedef struct source {
  const char *path, *floor, *name;
  str text;
  size_t at;
  int line;
  query **queries;
  int n;
  part parts[PARTS];
  int nparts;
} source;

extern arena *A;
extern sqlite3 *schema; /* migrated */

/* Says FILE:LINE: what, and ends the program. */
_Noreturn void fail(const char *path, int line, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
str read_file(const char *path);
static inline const char *z(str s) { return str_z(A, s); }
static inline bool same(const char *a, const char *b) { return strcmp(a, b) == 0; }
/* A small-letter name that is no keyword of C. */
bool is_name(const char *s);

/* Reads and checks every statement of s->path. */
void read_source(source *s);
/* The columns of a statement, by preparing it on the schema. */
void find_columns(const source *s, query *q);
void write_source(const char *out, const source *s);
void write_list(const char *out, const source *s, int n);
#endif

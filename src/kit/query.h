/* query: what the functions made by tools/gen_sql share; nobody else needs it.
 *
 * A shape says where the columns of a statement go in its row struct.  Text and bytes are copied
 * into the call's arena, or borrowed until the row function returns when there is none. */
#ifndef KIT_QUERY_H
#define KIT_QUERY_H
#include "kit/db.h"

typedef struct query_column {
  const char *name;
  size_t at; /* offset in the row */
  bool null; /* may be NULL: an opt_i64, or a none str */
} query_column;

typedef struct query_shape {
  const db_query *q;
  size_t size; /* of a row */
  const query_column *columns;
} query_shape;

typedef struct query_call {
  db_conn *c;
  arena *a;
  const query_shape *shape;
  const db_value *parameters;
} query_call;

/* At most one row; *found says whether there was one, row is zeroed when not. */
err *query_one(const query_call *call, void *row, bool *found);
/* All rows, one after the other in the call's arena. */
err *query_many(const query_call *call, void **rows, size_t *n);
/* One row of a running statement; a may be NULL (borrow). */
err *query_read(const query_shape *shape, arena *a, const db_value *v, void *row);

static inline db_value query_int(int64_t v) { return (db_value){.type = DB_INT, .i = v}; }
static inline db_value query_opt(opt_i64 v) {
  return (db_value){.type = DB_INT, .null = !v.has, .i = v.v};
}
static inline db_value query_text(str s) {
  return (db_value){.type = DB_TEXT, .null = !s.p, .s = s};
}
static inline db_value query_bytes(str s) {
  return (db_value){.type = DB_BYTES, .null = !s.p, .s = s};
}
#endif

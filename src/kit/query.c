/* query: see query.h. */
#include "kit/query.h"

#include <string.h>

#include "base/log.h"

static err *empty(const query_shape *shape, size_t i) {
  log_error("statement %s gave NULL in %s", shape->q->name, shape->columns[i].name);
  return ERR(INTERNAL, N_("The database gave an unexpected answer."));
}

err *query_read(const query_shape *shape, arena *a, const db_value *v, void *row) {
  for (size_t i = 0; shape->q->columns[i]; i++) {
    const query_column *c = &shape->columns[i];
    void *at = (char *)row + c->at;
    if (v[i].null && !c->null) return empty(shape, i);
    str s = v[i].null ? STR_NONE : v[i].s;
    if (v[i].type != DB_INT) *(str *)at = a ? str_dup(a, s) : s;
    else if (c->null) *(opt_i64 *)at = v[i].null ? NONE_I64 : SOME(v[i].i);
    else *(int64_t *)at = v[i].i;
  }
  return NULL;
}

typedef struct gathered {
  const query_call *call;
  char *rows;
  size_t n, room;
} gathered;

static err *add(void *arg, const db_value *v) {
  gathered *g = arg;
  size_t size = g->call->shape->size;
  if (g->n == g->room) {
    size_t room = g->room ? g->room * 2 : 8;
    char *rows = arena_array(g->call->a, room, size);
    if (g->n) memcpy(rows, g->rows, g->n * size);
    g->rows = rows;
    g->room = room;
  }
  return query_read(g->call->shape, g->call->a, v, g->rows + g->n++ * size);
}

err *query_many(const query_call *call, void **rows, size_t *n) {
  gathered g = {.call = call};
  *rows = NULL;
  *n = 0;
  TRY(db_rows(call->c, call->shape->q, call->parameters, add, &g));
  *rows = g.rows;
  *n = g.n;
  return NULL;
}

static err *only(void *arg, const db_value *v) {
  gathered *g = arg;
  if (g->n++) {
    log_error("statement %s gave more than one row", g->call->shape->q->name);
    return ERR(INTERNAL, N_("The database gave an unexpected answer."));
  }
  return query_read(g->call->shape, g->call->a, v, g->rows);
}

err *query_one(const query_call *call, void *row, bool *found) {
  gathered g = {.call = call, .rows = row};
  memset(row, 0, call->shape->size);
  *found = false;
  TRY(db_rows(call->c, call->shape->q, call->parameters, only, &g));
  *found = g.n == 1;
  return NULL;
}

/* schema: see schema.h.  The walk, its bounds and its reports; what an op checks is in schema_op.c,
 * how a schema becomes nodes and ops in schema_compile.c and schema_build.c. */
#include <stdio.h>

#include "office/schema_impl.h"

enum { BUDGET = 3000000, DEPTH = 300, ERRORS = 100, PATH = 256 };

/* --- reporting --- */
static size_t write_path(const schema_place *at, char out[PATH], size_t n) {
  if (!at) return n;
  n = write_path(at->up, out, n);
  int more = at->key.p ? snprintf(out + n, PATH - n, ".%.*s", STR_ARG(str_sub(at->key, 0, 80)))
                       : snprintf(out + n, PATH - n, ".%zu", at->index);
  n += more > 0 ? (size_t)more : 0;
  return n < PATH ? n : PATH - 1;
}

static void report(schema_walk *w, const schema_place *at, err *e, str cites) {
  char path[PATH];
  int head = snprintf(path, sizeof path, "%.*s", STR_ARG(w->prefix));
  size_t n = write_path(at, path, (size_t)head < PATH ? (size_t)head : PATH - 1);
  bool bare = !w->prefix.n && n; /* no prefix: the path begins without a dot */
  err_add(w->errors, err_at(e, (str){path + bare, n - bare}, cites));
}

bool schema_fault(schema_walk *w, const schema_point *p, str key, const char *msgid, str arg) {
  if (w->quiet || w->left < 0 || ++w->found > ERRORS) return false;
  schema_place member = {p->at, key, 0};
  const json *own = key.p ? json_get(json_get(p->node->text, S("properties")), key) : NULL;
  str cites = json_str(json_get(own, S("cites")));
  if (!cites.p) cites = p->node->cites.p ? p->node->cites : w->cites;
  report(w, key.p ? &member : p->at, ERR(INVALID, msgid, arg), cites);
  return false;
}

/* --- the walk --- */
static const char *type_fault(unsigned bits) {
  if (bits & 1u << JSON_STRING) return N_("This must be a text.");
  if (bits & 1u << JSON_REAL) return N_("This must be a number.");
  if (bits & 1u << JSON_INT) return N_("This must be a whole number.");
  if (bits & 1u << JSON_TRUE) return N_("This must be yes or no.");
  if (bits & 1u << JSON_ARRAY) return N_("This must be a list.");
  if (bits & 1u << JSON_OBJECT) return N_("This must be a group of fields.");
  return N_("This must be empty.");
}

static bool type_fits(unsigned types, const json *data) {
  return types >> data->kind & 1u ||
         (data->kind == JSON_REAL && types & 1u << JSON_INT && schema_whole(data));
}

static bool scalar(const json *v) { return v->kind != JSON_OBJECT && v->kind != JSON_ARRAY; }

/* All ops of the value's kind; a single value gets one complaint. */
static bool run_ops(schema_walk *w, const schema_point *p) {
  bool good = true;
  for (const schema_op *op = p->node->ops[p->data->kind]; op->check; op++) {
    good &= op->check(w, p, op);
    if (!good && (w->quiet || w->left < 0 || scalar(p->data))) return false;
  }
  return good;
}

static size_t words(const json *data) { return data->n / 64 + 1; }

/* With marks of its own, which are the value's in the end when it fits. */
static bool run_marking(schema_walk *w, const schema_point *p) {
  size_t n = words(p->data), mark = arena_mark(w->a);
  schema_marks own = {.n = n};
  own.bits = n > 1 ? arena_list(w->a, n, uint64_t) : &own.few;
  schema_point with = {p->node, p->data, p->at, &own};
  w->left -= (int64_t)n;
  bool good = run_ops(w, &with);
  for (size_t i = 0; good && p->marks && i < n; i++) p->marks->bits[i] |= own.bits[i];
  arena_rewind(w->a, mark);
  return good;
}

static bool run_scoped(schema_walk *w, const schema_point *p, bool marking) {
  schema_scope scope = {w->scope, p->node->resource};
  w->scope = &scope;
  bool good = marking ? run_marking(w, p) : run_ops(w, p);
  w->scope = scope.up;
  return good;
}

static bool run(schema_walk *w, const schema_point *p) {
  const schema_node *n = p->node;
  if (--w->left < 0) return false;
  if (!type_fits(n->types, p->data))
    return schema_fault(w, p, STR_NONE,
                        n->refused ? N_("This is not allowed here.") : type_fault(n->types),
                        STR_NONE);
  if (!n->ops[p->data->kind]) return true;
  if (++w->depth > DEPTH) w->left = -1;
  str around = w->cites;
  if (n->cites.p) w->cites = n->cites;
  bool marking = !scalar(p->data) && (p->marks || n->tracks), good = false;
  if (w->left >= 0) {
    bool scoped = w->scoped && (!w->scope || w->scope->resource != n->resource);
    good = scoped ? run_scoped(w, p, marking) : marking ? run_marking(w, p) : run_ops(w, p);
  }
  w->cites = around;
  w->depth--;
  return good;
}

bool schema_here(schema_walk *w, const schema_node *n, const schema_point *p) {
  schema_point next = {n, p->data, p->at, p->marks};
  return run(w, &next);
}

bool schema_there(schema_walk *w, const schema_node *n, const json *data, const schema_place *at) {
  schema_point next = {n, data, at, NULL};
  return run(w, &next);
}

bool schema_quietly(schema_walk *w, const schema_node *n, const schema_point *p) {
  w->quiet++;
  bool good = schema_here(w, n, p);
  w->quiet--;
  return good;
}

bool schema_check(const schema_program *program, const json *data, arena *scratch, str prefix,
                  err **errors) {
  static const json nothing = {.kind = JSON_NULL};
  schema_walk w = {.a = scratch, .prefix = prefix, .errors = errors, .scoped = program->dynamic,
                   .quiet = errors == NULL, .left = BUDGET};
  bool good = schema_there(&w, program->root, data ? data : &nothing, NULL) && w.left >= 0;
  if (errors && !good && (w.left < 0 || !w.found))
    report(&w, NULL, ERR(INVALID, N_("What was sent is too large or too deep to be checked.")),
           STR_NONE);
  return good;
}

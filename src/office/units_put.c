/* units_put: units as a file wants them, into the tree that is there: checked as a whole, then
 * written; see import_impl.h.  Called by import_units.c and catalogue_install.c. */
#include <stdlib.h>

#include "base/buf.h"
#include "base/csv.h"
#include "base/lines.h"
#include "base/rand.h"
#include "office/catalogue.sql.h"
#include "office/import_impl.h"
#include "office/restore.h"

enum { DEPTH_MOST = 16 };
#define NOWHERE SIZE_MAX

typedef struct node { /* a unit that is there, is wished for, or both */
  str code;
  int64_t id;
  const catalogue_units_row *old;
  const unit_wish *wish;
  size_t parent, successor; /* nodes, or NOWHERE */
  bool written, refused; /* refused: a row of the file is, or will be */
} node;

typedef struct forest {
  ctx *c;
  const char *path;
  import_report *report;
  node *nodes; /* sorted by code */
  size_t n;
  const node **by_id; /* those that are there */
  size_t nold;
  bool circle; /* of parents or successors */
} forest;

/* In a file one reason for each row, and the next row; else the first reason is the error. */
static err *refuse(const forest *f, node *u, const char *why, str arg) {
  if (!f->path) return ERR(INVALID, why, arg);
  if (u->refused) return NULL;
  u->refused = true;
  return import_refuse_row(f->report, u->wish->line, u->code,
                           lines_wrong_at(f->path, u->wish->line, why, arg));
}

/* --- gathering --- */
static int node_order(const void *a, const void *b) {
  const node *x = a, *y = b;
  int order = str_cmp(x->code, y->code);
  if (order) return order;
  int64_t p = x->wish ? x->wish->line : -1, q = y->wish ? y->wish->line : -1;
  return (p > q) - (p < q);
}

static int id_order(const void *a, const void *b) {
  int64_t x = (*(const node *const *)a)->id, y = (*(const node *const *)b)->id;
  return (x > y) - (x < y);
}

/* The unit that is there and the wish for it become one node; two wishes are refused. */
static err *merge(forest *f) {
  qsort(f->nodes, f->n, sizeof *f->nodes, node_order);
  size_t kept = 0;
  for (size_t i = 0; i < f->n; i++) {
    node *last = kept ? &f->nodes[kept - 1] : NULL;
    if (!last || !str_eq(last->code, f->nodes[i].code)) {
      f->nodes[kept++] = f->nodes[i];
      continue;
    }
    node *twice = &f->nodes[i];
    if (last->wish)
      TRY(refuse(f, twice, N_("the code {0} stands in an earlier line too."), last->code));
    else last->wish = twice->wish;
    last->refused = last->refused || twice->refused;
  }
  f->n = kept;
  return NULL;
}

static err *gather(forest *f, const unit_wish *wishes, size_t n) {
  arena *a = f->c->a;
  catalogue_units_row *rows;
  size_t nrows;
  TRY(catalogue_units(f->c->db, a, &rows, &nrows));
  f->nodes = arena_list(a, n + nrows, node);
  for (size_t i = 0; i < nrows; i++)
    f->nodes[f->n++] = (node){.code = rows[i].code, .id = rows[i].id, .old = &rows[i],
                              .parent = NOWHERE, .successor = NOWHERE};
  for (size_t i = 0; i < n; i++)
    f->nodes[f->n++] = (node){.code = wishes[i].code, .wish = &wishes[i], .parent = NOWHERE,
                              .successor = NOWHERE, .refused = wishes[i].refused};
  TRY(merge(f));
  f->by_id = arena_list(a, nrows, const node *);
  for (size_t i = 0; i < f->n; i++)
    if (f->nodes[i].old) f->by_id[f->nold++] = &f->nodes[i];
    else f->nodes[i].id = rand_id();
  qsort(f->by_id, f->nold, sizeof *f->by_id, id_order);
  return NULL;
}

static size_t node_coded(const forest *f, str code) {
  size_t low = 0, high = f->n;
  while (low < high) {
    size_t middle = low + (high - low) / 2;
    int order = str_cmp(f->nodes[middle].code, code);
    if (order == 0) return middle;
    if (order < 0) low = middle + 1;
    else high = middle;
  }
  return NOWHERE;
}

static size_t node_of_id(const forest *f, opt_i64 id) {
  size_t low = 0, high = f->nold;
  while (id.has && low < high) {
    size_t middle = low + (high - low) / 2;
    if (f->by_id[middle]->id == id.v) return (size_t)(f->by_id[middle] - f->nodes);
    if (f->by_id[middle]->id < id.v) low = middle + 1;
    else high = middle;
  }
  return NOWHERE;
}

/* --- the tree --- */
static err *link_up(forest *f, node *u) {
  if (!u->wish) {
    u->parent = node_of_id(f, u->old->parent_id);
    u->successor = node_of_id(f, u->old->successor_id);
    return NULL;
  }
  const unit_wish *w = u->wish;
  if (w->parent.n && (u->parent = node_coded(f, w->parent)) == NOWHERE)
    return refuse(f, u, N_("its parent {0} is unknown."), w->parent);
  if (w->successor.n && (u->successor = node_coded(f, w->successor)) == NOWHERE)
    return refuse(f, u, N_("its successor {0} is unknown."), w->successor);
  if (w->successor.n && !w->valid_to)
    return refuse(f, u, N_("it has a successor, but no last day."), STR_NONE);
  return NULL;
}

/* Follows parents, or successors, from u; refuses a way that comes back or is too long. */
static err *follow(forest *f, node *u, bool up) {
  size_t at = up ? u->parent : u->successor;
  for (int steps = 0; at != NOWHERE; steps++) {
    const node *v = &f->nodes[at];
    f->circle = f->circle || v == u;
    if (v == u)
      return refuse(f, u, up ? N_("the unit {0} is its own ancestor.")
                             : N_("the unit {0} is its own successor."), u->code);
    if (steps == DEPTH_MOST) return NULL; /* a circle above: its own members tell */
    at = up ? v->parent : v->successor;
  }
  return NULL;
}

static err *check_depth(const forest *f, node *u) {
  int depth = 0;
  for (size_t at = u->parent; at != NOWHERE && depth <= DEPTH_MOST; depth++)
    at = f->nodes[at].parent;
  return depth < DEPTH_MOST ? NULL : refuse(f, u, N_("the unit {0} is too deep."), u->code);
}

static opt_i64 id_at(const forest *f, size_t at) {
  return at == NOWHERE ? NONE_I64 : SOME(f->nodes[at].id);
}

static bool same_id(opt_i64 a, opt_i64 b) { return a.has == b.has && (!a.has || a.v == b.v); }

static bool differs(const forest *f, const node *u) {
  const catalogue_units_row *o = u->old;
  const unit_wish *w = u->wish;
  return !str_eq(o->kind, w->kind) || !str_eq(o->name, w->name) ||
         !str_eq(o->name_en, w->name_en) || !str_eq(o->commune, w->commune) ||
         o->valid_from != w->valid_from || !same_id(o->parent_id, id_at(f, u->parent)) ||
         (o->valid_to.has ? o->valid_to.v : 0) != w->valid_to ||
         !same_id(o->successor_id, id_at(f, u->successor));
}

/* What was signed until today names units as they were. */
static err *check_end(const forest *f, node *u) {
  const catalogue_units_row *o = u->old;
  int32_t today = day_of(f->c->now), end = o->valid_to.has ? (int32_t)o->valid_to.v : 0;
  bool moves = end != u->wish->valid_to || !same_id(o->successor_id, id_at(f, u->successor));
  if (!moves) return NULL;
  if (end && end <= today)
    return refuse(f, u, N_("the unit {0} has been dissolved already."), u->code);
  if (u->wish->valid_to && u->wish->valid_to <= today)
    return refuse(f, u, N_("the unit {0} can be dissolved from tomorrow on."), u->code);
  return NULL;
}

static err *check_tree(forest *f) {
  for (size_t i = 0; i < f->n; i++) TRY(link_up(f, &f->nodes[i]));
  for (size_t i = 0; i < f->n; i++) {
    if (!f->nodes[i].wish) continue;
    TRY(follow(f, &f->nodes[i], true));
    TRY(follow(f, &f->nodes[i], false));
  }
  for (size_t i = 0; i < f->n; i++) {
    node *u = &f->nodes[i];
    if (u->wish && !f->circle) TRY(check_depth(f, u));
    if (u->wish && u->old && differs(f, u)) TRY(check_end(f, u));
  }
  return f->path ? import_refusal(f->report, f->path) : NULL;
}

/* --- writing --- */
static opt_i64 last_day(const unit_wish *w) { return w->valid_to ? SOME(w->valid_to) : NONE_I64; }
static str commune_of(const unit_wish *w) { return w->commune.n ? w->commune : STR_NONE; }

static err *add(forest *f, node *u) {
  const unit_wish *w = u->wish;
  catalogue_add_unit_in row = {.id = u->id, .code = w->code, .kind = w->kind, .name = w->name,
                               .name_en = w->name_en, .parent = id_at(f, u->parent),
                               .commune = commune_of(w), .valid_from = w->valid_from,
                               .valid_to = last_day(w)};
  f->report->added++;
  if (f->report->lists_added) import_note(f->report, w->line, w->code, "added", w->name);
  TRY(restore_keep(f->c, "unit", w->code, STR_NONE));
  return catalogue_add_unit(f->c->db, &row, NULL);
}

/* Parents first; the depth was checked. */
static err *add_with_parents(forest *f, node *u) {
  if (u->written || u->old) return NULL;
  u->written = true;
  if (u->parent != NOWHERE) TRY(add_with_parents(f, &f->nodes[u->parent]));
  return add(f, u);
}

static str code_at(const forest *f, size_t at) { return at == NOWHERE ? S("") : f->nodes[at].code; }

static err *change(forest *f, const node *u) {
  const unit_wish *w = u->wish;
  if (u->old)
    TRY(restore_keep_unit(f->c, u->old, code_at(f, node_of_id(f, u->old->parent_id)),
                          code_at(f, node_of_id(f, u->old->successor_id))));
  catalogue_change_unit_in row = {.id = u->id, .kind = w->kind, .name = w->name,
                                  .name_en = w->name_en, .parent = id_at(f, u->parent),
                                  .commune = commune_of(w), .valid_from = w->valid_from,
                                  .valid_to = last_day(w),
                                  .successor = id_at(f, u->successor)};
  return catalogue_change_unit(f->c->db, &row, NULL);
}

static err *write_units(forest *f) {
  for (size_t i = 0; i < f->n; i++)
    if (f->nodes[i].wish) TRY(add_with_parents(f, &f->nodes[i]));
  for (size_t i = 0; i < f->n; i++) {
    const node *u = &f->nodes[i];
    if (!u->wish) continue;
    if (!u->old) {
      if (u->successor != NOWHERE) TRY(change(f, u));
    } else if (!differs(f, u)) {
      f->report->same++;
    } else {
      f->report->changed++;
      import_note(f->report, u->wish->line, u->code, "changed", u->wish->name);
      TRY(change(f, u));
    }
  }
  return NULL;
}

/* --- communes and who receives for them --- */
static bool open_unit(const catalogue_units_row *u, const char *kind) {
  return !u->valid_to.has && str_eq(u->kind, str_of(kind));
}

/* Where the province of a commune has a centre, its point for the commune receives, or the commune
 * itself; elsewhere nobody is routed to it. */
static int64_t receiver(const catalogue_units_row *units, size_t n, const catalogue_units_row *u) {
  int64_t point = 0;
  bool centre = false;
  for (size_t i = 0; i < n; i++) {
    const catalogue_units_row *v = &units[i];
    if (open_unit(v, "centre") && same_id(v->parent_id, u->parent_id)) centre = true;
    if (open_unit(v, "point") && str_eq(v->commune, u->commune)) point = v->id;
  }
  return !centre ? 0 : point ? point : u->id;
}

static bool ruled(const catalogue_rules_row *rules, size_t n, str commune) {
  for (size_t i = 0; i < n; i++)
    if (!rules[i].field.n && str_eq(rules[i].level, S("commune")) &&
        str_eq(rules[i].commune, commune))
      return true;
  return false;
}

static err *route_communes(ctx *c) {
  catalogue_units_row *units;
  catalogue_rules_row *rules;
  size_t nunits, nrules;
  TRY(catalogue_units(c->db, c->a, &units, &nunits));
  TRY(catalogue_rules(c->db, c->a, &rules, &nrules));
  bool centres = false;
  for (size_t i = 0; i < nunits; i++) centres = centres || open_unit(&units[i], "centre");
  for (size_t i = 0; centres && i < nunits; i++) {
    const catalogue_units_row *u = &units[i];
    if (!open_unit(u, "commune") || !u->commune.n || ruled(rules, nrules, u->commune)) continue;
    int64_t receives = receiver(units, nunits, u);
    if (!receives) continue;
    catalogue_add_rule_in row = {.id = rand_id(), .field = S(""), .level = S("commune"),
                                 .commune = u->commune, .unit = u->id, .reception = receives,
                                 .valid_from = u->valid_from};
    TRY(restore_keep(c, "competence", str_fmt(c->a, "%lld", (long long)row.id), STR_NONE));
    TRY(catalogue_add_rule(c->db, &row, NULL));
  }
  return NULL;
}

err *units_put(ctx *c, const char *path, const unit_wish *wishes, size_t n, import_report *r) {
  forest f = {.c = c, .path = path, .report = r};
  TRY(gather(&f, wishes, n));
  TRY(check_tree(&f));
  TRY(write_units(&f));
  return route_communes(c);
}

/* load: see load.h.  Each count is the beginning of a range of an index, LOAD_MOST long at most, so
 * a heap of a million costs no more than one of a thousand. */
#include "office/load.h"

#include "office/access.h"
#include "office/desk_impl.h"
#include "office/load.sql.h"

typedef struct tally {
  ctx *c;
  int64_t soon;
  int64_t *units;   /* the unit, then those whose work it has taken over */
  size_t nunits;
  load_line *lines;
  size_t n;
} tally;

static load_line *line_of(tally *t, const officer_info *o, const workflow_step *s) {
  for (size_t i = 0; i < t->n; i++)
    if (t->lines[i].officer == o && t->lines[i].step == s) return &t->lines[i];
  t->lines[t->n] = (load_line){.officer = o, .step = s};
  return &t->lines[t->n++];
}

/* Of rows that were counted to their end or to LOAD_MOST and one. */
static void add_rows(tally *t, const officer_info *o, const load_line_row *rows, size_t n) {
  int64_t all = 0;
  for (size_t i = 0; i < n; i++) all += rows[i].open;
  for (size_t i = 0; i < n; i++) {
    load_line *l = line_of(t, o, workflow_next(rows[i].state));
    l->open += rows[i].open;
    l->late += rows[i].late;
    l->soon += rows[i].soon;
    l->more = l->more || all > LOAD_MOST;
  }
}

static err *nobodys(tally *t, int64_t unit_id) {
  load_line_row *rows;
  size_t n;
  for (dossier_state s = 0; s < STATE_COUNT; s++) {
    if (!workflow_next(state_name(s))) continue;
    TRY(load_of_nobody(t->c->db, t->c->a,
                       &(load_of_nobody_in){.unit = unit_id, .state = state_name(s),
                                            .now = t->c->now.us, .soon = t->soon,
                                            .most = LOAD_MOST + 1},
                       &rows, &n));
    add_rows(t, NULL, rows, n);
  }
  return NULL;
}

static err *officers(tally *t, const officer_info *o) {
  size_t before = t->n, n;
  for (size_t i = 0; i < t->nunits; i++) {
    load_line_row *rows;
    TRY(load_of_officer(t->c->db, t->c->a,
                        &(load_of_officer_in){.officer = o->account_id, .unit = t->units[i],
                                              .now = t->c->now.us, .soon = t->soon,
                                              .most = LOAD_MOST + 1},
                        &rows, &n));
    add_rows(t, o, rows, n);
  }
  if (t->n == before) (void)line_of(t, o, NULL);
  return NULL;
}

err *load_of(ctx *c, int64_t unit_id, const officer_list *people, load *out) {
  tally t = {.c = c, .soon = desk_after_soon(c)};
  size_t before;
  int64_t *taken_over = edition_predecessors(c->edition, c->a, unit_id, &before);
  t.units = arena_list(c->a, before + 1, int64_t);
  t.units[t.nunits++] = unit_id;
  for (size_t i = 0; i < before; i++) t.units[t.nunits++] = taken_over[i];
  t.lines = arena_list(c->a, (people->n + 1) * STATE_COUNT, load_line);
  for (size_t i = 0; i < t.nunits; i++) TRY(nobodys(&t, t.units[i]));
  for (size_t i = 0; i < people->n; i++) TRY(officers(&t, &people->items[i]));
  *out = (load){t.lines, t.n};
  return NULL;
}

err *load_unit(ctx *c, str code, int64_t *unit_id) {
  for (size_t i = 0; i < c->who->nroles; i++) {
    const unit *u = edition_unit(c->edition, c->who->roles[i].unit_id);
    if (!u || (code.n && !str_eq(u->code, code))) continue;
    access_thing thing = {.units = &u->id, .nunits = 1};
    if (access_check(c, WHO_UNIT_ASSIGNER, &thing, STR_NONE)) continue;
    *unit_id = u->id;
    return NULL;
  }
  return access_check(c, WHO_UNIT_ASSIGNER, NULL, STR_NONE);
}

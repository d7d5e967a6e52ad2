/* pages_units: the tree of units for administrators: search, one unit, and its changes. */
#include "base/buf.h"
#include "kit/text.h"
#include "office/admin.h"
#include "office/indicator.h"
#include "office/admin.sql.h"
#include "web/fill.h"
#include "web/pages_admin.h"

/* --- a list --- */
static int depth_of(const edition *e, const unit *u) {
  int depth = 0;
  for (; u && u->parent_id && depth < 16; depth++) u = edition_unit(e, u->parent_id);
  return depth;
}

v_unit_line admin_unit_line(const rq *r, const unit *u) {
  const edition *e = r->ctx.edition;
  const unit *parent = u->parent_id ? edition_unit(e, u->parent_id) : NULL;
  const unit *heir = u->successor_id ? edition_unit(e, u->successor_id) : NULL;
  return (v_unit_line){.code = u->code, .name = u->name, .kind = u->kind,
                       .kind_word = admin_word("kind", u->kind),
                       .parent = parent ? parent->code : STR_NONE, .valid_from = u->valid_from,
                       .valid_to = u->valid_to, .successor = heir ? heir->code : STR_NONE,
                       .depth = depth_of(e, u)};
}

static bool wanted(arena *a, const unit *u, str words, str asked) {
  if (!asked.n || str_starts(u->code, asked)) return true;
  size_t mark = arena_mark(a);
  bool found = words.n && str_find(text_fold(a, u->name), words) >= 0;
  arena_rewind(a, mark);
  return found;
}

static const admin_row new_unit = {units_create, "new", &b_unit_create_type, N_("A new unit"),
                                   N_("Create"), NULL, {0}};

err *page_units(rq *r) {
  const b_units *b = r->route->handler == units_show ? r->body : NULL;
  const edition *e = r->ctx.edition;
  arena *a = r->ctx.a;
  str q = b ? b->q : STR_NONE, after = b ? b->after : STR_NONE;
  str words = q.n ? text_fold(a, q) : STR_NONE;
  v_unit_line *list = arena_list(a, ADMIN_PAGE, v_unit_line);
  v_units v = {.q = q, .total = NONE_I64};
  size_t n = 0;
  for (size_t i = 0; i < e->nunits && !v.more; i++) {
    const unit *u = e->units_by_code[i];
    if ((after.n && str_cmp(u->code, after) <= 0) || !wanted(a, u, words, q)) continue;
    if (n < ADMIN_PAGE) list[n++] = admin_unit_line(r, u);
    else v.more = true;
  }
  if (v.more) v.next = list[n - 1].code;
  v_admin_form *forms = arena_list(a, 1, v_admin_form);
  forms[0] = admin_form(r, &new_unit, S("/admin/units"), NULL);
  v.items = (v_unit_line_list){list, n};
  v.forms = (v_admin_form_list){forms, 1};
  r->page.title = N_("Units");
  return REPLY(r, admin_status(r), units, &v);
}

err *units_show(rq *r) { return page_units(r); }

/* --- one --- */
static const admin_row rows[] = {
    {unit_renamed, "rename", &b_unit_rename_type, N_("Another name"), N_("Rename"), NULL, {0}},
    {unit_moved, "move", &b_unit_move_type, N_("Another place in the tree"), N_("Move"), NULL, {0}},
    {unit_hours_set, "hours", &b_unit_hours_type, N_("Office hours of its own"), N_("Set"),
     N_("Left empty: what the unit above it has. A day of the week: reception on that day beside "
        "the working days."), {0}},
    {unit_dissolved, "dissolve", &b_unit_dissolve_type, N_("Dissolve"), N_("Dissolve the unit"),
     N_("Its running dossiers, its part of the figures and what it decides go to the successor on "
        "that day. What it has signed stays its own."), {0}},
};
static const char *const paths[] = {"rename", "move", "hours", "dissolve"};

static str clock_text(arena *a, int64_t minutes) {
  return str_fmt(a, "%02d:%02d", (int)(minutes / 60), (int)(minutes % 60));
}

static err *fill_hours(rq *r, const unit *u, v_hours_line_list *to) {
  arena *a = r->ctx.a;
  admin_unit_hours_row *found;
  size_t n;
  TRY(admin_unit_hours(r->ctx.db, a, u->id, &found, &n));
  v_hours_line *list = arena_list(a, n, v_hours_line);
  for (size_t i = 0; i < n; i++)
    list[i] = (v_hours_line){.weekday = found[i].weekday,
                             .word = admin_word("weekday", str_fmt(a, "%d", (int)found[i].weekday)),
                             .opens = clock_text(a, found[i].opens),
                             .noon_closes = clock_text(a, found[i].noon_closes),
                             .noon_opens = clock_text(a, found[i].noon_opens),
                             .closes = clock_text(a, found[i].closes)};
  *to = (v_hours_line_list){list, n};
  return NULL;
}

static v_unit_line_list below(rq *r, const unit *u) {
  const edition *e = r->ctx.edition;
  size_t n = 0;
  for (size_t i = 0; i < e->nunits; i++) n += e->units[i].parent_id == u->id;
  v_unit_line *list = arena_list(r->ctx.a, n, v_unit_line);
  n = 0;
  for (size_t i = 0; i < e->nunits; i++)
    if (e->units_by_code[i]->parent_id == u->id)
      list[n++] = admin_unit_line(r, e->units_by_code[i]);
  return (v_unit_line_list){list, n};
}

static const v_unit_ref *reference(rq *r, int64_t id) {
  const unit *u = id ? edition_unit(r->ctx.edition, id) : NULL;
  if (!u) return NULL;
  v_unit_ref *v = arena_new_of(r->ctx.a, v_unit_ref);
  *v = fill_unit(r->ctx.edition, id);
  return v;
}

static v_admin_form_list unit_forms(rq *r, const unit *u) {
  arena *a = r->ctx.a;
  const unit *parent = u->parent_id ? edition_unit(r->ctx.edition, u->parent_id) : NULL;
  const admin_value values[] = {{"name", u->name},
                                {"name_en", u->name_en},
                                {"parent", parent ? parent->code : S("")},
                                {NULL, STR_NONE}};
  v_admin_form *forms = arena_list(a, COUNT(rows), v_admin_form);
  for (size_t i = 0; i < COUNT(rows); i++)
    forms[i] = admin_form(
        r, &rows[i], str_cat(a, S("/admin/units/"), u->code, S("/"), str_of(paths[i])), values);
  return (v_admin_form_list){forms, COUNT(rows)};
}

static err *fill_figures(rq *r, const unit *u, v_unit *v) {
  figures sums;
  size_t n, before;
  figures_wish w = {.unit = u, .period = period_of(SPAN_YEAR, day_of(r->ctx.now))};
  TRY(figures_of(&r->ctx, u->id, &w.period, &sums));
  const figure *all = indicator_counts(&r->ctx, &w, &sums, &n);
  v_figure *list = arena_list(r->ctx.a, n, v_figure);
  for (size_t i = 0; i < n; i++)
    list[i] = (v_figure){.measure = all[i].measure, .word = all[i].word, .n = all[i].n};
  v->figures = (v_figure_list){list, n};
  int64_t *ids = edition_predecessors(r->ctx.edition, r->ctx.a, u->id, &before);
  v_unit_ref *units = arena_list(r->ctx.a, before, v_unit_ref);
  for (size_t i = 0; i < before; i++) units[i] = fill_unit(r->ctx.edition, ids[i]);
  v->taken_over = (v_unit_ref_list){units, before};
  return NULL;
}

err *page_unit(rq *r) {
  const edition *e = r->ctx.edition;
  const unit *u = edition_unit_by_code(e, r->params[0]);
  if (!u) return ERR(NOT_FOUND, N_("There is no unit {0}."), r->params[0]);
  v_unit v = {.code = u->code, .name = u->name, .name_en = u->name_en, .kind = u->kind,
              .kind_word = admin_word("kind", u->kind), .parent = reference(r, u->parent_id),
              .commune = u->commune, .valid_from = u->valid_from, .valid_to = u->valid_to,
              .successor = reference(r, u->successor_id), .units = below(r, u),
              .edition = e->number, .gone = u->valid_to && u->valid_to <= e->day};
  TRY(fill_hours(r, u, &v.hours));
  TRY(fill_figures(r, u, &v));
  if (!v.gone) v.forms = unit_forms(r, u);
  r->page.title = N_("Unit");
  return REPLY(r, admin_status(r), unit, &v);
}

err *unit_show(rq *r) { return page_unit(r); }

/* --- changes --- */
typedef struct order {
  str code;
  const void *body;
  int32_t day;
  int64_t weekday;
  office_hours hours;
  bool takes_away;
} order;

static err *create(ctx *c, void *arg) {
  const order *o = arg;
  const b_unit_create *b = o->body;
  return unit_create(c, &(unit_wanted){.code = b->code, .kind = b->kind, .name = b->name,
                                       .name_en = b->name_en, .parent = b->parent,
                                       .commune = b->commune, .from = o->day});
}

static err *rename_it(ctx *c, void *arg) {
  const order *o = arg;
  const b_unit_rename *b = o->body;
  return unit_rename(c, o->code, b->name, b->name_en, o->day);
}

static err *move_it(ctx *c, void *arg) {
  const order *o = arg;
  return unit_move(c, o->code, ((const b_unit_move *)o->body)->parent);
}

static err *dissolve_it(ctx *c, void *arg) {
  const order *o = arg;
  return unit_dissolve(c, o->code, o->day, ((const b_unit_dissolve *)o->body)->successor);
}

static err *hours_of_it(ctx *c, void *arg) {
  const order *o = arg;
  return hours_set(c, o->code, o->weekday, o->takes_away ? NULL : &o->hours);
}

static err *done(rq *r, ctx_fn fn, order *o) {
  TRY(admin_change(&r->ctx, r->seen_version, fn, o));
  return admin_done(r, str_cat(r->http->a, S("/admin/units/"), o->code));
}

err *units_create(rq *r) {
  const b_unit_create *b = r->body;
  order o = {.code = b->code, .body = b};
  TRY(admin_day_of("from", b->from, &o.day));
  return done(r, create, &o);
}

err *unit_renamed(rq *r) {
  const b_unit_rename *b = r->body;
  order o = {.code = r->params[0], .body = b};
  TRY(admin_day_of("from", b->from, &o.day));
  return done(r, rename_it, &o);
}

err *unit_moved(rq *r) {
  order o = {.code = r->params[0], .body = r->body};
  return done(r, move_it, &o);
}

err *unit_dissolved(rq *r) {
  const b_unit_dissolve *b = r->body;
  order o = {.code = r->params[0], .body = b};
  TRY(admin_day_of("until", b->until, &o.day));
  return done(r, dissolve_it, &o);
}

err *unit_hours_set(rq *r) {
  const b_unit_hours *b = r->body;
  order o = {.code = r->params[0], .weekday = b->weekday.p[0] - '0'};
  o.takes_away = !b->opens.n && !b->noon_closes.n && !b->noon_opens.n && !b->closes.n;
  if (!o.takes_away) {
    TRY(admin_minutes("opens", b->opens, &o.hours.open));
    TRY(admin_minutes("noon_closes", b->noon_closes, &o.hours.noon_close));
    TRY(admin_minutes("noon_opens", b->noon_opens, &o.hours.noon_open));
    TRY(admin_minutes("closes", b->closes, &o.hours.close));
  }
  return done(r, hours_of_it, &o);
}

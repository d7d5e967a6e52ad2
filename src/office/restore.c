/* restore: see restore.h.  Calls units_put, as an import does; the catalogue's own way back is in
 * catalogue_publish.c. */
#include "office/restore.h"

#include "base/buf.h"
#include "base/csv.h"
#include "office/admin.sql.h"
#include "office/catalogue.h"
#include "office/catalogue.sql.h"
#include "office/import_impl.h"
#include "office/journal.h"
#include "office/restore.sql.h"
#include "office/setting.h"

/* --- what was --- */
err *restore_keep(ctx *c, const char *kind, str code, str line) {
  return restore_before(c->db, str_of(kind), code, line, NULL);
}

err *restore_keep_unit(ctx *c, const catalogue_units_row *u, str parent, str successor) {
  arena *a = c->a;
  csv_row row = {{u->code, u->kind, u->name, u->name_en, parent, u->commune.p ? u->commune : S(""),
                  day_iso(a, (int32_t)u->valid_from),
                  u->valid_to.has ? day_iso(a, (int32_t)u->valid_to.v) : S(""), successor}, 9};
  return restore_keep(c, "unit", u->code, csv_text(a, &row));
}

err *restore_day(ctx *c, int32_t day, const admin_day_row *old, str kind, str source) {
  str code = day_iso(c->a, day), line = STR_NONE;
  if (old) line = csv_text(c->a, &(csv_row){{code, old->kind, old->source}, 3});
  TRY(restore_keep(c, "calendar_day", code, line));
  return kind.n ? admin_day_put(c->db, day, kind, source, NULL) : admin_day_take(c->db, day, NULL);
}

static err *line_wrong(str line) {
  return ERR(INTERNAL, N_("The table {0} has a wrong line: {1}"), S("edition_before"), line);
}

/* --- the calendar --- */
static err *day_back(ctx *c, const restore_befores_row *b, int64_t *n) {
  day_wish was = {.kind = S("")};
  csv_row row;
  admin_day_row is;
  bool found;
  if (b->line.p && (!csv_read(c->a, b->line, &row) || day_wish_of(&row, &was)))
    return line_wrong(b->line);
  if (!b->line.p && !day_parse(b->code, &was.day)) return line_wrong(b->code);
  TRY(admin_day(c->db, c->a, was.day, &is, &found));
  bool same = found ? str_eq(is.kind, was.kind) && str_eq(is.source, was.source) : !was.kind.n;
  if (same) return NULL;
  *n += 1;
  return restore_day(c, was.day, found ? &is : NULL, was.kind, was.source);
}

static err *calendar_back(ctx *c, int64_t as_of, int64_t *n) {
  restore_befores_row *rows;
  size_t count;
  TRY(restore_befores(c->db, c->a, S("calendar_day"), as_of, &rows, &count));
  for (size_t i = 0; i < count; i++) TRY(day_back(c, &rows[i], n));
  return NULL;
}

/* --- units --- */
typedef struct going { /* units as they are, and those of them that were not there */
  ctx *c;
  catalogue_units_row *units;
  size_t nunits;
  const catalogue_units_row **list;
  size_t n;
} going;

static str code_of(const going *g, opt_i64 id) {
  for (size_t i = 0; id.has && i < g->nunits; i++)
    if (g->units[i].id == id.v) return g->units[i].code;
  return S("");
}

/* Out of the tree first, so that their order does not matter. */
static err *loosen(going *g, const catalogue_units_row *u) {
  TRY(restore_keep_unit(g->c, u, code_of(g, u->parent_id), code_of(g, u->successor_id)));
  TRY(restore_unit_loosen(g->c->db, u->id, NULL));
  g->list[g->n++] = u;
  return NULL;
}

static err *take(going *g, const catalogue_units_row *u, err **stays) {
  static const char *const words[][2] = {
      {"dossiers", N_("dossiers")}, {"officers", N_("officers' roles")}, {"units", N_("units")},
      {"rules", N_("rules of who decides")}, {"hours", N_("office hours")},
      {"names", N_("names with a day")}, {"acts", N_("acts of officers")}};
  restore_unit_use_row use;
  bool found;
  TRY(restore_unit_use(g->c->db, g->c->a, u->id, &use, &found));
  for (size_t i = 0; i < COUNT(words); i++)
    if (str_eq(use.what, str_of(words[i][0]))) {
      if (err_count(*stays) < IMPORT_REFUSED_MOST)
        err_add(stays, ERR(CONFLICT, N_("The unit {0} stays, since this hangs on it: {1}. Dissolve "
                                        "it with a successor."), u->code, str_of(words[i][1])));
      return NULL;
    }
  return *stays ? NULL : restore_unit_take(g->c->db, u->id, NULL);
}

static err *take_units(ctx *c, const restore_befores_row *rows, size_t n, int64_t *changed) {
  going g = {.c = c};
  err *stays = NULL;
  TRY(catalogue_units(c->db, c->a, &g.units, &g.nunits));
  g.list = arena_list(c->a, n + 1, const catalogue_units_row *);
  for (size_t i = 0, k = 0; i < n; i++) { /* both by code */
    if (rows[i].line.p) continue;
    while (k < g.nunits && str_cmp(g.units[k].code, rows[i].code) < 0) k++;
    if (k < g.nunits && str_eq(g.units[k].code, rows[i].code)) TRY(loosen(&g, &g.units[k]));
  }
  for (size_t i = 0; i < g.n; i++) TRY(take(&g, g.list[i], &stays));
  *changed += (int64_t)g.n;
  return stays;
}

static err *take_rules(ctx *c, const restore_befores_row *rows, size_t n) {
  for (size_t i = 0; i < n; i++) {
    int64_t id;
    if (!str_to_i64(rows[i].code, &id)) return line_wrong(rows[i].code);
    TRY(restore_rule_take(c->db, id, NULL));
  }
  return NULL;
}

static err *units_back(ctx *c, int64_t as_of, int64_t *n) {
  restore_befores_row *rows, *rules;
  size_t count, nrules, nwishes = 0;
  TRY(restore_befores(c->db, c->a, S("unit"), as_of, &rows, &count));
  TRY(restore_befores(c->db, c->a, S("competence"), as_of, &rules, &nrules));
  unit_wish *wishes = arena_list(c->a, count + 1, unit_wish);
  for (size_t i = 0; i < count; i++) {
    csv_row row;
    if (!rows[i].line.p) continue;
    if (!csv_read(c->a, rows[i].line, &row) || unit_wish_of(&row, &wishes[nwishes++]))
      return line_wrong(rows[i].line);
  }
  import_report r = {.a = c->a};
  TRY(units_put(c, NULL, wishes, nwishes, &r));
  *n += r.added + r.changed;
  TRY(take_rules(c, rules, nrules));
  return take_units(c, rows, count, n);
}

/* --- any of them --- */
static err *check_number(ctx *c, import_kind kind, int64_t as_of, int64_t *now) {
  restore_since_row since = {0};
  bool found;
  TRY(setting_int(c->db, c->a, S("edition"), 0, now));
  if (as_of < 1 || as_of >= *now)
    return ERR(NOT_FOUND, N_("There is no earlier edition of that number."));
  if (kind != IMPORT_CATALOGUE) TRY(restore_since(c->db, c->a, &since, &found));
  if (as_of >= since.edition) return NULL;
  return ERR(NOT_FOUND, N_("What was before edition {0} has not been kept."),
             str_fmt(c->a, "%lld", (long long)since.edition));
}

err *edition_restore(ctx *c, import_kind kind, int64_t as_of, int64_t *n) {
  int64_t now;
  *n = 0;
  TRY(check_number(c, kind, as_of, &now));
  if (kind == IMPORT_CATALOGUE) TRY(catalogue_restore(c, as_of, n));
  else if (kind == IMPORT_UNITS) TRY(units_back(c, as_of, n));
  else TRY(calendar_back(c, as_of, n));
  if (!*n) return ERR(CONFLICT, N_("All of this is as it was in that edition."));
  json_member d[] = {journal_int(c->a, "edition", now), journal_int(c->a, "as_of", as_of),
                     journal_int(c->a, "changed", *n)};
  return journal_write(c, &(journal_entry){.act = ACT_RESTORED, .subject = import_word(kind),
                                           .detail = d, .ndetail = COUNT(d)});
}

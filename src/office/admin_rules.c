/* admin_rules: office hours, calendar, who decides, settings; see admin.h. */
#include "base/buf.h"
#include "base/rand.h"
#include "office/admin_impl.h"
#include "office/catalogue.sql.h"
#include "office/restore.h"
#include "office/setting.h"

static err *tell(ctx *c, act what, str subject, const json_member *d, size_t n) {
  return journal_write(
      c, &(journal_entry){.act = what, .subject = subject, .detail = d, .ndetail = n});
}

/* --- office hours --- */
static str hours_text(arena *a, int64_t o, int64_t nc, int64_t no, int64_t cl) {
  return str_fmt(a, "%02d:%02d-%02d:%02d, %02d:%02d-%02d:%02d", (int)(o / 60), (int)(o % 60),
                 (int)(nc / 60), (int)(nc % 60), (int)(no / 60), (int)(no % 60), (int)(cl / 60),
                 (int)(cl % 60));
}

err *hours_set(ctx *c, str code, int64_t weekday, const office_hours *h) {
  arena *a = c->a;
  admin_unit_row u;
  admin_hours_row old;
  bool found;
  TRY(admin_open_unit(c, "unit", code, day_of(c->now), &u));
  TRY(admin_hours(c->db, a, u.id, weekday, &old, &found));
  str before = found ? hours_text(a, old.opens, old.noon_closes, old.noon_opens, old.closes)
                     : STR_NONE;
  if (!h && !found) return ERR(CONFLICT, N_("The unit has no such hours of its own."));
  if (!h) TRY(admin_hours_take(c->db, u.id, weekday, NULL));
  bool good = !h || (h->open < h->noon_close && h->noon_close <= h->noon_open &&
                     h->noon_open < h->close);
  if (!good)
    return admin_wrong("opens", N_("The hours must follow each other, with noon between."),
                       STR_NONE);
  if (h) {
    admin_hours_put_in row = {.unit = u.id, .weekday = weekday, .opens = h->open,
                              .noon_closes = h->noon_close, .noon_opens = h->noon_open,
                              .closes = h->close};
    TRY(admin_hours_put(c->db, &row, NULL));
  }
  str after = h ? hours_text(a, h->open, h->noon_close, h->noon_open, h->close) : STR_NONE;
  json_member d[] = {journal_int(a, "weekday", weekday),
                     journal_change(a, "hours", before, after)};
  return tell(c, h ? ACT_HOURS_SET : ACT_HOURS_REMOVED, code, d, COUNT(d));
}

/* --- calendar --- */
err *calendar_set(ctx *c, int32_t day, str kind, str source) {
  arena *a = c->a;
  admin_day_row old;
  bool found;
  TRY(admin_day(c->db, a, day, &old, &found));
  if (kind.n && !source.n)
    return admin_wrong("source", N_("The document that orders it is needed."), STR_NONE);
  if (!kind.n && !found)
    return ERR(CONFLICT, N_("That day is already as the plain week has it."));
  TRY(restore_day(c, day, found ? &old : NULL, kind, source));
  json_member d[] = {journal_change(a, "kind", found ? old.kind : STR_NONE,
                                    kind.n ? kind : STR_NONE),
                     journal_change(a, "source", found ? old.source : STR_NONE,
                                    kind.n ? source : STR_NONE)};
  return tell(c, kind.n ? ACT_DAY_SET : ACT_DAY_REMOVED, day_iso(a, day), d, COUNT(d));
}

/* --- who decides --- */
static bool known_commune(const edition *e, str commune) {
  for (size_t i = 0; i < e->nunits; i++)
    if (str_eq(e->units[i].commune, commune)) return true;
  return false;
}

static bool known_field(const edition *e, str field) {
  for (size_t i = 0; i < e->nprocedures; i++)
    if (str_eq(e->procedures[i].field, field)) return true;
  return false;
}

static str rule_name(arena *a, str level, str field, str commune) {
  str name = str_cat(a, level, S(" / "), field.n ? field : S("*"), S(" / "),
                     commune.n ? commune : S("*"));
  return name.n <= 200 ? name : str_cat(a, level, S(" / "), commune.n ? commune : S("*"));
}

static err *end_rules(ctx *c, const competence_wanted *w, int32_t day, int64_t *changed) {
  admin_rules_end_in key = {.field = w->field.p ? w->field : S(""), .level = w->level,
                            .commune = w->commune.p ? w->commune : S(""), .day = day};
  return admin_rules_end(c->db, &key, changed);
}

err *competence_set(ctx *c, const competence_wanted *w) {
  arena *a = c->a;
  admin_unit_row decides, receives;
  int32_t from = w->from;
  str field = w->field.p ? w->field : S(""), commune = w->commune.p ? w->commune : S("");
  TRY(admin_begins(c, "from", &from));
  if (field.n && !known_field(c->edition, field))
    return admin_wrong("field", N_("No procedure has this field."), STR_NONE);
  if (commune.n && !known_commune(c->edition, commune))
    return admin_wrong("commune", N_("There is no commune {0}."), commune);
  TRY(admin_open_unit(c, "unit", w->unit, from, &decides));
  TRY(admin_open_unit(c, "reception", w->reception, from, &receives));
  TRY(end_rules(c, w, from, NULL));
  TRY(catalogue_add_rule(c->db,
                         &(catalogue_add_rule_in){.id = rand_id(), .field = field,
                                                  .level = w->level, .commune = commune,
                                                  .unit = decides.id, .reception = receives.id,
                                                  .valid_from = from},
                         NULL));
  json_member d[] = {journal_text(a, "field", field), journal_text(a, "level", w->level),
                     journal_text(a, "commune", commune), journal_text(a, "unit", w->unit),
                     journal_text(a, "reception", w->reception),
                     journal_text(a, "from", day_iso(a, from))};
  return tell(c, ACT_COMPETENCE_SET, rule_name(a, w->level, field, commune), d, COUNT(d));
}

err *competence_end(ctx *c, const competence_wanted *w) {
  arena *a = c->a;
  int32_t until = w->from;
  int64_t changed = 0;
  str field = w->field.p ? w->field : S(""), commune = w->commune.p ? w->commune : S("");
  TRY(admin_begins(c, "until", &until));
  TRY(end_rules(c, w, until, &changed));
  if (!changed) return ERR(CONFLICT, N_("There is no such rule."));
  json_member d[] = {journal_text(a, "field", field), journal_text(a, "level", w->level),
                     journal_text(a, "commune", commune),
                     journal_text(a, "until", day_iso(a, until))};
  return tell(c, ACT_COMPETENCE_ENDED, rule_name(a, w->level, field, commune), d, COUNT(d));
}

/* --- legal basis --- */
err *basis_set(ctx *c, str code, str acts, int32_t from) {
  arena *a = c->a;
  const procedure *p = edition_procedure(c->edition, code);
  buf lines = buf_in(a), before = buf_in(a);
  str line, rest = acts;
  if (!p) return ERR(NOT_FOUND, N_("There is no procedure {0}."), code);
  TRY(admin_begins(c, "from", &from));
  while (str_split(&rest, '\n', &line)) {
    line = str_trim(line);
    if (!line.n) continue;
    if (lines.n) buf_char(&lines, '\n');
    buf_add(&lines, line);
  }
  for (size_t i = 0; i < p->nlegal_basis; i++) {
    if (i) buf_char(&before, '\n');
    buf_add(&before, p->legal_basis[i]);
  }
  str is = buf_str(&lines), was = buf_str(&before);
  if (str_eq(is, was)) return admin_wrong("acts", N_("That is what it is already."), STR_NONE);
  TRY(admin_basis_put(c->db, p->id, from, is, NULL));
  json_member d[] = {journal_change(a, "acts", was, is),
                     journal_text(a, "from", day_iso(a, from))};
  return tell(c, ACT_BASIS_SET, code, d, COUNT(d));
}

/* --- settings --- */
err *setting_change(ctx *c, str name, str value) {
  const setting_rule *rule = setting_find(name);
  str old;
  if (!rule || rule->when == SETTING_NEVER)
    return admin_wrong("name", N_("There is no setting {0} to change."), name);
  TRY(setting_check(rule, value));
  TRY(setting_get(c->db, c->a, rule->name, &old));
  if (str_eq(old.p ? old : rule->usual, value))
    return admin_wrong("value", N_("That is what it is already."), STR_NONE);
  TRY(setting_put(c->db, rule->name, value, c->now));
  json_member d[] = {journal_change(c->a, "value", old.p ? old : rule->usual, value)};
  return tell(c, ACT_SETTING_CHANGED, rule->name, d, COUNT(d));
}

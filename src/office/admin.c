/* admin: see admin.h: the one frame of every change, and units; rules without units' trees are in
 * admin_rules.c. */
#include "office/admin.h"

#include "base/buf.h"
#include "office/access.h"
#include "office/admin.sql.h"
#include "office/admin_impl.h"
#include "office/import_impl.h"
#include "office/setting.h"

/* --- the frame --- */
typedef struct changing {
  int64_t seen;
  ctx_fn fn;
  void *arg;
} changing;

static err *change(ctx *c, void *arg) {
  const changing *w = arg;
  ctx now = *c;
  TRY(setting_raise_edition_from(c->db, c->a, w->seen, c->now));
  TRY(access_now(&now, WHO_ADMIN));
  return w->fn(&now, w->arg);
}

err *admin_change(ctx *c, int64_t seen, ctx_fn fn, void *arg) {
  if (!c->who) return ERR(UNAUTHENTICATED, N_("Please sign in"));
  if (seen < 0)
    return ERR(NEEDS_VERSION, N_("Say in If-Match which edition you have seen."));
  changing w = {seen, fn, arg};
  TRY(ctx_write(c, 0, change, &w));
  return office_renew(c->office);
}

/* --- shared --- */
err *admin_wrong(const char *field, const char *msgid, str arg) {
  return err_at(ERR(INVALID, msgid, arg), str_of(field), STR_NONE);
}

err *admin_begins(ctx *c, const char *field, int32_t *from) {
  int32_t today = day_of(c->now);
  if (!*from) *from = today;
  if (*from >= today) return NULL;
  return admin_wrong(field, N_("The earliest day is today."), STR_NONE);
}

/* A unit by its code, open on that day. */
err *admin_open_unit(ctx *c, const char *field, str code, int32_t day, admin_unit_row *out) {
  bool found;
  TRY(admin_unit(c->db, c->a, code, out, &found));
  if (!found) return admin_wrong(field, N_("There is no unit {0}."), code);
  if (out->valid_from <= day && (!out->valid_to.has || out->valid_to.v > day)) return NULL;
  return admin_wrong(field, N_("The unit {0} does not exist on that day."), code);
}

static err *unit_known(ctx *c, str code, admin_unit_row *out) {
  bool found;
  TRY(admin_unit(c->db, c->a, code, out, &found));
  if (!found) return ERR(NOT_FOUND, N_("There is no unit {0}."), code);
  if (!out->valid_to.has || out->valid_to.v > day_of(c->now)) return NULL;
  return ERR(CONFLICT, N_("The unit {0} has been dissolved."), code);
}

static str code_of(ctx *c, opt_i64 id) {
  const unit *u = id.has ? edition_unit(c->edition, id.v) : NULL;
  return u ? u->code : S("");
}

/* The row as a wish, to be altered. */
static unit_wish wish_of(ctx *c, const admin_unit_row *u) {
  return (unit_wish){.code = u->code, .kind = u->kind, .name = u->name, .name_en = u->name_en,
                     .parent = code_of(c, u->parent_id),
                     .commune = u->commune.p ? u->commune : S(""),
                     .successor = code_of(c, u->successor_id),
                     .valid_from = (int32_t)u->valid_from,
                     .valid_to = u->valid_to.has ? (int32_t)u->valid_to.v : 0};
}

static err *put(ctx *c, const unit_wish *w) {
  import_report r = {.a = c->a};
  return units_put(c, NULL, w, 1, &r);
}

static err *tell(ctx *c, act what, str code, const json_member *d, size_t n) {
  return journal_write(c,
                       &(journal_entry){.act = what, .subject = code, .detail = d, .ndetail = n});
}

/* --- units --- */
err *unit_create(ctx *c, const unit_wanted *w) {
  arena *a = c->a;
  int32_t from = w->from;
  admin_unit_row there;
  bool found;
  TRY(admin_begins(c, "from", &from));
  TRY(admin_unit(c->db, a, w->code, &there, &found));
  if (found) return admin_wrong("code", N_("The code {0} is taken."), w->code);
  str fields[] = {w->code, w->kind, w->name, w->name_en.p ? w->name_en : S(""),
                  w->parent.p ? w->parent : S(""), w->commune.p ? w->commune : S(""),
                  day_iso(a, from), S(""), S("")};
  unit_wish wish;
  const char *field, *why = unit_wish_read(fields, COUNT(fields), &wish, &field);
  if (why) return admin_wrong(field, why, STR_NONE);
  if (w->parent.n) {
    admin_unit_row parent;
    TRY(admin_open_unit(c, "parent", w->parent, from, &parent));
  }
  TRY(put(c, &wish));
  json_member d[] = {journal_text(a, "kind", w->kind), journal_text(a, "name", w->name),
                     journal_text(a, "parent", fields[4]), journal_text(a, "commune", fields[5]),
                     journal_text(a, "from", fields[6])};
  return tell(c, ACT_UNIT_CREATED, w->code, d, COUNT(d));
}

err *unit_rename(ctx *c, str code, str name, str name_en, int32_t from) {
  arena *a = c->a;
  admin_unit_row u;
  TRY(unit_known(c, code, &u));
  TRY(admin_begins(c, "from", &from));
  const unit *now = edition_unit(c->edition, u.id);
  if (!name_en.p) name_en = S("");
  admin_unit_name_in row = {.unit = u.id, .from_day = from, .name = name, .name_en = name_en};
  TRY(admin_unit_name(c->db, &row, NULL));
  json_member d[] = {journal_change(a, "name", now ? now->name : u.name, name),
                     journal_change(a, "name_en", now ? now->name_en : u.name_en, name_en),
                     journal_text(a, "from", day_iso(a, from))};
  return tell(c, ACT_UNIT_CHANGED, code, d, COUNT(d));
}

err *unit_move(ctx *c, str code, str parent) {
  admin_unit_row u, above;
  TRY(unit_known(c, code, &u));
  TRY(admin_open_unit(c, "parent", parent, day_of(c->now), &above));
  unit_wish wish = wish_of(c, &u);
  str before = wish.parent;
  wish.parent = parent;
  err *e = put(c, &wish);
  if (e) return err_at(e, S("parent"), STR_NONE);
  json_member d[] = {journal_change(c->a, "parent", before, parent)};
  return tell(c, ACT_UNIT_CHANGED, code, d, COUNT(d));
}

err *unit_dissolve(ctx *c, str code, int32_t until, str successor) {
  arena *a = c->a;
  admin_unit_row u, heir;
  admin_units_below_row below;
  bool found;
  TRY(unit_known(c, code, &u));
  if (until <= day_of(c->now))
    return admin_wrong("until", N_("The earliest day is tomorrow."), STR_NONE);
  if (str_eq(code, successor))
    return admin_wrong("successor", N_("A unit is not its own successor."), STR_NONE);
  TRY(admin_open_unit(c, "successor", successor, until, &heir));
  TRY(admin_units_below(c->db, a, u.id, until, &below, &found));
  if (below.n)
    return ERR(CONFLICT, N_("Units that belong to {0} are moved or dissolved first: {1}."), code,
               str_fmt(a, "%lld", (long long)below.n));
  unit_wish wish = wish_of(c, &u);
  wish.valid_to = until;
  wish.successor = successor;
  err *e = put(c, &wish);
  if (e) return err_at(e, S("successor"), STR_NONE);
  json_member d[] = {journal_text(a, "until", day_iso(a, until)),
                     journal_text(a, "successor", successor)};
  return tell(c, ACT_UNIT_DISSOLVED, code, d, COUNT(d));
}

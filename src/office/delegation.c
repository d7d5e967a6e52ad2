/* delegation: see delegation.h. */
#include "office/delegation.h"

#include "base/rand.h"
#include "kit/text.h"
#include "office/access.h"
#include "office/delegation.sql.h"
#include "office/journal.h"
#include "office/setting.h"

enum { LONGEST_BASIS = 200 };

/* --- reading --- */
static instant time_of(opt_i64 t) { return t.has ? (instant){t.v} : INSTANT_NONE; }

static const delegation *list_of(arena *a, const delegation_whole_row *rows, size_t n) {
  delegation *list = arena_list(a, n, delegation);
  for (size_t i = 0; i < n; i++) {
    const delegation_whole_row *r = &rows[i];
    list[i] = (delegation){.id = r->id, .unit_id = r->unit_id, .role = r->role,
                           .field = r->field.n ? r->field : r->role_field, .other = r->other,
                           .other_login = r->other_login, .other_name = r->other_name,
                           .basis = r->basis, .from = (int32_t)r->valid_from,
                           .to = (int32_t)r->valid_to, .made_at = {r->made_at},
                           .ended_at = time_of(r->ended_at), .leave = r->absence_id.has};
  }
  return list;
}

err *delegation_given(ctx *c, int64_t account_id, const delegation **out, size_t *n) {
  delegation_whole_row *rows;
  TRY(delegations_given(c->db, c->a, account_id, DELEGATION_LIST, &rows, n));
  *out = list_of(c->a, rows, *n);
  return NULL;
}

err *delegation_received(ctx *c, int64_t account_id, const delegation **out, size_t *n) {
  delegation_whole_row *rows;
  TRY(delegations_received(c->db, c->a, account_id, DELEGATION_LIST, &rows, n));
  *out = list_of(c->a, rows, *n);
  return NULL;
}

bool delegation_holds(const delegation *d, int32_t day) {
  return !instant_is(d->ended_at) && d->from <= day && d->to > day;
}

err *leave_list(ctx *c, int64_t account_id, const leave **out, size_t *n) {
  absences_of_row *rows;
  TRY(absences_of(c->db, c->a, account_id, DELEGATION_LIST, &rows, n));
  leave *list = arena_list(c->a, *n, leave);
  for (size_t i = 0; i < *n; i++)
    list[i] = (leave){.id = rows[i].id, .from = (int32_t)rows[i].valid_from,
                      .to = (int32_t)rows[i].valid_to, .basis = rows[i].basis,
                      .substitute = rows[i].substitute,
                      .substitute_name = rows[i].substitute_name,
                      .ended_at = time_of(rows[i].ended_at)};
  *out = list;
  return NULL;
}

err *leave_away(ctx *c, int64_t unit_id, const away **out, size_t *n) {
  absent_from_unit_row *rows;
  TRY(absent_from_unit(c->db, c->a, unit_id, day_of(c->now), &rows, n));
  away *list = arena_list(c->a, *n, away);
  for (size_t i = 0; i < *n; i++)
    list[i] = (away){.name = rows[i].name, .substitute = rows[i].substitute_name,
                     .account_id = rows[i].account, .to = (int32_t)rows[i].valid_to};
  *out = list;
  return NULL;
}

/* --- what every change needs --- */
static err *at(const char *field, err *e) { return err_at(e, str_of(field), STR_NONE); }

/* Who may change this: the head of the one unit, or of some of theirs.  The command line is
 * nobody's, and may. */
static err *manages(ctx *c, access_thing *of) {
  err *e = c->who ? access_check(c, WHO_OFFICER_OR_HEAD, of, STR_NONE) : NULL;
  if (!e || e->kind != ERR_NOT_FOUND) return e;
  return ERR(FORBIDDEN,
             N_("Only the officer, the head of the unit and administrators may do this."));
}

static err *manages_in(ctx *c, const officer_info *o, int64_t unit_id) {
  return manages(c, &(access_thing){.account_id = o->account_id, .units = &unit_id, .nunits = 1});
}

static err *manages_leave(ctx *c, const officer_info *o) {
  access_thing of = officer_thing(o);
  return manages(c, &of);
}

static err *read_basis(ctx *c, str said, str *basis) {
  TRY(text_nfc(c->a, said.p ? said : S(""), basis));
  *basis = text_tidy(c->a, *basis);
  if (basis->n && basis->n <= LONGEST_BASIS) return NULL;
  return at("basis", ERR(INVALID, N_("Name the document by its number (Decree 30/2020, art. 13: "
                                     "in writing).")));
}

/* [from, last] as a term that is not too long to be lent. */
static err *read_term(ctx *c, int32_t *from, int32_t last, bool lent, int32_t *to) {
  int64_t most;
  if (!last) return at("last", ERR(INVALID, N_("The last day is needed.")));
  TRY(officer_days(c, from, last, to));
  TRY(setting_number(c->db, c->a, "delegation_days", &most));
  if (!lent || *to <= day_add(*from, (int)most)) return NULL;
  return at("last", ERR(INVALID, N_("A role is lent for {0} days at most."),
                        str_fmt(c->a, "%lld", (long long)most)));
}

static err *find_delegate(ctx *c, const officer_info *o, str login, const char *field,
                          officer_info *out) {
  err *e = officer_by_login(c, login.p ? login : S(""), out);
  if (e && e->kind != ERR_NOT_FOUND) return e;
  if (e || instant_is(out->disabled_at))
    return at(field, ERR(INVALID, N_("There is no such officer.")));
  if (out->account_id == o->account_id)
    return at(field, ERR(INVALID, N_("A role is lent to another person.")));
  return NULL;
}

static err *works_there(ctx *c, const officer_info *delegate, int64_t unit_id, int32_t day,
                        bool *does) {
  delegation_colleague_row roles;
  bool found;
  TRY(delegation_colleague(c->db, c->a, delegate->account_id, unit_id, day, &roles, &found));
  *does = roles.n > 0;
  return NULL;
}

static err *journal_term(ctx *c, act which, const officer_info *o, const json_member *said,
                         size_t n) {
  return journal_write(c, &(journal_entry){which, o->id, said, n});
}

/* --- lending --- */
typedef struct loan {
  int64_t role_id, unit_id, absence_id;
  str role, field, basis;
  int32_t from, to;
} loan;

static err *lend(ctx *c, const officer_info *o, const officer_info *delegate, const loan *l) {
  const unit *u = edition_unit(c->edition, l->unit_id);
  TRY(delegation_insert(c->db,
                        &(delegation_insert_in){
                            .id = rand_id(), .role = l->role_id,
                            .delegate = delegate->account_id, .field = l->field,
                            .from_day = l->from, .to_day = l->to, .basis = l->basis,
                            .absence = l->absence_id ? SOME(l->absence_id) : NONE_I64,
                            .by_account = c->who ? c->who->account_id : o->account_id,
                            .at = c->now.us},
                        NULL));
  json_member said[] = {journal_text(c->a, "account", delegate->id),
                        journal_text(c->a, "role", l->role),
                        journal_text(c->a, "unit", u ? u->code : S("")),
                        journal_text(c->a, "field", l->field),
                        journal_text(c->a, "from", day_iso(c->a, l->from)),
                        journal_text(c->a, "until", day_iso(c->a, l->to)),
                        journal_text(c->a, "basis", l->basis)};
  return journal_term(c, ACT_DELEGATION_GIVEN, o, said, COUNT(said));
}

static err *make(ctx *c, const officer_info *o, void *arg) {
  const delegation_wish *w = arg;
  loan l = {.role_id = w->role_id, .from = w->from, .field = w->field.p ? w->field : S("")};
  delegation_role_row held;
  bool found, there;
  officer_info delegate;
  TRY(delegation_role(c->db, c->a, w->role_id, o->account_id, day_of(c->now), &held, &found));
  if (!found || str_eq(held.role, S("admin")))
    return at("role", ERR(INVALID, N_("There is no such role that could be lent.")));
  l.role = held.role;
  l.unit_id = held.unit_id;
  TRY(manages_in(c, o, l.unit_id));
  TRY(read_term(c, &l.from, w->last, true, &l.to));
  TRY(read_basis(c, w->basis, &l.basis));
  bool narrower = !held.field.n && officer_field_known(c->edition, l.field);
  if (l.field.n && !str_eq(l.field, held.field) && !narrower)
    return at("field", ERR(INVALID, N_("The role does not cover this field.")));
  TRY(find_delegate(c, o, w->delegate, "delegate", &delegate));
  TRY(works_there(c, &delegate, l.unit_id, l.from, &there));
  if (!there)
    return at("delegate", ERR(INVALID, N_("A role is lent to an officer of the same unit.")));
  return lend(c, o, &delegate, &l);
}

err *delegation_make(ctx *c, const officer_seen *seen, const delegation_wish *w) {
  return officer_change(c, seen, make, (void *)(uintptr_t)w);
}

static err *end(ctx *c, const officer_info *o, void *arg) {
  delegation_of_row d;
  bool found;
  int64_t ended;
  TRY(delegation_of(c->db, c->a, *(const int64_t *)arg, o->account_id, &d, &found));
  if (!found) return ERR(NOT_FOUND, N_("There is no such delegation."));
  TRY(manages_in(c, o, d.unit_id));
  TRY(delegation_stop(c->db, d.id, c->now.us, &ended));
  if (ended != 1) return ERR(CONFLICT, N_("This delegation has ended already."));
  const unit *u = edition_unit(c->edition, d.unit_id);
  json_member said[] = {journal_text(c->a, "role", d.role),
                        journal_text(c->a, "unit", u ? u->code : S(""))};
  return journal_term(c, ACT_DELEGATION_ENDED, o, said, COUNT(said));
}

err *delegation_end(ctx *c, const officer_seen *seen, int64_t id) {
  return officer_change(c, seen, end, &id);
}

err *delegation_end_all(ctx *c, int64_t account_id, int64_t role_id) {
  return delegation_stop_roles(c->db, account_id, role_id, c->now.us, NULL);
}

/* --- leave --- */
static err *lend_all(ctx *c, const officer_info *o, const officer_info *substitute, loan l) {
  delegation_roles_row *held;
  size_t n, lent = 0;
  TRY(delegation_roles(c->db, c->a, o->account_id, l.from, &held, &n));
  for (size_t i = 0; i < n; i++) {
    bool there;
    TRY(works_there(c, substitute, held[i].unit_id, l.from, &there));
    if (!there) continue;
    l.role_id = held[i].id;
    l.unit_id = held[i].unit_id;
    l.role = held[i].role;
    TRY(lend(c, o, substitute, &l));
    lent++;
  }
  if (lent) return NULL;
  return at("substitute", ERR(INVALID, N_("A role is lent to an officer of the same unit.")));
}

static err *go(ctx *c, const officer_info *o, void *arg) {
  const leave_wish *w = arg;
  loan l = {.absence_id = rand_id(), .from = w->from, .field = S("")};
  officer_info substitute = {0};
  absence_overlaps_row twice;
  bool found;
  TRY(manages_leave(c, o));
  TRY(read_term(c, &l.from, w->last, w->substitute.n > 0, &l.to));
  TRY(read_basis(c, w->basis, &l.basis));
  TRY(absence_overlaps(c->db, c->a, o->account_id, l.from, l.to, &twice, &found));
  if (twice.n) return at("from", ERR(CONFLICT, N_("There is a leave in these days already.")));
  if (w->substitute.n) TRY(find_delegate(c, o, w->substitute, "substitute", &substitute));
  int64_t by = c->who ? c->who->account_id : o->account_id;
  TRY(absence_insert(c->db,
                     &(absence_insert_in){
                         .id = l.absence_id, .account = o->account_id,
                         .substitute = substitute.account_id ? SOME(substitute.account_id)
                                                             : NONE_I64,
                         .from_day = l.from, .to_day = l.to, .basis = l.basis, .by_account = by,
                         .at = c->now.us},
                     NULL));
  json_member said[] = {journal_text(c->a, "from", day_iso(c->a, l.from)),
                        journal_text(c->a, "until", day_iso(c->a, l.to)),
                        journal_text(c->a, "basis", l.basis)};
  TRY(journal_term(c, ACT_LEAVE_GIVEN, o, said, COUNT(said)));
  return substitute.account_id ? lend_all(c, o, &substitute, l) : NULL;
}

err *leave_make(ctx *c, const officer_seen *seen, const leave_wish *w) {
  return officer_change(c, seen, go, (void *)(uintptr_t)w);
}

static err *come_back(ctx *c, const officer_info *o, void *arg) {
  int64_t id = *(const int64_t *)arg, ended;
  TRY(manages_leave(c, o));
  TRY(absence_stop(c->db, id, o->account_id, c->now.us, &ended));
  if (ended != 1) return ERR(CONFLICT, N_("This leave has ended already, or there is none."));
  TRY(delegation_stop_absence(c->db, id, c->now.us, NULL));
  return journal_term(c, ACT_LEAVE_ENDED, o, NULL, 0);
}

err *leave_end(ctx *c, const officer_seen *seen, int64_t id) {
  return officer_change(c, seen, come_back, &id);
}

/* test_admin: what administrators change: seen in the next edition, recorded, refused where it
 * would make untrue what was signed, and only by who saw the edition that is there. */
#include "office/admin.h"
#include "base/lines.h"
#include "office/doctor.h"
#include "office/import.h"
#include "office/journal.h"
#include "whole.h"

typedef struct wish {
  unit_wanted unit;
  competence_wanted rule;
  str code, other, name;
  int32_t day;
  int64_t weekday;
  const office_hours *hours;
} wish;

static err *create(ctx *c, void *arg) { return unit_create(c, &((wish *)arg)->unit); }
static err *rename_(ctx *c, void *arg) {
  wish *w = arg;
  return unit_rename(c, w->code, w->name, STR_NONE, w->day);
}
static err *move(ctx *c, void *arg) {
  wish *w = arg;
  return unit_move(c, w->code, w->other);
}
static err *dissolve(ctx *c, void *arg) {
  wish *w = arg;
  return unit_dissolve(c, w->code, w->day, w->other);
}
static err *hours(ctx *c, void *arg) {
  wish *w = arg;
  return hours_set(c, w->code, w->weekday, w->hours);
}
static err *day(ctx *c, void *arg) {
  wish *w = arg;
  return calendar_set(c, w->day, w->name, w->other);
}
static err *rule(ctx *c, void *arg) { return competence_set(c, &((wish *)arg)->rule); }
static err *no_rule(ctx *c, void *arg) { return competence_end(c, &((wish *)arg)->rule); }
static err *basis(ctx *c, void *arg) {
  wish *w = arg;
  return basis_set(c, w->code, w->name, w->day);
}
static err *setting(ctx *c, void *arg) {
  return setting_change(c, ((wish *)arg)->code, ((wish *)arg)->name);
}

static err *tried(whole *w, ctx_fn fn, wish x) {
  err *e = admin_change(&w->c, w->c.edition->number, fn, &x);
  whole_renew(w);
  return e;
}

static void refused(whole *w, ctx_fn fn, wish x, const char *field) {
  int64_t before = w->c.edition->number;
  err *e = tried(w, fn, x);
  assert_non_null(e);
  if (!str_eq(e->field, str_of(field))) print_error("%s\n", err_line(w->b->a, e).p);
  assert_true(str_eq(e->field, str_of(field)));
  assert_int_equal(w->c.edition->number, before);
}

static const unit *unit_of(whole *w, const char *code) {
  return edition_unit_by_code(w->c.edition, str_of(code));
}

static void open_as_admin(whole *w, void **state) {
  whole_open(w, state);
  whole_enter(w, "admin");
}

/* --- units --- */
static void units(void **state) {
  whole w;
  open_as_admin(&w, state);
  wish x = {.unit = {.code = S("H49.90"), .kind = S("department"), .name = S("Sở Thử nghiệm"),
                     .parent = S("H49")}};
  int64_t number = w.c.edition->number;
  assert_ok(tried(&w, create, x));
  assert_int_equal(w.c.edition->number, number + 1);
  assert_true(str_eq(unit_of(&w, "H49.90")->name, S("Sở Thử nghiệm")));
  assert_int_equal(unit_of(&w, "H49.90")->valid_from, 20261124);
  refused(&w, create, x, "code");
  x.unit.code = S("H49.91");
  x.unit.parent = S("H49.99");
  refused(&w, create, x, "parent");
  x.unit.parent = S("H49");
  x.unit.kind = S("kingdom");
  refused(&w, create, x, "kind");
  x.unit.kind = S("department");
  x.unit.from = 20261123;
  refused(&w, create, x, "from");
  x.unit.from = 20270101; /* is known before it is there */
  assert_ok(tried(&w, create, x));
  assert_int_equal(unit_of(&w, "H49.91")->valid_from, 20270101);
  /* its name from a day on */
  assert_ok(tried(&w, rename_, (wish){.code = S("H49.90"), .name = S("Sở Mới"), .day = 20261125}));
  assert_true(str_eq(unit_of(&w, "H49.90")->name, S("Sở Thử nghiệm")));
  whole_later(&w, DAY);
  whole_renew(&w);
  assert_true(str_eq(unit_of(&w, "H49.90")->name, S("Sở Mới")));
  refused(&w, rename_, (wish){.code = S("H49.90"), .name = S("Sở Cũ"), .day = 20261124}, "from");
  /* its place */
  assert_ok(tried(&w, move, (wish){.code = S("H49.90"), .other = S("H49.07")}));
  assert_int_equal(unit_of(&w, "H49.90")->parent_id, unit_of(&w, "H49.07")->id);
  refused(&w, move, (wish){.code = S("H49.07"), .other = S("H49.90")}, "parent");
  refused(&w, move, (wish){.code = S("H49.90"), .other = S("H49.90")}, "parent");
  assert_kind(tried(&w, move, (wish){.code = S("X"), .other = S("H49")}), ERR_NOT_FOUND);
  whole_sound(&w);
  whole_close(&w);
}

static void dissolved(void **state) {
  whole w;
  open_as_admin(&w, state);
  wish x = {.code = S("H49.25"), .other = S("H49.31"), .day = 20261124};
  refused(&w, dissolve, x, "until");
  x.day = 20261201;
  x.other = S("H49.25");
  refused(&w, dissolve, x, "successor");
  x.other = S("H49.99");
  refused(&w, dissolve, x, "successor");
  x.code = S("H49.01"); /* its points */
  x.other = S("H49.02");
  assert_kind(tried(&w, dissolve, x), ERR_CONFLICT);
  x.code = S("H49.25");
  x.other = S("H49.31");
  assert_ok(tried(&w, dissolve, x));
  int64_t old = unit_of(&w, "H49.25")->id, heir = unit_of(&w, "H49.31")->id;
  assert_int_equal(edition_successor(w.c.edition, old), old);
  refused(&w, dissolve, (wish){.code = S("H49.31"), .other = S("H49.25"), .day = 20261205},
          "successor"); /* who is gone by then takes over nothing */
  whole_later(&w, 7 * DAY);
  whole_renew(&w);
  assert_int_equal(edition_successor(w.c.edition, old), heir);
  assert_kind(tried(&w, dissolve, x), ERR_CONFLICT);
  assert_kind(tried(&w, rename_, (wish){.code = S("H49.25"), .name = S("x")}), ERR_CONFLICT);
  whole_sound(&w);
  whole_close(&w);
}

/* --- rules --- */
static void rules(void **state) {
  whole w;
  open_as_admin(&w, state);
  const office_hours saturday = {450, 600, 600, 690}, wrong = {450, 400, 600, 690};
  wish x = {.code = S("H49.01.31"), .weekday = 6, .hours = &saturday};
  assert_ok(tried(&w, hours, x));
  int64_t point = unit_of(&w, "H49.01.31")->id;
  assert_int_equal(edition_reception(w.c.edition, point, 6)->close, 690);
  x.hours = &wrong;
  refused(&w, hours, x, "opens");
  x.hours = NULL;
  assert_ok(tried(&w, hours, x));
  assert_null(edition_reception(w.c.edition, point, 6));
  assert_kind(tried(&w, hours, x), ERR_CONFLICT);

  wish d = {.day = 20261125, .name = S("holiday"), .other = S("Văn bản 1")};
  assert_true(clock_working(&w.c.edition->calendar, 20261125));
  assert_ok(tried(&w, day, d));
  assert_false(clock_working(&w.c.edition->calendar, 20261125));
  d.other = S("");
  refused(&w, day, d, "source");
  d.name = STR_NONE;
  assert_ok(tried(&w, day, d));
  assert_true(clock_working(&w.c.edition->calendar, 20261125));
  assert_kind(tried(&w, day, d), ERR_CONFLICT);

  const procedure *p = edition_procedure(w.c.edition, S("1.001193"));
  wish r = {.rule = {.level = S("commune"), .commune = S("06688"), .unit = S("H49.32"),
                     .reception = S("H49.01"), .from = 20261126}};
  assert_ok(tried(&w, rule, r));
  p = edition_procedure(w.c.edition, S("1.001193"));
  assert_int_equal(edition_competence(w.c.edition, p, S("06688"))->unit_id,
                   unit_of(&w, "H49.31")->id);
  whole_later(&w, 2 * DAY);
  whole_renew(&w);
  p = edition_procedure(w.c.edition, S("1.001193"));
  assert_int_equal(edition_competence(w.c.edition, p, S("06688"))->unit_id,
                   unit_of(&w, "H49.32")->id);
  refused(&w, rule, r = (wish){.rule = {.level = S("commune"), .commune = S("06688"),
                                        .unit = S("H49.98"), .reception = S("H49.01")}}, "unit");
  r.rule.unit = S("H49.32");
  r.rule.commune = S("99999");
  refused(&w, rule, r, "commune");
  r.rule.commune = STR_NONE;
  r.rule.field = S("Ma thuật");
  refused(&w, rule, r, "field");
  r.rule = (competence_wanted){.level = S("commune"), .commune = S("06688")};
  assert_ok(tried(&w, no_rule, r));
  p = edition_procedure(w.c.edition, S("1.001193"));
  assert_int_equal(edition_competence(w.c.edition, p, S("06688"))->unit_id,
                   unit_of(&w, "H49.01")->id); /* what nobody has mapped */
  assert_kind(tried(&w, no_rule, r), ERR_CONFLICT);
  whole_sound(&w);
  whole_close(&w);
}

/* A procedure that a ministry decides. */
static void ministry(void **state) {
  whole w;
  import_work *work;
  open_as_admin(&w, state);
  import_report r = {.a = w.b->a};
  import_source s = {.kind = IMPORT_CATALOGUE, .name = "ministry.jsonl"};
  assert_ok(lines_load(w.b->a, "tests/data/import/ministry.jsonl", &s.bytes));
  assert_ok(import_read(&s, &r, &work));
  assert_ok(import_run(&w.c, work));
  whole_renew(&w);
  const procedure *p = edition_procedure(w.c.edition, S("9.000009"));
  assert_non_null(p);
  assert_int_equal(p->levels, LEVEL_MINISTRY);
  assert_null(edition_competence(w.c.edition, p, S("06688")));
  wish x = {.rule = {.level = S("ministry"), .field = S("Hoạt động xây dựng"), .unit = S("G17"),
                     .reception = S("G17")}};
  assert_ok(tried(&w, rule, x));
  p = edition_procedure(w.c.edition, S("9.000009"));
  assert_int_equal(edition_competence(w.c.edition, p, S("06688"))->unit_id,
                   unit_of(&w, "G17")->id);
  size_t ministries = 0;
  for (size_t i = 0; i < w.c.edition->nunits; i++)
    ministries += str_eq(w.c.edition->units[i].kind, S("ministry"));
  assert_int_equal(ministries, 17); /* of these three agencies of their rank */
  whole_close(&w);
}

static void bases(void **state) {
  whole w;
  open_as_admin(&w, state);
  const procedure *p = edition_procedure(w.c.edition, S("1.010010"));
  assert_int_equal(p->nlegal_basis, 0);
  wish x = {.code = S("1.010010"), .name = S(" Luật Hộ tịch 2014 \r\n\r\nNghị định 123/2015/NĐ-CP"),
            .day = 20261125};
  assert_ok(tried(&w, basis, x));
  assert_int_equal(edition_procedure(w.c.edition, x.code)->nlegal_basis, 0);
  whole_later(&w, DAY);
  whole_renew(&w);
  p = edition_procedure(w.c.edition, x.code);
  assert_int_equal(p->nlegal_basis, 2);
  assert_true(str_eq(p->legal_basis[0], S("Luật Hộ tịch 2014")));
  x.day = 0;
  refused(&w, basis, x, "acts");
  x.name = S("Luật mới");
  assert_ok(tried(&w, basis, x));
  assert_int_equal(edition_procedure(w.c.edition, x.code)->nlegal_basis, 1);
  x.day = 20261124;
  refused(&w, basis, x, "from");
  assert_kind(tried(&w, basis, (wish){.code = S("9.9"), .name = S("x")}), ERR_NOT_FOUND);
  whole_sound(&w);
  whole_close(&w);
}

static void settings(void **state) {
  whole w;
  open_as_admin(&w, state);
  assert_ok(tried(&w, setting, (wish){.code = S("soon_days"), .name = S("7")}));
  assert_int_equal(w.c.edition->soon_days, 7);
  refused(&w, setting, (wish){.code = S("soon_days"), .name = S("7")}, "value");
  refused(&w, setting, (wish){.code = S("soon_days"), .name = S("31")}, "value");
  refused(&w, setting, (wish){.code = S("soon_days"), .name = S("many")}, "value");
  refused(&w, setting, (wish){.code = S("edition"), .name = S("1")}, "name");
  refused(&w, setting, (wish){.code = S("pin_kib"), .name = S("65536")}, "name");
  refused(&w, setting, (wish){.code = S("code_pattern"), .name = S("{seq:4}")}, "value");
  assert_ok(tried(&w, setting, (wish){.code = S("code_pattern"),
                                      .name = S("{agency}.{yyyymmdd}.{seq:6}")}));
  whole_file(&w);
  assert_string_equal(str_z(w.b->a, w.code), "H49.31.20261124.000001");
  whole_sound(&w);
  whole_close(&w);
}

/* --- who, and what they saw --- */
static err *entries(ctx *c, void *arg) {
  journal_row *rows;
  return journal_list(c, &(journal_wish){.most = 100}, &rows, arg);
}

static void guarded(void **state) {
  whole w;
  open_as_admin(&w, state);
  wish x = {.code = S("soon_days"), .name = S("7")};
  size_t before, after;
  assert_ok(ctx_read(&w.c, entries, &before));
  int64_t seen = w.c.edition->number;
  assert_kind(admin_change(&w.c, -1, setting, &x), ERR_NEEDS_VERSION);
  assert_kind(admin_change(&w.c, seen - 1, setting, &x), ERR_STALE);
  const actor *admin = w.c.who;
  whole_enter(&w, "leader");
  assert_kind(admin_change(&w.c, seen, setting, &x), ERR_FORBIDDEN);
  w.c.who = NULL;
  assert_kind(admin_change(&w.c, seen, setting, &x), ERR_UNAUTHENTICATED);
  w.c.who = admin;
  both_script(w.b, "UPDATE account_role SET valid_to = 20261124 WHERE role = 'admin'");
  assert_kind(admin_change(&w.c, seen, setting, &x), ERR_FORBIDDEN); /* as from now */
  both_script(w.b, "UPDATE account_role SET valid_to = NULL WHERE role = 'admin'");
  assert_ok(ctx_read(&w.c, entries, &after));
  assert_int_equal(before, after);
  assert_ok(admin_change(&w.c, seen, setting, &x));
  x.name = S("8"); /* the other one, who saw the same */
  assert_kind(admin_change(&w.c, seen, setting, &x), ERR_STALE);
  assert_ok(ctx_read(&w.c, entries, &after));
  assert_int_equal(after, before + 1);
  whole_sound(&w);
  whole_close(&w);
}

static int64_t fact(whole *w, const char *what) {
  doctor_fact *facts = NULL;
  size_t n = 0;
  db_conn *c;
  ctx in = w->c;
  int64_t said = -1;
  assert_ok(db_read_begin(w->f->db, &c));
  in.db = c;
  assert_ok(doctor_facts(&in, &facts, &n));
  db_read_end(w->f->db, c);
  for (size_t i = 0; i < n; i++)
    if (strcmp(facts[i].what, what) == 0) said = facts[i].n;
  return said;
}

/* Late, and neither the unit nor one above has a head: doctor names the unit while that is so. */
static void nobody_was_told(void **state) {
  whole w;
  whole_open(&w, state);
  whole_carry(&w, 1); /* due on the same day */
  assert_int_equal(fact(&w, "no head for"), -1);
  both_script(w.b, "CREATE TABLE heads AS SELECT id FROM account WHERE disabled_at IS NULL AND id"
                   " IN (SELECT account_id FROM account_role WHERE role IN ('leader','approver'));"
                   "UPDATE account SET disabled_at = 1 WHERE id IN (SELECT id FROM heads)");
  whole_later(&w, DAY);
  assert_ok(jobs_remind(w.f));
  assert_int_equal(fact(&w, "no head for"), 1);
  assert_int_equal(fact(&w, "dossiers near or past their due date of which no head was told"), 1);
  both_script(w.b, "UPDATE account SET disabled_at = NULL WHERE id IN (SELECT id FROM heads)");
  whole_later(&w, DAY);
  assert_ok(jobs_remind(w.f));
  assert_int_equal(fact(&w, "no head for"), -1);
  assert_int_equal(fact(&w, "dossiers near or past their due date of which no head was told"), 0);
  whole_close(&w);
}

static void facts(void **state) {
  whole w;
  open_as_admin(&w, state);
  assert_int_equal(fact(&w, "procedures"), 1601);
  assert_int_equal(fact(&w, "unmapped procedures"), 0);
  assert_int_equal(fact(&w, "signing keys that are locked"), 0);
  both_script(w.b, "UPDATE key_pair SET locked_at = 1 WHERE account_id = (SELECT id FROM account"
                   " WHERE login = 'sealer')");
  assert_int_equal(fact(&w, "signing keys that are locked"), 1);
  assert_int_equal(fact(&w, "certificates that end within 30 days"), 0);
  assert_ok(demo_expire(w.f, w.b->a, w.c.now, S("approver")));
  assert_int_equal(fact(&w, "certificates that end within 30 days"), 1);
  wish r = {.rule = {.level = S("province"), .field = S("Công chứng")}};
  assert_ok(tried(&w, no_rule, r));
  assert_true(fact(&w, "unmapped procedures") > 0);
  assert_true(fact(&w, "to the Centre") > 0);
  whole_close(&w);
}

int main(void) {
  const struct CMUnitTest tests[] = {BOTH(units),    BOTH(dissolved), BOTH(rules),
                                     BOTH(ministry), BOTH(bases),     BOTH(settings),
                                     BOTH(guarded),  SQLITE(facts),   BOTH(nobody_was_told)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}

/* test_import_undo: the way back to an earlier edition of the catalogue, the units, the calendar;
 * what stays since something hangs on it. */
#include "base/buf.h"
#include "import_it.h"
#include "office/admin.h"
#include "office/restore.h"

typedef struct back {
  import_kind kind;
  int64_t as_of, changed;
} back;

static err *restore(ctx *c, void *arg) {
  back *b = arg;
  return edition_restore(c, b->kind, b->as_of, &b->changed);
}

static err *back_to(whole *w, import_kind kind, int64_t as_of) {
  back b = {.kind = kind, .as_of = as_of};
  err *e = admin_change(&w->c, w->c.edition->number, restore, &b);
  whole_renew(w);
  return e;
}

static const unit *coded(const whole *w, const char *code) {
  return edition_unit_by_code(w->c.edition, str_of(code));
}

/* --- procedures --- */
static err *go_back(whole *w, int64_t as_of) { return back_to(w, IMPORT_CATALOGUE, as_of); }

static void catalogue(void **state) {
  whole w;
  import_report r;
  whole_open(&w, state);
  whole_enter(&w, "admin");
  int64_t before = w.c.edition->number;
  assert_ok(import_it(&w, "good.jsonl", false, &r));
  whole_renew(&w);
  int64_t good = w.c.edition->number, first = one(&w, "9.000001")->version_id;
  assert_ok(import_it(&w, "changed.jsonl", false, &r));
  whole_renew(&w);
  assert_kind(go_back(&w, w.c.edition->number + 1), ERR_NOT_FOUND);
  assert_kind(go_back(&w, 0), ERR_NOT_FOUND);
  /* to the names of before, as a version of its own */
  assert_ok(go_back(&w, good));
  assert_int_equal(one(&w, "9.000001")->version, 3);
  assert_true(same(one(&w, "9.000001")->name, "Cấp giấy phép thử nghiệm"));
  assert_true(same(edition_version(w.c.edition, first)->name, "Cấp giấy phép thử nghiệm"));
  assert_kind(go_back(&w, good), ERR_CONFLICT);
  assert_ok(import_it(&w, "good.jsonl", false, &r)); /* which is what the file says */
  assert_int_equal(r.same, 4);
  whole_renew(&w);
  /* to before the import: what it brought is offered no more, but stays readable */
  assert_ok(go_back(&w, before));
  assert_null(edition_procedure(w.c.edition, S("9.000001")));
  assert_non_null(edition_version(w.c.edition, first));
  assert_int_equal(w.c.edition->nprocedures, 1601);
  one(&w, "1.001193");
  /* and forward again */
  assert_ok(go_back(&w, good));
  assert_true(same(one(&w, "9.000001")->name, "Cấp giấy phép thử nghiệm"));
  whole_sound(&w);
  whole_close(&w);
}

/* --- units --- */
static void import_units(whole *w, const char *text) {
  import_report r;
  assert_ok(import_text(w, IMPORT_UNITS, text, &r));
  whole_renew(w);
}

#define UNIT_HEAD "code,kind,name,name_en,parent,commune,valid_from,valid_to,successor\n"

/* A commune that merges and another that comes, taken back before the day, and done once more. */
static void units(void **state) {
  whole w;
  import_report r;
  whole_open(&w, state);
  whole_enter(&w, "admin");
  int64_t before = w.c.edition->number;
  str all = count_of(&w, "unit"), rules = count_of(&w, "competence");
  str name = str_dup(w.b->a, coded(&w, "H49.03")->name);
  assert_ok(import_it(&w, "merge.csv", true, &r));
  whole_renew(&w);
  int64_t merged = w.c.edition->number;
  import_units(&w, UNIT_HEAD
               "H49.03,department,\"Sở \"\"Khác\"\", mới\",Other,H49.04,,2025-07-01,,\n"
               "H49.03.09,department,Phòng dưới,Below,H49.03,,2026-01-01,,\n");
  assert_int_equal(coded(&w, "H49.03")->parent_id, coded(&w, "H49.04")->id);
  /* the second alone, then both */
  assert_ok(back_to(&w, IMPORT_UNITS, merged));
  assert_true(same(coded(&w, "H49.03")->name, name.p));
  assert_true(same(edition_unit(w.c.edition, coded(&w, "H49.03")->parent_id)->code, "H49"));
  assert_null(coded(&w, "H49.03.09"));
  assert_int_equal(coded(&w, "H49.25")->valid_to, 20261201);
  assert_kind(back_to(&w, IMPORT_UNITS, merged), ERR_CONFLICT); /* it is so */
  assert_ok(back_to(&w, IMPORT_UNITS, before));
  assert_int_equal(coded(&w, "H49.25")->valid_to, 0);
  assert_int_equal(coded(&w, "H49.25")->successor_id, 0);
  assert_null(coded(&w, "H49.90"));
  assert_true(same(count_of(&w, "unit"), all.p));
  assert_true(same(count_of(&w, "competence"), rules.p));
  /* the procedures are no matter of it */
  assert_kind(go_back(&w, before), ERR_CONFLICT);
  /* and forward: unit, successor and who decides, as the file had them */
  assert_ok(back_to(&w, IMPORT_UNITS, merged));
  whole_later(&w, 7 * DAY);
  whole_renew(&w);
  assert_true(same(decides(&w, "1.000656", "06652")->code, "H49.31"));
  assert_true(same(decides(&w, "1.000656", "99001")->code, "H49.90"));
  /* by now its successor has signed: there is no way back */
  whole_enter(&w, "admin");
  err *e = back_to(&w, IMPORT_UNITS, before);
  assert_kind(e, ERR_INVALID);
  assert_true(str_find(err_text(w.b->a, e, NULL), S("H49.25 has been dissolved")) >= 0);
  assert_non_null(coded(&w, "H49.90"));
  assert_answer(w.b, "SELECT CAST(COUNT(*) AS TEXT) FROM journal WHERE kind = 'edition'"
                     " AND action = 'restored' AND subject = 'units'", "3");
  whole_sound(&w);
  whole_close(&w);
}

static bool stays(whole *w, const err *e, const char *code, const char *why) {
  for (; e; e = e->next) {
    str text = err_text(w->b->a, e, NULL);
    if (e->kind == ERR_CONFLICT && str_find(text, str_of(code)) >= 0 &&
        str_find(text, str_of(why)) >= 0)
      return true;
  }
  return false;
}

/* A birth for that commune, by its resident. */
static void file_in(whole *w, const char *commune) {
  arena *a = w->b->a;
  paper photo;
  buf b = buf_in(a);
  whole_enter(w, "citizen");
  assert_ok(paper_store(&w->c, a_pdf(a, "a certificate of birth"), S("a.pdf"), &photo));
  attached at = {S("birth_certificate"), photo.public_id};
  filing f = {.procedure = S("1.001193"), .papers = &at, .npapers = 1};
  json_write(&b, demo_birth(a, 1, w->c.now));
  str text = buf_str(&b);
  ptrdiff_t i = str_find(text, S("06688"));
  assert_true(i > 0);
  text = str_cat(a, str_sub(text, 0, (size_t)i), str_of(commune),
                 str_sub(text, (size_t)i + 5, text.n));
  assert_ok(json_parse(a, text, &f.fields));
  assert_ok(dossier_send(&w->c, &f, &w->d));
}

/* Units that meanwhile have dossiers, officers, hours: each is told, and nothing is taken back. */
static void in_use(void **state) {
  whole w;
  whole_open(&w, state);
  whole_enter(&w, "admin");
  int64_t before = w.c.edition->number;
  import_units(&w, UNIT_HEAD
               "H49.90,commune,Ủy ban nhân dân xã Một,One,H49,99001,2026-01-01,,\n"
               "H49.91,commune,Ủy ban nhân dân xã Hai,Two,H49,99002,2026-01-01,,\n"
               "H49.92,department,Sở Ba,Three,H49,,2026-01-01,,\n"
               "H49.93,department,Sở Bốn,Four,H49,,2026-01-01,,\n");
  int64_t imported = w.c.edition->number;
  file_in(&w, "99001");
  assert_true(same(decides(&w, "1.001193", "99001")->code, "H49.90"));
  both_script(w.b, "INSERT INTO account_role (id, account_id, unit_id, role, valid_from)"
                   " SELECT 77, (SELECT id FROM account WHERE login = 'leader'), id, 'leader',"
                   " 20260101 FROM unit WHERE code = 'H49.91';"
                   "INSERT INTO unit_hours SELECT id, 0, 480, 690, 780, 960 FROM unit"
                   " WHERE code = 'H49.92'");
  str all = count_of(&w, "unit"), rules = count_of(&w, "competence");
  whole_enter(&w, "admin");
  err *e = back_to(&w, IMPORT_UNITS, before);
  assert_int_equal(err_count(e), 3);
  assert_true(stays(&w, e, "H49.90", "dossiers"));
  assert_true(stays(&w, e, "H49.91", "officers"));
  assert_true(stays(&w, e, "H49.92", "office hours"));
  assert_true(same(count_of(&w, "unit"), all.p));
  assert_true(same(count_of(&w, "competence"), rules.p));
  assert_int_equal(w.c.edition->number, imported);
  /* what is not named any more can go; the dossier stays, and so does its unit */
  both_script(w.b, "DELETE FROM account_role WHERE id = 77;"
                   "DELETE FROM unit_hours WHERE unit_id ="
                   " (SELECT id FROM unit WHERE code = 'H49.92')");
  e = back_to(&w, IMPORT_UNITS, before);
  assert_int_equal(err_count(e), 1);
  assert_true(stays(&w, e, "H49.90", "dossiers"));
  whole_sound(&w);
  whole_close(&w);
}

/* --- the calendar --- */
typedef struct day_set {
  int32_t day;
  str kind, source;
} day_set;

static err *set_day(ctx *c, void *arg) {
  const day_set *d = arg;
  return calendar_set(c, d->day, d->kind, d->source);
}

static void by_hand(whole *w, int32_t day, str kind, str source) {
  day_set d = {day, kind, source};
  assert_ok(admin_change(&w->c, w->c.edition->number, set_day, &d));
  whole_renew(w);
}

static void days(void **state) {
  whole w;
  import_report r;
  whole_open(&w, state);
  whole_enter(&w, "admin");
  int64_t before = w.c.edition->number;
  str all = count_of(&w, "calendar_day");
  str shipped = both_ask(w.b, "SELECT source FROM calendar_day WHERE day = 20270101");
  assert_ok(import_text(&w, IMPORT_CALENDAR,
                        "day,kind,source\n2026-11-25,holiday,\"Văn bản 1, TB\"\n"
                        "2027-01-01,working,\"Văn bản \"\"2\"\"\"\n", &r));
  whole_renew(&w);
  int64_t imported = w.c.edition->number;
  by_hand(&w, 20261126, S("holiday"), S("TB 3"));
  by_hand(&w, 20261125, STR_NONE, STR_NONE);
  assert_true(clock_working(&w.c.edition->calendar, 20261125));
  assert_ok(back_to(&w, IMPORT_CALENDAR, imported)); /* as the file had it */
  assert_false(clock_working(&w.c.edition->calendar, 20261125));
  assert_true(clock_working(&w.c.edition->calendar, 20261126));
  assert_answer(w.b, "SELECT source FROM calendar_day WHERE day = 20270101", "Văn bản \"2\"");
  assert_ok(back_to(&w, IMPORT_CALENDAR, before));
  assert_true(clock_working(&w.c.edition->calendar, 20261125));
  assert_false(clock_working(&w.c.edition->calendar, 20270101));
  assert_answer(w.b, "SELECT source FROM calendar_day WHERE day = 20270101", shipped.p);
  assert_true(same(count_of(&w, "calendar_day"), all.p));
  assert_kind(back_to(&w, IMPORT_CALENDAR, before), ERR_CONFLICT);
  assert_kind(back_to(&w, IMPORT_CALENDAR, w.c.edition->number + 1), ERR_NOT_FOUND);
  /* an installation that is older than what is kept */
  both_script(w.b, "INSERT INTO edition_before (edition, kind, code) VALUES (3, 'unit', '')");
  assert_kind(back_to(&w, IMPORT_CALENDAR, 2), ERR_NOT_FOUND);
  whole_sound(&w);
  whole_close(&w);
}

int main(void) {
  const struct CMUnitTest tests[] = {BOTH(catalogue), BOTH(units), BOTH(in_use), BOTH(days)};
  return cmocka_run_group_tests_name("import undo", tests, NULL, NULL);
}

/* test_counter: who is at the counter, each look noted; scans that are signed and results that are
 * handed over, and that verify finds each way of altering them. */
#include "office/counter.h"
#include "tools/file.h"
#include "whole.h"

static const person *at_counter(whole *w, const char *asked, size_t wanted) {
  static person p;
  const counter_hit *hits;
  size_t n;
  assert_ok(counter_find(&w->c, str_of(asked), "counter_search", &hits, &n));
  assert_int_equal(n, wanted);
  p = (person){0};
  if (n) p.id = hits[0].id, p.full_name = hits[0].public_id;
  return &p;
}

static counter_newcomer lua(void) {
  return (counter_newcomer){.full_name = S("Phạm Thị Lụa"), .personal_id = S("022 161 000 777"),
                            .sex = S("female"), .birth_day = 19610302, .phone = S("0987000777"),
                            .commune = S("06688"), .address = S("Tổ 5")};
}

static void looks(void **state) {
  whole w;
  whole_open(&w, state);
  whole_enter(&w, "receptionist.halong");
  (void)at_counter(&w, "022161000777", 0);
  assert_answer(w.b, "SELECT CAST(COUNT(*) AS TEXT) FROM person_note", "0");
  counter_newcomer who = lua();
  str first, second;
  assert_ok(counter_register(&w.c, &who, &first));
  who.phone = S("0911222333"), who.address = STR_NONE;
  assert_ok(counter_register(&w.c, &who, &second));
  assert_true(str_eq(first, second));
  assert_answer(w.b, "SELECT phone FROM person WHERE personal_id = '022161000777'", "0911222333");
  assert_answer(w.b, "SELECT address FROM person WHERE personal_id = '022161000777'", "Tổ 5");
  (void)at_counter(&w, "022161000777", 1);
  (void)at_counter(&w, "+84 911 222 333", 1);
  (void)at_counter(&w, "0911-222-333", 1);
  (void)at_counter(&w, "citizen", 1);
  (void)at_counter(&w, "%", 0);
  assert_answer(w.b, "SELECT CAST(COUNT(*) AS TEXT) FROM person_note", "6");
  assert_answer(w.b, "SELECT CAST(COUNT(DISTINCT account_id) AS TEXT) FROM person_note", "1");
  who.full_name = S("Phạm Thị Khác");
  err *e = counter_register(&w.c, &who, &second);
  assert_kind(e, ERR_INVALID);
  assert_true(str_eq(e->field, S("personal_id")));
  assert_answer(w.b, "SELECT CAST(COUNT(*) AS TEXT) FROM person WHERE phone = '0911222333'", "1");
  whole_close(&w);
}

static void mistakes(void **state) {
  whole w;
  whole_open(&w, state);
  whole_enter(&w, "receptionist.halong");
  counter_newcomer wrong = {.full_name = S("  "), .personal_id = S("12"), .sex = S("male"),
                            .birth_day = 30000101, .phone = S("12"), .commune = S("99999")};
  str id;
  err *e = counter_register(&w.c, &wrong, &id);
  static const char *const fields[] = {"full_name", "personal_id", "birth_day", "phone",
                                       "commune"};
  for (size_t i = 0; i < COUNT(fields); i++, e = e->next) {
    assert_non_null(e);
    assert_string_equal(e->field.p, fields[i]);
  }
  assert_null(e);
  assert_answer(w.b, "SELECT CAST(COUNT(*) AS TEXT) FROM person_note", "0");
  whole_close(&w);
}

/* --- scans and proof --- */
typedef struct preparing {
  const filing *f;
  prepared_filing **p;
} preparing;

static err *prepare(ctx *c, void *arg) {
  preparing *x = arg;
  return dossier_prepare(c, x->f, x->p);
}

static void given(whole *w, prepared_filing **p) {
  paper photo;
  str there;
  counter_newcomer who = lua();
  whole_enter(w, "receptionist.halong");
  assert_ok(counter_register(&w->c, &who, &there));
  assert_ok(paper_store(&w->c, a_pdf(w->b->a, "brought"), S("a.pdf"), &photo));
  attached *at = arena_new_of(w->c.a, attached);
  *at = (attached){S("birth_certificate"), photo.public_id};
  const json *fields;
  str text = file_read(w->c.a, "tests/data/birth-lua.json");
  assert_ok(json_parse(w->c.a, text, &fields));
  filing *f = arena_new_of(w->c.a, filing);
  *f = (filing){.procedure = S("1.001193"), .channel = S("counter"), .fields = fields,
                .papers = at, .npapers = 1, .for_person = there};
  assert_ok(ctx_read(&w->c, prepare, &(preparing){f, p}));
}

static void filed(whole *w) {
  prepared_filing *p;
  err *later;
  given(w, &p);
  counter_wish wish = {.pin = S("000000"), .compared = true};
  err *e = counter_file(&w->c, p, &wish, &w->d, &later);
  assert_kind(e, ERR_FORBIDDEN);
  assert_answer(w->b, "SELECT CAST(COUNT(*) AS TEXT) FROM dossier", "0");
  wish.pin = S(DEMO_PIN);
  assert_ok(counter_file(&w->c, p, &wish, &w->d, &later));
  assert_null(later);
  w->code = w->d.code;
}

static void handed(whole *w) {
  signing *s;
  for (size_t i = 1; i < 4; i++) {
    whole_later(w, MINUTE);
    assert_ok(whole_step(w, whole_steps[i][0], whole_steps[i][1]));
  }
  whole_enter(w, "returner.halong");
  step_wish wish = {.code = w->code, .action = S("return"),
                    .seen_version = whole_look(w)->version, .proof = S("post"),
                    .carrier = S("VNPost"), .shipment = S("RN1")};
  assert_ok(signing_begin(&w->c, &wish, &s));
  assert_ok(signing_with_pin(&w->c, s, S(DEMO_PIN)));
}

static void altered(void **state) {
  whole w;
  whole_open(&w, state);
  filed(&w);
  handed(&w);
  whole_sound(&w);
  assert_answer(w.b, "SELECT CAST(SUM(n) AS TEXT) FROM delta WHERE measure = 'digitised'", "1");
  both_script(w.b, "CREATE TABLE kept AS SELECT id, pages FROM paper");
  tamper(&w, "UPDATE paper SET pages = sha256", "digitised copy",
        "UPDATE paper SET pages = (SELECT k.pages FROM kept k WHERE k.id = paper.id)");
  tamper(&w, "DELETE FROM digitised_copy", "digitised copies",
        "INSERT INTO digitised_copy (dossier_id, ordinal, seq) SELECT id, 1, 2 FROM dossier");
  tamper(&w, "UPDATE digitised_copy SET seq = 3", "digitised copies",
        "UPDATE digitised_copy SET seq = 2");
  tamper(&w, "UPDATE dossier SET scans_signed = 0", "digitised copies",
        "UPDATE dossier SET scans_signed = 1");
  tamper(&w, "UPDATE dossier SET scans = 2", "digitised copies", "UPDATE dossier SET scans = 1");
  tamper(&w, "UPDATE dossier SET support_unit_id = unit_id", "\"unit\"",
        "UPDATE dossier SET support_unit_id = reception_unit_id");
  tamper(&w, "UPDATE handover SET shipment = 'RN2'", "how it was handed over",
        "UPDATE handover SET shipment = 'RN1'");
  tamper(&w, "DELETE FROM handover", "how it was handed over",
        "INSERT INTO handover (dossier_id, seq, proof, carrier, shipment)"
        " SELECT id, seq, 'post', 'VNPost', 'RN1' FROM dossier");
  tamper(&w, "UPDATE dossier SET handed_at = handed_at + 1", "handed_at",
        "UPDATE dossier SET handed_at = handed_at - 1");
  tamper(&w, "UPDATE dossier SET opened_seq = 3", "opened", "UPDATE dossier SET opened_seq = 0");
  whole_close(&w);
}

/* A result on paper, signed beside any dossier: what it says, whose store it is in, its scan. */
static void brought(void **state) {
  whole w;
  paper scan;
  str there;
  counter_newcomer who = lua();
  whole_open(&w, state);
  whole_enter(&w, "receptionist.halong");
  assert_ok(counter_register(&w.c, &who, &there));
  assert_ok(paper_store(&w.c, a_pdf(w.b->a, "an old result"), S("a.pdf"), &scan));
  attached at = {S("result"), scan.public_id};
  counter_result_wish wish = {.person = there, .type = S("KQ.G15.000031"), .number = S("12/2010"),
                              .issued = 20100405, .papers = &at, .npapers = 1,
                              .pin = S("000000")};
  assert_kind(counter_result(&w.c, &wish), ERR_FORBIDDEN);
  wish.pin = STR_NONE;
  assert_kind(counter_result(&w.c, &wish), ERR_INVALID);
  assert_answer(w.b, "SELECT CAST(COUNT(*) AS TEXT) FROM stored_paper", "0");
  wish.pin = S(DEMO_PIN);
  assert_ok(counter_result(&w.c, &wish));
  assert_kind(counter_result(&w.c, &wish), ERR_CONFLICT);
  assert_answer(w.b, "SELECT origin || ' ' || number FROM stored_paper", "digitised 12/2010");
  whole_sound(&w);
  both_script(w.b, "CREATE TABLE kept AS SELECT id, pages FROM paper");
  tamper(&w, "UPDATE paper SET pages = sha256", "its scan is not",
        "UPDATE paper SET pages = (SELECT k.pages FROM kept k WHERE k.id = paper.id)");
  tamper(&w, "UPDATE stored_paper SET number = '13/2010'", "store says otherwise",
        "UPDATE stored_paper SET number = '12/2010'");
  tamper(&w, "UPDATE stored_paper SET issued_day = 20100406", "store says otherwise",
        "UPDATE stored_paper SET issued_day = 20100405");
  whole_close(&w);
}

int main(void) {
  const struct CMUnitTest tests[] = {BOTH(looks), SQLITE(mistakes), BOTH(altered),
                                     BOTH(brought)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}

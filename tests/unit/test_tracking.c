/* test_tracking: tracking codes as people write them, the same answer and the same work for an
 * unknown number and a wrong code, limits; QR codes; the Centre's unattended key of an installation
 * that is no demonstration; and what verify finds in a proof of filing. */
#include <stdlib.h>

#include "kit/qr.h"
#include "office/doctor.h"
#include "office/proof.h"
#include "office/tracking.h"
#include "office/unattended.h"
#include "whole.h"

static str told(whole *w) {
  str code;
  assert_ok(tracking_renew(&w->c, &w->d, &code));
  return code;
}

static void as_written(void **state) {
  (void)state;
  arena *a = arena_new(1 << 20);
  bool seen[128] = {false};
  for (int i = 0; i < 2000; i++) {
    str code = tracking_code(a);
    assert_int_equal(code.n, TRACKING_CODE);
    for (size_t k = 0; k < code.n; k++) seen[(int)code.p[k]] = true;
    assert_true(str_eq(tracking_code_read(a, tracking_code_told(a, code)), code));
  }
  size_t kinds = 0;
  for (int i = 0; i < 128; i++) kinds += seen[i];
  assert_int_equal(kinds, 32);
  assert_false(seen['I'] || seen['L'] || seen['O'] || seen['U']);
  assert_string_equal(tracking_code_told(a, S("7XK2MQD94T")).p, "7XK2M-QD94T");
  assert_string_equal(tracking_code_read(a, S(" 7xk2m qd94t ")).p, "7XK2MQD94T");
  assert_string_equal(tracking_code_read(a, S("iLo00-00000")).p, "1100000000");
  static const char *const none[] = {"", "7XK2M-QD94", "7XK2M-QD94T1", "7XK2M-QD94U",
                                     "7XK2M\xC4\x90"};
  for (size_t i = 0; i < COUNT(none); i++)
    assert_null(tracking_code_read(a, str_of(none[i])).p);
  arena_free(a);
}

static void kept_as_hash(void **state) {
  whole w;
  whole_open(&w, state);
  whole_file(&w);
  str code = told(&w);
  str kept = both_ask(w.b, w.b->pg ? "SELECT encode(mac, 'hex') FROM tracking"
                                   : "SELECT lower(hex(mac)) FROM tracking");
  assert_int_equal(kept.n, 64);
  assert_true(str_find(kept, hex_of(w.b->a, code)) < 0);
  int64_t id = 0;
  assert_ok(tracking_open(&w.c, w.d.code, code, &id));
  assert_int_equal(id, w.d.id);
  str again = told(&w); /* the former opens nothing any more */
  err *e = tracking_open(&w.c, w.d.code, code, &id);
  assert_int_equal(e->kind, ERR_NOT_FOUND);
  assert_ok(tracking_open(&w.c, w.d.code, again, &id));
  whole_sound(&w);
  whole_close(&w);
}

static int64_t tried(whole *w, str number, str code) {
  int64_t id, from = ticks_us();
  err *e = tracking_open(&w->c, number, code, &id);
  assert_int_equal(e->kind, ERR_NOT_FOUND);
  assert_string_equal(e->msgid, "No application has this number and this tracking code.");
  return ticks_us() - from;
}

static int by_size(const void *x, const void *y) {
  int64_t a = *(const int64_t *)x, b = *(const int64_t *)y;
  return (a > b) - (a < b);
}

/* A number that is, one that is not, a code that is none: the same words after the same work. */
static void one_answer(void **state) {
  enum { TIMES = 200 };
  whole w;
  int64_t wrong[TIMES], unknown[TIMES];
  whole_open(&w, state);
  whole_file(&w);
  for (int i = 0; i < TIMES; i++) {
    whole_later(&w, 10 * MINUTE); /* so that no limit is reached */
    wrong[i] = tried(&w, w.d.code, S("00000-00000"));
    unknown[i] = tried(&w, S("H49.31-261124-9999"), i % 2 ? S("00000-00000") : S("-"));
  }
  qsort(wrong, TIMES, sizeof *wrong, by_size);
  qsort(unknown, TIMES, sizeof *unknown, by_size);
  int64_t x = wrong[TIMES / 2], y = unknown[TIMES / 2];
  print_message("           median: wrong code %lld us, unknown number %lld us\n", (long long)x,
                (long long)y);
  assert_true(x < 2 * y && y < 2 * x);
  whole_close(&w);
}

static err_kind kind_of(err *e) { return e ? e->kind : (err_kind)-1; }

static void limits(void **state) {
  whole w;
  int64_t id;
  whole_open(&w, state);
  whole_file(&w);
  str code = told(&w);
  w.c.network = S("192.0.2.7");
  for (int i = 0; i < 20; i++)
    assert_int_equal(kind_of(tracking_open(&w.c, w.d.code, S("x"), &id)), ERR_NOT_FOUND);
  err *e = tracking_open(&w.c, w.d.code, code, &id); /* right, and yet too late */
  assert_int_equal(kind_of(e), ERR_TOO_MANY);
  assert_true(e->retry_after > 0 && e->retry_after <= 3600);
  for (int i = 0; i < 20; i++) /* of the network, whatever the number */
    assert_int_equal(kind_of(tracking_open(&w.c, str_fmt(w.b->a, "N%d", i), S("x"), &id)),
                     ERR_NOT_FOUND);
  assert_int_equal(kind_of(tracking_open(&w.c, S("another"), S("x"), &id)), ERR_TOO_MANY);
  w.c.network = S("192.0.2.8");
  assert_int_equal(kind_of(tracking_open(&w.c, S("another"), S("x"), &id)), ERR_NOT_FOUND);
  whole_later(&w, 61 * MINUTE);
  for (int i = 0; i < 60; i++) assert_ok(tracking_open(&w.c, w.d.code, code, &id)); /* right ones */
  whole_close(&w);
}

/* --- QR --- */
static void qr_codes(void **state) {
  (void)state;
  arena *a = arena_new(1 << 20);
  qr q;
  assert_ok(qr_make(a, S("https://motcua.example.vn/track?number=H49.31-261124-0001"), &q));
  assert_true(q.side >= 29 && q.side % 4 == 1);
  for (int i = 0; i < 7; i++) /* the finder in the corner (ISO/IEC 18004 6.3.3) */
    assert_true(q.dark[i] && q.dark[6 * q.side + i] && q.dark[i * q.side]);
  assert_false(q.dark[q.side + 1]);
  assert_true(str_starts(qr_path(a, &q), S("M4 4h7v1h-7z")));
  assert_non_null(qr_make(a, S(""), &q));
  assert_non_null(qr_make(a, (str){"a\0b", 3}, &q));
  char *p = arena_alloc(a, QR_TEXT_MOST + 1);
  for (int i = 0; i <= QR_TEXT_MOST; i++) p[i] = 'x';
  assert_non_null(qr_make(a, (str){p, QR_TEXT_MOST + 1}, &q));
  assert_ok(qr_make(a, (str){p, QR_TEXT_MOST}, &q));
  arena_free(a);
}

/* --- the Centre's own key --- */
static int64_t keys_told(ctx *c) {
  doctor_fact *all;
  size_t n;
  int64_t keys = -1;
  assert_ok(db_read_begin(c->office->db, &c->db));
  assert_ok(doctor_facts(c, &all, &n));
  db_read_end(c->office->db, c->db);
  c->db = NULL;
  for (size_t i = 0; i < n; i++)
    if (strcmp(all[i].what, "keys of the Centre for proofs of filing") == 0) {
      keys = all[i].n;
      assert_true(all[i].look == (keys == 0));
    }
  return keys;
}

/* An installation that is no demonstration, from before it had such a key: doctor tells, one is
 * made once, its certificate says that nobody signs, and it seals a paper that verifies. */
static void made_once(void **state) {
  both *b = both_of(state);
  instant now = whole_time("2026-11-24T10:00+07:00");
  instant_fix(now);
  office_options o = {.folder = str_fmt(b->a, "%s/data", b->folder).p,
                      .database = b->pg ? b->url : NULL, .box = TEST_BOX};
  office *f;
  bool made;
  assert_ok(office_create(&o));
  assert_ok(office_open(&o, &f));
  assert_ok(install_base(f, b->a, now, false));
  ctx c = {.a = b->a, .office = f, .edition = office_edition(f), .now = now};
  assert_int_equal(keys_told(&c), 0);
  page_block block = {PAGE_TITLE, STR_NONE, S("THỬ")};
  const str names[] = {S("centre")};
  page_paper sheet = {.title = S("x"), .date = now, .blocks = &block, .n = 1,
                      .fields = &unattended_box, .field_names = names, .nfields = 1};
  str drawn, sealed, certificate;
  assert_ok(page_draw(b->a, &sheet, &drawn));
  assert_int_equal(kind_of(unattended_seal(&c, drawn, S("x"), &sealed)), ERR_CONFLICT);
  assert_ok(unattended_make(f, b->a, now, &made));
  assert_true(made);
  assert_ok(unattended_make(f, b->a, now, &made));
  assert_false(made);
  office_release(f, c.edition);
  c.edition = office_edition(f);
  assert_int_equal(keys_told(&c), 1);
  assert_ok(unattended_seal(&c, drawn, S("x"), &sealed));
  pdf_signature *found;
  size_t n;
  cert_info info;
  assert_ok(pdf_signatures(b->a, sealed, &found, &n));
  assert_int_equal(n, 1);
  assert_ok(cms_verify(b->a, found[0].cms, found[0].digest, &certificate));
  assert_ok(trust_check(c.edition->trust, certificate, now));
  assert_ok(cert_read(b->a, certificate, &info));
  assert_string_equal(info.common_name.p, UNATTENDED_NAME);
  assert_string_equal(info.holder.p, "unit:H49.01");
  office_release(f, c.edition);
  office_close(f);
  instant_fix(INSTANT_NONE);
}

/* --- verify --- */
static void proof_told(void **state) {
  whole w;
  whole_open(&w, state);
  whole_carry(&w, 1);
  whole_sound(&w);
  both_script(w.b, "UPDATE paper SET size = size + 1");
  verify_report r = whole_verify(&w);
  assert_true(!r.ok && str_find(r.first_wrong, S("attests something else")) >= 0);
  both_script(w.b, "UPDATE paper SET size = size - 1");
  whole_sound(&w);
  both_script(w.b, "UPDATE key_pair SET purpose = 'seal' WHERE purpose = 'unattended'");
  r = whole_verify(&w);
  assert_true(!r.ok && str_find(r.first_wrong, S("not by the Centre's unattended key")) >= 0);
  both_script(w.b, "UPDATE key_pair SET purpose = 'unattended' WHERE unit_id = (SELECT id FROM unit"
                   " WHERE code = 'H49.01')");
  whole_sound(&w);
  whole_close(&w);
}

/* The job may run twice, and after a crash: one proof, of one making. */
static void drawn_once(void **state) {
  whole w;
  whole_open(&w, state);
  whole_file(&w);
  assert_ok(jobs_run_once(w.f));
  str first = both_ask(w.b, "SELECT blob FROM filing_proof");
  both_script(w.b, "UPDATE outbox SET done_at = NULL, not_before = 0 WHERE kind = 'proof'");
  assert_ok(jobs_run_once(w.f));
  assert_true(str_eq(first, both_ask(w.b, "SELECT blob FROM filing_proof")));
  assert_string_equal(both_ask(w.b, "SELECT COUNT(*) FROM outbox WHERE done_at IS NULL").p, "0");
  whole_sound(&w);
  whole_close(&w);
}

int main(void) {
  const struct CMUnitTest tests[] = {cmocka_unit_test(as_written), cmocka_unit_test(qr_codes),
                                     BOTH(kept_as_hash), BOTH(one_answer), BOTH(limits),
                                     BOTH(made_once), BOTH(proof_told), BOTH(drawn_once)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}

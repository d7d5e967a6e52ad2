/* test_version: a dossier keeps the version of its procedure for ever: while a new one is published
 * it goes on under the old one's name, limit, texts and result, beside one filed under the new. */
#include "whole.h"

#include "base/rand.h"
#include "office/catalogue.sql.h"
#include "office/setting.h"
#include "tools/file.h"

#define CODE "1.001193"

static str changed(arena *a, str text, const char *from, const char *to) {
  buf b = buf_in(a);
  str rest = text;
  size_t times = 0;
  for (ptrdiff_t at; (at = str_find(rest, str_of(from))) >= 0; times++) {
    buf_add(&b, str_sub(rest, 0, (size_t)at));
    buf_add(&b, str_of(to));
    rest = str_sub(rest, (size_t)at + strlen(from), rest.n);
  }
  assert_true(times > 0);
  buf_add(&b, rest);
  return buf_str(&b);
}

static err *publish_second(ctx *c, void *arg) {
  str content = *(str *)arg;
  catalogue_procedure_row known;
  bool found;
  TRY(catalogue_procedure(c->db, c->a, S(CODE), &known, &found));
  catalogue_add_version_in row = {.id = rand_id(), .procedure = known.id, .version = 2,
                                  .valid_from = day_of(c->now), .content = content,
                                  .sha256 = sha256(c->a, content), .at = c->now.us};
  TRY(catalogue_add_version(c->db, &row, NULL));
  return setting_raise_edition(c->db, c->a, c->now);
}

/* Another name, limit, result and label of the form's paper. */
static void publish(whole *w) {
  static const char *const words[][2] = {
      {"\"version\": 1,", "\"version\": 2,"},
      {"Thủ tục đăng ký khai sinh", "Thủ tục ghi tên trẻ"},
      {"\"limit\": \"0 wd\"", "\"limit\": \"3 wd\""},
      {"\"Giấy khai sinh\"", "\"Giấy ghi tên\""},
      {"\"label\": \"Nơi sinh\"", "\"label\": \"Nơi chào đời\""}};
  arena *a = w->b->a;
  str content = both_ask(w->b, "SELECT content FROM procedure_version WHERE version = 1 AND "
                               "procedure_id = (SELECT id FROM procedure WHERE code = '" CODE "')");
  for (size_t i = 0; i < COUNT(words); i++)
    content = changed(a, content, words[i][0], words[i][1]);
  assert_ok(ctx_write(&w->c, 0, publish_second, &content));
  whole_renew(w);
  const procedure *now = edition_procedure(w->c.edition, S(CODE));
  assert_int_equal(now->version, 2);
}

static const procedure *of_dossier(whole *w) {
  return edition_version(w->c.edition, whole_look(w)->version_id);
}

static void carry_from(whole *w, size_t from) {
  for (size_t i = from; i < COUNT(whole_steps); i++) {
    whole_later(w, MINUTE);
    assert_ok(whole_step(w, whole_steps[i][0], whole_steps[i][1]));
  }
}

/* The sealed paper of the dossier says all of these; *no* is not in it. */
static void result_says(whole *w, const char *yes, const char *no) {
  str blob = both_ask(w->b, str_fmt(w->b->a, "SELECT r.blob FROM result r JOIN dossier d ON d.id = "
                                    "r.dossier_id WHERE d.code = '%.*s' ORDER BY r.revision",
                                    STR_ARG(w->code)).p);
  const char *command = str_fmt(w->b->a, "pdftotext %s/blobs/%.2s/%s - | tr '\\n' ' ' > %s/text",
                                w->f->folder, blob.p, blob.p, w->f->folder).p;
  assert_int_equal(system(command), 0);
  str text = file_read(w->b->a, str_fmt(w->b->a, "%s/text", w->f->folder).p);
  if (str_find(text, str_of(yes)) < 0 || str_find(text, str_of(no)) >= 0)
    fail_msg("%s, not %s:\n%s", yes, no, text.p);
}

/* steps: how many are taken before the new version is there. */
static void kept(void **state, size_t steps) {
  whole w;
  whole_open(&w, state);
  whole_carry(&w, steps);
  int64_t first = whole_look(&w)->version_id;
  str old = w.code;
  publish(&w);
  assert_int_equal(whole_look(&w)->version_id, first);
  carry_from(&w, steps);
  assert_int_equal(whole_look(&w)->version_id, first);
  assert_int_equal(of_dossier(&w)->version, 1);
  assert_string_equal(of_dossier(&w)->name.p, "Thủ tục đăng ký khai sinh");
  assert_int_equal(day_of(w.d.due_at), 20261124); /* 0 wd: the day of receipt */
  result_says(&w, "Nơi sinh", "Nơi chào đời");
  whole_carry(&w, 5);
  assert_int_equal(of_dossier(&w)->version, 2);
  assert_int_equal(day_of(w.d.due_at), 20261127); /* 3 wd */
  result_says(&w, "Nơi chào đời", "Nơi sinh");
  whole_sound(&w);
  w.code = old;
  assert_int_equal(of_dossier(&w)->version, 1);
  whole_close(&w);
}

static void before_reception(void **state) { kept(state, 0); }
static void before_the_draft(void **state) { kept(state, 1); }
static void before_approval(void **state) { kept(state, 2); }

int main(void) {
  const struct CMUnitTest tests[] = {BOTH(before_reception), BOTH(before_the_draft),
                                     BOTH(before_approval)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}

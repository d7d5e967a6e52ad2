/* test_export: the archive of all that is kept of a person: what is in it, that SHA256SUMS names
 * each file, and that nothing of another person is. */
#include <unistd.h>

#include "base/defer.h"
#include "office/counter.h"
#include "office/export.h"
#include "whole.h"

/* The output of a command in the folder of the unpacked archive. */
static str said(whole *w, const char *command) {
  char *out = arena_alloc(w->b->a, 64 << 10);
  str line = str_fmt(w->b->a, "cd %s/out && %s", w->b->folder, command);
  FILE *f = popen(line.p, "r");
  assert_non_null(f);
  size_t n = fread(out, 1, 64 << 10, f);
  pclose(f);
  return str_trim((str){out, n});
}

static void assert_said(whole *w, const char *command, const char *wanted) {
  str s = said(w, command);
  if (!str_eq(s, str_of(wanted))) print_error("%s:\n%.*s\n", command, STR_ARG(s));
  assert_true(str_eq(s, str_of(wanted)));
}

static void unpacked(whole *w, const char *login) {
  export_made made;
  whole_enter(w, login);
  assert_ok(export_make(&w->c, &made));
  const char *to = w->b->folder;
  str command = str_fmt(w->b->a, "rm -rf %s/out && cp /proc/%d/fd/%d %s/out.zip && "
                        "unzip -q %s/out.zip -d %s/out", to, getpid(), made.fd, to, to, to);
  assert_int_equal(system(command.p), 0);
  close_fd(&made.fd);
}

static void all_of_oneself(void **state) {
  whole w;
  paper scan;
  whole_open(&w, state);
  whole_carry(&w, 5);
  str code = w.code;
  const counter_hit *hits;
  size_t n;
  whole_enter(&w, "receptionist.halong");
  assert_ok(counter_find(&w.c, S("citizen"), "counter_search", &hits, &n));
  assert_int_equal(n, 1);
  assert_ok(paper_store(&w.c, a_pdf(w.b->a, "an old result"), S("a.pdf"), &scan));
  attached at = {S("result"), scan.public_id};
  counter_result_wish wish = {.person = hits[0].public_id, .type = S("KQ.G15.000031"),
                              .number = S("12/2010"), .issued = 20100405, .papers = &at,
                              .npapers = 1, .pin = S(DEMO_PIN)};
  assert_ok(counter_result(&w.c, &wish));
  unpacked(&w, "citizen");
  assert_said(&w, "sha256sum -c SHA256SUMS | grep -vc ': OK$'", "0");
  assert_said(&w, "test $(find . -type f | wc -l) = $(($(wc -l <SHA256SUMS) + 1)) && echo all",
              "all");
  assert_said(&w, "grep -c '\"what\":\"receive' inbox.jsonl", "1");
  assert_said(&w, "grep -c '\"number\":\"12/2010\"' store.jsonl", "1");
  assert_said(&w, "find store -name '*.p7s' | wc -l", "1");
  assert_said(&w, "test $(find store -name '*.pdf' | wc -l) = $(wc -l <store.jsonl) && echo all",
              "all");
  assert_said(&w, str_cat(w.b->a, S("ls dossiers/"), code, S("/result.pdf | wc -l")).p, "1");
  assert_said(&w, "wc -c <complaints.jsonl", "0");
  whole_close(&w);
}

/* What was told to, and is kept of, somebody else: neither their dossiers nor their files. */
static void nothing_of_others(void **state) {
  whole w;
  whole_open(&w, state);
  whole_carry(&w, 5);
  assert_ok(jobs_remind(w.f));
  whole_later(&w, DAY); /* the list of the morning names dossiers of others */
  whole_carry(&w, 1);
  whole_later(&w, 3 * DAY);
  assert_ok(jobs_remind(w.f));
  static const char *const others[] = {"citizen2", "leader.halong", "receptionist.halong"};
  for (size_t i = 0; i < COUNT(others); i++) {
    unpacked(&w, others[i]);
    assert_said(&w, str_cat(w.b->a, S("grep -rl '"), w.code, S("' . | wc -l")).p, "0");
    assert_said(&w, "ls -d dossiers store drafts 2>/dev/null | wc -l", "0");
    assert_said(&w, "sha256sum -c SHA256SUMS | grep -vc ': OK$'", "0");
  }
  assert_said(&w, "wc -l <store.jsonl", "0");
  unpacked(&w, "leader.halong");
  assert_said(&w, "test $(grep -c '\"what\":\"late' inbox.jsonl) -gt 0 && echo told", "told");
  whole_close(&w);
}

int main(void) {
  const struct CMUnitTest tests[] = {BOTH(all_of_oneself), BOTH(nothing_of_others)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}

/* test_verify: a sound installation verifies; whatever evidence is altered is named. */
#include "whole.h"

#include <fcntl.h>
#include <sys/stat.h>

/* Who alters evidence behind the program's back has the rights to take the triggers away. */
static void disarm(both *b) {
  if (b->pg) {
    both_script(b, "ALTER TABLE event DISABLE TRIGGER ALL; ALTER TABLE result DISABLE TRIGGER ALL;"
                   "ALTER TABLE ledger_entry DISABLE TRIGGER ALL;"
                   "ALTER TABLE delta DISABLE TRIGGER ALL; ALTER TABLE draft DISABLE TRIGGER ALL;"
                   "ALTER TABLE procedure_version DISABLE TRIGGER ALL");
    return;
  }
  static const char *const tables[] = {"event", "result", "ledger_entry", "draft",
                                       "procedure_version"};
  for (size_t i = 0; i < COUNT(tables); i++)
    both_script(b, str_fmt(b->a, "DROP TRIGGER %s_no_update; DROP TRIGGER %s_no_delete;",
                           tables[i], tables[i]).p);
  both_script(b, "DROP TRIGGER delta_no_update");
}

static void rows(void **state) {
  whole w;
  whole_open(&w, state);
  whole_carry(&w, 5);
  whole_sound(&w);
  disarm(w.b);
  tamper(&w, "UPDATE dossier SET state = 'sealed'", "the state is not",
         "UPDATE dossier SET state = 'returned'");
  tamper(&w, "UPDATE dossier SET status = 9", "the status", "UPDATE dossier SET status = 10");
  tamper(&w, "UPDATE dossier SET decision = 'reject'", "decision",
         "UPDATE dossier SET decision = 'grant'");
  tamper(&w, "UPDATE dossier SET due_at = due_at + 1", "due_at",
         "UPDATE dossier SET due_at = due_at - 1");
  tamper(&w, "UPDATE dossier SET received_at = received_at + 1", "received_at",
         "UPDATE dossier SET received_at = received_at - 1");
  tamper(&w, "UPDATE dossier SET submitted_at = submitted_at - 1", "submitted_at",
         "UPDATE dossier SET submitted_at = submitted_at + 1");
  tamper(&w, "UPDATE dossier SET finished_at = finished_at + 1", "finished_at",
         "UPDATE dossier SET finished_at = finished_at - 1");
  tamper(&w, "UPDATE dossier SET ended_at = ended_at + 1", "ended_at",
         "UPDATE dossier SET ended_at = ended_at - 1");
  tamper(&w, "UPDATE dossier SET code = 'H49.31-261124-9999'", "\"dossier\"",
         "UPDATE dossier SET code = 'H49.31-261124-0001'");
  tamper(&w, "UPDATE dossier SET channel = 'post'", "\"channel\"",
         "UPDATE dossier SET channel = 'online'");
  tamper(&w, "UPDATE delta SET n = n + 1 WHERE measure = 'open'", "\"open\"",
         "UPDATE delta SET n = n - 1 WHERE measure = 'open'");
  tamper(&w, "UPDATE event SET at = at + 1 WHERE action = 'seal'", "\"at\"",
         "UPDATE event SET at = at - 1 WHERE action = 'seal'");
  tamper(&w, "UPDATE event SET action = 'appraise' WHERE action = 'approve'",
         "does not allow", "UPDATE event SET action = 'approve' WHERE id = (SELECT id FROM event"
                           " WHERE seq = 4)");
  tamper(&w, "UPDATE register_number SET number = 2", "1/2026/KS is not in the register",
         "UPDATE register_number SET number = 1");
  tamper(&w, "UPDATE register_number SET state = 'void'", "not in the register",
         "UPDATE register_number SET state = 'used'");
  tamper(&w, "UPDATE register SET last = 3", "gap", "UPDATE register SET last = 1");
  tamper(&w, "UPDATE result SET number = '9/2026/KS' WHERE revision = 2", "number",
         "UPDATE result SET number = '1/2026/KS' WHERE revision = 2");
  tamper(&w, "UPDATE result SET number_day = 20261125 WHERE revision = 2", "number",
         "UPDATE result SET number_day = 20261124 WHERE revision = 2");
  tamper(&w, "UPDATE draft SET decision = 'reject'", "another decision",
         "UPDATE draft SET decision = 'grant'");
  whole_close(&w);
}

static void people(void **state) {
  whole w;
  whole_open(&w, state);
  whole_carry(&w, 5);
  disarm(w.b);
  both_script(w.b, "CREATE TABLE kept (id BIGINT, actor BIGINT);"
                   "INSERT INTO kept SELECT id, actor_id FROM event");
  tamper(&w, "UPDATE event SET actor_id = (SELECT actor_id FROM event WHERE action = 'appraise')"
             " WHERE action = 'approve'", "another person",
         "UPDATE event SET actor_id = (SELECT actor FROM kept WHERE kept.id = event.id)");
  tamper(&w, "UPDATE event SET actor_id = (SELECT id FROM account WHERE login = 'leader')"
             " WHERE action = 'approve'", "\"actor\"",
         "UPDATE event SET actor_id = (SELECT actor FROM kept WHERE kept.id = event.id)");
  tamper(&w, "UPDATE dossier SET filed_by = (SELECT id FROM account WHERE login = 'citizen2')",
         "filed by somebody else",
         "UPDATE dossier SET filed_by = (SELECT id FROM account WHERE login = 'citizen')");
  tamper_named(&w, "UPDATE procedure_version SET content = '{}'", "procedure");
  whole_close(&w);
}

static void note(void **state) {
  whole w;
  signing *s;
  whole_open(&w, state);
  whole_file(&w);
  whole_enter(&w, "receptionist.halong");
  step_wish wish = {.code = w.code, .action = S("receive"), .note = S("Đủ giấy tờ"),
                    .seen_version = 1};
  assert_ok(signing_begin(&w.c, &wish, &s));
  assert_ok(signing_with_pin(&w.c, s, S(DEMO_PIN)));
  whole_sound(&w);
  disarm(w.b);
  tamper(&w, "UPDATE event_note SET note = 'khác'", "\"note\"",
         "UPDATE event_note SET note = 'Đủ giấy tờ'");
  both_script(w.b, "CREATE TABLE kept AS SELECT * FROM dossier_form");
  tamper(&w, "UPDATE dossier_form SET form = '{}'", "\"form\"",
         "UPDATE dossier_form SET form = (SELECT form FROM kept)");
  tamper(&w, "UPDATE dossier_paper SET component = 'declaration'", "\"papers\"",
         "UPDATE dossier_paper SET component = 'birth_certificate'");
  tamper_named(&w, "DELETE FROM event_note", "\"note\"");
  both_script(w.b, "INSERT INTO event_note SELECT id, 'Đủ giấy tờ' FROM event WHERE action ="
                   " 'receive'");
  whole_sound(&w);
  tamper_named(&w, "DELETE FROM ledger_entry WHERE event_id = (SELECT id FROM event WHERE seq = 1)",
        "entry in the ledger is missing");
  whole_close(&w);
}

/* --- bytes --- */

static void flip(const char *path, off_t at) {
  int fd = open(path, O_RDWR);
  char byte;
  assert_true(fd >= 0);
  assert_int_equal(pread(fd, &byte, 1, at), 1);
  byte = (char)(byte ^ 1);
  assert_int_equal(pwrite(fd, &byte, 1, at), 1);
  close(fd);
}

static const char *blob_path(whole *w, const char *sql) {
  str id = both_ask(w->b, sql);
  return str_fmt(w->b->a, "%s/blobs/%.2s/%s", w->options.folder, id.p, id.p).p;
}

static void file_named(whole *w, const char *path, const char *word, off_t at) {
  assert_int_equal(chmod(path, 0600), 0);
  flip(path, at);
  verify_report r = whole_verify(w);
  assert_false(r.ok);
  if (str_find(r.first_wrong, str_of(word)) < 0)
    print_error("\"%.*s\" is not \"%s\"\n", STR_ARG(r.first_wrong), word);
  assert_true(str_find(r.first_wrong, str_of(word)) >= 0);
  flip(path, at);
}

static void files(void **state) {
  whole w;
  whole_open(&w, state);
  whole_carry(&w, 5);
  const char *one = blob_path(&w, "SELECT blob FROM result WHERE revision = 1");
  const char *two = blob_path(&w, "SELECT blob FROM result WHERE revision = 2");
  file_named(&w, blob_path(&w, "SELECT blob FROM draft"), "draft", 900);
  file_named(&w, blob_path(&w, "SELECT blob FROM paper"), "paper", 12);
  file_named(&w, one, "result 1", 900);
  file_named(&w, two, "result 2", 900);
  whole_sound(&w);
  assert_int_equal(unlink(two), 0);
  verify_report r = whole_verify(&w);
  assert_false(r.ok);
  assert_true(str_find(r.first_wrong, S("missing")) > 0);
  whole_close(&w);
}

/* The file altered and its row with it: the signatures in the file tell. */
static void signatures_tell(void **state) {
  whole w;
  str bytes, id, sha;
  whole_open(&w, state);
  whole_carry(&w, 5);
  disarm(w.b);
  str blob = both_ask(w.b, "SELECT blob FROM result WHERE revision = 2");
  assert_ok(blob_get(w.f->blobs, w.b->a, blob, 1 << 24, &bytes));
  str two = str_dup(w.b->a, bytes);
  ptrdiff_t reason = str_find(two, S("/Reason"));
  assert_true(reason > 0);
  ((char *)(uintptr_t)two.p)[two.n / 2] ^= 1;
  assert_ok(blob_put(w.f->blobs, w.b->a, two, &id, &sha));
  char sql[512];
  snprintf(sql, sizeof sql, "UPDATE result SET blob = '%s', sha256 = %s%s' WHERE revision = 2",
           id.p, w.b->pg ? "'\\x" : "x'", hex_of(w.b->a, sha).p);
  tamper_named(&w, sql, "result 2");
  whole_close(&w);
}

/* Every byte column of an event, one bit each: named with the event. */
static void event_bytes(void **state) {
  whole w;
  whole_open(&w, state);
  whole_carry(&w, 2);
  disarm(w.b);
  both_script(w.b, "CREATE TABLE kept AS SELECT * FROM event");
  static const char *const columns[] = {"signed", "signature", "hash"};
  for (size_t i = 0; i < COUNT(columns); i++)
    for (int seq = 1; seq <= 3; seq++) {
      char sql[256], word[32];
      snprintf(sql, sizeof sql, "UPDATE event SET %s = (SELECT k.%s FROM kept k WHERE k.seq = %d)"
               " WHERE seq = %d", columns[i], columns[i], seq % 3 + 1, seq);
      snprintf(word, sizeof word, "event %d", seq);
      tamper_named(&w, sql, word);
      snprintf(sql, sizeof sql, "UPDATE event SET %s = (SELECT k.%s FROM kept k WHERE k.id ="
               " event.id)", columns[i], columns[i]);
      both_script(w.b, sql);
      whole_sound(&w);
    }
  whole_close(&w);
}

static void many(void **state) {
  whole w;
  whole_open(&w, state);
  whole_later(&w, HOUR);
  assert_ok(demo_dossiers(w.f, w.c.now, 12, NULL, NULL));
  verify_report r = whole_verify(&w);
  assert_true(r.ok);
  assert_int_equal(r.dossiers, 12);
  assert_true(r.events > 50 && r.signatures > 60 && r.deltas > 60);
  whole_close(&w);
}

int main(void) {
  const struct CMUnitTest tests[] = {BOTH(rows),   SQLITE(people), BOTH(note), SQLITE(files),
                                     BOTH(signatures_tell), SQLITE(event_bytes), BOTH(many)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}

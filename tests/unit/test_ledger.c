/* test_ledger: events get their places, the checkpoint follows, whoever is killed in between is
 * followed by one who publishes the same; what is altered is named; a restored database is not
 * published over what was. */
#include "whole.h"

#include <sys/stat.h>
#include <unistd.h>

#include "office/ledger.h"
#include "tools/file.h"

static int64_t number(whole *w, const char *sql) {
  int64_t n;
  assert_true(str_to_i64(both_ask(w->b, sql), &n));
  return n;
}

static void publish(whole *w) { assert_ok(jobs_ledger_once(w->f)); }

static int64_t published(whole *w, str *note) {
  checkpoint c;
  assert_ok(ledger_published(&w->c, &c, note));
  return c.size;
}

static void disarm(whole *w) {
  if (w->b->pg) {
    both_script(w->b, "ALTER TABLE ledger_place DISABLE TRIGGER ALL;"
                      "ALTER TABLE ledger_checkpoint DISABLE TRIGGER ALL;"
                      "ALTER TABLE ledger_entry DISABLE TRIGGER ALL");
    return;
  }
  static const char *const tables[] = {"ledger_place", "ledger_checkpoint", "ledger_entry"};
  for (size_t i = 0; i < COUNT(tables); i++)
    both_script(w->b, str_fmt(w->b->a, "DROP TRIGGER %s_no_update; DROP TRIGGER %s_no_delete;",
                              tables[i], tables[i]).p);
}

static void grows(void **state) {
  whole w;
  str note;
  whole_open(&w, state);
  assert_int_equal(published(&w, &note), 0);
  whole_carry(&w, 5);
  int64_t events = number(&w, "SELECT COUNT(*) FROM event");
  assert_true(events >= 6);
  publish(&w);
  assert_int_equal(published(&w, &note), events);
  assert_int_equal(number(&w, "SELECT COUNT(*) FROM ledger_queue"), 0);
  assert_int_equal(number(&w, "SELECT MAX(place) + 1 FROM ledger_place"), events);
  whole_sound(&w);
  publish(&w); /* nothing came: nothing is written */
  assert_int_equal(number(&w, "SELECT COUNT(*) FROM ledger_checkpoint"), 1);
  whole_file(&w);
  whole_sound(&w); /* with one event that waits */
  publish(&w);
  assert_int_equal(published(&w, &note), events + 1);
  whole_sound(&w);
  whole_close(&w);
}

static err *stop(ctx *c, void *arg) {
  (void)c, (void)arg;
  return ERR(UNAVAILABLE, "killed here");
}

/* Killed after the places, after the tiles, after the note in the database: a round that follows
 * publishes the same bytes. */
static void killed(void **state) {
  whole w;
  str note, again;
  size_t n;
  int64_t size;
  whole_open(&w, state);
  whole_carry(&w, 2);
  assert_ok(ledger_sequence(&w.c, &n));
  assert_true(n > 0);
  whole_sound(&w);
  w.c.beside = stop; /* the decide that notes the checkpoint fails: tiles are there, it is not */
  assert_non_null(ledger_publish(&w.c, &size));
  w.c.beside = NULL;
  assert_int_equal(published(&w, &note), 0);
  whole_sound(&w);
  publish(&w);
  size = published(&w, &note);
  assert_int_equal(size, (int64_t)n);
  whole_sound(&w);
  assert_int_equal(unlink(str_fmt(w.b->a, "%s/ledger/checkpoint", w.f->folder).p), 0);
  whole_sound(&w); /* noted, and not published yet */
  publish(&w);
  assert_int_equal(published(&w, &again), size);
  assert_true(str_eq(note, again));
  whole_close(&w);
}

static void altered(void **state) {
  whole w;
  whole_open(&w, state);
  whole_carry(&w, 5);
  publish(&w);
  whole_sound(&w);
  disarm(&w);
  both_script(w.b, "CREATE TABLE kept AS SELECT * FROM ledger_place; CREATE TABLE noted AS "
                   "SELECT * FROM ledger_checkpoint");
  tamper(&w, "UPDATE ledger_place SET place = 99 WHERE place = (SELECT MAX(place) FROM kept)",
         "its places have a gap",
         "UPDATE ledger_place SET place = (SELECT MAX(place) FROM kept) WHERE place = 99");
  tamper(&w, "DELETE FROM ledger_place WHERE place = 3", "no place in it",
         "INSERT INTO ledger_place SELECT * FROM kept WHERE place = 3");
  tamper(&w, "UPDATE ledger_place SET place = 1000 + place; UPDATE ledger_place SET place = "
             "(SELECT MAX(place) FROM kept) - (place - 1000)", "before the one it follows",
         "UPDATE ledger_place SET place = 1000 + place; UPDATE ledger_place SET place = (SELECT "
         "k.place FROM kept k WHERE k.event_id = ledger_place.event_id)");
  tamper(&w, "UPDATE ledger_head SET size = size + 1", "gap",
         "UPDATE ledger_head SET size = size - 1");
  tamper(&w, "UPDATE ledger_checkpoint SET size = size - 1", "not signed",
         "UPDATE ledger_checkpoint SET size = size + 1");
  tamper(&w, "UPDATE ledger_checkpoint SET note = note || 'x'", "not signed",
         "UPDATE ledger_checkpoint SET note = (SELECT note FROM noted)");
  tamper_named(&w, "INSERT INTO ledger_queue SELECT id, dossier_id, seq FROM event WHERE seq = 1",
               "no place in it, or two");
  both_script(w.b, "DELETE FROM ledger_queue");
  whole_sound(&w);
  whole_close(&w);
}

static void write_at(const char *path, str bytes) {
  FILE *f = fopen(path, "r+b");
  assert_non_null(f);
  assert_int_equal(fwrite(bytes.p, 1, bytes.n, f), bytes.n);
  fclose(f);
}

static void files(void **state) {
  whole w;
  str note;
  whole_open(&w, state);
  whole_carry(&w, 5);
  publish(&w);
  int64_t size = published(&w, &note);
  arena *a = w.b->a;
  const char *hashes = str_fmt(a, "%s/ledger/tile/0/000.p/%lld", w.f->folder, (long long)size).p;
  const char *entries = str_fmt(a, "%s/ledger/tile/entries/000.p/%lld", w.f->folder,
                                (long long)size).p;
  const char *head = str_fmt(a, "%s/ledger/checkpoint", w.f->folder).p;
  str hash_bytes = file_read(a, hashes), entry_bytes = file_read(a, entries);
  write_at(hashes, S("another"));
  tamper_named(&w, "SELECT 1", "ledger/tile/0/000.p/");
  write_at(hashes, hash_bytes);
  assert_int_equal(rename(entries, str_cat(a, str_of(entries), S(".gone")).p), 0);
  tamper_named(&w, "SELECT 1", "ledger/tile/entries/000.p/");
  assert_int_equal(rename(str_cat(a, str_of(entries), S(".gone")).p, entries), 0);
  assert_true(entry_bytes.n > 0);
  write_at(head, S("motcua/x"));
  tamper_named(&w, "SELECT 1", "not signed by the ledger's key");
  whole_close(&w);
}

/* The folder is ahead of the database: nothing is published over it, and verify says so. */
static void restored(void **state) {
  whole w;
  str note, after;
  int64_t size;
  size_t n;
  whole_open(&w, state);
  whole_carry(&w, 5);
  publish(&w);
  published(&w, &note);
  disarm(&w);
  both_script(w.b, "DELETE FROM ledger_checkpoint; INSERT INTO ledger_queue SELECT e.id, "
                   "e.dossier_id, e.seq FROM event e; DELETE FROM ledger_place; UPDATE ledger_head "
                   "SET size = 0");
  err *e = ledger_publish(&w.c, &size);
  assert_non_null(e);
  assert_int_equal(e->kind, ERR_CONFLICT);
  err_reset();
  tamper_named(&w, "SELECT 1", "the database is older");
  assert_ok(ledger_sequence(&w.c, &n));
  e = ledger_publish(&w.c, &size);
  assert_non_null(e);
  assert_int_equal(e->kind, ERR_CONFLICT);
  err_reset();
  published(&w, &after);
  assert_true(str_eq(note, after));
  whole_close(&w);
}

int main(void) {
  const struct CMUnitTest tests[] = {BOTH(grows), BOTH(killed), BOTH(altered), SQLITE(files),
                                     BOTH(restored)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}

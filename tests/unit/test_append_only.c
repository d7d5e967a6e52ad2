/* test_append_only: tables that are evidence refuse every way of changing what stands in them. */
#include "office/journal.h"
#include "whole.h"

static const char *const tables[] = {"procedure_version", "event", "ledger_entry", "access_note",
                                     "draft", "result", "journal", "identity_binding",
                                     "filing_proof", "person_note", "identity_unbinding",
                                     "search_note", "export_note", "signed_copy"};

/* The reason goes to the log alone: stderr is read for the length of one script. */
static err *run(both *b, const char *sql, char *said, size_t room) {
  FILE *kept = tmpfile();
  int before = dup(STDERR_FILENO);
  db_conn *c;
  assert_ok(db_connect(b->d, &c));
  assert_ok(db_begin(c));
  dup2(fileno(kept), STDERR_FILENO);
  err *e = db_script(c, sql);
  dup2(before, STDERR_FILENO);
  close(before);
  rewind(kept);
  said[fread(said, 1, room - 1, kept)] = '\0';
  fclose(kept);
  db_rollback(c);
  db_disconnect(c);
  return e;
}

/* Refused by the triggers, not by something else that happens to be in the way (PostgreSQL tells
 * its code alone: 23001, restrict_violation). */
static void refused(both *b, const char *sql) {
  char said[2048];
  err *e = run(b, sql, said, sizeof said);
  bool right = e && strstr(said, b->pg ? "23001" : "append-only");
  if (!right) print_error("%s: %s\n", sql, e ? said : "was not refused");
  assert_true(right);
}

static str columns(both *b, const char *table) {
  const char *sql =
      b->pg ? "SELECT string_agg(column_name, ', ' ORDER BY ordinal_position) FROM"
              " information_schema.columns WHERE table_name = '%s'"
            : "SELECT group_concat(name, ', ') FROM pragma_table_info('%s')";
  char text[256];
  snprintf(text, sizeof text, sql, table);
  return both_ask(b, text);
}

static const char *key_of(const char *table) {
  if (strcmp(table, "journal") == 0) return "seq";
  if (strcmp(table, "identity_unbinding") == 0) return "binding_id";
  return strcmp(table, "ledger_entry") == 0 ? "event_id" : "id";
}

static err *one_act(ctx *c, void *arg) {
  (void)arg;
  return journal_write(c, &(journal_entry){.act = ACT_SETTING_CHANGED, .subject = S("x")});
}

/* Every way of changing a row that stands in the table. */
static void one_table(both *b, const char *t) {
  arena *a = b->a;
  const char *k = key_of(t);
  str all = columns(b, t);
  refused(b, str_fmt(a, "UPDATE %s SET %s = %s", t, k, k).p);
  refused(b, str_fmt(a, "DELETE FROM %s", t).p);
  refused(b, str_fmt(a, "INSERT INTO %s (%s) SELECT %s FROM %s WHERE true"
                        " ON CONFLICT (%s) DO UPDATE SET %s = excluded.%s",
                     t, all.p, all.p, t, k, k, k).p);
  if (b->pg) {
    refused(b, str_fmt(a, "TRUNCATE %s CASCADE", t).p);
    return;
  }
  refused(b, str_fmt(a, "INSERT OR REPLACE INTO %s SELECT * FROM %s", t, t).p);
  refused(b, str_fmt(a, "REPLACE INTO %s SELECT * FROM %s", t, t).p);
  refused(b, str_fmt(a, "UPDATE OR REPLACE %s SET %s = %s", t, k, k).p);
}

static void each_way(void **state) {
  whole w;
  whole_open(&w, state);
  whole_carry(&w, 5);
  assert_ok(ctx_write(&w.c, 0, one_act, NULL));
  both_script(w.b, "INSERT INTO access_note (id, at, account_id, dossier_id, route) SELECT 1, 2,"
                   " filed_by, id, 'x' FROM dossier;"
                   "INSERT INTO identity_binding (id, at, account_id, person_id, former_person_id,"
                   " officer_id, unit_id) SELECT 1, 2, filed_by, holder_id, holder_id, filed_by,"
                   " unit_id FROM dossier;"
                   "INSERT INTO person_note (id, at, account_id, person_id, route) SELECT 1, 2,"
                   " filed_by, holder_id, 'x' FROM dossier;"
                   "INSERT INTO identity_binding (id, at, account_id, person_id, former_person_id,"
                   " officer_id, unit_id) SELECT 2, 1, filed_by, 1, 1, filed_by, unit_id"
                   " FROM dossier;"
                   "INSERT INTO identity_unbinding (binding_id, at, fresh_person_id, admin_id,"
                   " reason, basis) SELECT 2, 3, holder_id, filed_by, 'asked', '1' FROM dossier;"
                   "INSERT INTO search_note (id, at, account_id, kind, shown) SELECT 1, 2,"
                   " filed_by, 'name', 3 FROM dossier;"
                   "INSERT INTO export_note (id, at, account_id, dossiers, files) SELECT 1, 2,"
                   " filed_by, 1, 1 FROM dossier");
  for (size_t i = 0; i < COUNT(tables) - 1; i++) one_table(w.b, tables[i]);
  refused(w.b, "UPDATE delta SET n = n");
  whole_sound(&w);
  both_script(w.b, "INSERT INTO signed_copy (id, public_id, at, actor_id, paper_id, content,"
                   " signature) SELECT 1, 'x', 2, owner_id, id, sha256, sha256 FROM paper"
                   " ORDER BY id LIMIT 1");
  one_table(w.b, tables[COUNT(tables) - 1]); /* verify would see that nobody signed it */
  whole_close(&w);
}

/* A serving role made before the schema cannot even try (42501, insufficient_privilege). */
static void serving_role(void **state) {
  whole w;
  both_script(both_of(state), "DROP ROLE IF EXISTS motcua_serve; CREATE ROLE motcua_serve;"
                              "GRANT USAGE ON SCHEMA public TO motcua_serve");
  whole_open(&w, state);
  whole_carry(&w, 1);
  arena *a = w.b->a;
  static const char *const ways[] = {"UPDATE %s SET %s = 1", "DELETE FROM %s", "TRUNCATE %s"};
  char said[2048];
  for (size_t i = 0; i < COUNT(tables); i++)
    for (size_t k = 0; k < COUNT(ways); k++) {
      str sql = str_cat(a, S("SET LOCAL ROLE motcua_serve; "),
                        str_fmt(a, ways[k], tables[i], key_of(tables[i])));
      assert_non_null(run(w.b, sql.p, said, sizeof said));
      if (!strstr(said, "42501")) print_error("%s: %s\n", sql.p, said);
      assert_non_null(strstr(said, "42501"));
    }
  assert_ok(run(w.b, "SET LOCAL ROLE motcua_serve; UPDATE dossier SET version = version;"
                     "INSERT INTO access_note (id, at, account_id, dossier_id, route)"
                     " SELECT 1, 2, filed_by, id, 'x' FROM dossier", said, sizeof said));
  whole_close(&w);
  both_script(w.b, "DROP OWNED BY motcua_serve; DROP ROLE motcua_serve");
}

/* Another unique key than the id: REPLACE would delete the row that is in its way. */
static void other_keys(void **state) {
  whole w;
  whole_open(&w, state);
  whole_carry(&w, 5);
  refused(w.b, "INSERT OR REPLACE INTO event (id, dossier_id, seq, action, actor_id, at, scheme,"
               " signed, signature, hash) SELECT 7, dossier_id, seq, action, actor_id, at, scheme,"
               " signed, signature, hash FROM event");
  refused(w.b, "INSERT OR REPLACE INTO draft (id, dossier_id, event_id, decision, blob, sha256,"
               " size, created_at) SELECT 7, dossier_id, event_id, decision, blob, sha256, size,"
               " created_at FROM draft");
  whole_sound(&w);
  whole_close(&w);
}

int main(void) {
  const struct CMUnitTest tests[] = {BOTH(each_way), SQLITE(other_keys),
                                     POSTGRESQL(serving_role)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}

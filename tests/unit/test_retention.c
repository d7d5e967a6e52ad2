/* test_retention: which tables hold personal data (office/personal.def), and what is left of a
 * dossier whose data a decision has destroyed, wherever the work is cut. */
#include "office/find.h"
#include "office/retention.h"
#include "office/ruling.h"
#include "tools/file.h"
#include "whole.h"

static const struct {
  const char *table, *columns;
} listed[] = {
#define DOSSIER(table, columns, query) {table, columns},
#define SWEPT(table, columns, when) {table, columns},
#define ACCOUNT(table, columns) {table, columns},
#define PLAIN(table) {table, ""},
#include "office/personal.def"
#undef DOSSIER
#undef SWEPT
#undef ACCOUNT
#undef PLAIN
};

static const char *columns_of(str table) {
  for (size_t i = 0; i < COUNT(listed); i++)
    if (str_eq(str_of(listed[i].table), table)) return listed[i].columns;
  return NULL;
}

static err *one_table(void *arg, const db_value *row) {
  size_t *strangers = arg;
  str table = row[0].s;
  if (str_starts(table, S("sqlite_")) || columns_of(table)) return NULL;
  print_error("table %.*s: say in src/office/personal.def whose personal data it holds, and how "
              "they go\n", STR_ARG(table));
  ++*strangers;
  return NULL;
}

/* A table that nobody has thought about fails here. */
static void every_table_is_in_the_list(void **state) {
  whole w;
  size_t strangers = 0;
  db_conn *c;
  whole_open(&w, state);
  const char *sql = w.b->pg ? "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"
                            : "SELECT name FROM sqlite_master WHERE type = 'table'";
  assert_ok(db_read_begin(w.b->d, &c));
  assert_ok(db_adhoc(c, sql, NULL, one_table, &strangers));
  db_read_end(w.b->d, c);
  assert_int_equal(strangers, 0);
  whole_close(&w);
}

/* --- "erasable" in the migrations --- */

static str word_after(str line, const char *what) {
  ptrdiff_t at = str_find(line, str_of(what));
  if (at < 0) return STR_NONE;
  str rest = str_trim(str_sub(line, (size_t)at + strlen(what), line.n)), word;
  return str_split(&rest, ' ', &word) ? word : STR_NONE;
}

static bool names(const char *columns, str column) {
  str rest = str_of(columns), one;
  while (str_split(&rest, ' ', &one))
    if (str_eq(one, column)) return true;
  return false;
}

/* A table that is made under another name first. */
static str renamed(arena *a, str migration, str table) {
  str was = str_cat(a, S("ALTER TABLE "), table, S(" RENAME TO "));
  ptrdiff_t at = str_find(migration, was);
  if (at < 0) return table;
  str rest = str_sub(migration, (size_t)at + was.n, migration.n), name;
  return str_split(&rest, ';', &name) ? name : table;
}

static void one_migration(const char *path, size_t *marked) {
  arena *a = arena_new(4 << 20);
  str rest = file_read(a, path), line;
  str all = rest;
  assert_non_null(rest.p);
  while (str_split(&rest, '\n', &line)) {
    ptrdiff_t comment = str_find(line, S("-- "));
    if (comment < 0) continue;
    if (str_find(str_sub(line, (size_t)comment, line.n), S("erasable")) < 0) continue;
    str table = word_after(line, "CREATE TABLE "), altered = word_after(line, "ALTER TABLE ");
    str column = word_after(line, "ADD COLUMN ");
    if (!table.p && !altered.p) continue;
    const char *columns = columns_of(table.p ? renamed(a, all, table) : altered);
    bool good = columns && *columns && (!column.p || names(columns, column));
    if (!good) print_error("%s: %.*s\n", path, STR_ARG(line));
    assert_true(good);
    ++*marked;
  }
  arena_free(a);
}

static void each_migration(void *marked, const folder_entry *e) { one_migration(e->path, marked); }

static void what_is_marked_erasable_is_in_the_list(void **state) {
  size_t marked = 0;
  (void)state;
  arena *a = arena_new(1 << 20);
  assert_true(folder_each(a, "migrations", each_migration, &marked));
  assert_true(marked > 10);
  arena_free(a);
}

/* --- a decision, cut anywhere --- */

static str proposed(whole *w) {
  const procedure *p = edition_procedure(w->c.edition, S("1.001193"));
  retention_period_of years = {.procedure = S(""), .years = 5, .basis = S("QĐ 7")};
  ruling_wish wish = {.kind = S("erase"), .number = S("12/QĐ"), .basis = S("Luật Lưu trữ"),
                      .day = day_of(w->c.now), .procedure = p};
  str id;
  whole_enter(w, "admin");
  assert_ok(retention_set(&w->c, &years));
  wish.before = day_of(w->c.now) - 50000;
  assert_ok(ruling_propose(&w->c, &wish, &id));
  return id;
}

static err *get(ctx *c, void *arg) {
  ruling *r = arg;
  return ruling_get(c, r->public_id, r);
}

static ruling looked(whole *w, str id) {
  ruling r = {.public_id = id};
  assert_ok(ctx_read(&w->c, get, &r));
  return r;
}

static int64_t count(whole *w, const char *sql) {
  int64_t n = -1;
  assert_true(str_to_i64(both_ask(w->b, sql), &n));
  return n;
}

static int64_t files_of(whole *w) {
  char command[256], said[32] = "";
  snprintf(command, sizeof command, "find %s/blobs -type f | wc -l", w->options.folder);
  FILE *f = popen(command, "r");
  assert_non_null(f);
  assert_non_null(fgets(said, sizeof said, f));
  pclose(f);
  return strtoll(said, NULL, 10);
}

/* A reason is a text of its own. */
static void refuse(whole *w) {
  signing *s;
  whole_enter(w, "receptionist.halong");
  step_wish wish = {.code = w->code, .action = S("refuse"), .seen_version = 1,
                    .reason = {.id = S("not_competent")}};
  assert_ok(signing_begin(&w->c, &wish, &s));
  assert_ok(signing_with_pin(&w->c, s, S(DEMO_PIN)));
}

/* Of a dossier that is erased. */
static err *keys_anew(ctx *c, void *arg) {
  both *b = arg;
  int64_t id = 0;
  assert_true(str_to_i64(both_ask(b, "SELECT CAST(MIN(id) AS TEXT) FROM dossier WHERE erased_by IS"
                                     " NOT NULL"), &id));
  return find_renew(c, id);
}

enum { FILED = 45 }; /* more than two bites */

/* Whatever has been done in bites before, going on from there ends in the same. */
static void a_decision_goes_on_after_any_bite(void **state) {
  whole w;
  ruling r;
  size_t bites = 0;
  whole_open(&w, state);
  int64_t before = files_of(&w);
  for (int i = 0; i < FILED; i++) {
    whole_file(&w);
    whole_enter(&w, "citizen");
    step_wish wish = {.code = w.code, .action = S("withdraw"), .seen_version = 1};
    assert_ok(step_take(&w.c, &wish));
  }
  whole_file(&w);
  refuse(&w);
  whole_carry(&w, 5);
  int64_t with_papers = files_of(&w);
  assert_true(with_papers > before);
  whole_later(&w, 7 * 365 * DAY);
  whole_renew(&w);
  str id = proposed(&w);
  while (str_eq(looked(&w, id).state, S("listing"))) {
    r = looked(&w, id);
    assert_ok(ruling_work(&w.c, &r));
  }
  r = looked(&w, id);
  int64_t ended = count(&w, "SELECT CAST(COUNT(*) AS TEXT) FROM dossier WHERE ended_at IS NOT"
                            " NULL");
  assert_int_equal(r.planned, ended);
  assert_kind(ruling_approve(&w.c, id), ERR_FORBIDDEN); /* who has proposed it */
  whole_enter(&w, "leader");
  assert_ok(ruling_approve(&w.c, id));
  for (int64_t done = -1; !str_eq(looked(&w, id).state, S("done")); bites++) {
    r = looked(&w, id);
    assert_true(r.done + r.skipped > done || r.done == r.planned);
    done = r.done + r.skipped;
    size_t n; /* a process of its own for each bite: nothing is kept but the rows */
    ctx job = {.a = w.c.a, .office = w.f, .edition = w.c.edition, .now = w.c.now};
    assert_ok(jobs_ruling(&job, &n));
    if (bites == 1) whole_sound(&w); /* half erased, and everything verifies */
  }
  assert_true(bites > 3);
  assert_int_equal(looked(&w, id).done, ended);
  verify_report v = whole_verify(&w);
  if (!v.ok) print_error("%.*s\n", STR_ARG(v.first_wrong));
  assert_true(v.ok);
  assert_int_equal(v.erased, ended);
  assert_int_equal(v.erasures, 1);
  assert_int_equal(count(&w, "SELECT CAST(COUNT(*) AS TEXT) FROM erased_blob"), 0);
  assert_true(files_of(&w) < with_papers);
  assert_int_equal(count(&w, "SELECT CAST(COUNT(*) AS TEXT) FROM notice n JOIN dossier d ON d.id ="
                             " n.dossier_id WHERE d.erased_by IS NOT NULL"), 0);
  ctx job = {.a = w.c.a, .office = w.f, .edition = w.c.edition, .now = w.c.now};
  assert_ok(ctx_write(&job, 0, keys_anew, w.b)); /* a job from before comes too late */
  assert_int_equal(count(&w, "SELECT CAST(COUNT(*) AS TEXT) FROM dossier_key k JOIN dossier d ON"
                             " d.id = k.dossier_id WHERE d.erased_by IS NOT NULL"), 0);
  assert_int_equal(count(&w, "SELECT CAST(COUNT(*) AS TEXT) FROM event_salt s JOIN event e ON"
                             " e.id = s.event_id JOIN dossier d ON d.id = e.dossier_id WHERE"
                             " d.erased_by IS NOT NULL"), 0);
  whole_close(&w);
}

/* Without a decision nothing may be missing, and with one nothing may be left. */
static void verify_tells_a_decision_from_a_loss(void **state) {
  whole w;
  whole_open(&w, state);
  whole_carry(&w, 5);
  whole_later(&w, 7 * 365 * DAY);
  whole_renew(&w);
  str id = proposed(&w);
  assert_ok(jobs_run_once(w.f));
  whole_enter(&w, "leader");
  assert_ok(ruling_approve(&w.c, id));
  both_script(w.b, "CREATE TABLE kept AS SELECT * FROM dossier_form;"
                   "CREATE TABLE salts AS SELECT * FROM event_salt");
  assert_ok(jobs_run_once(w.f));
  whole_sound(&w);
  both_script(w.b, "INSERT INTO dossier_form SELECT * FROM kept WHERE dossier_id IN (SELECT id FROM"
                   " dossier WHERE erased_by IS NOT NULL)");
  verify_report v = whole_verify(&w);
  assert_false(v.ok);
  assert_true(str_find(v.first_wrong, S("something of it is left")) >= 0);
  both_script(w.b, "DELETE FROM dossier_form WHERE dossier_id IN (SELECT id FROM dossier WHERE"
                   " erased_by IS NOT NULL);"
                   "UPDATE ruling_item SET outcome = 'skipped'");
  v = whole_verify(&w);
  assert_true(!v.ok && str_find(v.first_wrong, S("without a decision")) >= 0);
  whole_close(&w);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      BOTH(every_table_is_in_the_list),
      cmocka_unit_test(what_is_marked_erasable_is_in_the_list),
      BOTH(a_decision_goes_on_after_any_bite),
      BOTH(verify_tells_a_decision_from_a_loss),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}

/* test_jobs: what follows a commit happens by itself, once, and is tried again when it fails. */
#include "whole.h"

#include <pthread.h>

enum { RUNNERS = 4, PATIENCE = 100 };

/* Takes the steps without jobs_run_once, trying again while the paper is being drawn. */
static void step_when_ready(whole *w, size_t i) {
  signing *s;
  err *e = NULL;
  for (int tries = 0; tries < PATIENCE; tries++) {
    e = whole_begin(w, whole_steps[i][0], whole_steps[i][1], &s);
    if (!e || e->kind != ERR_CONFLICT || !e->retry_after) break;
    usleep(50000);
  }
  assert_ok(e);
  assert_ok(signing_with_pin(&w->c, s, S(DEMO_PIN)));
}

static void by_thread(void **state) {
  whole w;
  jobs *j;
  whole_open(&w, state);
  assert_ok(jobs_start(w.f, &j));
  whole_file(&w);
  for (size_t i = 0; i < COUNT(whole_steps); i++) {
    step_when_ready(&w, i);
    jobs_wake(j);
  }
  for (int tries = 0; tries < PATIENCE; tries++) {
    if (str_eq(both_ask(w.b, "SELECT CAST(COUNT(*) AS TEXT) FROM notice"), S("6"))) break;
    usleep(50000);
  }
  jobs_stop(j);
  assert_answer(w.b, "SELECT CAST(COUNT(*) AS TEXT) FROM notice", "6");
  assert_answer(w.b, "SELECT CAST(COUNT(*) AS TEXT) FROM outbox WHERE done_at IS NULL", "0");
  whole_sound(&w);
  whole_close(&w);
}

static void *runner(void *arg) {
  return jobs_run_once(arg);
}

/* Several processes' runners at one outbox: each effect once. */
static void beside_each_other(void **state) {
  whole w;
  whole_open(&w, state);
  assert_ok(demo_dossiers(w.f, w.c.now, 15, NULL, NULL));
  both_script(w.b, "UPDATE outbox SET done_at = NULL, attempts = 0, not_before = 0");
  pthread_t threads[RUNNERS];
  for (int i = 0; i < RUNNERS; i++)
    assert_int_equal(pthread_create(&threads[i], NULL, runner, w.f), 0);
  for (int i = 0; i < RUNNERS; i++) {
    void *failed;
    pthread_join(threads[i], &failed);
    assert_null(failed);
  }
  assert_answer(w.b, "SELECT CAST(COUNT(*) AS TEXT) FROM outbox WHERE done_at IS NULL", "0");
  assert_answer(w.b, "SELECT CAST(MAX(attempts) AS TEXT) FROM outbox", "1");
  str events = both_ask(w.b, "SELECT CAST(COUNT(*) AS TEXT) FROM event");
  assert_answer(w.b, "SELECT CAST(COUNT(*) AS TEXT) FROM notice", events.p);
  whole_sound(&w);
  whole_close(&w);
}

static void tried_again(void **state) {
  whole w;
  whole_open(&w, state);
  whole_carry(&w, 1);
  both_script(w.b, "UPDATE outbox SET done_at = NULL, attempts = 0, not_before = 0;"
                   "ALTER TABLE notice RENAME TO notice_away");
  assert_ok(jobs_run_once(w.f));
  assert_answer(w.b, "SELECT CAST(MAX(attempts) AS TEXT) FROM outbox", "1");
  assert_answer(w.b, "SELECT CAST(COUNT(error) AS TEXT) FROM outbox", "2");
  assert_ok(jobs_run_once(w.f)); /* not before two seconds have gone */
  assert_answer(w.b, "SELECT CAST(MAX(attempts) AS TEXT) FROM outbox", "1");
  whole_later(&w, 3 * SECOND);
  assert_ok(jobs_run_once(w.f));
  assert_answer(w.b, "SELECT CAST(MAX(attempts) AS TEXT) FROM outbox", "2");
  both_script(w.b, "ALTER TABLE notice_away RENAME TO notice");
  whole_later(&w, 5 * SECOND);
  assert_ok(jobs_run_once(w.f));
  assert_answer(w.b, "SELECT CAST(COUNT(*) AS TEXT) FROM outbox WHERE done_at IS NULL", "0");
  whole_close(&w);
}

/* A paper to be drawn does not stand behind a heap of notices. */
static void urgent_first(void **state) {
  whole w;
  signing *s;
  whole_open(&w, state);
  whole_carry(&w, 1);
  assert_ok(whole_begin(&w, "appraiser.halong", "appraise", &s));
  assert_ok(signing_with_pin(&w.c, s, S(DEMO_PIN)));
  both_script(w.b, "UPDATE outbox SET done_at = NULL, attempts = 0, not_before = 0"
                   " WHERE kind = 'notice'");
  instant_fix(INSTANT_NONE);
  assert_ok(jobs_run_once(w.f));
  assert_answer(w.b, "SELECT kind FROM outbox WHERE kind <> 'proof' ORDER BY done_at, kind LIMIT 1",
                "draft");
  assert_answer(w.b, "SELECT CAST(COUNT(*) AS TEXT) FROM outbox WHERE done_at IS NULL", "0");
  whole_close(&w);
}

static err *count_blob(void *arg, str id, int64_t size, int64_t modified) {
  (void)id, (void)size, (void)modified;
  (*(int *)arg)++;
  return NULL;
}

static void sweeping(void **state) {
  whole w;
  paper unused;
  str id;
  signing *s;
  int before = 0, after = 0;
  whole_open(&w, state);
  whole_file(&w);
  assert_ok(blob_each(w.f->blobs, 0, BLOB_PARTS, count_blob, &before));
  assert_ok(paper_store(&w.c, a_pdf(w.b->a, "never filed"), S("b.pdf"), &unused));
  assert_ok(whole_begin(&w, "receptionist.halong", "receive", &s));
  assert_ok(signing_keep(&w.c, s, &id));
  assert_ok(jobs_sweep(w.f));
  assert_answer(w.b, "SELECT CAST(COUNT(*) AS TEXT) FROM paper", "2");
  whole_later(&w, 2 * DAY);
  assert_ok(jobs_sweep(w.f));
  assert_answer(w.b, "SELECT CAST(COUNT(*) AS TEXT) FROM paper", "1");
  assert_answer(w.b, "SELECT CAST(COUNT(*) AS TEXT) FROM signing", "0");
  assert_ok(blob_each(w.f->blobs, 0, BLOB_PARTS, count_blob, &after));
  assert_int_equal(before, after);
  whole_sound(&w);
  whole_close(&w);
}

/* What is sent again is kept as long as what is new; and what is about to be swept, perhaps by
 * another process right now, is no evidence. */
static void unused_papers(void **state) {
  whole w;
  paper one, two;
  whole_open(&w, state);
  whole_enter(&w, "citizen");
  assert_ok(paper_store(&w.c, a_pdf(w.b->a, "sent twice"), S("a.pdf"), &one));
  whole_later(&w, 23 * HOUR);
  assert_ok(paper_store(&w.c, a_pdf(w.b->a, "sent twice"), S("a.pdf"), &two));
  assert_true(str_eq(one.public_id, two.public_id));
  whole_later(&w, 2 * HOUR);
  assert_ok(jobs_sweep(w.f));
  assert_answer(w.b, "SELECT CAST(COUNT(*) AS TEXT) FROM paper", "1");
  whole_later(&w, 20 * HOUR);
  assert_ok(blob_remove(w.f->blobs, one.blob));
  whole_sound(&w);
  whole_close(&w);
}

static int64_t files_there(whole *w) {
  int n = 0;
  assert_ok(blob_each(w->f->blobs, 0, BLOB_PARTS, count_blob, &n));
  return n;
}

/* Files are as old as the story says, whatever the day on which it is told. */
static void date_files(whole *w) {
  const char *touch = str_fmt(w->b->a, "find %s/blobs -type f -exec touch -d @%lld {} +",
                              w->f->folder, (long long)(w->c.now.us / SECOND)).p;
  assert_int_equal(system(touch), 0);
}

static void look_everywhere(whole *w) {
  for (int part = 0; part < BLOB_PARTS; part++) {
    size_t mark = arena_mark(w->c.a);
    assert_ok(sweep_blobs(&w->c, part));
    arena_rewind(w->c.a, mark);
  }
}

/* What a process has written and not written down, because it ended. */
static void files_without_rows(void **state) {
  whole w;
  str id, digest, late;
  whole_open(&w, state);
  whole_carry(&w, 4); /* with a paper, a proof, a draft, and a result in two revisions */
  int64_t named = files_there(&w);
  assert_int_equal(named, 5);
  for (int i = 0; i < 30; i++)
    assert_ok(blob_put(w.f->blobs, w.b->a, S("left behind"), &id, &digest));
  assert_ok(blob_put(w.f->blobs, w.b->a, S("named late"), &late, &digest));
  date_files(&w);
  look_everywhere(&w); /* they are young */
  assert_answer(w.b, "SELECT CAST(COUNT(*) AS TEXT) FROM unnamed_blob", "0");
  whole_later(&w, 2 * DAY);
  look_everywhere(&w);
  assert_int_equal(files_there(&w), named + 31);
  assert_answer(w.b, "SELECT CAST(COUNT(*) AS TEXT) FROM unnamed_blob", "31");
  whole_later(&w, 23 * HOUR);
  look_everywhere(&w);
  assert_int_equal(files_there(&w), named + 31);
  both_script(w.b, str_fmt(w.b->a, "UPDATE paper SET blob = '%s'", late.p).p);
  assert_ok(blob_remove(w.f->blobs, id)); /* gone before the second look */
  whole_later(&w, 2 * HOUR);
  look_everywhere(&w);
  assert_answer(w.b, "SELECT CAST(COUNT(*) AS TEXT) FROM unnamed_blob", "1"); /* the old one */
  assert_int_equal(files_there(&w), named + 1);
  look_everywhere(&w);
  assert_int_equal(files_there(&w), named + 1);
  whole_close(&w);
}

/* A table with files of its own that the sweep does not know would lose them. */
static void every_table_with_files_is_asked(void **state) {
  whole w;
  whole_open(&w, state);
  const db_query *named = NULL;
  for (int i = 0; i < db_query_count; i++)
    if (strcmp(db_queries[i]->name, "sweep_named") == 0) named = db_queries[i];
  assert_non_null(named);
  const char *tables = "SELECT group_concat(m.name) FROM sqlite_master m"
                       " JOIN pragma_table_info(m.name) c WHERE m.type = 'table'"
                       " AND c.name = 'blob' AND m.name NOT IN ('unnamed_blob', 'erased_blob')";
  str rest = both_ask(w.b, tables), table;
  assert_true(str_count(rest, ',') >= 3);
  while (str_split(&rest, ',', &table))
    if (str_find(str_of(named->sql), str_cat(w.b->a, S("FROM "), table, S(" "))) < 0)
      fail_msg("the sweep does not ask %.*s", STR_ARG(table));
  whole_close(&w);
}

/* An error of the database outlives the memory of the work that met it. */
static void errors_can_be_read(void **state) {
  whole w;
  whole_open(&w, state);
  whole_file(&w);
  both_script(w.b, w.b->pg ? "CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS"
                             " $$ BEGIN RAISE EXCEPTION 'refused'; END $$;"
                             "CREATE TRIGGER refused BEFORE UPDATE ON outbox"
                             " FOR EACH ROW EXECUTE FUNCTION refuse()"
                           : "CREATE TRIGGER refused BEFORE UPDATE ON outbox"
                             " BEGIN SELECT RAISE(ABORT, 'refused'); END");
  err *e = jobs_run_once(w.f);
  assert_non_null(e);
  assert_string_equal(err_text(w.b->a, e, NULL).p, "The database refused a statement.");
  both_script(w.b, "ALTER TABLE idempotency RENAME TO elsewhere");
  e = jobs_sweep(w.f);
  assert_non_null(e);
  assert_string_equal(err_text(w.b->a, e, NULL).p, "The database refused a statement.");
  whole_close(&w);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      BOTH(by_thread),
      BOTH(beside_each_other),
      BOTH(tried_again),
      BOTH(urgent_first),
      BOTH(sweeping),
      BOTH(unused_papers),
      BOTH(files_without_rows),
      SQLITE(every_table_with_files_is_asked),
      BOTH(errors_can_be_read)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}

/* test_figures: figures are exact whether deltas wait or are folded, also where units move or are
 * dissolved; verify names what was changed; a process that is killed in the middle of a fold leaves
 * neither a delta lost nor one twice. */
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <time.h>

#include "bench/figures.h"
#include "office/admin.h"
#include "plans.h"
#include "recount.h"

static int64_t waiting(whole *w) {
  return recount_ask(w->b, "SELECT CAST(COUNT(*) AS TEXT) FROM delta");
}

static void some_more(whole *w, int64_t n) {
  whole_later(w, DAY);
  assert_ok(demo_dossiers(w->f, w->c.now, n, NULL, NULL));
}

static void folded(void **state) {
  whole w;
  whole_open(&w, state);
  some_more(&w, 12);
  assert_true(waiting(&w) > 60);
  recount_all(&w);
  assert_ok(jobs_fold(w.f));
  assert_int_equal(waiting(&w), 0);
  recount_all(&w);
  whole_sound(&w);
  some_more(&w, 8); /* some are folded, some wait */
  recount_all(&w);
  whole_sound(&w);
  assert_ok(jobs_fold(w.f));
  recount_all(&w);
  whole_sound(&w);
  assert_answer(w.b, "SELECT COUNT(*) FROM fold WHERE due > 0 AND n = 0", "0");
  verify_report r = whole_verify(&w);
  assert_true(r.deltas > 100);
  whole_close(&w);
}

static void changed(void **state) {
  whole w;
  whole_open(&w, state);
  whole_carry(&w, 5);
  assert_ok(jobs_fold(w.f));
  whole_sound(&w);
  static const char *const kinds[][2] = {
      {"span = 1 AND measure = 'finished'", "\"finished\""},
      {"span = 2 AND measure = 'finished'", "\"finished\""},
      {"span = 3 AND measure = 'received_full'", "\"received_full\""},
      {"span = 4 AND measure = 'settled_in_time'", "\"settled_in_time\""},
      {"span = 1 AND below = 1 AND measure = 'finished'", "with the units below it"},
      {"span = 1 AND below = 0 AND measure = 'returned'", "figures of H49.31"},
  };
  for (size_t i = 0; i < COUNT(kinds); i++) {
    arena *a = w.b->a;
    tamper(&w, str_fmt(a, "UPDATE fold SET n = n + 1 WHERE %s", kinds[i][0]).p, kinds[i][1],
           str_fmt(a, "UPDATE fold SET n = n - 1 WHERE %s", kinds[i][0]).p);
  }
  both_script(w.b, "CREATE TABLE kept AS SELECT * FROM fold");
  tamper(&w, "DELETE FROM fold WHERE measure = 'received'", "\"received\"",
         "INSERT INTO fold SELECT * FROM kept WHERE measure = 'received'");
  tamper(&w, "UPDATE fold SET measure = 'finishe' WHERE measure = 'finished'", "\"finishe",
         "UPDATE fold SET measure = 'finished' WHERE measure = 'finishe'");
  whole_carry(&w, 1);
  whole_sound(&w);
  tamper_named(&w, "DELETE FROM delta WHERE measure = 'open'", "\"open\"");
  tamper_named(&w, "DELETE FROM delta", "figures of");
  whole_close(&w);
}

/* --- the tree of units --- */
static err *move(ctx *c, void *arg) {
  (void)arg;
  return unit_move(c, S("H49.31"), S("H49.01"));
}
static err *dissolve(ctx *c, void *arg) {
  return unit_dissolve(c, S("H49.31"), day_add(day_of(c->now), 1), *(str *)arg);
}
static void administered(whole *w, ctx_fn fn, void *arg) {
  whole_enter(w, "admin");
  assert_ok(admin_change(&w->c, w->c.edition->number, fn, arg));
  whole_renew(w);
}

static void moved(void **state) {
  whole w;
  whole_open(&w, state);
  whole_carry(&w, 5);
  whole_carry(&w, 1);
  assert_ok(jobs_fold(w.f));
  administered(&w, move, NULL); /* the sums with units below are of the tree before */
  recount_all(&w);
  whole_sound(&w);
  assert_ok(jobs_fold(w.f));
  recount_all(&w);
  whole_sound(&w);
  tamper(&w, "UPDATE fold SET n = n + 1 WHERE below = 1 AND span = 4", "units below",
         "UPDATE fold SET n = n - 1 WHERE below = 1 AND span = 4");
  whole_close(&w);
}

static err *read_of(ctx *c, void *arg) {
  recounting *r = arg;
  period p;
  if (!period_parse(S("2026-Q4"), &p)) return ERR(INTERNAL, "no quarter");
  return figures_of(c, r->unit_id, &p, &r->now);
}
static figures of_unit(whole *w, const char *code) {
  recounting r = {.unit_id = edition_unit_by_code(w->c.edition, str_of(code))->id};
  assert_ok(ctx_read(&w->c, read_of, &r));
  return r.now;
}

/* What stood there is with the successor, what happened there stays, and the successor shows it. */
static void dissolved(void **state) {
  whole w;
  whole_open(&w, state);
  whole_carry(&w, 5);
  whole_carry(&w, 1);
  assert_ok(jobs_fold(w.f));
  str heir = S("H49.32");
  administered(&w, dissolve, &heir);
  whole_later(&w, DAY);
  whole_renew(&w);
  figures from = of_unit(&w, "H49.31"), to = of_unit(&w, "H49.32"), all = of_unit(&w, "H49");
  assert_int_equal(from.n[MEASURE_open], 0);
  assert_int_equal(from.n[MEASURE_finished], 1);
  assert_int_equal(to.n[MEASURE_open], 1);
  assert_int_equal(to.n[MEASURE_running], 1);
  assert_int_equal(to.n[MEASURE_finished], 1);
  assert_int_equal(all.n[MEASURE_open], 1);
  assert_int_equal(all.n[MEASURE_finished], 1);
  whole_sound(&w);
  whole_close(&w);
}

/* --- periods --- */
static void periods(void **state) {
  both *b = both_of(state);
  static const struct {
    const char *text;
    int32_t first, last;
  } good[] = {{"2026", 20260101, 20261231},    {"2026-Q1", 20260101, 20260331},
              {"2026-Q4", 20261001, 20261231}, {"2028-02", 20280201, 20280229},
              {"2026-12", 20261201, 20261231}, {"2026-11-24", 20261124, 20261124}};
  static const char *const bad[] = {"", "26", "2026-", "2026-Q5", "2026-Q", "2026-13", "2026-00",
                                    "2026-02-30", "2026-1", "2026-11-2", "2026-11-24x", "abcd"};
  period p;
  for (size_t i = 0; i < COUNT(good); i++) {
    assert_true(period_parse(str_of(good[i].text), &p));
    assert_int_equal(p.first, good[i].first);
    assert_int_equal(p.last, good[i].last);
    assert_string_equal(str_z(b->a, period_text(b->a, &p)), good[i].text);
  }
  for (size_t i = 0; i < COUNT(bad); i++) assert_false(period_parse(str_of(bad[i]), &p));
}

/* --- what a reading costs --- */
enum { FEW_DOSSIERS = 10000, MANY_DOSSIERS = 100000 };

static bool of_sums(const char *name) { return strcmp(name, "fold_sums") == 0; }
static bool by_key(str how) {
  return str_find(how, S("unit_id=? AND below=? AND span=? AND first=?")) >= 0;
}

static figures_run filled(whole *w, long long from, long long to) {
  figures_run x = {0};
  both_script(w->b, str_fmt(w->b->a, figures_fill, from, to).p);
  assert_ok(jobs_fold(w->f));
  assert_ok(ctx_read(&w->c, figures_run_read, &x));
  return x;
}

/* A province with ten times as many dossiers: the same statements, as many steps of SQLite's
 * machine, and no table from end to end. */
static void costs(void **state) {
  whole w;
  whole_open(&w, state);
  assert_int_equal(plans_are(w.b, of_sums, by_key), 1);
  whole_file(&w);
  figures_run few = filled(&w, 1, FEW_DOSSIERS);
  figures_run many = filled(&w, FEW_DOSSIERS + 1, MANY_DOSSIERS);
  print_message("           %lld and %lld steps, %lld statements\n", (long long)few.work.steps,
                (long long)many.work.steps, (long long)many.statements);
  assert_true(few.f.n[MEASURE_received] > 5000);
  assert_true(many.f.n[MEASURE_received] > 9 * few.f.n[MEASURE_received]);
  assert_true(many.f.late[MEASURE_running] > few.f.late[MEASURE_running]);
  assert_int_equal(many.statements, few.statements);
  assert_true(many.work.steps <= few.work.steps + few.work.steps / 20);
  assert_int_equal(many.work.scanned, 0);
  whole_close(&w);
}

/* --- killed --- */
static err *bite_and_wait(ctx *c, void *arg) {
  (void)arg;
  bool more;
  TRY(fold_bite(c, &more));
  printf("folded\n"); /* all statements have run, and nothing is committed */
  fflush(stdout);
  sleep(60);
  return ERR(INTERNAL, "nobody has killed this");
}

/* The process that will not live to the end: this program again; "middle" is killed between the
 * statements of a fold and its commit, "any" whenever it comes. */
static int doomed(char **args) {
  arena *a = arena_new((size_t)256 << 20);
  office *f;
  instant now;
  office_options o = {.folder = args[2], .database = *args[3] ? args[3] : NULL, .box = TEST_BOX};
  if (!a || !instant_parse(str_of(args[4]), &now)) return 2;
  instant_fix(now);
  if (office_open(&o, &f)) return 3;
  if (strcmp(args[1], "any") == 0) {
    printf("begun\n");
    fflush(stdout);
    for (int i = 0; i < 200; i++) {
      if (demo_dossiers(f, now, 1, NULL, NULL) || jobs_fold(f)) return 4;
    }
    return 0;
  }
  ctx c = {.a = a, .office = f, .now = now, .edition = office_edition(f)};
  return ctx_write(&c, 0, bite_and_wait, NULL) ? 5 : 0;
}

/* Runs it, waits for its word, and kills it after `us` more. */
static void kill_one(whole *w, const char *how, int64_t us) {
  extern char **environ;
  arena *a = w->b->a;
  int ends[2], status;
  char word[16] = "";
  pid_t pid;
  posix_spawn_file_actions_t files;
  char *args[] = {(char *)"doomed", (char *)(uintptr_t)how,
                  (char *)(uintptr_t)w->options.folder,
                  (char *)(uintptr_t)(w->options.database ? w->options.database : ""),
                  (char *)(uintptr_t)instant_rfc3339(a, w->c.now).p, NULL};
  assert_int_equal(pipe(ends), 0);
  posix_spawn_file_actions_init(&files);
  posix_spawn_file_actions_adddup2(&files, ends[1], 1);
  assert_int_equal(posix_spawn(&pid, "/proc/self/exe", &files, NULL, args, environ), 0);
  posix_spawn_file_actions_destroy(&files);
  close(ends[1]);
  assert_true(read(ends[0], word, sizeof word - 1) > 0);
  nanosleep(&(struct timespec){us / 1000000, us % 1000000 * 1000}, NULL);
  assert_int_equal(kill(pid, SIGKILL), 0);
  assert_int_equal(waitpid(pid, &status, 0), pid);
  assert_true(WIFSIGNALED(status));
  close(ends[0]);
}

static void killed(void **state) {
  whole w;
  whole_open(&w, state);
  some_more(&w, 6);
  int64_t before = waiting(&w);
  kill_one(&w, "middle", 0);
  assert_int_equal(waiting(&w), before); /* nothing was taken away */
  recount_all(&w);
  whole_sound(&w);
  assert_ok(jobs_fold(w.f));
  recount_all(&w);
  whole_sound(&w);
  for (int i = 1; i <= 4; i++) {
    kill_one(&w, "any", i * 170000);
    recount_all(&w);
    whole_sound(&w);
  }
  assert_ok(jobs_fold(w.f));
  assert_int_equal(waiting(&w), 0);
  recount_all(&w);
  whole_sound(&w);
  whole_close(&w);
}

int main(int argc, char **argv) {
  if (argc == 5) return doomed(argv);
  const struct CMUnitTest tests[] = {SQLITE(periods), BOTH(folded), BOTH(changed), BOTH(moved),
                                     BOTH(dissolved), SQLITE(costs), BOTH(killed)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}

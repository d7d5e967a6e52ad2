/* test_train: many writers, one commit; whatever fails, everybody gets the right answer once. */
#include "both.h"

#include <errno.h>
#include <poll.h>
#include <pthread.h>
#include <semaphore.h>
#include <signal.h>
#include <stdatomic.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <time.h>

#include "kit/migrate.h"
#include "kit/train.h"

const migration migrations[] = {{1, "0001.sql", {"", 0}}};
const int migration_count = 1;

static const db_query insert = {
    "insert", "INSERT INTO entry (id, body) VALUES ($1, $2)", "it", "", 0};
static const db_query bump = {"bump", "UPDATE counter SET n = n + 1 WHERE id = $1 RETURNING n", "i",
                              "i", 1};

typedef struct work {
  both *b;
  train *t;
  uint64_t lane;
  int64_t id;      /* of the row, or of the first of `times` */
  int64_t other;   /* a second counter */
  int times, runs; /* how often; how often decide ran */
  bool refuse;
  atomic_int *victim; /* the server process of the first run */
  err *e;
  void *(*run)(void *); /* in its thread; NULL: run_many */
  pthread_t thread;
  arena *a;
} work;

static train *start(both *b, int lanes) {
  train *t;
  both_script(b, "CREATE TABLE entry (id BIGINT NOT NULL PRIMARY KEY, body TEXT);"
                 "CREATE TABLE counter (id BIGINT NOT NULL PRIMARY KEY, n BIGINT NOT NULL);"
                 "INSERT INTO counter VALUES (1, 0), (2, 0)");
  assert_ok(train_start(b->d, lanes, 64, &t));
  return t;
}

static err *add(db_conn *c, int64_t id, str text) {
  const db_value p[] = {{.type = DB_INT, .i = id}, {.type = DB_TEXT, .s = text}};
  return db_run(c, &insert, p, NULL);
}

static err *add_one(db_conn *c, arena *a, void *arg) {
  work *w = arg;
  w->runs++;
  TRY(add(c, w->id, str_fmt(a, "entry %lld", (long long)w->id)));
  if (w->refuse) return ERR(CONFLICT, N_("{0} is refused"), str_fmt(a, "%lld", (long long)w->id));
  return NULL;
}

static void *run_many(void *arg) {
  work *w = arg;
  for (int i = 0; i < w->times && !w->e; i++, w->id++) {
    size_t mark = arena_mark(w->a);
    w->e = train_run(w->t, w->lane, w->a, add_one, w);
    if (!w->e) arena_rewind(w->a, mark);
  }
  return NULL;
}

static void begin(work *w) {
  w->a = arena_new(1 << 20);
  if (!w->times) w->times = 1;
  assert_int_equal(pthread_create(&w->thread, NULL, w->run ? w->run : run_many, w), 0);
}

static void end(work *w) { pthread_join(w->thread, NULL); }

static void many_writers(void **state) {
  both *b = both_of(state);
  train *t = start(b, 2);
  work w[24] = {0};
  for (size_t i = 0; i < COUNT(w); i++) {
    w[i] = (work){.b = b, .t = t, .lane = i, .id = (int64_t)i * 1000, .times = 25};
    begin(&w[i]);
  }
  for (size_t i = 0; i < COUNT(w); i++) {
    end(&w[i]);
    assert_ok(w[i].e);
    arena_free(w[i].a);
  }
  train_figures f = train_read(t);
  assert_true(f.decides == 600 && f.failed == 0 && f.waiting == 0);
  assert_true(f.commits > 0 && f.commits < 600);
  assert_answer(b, "SELECT COUNT(*) FROM entry", "600");
  train_free(t);
}

/* Holds the writer until n others wait, so that they go in one train. */
typedef struct hold { train *t; int64_t n; atomic_bool runs; } hold;
static void until_waiting(train *t, int64_t n) {
  while (train_read(t).waiting < n) nanosleep(&(struct timespec){0, 100000}, NULL);
}
static err *hold_up(db_conn *c, arena *a, void *arg) {
  (void)c, (void)a;
  hold *h = arg;
  atomic_store(&h->runs, true);
  until_waiting(h->t, h->n + 1);
  return NULL;
}
static void *run_hold(void *arg) {
  hold *h = arg;
  arena *a = arena_new(1 << 16);
  err *e = train_run(h->t, 0, a, hold_up, h);
  arena_free(a);
  return e;
}

static void together(train *t, work *w, size_t n) {
  hold h = {.t = t, .n = (int64_t)n};
  pthread_t holder;
  pthread_create(&holder, NULL, run_hold, &h);
  while (!atomic_load(&h.runs)) nanosleep(&(struct timespec){0, 100000}, NULL);
  for (size_t i = 0; i < n; i++) {
    until_waiting(t, (int64_t)i + 1);
    begin(&w[i]);
  }
  for (size_t i = 0; i < n; i++) end(&w[i]);
  pthread_join(holder, NULL);
}

static void forget(work *w, size_t n) {
  for (size_t i = 0; i < n; i++) arena_free(w[i].a);
}

static void a_refusal_is_ones_own(void **state) {
  both *b = both_of(state);
  train *t = start(b, 1);
  work w[10] = {0};
  for (size_t i = 0; i < COUNT(w); i++)
    w[i] = (work){.b = b, .t = t, .id = (int64_t)i, .refuse = i % 3 == 0};
  w[5].id = 4; /* breaks the key */
  together(t, w, COUNT(w));
  assert_int_equal(train_read(t).commits, 2);
  for (size_t i = 0; i < COUNT(w); i++) {
    assert_int_equal(w[i].runs, i == 5 ? 2 : 1); /* once more, with another id if it makes one */
    if (i % 3 == 0) {
      assert_kind(w[i].e, ERR_CONFLICT);
      assert_string_equal(err_text(b->a, w[i].e, NULL).p, str_fmt(b->a, "%zu is refused", i).p);
    } else if (i == 5) assert_kind(w[i].e, ERR_UNIQUE);
    else assert_ok(w[i].e);
  }
  assert_answer(b, "SELECT COUNT(*) FROM entry", "5");
  assert_int_equal(train_read(t).failed, 5);
  forget(w, COUNT(w));
  train_free(t);
}

static err *add_other(db_conn *c, arena *a, void *arg) {
  work *w = arg;
  (void)a;
  w->runs++;
  return add(c, w->runs == 1 ? 1000 : w->id, S("x"));
}
static void *run_other(void *arg) {
  work *w = arg;
  w->e = train_run(w->t, 0, w->a, add_other, w);
  return NULL;
}

/* Ids of two processes may clash: the next run makes others. */
static void a_clash_runs_again(void **state) {
  both *b = both_of(state);
  train *t = start(b, 1);
  work w[5] = {0}, alone = {.b = b, .t = t, .id = 9, .run = run_other};
  both_script(b, "INSERT INTO entry VALUES (1000, 'another process')");
  for (size_t i = 0; i < COUNT(w); i++)
    w[i] = (work){.b = b, .t = t, .id = (int64_t)i, .run = i % 2 ? run_other : NULL};
  together(t, w, COUNT(w));
  begin(&alone);
  end(&alone);
  assert_ok(alone.e);
  for (size_t i = 0; i < COUNT(w); i++) {
    assert_ok(w[i].e);
    assert_int_equal(w[i].runs, i % 2 ? 2 : 1);
  }
  assert_answer(b, "SELECT COUNT(*) FROM entry", "7");
  forget(w, COUNT(w));
  forget(&alone, 1);
  train_free(t);
}

static err *swallow(db_conn *c, arena *a, void *arg) {
  (void)a;
  work *w = arg;
  w->runs++;
  TRY(add(c, 70, S("x")));
  (void)add(c, 70, S("y")); /* a mistake: the error is not handed on */
  return NULL;
}
static void *run_swallow(void *arg) {
  work *w = arg;
  w->e = train_run(w->t, 0, w->a, swallow, w);
  return NULL;
}

static void a_swallowed_failure_is_found(void **state) {
  both *b = both_of(state);
  train *t = start(b, 1);
  work w = {.b = b, .t = t, .run = run_swallow};
  begin(&w);
  end(&w);
  assert_kind(w.e, ERR_INTERNAL);
  assert_answer(b, "SELECT COUNT(*) FROM entry", "0");
  arena_free(w.a);
  train_free(t);
}

/* Fails the whole transaction: on PostgreSQL once, by losing the connection, on SQLite each time,
 * by a database that may not grow (SQLite itself rolls all back then). */
static err *derail(db_conn *c, arena *a, void *arg) {
  (void)a;
  work *w = arg;
  if (w->runs++) return add(c, w->id, S("again"));
  return db_adhoc(c, "SELECT pg_terminate_backend(pg_backend_pid())", NULL, NULL, NULL);
}
static err *fill(db_conn *c, arena *a, void *arg) {
  work *w = arg;
  enum { LARGE = 1 << 19 };
  char *p = memset(arena_alloc(a, LARGE), 'x', LARGE);
  w->runs++;
  TRY(db_adhoc(c, "PRAGMA max_page_count = 20", NULL, NULL, NULL));
  return add(c, w->id, (str){p, LARGE});
}
static void *run_derail(void *arg) {
  work *w = arg;
  w->e = train_run(w->t, 0, w->a, w->b->pg ? derail : fill, w);
  return NULL;
}

static void a_lost_transaction_runs_again(void **state) {
  both *b = both_of(state);
  train *t = start(b, 1);
  work w[9] = {0}, *bad = &w[4];
  for (size_t i = 0; i < COUNT(w); i++) w[i] = (work){.b = b, .t = t, .id = (int64_t)i};
  bad->run = run_derail;
  together(t, w, COUNT(w));
  for (size_t i = 0; i < COUNT(w); i++)
    if (&w[i] != bad) assert_ok(w[i].e);
  if (b->pg) assert_ok(bad->e);
  else assert_kind(bad->e, ERR_STORAGE);
  assert_int_equal(bad->runs, 2);
  assert_int_equal(train_read(t).rerun, COUNT(w));
  assert_answer(b, "SELECT COUNT(*) FROM entry", b->pg ? "9" : "8");
  forget(w, COUNT(w));
  train_free(t);
}

/* --- order --- */

static atomic_int turn;
static err *take_turn(db_conn *c, arena *a, void *arg) {
  (void)c, (void)a;
  *(int *)arg = atomic_fetch_add(&turn, 1);
  return NULL;
}
static void *run_turn(void *arg) {
  work *w = arg;
  w->e = train_run(w->t, 0, w->a, take_turn, &w->runs);
  return NULL;
}

static void first_come_first_served(void **state) {
  both *b = both_of(state);
  train *t = start(b, 1);
  work w[20] = {0};
  atomic_store(&turn, 0);
  for (size_t i = 0; i < COUNT(w); i++) w[i] = (work){.b = b, .t = t, .run = run_turn};
  together(t, w, COUNT(w));
  for (size_t i = 0; i < COUNT(w); i++) assert_int_equal(w[i].runs, i);
  forget(w, COUNT(w));
  train_free(t);
}

/* --- stopping --- */

static void *run_until_stopped(void *arg) {
  work *w = arg;
  while (!w->e) {
    size_t mark = arena_mark(w->a);
    w->e = train_run(w->t, w->lane, w->a, add_one, w);
    if (!w->e) arena_rewind(w->a, mark), w->id++;
  }
  return NULL;
}

static void stopping_answers_everybody(void **state) {
  both *b = both_of(state);
  train *t = start(b, 2);
  work w[8] = {0};
  int64_t stored = 0;
  for (size_t i = 0; i < COUNT(w); i++) {
    w[i] = (work){.b = b, .t = t, .lane = i, .id = (int64_t)i * 1000000,
                  .run = run_until_stopped};
    begin(&w[i]);
  }
  while (train_read(t).decides < 100) nanosleep(&(struct timespec){0, 1000000}, NULL);
  train_stop(t);
  for (size_t i = 0; i < COUNT(w); i++) {
    end(&w[i]);
    assert_kind(w[i].e, ERR_UNAVAILABLE);
    stored += w[i].id - (int64_t)i * 1000000;
  }
  assert_answer(b, "SELECT COUNT(*) FROM entry", str_fmt(b->a, "%lld", (long long)stored).p);
  forget(w, COUNT(w));
  train_stop(t);
  train_free(t);
}

/* --- PostgreSQL alone --- */

static atomic_int bumped; /* each of two holds its first row */
static err *bump_both(db_conn *c, arena *a, void *arg) {
  (void)a;
  work *w = arg;
  w->runs++;
  const db_value one[] = {{.type = DB_INT, .i = w->id}}, two[] = {{.type = DB_INT, .i = w->other}};
  TRY(db_run(c, &bump, one, NULL));
  if (w->runs == 1) atomic_fetch_add(&bumped, 1);
  while (atomic_load(&bumped) < 2) nanosleep(&(struct timespec){0, 1000000}, NULL);
  return db_run(c, &bump, two, NULL);
}
static void *run_bump(void *arg) {
  work *w = arg;
  w->e = train_run(w->t, w->lane, w->a, bump_both, w);
  return NULL;
}

static void deadlocks_are_resolved(void **state) {
  both *b = both_of(state);
  train *t = start(b, 2);
  work w[2] = {{.b = b, .t = t, .lane = 0, .id = 1, .other = 2, .run = run_bump},
               {.b = b, .t = t, .lane = 1, .id = 2, .other = 1, .run = run_bump}};
  for (size_t i = 0; i < 2; i++) begin(&w[i]);
  for (size_t i = 0; i < 2; i++) end(&w[i]);
  for (size_t i = 0; i < 2; i++) assert_ok(w[i].e);
  assert_int_equal(train_read(t).rerun, 1);
  assert_answer(b, "SELECT n FROM counter WHERE id = 1", "2");
  assert_answer(b, "SELECT n FROM counter WHERE id = 2", "2");
  forget(w, 2);
  train_free(t);
}

/* A server socket that hands everything on; once armed, it loses the answer to the next COMMIT, or,
 * with a victim, kills that server process before the COMMIT has come to it. */
typedef struct proxy {
  int listening;
  char real[108];
  atomic_bool armed, ending;
  atomic_int victim;
  atomic_int lost;
  pthread_t thread;
} proxy;

static int connect_real(const char path[108]) {
  struct sockaddr_un at = {.sun_family = AF_UNIX};
  memcpy(at.sun_path, path, sizeof at.sun_path);
  int fd = socket(AF_UNIX, SOCK_STREAM, 0);
  return connect(fd, (struct sockaddr *)&at, sizeof at) ? -1 : fd;
}

typedef struct pipe_ends { proxy *p; int client, server; } pipe_ends;

static void *carry(void *arg) {
  pipe_ends *e = arg;
  bool lose = false;
  char bytes[65536];
  for (;;) {
    struct pollfd f[] = {{e->client, POLLIN, 0}, {e->server, POLLIN, 0}};
    if (poll(f, 2, -1) < 0) break;
    int from = f[0].revents ? e->client : e->server;
    ssize_t n = read(from, bytes, sizeof bytes);
    if (n <= 0) break;
    if (from == e->client) {
      bool commit = memmem(bytes, (size_t)n, "COMMIT", 7) != NULL;
      if (commit && atomic_exchange(&e->p->armed, false)) lose = true;
      if (lose && atomic_load(&e->p->victim)) {
        kill(atomic_load(&e->p->victim), SIGKILL);
        atomic_fetch_add(&e->p->lost, 1);
        break;
      }
      if (write(e->server, bytes, (size_t)n) != n) break;
    } else {
      if (lose) { /* the server has committed */
        atomic_fetch_add(&e->p->lost, 1);
        break;
      }
      if (write(e->client, bytes, (size_t)n) != n) break;
    }
  }
  close(e->client);
  close(e->server);
  free(e);
  return NULL;
}

static void *serve(void *arg) {
  proxy *p = arg;
  while (!atomic_load(&p->ending)) {
    struct pollfd f = {p->listening, POLLIN, 0};
    if (poll(&f, 1, 20) <= 0) continue;
    pipe_ends *e = malloc(sizeof *e);
    *e = (pipe_ends){p, accept(p->listening, NULL, NULL), connect_real(p->real)};
    pthread_t t;
    pthread_create(&t, NULL, carry, e);
    pthread_detach(t);
  }
  return NULL;
}

static void start_proxy(proxy *p, both *b, char *url, size_t room) {
  const char *at = strstr(b->url, "host=");
  assert_non_null(at);
  str host = str_sub(str_of(at), 5, (size_t)(strchr(at, '&') - at));
  snprintf(p->real, sizeof p->real, "%.*s/.s.PGSQL.5432", STR_ARG(host));
  struct sockaddr_un here = {.sun_family = AF_UNIX};
  snprintf(here.sun_path, sizeof here.sun_path, "%s/.s.PGSQL.5432", b->folder);
  p->listening = socket(AF_UNIX, SOCK_STREAM, 0);
  assert_int_equal(bind(p->listening, (struct sockaddr *)&here, sizeof here), 0);
  assert_int_equal(listen(p->listening, 20), 0);
  pthread_create(&p->thread, NULL, serve, p);
  snprintf(url, room, "postgresql:///motcua?host=%s&user=motcua", b->folder);
}

static void a_commit_whose_answer_is_lost_counts_once(void **state) {
  both *b = both_of(state);
  static proxy p;
  char url[256];
  train_free(start(b, 1));
  start_proxy(&p, b, url, sizeof url);
  db *d;
  train *t;
  assert_ok(db_open(url, false, 1, &d));
  assert_ok(train_start(d, 1, 50, &t));
  for (int64_t i = 0; i < 4; i++) {
    work w = {.b = b, .t = t, .id = i};
    atomic_store(&p.armed, i % 2 == 0);
    begin(&w);
    end(&w);
    assert_ok(w.e);
    assert_int_equal(w.runs, 1);
    arena_free(w.a);
  }
  assert_int_equal(atomic_load(&p.lost), 2);
  assert_answer(b, "SELECT COUNT(*) FROM entry", "4");
  train_free(t);
  db_close(d);
  atomic_store(&p.ending, true);
  pthread_join(p.thread, NULL);
  close(p.listening);
}

static err *note_victim(void *arg, const db_value *row) {
  int64_t pid = 0;
  str_to_i64(row[0].s, &pid);
  atomic_store((atomic_int *)arg, (int)pid);
  return NULL;
}
static err *add_doomed(db_conn *c, arena *a, void *arg) {
  work *w = arg;
  (void)a;
  w->runs++;
  if (w->runs == 1) TRY(db_adhoc(c, "SELECT pg_backend_pid()", NULL, note_victim, w->victim));
  return add(c, 1000, S("doomed"));
}
static void *run_doomed(void *arg) {
  work *w = arg;
  w->e = train_run(w->t, 0, w->a, add_doomed, w);
  return NULL;
}

/* Others go on at once after the crash, so that the lost transaction's number is given out
 * again. */
static void crowd(both *b) {
  for (int64_t done = 0, tries = 0; done < 40 && tries < 4000; tries++) {
    db_conn *c;
    if (db_connect(b->d, &c)) {
      nanosleep(&(struct timespec){0, 10000000}, NULL);
      continue;
    }
    for (err *e = NULL; !e && done < 40; done += !e) {
      e = db_begin(c);
      if (!e) e = add(c, done, S("after"));
      if (!e) e = db_commit(c);
    }
    db_disconnect(c);
  }
  err_reset();
}

static void a_crash_acknowledges_nothing_that_is_lost(void **state) {
  both *b = both_of(state);
  static proxy p;
  char url[256];
  train_free(start(b, 1));
  start_proxy(&p, b, url, sizeof url);
  db *d;
  train *t;
  assert_ok(db_open(url, false, 1, &d));
  assert_ok(train_start(d, 1, 50, &t));
  work w = {.b = b, .t = t, .run = run_doomed, .victim = &p.victim};
  atomic_store(&p.armed, true);
  begin(&w);
  while (!atomic_load(&p.lost)) nanosleep(&(struct timespec){0, 1000000}, NULL);
  crowd(b);
  end(&w);
  if (w.e) assert_kind(w.e, ERR_UNAVAILABLE);
  assert_answer(b, "SELECT COUNT(*) FROM entry WHERE id = 1000", w.e ? "0" : "1");
  arena_free(w.a);
  train_free(t);
  db_close(d);
  atomic_store(&p.ending, true);
  pthread_join(p.thread, NULL);
  close(p.listening);
}

static void a_commit_that_is_refused_runs_again(void **state) {
  both *b = both_of(state);
  train *t = start(b, 1);
  both_script(b, "CREATE SEQUENCE once; CREATE FUNCTION fail() RETURNS trigger LANGUAGE plpgsql AS"
                 " $$ BEGIN IF nextval('once') = 1 THEN RAISE EXCEPTION USING ERRCODE = '40001';"
                 " END IF; RETURN NULL; END $$;"
                 "CREATE CONSTRAINT TRIGGER late AFTER INSERT ON entry"
                 " DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION fail()");
  work w[5] = {0};
  for (size_t i = 0; i < COUNT(w); i++) w[i] = (work){.b = b, .t = t, .id = (int64_t)i};
  together(t, w, COUNT(w));
  for (size_t i = 0; i < COUNT(w); i++) {
    assert_ok(w[i].e);
    assert_int_equal(w[i].runs, 2);
  }
  assert_answer(b, "SELECT COUNT(*) FROM entry", "5");
  forget(w, COUNT(w));
  train_free(t);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      BOTH(many_writers),
      BOTH(a_refusal_is_ones_own),
      BOTH(a_clash_runs_again),
      BOTH(a_swallowed_failure_is_found),
      BOTH(a_lost_transaction_runs_again),
      BOTH(first_come_first_served),
      BOTH(stopping_answers_everybody),
      POSTGRESQL(deadlocks_are_resolved),
      POSTGRESQL(a_commit_whose_answer_is_lost_counts_once),
      POSTGRESQL(a_commit_that_is_refused_runs_again),
      POSTGRESQL(a_crash_acknowledges_nothing_that_is_lost),
  };
  signal(SIGPIPE, SIG_IGN);
  return cmocka_run_group_tests(tests, NULL, NULL);
}

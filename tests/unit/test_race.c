/* test_race: what many do at once, through two processes' worth of one installation, ends as if one
 * had come after the other.  Each thread has its own memory; `second` is the other process. */
#include <pthread.h>

#include "office/numbering.h"
#include "whole.h"

enum { MOST = 32, MEMORY = 64 << 20 };

typedef struct racer {
  whole *w;
  ctx c;
  int i;
  pthread_barrier_t *start;
  const void *arg;
  pthread_t thread;
  str out;       /* what it got, in its own arena */
  int64_t number;
  err_kind kind; /* of its failure, where failed */
  bool failed;
} racer;

static office *second;

static void open_both(whole *w, void **state) {
  whole_open(w, state);
  assert_ok(office_open(&w->options, &second));
}

static void close_both(whole *w) {
  whole_sound(w);
  office_close(second);
  whole_close(w);
}

typedef struct race {
  racer r[MOST];
  int n;
} race;

/* Every other one in the second process; who and now as w has them. */
static void run_race(whole *w, race *all, int n, void *(*fn)(void *), const void *arg) {
  pthread_barrier_t start;
  pthread_barrier_init(&start, NULL, (unsigned)n);
  all->n = n;
  for (int i = 0; i < n; i++) {
    racer *r = &all->r[i];
    *r = (racer){.w = w, .c = w->c, .i = i, .start = &start, .arg = arg};
    r->c.a = arena_new(MEMORY);
    if (i % 2) r->c.office = second;
    r->c.edition = office_edition(r->c.office);
    assert_int_equal(pthread_create(&r->thread, NULL, fn, r), 0);
  }
  for (int i = 0; i < n; i++) {
    pthread_join(all->r[i].thread, NULL);
    office_release(all->r[i].c.office, all->r[i].c.edition);
  }
  pthread_barrier_destroy(&start);
}

static void end_race(race *all) {
  for (int i = 0; i < all->n; i++) arena_free(all->r[i].c.a);
}

/* In the racer's own thread: an error does not outlive it. */
static void note_end(racer *r, err *e) {
  r->failed = e != NULL;
  if (!e) return;
  r->kind = e->kind;
  if (e->kind == ERR_INTERNAL) print_error("%s\n", err_line(r->c.a, e).p);
}

static int succeeded(const race *all) {
  int n = 0;
  for (int i = 0; i < all->n; i++) n += !all->r[i].failed;
  return n;
}

/* --- codes --- */
static void *file_one(void *arg) {
  racer *r = arg;
  const paper *photo = r->arg;
  dossier d;
  attached at = {S("birth_certificate"), photo->public_id};
  filing f = {.procedure = S("1.001193"), .fields = demo_birth(r->c.a, r->i, r->c.now),
              .papers = &at, .npapers = 1};
  pthread_barrier_wait(r->start);
  err *e = dossier_send(&r->c, &f, &d);
  note_end(r, e);
  if (!e) r->out = d.code;
  return NULL;
}

static const paper *upload(whole *w) {
  paper *photo = arena_new_of(w->b->a, paper);
  whole_enter(w, "citizen");
  assert_ok(paper_store(&w->c, a_pdf(w->b->a, "a photo"), S("a.pdf"), photo));
  return photo;
}

static void codes(void **state) {
  whole w;
  static race all;
  open_both(&w, state);
  whole_file(&w);
  both_script(w.b, "UPDATE code_counter SET last = 9990");
  run_race(&w, &all, MOST, file_one, upload(&w));
  assert_int_equal(succeeded(&all), MOST);
  assert_answer(w.b, "SELECT CAST(last AS TEXT) FROM code_counter", "10022");
  assert_answer(w.b, "SELECT CAST(COUNT(DISTINCT code) AS TEXT) FROM dossier", "33");
  str before = str_sub(w.code, 0, w.code.n - 4);
  for (int number = 9991; number <= 10022; number++) {
    int found = 0;
    for (int i = 0; i < MOST; i++)
      found += str_eq(all.r[i].out, str_fmt(w.b->a, "%.*s%d", STR_ARG(before), number));
    assert_int_equal(found, 1);
  }
  end_race(&all);
  close_both(&w);
}

/* --- one key --- */
typedef struct once_filing {
  racer *r;
  prepared_filing *ready;
  const filing *f;
  dossier d;
} once_filing;

static err *prepare(ctx *c, void *arg) {
  once_filing *o = arg;
  return dossier_prepare(c, o->f, &o->ready);
}
static err *file(ctx *c, void *arg) {
  once_filing *o = arg;
  return dossier_file(c, o->ready, &o->d);
}
static err *look(ctx *c, void *arg) {
  bool found;
  TRY(once_look(c, c->once, &found));
  *(bool *)arg = found;
  return NULL;
}

static void *file_with_key(void *arg) {
  racer *r = arg;
  const paper *photo = r->arg;
  attached at = {S("birth_certificate"), photo->public_id};
  filing f = {.procedure = S("1.001193"), .fields = demo_birth(r->c.a, 1, r->c.now),
              .papers = &at, .npapers = 1};
  once o = {.route = S("POST /dossiers"), .key = S("k"), .fingerprint = S("f"), .status = 201};
  once_filing mine = {.r = r, .f = &f};
  r->c.once = &o;
  err *e = ctx_read(&r->c, prepare, &mine);
  pthread_barrier_wait(r->start);
  if (!e) e = ctx_write(&r->c, dossier_lane(mine.ready), file, &mine);
  note_end(r, e);
  bool found = false;
  o.location = STR_NONE;
  if (ctx_read(&r->c, look, &found) || !found) r->kind = ERR_INTERNAL;
  r->out = o.location;
  return NULL;
}

static void keys(void **state) {
  whole w;
  static race all;
  open_both(&w, state);
  run_race(&w, &all, 8, file_with_key, upload(&w));
  assert_int_equal(succeeded(&all), 1);
  for (int i = 0; i < 8; i++) {
    if (all.r[i].failed) assert_int_equal(all.r[i].kind, ERR_CONFLICT);
    assert_true(all.r[i].out.n && str_eq(all.r[i].out, all.r[0].out));
  }
  assert_answer(w.b, "SELECT CAST(COUNT(*) AS TEXT) FROM dossier", "1");
  assert_answer(w.b, "SELECT CAST(last AS TEXT) FROM code_counter", "1");
  end_race(&all);
  close_both(&w);
}

/* --- one step --- */
static void *receive(void *arg) {
  racer *r = arg;
  const actor *const *two = r->arg;
  r->c.who = two[r->i / 2 % 2]; /* both officers in both processes */
  step_wish wish = {.code = r->w->code, .action = S("receive"), .seen_version = 1};
  signing *s;
  pthread_barrier_wait(r->start);
  err *e = signing_begin(&r->c, &wish, &s);
  if (!e) e = signing_with_pin(&r->c, s, S(DEMO_PIN));
  note_end(r, e);
  return NULL;
}

static void steps(void **state) {
  whole w;
  static race all;
  open_both(&w, state);
  both_script(w.b, "INSERT INTO account_role (id, account_id, unit_id, role, valid_from)"
                   " SELECT 1, a.id, r.unit_id, r.role, r.valid_from FROM account a, account b"
                   " JOIN account_role r ON r.account_id = b.id"
                   " WHERE a.login = 'receptionist' AND b.login = 'receptionist.halong'");
  const actor *two[2];
  whole_enter(&w, "receptionist");
  two[0] = w.c.who;
  whole_enter(&w, "receptionist.halong");
  two[1] = w.c.who;
  for (int round = 0; round < 3; round++) {
    whole_file(&w);
    run_race(&w, &all, 8, receive, two);
    assert_int_equal(succeeded(&all), 1);
    for (int i = 0; i < 8; i++)
      if (all.r[i].failed)
        assert_true(all.r[i].kind == ERR_STALE || all.r[i].kind == ERR_CONFLICT);
    assert_int_equal(whole_look(&w)->version, 2);
    end_race(&all);
  }
  assert_answer(w.b, "SELECT CAST(COUNT(*) AS TEXT) FROM event", "6");
  assert_answer(w.b, "SELECT CAST(COUNT(*) AS TEXT) FROM outbox WHERE kind = 'notice'", "6");
  close_both(&w);
}

/* --- numbers --- */
typedef struct wanting {
  register_book book;
  int64_t dossier_id;
  instant until;
  reserved got;
} wanting;

static err *reserve(ctx *c, void *arg) {
  wanting *w = arg;
  return number_reserve(c, &w->book, w->dossier_id, w->until, &w->got);
}

typedef struct sealing {
  register_book book;
  int64_t dossiers[MOST];
} sealing;

static err *number_for(ctx *c, const sealing *s, int i, int64_t *number) {
  wanting want = {.book = s->book, .dossier_id = s->dossiers[i],
                  .until = {c->now.us + SIGNING_MINUTES * MINUTE}};
  TRY(ctx_write(c, s->book.unit_id, reserve, &want));
  *number = want.got.number;
  return NULL;
}

static void *seal(void *arg) {
  racer *r = arg;
  pthread_barrier_wait(r->start);
  note_end(r, number_for(&r->c, r->arg, r->i, &r->number));
  return NULL;
}

/* 1 to n, each once. */
static void assert_gapless(const race *all) {
  bool seen[MOST + 1] = {false};
  assert_int_equal(succeeded(all), all->n);
  for (int i = 0; i < all->n; i++) {
    int64_t number = all->r[i].number;
    assert_true(number >= 1 && number <= all->n && !seen[number]);
    seen[number] = true;
  }
}

static void numbers(void **state) {
  whole w;
  static race all;
  sealing s = {.book = {.type = S("KS"), .year = 2026}};
  open_both(&w, state);
  whole_file(&w);
  s.book.unit_id = w.d.unit_id;
  for (int i = 0; i < 16; i++) {
    whole_file(&w);
    s.dossiers[i] = w.d.id;
  }
  run_race(&w, &all, 16, seal, &s);
  assert_gapless(&all);
  int64_t again, own = all.r[3].number;
  assert_ok(number_for(&w.c, &s, 3, &again));
  assert_int_equal(again, own);
  end_race(&all);

  whole_later(&w, (SIGNING_MINUTES + 1) * MINUTE); /* all have lapsed */
  run_race(&w, &all, 8, seal, &s);
  assert_gapless(&all);
  end_race(&all);
  assert_answer(w.b, "SELECT CAST(last AS TEXT) FROM register", "16");

  w.c.now = whole_time("2027-01-04T09:00+07:00");
  instant_fix(w.c.now);
  s.book.year = 2027;
  run_race(&w, &all, 8, seal, &s);
  assert_gapless(&all);
  end_race(&all);
  assert_answer(w.b, "SELECT CAST(COUNT(*) AS TEXT) FROM register_number"
                     " WHERE year = 2026 AND state = 'void'", "16");
  close_both(&w);
}

/* --- people and papers --- */
static void *file_at_counter(void *arg) {
  racer *r = arg;
  const paper *photo = r->arg;
  dossier d;
  attached at = {S("birth_certificate"), photo->public_id};
  person somebody = {.full_name = S("Ngô Thị Mới"), .personal_id = S("022099000777")};
  filing f = {.procedure = S("1.001193"), .fields = demo_birth(r->c.a, r->i, r->c.now),
              .channel = S("counter"), .papers = &at, .npapers = 1, .applicant = &somebody};
  pthread_barrier_wait(r->start);
  note_end(r, dossier_send(&r->c, &f, &d));
  return NULL;
}

static void people(void **state) {
  whole w;
  static race all;
  paper photo;
  open_both(&w, state);
  whole_enter(&w, "receptionist.halong");
  assert_ok(paper_store(&w.c, a_pdf(w.b->a, "a photo"), S("a.pdf"), &photo));
  run_race(&w, &all, 8, file_at_counter, &photo);
  assert_int_equal(succeeded(&all), 8);
  assert_answer(w.b, "SELECT CAST(COUNT(*) AS TEXT) FROM person"
                     " WHERE personal_id = '022099000777'", "1");
  assert_answer(w.b, "SELECT CAST(COUNT(DISTINCT holder_id) AS TEXT) FROM dossier", "1");
  end_race(&all);
  close_both(&w);
}

static void *store(void *arg) {
  racer *r = arg;
  paper p;
  pthread_barrier_wait(r->start);
  err *e = paper_store(&r->c, a_pdf(r->c.a, "the same"), S("a.pdf"), &p);
  note_end(r, e);
  if (!e) r->out = p.public_id;
  return NULL;
}

static err *count_blob(void *arg, str id, int64_t size, int64_t modified) {
  (void)id, (void)size, (void)modified;
  (*(int *)arg)++;
  return NULL;
}

static void papers(void **state) {
  whole w;
  static race all;
  int blobs = 0;
  open_both(&w, state);
  whole_enter(&w, "citizen");
  run_race(&w, &all, 16, store, NULL);
  assert_int_equal(succeeded(&all), 16);
  end_race(&all);
  assert_ok(blob_each(w.f->blobs, 0, BLOB_PARTS, count_blob, &blobs));
  str rows = both_ask(w.b, "SELECT CAST(COUNT(*) AS TEXT) FROM paper");
  assert_string_equal(rows.p, str_fmt(w.b->a, "%d", blobs).p); /* no file without a row */
  assert_true(blobs <= 2); /* one a process at most */
  close_both(&w);
}

/* --- jobs --- */
static void *do_jobs(void *arg) {
  racer *r = arg;
  pthread_barrier_wait(r->start);
  note_end(r, jobs_run_once(r->c.office));
  return NULL;
}

static void drafts(void **state) {
  whole w;
  static race all;
  signing *s;
  open_both(&w, state);
  for (int i = 0; i < 6; i++) {
    whole_file(&w);
    for (size_t k = 0; k < 2; k++) {
      assert_ok(whole_begin(&w, whole_steps[k][0], whole_steps[k][1], &s));
      assert_ok(signing_with_pin(&w.c, s, S(DEMO_PIN)));
    }
  }
  int before = 0, after = 0;
  assert_ok(blob_each(w.f->blobs, 0, BLOB_PARTS, count_blob, &before));
  run_race(&w, &all, 4, do_jobs, NULL);
  assert_int_equal(succeeded(&all), 4);
  end_race(&all);
  assert_ok(blob_each(w.f->blobs, 0, BLOB_PARTS, count_blob, &after));
  assert_int_equal(after - before, 12); /* and as many proofs of filing */
  assert_answer(w.b, "SELECT CAST(COUNT(*) AS TEXT) FROM draft", "6");
  assert_answer(w.b, "SELECT CAST(MAX(attempts) AS TEXT) FROM outbox", "1");
  assert_answer(w.b, "SELECT CAST(COUNT(*) AS TEXT) FROM outbox WHERE done_at IS NULL", "0");
  close_both(&w);
}

typedef struct taking {
  outbox_row *rows;
  size_t n;
  bool mine;
} taking;

static err *look_up(ctx *c, void *arg) {
  taking *t = arg;
  return outbox_waiting(c, S("notice"), 10, &t->rows, &t->n);
}
static err *take(ctx *c, void *arg) {
  taking *t = arg;
  return outbox_take(c, &t->rows[0], 2 * MINUTE, &t->mine);
}
static err *give_up(ctx *c, void *arg) {
  taking *t = arg;
  return outbox_failed(c, &t->rows[0], S("too late"));
}

#define NOTICE " WHERE kind = 'notice'"
/* A runner takes a row and stands still; another follows after the lease; then the first goes
 * on. */
static void a_runner_that_dies(void **state) {
  whole w;
  taking first = {0}, next = {0};
  open_both(&w, state);
  whole_file(&w);
  assert_ok(ctx_read(&w.c, look_up, &first));
  assert_int_equal(first.n, 1);
  assert_ok(ctx_write(&w.c, 0, take, &first));
  assert_true(first.mine);
  assert_ok(jobs_run_once(second));
  assert_answer(w.b, "SELECT CAST(COUNT(*) AS TEXT) FROM notice", "0");
  whole_later(&w, 3 * MINUTE);
  assert_ok(ctx_read(&w.c, look_up, &next));
  assert_ok(ctx_write(&w.c, 0, take, &next));
  assert_true(next.mine);
  str until = both_ask(w.b, "SELECT CAST(not_before AS TEXT) FROM outbox" NOTICE);
  assert_ok(ctx_write(&w.c, 0, give_up, &first)); /* its lease has gone to another */
  assert_answer(w.b, "SELECT CAST(not_before AS TEXT) FROM outbox" NOTICE, until.p);
  assert_answer(w.b, "SELECT CAST(COUNT(*) AS TEXT) FROM outbox WHERE error IS NOT NULL", "0");
  whole_later(&w, 3 * MINUTE);
  assert_ok(jobs_run_once(second));
  assert_answer(w.b, "SELECT CAST(COUNT(*) AS TEXT) FROM notice", "1");
  assert_answer(w.b, "SELECT CAST(attempts AS TEXT) FROM outbox" NOTICE, "3");
  close_both(&w);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      BOTH(codes),  BOTH(keys),   BOTH(steps),  BOTH(numbers),
      BOTH(people), BOTH(papers), BOTH(drafts), BOTH(a_runner_that_dies),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}

/* bench_desk DATA COUNT: fills an installation of the demonstration (SQLite) up to COUNT dossiers,
 * all of one ward, half waiting for reception and half for appraisal, and prints how long a page of
 * 50 takes: the slowest of several wishes (median of its runs, microseconds) and each of them. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/time.h"
#include "office/desk.h"
#include "office/office.h"

enum { RUNS = 201 };

static const struct {
  const char *name, *login;
  list_wish w;
} wishes[] = {
#define WISH(name, login, ...) {name, login, {.view = {"desk", 4}, __VA_ARGS__}}
    WISH("all", "receptionist.halong", .step = {0}),
    WISH("step", "appraiser.halong", .step = {"appraise", 8}),
    WISH("late", "appraiser.halong", .light = {"late", 4}),
    WISH("soon", "appraiser.halong", .light = {"soon", 4}),
    WISH("on_time", "appraiser.halong", .light = {"ok", 2}),
    WISH("procedure", "appraiser.halong", .procedure = {"1.001193", 8}),
    WISH("nobodys", "appraiser.halong", .whose = {"free", 4}),
    WISH("mine", "appraiser.halong", .whose = {"me", 2}),
#undef WISH
};

static const char fill[] =
    "WITH RECURSIVE k(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM k WHERE n < %lld)"
    " INSERT INTO dossier (id, code, procedure_id, procedure_version_id, channel, holder_id,"
    " filed_by, unit_id, reception_unit_id, field, delivery, state, status, version, seq, head,"
    " submitted_at, due_at, due_order, desk_unit_id, desk_officer_id)"
    " SELECT %lld + n, 'bench-' || (%lld + n), d.procedure_id, d.procedure_version_id, d.channel,"
    " d.holder_id, d.filed_by, d.unit_id, d.reception_unit_id, d.field, d.delivery,"
    " CASE n %% 2 WHEN 0 THEN 'submitted' ELSE 'received' END, 1 + n %% 2, 1, 1, d.head,"
    " d.submitted_at + n, d.submitted_at + (n - %lld / 2) * 60000000,"
    " d.submitted_at + (n - %lld / 2) * 60000000,"
    " CASE n %% 2 WHEN 0 THEN d.reception_unit_id ELSE d.unit_id END,"
    " CASE n %% 1000 WHEN 1 THEN %lld END"
    " FROM k, (SELECT * FROM dossier WHERE field <> '' AND procedure_id ="
    " (SELECT id FROM procedure WHERE code = '1.001193') ORDER BY id LIMIT 1) d";

static _Noreturn void stop(const err *e) {
  fprintf(stderr, "bench_desk: %s\n", e->msgid);
  exit(1);
}
static void need(err *e) {
  if (e) stop(e);
}

static err *count(void *arg, const db_value *row) {
  str_to_i64(row[0].s, arg);
  return NULL;
}

static void fill_up(office *f, arena *a, int64_t officer, int64_t wanted) {
  db_conn *c;
  int64_t there = 0;
  need(db_connect(f->db, &c));
  need(db_begin(c));
  need(db_adhoc(c, "SELECT CAST(COUNT(*) AS TEXT) FROM dossier", NULL, count, &there));
  long long more = wanted - there;
  str sql = str_fmt(a, fill, more, (long long)there, (long long)there, more, more,
                    (long long)officer);
  if (more > 0) need(db_script(c, sql.p));
  need(db_script(c, "ANALYZE"));
  need(db_commit(c));
  db_disconnect(c);
}

typedef struct listing {
  list_wish w;
  dossier_list list;
} listing;

static err *list(ctx *c, void *arg) {
  listing *x = arg;
  return dossier_list_of(c, &x->w, &x->list);
}

static err *who_is(ctx *c, void *arg) {
  void **args = arg;
  return account_by_token(c, *(str *)args[0], S("token"), args[1]);
}

static void enter(ctx *c, const char *login) {
  session s;
  void *args[] = {&s.token, &c->who};
  c->who = NULL;
  need(account_sign_in(c, str_of(login), S("motcua-demo"), S("token"), &s));
  need(ctx_read(c, who_is, args));
}

static int by_time(const void *x, const void *y) {
  int64_t a = *(const int64_t *)x, b = *(const int64_t *)y;
  return (a > b) - (a < b);
}

static int64_t median(ctx *c, const list_wish *w, arena *of_run) {
  int64_t times[RUNS];
  ctx own = *c;
  own.a = of_run;
  for (int i = 0; i < RUNS; i++) {
    listing x = {.w = *w};
    arena_reset(of_run, 1 << 20);
    int64_t from = ticks_us();
    need(ctx_read(&own, list, &x));
    times[i] = ticks_us() - from;
    if (!x.list.n) stop(ERR(INTERNAL, "a page of the bench is empty"));
  }
  qsort(times, RUNS, sizeof *times, by_time);
  return times[RUNS / 2];
}

int main(int argc, char **argv) {
  if (argc != 3) return fputs("bench_desk DATA COUNT\n", stderr), 2;
  office *f;
  err *e = office_open(&(office_options){.folder = argv[1]}, &f);
  if (e) stop(e);
  arena *a = arena_new((size_t)64 << 20), *of_run = arena_new((size_t)64 << 20);
  if (!a || !of_run) return 1;
  ctx c = {.a = a, .office = f, .edition = office_edition(f), .now = instant_now()};
  enter(&c, "appraiser.halong");
  fill_up(f, a, c.who->account_id, strtoll(argv[2], NULL, 10));
  int64_t worst = 0;
  for (size_t i = 0; i < COUNT(wishes); i++) {
    enter(&c, wishes[i].login);
    int64_t us = median(&c, &wishes[i].w, of_run);
    fprintf(stderr, "%s %s %lld us\n", argv[2], wishes[i].name, (long long)us);
    if (us > worst) worst = us;
  }
  printf("%lld\n", (long long)worst);
  office_release(f, c.edition);
  office_close(f);
  arena_free(of_run);
  arena_free(a);
  return 0;
}

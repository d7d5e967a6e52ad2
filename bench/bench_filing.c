/* bench_filing: filings per second, ours over HTTP and the same SQL alone in the same trains.
 *
 *   bench_filing ours PORT CLIENTS SECONDS     POST /dossiers at a running demonstration
 *   bench_filing sql FOLDER CLIENTS SECONDS    the statements of a filing, parameters ready, by train_run
 * Prints one number.  FOLDER is an installation that nobody serves; its dossiers are not signed. */
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/rand.h"
#include "base/time.h"
#include "bench/client.h"
#include "kit/json.h"
#include "office/event.sql.h"
#include "office/filing.sql.h"
#include "office/indicator.sql.h"
#include "office/office.h"
#include "office/outbox.sql.h"

enum { CLIENTS_MOST = 256 };

static int64_t until;
static str request;
static int port;
static office *f;
static str form;

static _Noreturn void stop(const char *why) {
  fprintf(stderr, "bench_filing: %s\n", why);
  exit(1);
}

static str read_file(arena *a, const char *path) {
  FILE *in = fopen(path, "rb");
  if (!in) stop(path);
  buf b = buf_in(a);
  char part[4096];
  for (size_t n; (n = fread(part, 1, sizeof part, in)) > 0;) buf_add(&b, (str){part, n});
  fclose(in);
  return buf_str(&b);
}

static str post(arena *a, const char *path, str token, const char *type, str body) {
  buf b = buf_in(a);
  buf_fmt(&b, "POST %s HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nAccept: application/json\r\n", path, port);
  if (token.p) buf_fmt(&b, "Authorization: Bearer %.*s\r\n", STR_ARG(token));
  buf_fmt(&b, "Content-Type: %s\r\nContent-Length: %zu\r\n\r\n", type, body.n);
  buf_add(&b, body);
  return buf_str(&b);
}

static str answer(arena *a, client *c, str what, int status, str member) {
  str body;
  const json *v = NULL;
  int got = client_ask(c, what, &body);
  if (got != status || json_parse(a, body, &v)) stop("an unexpected answer");
  return str_dup(a, json_str(json_get(v, member)));
}

/* Signs in, uploads one paper, and makes the request that every client repeats. */
static void prepare_ours(arena *a) {
  static client c;
  if (!client_open(&c, port)) stop("nobody listens");
  str token = answer(a, &c, post(a, "/sessions", STR_NONE, "application/json",
                                 S("{\"account\":\"citizen\",\"password\":\"motcua-demo\"}")),
                     200, S("token"));
  str part = str_cat(a, S("--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"b.jpg\""
                          "\r\nContent-Type: image/jpeg\r\n\r\n"),
                     read_file(a, "tests/data/birth-certificate.jpg"), S("\r\n--b--\r\n"));
  str paper = answer(a, &c, post(a, "/papers", token, "multipart/form-data; boundary=b", part), 201,
                     S("id"));
  str body = str_cat(a, S("{\"procedure\":\"1.001193\",\"channel\":\"online\",\"fields\":"),
                     str_trim(read_file(a, "tests/data/birth.json")),
                     S(",\"papers\":{\"birth_certificate\":[\""), paper, S("\"]}}"));
  request = post(a, "/dossiers", token, "application/json", body);
  client_close(&c);
}

static void *file_ours(void *arg) {
  int64_t *done = arg;
  client *c = malloc(sizeof *c);
  str body;
  if (!c || !client_open(c, port)) stop("nobody listens");
  while (ticks_us() < until) {
    if (client_ask(c, request, &body) != 201) stop("a filing was refused");
    ++*done;
  }
  client_close(c);
  free(c);
  return NULL;
}

typedef struct ready { /* every parameter of one filing */
  int64_t dossier, event, outbox, day, at, procedure, version, holder, account, unit, reception;
} ready;
static ready known;

static err *decide(db_conn *c, arena *a, void *arg) {
  const ready *r = arg;
  static const char content[900], bytes[64];
  str hash = {bytes, 32};
  code_next_row n;
  bool found;
  TRY(code_next(c, a, S("H49.31"), r->day, &n, &found));
  str code = str_fmt(a, "H49.31-%06lld-%04lld", (long long)(r->day % 1000000), (long long)n.last);
  TRY(dossier_insert(c, &(dossier_insert_in){
      .id = r->dossier, .code = code, .procedure = r->procedure, .version = r->version,
      .channel = S("online"), .holder = r->holder, .filed_by = r->account, .unit = r->unit,
      .reception = r->reception, .head = hash, .at = r->at}, NULL));
  TRY(dossier_form_insert(c, r->dossier, form, NULL));
  TRY(event_insert(c, &(event_insert_in){
      .id = r->event, .dossier = r->dossier, .seq = 1, .action = S("submit"),
      .actor = SOME(r->account), .at = r->at, .scheme = S("ed25519"),
      .content = {content, sizeof content}, .signature = {bytes, 64}, .hash = hash}, NULL));
  TRY(event_salt_insert(c, r->event, hash, NULL));
  TRY(ledger_insert(c, r->event, hash, NULL));
  TRY(ledger_enqueue(c, r->event, r->dossier, 1, NULL));
  for (int i = 0; i < 2; i++)
    TRY(delta_insert(c, &(delta_insert_in){
        .event = r->event, .measure = i ? S("waiting") : S("submitted"), .unit = r->unit,
        .procedure = r->procedure, .channel = S("online"), .day = r->day, .due_day = 0, .n = 1},
        NULL));
  return outbox_insert(c, &(outbox_insert_in){.id = r->outbox, .kind = S("notice"),
                                              .event = r->event, .dossier = r->dossier,
                                              .now = r->at}, NULL);
}

static void *file_sql(void *arg) {
  int64_t *done = arg;
  arena *a = arena_new((size_t)4 << 20);
  while (ticks_us() < until) {
    ready r = known;
    r.dossier = rand_id(), r.event = rand_id(), r.outbox = rand_id();
    r.at = instant_now().us;
    arena_reset(a, 1 << 20);
    err *e = train_run(f->train, (uint64_t)r.unit, a, decide, &r);
    if (e) stop(err_line(a, e).p);
    ++*done;
  }
  arena_free(a);
  return NULL;
}

static err *row_known(void *arg, const db_value *row) {
  (void)arg;
  known.procedure = strtoll(row[0].s.p, NULL, 10);
  known.version = strtoll(row[1].s.p, NULL, 10);
  known.holder = strtoll(row[2].s.p, NULL, 10);
  known.account = strtoll(row[3].s.p, NULL, 10);
  known.unit = strtoll(row[4].s.p, NULL, 10);
  known.reception = strtoll(row[5].s.p, NULL, 10);
  return NULL;
}

static void prepare_sql(arena *a, const char *folder) {
  err *e = office_open(&(office_options){.folder = folder}, &f);
  if (e) stop(err_line(a, e).p);
  db_conn *c;
  e = db_read_begin(f->db, &c);
  if (!e)
    e = db_adhoc(c, "SELECT p.id, v.id, a.person_id, a.id, u.id, r.id FROM procedure p "
                    "JOIN procedure_version v ON v.procedure_id = p.id, account a, unit u, unit r "
                    "WHERE p.code = '1.001193' AND a.login = 'citizen' AND u.code = 'H49.31' "
                    "AND r.code = 'H49.01.31'", NULL, 0, row_known, NULL);
  if (e || !known.unit) stop("not a demonstration");
  db_read_end(f->db, c);
  known.day = day_of(instant_now());
  form = str_trim(read_file(a, "tests/data/birth.json"));
}

int main(int n, char **arg) {
  if (n != 5) return fputs("usage: bench_filing ours|sql PORT|FOLDER CLIENTS SECONDS\n", stderr), 2;
  arena *a = arena_new((size_t)64 << 20);
  bool ours = strcmp(arg[1], "ours") == 0;
  int clients = atoi(arg[3]), seconds = atoi(arg[4]);
  if (clients < 1 || clients > CLIENTS_MOST || seconds < 1) return 2;
  if (ours) {
    port = atoi(arg[2]);
    prepare_ours(a);
  } else {
    prepare_sql(a, arg[2]);
  }
  pthread_t threads[CLIENTS_MOST];
  static int64_t done[CLIENTS_MOST];
  int64_t from = ticks_us(), all = 0;
  until = from + seconds * SECOND;
  for (int i = 0; i < clients; i++)
    if (pthread_create(&threads[i], NULL, ours ? file_ours : file_sql, &done[i])) return 1;
  for (int i = 0; i < clients; i++) pthread_join(threads[i], NULL);
  for (int i = 0; i < clients; i++) all += done[i];
  printf("%.0f\n", (double)all * 1e6 / (double)(ticks_us() - from));
  if (f) office_close(f);
  arena_free(a);
  return 0;
}

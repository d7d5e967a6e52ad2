/* bench_filing: filings per second, ours over HTTP and the same SQL alone in the same trains.
 *
 *   bench_filing ours PORT CLIENTS SECONDS     POST /dossiers at a running demonstration
 *   bench_filing sql FOLDER CLIENTS SECONDS    the statements of a filing, parameters ready, by
 *                                              train_run, in a demonstration that nobody serves
 * Prints one number.  `sql` files once as the office does, repeats the rows of that filing, and
 * stops when its statements are not as many as the office's. */
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/rand.h"
#include "bench/client.h"
#include "office/burden.h"
#include "office/burden.sql.h"
#include "office/dossier.h"
#include "office/escalation.sql.h"
#include "office/event.h"
#include "office/event.sql.h"
#include "office/filing.sql.h"
#include "office/find.h"
#include "office/measure.h"
#include "office/measure.sql.h"
#include "office/outbox.sql.h"
#include "office/paper.h"
#include "office/paper.sql.h"
#include "office/tracking.sql.h"
#include "tools/file.h"

enum { CLIENTS_MOST = 256 };
#define PROCEDURE "1.001193"
#define COMPONENT "birth_certificate"

static int64_t until;
static str request;
static int port;

static _Noreturn void stop(const char *why) {
  fprintf(stderr, "bench_filing: %s\n", why);
  exit(1);
}

static void need(arena *a, err *e) {
  if (e) stop(err_line(a, e).p);
}

static str read_file(arena *a, const char *path) {
  str bytes = file_read(a, path);
  if (!bytes.p) stop(path);
  return bytes;
}

/* --- ours --- */
static str post(arena *a, const char *path, str token, const char *type, str body) {
  buf b = buf_in(a);
  buf_fmt(&b, "POST %s HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nAccept: application/json\r\n", path, port);
  if (token.p) buf_fmt(&b, "Authorization: Bearer %.*s\r\n", STR_ARG(token));
  buf_fmt(&b, "Content-Type: %s\r\nContent-Length: %zu\r\n\r\n", type, body.n);
  buf_add(&b, body);
  return buf_str(&b);
}

static str answer(arena *a, client *c, str what, str member) {
  str body;
  const json *v = NULL;
  if (client_ask(c, what, &body) != 201 || json_parse(a, body, &v)) stop("an unexpected answer");
  return str_dup(a, json_str(json_get(v, member)));
}

/* Signs in, uploads one paper, and makes the request that every client repeats. */
static void prepare_ours(arena *a) {
  static client c;
  if (!client_open(&c, port)) stop("nobody listens");
  str token = answer(a, &c, post(a, "/sessions", STR_NONE, "application/json",
                                 S("{\"account\":\"citizen\",\"password\":\"motcua-demo\"}")),
                     S("token"));
  str part = str_cat(a, S("--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"b.jpg\""
                          "\r\nContent-Type: image/jpeg\r\n\r\n"),
                     read_file(a, "tests/data/birth-certificate.jpg"), S("\r\n--b--\r\n"));
  str paper_id = answer(a, &c, post(a, "/papers", token, "multipart/form-data; boundary=b", part),
                        S("id"));
  str body = str_cat(a, S("{\"procedure\":\"" PROCEDURE "\",\"channel\":\"online\",\"fields\":"),
                     str_trim(read_file(a, "tests/data/birth.json")),
                     S(",\"papers\":{\"" COMPONENT "\":[\""), paper_id, S("\"]}}"));
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

/* --- the same SQL --- */
static struct model { /* a filing as the office made it */
  ctx c;
  filing filing;
  prepared_filing *prepared;
  dossier d;
  paper paper;
  str agency, form, salt, asked;
  find_keys keys;
  event event;
  delta deltas[DELTAS_MOST];
  size_t ndeltas;
  int64_t statements;
} model;

typedef struct row_ids { /* what no two filings share */
  int64_t dossier, event, outbox, proof, asked;
} row_ids;

static err *write_event(db_conn *c, const row_ids *r) {
  const event *e = &model.event;
  TRY(event_insert(c, &(event_insert_in){
      .id = r->event, .dossier = r->dossier, .seq = 1, .action = e->action,
      .actor = SOME(e->actor_id), .at = e->at.us, .scheme = e->scheme, .content = e->signed_,
      .signature = e->signature, .hash = e->hash}, NULL));
  TRY(event_salt_insert(c, r->event, model.salt, NULL));
  TRY(ledger_insert(c, r->event, e->hash, NULL));
  TRY(ledger_enqueue(c, r->event, r->dossier, 1, NULL));
  for (size_t i = 0; i < model.ndeltas; i++) {
    const delta *d = &model.deltas[i];
    TRY(delta_insert(c, &(delta_insert_in){
        .event = r->event, .measure = measure_name(d->measure), .unit = d->unit_id,
        .due = d->due, .day = d->day, .n = d->n}, NULL));
  }
  TRY(outbox_insert(c, &(outbox_insert_in){.id = r->proof, .kind = S("proof"),
                                           .event = r->event, .dossier = r->dossier,
                                           .now = e->at.us}, NULL));
  return outbox_insert(c, &(outbox_insert_in){.id = r->outbox, .kind = S("notice"),
                                              .event = r->event, .dossier = r->dossier,
                                              .now = e->at.us}, NULL);
}

/* What stands beside the dossier: its tracking code, the words by which it is found, what was
 * asked, when its head is told. */
static err *write_beside(db_conn *c, arena *a, const row_ids *r) {
  ctx x = model.c;
  dossier d = model.d;
  int64_t now = d.submitted_at.us;
  x.db = c;
  x.a = a;
  d.id = r->dossier;
  TRY(tracking_put(c, &(tracking_put_in){.dossier = d.id, .mac = model.salt, .now = now,
                                         .by_ = SOME(d.filed_by)}, NULL));
  TRY(find_write(&x, &d, &model.keys));
  TRY(burden_filed(c, &(burden_filed_in){.id = r->asked, .procedure = d.procedure_id,
                                         .day = day_of(d.submitted_at), .told = model.asked},
                   NULL));
  return alarm_put(c, &(alarm_put_in){d.id, d.unit_id, now, now}, NULL);
}

static err *decide(db_conn *c, arena *a, void *arg) {
  const row_ids *r = arg;
  const dossier *d = &model.d;
  code_next_row n;
  bool found;
  TRY(paper_attach(c, model.paper.id, d->submitted_at.us, NULL));
  TRY(code_next(c, a, model.agency, day_of(d->submitted_at), &n, &found));
  str code = str_fmt(a, "%.*s-%lld", STR_ARG(model.agency), (long long)n.last);
  TRY(dossier_insert(c, &(dossier_insert_in){
      .id = r->dossier, .code = code, .procedure = d->procedure_id, .version = d->version_id,
      .channel = d->channel, .holder = d->holder_id, .filed_by = d->filed_by, .unit = d->unit_id,
      .reception = d->reception_unit_id, .support = NONE_I64, .field = d->field,
      .scans = d->scans, .delivery = d->delivery, .fee = d->fee, .head = d->head,
      .at = d->submitted_at.us,
      .due_order = d->submitted_at.us, .desk_unit = d->reception_unit_id}, NULL));
  TRY(dossier_form_insert(c, r->dossier, model.form, NULL));
  TRY(dossier_paper_insert(c, &(dossier_paper_insert_in){
      .dossier = r->dossier, .ordinal = 1, .component = S(COMPONENT), .paper = model.paper.id},
      NULL));
  TRY(write_beside(c, a, r));
  return write_event(c, r);
}

static row_ids fresh_ids(void) {
  return (row_ids){rand_id(), rand_id(), rand_id(), rand_id(), rand_id()};
}

static void *file_sql(void *arg) {
  int64_t *done = arg;
  arena *a = arena_new((size_t)4 << 20);
  while (ticks_us() < until) {
    row_ids r = fresh_ids();
    arena_reset(a, 1 << 20);
    need(a, train_run(model.c.office->train, (uint64_t)model.d.unit_id, a, decide, &r));
    ++*done;
  }
  arena_free(a);
  return NULL;
}

static err *file_once(ctx *c, void *arg) {
  int64_t before = db_statements(c->db);
  (void)arg;
  TRY(dossier_file(c, model.prepared, &model.d));
  model.statements = db_statements(c->db) - before;
  return NULL;
}

static err *check_statements(ctx *c, void *arg) {
  int64_t before = db_statements(c->db);
  row_ids r = fresh_ids();
  (void)arg;
  TRY(decide(c->db, c->a, &r));
  if (db_statements(c->db) - before != model.statements)
    stop("the statements of a filing are others than those here");
  return NULL;
}

static err *who_files(ctx *c, void *arg) {
  const session *s = arg;
  return account_by_token(c, s->token, s->via, &model.c.who);
}

static err *prepare(ctx *c, void *arg) {
  (void)arg;
  return dossier_prepare(c, &model.filing, &model.prepared);
}

static err *look(ctx *c, void *arg) {
  const event *events;
  size_t n;
  (void)arg;
  find_who who;
  TRY(find_person_of(c, model.d.holder_id, &who));
  find_keys_of(c, &who, edition_procedure(c->edition, model.filing.procedure),
               model.filing.fields, &model.keys);
  burden_filing asked = {.procedure = edition_procedure(c->edition, model.filing.procedure),
                         .fields = model.filing.fields, .holder_id = model.d.holder_id};
  TRY(burden_told(c, &asked, &model.asked));
  TRY(dossier_form(c, model.d.id, &model.form));
  TRY(event_list(c, &model.d, &events, &n));
  model.event = events[0];
  return NULL;
}

static void prepare_sql(arena *a, const char *folder) {
  ctx *c = &model.c;
  session s;
  c->a = a;
  c->now = instant_now();
  need(a, office_open(&(office_options){.folder = folder, .box = TEST_BOX}, &c->office));
  c->edition = office_edition(c->office);
  need(a, account_sign_in(c, S("citizen"), S("motcua-demo"), S("token"), &s));
  need(a, ctx_read(c, who_files, &s));
  str photo = read_file(a, "tests/data/birth-certificate.jpg");
  need(a, paper_store(c, photo, S("b.jpg"), &model.paper));
  attached one = {S(COMPONENT), model.paper.public_id};
  model.filing = (filing){.procedure = S(PROCEDURE), .channel = S("online"), .papers = &one,
                          .npapers = 1};
  need(a, json_parse(a, read_file(a, "tests/data/birth.json"), &model.filing.fields));
  need(a, ctx_read(c, prepare, NULL));
  need(a, ctx_write(c, 0, file_once, NULL));
  need(a, ctx_read(c, look, NULL));
  model.agency = S("BENCH");
  model.salt = rand_str(a, 32);
  model.ndeltas = measure_deltas(NULL, &model.d,
                                 &(figure_event){.id = model.event.id, .action = S("submit"),
                                                 .at = c->now},
                                 model.deltas);
  need(a, ctx_write(c, 0, check_statements, NULL));
}

/* --- both --- */
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
  if (model.c.edition) office_release(model.c.office, model.c.edition);
  office_close(model.c.office);
  arena_free(a);
  return 0;
}

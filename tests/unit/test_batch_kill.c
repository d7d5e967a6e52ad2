/* test_batch_kill: a process that is killed in the middle of several steps: what is done is done,
 * the rest is named as not done, and the same request goes on without doing anything twice. */
#include <signal.h>
#include <spawn.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>

#include "base/buf.h"
#include "office/batch.h"
#include "office/verify.h"
#include "web_client.h"

enum { MANY = 30, DONE_FIRST = 3 };

static answer send_batch(str token, str body) {
  return send_ask(&(ask){.method = "POST", .target = "/batches", .token = token, .body = body, JSON,
                         .more = {{S("Idempotency-Key"), S("one-morning")}}});
}

/* The process that will not live to the end: this program again. */
static int doomed(char **args) {
  instant now;
  a = arena_new((size_t)256 << 20);
  office_options o = {.folder = args[1], .box = TEST_BOX};
  if (!a || !instant_parse(S("2026-11-24T09:00:00+07:00"), &now)) return 2;
  instant_fix(now);
  if (office_open(&o, &site.office)) return 3;
  site.origins[site.norigins++] = S("localhost");
  answer r = send_batch(str_of(args[2]), str_of(args[3]));
  printf("it came to an end: %d %.*s\n", r.status, STR_ARG(r.body));
  return 1;
}

typedef struct question {
  const char *sql;
  int64_t n;
} question;
static err *keep_number(void *arg, const db_value *row) {
  str_to_i64(row[0].s, &((question *)arg)->n);
  return NULL;
}
static err *ask_number(ctx *c, void *arg) {
  question *q = arg;
  return db_adhoc(c->db, q->sql, NULL, keep_number, q);
}
static int64_t number(const char *sql) {
  question q = {sql, -1};
  ctx c = {.a = a, .office = site.office, .now = instant_now()};
  assert_ok(ctx_read(&c, ask_number, &q));
  return q.n;
}
#define DONE "SELECT CAST(COUNT(*) AS TEXT) FROM batch_line WHERE outcome = 'done'"
#define RECEIVED "SELECT CAST(COUNT(*) AS TEXT) FROM event WHERE action = 'receive'"

static str file_one(str citizen) {
  str photo = data_file("birth-certificate.jpg");
  str sent = str_cat(a, S("--b\r\nContent-Disposition: form-data; name=\"file\"; "
                          "filename=\"a.jpg\"\r\nContent-Type: image/jpeg\r\n\r\n"),
                     photo, S("\r\n--b--\r\n"));
  answer r = send_ask(&(ask){.method = "POST", .target = "/papers", .token = citizen, .body = sent,
                             .type = S("multipart/form-data; boundary=b")});
  assert_status(r, 201);
  str certificate = text_of(json_body(&r), "id");
  r = send_ask(&(ask){.method = "POST", .target = "/dossiers", .token = citizen, JSON,
                      .body = str_fmt(a, "{\"procedure\":\"1.001193\",\"fields\":%.*s,\"papers\":"
                                         "{\"birth_certificate\":[\"%.*s\"]}}",
                                      STR_ARG(data_file("birth.json")), STR_ARG(certificate))});
  assert_status(r, 201);
  return text_of(json_body(&r), "code");
}

static str batch_body(void) {
  str citizen = sign_in("citizen");
  buf b = buf_in(a);
  buf_add(&b, S("{\"action\":\"receive\",\"pin\":\"" DEMO_PIN "\",\"items\":["));
  for (int i = 0; i < MANY; i++) {
    str code = file_one(citizen);
    buf_fmt(&b, "%s\"%.*s@1\"", i ? "," : "", STR_ARG(code));
  }
  buf_add(&b, S("]}"));
  return buf_str(&b);
}

static int64_t kill_in_the_middle(str token, str body) {
  extern char **environ;
  char *args[] = {(char *)"doomed", folder, (char *)(uintptr_t)str_z(a, token),
                  (char *)(uintptr_t)str_z(a, body), NULL};
  pid_t pid;
  int how;
  assert_int_equal(posix_spawn(&pid, "/proc/self/exe", NULL, NULL, args, environ), 0);
  while (number(DONE) < DONE_FIRST && waitpid(pid, &how, WNOHANG) == 0)
    nanosleep(&(struct timespec){.tv_nsec = 500000}, NULL);
  assert_int_equal(kill(pid, SIGKILL), 0);
  assert_int_equal(waitpid(pid, &how, 0), pid);
  assert_true(WIFSIGNALED(how));
  int64_t done = number(DONE);
  assert_in_range(done, DONE_FIRST, MANY - 1);
  return done;
}

static void counts(const answer *r, int64_t done) {
  int64_t said[3];
  static const char *const names[] = {"done", "refused", "open"};
  assert_status(*r, 200);
  for (int i = 0; i < 3; i++)
    assert_true(json_int(json_get(json_body(r), str_of(names[i])), &said[i]));
  assert_int_equal(said[0], done);
  assert_int_equal(said[1], 0);
  assert_int_equal(said[2], MANY - done);
}

static void goes_on(void **state) {
  (void)state;
  str body = batch_body(), token = sign_in("receptionist.halong");
  int64_t done = kill_in_the_middle(token, body);
  assert_int_equal(number(RECEIVED), done);
  assert_int_equal(number("SELECT CAST(COUNT(*) AS TEXT) FROM batch_line l"
                          " JOIN dossier d ON d.code = l.code"
                          " WHERE (l.outcome = 'done') <> (d.state = 'received')"), 0);
  answer r = send_batch(token, body); /* perhaps somebody is still at it: nothing is begun */
  counts(&r, done);
  assert_int_equal(number(RECEIVED), done);
  instant_fix((instant){instant_now().us + (BATCH_QUIET + 1) * SECOND});
  answer wrong = send_ask(&(ask){.method = "POST", .token = token, JSON,
                                 .target = str_cat(a, S("/batches/"),
                                                   text_of(json_body(&r), "id")).p,
                                 .body = S("{\"pin\":\"000000\"}")});
  assert_status(wrong, 403);
  r = send_batch(token, body);
  counts(&r, MANY);
  assert_int_equal(number(RECEIVED), MANY);
  r = send_batch(token, body);
  counts(&r, MANY);
  assert_int_equal(number(RECEIVED), MANY);
  assert_int_equal(number("SELECT CAST(COUNT(*) AS TEXT) FROM batch"), 1);
  verify_report report;
  assert_ok(verify_all(site.office, a, NULL, NULL, &report));
  assert_true(report.ok);
}

int main(int argc, char **argv) {
  if (argc == 4) return doomed(argv);
  const struct CMUnitTest tests[] = {cmocka_unit_test(goes_on)};
  return cmocka_run_group_tests(tests, open_site, close_site);
}

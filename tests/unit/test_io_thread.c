/* test_io_thread: whatever routes.def calls EDITION is answered while every worker is held. */
#include <pthread.h>

#include "kit/http.h"
#include "web_client.h"

static struct {
  pthread_mutex_t lock;
  pthread_cond_t changed;
  int waiting;
  bool held;
} gate = {PTHREAD_MUTEX_INITIALIZER, PTHREAD_COND_INITIALIZER, 0, true};

/* A worker's work, which begins when the gate opens. */
static void work(http_request *r, void *arg) {
  pthread_mutex_lock(&gate.lock);
  gate.waiting++;
  pthread_cond_broadcast(&gate.changed);
  while (gate.held) pthread_cond_wait(&gate.changed, &gate.lock);
  pthread_mutex_unlock(&gate.lock);
  web_work(r, arg);
}

static void wait_until_held(void) {
  pthread_mutex_lock(&gate.lock);
  while (!gate.waiting) pthread_cond_wait(&gate.changed, &gate.lock);
  pthread_mutex_unlock(&gate.lock);
}

static void open_gate(void) {
  pthread_mutex_lock(&gate.lock);
  gate.held = false;
  pthread_cond_broadcast(&gate.changed);
  pthread_mutex_unlock(&gate.lock);
}

static int port;

static const char *curl(const char *path, const char *more) {
  return str_fmt(a, "curl -sS -o /dev/null -m 60 -w '%%{http_code}' %s 'http://127.0.0.1:%d%s'",
                 more, port, path).p;
}

static int status_by(FILE *f) {
  int status = 0;
  assert_non_null(f);
  assert_int_equal(fscanf(f, "%d", &status), 1);
  assert_int_equal(pclose(f), 0);
  return status;
}

static const char *address_of(str pattern) {
  static const char *const known[][2] = {{"/places/:province", "/places/22"},
                                         {"/procedures/:code", "/procedures/1.001193"},
                                         {"/procedures/:code/form", "/procedures/1.001193/form"},
                                         {"/life-events/:event", "/life-events/birth"},
                                         {"/assets/:name", "/assets/arch.svg"},
                                         {"/procedures", "/procedures?q=dat%20dai"}};
  for (size_t i = 0; i < COUNT(known); i++)
    if (str_eq(pattern, str_of(known[i][0]))) return known[i][1];
  assert_true(str_chr(pattern, ':', 0) < 0);
  return str_z(a, pattern);
}

static void while_workers_are_held(void **state) {
  (void)state;
  http_options o = {.listen = "127.0.0.1:0", .workers = 1, .head = web_head, .ask = web_ask,
                    .work = work, .refused = web_refused, .arg = &site};
  assert_ok(http_start(&o, &site.server));
  port = http_port(site.server);
  site.origins[site.norigins++] = str_fmt(a, "127.0.0.1:%d", port);
  FILE *needs_worker = popen(curl("/readyz", ""), "r");
  wait_until_held();
  size_t n, answered = 0;
  const route *table = route_table(&n);
  for (size_t i = 0; i < n; i++) {
    if (table[i].effect != EDITION) continue;
    const char *path = address_of(table[i].pattern);
    for (int round = 0; round < 2; round++, answered++) {
      const char *accept = round ? "-H 'Accept: text/html'" : "-H 'Accept: application/json'";
      int status = status_by(popen(curl(path, accept), "r"));
      if (status != 200) fail_msg("%s: %d", path, status);
    }
  }
  assert_true(answered >= 18);
  assert_int_equal(gate.waiting, 1); /* none of them came to a worker */
  open_gate();
  assert_int_equal(status_by(needs_worker), 200);
  http_stop(site.server);
  site.server = NULL;
}

int main(void) {
  const struct CMUnitTest tests[] = {cmocka_unit_test(while_workers_are_held)};
  return cmocka_run_group_tests(tests, open_site, close_site);
}

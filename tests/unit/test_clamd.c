/* test_clamd: kit/clamd against Debian's own daemon, with one signature, and against one that
 * misbehaves; and that an upload with a virus is not kept. */
#include <pthread.h>
#include <signal.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include "whole.h"

#include "kit/clamd.h"

#define EICAR "X5O!P%@AP[4\\PZX54(P^)7CC)7}$" "EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"

static char folder[] = "/tmp/motcua-clamd.XXXXXX", address[64];
static arena *a;
static pid_t daemon_pid;

static void write_file(const char *name, const char *text) {
  FILE *f = fopen(str_fmt(a, "%s/%s", folder, name).p, "w");
  assert_non_null(f);
  fputs(text, f);
  assert_int_equal(fclose(f), 0);
}

/* A daemon that knows the test virus alone, so that it starts at once. */
static int start(void **state) {
  (void)state;
  a = arena_new((size_t)64 << 20);
  if (!a || !mkdtemp(folder)) return -1;
  snprintf(address, sizeof address, "%s/socket", folder);
  const char *signature = hex_of(a, S("EICAR-STANDARD-ANTIVIRUS-TEST-FILE")).p;
  write_file("eicar.ndb", str_fmt(a, "Eicar-Test:0:*:%s\n", signature).p);
  write_file("clamd.conf", str_fmt(a, "LocalSocket %s\nDatabaseDirectory %s\nForeground yes\n"
                                      "StreamMaxLength 1M\nLogFile %s/log\n",
                                   address, folder, folder).p);
  daemon_pid = fork();
  if (!daemon_pid) {
    if (!freopen("/dev/null", "w", stdout) || !freopen("/dev/null", "w", stderr)) _exit(1);
    execl("/usr/sbin/clamd", "clamd", "-c", str_fmt(a, "%s/clamd.conf", folder).p, NULL);
    _exit(1);
  }
  for (int i = 0; i < 200 && access(address, F_OK); i++) usleep(100000);
  return 0;
}

static int end(void **state) {
  (void)state;
  kill(daemon_pid, SIGTERM);
  waitpid(daemon_pid, NULL, 0);
  int rc = system(str_fmt(a, "rm -rf %s", folder).p);
  arena_free(a);
  return rc;
}

static void the_daemon_is_asked(void **state) {
  (void)state;
  assert_ok(clamd_ping(address));
  assert_ok(clamd_scan(address, S("nothing")));
  assert_ok(clamd_scan(address, a_pdf(a, "nothing")));
  assert_kind(clamd_scan(address, S(EICAR)), ERR_MEDIA);
  assert_kind(clamd_scan(address, a_pdf(a, EICAR)), ERR_MEDIA);
}

static void a_stream_over_its_limit_is_refused(void **state) {
  (void)state;
  str large = {arena_alloc(a, 3 << 20), 3 << 20};
  err *e = clamd_scan(address, large); /* it closes the connection while we send */
  assert_int_equal(e->kind, ERR_UNAVAILABLE);
  assert_int_equal(e->retry_after, 60);
}

static void no_daemon_is_a_refusal(void **state) {
  (void)state;
  static const char *const nowhere[] = {"/nowhere/clamd.ctl", "127.0.0.1:1", "[::1]:1",
                                        "no address",          ":3310",       "/tmp"};
  for (size_t i = 0; i < COUNT(nowhere); i++) {
    err *e = clamd_scan(nowhere[i], S("x"));
    assert_int_equal(e->kind, ERR_UNAVAILABLE);
    assert_int_equal(e->retry_after, 60);
    assert_kind(clamd_ping(nowhere[i]), ERR_UNAVAILABLE);
  }
}

/* --- one that misbehaves --- */
typedef struct liar {
  int fd;
  str answer;
} liar;

static void *lie(void *arg) {
  const liar *l = arg;
  int c = accept(l->fd, NULL, NULL);
  char bytes[4096];
  ssize_t got = recv(c, bytes, sizeof bytes, 0);
  if (got > 0 && l->answer.n) send(c, l->answer.p, l->answer.n, MSG_NOSIGNAL);
  close(c);
  return NULL;
}

static void any_answer_but_ok_refuses(void **state) {
  (void)state;
  static const struct {
    const char *answer;
    err_kind kind;
  } answers[] = {{"stream: Eicar FOUND", ERR_MEDIA},      {"stream: OK FOUND", ERR_MEDIA},
                 {"stream: OK ERROR", ERR_UNAVAILABLE},   {"OK", ERR_UNAVAILABLE},
                 {"UNKNOWN COMMAND", ERR_UNAVAILABLE},    {"stream: OKAY", ERR_UNAVAILABLE},
                 {"", ERR_UNAVAILABLE},                   {"TIMED OUT", ERR_UNAVAILABLE}};
  struct sockaddr_un sa = {.sun_family = AF_UNIX};
  snprintf(sa.sun_path, sizeof sa.sun_path, "%s/liar", folder);
  int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  assert_int_equal(bind(fd, (struct sockaddr *)&sa, sizeof sa), 0);
  assert_int_equal(listen(fd, 4), 0);
  for (size_t i = 0; i < COUNT(answers); i++) {
    size_t n = strlen(answers[i].answer);
    liar l = {fd, {answers[i].answer, n ? n + 1 : 0}};
    pthread_t t;
    pthread_create(&t, NULL, lie, &l);
    assert_kind(clamd_scan(sa.sun_path, S("x")), answers[i].kind);
    pthread_join(t, NULL);
  }
  close(fd);
}

static void an_upload_is_scanned(void **state) {
  whole w;
  whole_open(&w, state);
  paper p;
  whole_enter(&w, "citizen");
  w.f->clamd = address;
  assert_kind(paper_store(&w.c, a_pdf(w.b->a, EICAR), S("a.pdf"), &p), ERR_MEDIA);
  assert_answer(w.b, "SELECT CAST(COUNT(*) AS TEXT) FROM paper", "0");
  assert_ok(paper_store(&w.c, a_pdf(w.b->a, "clean"), S("a.pdf"), &p));
  w.f->clamd = "/nowhere/clamd.ctl";
  assert_kind(paper_store(&w.c, a_pdf(w.b->a, "unseen"), S("a.pdf"), &p), ERR_UNAVAILABLE);
  assert_answer(w.b, "SELECT CAST(COUNT(*) AS TEXT) FROM paper", "1");
  w.f->clamd = NULL;
  whole_close(&w);
}

int main(void) {
  signal(SIGPIPE, SIG_IGN);
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(the_daemon_is_asked),
      cmocka_unit_test(a_stream_over_its_limit_is_refused),
      cmocka_unit_test(no_daemon_is_a_refusal),
      cmocka_unit_test(any_answer_but_ok_refuses),
      BOTH(an_upload_is_scanned),
  };
  return cmocka_run_group_tests(tests, start, end);
}

/* test_http: a real server on a free loopback port, spoken to in raw bytes. */
#include <dirent.h>
#include <fcntl.h>
#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stddef.h>
#include <sys/stat.h>

#include <cmocka.h>

#include "base/buf.h"
#include "base/log.h"
#include "kit/http.h"
#include "tests/unit/raw_client.h"

#define HOST "Host: localhost\r\n"
#define GET(path) "GET " path " HTTP/1.1\r\n" HOST
#define POST(path) "POST " path " HTTP/1.1\r\n" HOST
#define END "\r\n"

static http_server *server;
static int port;
static char folder[] = "/tmp/test_http_XXXXXX";
static _Atomic int heads, works, afters, refusals, gate; /* gate: /wait works until it is not 0 */

/* --- what is served --- */
static void say(http_request *r, int status, str body) {
  r->reply.status = status;
  r->reply.body = body;
  http_set(&r->reply, S("Content-Type"), S("text/plain"));
}

static http_verdict head(http_request *r, void *arg) {
  (void)arg;
  heads++;
  if (str_starts(r->path, S("/static"))) {
    say(r, 200, S("static-end"));
    return HTTP_ANSWER;
  }
  if (str_eq(r->path, S("/forbidden"))) {
    say(r, 403, S("forbidden-end"));
    return HTTP_ANSWER;
  }
  r->memory_limit = 1000;
  r->body_limit = 100000;
  return HTTP_BODY;
}

static void note_after(void *user) { afters += *(int *)user; }

static void send_file(http_request *r) {
  char path[64];
  snprintf(path, sizeof path, "%s/file", folder);
  int fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  assert_true(fd > 0 && write(fd, "0123456789file-end", 18) == 18);
  r->reply = (http_reply){.status = 200, .fd = fd, .fd_offset = 10, .fd_size = 8};
}

static void keep_spool(http_request *r) {
  char path[64];
  snprintf(path, sizeof path, "%s/kept", folder);
  assert_int_equal(rename(r->spool, path), 0);
}

static void work(http_request *r, void *arg) {
  (void)arg;
  works++;
  if (str_eq(r->path, S("/wait")))
    while (!gate) usleep(1000);
  if (str_eq(r->path, S("/file"))) {
    send_file(r);
    return;
  }
  if (str_eq(r->path, S("/keep"))) keep_spool(r);
  if (str_eq(r->path, S("/inject"))) http_set(&r->reply, S("Location"), S("/x\r\nSet-Cookie: a=b"));
  if (str_eq(r->path, S("/after"))) {
    int *one = arena_new_of(r->a, int);
    *one = 1;
    r->user = one;
    r->reply.after = note_after;
  }
  size_t sum = 0;
  for (size_t i = 0; i < r->body.n; i++) sum += (unsigned char)r->body.p[i];
  say(r, 200, str_fmt(r->a, "%.*s %.*s query=%.*s n=%zu sum=%zu %s %.*s %d type=%.*s work-end",
                      STR_ARG(r->method), STR_ARG(r->path), STR_ARG(r->query), r->body.n, sum,
                      r->spool ? "file" : "memory", STR_ARG(r->peer), r->loopback,
                      STR_ARG(r->content_type)));
}

static void refused(http_request *r, err *e, void *arg) {
  (void)arg;
  refusals++;
  r->reply.status = err_http(e->kind);
  r->reply.body = str_cat(r->a, err_text(r->a, e, NULL), S(" refused-end"));
}

static int start_with(int timeout, int workers) {
  http_options o = {.listen = "127.0.0.1:0", .timeout = timeout, .workers = workers,
                    .spool_folder = folder, .head = head, .work = work, .refused = refused};
  err *e = http_start(&o, &server);
  if (e) return -1;
  port = http_port(server);
  return 0;
}

static int start(void **state) {
  (void)state;
  heads = works = afters = refusals = gate = 0;
  return start_with(20, 8);
}

static int stop(void **state) {
  (void)state;
  gate = 1;
  http_stop(server);
  server = NULL;
  return 0;
}

static int uploads(void) { /* files of spools that are there */
  int n = 0;
  DIR *d = opendir(folder);
  for (struct dirent *e; (e = readdir(d));) n += strncmp(e->d_name, "upload-", 7) == 0;
  closedir(d);
  return n;
}

static void wait_for(bool (*is)(void)) {
  for (int i = 0; i < 30000 && !is(); i++) usleep(1000);
  assert_true(is());
}
static bool no_connection(void) { return http_read(server).open_connections == 0; }
static bool no_upload(void) { return uploads() == 0; }
static bool one_busy(void) { return works == 1; }
static bool one_after(void) { return afters == 1; }

static bool has(const answer *a, const char *what) {
  return str_find((str){a->text, a->n}, str_of(what)) >= 0;
}

/* --- what must be refused, with nothing of ours run and the connection ended --- */
#define BYTES(literal) {literal, sizeof(literal) - 1}
static const struct {
  const char *name;
  int status; /* 0: closed without a word */
  str bytes;
} malformed[] = {
  {"two lengths", 400, BYTES(POST("/") "Content-Length: 3\r\nContent-Length: 4\r\n" END "abcd")},
  {"same length twice", 400,
   BYTES(POST("/") "Content-Length: 3\r\nContent-Length: 3\r\n" END "abc")},
  {"list of lengths", 400, BYTES(POST("/") "Content-Length: 3, 3\r\n" END "abc")},
  {"signed length", 400, BYTES(POST("/") "Content-Length: +3\r\n" END "abc")},
  {"blank after length", 400, BYTES(POST("/") "Content-Length: 3 \r\n" END "abc")},
  {"hexadecimal length", 400, BYTES(POST("/") "Content-Length: 0x3\r\n" END "abc")},
  {"no length", 400, BYTES(POST("/") "Content-Length:\r\n" END "abc")},
  {"length over 64 bits", 413, BYTES(POST("/") "Content-Length: 99999999999999999999\r\n" END)},
  {"length of 19 digits", 400, BYTES(POST("/") "Content-Length: 9223372036854775808\r\n" END)},
  {"length and chunked", 400,
   BYTES(POST("/") "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n" END "0\r\n\r\n")},
  {"chunked and length", 400,
   BYTES(POST("/") "Transfer-Encoding: chunked\r\nContent-Length: 5\r\n" END "0\r\n\r\n")},
  {"chunked twice", 400,
   BYTES(POST("/") "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n" END "0\r\n\r\n")},
  {"blank after chunked", 400, BYTES(POST("/") "Transfer-Encoding: chunked \r\n" END "0\r\n\r\n")},
  {"identity", 400, BYTES(POST("/") "Transfer-Encoding: identity\r\n" END)},
  {"gzip, chunked", 400, BYTES(POST("/") "Transfer-Encoding: gzip, chunked\r\n" END "0\r\n\r\n")},
  {"chunked in 1.0", 400,
   BYTES("POST / HTTP/1.0\r\n" HOST "Transfer-Encoding: chunked\r\n" END "0\r\n\r\n")},
  {"two hosts", 400, BYTES(GET("/") HOST END)},
  {"no host", 400, BYTES("GET / HTTP/1.1\r\n" END)},
  {"no host in 1.0", 400, BYTES("GET / HTTP/1.0\r\n" END)},
  {"odd host", 400, BYTES("GET / HTTP/1.1\r\nHost: a@b\r\n" END)},
  {"blank before colon", 400, BYTES("GET / HTTP/1.1\r\nHost : a\r\n" END)},
  {"blank before length's colon", 400, BYTES(POST("/") "Content-Length : 3\r\n" END "abc")},
  {"no colon", 400, BYTES(GET("/") "abc\r\n" END)},
  {"no name", 400, BYTES(GET("/") ": a\r\n" END)},
  {"NUL in a value", 400, BYTES(GET("/") "X: a\0b\r\n" END)},
  {"NUL at a value's end", 400, BYTES(GET("/") "X: a\0\r\n" END)},
  {"NUL in a name", 400, BYTES(GET("/") "X\0Y: a\r\n" END)},
  {"NUL hides a line", 400, BYTES(GET("/") "\0Content-Length: 3\r\nX: a\r\n" END)},
  {"NUL hides the last line", 400, BYTES(GET("/") "X: a\r\n\0Y: b\r\n" END)},
  {"NUL in the target", 400, BYTES("GET /\0 HTTP/1.1\r\n" HOST END)},
  {"NUL in the method", 400, BYTES("GET\0 / HTTP/1.1\r\n" HOST END)},
  {"NUL in the version", 400, BYTES("GET / HTTP/1.1\0\r\n" HOST END)},
  {"folded line", 400, BYTES(GET("/") "X: a\r\n b\r\n" END)},
  {"folded line with tab", 400, BYTES(GET("/") "X: a\r\n\tb\r\n" END)},
  {"fold first", 400, BYTES("GET / HTTP/1.1\r\n X: a\r\n" HOST END)},
  {"folded host", 400, BYTES("GET / HTTP/1.1\r\nHost:\r\n a\r\n" END)},
  {"bare LF after a header", 400, BYTES("GET / HTTP/1.1\r\nHost: a\n" END)},
  {"bare LF after the request line", 400, BYTES("GET / HTTP/1.1\n" HOST END)},
  {"bare LF ends the head", 400, BYTES(GET("/") "\n")},
  {"bare LF everywhere", 400, BYTES("GET / HTTP/1.1\nHost: a\n\n")},
  {"bare CR", 400, BYTES(GET("/") "X: a\rb\r\n" END)},
  {"CR CR LF", 400, BYTES(GET("/") "X: a\r\r\n" END)},
  {"control character", 400, BYTES(GET("/") "X: a\001b\r\n" END)},
  {"HTTP/0.9", 400, BYTES("GET /\r\n")},
  {"HTTP/1.2", 400, BYTES("GET / HTTP/1.2\r\n" HOST END)},
  {"HTTP/2.0", 505, BYTES("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n")},
  {"version in small letters", 400, BYTES("GET / http/1.1\r\n" HOST END)},
  {"absolute target", 400, BYTES("GET http://localhost/ HTTP/1.1\r\n" HOST END)},
  {"asterisk", 400, BYTES("OPTIONS * HTTP/1.1\r\n" HOST END)},
  {"CONNECT", 400, BYTES("CONNECT localhost:1 HTTP/1.1\r\n" HOST END)},
  {"TRACE", 400, BYTES("TRACE / HTTP/1.1\r\n" HOST END)},
  {"unknown method", 400, BYTES("FETCH / HTTP/1.1\r\n" HOST END)},
  {"method in small letters", 400, BYTES("get / HTTP/1.1\r\n" HOST END)},
  {"two blanks", 400, BYTES("GET  / HTTP/1.1\r\n" HOST END)},
  {"two blanks later", 400, BYTES("GET /  HTTP/1.1\r\n" HOST END)},
  {"blank after the version", 400, BYTES("GET / HTTP/1.1 \r\n" HOST END)},
  {"blank in the target", 400, BYTES("GET /a b HTTP/1.1\r\n" HOST END)},
  {"tabs", 0, BYTES("GET\t/\tHTTP/1.1\r\n" HOST END)},
  {"encoded NUL", 400, BYTES(GET("/a%00b") END)},
  {"broken escape", 400, BYTES(GET("/a%4") END)},
  {"dot dot", 400, BYTES(GET("/a/../b") END)},
  {"encoded dot dot", 400, BYTES(GET("/a/%2e%2E/b") END)},
  {"empty segment", 400, BYTES(GET("//a") END)},
  {"fragment", 400, BYTES(GET("/a#b") END)},
  {"two Authorization", 400, BYTES(GET("/") "Authorization: a\r\nAuthorization: b\r\n" END)},
  {"two Cookie", 400, BYTES(GET("/") "Cookie: a=b\r\nCookie: c=d\r\n" END)},
  {"TLS", 400, BYTES("\026\003\001\002\0\001\0\001\374\003\003 \r\n\r\n")},
};

static void test_malformed(void **state) {
  (void)state;
  for (size_t i = 0; i < COUNT(malformed); i++) {
    answer a;
    raw_talk(port, malformed[i].bytes, STR_NONE, &a);
    if (!a.closed || a.status != malformed[i].status || heads)
      fail_msg("%s: closed %d, status %d, heads %d", malformed[i].name, a.closed, a.status, heads);
  }
  assert_int_equal(works, 0);
}

/* A refusal ends the connection: what comes behind it is never a request. */
static void test_nothing_behind_a_refusal(void **state) {
  (void)state;
  for (size_t i = 0; i < COUNT(malformed); i++) {
    char bytes[1024];
    size_t n = malformed[i].bytes.n;
    answer a;
    memcpy(bytes, malformed[i].bytes.p, n);
    memcpy(bytes + n, S(GET("/static") END).p, S(GET("/static") END).n);
    raw_talk(port, (str){bytes, n + S(GET("/static") END).n}, STR_NONE, &a);
    if (!a.closed || has(&a, "static-end") || heads) fail_msg("%s", malformed[i].name);
  }
}

static void test_too_long(void **state) {
  static char bytes[100000];
  (void)state;
  const struct {
    const char *before, *after;
    size_t n;
    int status;
  } cases[] = {
      {"GET /", " HTTP/1.1\r\n" HOST END, 8500, 414},
      {"GET /", " HTTP/1.1\r\n" HOST END, 60000, 414},
      {"GET /?", " HTTP/1.1\r\n" HOST END, 9000, 414},
      {GET("/") "X: ", "\r\n" END, 16500, 431},
      {GET("/") "X: ", "\r\n" END, 60000, 431},
  };
  for (size_t i = 0; i < COUNT(cases); i++) {
    answer a;
    size_t at = strlen(cases[i].before);
    memcpy(bytes, cases[i].before, at);
    memset(bytes + at, 'a', cases[i].n);
    strcpy(bytes + at + cases[i].n, cases[i].after);
    raw_talk(port, str_of(bytes), STR_NONE, &a);
    assert_int_equal(a.status, cases[i].status);
    assert_true(a.closed);
  }
  assert_int_equal(heads, 0);
}

static void test_long_query(void **state) { /* as many parameters as fit are no trouble */
  static char bytes[9000] = "GET /q?";
  answer a;
  (void)state;
  for (size_t i = 7; i < 8000; i++) bytes[i] = i % 2 ? 'a' : '&';
  strcpy(bytes + 8000, " HTTP/1.1\r\n" HOST END);
  raw_talk(port, str_of(bytes), S("work-end"), &a);
  assert_int_equal(a.status, 200);
}

/* --- what must work --- */
static void test_plain(void **state) {
  answer a;
  (void)state;
  raw_talk(port, S(GET("/a%20b/?x=%41&y") "Content-Type: \t a/b \t\r\n" END), S("work-end"), &a);
  assert_int_equal(a.status, 200);
  assert_true(has(&a, "GET /a%20b/ query=x=%41&y n=0 sum=0 memory 127.0.0.1 1 type=a/b work-end"));
  assert_false(a.closed);
  raw_talk(port, S("\r\n" GET("/static") END), S("static-end"), &a);
  assert_true(a.status == 200 && !a.closed);
  raw_talk(port, S("GET /x HTTP/1.0\r\n" HOST END), STR_NONE, &a);
  assert_true(a.status == 200 && a.closed);
  raw_talk(port, S(GET("/x") "Connection: close\r\n" END), STR_NONE, &a);
  assert_true(a.status == 200 && a.closed);
  raw_talk(port, S("HEAD /x HTTP/1.1\r\n" HOST "Connection: close\r\n" END), STR_NONE, &a);
  assert_true(a.status == 200 && a.closed && has(&a, "Content-Length: ") && !has(&a, "work-end"));
}

static void test_pipelined(void **state) {
  answer a;
  (void)state;
  raw_talk(port, S(POST("/1") "Content-Length: 3\r\n" END "abc" GET("/2") END GET("/static") END),
           S("static-end"), &a);
  assert_int_equal(a.replies, 3);
  assert_true(has(&a, "POST /1 query= n=3 sum=294") && has(&a, "GET /2 query= n=0"));
  raw_talk(port, S(GET("/1") END GET("/2") HOST END GET("/3") END), STR_NONE, &a);
  assert_true(a.closed && a.replies == 2 && has(&a, "GET /1") && !has(&a, "GET /3"));
  raw_talk(port, S(POST("/1") "Content-Length: 3\r\n" END "abcGET"), S("work-end"), &a);
  assert_true(has(&a, "n=3 sum=294")); /* what is too much is no part of the body */
}

static void test_expect(void **state) {
  answer a;
  (void)state;
#define EXPECT "Expect: 100-continue\r\n"
  raw_talk(port, S(POST("/forbidden") EXPECT "Content-Length: 9\r\n" END), STR_NONE, &a);
  assert_true(a.status == 403 && a.closed && a.replies == 1 && a.ms < 2000);
  raw_talk(port, S(POST("/forbidden") "Content-Length: 9\r\n" END), STR_NONE, &a);
  assert_true(a.status == 403 && a.closed && a.ms < 2000);
  raw_talk(port, S(POST("/") EXPECT "Content-Length: 999999\r\n" END), STR_NONE, &a);
  assert_true(a.status == 413 && a.closed && a.replies == 1 && a.ms < 2000);
  int fd = raw_connect(port);
  raw_send(fd, S(POST("/") EXPECT "Content-Length: 3\r\n" END));
  raw_read(fd, S("100 Continue\r\n\r\n"), 5000, &a);
  assert_int_equal(a.replies, 1);
  raw_send(fd, S("abc"));
  raw_read(fd, S("work-end"), 5000, &a);
  assert_true(has(&a, "n=3 sum=294"));
  close(fd);
}

static void post(size_t n, const char *path, answer *a) {
  static char bytes[200000];
  int at = snprintf(bytes, sizeof bytes, "POST %s HTTP/1.1\r\n" HOST "Content-Length: %zu\r\n" END,
                    path, n);
  memset(bytes + at, 'b', n);
  raw_talk(port, (str){bytes, (size_t)at + n}, S("-end"), a);
}

static void test_body_sizes(void **state) {
  answer a;
  (void)state;
  post(1000, "/", &a);
  assert_true(has(&a, "n=1000 sum=98000 memory"));
  post(1001, "/", &a);
  assert_true(has(&a, "n=1001 sum=98098 file"));
  post(100000, "/", &a);
  assert_true(has(&a, "n=100000 sum=9800000 file"));
  wait_for(no_upload);
  post(100001, "/", &a);
  assert_true(a.status == 413 && works == 3);
  post(5000, "/keep", &a);
  assert_int_equal(a.status, 200);
  wait_for(no_upload);
  char path[64];
  struct stat st;
  snprintf(path, sizeof path, "%s/kept", folder);
  assert_int_equal(stat(path, &st), 0);
  assert_true(st.st_size == 5000 && (st.st_mode & 0777) == 0600);
}

static void test_chunked(void **state) {
  answer a;
  (void)state;
#define CHUNKED POST("/") "Transfer-Encoding: chunked\r\n" END
  raw_talk(port, S(CHUNKED "3\r\nabc\r\n2;x=y\r\nab\r\n0\r\nT: 1\r\n\r\n" GET("/static") END),
           STR_NONE, &a);
  assert_true(a.closed && has(&a, "n=5 sum=489 memory") && !has(&a, "static-end"));
  const str bad[] = {S(CHUNKED "x\r\nabc\r\n0\r\n\r\n"), S(CHUNKED "3\r\nabcd\r\n0\r\n\r\n"),
                     S(CHUNKED "-1\r\nabc\r\n0\r\n\r\n"), S(CHUNKED "fffffffffffffffff\r\na"),
                     S(CHUNKED "3\r\nabc\r\n0\r\nnocolon\r\n\r\n")};
  for (size_t i = 0; i < COUNT(bad); i++) {
    raw_talk(port, bad[i], STR_NONE, &a);
    assert_true(a.closed && (a.status == 400 || a.status == 413));
  }
  assert_int_equal(works, 1);
  static char bytes[400000] = CHUNKED "30d40\r\n"; /* 200,000, over the limit */
  size_t at = strlen(bytes);
  memset(bytes + at, 'c', 200000);
  memcpy(bytes + at + 200000, "\r\n0\r\n\r\n", 7);
  raw_talk(port, (str){bytes, at + 200007}, STR_NONE, &a);
  assert_true(a.closed && a.status == 413);
  int fd = raw_connect(port); /* without end: cut off */
  bool open = raw_send(fd, S(CHUNKED "ffffffff\r\n"));
  for (int i = 0; i < 100000 && open; i++) open = raw_send(fd, (str){bytes + at, 1000});
  assert_false(open);
  close(fd);
  wait_for(no_connection);
  wait_for(no_upload);
  assert_int_equal(works, 1);
}

static void test_file(void **state) {
  answer a;
  (void)state;
  raw_talk(port, S(GET("/file") END), S("file-end"), &a);
  assert_true(has(&a, "Content-Length: 8\r\n") && has(&a, "\r\n\r\nfile-end"));
  raw_talk(port, S("HEAD /file HTTP/1.1\r\n" HOST "Connection: close\r\n" END), STR_NONE, &a);
  assert_true(has(&a, "Content-Length: 8\r\n") && !has(&a, "file-end"));
}

static void test_header_injection(void **state) {
  answer a;
  (void)state;
  raw_talk(port, S(GET("/inject") "Connection: close\r\n" END), STR_NONE, &a);
  assert_true(a.status == 500 && !has(&a, "Set-Cookie"));
}

static void test_after(void **state) {
  answer a;
  (void)state;
  raw_talk(port, S(GET("/after") END), S("work-end"), &a);
  assert_int_equal(a.status, 200);
  wait_for(one_after);
}

/* --- slow and vanishing clients --- */
static void test_disconnects(void **state) {
  (void)state;
  int fd = raw_connect(port);
  raw_send(fd, S(POST("/") "Content-Length: 90000\r\n" END)); /* goes to a file */
  char some[5000] = {0};
  raw_send(fd, (str){some, sizeof some});
  usleep(100000);
  assert_int_equal(uploads(), 1);
  close(fd);
  wait_for(no_connection);
  wait_for(no_upload);
  assert_int_equal(works, 0);
  fd = raw_connect(port);
  raw_send(fd, S(GET("/wait") END));
  wait_for(one_busy);
  close(fd); /* while the work is being done */
  answer a;
  raw_talk(port, S(GET("/other") END), S("work-end"), &a);
  assert_int_equal(a.status, 200);
  gate = 1;
  wait_for(no_connection);
}

static void test_timeout(void **state) {
  answer a;
  (void)state;
  http_stop(server);
  assert_int_equal(start_with(1, 2), 0);
  const str parts[] = {S(""), S("GET / HT"), S(GET("/")),
                       S(POST("/") "Content-Length: 9\r\n" END "a")};
  for (size_t i = 0; i < COUNT(parts); i++) {
    raw_talk(port, parts[i], STR_NONE, &a);
    assert_true(a.closed && a.ms < 6000 && works == 0);
  }
}

static int64_t address_space(void) { /* KiB */
  char text[64] = "";
  FILE *f = fopen("/proc/self/statm", "re");
  if (f && !fgets(text, sizeof text, f)) text[0] = '\0';
  if (f) fclose(f);
  return atoll(text) * 4;
}

enum { MANY = 2000 };
static void open_many(int fds[MANY], str bytes) {
  for (int i = 0; i < MANY; i++) {
    fds[i] = raw_connect(port);
    assert_true(fds[i] >= 0 && raw_send(fds[i], bytes));
  }
}
static void close_many(const int fds[MANY]) {
  for (int i = 0; i < MANY; i++) close(fds[i]);
}
static bool many_open(void) { return http_read(server).open_connections >= MANY; }

static void test_many_slow(void **state) {
  static int fds[MANY];
  answer a;
  (void)state;
  int64_t before = address_space();
  open_many(fds, S("GET /idle HTTP/1.1\r\nHost: a\r\n")); /* no end: no arena */
  wait_for(many_open);
  int64_t grown = address_space() - before;
  if (grown > MANY * (int64_t)1024) fail_msg("%lld KiB", (long long)grown);
  close_many(fds);
  wait_for(no_connection);
  open_many(fds, S(POST("/") "Content-Length: 50000\r\n" END "some of it"));
  for (int i = 0; i < 100; i++) {
    raw_talk(port, S(GET("/quick") END), S("work-end"), &a);
    assert_true(a.status == 200 && a.ms < 3000);
  }
  assert_int_equal(works, 100);
  close_many(fds);
  wait_for(no_connection);
}

/* --- start and stop --- */
static void *stop_server(void *arg) {
  http_stop(server);
  return arg;
}

static void test_stop(void **state) {
  enum { BUSY = 20 };
  int fds[BUSY];
  pthread_t t;
  answer a;
  (void)state;
  for (int i = 0; i < BUSY; i++) { /* eight at work, the others wait */
    fds[i] = raw_connect(port);
    raw_send(fds[i], S(GET("/wait") END));
  }
  int idle = raw_connect(port), slow = raw_connect(port);
  raw_send(slow, S(POST("/") "Content-Length: 90000\r\n" END "abc"));
  usleep(200000);
  pthread_create(&t, NULL, stop_server, NULL);
  usleep(200000);
  assert_int_equal(raw_connect(port), -1);
  raw_send(idle, S(GET("/late") "Connection: close\r\n" END));
  raw_read(idle, STR_NONE, 5000, &a);
  assert_int_equal(a.status, 503);
  gate = 1;
  for (int i = 0; i < BUSY; i++) {
    raw_read(fds[i], S("work-end"), 10000, &a);
    assert_int_equal(a.status, 200);
    close(fds[i]);
  }
  pthread_join(t, NULL);
  close(idle);
  close(slow);
  assert_int_equal(uploads(), 0);
  server = NULL;
}

static void test_addresses(void **state) {
  char busy[32];
  http_server *other = NULL;
  arena *a = arena_new(1 << 16);
  (void)state;
  snprintf(busy, sizeof busy, "127.0.0.1:%d", port);
  http_options o = {.listen = busy, .head = head, .work = work, .refused = refused};
  err *e = http_start(&o, &other);
  assert_true(e && e->kind == ERR_UNAVAILABLE && str_find(err_text(a, e, NULL), str_of(busy)) >= 0);
  static const char *const bad[] = {"", "8080", ":8080", "127.0.0.1", "127.0.0.1:", "127.0.0.1:x",
                                    "127.0.0.1:65536", "::1:80", "[::1]", "[]:80", "127.0.0.1:-1"};
  for (size_t i = 0; i < COUNT(bad); i++) {
    o.listen = bad[i];
    e = http_start(&o, &other);
    if (!e || e->kind != ERR_INVALID) fail_msg("%s", bad[i]);
  }
  o.listen = "[::1]:0";
  e = http_start(&o, &other);
  if (!e) {
    assert_true(http_port(other) > 0);
    http_stop(other);
  }
  arena_free(a);
}

static void test_figures(void **state) {
  answer a;
  (void)state;
  raw_talk(port, S(GET("/a") END), S("work-end"), &a);
  raw_talk(port, S(GET("/a") HOST END), STR_NONE, &a);
  wait_for(no_connection);
  http_figures f = http_read(server);
  assert_true(f.requests == 2 && f.refused == 1 && f.by_class[2] == 1 && f.by_class[4] == 1);
}

static void clean(void) {
  DIR *d = opendir(folder);
  for (struct dirent *e; d && (e = readdir(d));) unlinkat(dirfd(d), e->d_name, 0);
  if (d) closedir(d);
  rmdir(folder);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, start, stop)
int main(void) {
  const struct CMUnitTest tests[] = {
      TEST(test_malformed),   TEST(test_nothing_behind_a_refusal),
      TEST(test_too_long),    TEST(test_long_query),
      TEST(test_plain),       TEST(test_pipelined),
      TEST(test_expect),      TEST(test_body_sizes),
      TEST(test_chunked),     TEST(test_file),
      TEST(test_after),       TEST(test_header_injection),
      TEST(test_disconnects), TEST(test_timeout),
      TEST(test_many_slow),   TEST(test_stop),
      TEST(test_addresses),   TEST(test_figures),
  };
  if (!mkdtemp(folder)) return 1;
  int failed = cmocka_run_group_tests(tests, NULL, NULL);
  clean();
  return failed;
}

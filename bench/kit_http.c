/* kit_http: the same reply as bare_http by way of kit/http: GET / is answered on the I/O thread,
 * everything else with its body by a worker.  Usage: kit_http PORT [SIZE [SPOOL_FOLDER]] */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/log.h"
#include "bench/reply.h"
#include "kit/http.h"

static str body;

static void fill(http_request *r) {
  r->reply.status = 200;
  r->reply.body = body;
  for (size_t i = 0; i < REPLY_HEADERS; i++)
    http_set(&r->reply, str_of(reply_headers[i][0]), str_of(reply_headers[i][1]));
}

static http_verdict head(http_request *r, void *arg) {
  (void)arg;
  if (str_eq(r->path, S("/"))) {
    fill(r);
    return HTTP_ANSWER;
  }
  r->memory_limit = 64 << 10;
  r->body_limit = 64 << 20;
  return HTTP_BODY;
}

static void work(http_request *r, void *arg) {
  (void)arg;
  fill(r);
}

static void refused(http_request *r, err *e, void *arg) {
  (void)arg;
  r->reply.status = err_http(e->kind);
  r->reply.body = err_text(r->a, e, NULL);
}

int main(int n, char **arg) {
  char listen[32];
  size_t size = n > 2 ? (size_t)atoi(arg[2]) : (size_t)REPLY_SIZE;
  char *p = malloc(size);
  if (n < 2 || !p) return 2;
  memset(p, 'x', size);
  body = (str){p, size};
  snprintf(listen, sizeof listen, "127.0.0.1:%.5s", arg[1]);
  http_options o = {.listen = listen, .head = head, .work = work, .refused = refused};
  if (n > 3) o.spool_folder = arg[3];
  http_server *s;
  err *e = http_start(&o, &s);
  if (e) {
    log_err(LOG_ERROR_, "kit_http", e);
    return 1;
  }
  for (;;) pause();
}

/* fetch: see fetch.h.  A handle of libcurl keeps its connection; those that are not in use wait in
 * a list, from which the next request takes the one used last. */
#include "kit/fetch.h"

#include <curl/curl.h>
#include <errno.h>
#include <pthread.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/log.h"

enum { HANDLES = 32, CONNECT_MS = 5000 };

struct fetcher {
  pthread_mutex_t lock;
  CURL *idle[HANDLES];
  size_t nidle;
};

typedef struct transfer {
  CURL *handle;
  const fetch_request *q;
  buf body;
  str rest;        /* of the request's body */
  int64_t size;
  err_kind why;    /* ERR_UNAVAILABLE: the network */
} transfer;

static pthread_once_t once = PTHREAD_ONCE_INIT;
static CURLcode started;
static void start(void) { started = curl_global_init(CURL_GLOBAL_DEFAULT); }

err *fetch_open(fetcher **out) {
  pthread_once(&once, start);
  fetcher *f = started ? NULL : calloc(1, sizeof *f);
  if (!f) return ERR(UNAVAILABLE, N_("There is not enough memory."));
  pthread_mutex_init(&f->lock, NULL);
  *out = f;
  return NULL;
}

void fetch_close(fetcher *f) {
  if (!f) return;
  for (size_t i = 0; i < f->nidle; i++) curl_easy_cleanup(f->idle[i]);
  pthread_mutex_destroy(&f->lock);
  free(f);
}

static CURL *take(fetcher *f) {
  CURL *h = NULL;
  pthread_mutex_lock(&f->lock);
  if (f->nidle) h = f->idle[--f->nidle];
  pthread_mutex_unlock(&f->lock);
  if (h) curl_easy_reset(h);
  return h ? h : curl_easy_init();
}

static void give(fetcher *f, CURL *h) {
  pthread_mutex_lock(&f->lock);
  if (f->nidle < HANDLES) {
    f->idle[f->nidle++] = h;
    h = NULL;
  }
  pthread_mutex_unlock(&f->lock);
  if (h) curl_easy_cleanup(h);
}

/* --- bytes --- */
static bool write_all(int fd, str bytes) {
  while (bytes.n) {
    ssize_t n = write(fd, bytes.p, bytes.n);
    if (n < 0 && errno == EINTR) continue;
    if (n <= 0) return false;
    bytes = str_sub(bytes, (size_t)n, bytes.n);
  }
  return true;
}

static size_t on_body(char *p, size_t one, size_t n, void *arg) {
  transfer *t = arg;
  long status = 0;
  (void)one;
  if ((int64_t)n > t->q->most - t->size) return t->why = ERR_TOO_LARGE, 0;
  t->size += (int64_t)n;
  curl_easy_getinfo(t->handle, CURLINFO_RESPONSE_CODE, &status);
  if (t->q->into <= 0 || status / 100 != 2) buf_add(&t->body, (str){p, n});
  else if (!write_all(t->q->into, (str){p, n})) return t->why = ERR_STORAGE, 0;
  return n;
}

static size_t on_send(char *to, size_t one, size_t n, void *arg) {
  transfer *t = arg;
  (void)one;
  if (n > t->rest.n) n = t->rest.n;
  for (size_t i = 0; i < n; i++) to[i] = t->rest.p[i];
  t->rest = str_sub(t->rest, n, t->rest.n);
  return n;
}

/* A kept connection turns out to be closed: the body goes out again from its beginning. */
static int on_rewind(void *arg, curl_off_t at, int from) {
  transfer *t = arg;
  if (from != SEEK_SET || at < 0 || (size_t)at > t->q->body.n) return CURL_SEEKFUNC_FAIL;
  t->rest = str_sub(t->q->body, (size_t)at, t->q->body.n);
  return CURL_SEEKFUNC_OK;
}

/* --- one request --- */
static bool set(transfer *t, struct curl_slist *headers) {
  const fetch_request *q = t->q;
  CURL *h = t->handle;
  CURLcode rc = curl_easy_setopt(h, CURLOPT_URL, q->url);
  if (!rc) rc = curl_easy_setopt(h, CURLOPT_PROTOCOLS_STR, "http,https");
  if (!rc) rc = curl_easy_setopt(h, CURLOPT_PROXY, "");
  if (!rc) rc = curl_easy_setopt(h, CURLOPT_HTTP_VERSION, (long)CURL_HTTP_VERSION_1_1);
  curl_easy_setopt(h, CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(h, CURLOPT_CONNECTTIMEOUT_MS, (long)CONNECT_MS);
  curl_easy_setopt(h, CURLOPT_TIMEOUT, (long)q->seconds);
  curl_easy_setopt(h, CURLOPT_LOW_SPEED_LIMIT, 1L);
  curl_easy_setopt(h, CURLOPT_LOW_SPEED_TIME, (long)(q->seconds / 3 + 1));
  curl_easy_setopt(h, CURLOPT_HTTPHEADER, headers);
  curl_easy_setopt(h, CURLOPT_WRITEFUNCTION, on_body);
  curl_easy_setopt(h, CURLOPT_WRITEDATA, t);
  if (q->body.p) {
    curl_easy_setopt(h, CURLOPT_UPLOAD, 1L);
    curl_easy_setopt(h, CURLOPT_INFILESIZE_LARGE, (curl_off_t)q->body.n);
    curl_easy_setopt(h, CURLOPT_READFUNCTION, on_send);
    curl_easy_setopt(h, CURLOPT_READDATA, t);
    curl_easy_setopt(h, CURLOPT_SEEKFUNCTION, on_rewind);
    curl_easy_setopt(h, CURLOPT_SEEKDATA, t);
  }
  if (str_eq(str_of(q->method), S("HEAD"))) curl_easy_setopt(h, CURLOPT_NOBODY, 1L);
  else if (!rc) rc = curl_easy_setopt(h, CURLOPT_CUSTOMREQUEST, q->method);
  return rc == CURLE_OK;
}

static err *perform(transfer *t, fetch_reply *out) {
  long status = 0;
  CURLcode rc = curl_easy_perform(t->handle);
  if (rc && t->why == ERR_TOO_LARGE) return ERR(TOO_LARGE, N_("The file is larger than allowed."));
  if (rc && t->why == ERR_STORAGE) return ERR(STORAGE, N_("There is no room to store this."));
  if (rc) {
    log_warning("fetch: %s: %s", t->q->method, curl_easy_strerror(rc));
    return ERR(UNAVAILABLE, N_("Another server does not answer: {0}."),
               str_of(curl_easy_strerror(rc)));
  }
  curl_easy_getinfo(t->handle, CURLINFO_RESPONSE_CODE, &status);
  *out = (fetch_reply){.status = (int)status, .size = t->size};
  if (t->q->into <= 0 || status / 100 != 2) out->body = buf_str(&t->body);
  return NULL;
}

err *fetch(fetcher *f, arena *a, const fetch_request *q, fetch_reply *out) {
  transfer t = {.handle = take(f), .q = q, .body = buf_in(a), .rest = q->body,
                .why = ERR_UNAVAILABLE};
  struct curl_slist *headers = NULL;
  bool good = t.handle != NULL;
  for (size_t i = 0; good && i < q->nheaders; i++) {
    struct curl_slist *more = curl_slist_append(headers, str_z(a, q->headers[i]));
    good = more != NULL;
    if (more) headers = more;
  }
  if (good && q->body.p) { /* no waiting for "100 Continue" */
    struct curl_slist *more = curl_slist_append(headers, "Expect:");
    good = more != NULL;
    if (more) headers = more;
  }
  err *e = good && set(&t, headers) ? perform(&t, out)
                                    : ERR(UNAVAILABLE, N_("There is not enough memory."));
  if (t.handle) give(f, t.handle);
  curl_slist_free_all(headers);
  return e;
}

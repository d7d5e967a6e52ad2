/* http_mhd: the server of http.h by libmicrohttpd 0.9.75.  MHD reads and writes; what it lets pass
 * is checked by kit/guard and by check_lines, which sees the head's bytes where MHD parsed them.  A
 * request is an `exchange`: born with its request line, given an arena when its head is complete,
 * ended by on_completed (or on a worker, after reply.after). */
#include <microhttpd.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "base/log.h"
#include "kit/guard.h"
#include "kit/listen.h"
#include "kit/pool.h"
#include "kit/spool.h"

enum {
  CONNECTION_MEMORY = 32 << 10, /* MHD's own, for the head and as read buffer */
  ARENAS_KEPT = 128,
  ARENA_PAGES_KEPT = 64 << 10,
  FILES_SPARE = 256,            /* descriptors for everything but connections */
  STOP_SECONDS = 10,            /* for replies on their way when the server ends */
  DRAIN_MOST = 1 << 20
};

typedef struct line { /* one connection */
  char peer[46];
  bool loopback;
} line;

typedef enum stage { HEAD, ASKED, BODY, OVERFLOW, READY, SENT } stage;

typedef struct exchange {
  http_request r;
  http_server *s;
  struct MHD_Connection *c;
  stage stage;
  http_verdict asked; /* what `ask` has said */
  bool close;     /* the connection ends with this exchange */
  bool refused;   /* what remains of the upload is not read */
  bool counted;   /* in s->pending */
  spool body;
  size_t overflow; /* bytes thrown away beyond the limit */
  pool_job job;
  char target[];
} exchange;

struct http_server {
  http_options o;
  struct MHD_Daemon *daemon;
  pool *workers;
  int port;
  pthread_mutex_t lock;
  pthread_cond_t calm;      /* working or pending went down */
  arena *arenas[ARENAS_KEPT];
  size_t narenas;
  bool stopping;
  int64_t working, pending; /* suspended; worked on and not yet completed */
  _Atomic int64_t requests, refused, open, by_class[6];
};

static const union MHD_ConnectionInfo *about(struct MHD_Connection *c,
                                             enum MHD_ConnectionInfoType what) {
  return MHD_get_connection_info(c, what);
}

/* --- arenas --- */
static arena *take_arena(http_server *s) {
  arena *a = NULL;
  pthread_mutex_lock(&s->lock);
  if (s->narenas) a = s->arenas[--s->narenas];
  pthread_mutex_unlock(&s->lock);
  return a ? a : arena_new(s->o.arena_limit);
}

static void give_arena(http_server *s, arena *a) {
  arena_reset(a, ARENA_PAGES_KEPT);
  pthread_mutex_lock(&s->lock);
  if (s->narenas < ARENAS_KEPT) {
    s->arenas[s->narenas++] = a;
    a = NULL;
  }
  pthread_mutex_unlock(&s->lock);
  arena_free(a);
}

static void end_exchange(exchange *x) {
  spool_drop(&x->body);
  if (x->r.reply.fd > 0) close(x->r.reply.fd);
  if (x->r.a) give_arena(x->s, x->r.a);
  free(x);
}

/* --- the reply --- */
static struct MHD_Response *response_of(http_reply *p) {
  if (p->fd <= 0)
    return MHD_create_response_from_buffer(p->body.n, (void *)(uintptr_t)p->body.p,
                                           MHD_RESPMEM_PERSISTENT);
  struct MHD_Response *m = MHD_create_response_from_fd_at_offset64((uint64_t)p->fd_size, p->fd,
                                                                   (uint64_t)p->fd_offset);
  if (m) p->fd = -1; /* closed with the response */
  return m;
}

static bool add_headers(exchange *x, struct MHD_Response *m) {
  const http_reply *p = &x->r.reply;
  for (size_t i = 0; i < p->nheaders; i++) {
    const char *name = str_z(x->r.a, p->headers[i].name);
    const char *value = str_z(x->r.a, p->headers[i].value);
    if (!value) continue;
    bool whole = strlen(value) == p->headers[i].value.n;
    if (!whole || MHD_add_response_header(m, name, value) != MHD_YES) {
      log_error("http: the reply header %s is not well formed", name);
      return false;
    }
  }
  return !(x->close || p->close) || MHD_add_response_header(m, "Connection", "close") == MHD_YES;
}

static enum MHD_Result send_reply(exchange *x) {
  http_reply *p = &x->r.reply;
  if (p->status < 200 || p->status > 599) {
    log_error("http: a reply without a status");
    p->status = 500;
  }
  x->stage = SENT;
  struct MHD_Response *m = response_of(p);
  if (!m) return MHD_NO;
  if (!add_headers(x, m)) {
    MHD_destroy_response(m);
    m = MHD_create_response_from_buffer(0, NULL, MHD_RESPMEM_PERSISTENT);
    if (!m) return MHD_NO;
    p->status = 500;
  }
  atomic_fetch_add_explicit(&x->s->by_class[p->status / 100], 1, memory_order_relaxed);
  enum MHD_Result done = MHD_queue_response(x->c, (unsigned)p->status, m);
  MHD_destroy_response(m);
  return done;
}

/* Replies with an error before `work`; the connection ends. */
static enum MHD_Result refuse(exchange *x, err *e) {
  x->close = x->refused = true;
  atomic_fetch_add_explicit(&x->s->refused, 1, memory_order_relaxed);
  log_err(LOG_DEBUG_, "http: refused", e);
  if (x->r.reply.fd > 0) close(x->r.reply.fd);
  x->r.reply = (http_reply){.status = err_http(e->kind), .fd = -1};
  x->s->o.refused(&x->r, e, x->s->o.arg);
  return send_reply(x);
}

/* --- the head --- */
typedef struct head_list {
  http_header *at;
  size_t n, room;
} head_list;

static enum MHD_Result collect(void *arg, enum MHD_ValueKind kind, const char *name, size_t nname,
                               const char *value, size_t nvalue) {
  head_list *l = arg;
  (void)kind;
  if (l->n == l->room) return MHD_NO;
  l->at[l->n++] = (http_header){{name, nname}, {value ? value : "", nvalue}};
  return MHD_YES;
}

static bool line_end(const char *at, const char *end) {
  return end - at >= 2 && at[0] == '\0' && at[1] == '\0';
}

/* MHD parses in place and turns the spaces of the request line, each colon and each CR and LF into
 * NUL.  So a head is one of CRLF lines without NUL, folding, bare LF or hidden lines exactly when
 * its parts lie one behind the other.  (One case looks alike: a NUL before a bare LF.) */
static bool check_lines(str block, size_t target, const char *version, const head_list *l) {
  const char *end = block.p + block.n, *at = block.p + strlen(block.p) + 1 + target + 1;
  if (at != version || strlen(version) != 8) return false;
  at += 8;
  for (size_t i = 0; i < l->n; i++) {
    str name = l->at[i].name, value = l->at[i].value;
    if (!line_end(at, end) || name.p != at + 2) return false;
    at = name.p + name.n + 1;
    while (at < end && (*at == ' ' || *at == '\t')) at++;
    if (value.p != at) return false;
    at += value.n;
  }
  return line_end(at, end) && line_end(at + 2, end) && at + 4 == end;
}

static str without_blanks(str s) {
  while (s.n && (s.p[s.n - 1] == ' ' || s.p[s.n - 1] == '\t')) s.n--;
  return s;
}

static void name_headers(http_request *r, http_header *headers, size_t n) {
  const struct {
    str name, *value;
  } known[] = {
      {S("Host"), &r->host},           {S("Content-Type"), &r->content_type},
      {S("Accept"), &r->accept},       {S("Content-Length"), &r->content_length},
      {S("Cookie"), &r->cookie},       {S("Accept-Language"), &r->accept_language},
      {S("Authorization"), &r->authorization},
  };
  for (size_t i = 0; i < n; i++) {
    headers[i].value = without_blanks(headers[i].value);
    for (size_t k = 0; k < COUNT(known); k++)
      if (!known[k].value->p && str_eq_nocase(headers[i].name, known[k].name))
        *known[k].value = headers[i].value;
  }
  r->headers = headers;
  r->nheaders = n;
}

/* Copies the head into the arena and checks it. */
static err *read_head(exchange *x, const char *method, const char *version) {
  http_request *r = &x->r;
  const union MHD_ConnectionInfo *size = about(x->c, MHD_CONNECTION_INFO_REQUEST_HEADER_SIZE);
  int n = MHD_get_connection_values_n(x->c, MHD_HEADER_KIND, NULL, NULL);
  head_list l = {.room = n > 0 ? (size_t)n : 0};
  l.at = arena_list(r->a, l.room, http_header);
  MHD_get_connection_values_n(x->c, MHD_HEADER_KIND, collect, &l);
  str block = {method, size ? size->header_size : 0};
  r->method = str_dup(r->a, str_of(method));
  if (!check_lines(block, r->target.n, version, &l))
    return ERR(BAD_REQUEST, N_("The request's lines are not well formed"));
  const char *copy = str_dup(r->a, block).p;
  for (size_t i = 0; i < l.n; i++) {
    l.at[i].name.p = copy + (l.at[i].name.p - block.p);
    l.at[i].value.p = copy + (l.at[i].value.p - block.p);
  }
  err *bad = guard_check(r->method, r->target, l.at, l.n);
  name_headers(r, l.at, l.n);
  if (bad) return bad;
  bool modern = strcmp(version, "HTTP/1.1") == 0;
  if (!modern && strcmp(version, "HTTP/1.0") != 0)
    return ERR(BAD_REQUEST, N_("This version of HTTP is not understood"));
  bool chunked = http_get(r, S("Transfer-Encoding")).p;
  if (chunked && !modern)
    return ERR(BAD_REQUEST, N_("HTTP/1.0 has no Transfer-Encoding"));
  x->close = chunked; /* MHD is lax about the framing of chunks: nothing may follow them */
  return NULL;
}

static err *too_large(void) { return ERR(TOO_LARGE, N_("What you sent is too large")); }

static uint64_t body_size(const http_request *r) {
  uint64_t n = 0;
  for (size_t i = 0; i < r->content_length.n; i++)
    n = n * 10 + (uint64_t)(r->content_length.p[i] - '0');
  return n;
}

/* --- the body and the work --- */
static void back_to_io(exchange *x) {
  http_server *s = x->s;
  MHD_resume_connection(x->c); /* from here on x is the I/O thread's */
  pthread_mutex_lock(&s->lock);
  if (--s->working == 0) pthread_cond_signal(&s->calm);
  pthread_mutex_unlock(&s->lock);
}

static void do_work(void *arg) {
  exchange *x = arg;
  x->s->o.work(&x->r, x->s->o.arg);
  back_to_io(x);
}

static void do_ask(void *arg) {
  exchange *x = arg;
  x->asked = x->s->o.ask(&x->r, x->s->o.arg);
  back_to_io(x);
}

static enum MHD_Result to_worker(exchange *x, stage next, void (*run)(void *)) {
  http_server *s = x->s;
  pthread_mutex_lock(&s->lock);
  bool late = s->stopping;
  if (!late) {
    s->working++;
    s->pending += !x->counted;
    x->counted = true;
  }
  pthread_mutex_unlock(&s->lock);
  if (late) return refuse(x, err_retry(ERR(UNAVAILABLE, N_("The server is being restarted")), 5));
  x->stage = next;
  x->job = (pool_job){.run = run, .arg = x};
  MHD_suspend_connection(x->c);
  pool_put(s->workers, &x->job);
  return MHD_YES;
}

static enum MHD_Result hand_to_worker(exchange *x) {
  err *bad = spool_end(&x->body, &x->r.body, &x->r.spool);
  return bad ? refuse(x, bad) : to_worker(x, READY, do_work);
}

/* What the headers have led to: the reply, or the body. */
static enum MHD_Result decided(exchange *x, http_verdict said) {
  http_request *r = &x->r;
  if (said == HTTP_ANSWER) {
    bool sends = x->close || body_size(r) > 0;
    x->stage = READY;
    if (!sends) return MHD_YES; /* a reply on MHD's first call would end the connection */
    x->close = x->refused = true;
    return send_reply(x);
  }
  if (body_size(r) > r->body_limit) return refuse(x, too_large());
  size_t own = x->s->o.arena_limit / 8;
  size_t memory = own < r->memory_limit ? own : r->memory_limit;
  spool_open(&x->body, r->a, x->s->o.spool_folder, memory, r->body_limit);
  x->stage = BODY;
  return MHD_YES;
}

static enum MHD_Result begin(exchange *x, const char *method, const char *version) {
  http_server *s = x->s;
  http_request *r = &x->r;
  const union MHD_ConnectionInfo *context = about(x->c, MHD_CONNECTION_INFO_SOCKET_CONTEXT);
  const line *l = context ? context->socket_context : NULL;
  r->a = take_arena(s);
  if (!r->a || !l) return MHD_NO;
  err_reset();
  atomic_fetch_add_explicit(&s->requests, 1, memory_order_relaxed);
  r->peer = str_of(l->peer);
  r->loopback = l->loopback;
  ptrdiff_t mark = str_chr(r->target, '?', 0);
  r->path = str_sub(r->target, 0, mark < 0 ? r->target.n : (size_t)mark);
  if (mark >= 0) r->query = str_sub(r->target, (size_t)mark + 1, r->target.n);
  err *bad = read_head(x, method, version);
  if (bad) return refuse(x, bad);
  http_verdict said = s->o.head(r, s->o.arg);
  return said == HTTP_ASK ? to_worker(x, ASKED, do_ask) : decided(x, said);
}

/* A piece of the body.  MHD cannot reply before the end of a chunked body, so what goes over the
 * limit is thrown away, up to as much again; then the connection just ends. */
static enum MHD_Result take_piece(exchange *x, const char *data, size_t *size) {
  str piece = {data, *size};
  *size = 0;
  if (x->stage == OVERFLOW) {
    x->overflow += piece.n;
    return x->overflow > x->r.body_limit + DRAIN_MOST ? MHD_NO : MHD_YES;
  }
  err *bad = spool_add(&x->body, piece);
  if (!bad) return MHD_YES;
  if (bad->kind != ERR_TOO_LARGE) return MHD_NO; /* logged by spool */
  spool_drop(&x->body);
  x->stage = OVERFLOW;
  return MHD_YES;
}

static enum MHD_Result on_request(void *arg, struct MHD_Connection *c, const char *url,
                                  const char *method, const char *version, const char *data,
                                  size_t *size, void **state) {
  exchange *x = *state;
  (void)arg, (void)url;
  if (!x) return MHD_NO;
  x->c = c;
  if (*size) err_reset();
  switch (x->stage) {
    case HEAD: return begin(x, method, version);
    case ASKED: return *size ? MHD_NO : decided(x, x->asked);
    case BODY: return *size ? take_piece(x, data, size) : hand_to_worker(x);
    case OVERFLOW:
      if (*size) return take_piece(x, data, size);
      return refuse(x, too_large());
    case READY: return send_reply(x);
    case SENT: break;
  }
  *size = 0;
  return MHD_YES;
}

/* --- MHD's other calls --- */
/* With the raw target, before MHD decodes it.  The query is cut off in MHD's own copy: MHD would
 * split it into its memory, and stall the connection when that is full. */
static void *on_target(void *arg, const char *target, struct MHD_Connection *c) {
  size_t n = target ? strlen(target) : 0;
  exchange *x = calloc(1, sizeof *x + n + 1);
  if (!x) return NULL;
  x->s = arg;
  x->c = c;
  x->r.reply.fd = -1;
  if (n) memcpy(x->target, target, n);
  x->r.target = (str){x->target, n};
  ptrdiff_t mark = str_chr(x->r.target, '?', 0);
  if (mark >= 0) ((char *)(uintptr_t)target)[mark + 1] = '\0';
  return x;
}

static void do_after(void *arg) {
  exchange *x = arg;
  x->r.reply.after(x->r.user);
  end_exchange(x);
}

/* Reads what has arrived of a refused upload: closing over unread bytes would reset the connection
 * and could take the reply away from the client (RFC 9112 section 9.6). */
static void drain(struct MHD_Connection *c) {
  const union MHD_ConnectionInfo *fd = about(c, MHD_CONNECTION_INFO_CONNECTION_FD);
  char bytes[16384];
  for (int i = 0; fd && i < DRAIN_MOST / (int)sizeof bytes; i++)
    if (recv(fd->connect_fd, bytes, sizeof bytes, MSG_DONTWAIT) <= 0) break;
}

static void on_completed(void *arg, struct MHD_Connection *c, void **state,
                         enum MHD_RequestTerminationCode how) {
  exchange *x = *state;
  http_server *s = arg;
  *state = NULL;
  if (!x) return;
  if (x->refused && how == MHD_REQUEST_TERMINATED_COMPLETED_OK) drain(c);
  if (x->counted) {
    pthread_mutex_lock(&s->lock);
    if (--s->pending == 0) pthread_cond_signal(&s->calm);
    pthread_mutex_unlock(&s->lock);
  }
  if (x->stage == SENT && x->r.reply.after) {
    x->job = (pool_job){.run = do_after, .arg = x};
    pool_put(s->workers, &x->job);
  } else {
    end_exchange(x);
  }
}

static line *line_of(struct MHD_Connection *c) {
  const union MHD_ConnectionInfo *peer = about(c, MHD_CONNECTION_INFO_CLIENT_ADDRESS);
  const union MHD_ConnectionInfo *fd = about(c, MHD_CONNECTION_INFO_CONNECTION_FD);
  struct sockaddr_storage here;
  socklen_t n = sizeof here;
  line *l = calloc(1, sizeof *l);
  if (!l || !peer || !peer->client_addr || !fd) return l;
  listen_text(peer->client_addr, l->peer, sizeof l->peer);
  l->loopback = getsockname(fd->connect_fd, (struct sockaddr *)&here, &n) == 0 &&
                listen_loopback((struct sockaddr *)&here) && listen_loopback(peer->client_addr);
  return l;
}

static void on_connection(void *arg, struct MHD_Connection *c, void **context,
                          enum MHD_ConnectionNotificationCode what) {
  http_server *s = arg;
  bool starts = what == MHD_CONNECTION_NOTIFY_STARTED;
  atomic_fetch_add_explicit(&s->open, starts ? 1 : -1, memory_order_relaxed);
  if (starts) {
    *context = line_of(c);
  } else {
    free(*context);
    *context = NULL;
  }
}

/* Only the format: the arguments may hold what clients sent. */
static void on_log(void *arg, const char *format, va_list args) {
  (void)arg, (void)args;
  log_debug("http: %s", format);
}

/* --- start and stop --- */
static void free_server(http_server *s) {
  pool_stop(s->workers);
  while (s->narenas) arena_free(s->arenas[--s->narenas]);
  pthread_cond_destroy(&s->calm);
  pthread_mutex_destroy(&s->lock);
  free(s);
}

static void set_defaults(http_options *o) {
  if (o->io_threads <= 0) o->io_threads = 2;
  if (o->workers <= 0) o->workers = 64;
  if (o->connections <= 0) o->connections = 12000;
  if (o->timeout <= 0) o->timeout = 30;
  if (!o->arena_limit) o->arena_limit = (size_t)32 << 20;
  int files = listen_files() - FILES_SPARE;
  if (o->connections <= files) return;
  log_warning("http: the limit of open files allows %d connections only", files);
  o->connections = files < o->io_threads ? o->io_threads : files;
}

/* Without MHD's strictness for clients: with it MHD closes silently, or replies twice, where the
 * guard refuses what is malformed with a reply. */
static struct MHD_Daemon *start_daemon(http_server *s, int fd, bool v6) {
  unsigned flags = MHD_USE_EPOLL_INTERNAL_THREAD | MHD_ALLOW_SUSPEND_RESUME | MHD_USE_ERROR_LOG;
  if (v6) flags |= MHD_USE_IPv6;
  unsigned threads = s->o.io_threads > 1 ? (unsigned)s->o.io_threads : 0;
  return MHD_start_daemon(
      flags, 0, NULL, NULL, on_request, s, MHD_OPTION_EXTERNAL_LOGGER, on_log, s,
      MHD_OPTION_LISTEN_SOCKET, fd, MHD_OPTION_THREAD_POOL_SIZE, threads,
      MHD_OPTION_CONNECTION_LIMIT, (unsigned)s->o.connections, MHD_OPTION_CONNECTION_TIMEOUT,
      (unsigned)s->o.timeout, MHD_OPTION_CONNECTION_MEMORY_LIMIT, (size_t)CONNECTION_MEMORY,
      MHD_OPTION_URI_LOG_CALLBACK, on_target, s,
      MHD_OPTION_NOTIFY_COMPLETED, on_completed, s, MHD_OPTION_NOTIFY_CONNECTION, on_connection, s,
      MHD_OPTION_END);
}

err *http_start(const http_options *o, http_server **out) {
  int fd = -1;
  bool v6 = false;
  http_server *s = calloc(1, sizeof *s);
  if (!s) return ERR(UNAVAILABLE, N_("No memory for the server"));
  s->o = *o;
  pthread_mutex_init(&s->lock, NULL);
  pthread_cond_init(&s->calm, NULL);
  set_defaults(&s->o);
  err *bad = listen_open(o->listen, &fd, &s->port, &v6);
  if (!bad) bad = pool_start(s->o.workers, &s->workers);
  if (!bad) {
    if (o->spool_folder) spool_sweep(o->spool_folder);
    s->daemon = start_daemon(s, fd, v6);
    if (!s->daemon) bad = ERR(UNAVAILABLE, N_("Cannot start to serve on {0}"), str_of(o->listen));
  }
  if (bad) {
    if (fd >= 0) close(fd);
    free_server(s);
    return bad;
  }
  *out = s;
  return NULL;
}

int http_port(const http_server *s) { return s->port; }

void http_stop(http_server *s) {
  if (!s) return;
  int fd = MHD_quiesce_daemon(s->daemon);
  struct timespec until;
  if (fd >= 0) shutdown(fd, SHUT_RDWR); /* new connections are refused, not left waiting */
  pthread_mutex_lock(&s->lock);
  s->stopping = true; /* from now on nothing is suspended any more */
  while (s->working) pthread_cond_wait(&s->calm, &s->lock);
  clock_gettime(CLOCK_REALTIME, &until);
  until.tv_sec += STOP_SECONDS;
  while (s->pending && !pthread_cond_timedwait(&s->calm, &s->lock, &until)) continue;
  pthread_mutex_unlock(&s->lock);
  MHD_stop_daemon(s->daemon);
  if (fd >= 0) close(fd);
  free_server(s);
}

http_figures http_read(const http_server *s) {
  pool_figures p = pool_read(s->workers);
  http_figures f = {.requests = s->requests, .refused = s->refused, .open_connections = s->open};
  f.busy_workers = p.busy;
  f.waiting = p.waiting;
  for (size_t i = 0; i < COUNT(f.by_class); i++) f.by_class[i] = s->by_class[i];
  return f;
}

/* cmd_serve: `motcua serve`: one process that answers requests and does the jobs.
 *
 * Opens the office, starts jobs and HTTP, and then waits for SIGTERM or SIGINT, writing access
 * notes every second.  The end is orderly: requests are finished, then jobs, then notes.  A
 * demonstration, whose passwords everybody knows, is served to this machine alone unless a flag
 * names the risk. */
#include <errno.h>
#include <signal.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>

#include "base/log.h"
#include "cmd.h"
#include "jobs/jobs.h"
#include "kit/clamd.h"
#include "web/web.h"

enum { SERVE_ARENA = 16 << 20 };

typedef struct serving {
  const conf *c;
  arena *a;
  office *office;
  jobs *jobs;
  web web;
} serving;

/* --- addresses --- */
/* The host of "HOST:PORT", "[IPv6]:PORT", or a host alone. */
static str host_of(str address) {
  size_t end = address.n;
  if (str_starts(address, S("["))) {
    ptrdiff_t bracket = str_chr(address, ']', 0);
    return bracket < 0 ? address : str_sub(address, 0, (size_t)bracket + 1);
  }
  ptrdiff_t colon = str_chr(address, ':', 0);
  if (colon >= 0) end = (size_t)colon;
  return str_sub(address, 0, end);
}

static bool is_loopback(str host) {
  bool digits = true;
  for (size_t i = 0; i < host.n; i++)
    digits = digits && (host.p[i] == '.' || (host.p[i] >= '0' && host.p[i] <= '9'));
  return (digits && str_starts(host, S("127."))) || str_eq(host, S("[::1]")) ||
         str_eq_nocase(host, S("localhost"));
}

static err *read_public_url(serving *s, str *origin) {
  *origin = STR_NONE;
  if (!s->c->public_url) return NULL;
  str url = str_of(s->c->public_url), rest = STR_NONE;
  s->web.https = str_starts(url, S("https://"));
  if (s->web.https) rest = str_sub(url, 8, url.n);
  else if (str_starts(url, S("http://"))) rest = str_sub(url, 7, url.n);
  if (str_ends(rest, S("/"))) rest.n--;
  bool good = rest.n > 0;
  for (size_t i = 0; i < rest.n; i++)
    good = good && rest.p[i] > ' ' && rest.p[i] < 127 && !strchr("/?#@\\", rest.p[i]);
  if (!good)
    return ERR(INVALID, N_("--public-url is http://HOST or https://HOST without a path, not {0}."),
               url);
  *origin = rest;
  return NULL;
}

static err *refuse_exposure(const serving *s, str public_origin) {
  if (!s->office->demo || s->c->allow_demo_exposure) return NULL;
  str exposed = STR_NONE;
  if (!is_loopback(host_of(str_of(s->c->listen)))) exposed = str_of(s->c->listen);
  if (public_origin.p && !is_loopback(host_of(public_origin))) exposed = public_origin;
  if (!exposed.p) return NULL;
  return ERR(FORBIDDEN,
             N_("This is a demonstration, whose passwords everybody knows; it is not served at {0} "
                "without --allow-demo-exposure."),
             exposed);
}

static void add_origin(serving *s, str host, int port) {
  web *w = &s->web;
  if (w->norigins == COUNT(w->origins)) return;
  w->origins[w->norigins++] = port == 80 ? str_dup(s->a, host)
                                         : str_fmt(s->a, "%.*s:%d", STR_ARG(host), port);
}

/* What a request may call this server. */
static void set_origins(serving *s, int port, str public_origin) {
  str host = host_of(str_of(s->c->listen));
  if (public_origin.p) s->web.origins[s->web.norigins++] = public_origin;
  add_origin(s, host, port);
  bool here = is_loopback(host) || str_eq(host, S("0.0.0.0")) || str_eq(host, S("[::]"));
  if (here && !str_eq(host, S("localhost"))) add_origin(s, S("localhost"), port);
  if (here && !str_eq(host, S("127.0.0.1"))) add_origin(s, S("127.0.0.1"), port);
}

/* What papers and letters tell people to come back to: the public address, else the listened one
 * if its port is known by now. */
static const char *address_told(const serving *s, str public_origin) {
  str listen = str_of(s->c->listen);
  if (public_origin.p)
    return str_cat(s->a, s->web.https ? S("https://") : S("http://"), public_origin).p;
  return str_ends(listen, S(":0")) ? NULL : str_cat(s->a, S("http://"), listen).p;
}

/* --- running --- */
static void wake_jobs(void *arg) { jobs_wake(arg); }

static err *spool_folder(serving *s, const char **path) {
  *path = str_cat(s->a, str_of(s->c->data), S("/spool")).p;
  if (mkdir(*path, 0700) == 0 || errno == EEXIST) return NULL;
  return ERR(STORAGE, N_("The folder {0} cannot be made: {1}."), str_of(*path),
             str_of(strerror(errno)));
}

static void greet(const serving *s, int port) {
  str host = host_of(str_of(s->c->listen));
  str url = str_fmt(s->a, "http://%.*s:%d", STR_ARG(host), port);
  printf("Motcua %s serves %s/\n", MOTCUA_VERSION, url.p);
  if (s->office->demo)
    printf("This is a demonstration: %s/demo shows the people in it.\n", url.p);
  fflush(stdout);
}

/* What keeps papers from being taken is said at once; everything else is served. */
static void tell_uploads(const office *f) {
  err *e = box_ready(f->box);
  if (!e && f->clamd) e = clamd_ping(f->clamd);
  if (e) log_err(LOG_ERROR_, "serve: no uploads", e);
}

static void note(serving *s) {
  err_reset();
  err *e = web_flush_notes(&s->web);
  if (e) log_err(LOG_ERROR_, "writing access notes", e);
}

static void wait_for_end(serving *s, const sigset_t *signals) {
  const struct timespec second = {1, 0};
  int got;
  do {
    got = sigtimedwait(signals, NULL, &second);
    note(s);
  } while (got < 0);
  log_info("serve: signal %d, stopping", got);
}

static err *serve(serving *s, str public_origin, const sigset_t *signals) {
  const char *spool;
  TRY(spool_folder(s, &spool));
  http_options o = {.listen = s->c->listen,
                    .workers = (int)(s->c->workers < 1000 ? s->c->workers : 1000),
                    .spool_folder = spool,
                    .head = web_head,
                    .ask = web_ask,
                    .work = web_work,
                    .refused = web_refused,
                    .arg = &s->web};
  str listen = str_of(s->c->listen), host = host_of(listen);
  int64_t port = 0;
  str_to_i64(str_sub(listen, host.n + 1, listen.n), &port);
  if (port) set_origins(s, (int)port, public_origin);
  tell_uploads(s->office);
  TRY(jobs_start(s->office, &s->jobs));
  s->web.wrote = wake_jobs;
  s->web.wrote_arg = s->jobs;
  err *e = http_start(&o, &s->web.server);
  if (!e) {
    if (!port) set_origins(s, http_port(s->web.server), public_origin);
    greet(s, http_port(s->web.server));
    wait_for_end(s, signals);
    http_stop(s->web.server);
  }
  if (e) e = err_copy(s->a, e); /* what follows begins new lists of errors */
  jobs_stop(s->jobs);
  note(s);
  return e;
}

err *cmd_serve(const conf *c) {
  serving s = {.c = c, .a = arena_new(SERVE_ARENA)};
  str public_origin;
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGINT);
  sigaddset(&signals, SIGTERM);
  if (!s.a || pthread_sigmask(SIG_BLOCK, &signals, NULL)) /* in every thread made from here on */
    return ERR(UNAVAILABLE, N_("The system gives no memory."));
  if (!c->data) return ERR(INVALID, N_("Say where the data is: --data DIR"));
  TRY(read_public_url(&s, &public_origin));
  office_options o = cmd_office(c);
  o.public_url = address_told(&s, public_origin);
  TRY(office_lock(&o));
  TRY(office_open(&o, &s.office));
  s.web.office = s.office;
  s.web.openapi = web_openapi(s.a);
  err *e = refuse_exposure(&s, public_origin);
  if (!e) e = serve(&s, public_origin, &signals);
  office_close(s.office);
  return e;
}

/* once: a POST that comes twice under one Idempotency-Key is done once (office/ctx.h, `once`).
 *
 * The fingerprint is a keyed HMAC of method, path and body, without the PIN and the form token.
 * Keys that are being worked on are a list in memory; finished ones are rows. */
#include <pthread.h>
#include <time.h>

#include "office/batch.h"
#include "office/signature.h"
#include "web/admin_form.h"
#include "web/api.h"
#include "web/door.h"
#include "web/officers.h"

enum {
  MOST_KEY = 200,
  LOOK_AGAIN = 20000000, /* nanoseconds */
  FORM_LOOKS = 250       /* five seconds */
};

typedef struct running {
  int64_t account;
  str route, key;
  struct running *next;
} running;

static struct {
  pthread_mutex_t lock;
  running *first;
} active = {.lock = PTHREAD_MUTEX_INITIALIZER};

static bool same(const running *a, const running *b) {
  return a->account == b->account && str_eq(a->route, b->route) && str_eq(a->key, b->key);
}

static running **find(const running *wanted) {
  running **at = &active.first;
  while (*at && !same(*at, wanted)) at = &(*at)->next;
  return at;
}

static running key_of(const rq *r) {
  return (running){r->ctx.who->account_id, r->once.route, r->once.key, NULL};
}

static bool claimed(running *mine) {
  pthread_mutex_lock(&active.lock);
  running **at = find(mine);
  bool taken = *at;
  if (!taken) *at = mine;
  pthread_mutex_unlock(&active.lock);
  return !taken;
}

/* A program is told to come again.  A form waits: of a button pressed twice the browser drops the
 * first reply, so the second must tell what became of it. */
static err *claim(rq *r) {
  running *mine = arena_new_of(r->http->a, running);
  *mine = key_of(r);
  bool done = claimed(mine);
  for (int looks = r->form && r->html ? FORM_LOOKS : 0; !done && looks > 0; looks--) {
    nanosleep(&(struct timespec){.tv_nsec = LOOK_AGAIN}, NULL);
    done = claimed(mine);
  }
  if (done) return NULL;
  return err_retry(ERR(CONFLICT, N_("The same request is still being worked on.")), 1);
}

void once_end(rq *r) {
  if (!r->ctx.once) return;
  running mine = key_of(r);
  pthread_mutex_lock(&active.lock);
  running **at = find(&mine);
  if (*at) *at = (*at)->next;
  pthread_mutex_unlock(&active.lock);
  r->ctx.once = NULL;
}

/* The key as sent: a bare token or a structured-field string. */
static err *read_key(const rq *r, str *key) {
  const form_part *field = r->form ? form_get(r->form, S("idempotency_key")) : NULL;
  *key = field ? field->value : http_get(r->http, S("Idempotency-Key"));
  bool quoted = !field && key->n >= 2 && str_starts(*key, S("\"")) && str_ends(*key, S("\""));
  if (quoted) *key = str_sub(*key, 1, key->n - 1);
  if (!key->p) return NULL;
  bool good = key->n > 0 && key->n <= MOST_KEY;
  for (size_t i = 0; i < key->n; i++) {
    char c = key->p[i];
    good = good && c > ' ' && c < 127 && c != '"' && c != '\\';
  }
  if (good) return NULL;
  return ERR(BAD_REQUEST, N_("Idempotency-Key is 1 to 200 visible ASCII characters."));
}

static void add(buf *b, str s) {
  buf_fmt(b, "%zu:", s.n);
  buf_add(b, s);
}

static str form_bytes(arena *a, const form *f) {
  buf b = buf_in(a);
  for (size_t i = 0; i < f->n; i++) {
    const form_part *p = &f->parts[i];
    if (str_eq(p->name, S("pin")) || str_eq(p->name, S("csrf"))) continue;
    add(&b, p->name);
    add(&b, p->filename.p ? sha256(a, p->value) : p->value);
  }
  return buf_str(&b);
}

static str json_bytes(arena *a, const json *v) {
  json_member *members = arena_list(a, v->n + 1, json_member);
  size_t n = 0;
  for (size_t i = 0; v->kind == JSON_OBJECT && i < v->n; i++)
    if (!str_eq(v->keys[i], S("pin"))) members[n++] = (json_member){v->keys[i], &v->items[i]};
  const json *kept = v->kind == JSON_OBJECT ? json_of_members(a, members, n) : v;
  str bytes;
  if (!json_canonical(a, kept, &bytes)) return bytes;
  buf b = buf_in(a); /* reals and keys that are not ASCII: as they were sent */
  json_write(&b, kept);
  return buf_str(&b);
}

static str fingerprint(const rq *r, const json *value) {
  arena *a = r->http->a;
  const office_secrets *s = &r->web->office->secrets;
  buf b = buf_in(a);
  add(&b, r->http->method);
  add(&b, r->http->path);
  add(&b, r->form ? form_bytes(a, r->form) : value ? json_bytes(a, value) : r->http->body);
  return hmac(a, (str){s->fingerprint, sizeof s->fingerprint}, S("motcua/once/1"), buf_str(&b));
}

err *once_begin(rq *r, const json *value) {
  str key;
  if (!r->ctx.who || r->route->handler == draft_save) return NULL; /* versions guard drafts */
  TRY(read_key(r, &key));
  if (!key.p) return NULL;
  r->once = (once){.route = str_cat(r->http->a, r->route->method, S(" "), r->route->pattern),
                   .key = key,
                   .fingerprint = fingerprint(r, value)};
  TRY(claim(r));
  r->ctx.once = &r->once;
  return NULL;
}

static err *replay_paper(rq *r, str id) {
  paper p;
  TRY(paper_get(&r->ctx, id, &p));
  access_thing thing = paper_thing(&p);
  TRY(access_check(&r->ctx, WHO_PAPER_READER, &thing, STR_NONE));
  return reply_paper(r, r->once.status, &p);
}

static err *replay_signing(rq *r, str id) {
  signing *s;
  TRY(signing_find(&r->ctx, id, &s));
  return reply_signing(r, r->once.status, id, s);
}

static err *replay_dossier(rq *r, str code) {
  dossier d;
  TRY(dossier_by_code(&r->ctx, code, &d));
  TRY(access_check(&r->ctx, WHO_HOLDER_OR_SCOPE, DOSSIER_THING(&d), STR_NONE));
  return reply_dossier(r, r->once.status, code);
}

static err *replay_officer(rq *r, str id) {
  TRY(officer_get(&r->ctx, id, &r->officer));
  access_thing thing = officer_thing(&r->officer);
  TRY(access_check(&r->ctx, WHO_OFFICER_OR_HEAD, &thing, STR_NONE));
  return reply_work(r, r->once.status, id);
}

/* A password that was given once is not told again. */
static err *replay_person(rq *r, str at) {
  TRY(access_check(&r->ctx, WHO_ADMIN, NULL, STR_NONE));
  return reply_officer(r, r->once.status, str_sub(at, S("/admin/people/").n, at.n));
}

static err *replay_there(rq *r, str at) {
  TRY(access_check(&r->ctx, WHO_COUNTER, NULL, STR_NONE));
  return reply_person(r, str_sub(at, S("/counter/people/").n, at.n));
}

/* Several steps that were cut off are gone on with by the same request. */
static err *once_cut_off(rq *r, str at, bool *yes) {
  batch_info b;
  TRY(batch_get(&r->ctx, str_sub(at, S("/batches/").n, at.n), &b));
  *yes = batch_cut_off(&b, r->ctx.now);
  return NULL;
}

err *once_replay(rq *r) {
  if (!r->ctx.once) return NULL;
  bool found;
  TRY(once_look(&r->ctx, &r->once, &found));
  if (!found) return NULL;
  str at = r->once.location;
  if (r->route->handler == batch_send) {
    bool goes_on;
    TRY(once_cut_off(r, at, &goes_on));
    if (goes_on) return NULL; /* the handler does, by the location */
  }
  if (r->html && r->form) return reply_see_other(r, at);
  if (r->once.status != 200) reply_location(r, at);
  str rest = str_sub(at, 1, at.n), kind = STR_NONE;
  str_split(&rest, '/', &kind);
  if (str_eq(kind, S("papers"))) return replay_paper(r, rest);
  if (str_eq(kind, S("signings"))) return replay_signing(r, rest);
  if (str_eq(kind, S("officers"))) return replay_officer(r, rest);
  if (str_starts(at, S("/admin/people/"))) return replay_person(r, at);
  if (str_eq(kind, S("admin"))) return admin_done(r, at);
  if (str_eq(kind, S("batches"))) return reply_batch(r, rest);
  if (str_starts(at, S("/counter/people/"))) return replay_there(r, at);
  return replay_dossier(r, rest);
}

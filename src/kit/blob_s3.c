/* blob_s3: files in an S3-compatible store; see blob.h.  Path-style addresses, every request signed
 * (kit/sigv4) by the clock on the wall, whatever a test says the time is.  All that is asked for
 * may be asked for twice, so that what fails on the way is. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <time.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/defer.h"
#include "base/lines.h"
#include "base/log.h"
#include "base/time.h"
#include "kit/blob_impl.h"
#include "kit/crypto.h"
#include "kit/fetch.h"
#include "kit/sigv4.h"

enum {
  MEMORY = 4 << 20,      /* of one request, beside a file's bytes */
  LIST_MOST = 2 << 20,   /* bytes of a page of a list, which has a thousand files at most */
  FILE_MOST = 64 << 20,
  SECONDS = 60,
  TRIES = 3,
  WAIT_MS = 150,
  AGAIN = 5
};

typedef struct s3 {
  blob_store s;          /* first */
  arena *a;
  fetcher *fetcher;
  sigv4_key key;
  str endpoint, host;    /* "https://HOST", "HOST" */
  str path, prefix;      /* "/BUCKET/"; "PREFIX/", or "" */
} s3;

typedef struct asked {
  const char *method;
  str object;            /* below the bucket; "" for the bucket itself */
  str query;
  str body;              /* none: no body */
  int into;
  int64_t most;
} asked;

static s3 *of(blob_store *s) { return (s3 *)(void *)s; }

/* --- one request --- */
static str date_now(arena *a) {
  struct timespec t;
  struct tm tm;
  char text[20];
  clock_gettime(CLOCK_REALTIME, &t);
  gmtime_r(&t.tv_sec, &tm);
  strftime(text, sizeof text, "%Y%m%dT%H%M%SZ", &tm);
  return str_dup(a, str_of(text));
}

static err *ask_once(const s3 *x, arena *a, const asked *q, fetch_reply *out) {
  str path = str_cat(a, x->path, q->object), date = date_now(a);
  str payload = hex_of(a, sha256(a, q->body));
  const str signed_headers[] = {str_cat(a, S("host:"), x->host),
                                str_cat(a, S("x-amz-content-sha256:"), payload),
                                str_cat(a, S("x-amz-date:"), date)};
  str proof = sigv4_sign(a, &x->key, &(sigv4_request){
      .method = str_of(q->method), .path = path, .query = q->query, .headers = signed_headers,
      .nheaders = COUNT(signed_headers), .payload = payload, .date = date});
  const str headers[] = {signed_headers[1], signed_headers[2],
                         str_cat(a, S("Authorization: "), proof),
                         S("Content-Type: application/octet-stream")};
  const char *url = str_cat(a, x->endpoint, path, q->query.n ? S("?") : S(""), q->query).p;
  return fetch(x->fetcher, a, &(fetch_request){.method = q->method, .url = url, .headers = headers,
                                               .nheaders = q->body.p ? 4 : 3, .body = q->body,
                                               .into = q->into, .most = q->most,
                                               .seconds = SECONDS}, out);
}

static err *silent(void) {
  return err_retry(ERR(UNAVAILABLE, N_("The store of files does not answer; please try again.")),
                   AGAIN);
}

static bool worth_another(const err *e, const fetch_reply *r) {
  return e ? e->kind == ERR_UNAVAILABLE : r->status >= 500 || r->status == 429;
}

/* Asks up to three times; 2xx, or what the answer says. */
static err *ask(const s3 *x, arena *a, const asked *q, fetch_reply *out) {
  err *e = NULL;
  for (int i = 0; i < TRIES; i++) {
    if (i) nanosleep(&(struct timespec){.tv_nsec = (i * WAIT_MS) * 1000000L}, NULL);
    if (i && q->into > 0 && (ftruncate(q->into, 0) || lseek(q->into, 0, SEEK_SET)))
      return ERR(STORAGE, N_("There is no room to store this."));
    e = ask_once(x, a, q, out);
    if (!worth_another(e, out)) break;
  }
  if (e) return e->kind == ERR_UNAVAILABLE ? silent() : e;
  if (out->status / 100 == 2) return NULL;
  if (out->status == 404) return ERR(NOT_FOUND, N_("The file is missing."));
  str why = str_sub(out->body, 0, 300);
  log_error("blob: the store answers %s with %d: %.*s", q->method, out->status, STR_ARG(why));
  if (out->status == 507) return ERR(STORAGE, N_("There is no room to store this."));
  return silent();
}

static str object_of(const s3 *x, arena *a, str id) { return str_cat(a, x->prefix, id); }

/* --- what a home does --- */
static err *put(blob_store *s, arena *a, str id, str bytes) {
  fetch_reply r;
  size_t mark = arena_mark(a);
  err *e = ask(of(s), a, &(asked){.method = "PUT", .object = object_of(of(s), a, id),
                                  .query = S(""), .body = bytes, .most = LIST_MOST}, &r);
  arena_rewind(a, mark);
  return e;
}

static err *get(blob_store *s, arena *a, str id, size_t most, str *bytes) {
  fetch_reply r;
  TRY(ask(of(s), a, &(asked){.method = "GET", .object = object_of(of(s), a, id), .query = S(""),
                             .most = (int64_t)most}, &r));
  *bytes = r.body;
  return NULL;
}

static err *fetch_into(s3 *x, arena *a, str id, int fd, int64_t *size) {
  fetch_reply r;
  TRY(ask(x, a, &(asked){.method = "GET", .object = object_of(x, a, id), .query = S(""),
                         .into = fd, .most = FILE_MOST}, &r));
  *size = r.size;
  return NULL;
}

static err *open_blob(blob_store *s, str id, int *fd, int64_t *size) {
  arena *a = arena_new(MEMORY);
  int file = memfd_create("blob", MFD_CLOEXEC);
  err *e = NULL;
  if (!a || file < 0) e = ERR(UNAVAILABLE, N_("There is not enough memory."));
  if (!e) e = fetch_into(of(s), a, id, file, size);
  if (!e) *fd = file;
  else if (file >= 0) close(file);
  if (a) arena_free(a);
  return e;
}

static err *remove_blob(blob_store *s, str id) {
  arena *a = arena_new(MEMORY);
  if (!a) return ERR(UNAVAILABLE, N_("There is not enough memory."));
  fetch_reply r;
  err *e = ask(of(s), a, &(asked){.method = "DELETE", .object = object_of(of(s), a, id),
                                  .query = S(""), .most = LIST_MOST}, &r);
  arena_free(a);
  return e;
}

/* --- lists (ListObjectsV2) --- */
/* What stands between <name> and </name>, the first time. */
static str inside(str xml, const char *name) {
  char open[40], shut[40];
  snprintf(open, sizeof open, "<%s>", name);
  snprintf(shut, sizeof shut, "</%s>", name);
  ptrdiff_t from = str_find(xml, str_of(open));
  if (from < 0) return STR_NONE;
  str rest = str_sub(xml, (size_t)from + strlen(open), xml.n);
  ptrdiff_t to = str_find(rest, str_of(shut));
  return to < 0 ? STR_NONE : str_sub(rest, 0, (size_t)to);
}

/* The five entities that XML has of itself. */
static str unescaped(arena *a, str s) {
  static const struct {
    const char *entity;
    char c;
  } all[] = {{"&amp;", '&'}, {"&lt;", '<'}, {"&gt;", '>'}, {"&quot;", '"'}, {"&apos;", '\''}};
  buf b = buf_in(a);
  while (s.n) {
    size_t i = 0;
    while (i < COUNT(all) && !str_starts(s, str_of(all[i].entity))) i++;
    bool found = i < COUNT(all);
    buf_char(&b, found ? all[i].c : s.p[0]);
    s = str_sub(s, found ? strlen(all[i].entity) : 1, s.n);
  }
  return buf_str(&b);
}

static err *tell_page(const s3 *x, str xml, blob_fn *fn, void *arg) {
  for (str one; (one = inside(xml, "Contents")).p;) {
    str key = inside(one, "Key"), id = str_sub(key, x->prefix.n, key.n);
    int64_t size = 0;
    instant modified = {0};
    bool good = str_starts(key, x->prefix) && blob_is_id(id) &&
                str_to_i64(inside(one, "Size"), &size) &&
                instant_parse(inside(one, "LastModified"), &modified);
    if (good) TRY(fn(arg, id, size, modified.us));
    xml = str_sub(xml, (size_t)(one.p - xml.p) + one.n, xml.n);
  }
  return NULL;
}

static err *list(s3 *x, arena *a, str part, str *token, str *page) {
  fetch_reply r;
  buf query = buf_in(a); /* in the order of names */
  str from = sigv4_encode(a, *token);
  if (from.n) buf_add(&query, str_cat(a, S("continuation-token="), from, S("&")));
  buf_add(&query, S("list-type=2&prefix="));
  buf_add(&query, sigv4_encode(a, object_of(x, a, part)));
  TRY(ask(x, a, &(asked){.method = "GET", .object = S(""), .query = buf_str(&query),
                         .most = LIST_MOST}, &r));
  *page = r.body;
  bool more = str_eq(inside(r.body, "IsTruncated"), S("true"));
  *token = more ? unescaped(a, inside(r.body, "NextContinuationToken")) : STR_NONE;
  return NULL;
}

static err *each(blob_store *s, str part, blob_fn *fn, void *arg) {
  arena *a = arena_new((size_t)4 * LIST_MOST);
  arena *kept = arena_new(MEMORY); /* the token, from page to page */
  err *e = a && kept ? NULL : ERR(UNAVAILABLE, N_("There is not enough memory."));
  str token = STR_NONE, page;
  do {
    if (!e) e = list(of(s), a, part, &token, &page);
    if (!e) e = tell_page(of(s), page, fn, arg);
    if (e) break;
    arena_reset(kept, MEMORY);
    token = token.p ? str_dup(kept, token) : STR_NONE;
    arena_reset(a, LIST_MOST);
  } while (token.n);
  if (a) arena_free(a);
  if (kept) arena_free(kept);
  return e;
}

/* --- opening --- */
static bool plain(str s, str more) {
  for (size_t i = 0; i < s.n; i++) {
    char c = s.p[i];
    bool good = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                str_chr(more, c, 0) >= 0;
    if (!good) return false;
  }
  return true;
}

static err *unfit(void) {
  return ERR(INVALID, N_("A store is s3://BUCKET/PREFIX?endpoint=https://HOST&region=REGION, not "
                         "something else."));
}

static err *read_address(s3 *x, str address) {
  str rest = str_sub(address, 5, address.n), place, bucket, one;
  if (!str_starts(address, S("s3://")) || !str_split(&rest, '?', &place) || !rest.p) return unfit();
  str_split(&place, '/', &bucket);
  while (place.n && str_ends(place, S("/"))) place.n--;
  x->key.region = S("us-east-1");
  while (str_split(&rest, '&', &one)) {
    str name, value = one;
    str_split(&value, '=', &name);
    if (str_eq(name, S("endpoint"))) x->endpoint = value;
    else if (str_eq(name, S("region"))) x->key.region = value;
    else return unfit();
  }
  if (str_ends(x->endpoint, S("/"))) x->endpoint.n--;
  size_t scheme = str_starts(x->endpoint, S("https://")) ? 8 : 7;
  x->host = str_sub(x->endpoint, scheme, x->endpoint.n);
  bool http = scheme == 8 || str_starts(x->endpoint, S("http://"));
  if (!http || !x->host.n || !plain(x->host, S(".-:[]")) || !bucket.n || !plain(bucket, S(".-")) ||
      !plain(place, S("._/-")) || !x->key.region.n || !plain(x->key.region, S("-")))
    return unfit();
  x->path = str_cat(x->a, S("/"), bucket, S("/"));
  x->prefix = place.n ? str_cat(x->a, place, S("/")) : S("");
  return NULL;
}

static err *read_credentials(s3 *x, const char *path) {
  if (!path) return ERR(UNAVAILABLE, N_("A store at s3:// needs --blobs-credentials FILE."));
  lines *l;
  str one, name;
  TRY(lines_open(x->a, path, &l));
  err *e = NULL;
  for (bool more = true; !e && !(e = lines_next(l, &one, &more)) && more;) {
    str value = one;
    str_split(&value, '=', &name);
    name = str_trim(name);
    if (str_eq(name, S("aws_access_key_id"))) x->key.id = str_dup(x->a, str_trim(value));
    if (str_eq(name, S("aws_secret_access_key"))) x->key.secret = str_dup(x->a, str_trim(value));
  }
  if (e) return e;
  if (x->key.id.n && x->key.secret.n) return NULL;
  return ERR(UNAVAILABLE, N_("{0} does not hold aws_access_key_id and aws_secret_access_key."),
             str_of(path));
}

static void close_s3(blob_store *s) {
  s3 *x = of(s);
  wipe(x->key.secret);
  fetch_close(x->fetcher);
  arena_free(x->a);
}

static err *nothing(void *arg, str id, int64_t size, int64_t modified_us) {
  (void)arg, (void)id, (void)size, (void)modified_us;
  return NULL;
}

err *blob_open_s3(const char *address, const char *credentials, blob_store **out) {
  arena *a = arena_new((size_t)1 << 20);
  if (!a) return ERR(UNAVAILABLE, N_("There is not enough memory."));
  s3 *x = arena_new_of(a, s3);
  *x = (s3){.s = {put, get, open_blob, remove_blob, each, close_s3}, .a = a};
  err *e = read_address(x, str_dup(a, str_of(address)));
  if (!e) e = read_credentials(x, credentials);
  if (!e) e = fetch_open(&x->fetcher);
  if (!e) e = blob_each(&x->s, 0, 1, nothing, NULL); /* there, ours, and the key is good */
  if (e) close_s3(&x->s);
  else *out = &x->s;
  return e;
}

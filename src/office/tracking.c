/* tracking: see tracking.h. */
#include "office/tracking.h"

#include "base/buf.h"
#include "base/rand.h"
#include "office/attempt.h"
#include "office/tracking.sql.h"

enum { NUMBER_MOST = 80, HALF = TRACKING_CODE / 2 };
static const char letters[] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"; /* Crockford's base 32 */

/* --- codes --- */
str tracking_code(arena *a) {
  str drawn = rand_str(a, TRACKING_CODE);
  char *p = arena_alloc(a, TRACKING_CODE + 1);
  for (size_t i = 0; i < TRACKING_CODE; i++) p[i] = letters[(unsigned char)drawn.p[i] % 32];
  wipe(drawn);
  return (str){p, TRACKING_CODE};
}

str tracking_code_told(arena *a, str code) {
  return str_cat(a, str_sub(code, 0, HALF), S("-"), str_sub(code, HALF, code.n));
}

str tracking_code_read(arena *a, str typed) {
  buf b = buf_in(a);
  for (size_t i = 0; i < typed.n; i++) {
    char c = typed.p[i];
    if (c == ' ' || c == '-') continue;
    if (c >= 'a' && c <= 'z') c = (char)(c - 'a' + 'A');
    if (c == 'I' || c == 'L') c = '1';
    if (c == 'O') c = '0';
    if (str_chr(str_of(letters), c, 0) < 0) return STR_NONE;
    buf_char(&b, c);
  }
  return b.n == TRACKING_CODE ? buf_str(&b) : STR_NONE;
}

/* A code is good for its own dossier alone. */
static str mac_of(const ctx *c, str number, str code) {
  const office_secrets *s = &c->office->secrets;
  return hmac(c->a, (str){s->tracking, sizeof s->tracking}, S("motcua/tracking/1"),
              str_cat(c->a, number, S(" "), code.p ? code : S("?")));
}

err *tracking_keep(ctx *c, const dossier *d, str code) {
  return tracking_put(c->db,
                      &(tracking_put_in){.dossier = d->id, .mac = mac_of(c, d->code, code),
                                         .now = c->now.us,
                                         .by_ = c->who ? SOME(c->who->account_id) : NONE_I64},
                      NULL);
}

typedef struct renewal {
  const dossier *d;
  str code;
} renewal;

static err *renew(ctx *c, void *arg) {
  const renewal *r = arg;
  return tracking_keep(c, r->d, r->code);
}

err *tracking_renew(ctx *c, const dossier *d, str *code) {
  renewal r = {.d = d, .code = tracking_code(c->a)};
  TRY(ctx_write(c, d->unit_id, renew, &r));
  *code = r.code;
  return NULL;
}

/* --- looked up --- */
typedef struct try_of { /* one number and code */
  str number, mac;
  int64_t lane, dossier_id;
  bool right;
  instant until; /* when it is one too many */
} try_of;

static instant later(instant x, instant y) {
  if (!instant_is(x)) return y;
  return !instant_is(y) || x.us > y.us ? x : y;
}

static err *full(ctx *c, void *arg) {
  try_of *t = arg;
  instant one, other = INSTANT_NONE;
  TRY(attempt_look(c, ATTEMPT_TRACK, t->number, &one));
  if (c->network.n) TRY(attempt_look(c, ATTEMPT_TRACK_NETWORK, c->network, &other));
  t->until = later(one, other);
  return NULL;
}

static err *look(ctx *c, void *arg) {
  static const char nothing[SHA256_SIZE]; /* compared with where there is none */
  try_of *t = arg;
  tracking_of_row row = {0};
  bool found;
  TRY(tracking_of(c->db, c->a, t->number, &row, &found));
  bool same = str_eq_secret(found ? row.mac : (str){nothing, sizeof nothing}, t->mac);
  t->right = same && found;
  t->dossier_id = t->right ? row.id : 0;
  return NULL;
}

/* Before anything is judged, so that tries side by side cannot outrun the count. */
static err *count(ctx *c, void *arg) {
  try_of *t = arg;
  instant one, other = INSTANT_NONE;
  TRY(attempt_add(c, ATTEMPT_TRACK, t->number, &one));
  if (c->network.n) TRY(attempt_add(c, ATTEMPT_TRACK_NETWORK, c->network, &other));
  t->until = later(one, other);
  return NULL;
}

static err *take_back(ctx *c, void *arg) {
  const try_of *t = arg;
  TRY(attempt_undo(c, ATTEMPT_TRACK, t->number));
  return c->network.n ? attempt_undo(c, ATTEMPT_TRACK_NETWORK, c->network) : NULL;
}

static err *too_many(const ctx *c, instant until) {
  int64_t seconds = (until.us - c->now.us + SECOND - 1) / SECOND;
  str minutes = str_fmt(c->a, "%lld", (long long)((seconds + 59) / 60));
  return err_retry(ERR(TOO_MANY, N_("Too many wrong tracking codes; try again in {0} min."),
                       minutes),
                   (int)seconds);
}

err *tracking_open(ctx *c, str number, str code, int64_t *dossier_id) {
  number = str_sub(str_trim(number), 0, NUMBER_MOST);
  if (!str_utf8(number)) number = S("");
  try_of t = {.number = number, .lane = (int64_t)(str_hash(number) >> 1)};
  t.mac = mac_of(c, number, tracking_code_read(c->a, code));
  TRY(ctx_read(c, full, &t));
  if (instant_is(t.until)) return too_many(c, t.until);
  TRY(ctx_write(c, t.lane, count, &t));
  if (instant_is(t.until)) return too_many(c, t.until);
  TRY(ctx_read(c, look, &t));
  if (!t.right)
    return err_at(ERR(NOT_FOUND, N_("No application has this number and this tracking code.")),
                  S("code"), STR_NONE);
  *dossier_id = t.dossier_id;
  return ctx_write(c, t.lane, take_back, &t);
}

str tracking_address(const office *f, arena *a, str number) {
  if (!f->public_url) return number; /* a code has no character that an address would encode */
  return str_cat(a, str_of(f->public_url), S("/track?number="), number);
}

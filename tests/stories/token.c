/* token: signs a digest as an officer's token, or the device that holds a seal, would: outside the
 * request, with the key that belongs to the certificate. */
#include "office/demo.h"
#include "office/officer_keys.sql.h"
#include "office/signature.sql.h"
#include "office/signature_impl.h"
#include "story.h"

typedef struct wish {
  str token, certificate, digest, signature;
  const actor *who;
  int64_t own, seal; /* keys; seal 0: the officer's own signs */
} wish;

static err *find(ctx *c, void *arg) {
  wish *w = arg;
  TRY(account_by_token(c, w->token, S("token"), &w->who));
  if (!w->who) return ERR(UNAUTHENTICATED, "nobody holds this token");
  keys_part_row *keys; /* an ended one still lies on its token */
  key_of_unit_row *seals;
  size_t n, nseals;
  TRY(keys_of_one(c->db, c->a, w->who->account_id, INT64_MAX, 10, &keys, &n));
  for (size_t i = 0; i < n; i++) {
    if (!w->own || str_eq(keys[i].certificate, w->certificate)) w->own = keys[i].id;
    if (str_eq(keys[i].certificate, w->certificate)) return NULL;
  }
  for (size_t i = 0; i < w->who->nroles && !w->seal; i++) {
    TRY(key_of_unit(c->db, c->a, w->who->roles[i].unit_id, &seals, &nseals));
    if (nseals && str_eq(seals[0].certificate, w->certificate)) w->seal = seals[0].id;
  }
  return w->own && w->seal ? NULL : ERR(NOT_FOUND, "no key belongs to this certificate");
}

err *story_token_sign(storyteller *t, str who, str certificate, str digest, str *signature) {
  wish w = {.token = story_token(t, who), .certificate = certificate, .digest = digest};
  const edition *e = office_edition(t->office);
  ctx c = {.a = t->a, .office = t->office, .edition = e, .now = instant_now()};
  keyring k = {0};
  err *x = ctx_read(&c, find, &w);
  c.who = w.who;
  if (!x) x = keyring_open(&c, w.own, w.seal, S(DEMO_PIN), &k);
  if (!x) x = key_sign(t->a, w.seal ? k.seal : k.own, digest, signature);
  keyring_close(&k);
  office_release(t->office, e);
  return x;
}

/* signature_impl: what signature.c, signature_done.c and signature_keys.c share, and how one run by
 * one officer unlocks once (office/demo.c, tests). */
#ifndef OFFICE_SIGNATURE_IMPL_H
#define OFFICE_SIGNATURE_IMPL_H
#include "kit/pdfsign.h"
#include "office/signature.h"

struct signing {
  int64_t id, actor_id, dossier_id, unit_id, version;
  int64_t key_id, seal_key_id, number_id; /* 0: none */
  str public_id, code, salt, previous; /* previous: raw hash */
  const workflow_step *step;
  step_taker as;
  stated said;
  instant at, expires_at;
  str certificate;      /* of the officer's key, DER */
  str seal_certificate; /* of the authority's key; none where nothing is sealed */
  str content;          /* what the step signs */
  cms_pending own;      /* the officer's signature over content */
  pdf_prepared paper;   /* the file to be signed; bytes none: no file */
  cms_pending mark;     /* the signature in the file */
  str number;           /* as printed, or none */
  int32_t number_day;
  bool kept;            /* it is a row of `signing` */
};

/* --- keys (signature_keys.c) --- */
typedef struct registered_key {
  int64_t id;
  str certificate, secret, salt; /* secret none: held elsewhere */
  bool locked;
} registered_key;
/* The officer's key of c->who, not locked, its certificate the actor's own and trusted at the
 * instant; the seal of a unit likewise. Each refusal says its reason.  Need c->db. */
err *key_of_actor(ctx *c, instant at, registered_key *out);
err *key_of_authority(ctx *c, int64_t unit_id, instant at, registered_key *out);

typedef struct keyring { /* unlocked; hold it for one run, then keyring_close */
  signing_key *own, *seal; /* seal NULL where none was asked for */
} keyring;
/* Unlocks the actor's key and, when seal_key_id is not 0, with it the seal's.  Outside
 * transactions: a wrong PIN is counted in one of its own. */
err *keyring_open(ctx *c, int64_t key_id, int64_t seal_key_id, str pin, keyring *out);
/* The passphrase that the PIN gives, after it has opened the key; and a keyring by one.  Outside
 * transactions; the first counts as keyring_open does. */
err *key_opened_by(ctx *c, int64_t key_id, str pin, str *passphrase);
err *keyring_with(ctx *c, int64_t key_id, str passphrase, keyring *out);
/* By the key left open for the session (office/shift.h); ERR_INVALID at pin when none is. */
err *shift_keyring(ctx *c, int64_t key_id, keyring *out);
/* A seal with the actor's key that is open already, in place of the one that was. */
err *keyring_seal(ctx *c, int64_t key_id, int64_t seal_key_id, keyring *k);
void keyring_close(keyring *k);
/* hex(HKDF(Argon2id(pin, salt) || pepper, "motcua/pin/1")): what opens a key's PKCS#12. */
err *key_passphrase(ctx *c, str pin, str salt, str *passphrase);

/* Signs with unlocked keys and completes. */
err *signing_with_keys(ctx *c, signing *s, const keyring *k);
#endif

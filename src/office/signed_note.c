/* signed_note: see signed_note.h. */
#include "office/signed_note.h"

#include <string.h>

#include "base/buf.h"
#include "kit/crypto.h"

enum { KEY_ID = 4, SIGNATURE_SIZE = KEY_ID + ED25519_SIGNATURE };
#define DASH "\xe2\x80\x94" /* U+2014, with which a signature line begins */

static str kind_and_key(arena *a, str public_key) { return str_cat(a, S("\1"), public_key); }

static str key_id(arena *a, str name, str public_key) {
  return str_sub(sha256(a, str_cat(a, name, S("\n"), kind_and_key(a, public_key))), 0, KEY_ID);
}

str note_verifier_key(arena *a, str name, str public_key) {
  return str_cat(a, name, S("+"), hex_of(a, key_id(a, name, public_key)), S("+"),
                 base64_of(a, kind_and_key(a, public_key)));
}

err *note_verifier_read(arena *a, str text, str *name, str *public_key) {
  str rest = text, id;
  if (str_split(&rest, '+', name) && str_split(&rest, '+', &id) && rest.p && name->n) {
    str key = base64_read(a, rest);
    if (key.n == 1 + ED25519_PUBLIC && key.p[0] == NOTE_ED25519) {
      *public_key = str_sub(key, 1, key.n);
      if (str_eq(note_verifier_key(a, *name, *public_key), text)) return NULL;
    }
  }
  return ERR(INVALID, N_("This is not the public key of a note."));
}

str note_sign(arena *a, str text, str name, str key) {
  str signature = str_cat(a, key_id(a, name, ed25519_public(key)), ed25519_sign(a, key, text));
  return str_cat(a, text, S("\n" DASH " "), name, S(" "), base64_of(a, signature), S("\n"));
}

static err *not_a_note(void) { return ERR(INVALID, N_("This is not a signed note.")); }

/* The last blank line parts text and signatures. */
static bool part(str note, str *text, str *signatures) {
  for (size_t i = note.n; i-- > 1;) {
    if (note.p[i] != '\n' || note.p[i - 1] != '\n') continue;
    *text = str_sub(note, 0, i);
    *signatures = str_sub(note, i + 1, note.n);
    return signatures->n > 0;
  }
  return false;
}

static bool plain(str s) {
  for (size_t i = 0; i < s.n; i++)
    if ((unsigned char)s.p[i] < 0x20 && s.p[i] != '\n') return false;
  return str_utf8(s);
}

/* "— NAME BASE64" */
static bool read_signature(arena *a, str line, str *name, str *signature) {
  if (!str_starts(line, S(DASH " "))) return false;
  str rest = str_sub(line, sizeof DASH, line.n);
  if (!str_split(&rest, ' ', name) || !rest.p || !name->n || str_chr(*name, '+', 0) >= 0)
    return false;
  *signature = base64_read(a, rest);
  return signature->n > KEY_ID;
}

err *note_open(arena *a, str note, str name, str public_key, str *text) {
  str signatures, line, who, signature, own = key_id(a, name, public_key);
  if (note.n > NOTE_MOST || !plain(note) || !str_ends(note, S("\n"))) return not_a_note();
  if (!part(note, text, &signatures)) return not_a_note();
  if (str_count(signatures, '\n') > NOTE_SIGNATURES_MOST) return not_a_note();
  bool good = false;
  for (signatures.n--; signatures.p && str_split(&signatures, '\n', &line);) {
    if (!read_signature(a, line, &who, &signature)) return not_a_note();
    if (!str_eq(who, name) || !str_eq(str_sub(signature, 0, KEY_ID), own)) continue;
    if (signature.n != SIGNATURE_SIZE ||
        !ed25519_verify(public_key, *text, str_sub(signature, KEY_ID, signature.n)))
      return ERR(INVALID, N_("A signature of {0} does not fit the note."), name);
    good = true;
  }
  return good ? NULL : ERR(INVALID, N_("The note is not signed by {0}."), name);
}

str checkpoint_text(arena *a, const checkpoint *c) {
  return str_fmt(a, "%.*s\n%lld\n%.*s\n", STR_ARG(c->origin), (long long)c->size,
                 STR_ARG(base64_of(a, (str){c->root, MERKLE_HASH})));
}

err *checkpoint_read(arena *a, str text, checkpoint *out) {
  str rest = text, size, root;
  bool good = str_split(&rest, '\n', &out->origin) && rest.p && str_split(&rest, '\n', &size) &&
              rest.p && str_split(&rest, '\n', &root) && rest.p && out->origin.n &&
              str_to_i64(size, &out->size) && out->size >= 0;
  root = good ? base64_read(a, root) : STR_NONE;
  if (root.n != MERKLE_HASH) return ERR(INVALID, N_("This is not a ledger's checkpoint."));
  memcpy(out->root, root.p, MERKLE_HASH);
  return NULL;
}

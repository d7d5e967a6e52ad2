/* signed_note: a text with Ed25519 signatures under it (C2SP signed-note), and the text that says
 * how long a ledger is (C2SP tlog-checkpoint).
 *
 * A key has a name (no blanks, no '+') and 32 public bytes; where a name has several keys, four
 * bytes of SHA-256 over name, newline, kind and key tell them apart. */
#ifndef OFFICE_SIGNED_NOTE_H
#define OFFICE_SIGNED_NOTE_H
#include "office/merkle.h"

enum { NOTE_ED25519 = 1, NOTE_MOST = 1 << 16, NOTE_SIGNATURES_MOST = 100 };

/* "NAME+KEYID+BASE64", by which a reader knows whose signature to ask for. */
str note_verifier_key(arena *a, str name, str public_key);
/* ERR_INVALID when it is not one; *name is part of the text, *public_key in a. */
err *note_verifier_read(arena *a, str text, str *name, str *public_key);

/* The text (whole lines, UTF-8, no control characters but newline), a blank line and the signature
 * line of the key (kit/crypto.h: seed and public key). */
str note_sign(arena *a, str text, str name, str key);
/* The text of a note that the key has signed; ERR_INVALID says what is wrong: not a note, more than
 * 64 KB, more than 100 signatures, none of this key, or one that does not fit.  Signatures of
 * others are passed over. */
err *note_open(arena *a, str note, str name, str public_key, str *text);

/* What a checkpoint says; lines after the root are passed over. */
typedef struct checkpoint {
  str origin;
  int64_t size;
  char root[MERKLE_HASH];
} checkpoint;
str checkpoint_text(arena *a, const checkpoint *c);
err *checkpoint_read(arena *a, str text, checkpoint *out);
#endif

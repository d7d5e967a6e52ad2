/* paper: uploaded files, as opaque ids bound to who uploaded them. */
#ifndef OFFICE_PAPER_H
#define OFFICE_PAPER_H
#include "office/ctx.h"

enum { PAPER_MOST = 20 << 20 }; /* bytes of one file */

typedef struct paper {
  int64_t id, owner_id, size;
  str public_id, blob, sha256, media_type, name;
  str pages;          /* SHA-256 of each page, of a picture that of the file; raw, in a row */
  int64_t dossier_id, holder_id; /* paper_readable */
  int64_t stored_id;  /* in the store, from which it was taken (office/store.h); 0: it was sent */
} paper;
/* Has it read by the helper (kit/box: PDF, PNG, JPEG, and HEIC, which is kept as a JPEG) and by the
 * virus scanner where there is one, stores it durably, then writes the row; the same bytes by the
 * same account give the same id.  ERR_MEDIA, ERR_TOO_LARGE, ERR_INVALID (empty), ERR_TOO_MANY
 * (paper_room), ERR_UNAVAILABLE with Retry-After when it cannot be read safely now.  Outside
 * transactions. */
err *paper_store(ctx *c, str bytes, str file_name, paper *out);
/* May c->who send so many bytes more today?  ERR_TOO_MANY with Retry-After at their day's limit
 * (settings upload_mb, upload_mb_officer): what was given to the helper counts, taken or not.
 * Needs c->db. */
err *paper_room(ctx *c, int64_t bytes);
err *paper_get(ctx *c, str public_id, paper *out); /* any; ERR_NOT_FOUND.  Needs c->db */
/* May c->who read it?  Its owner, the holder or an officer of its dossier; sets p->dossier_id to
 * the dossier by which it may.  A mandate's proof: who acts, for whom they act, a receptionist;
 * what a receptionist took from the store of whoever is there, until it is filed; sets
 * p->holder_id.  Both 0: it is its owner. */
err *paper_readable(ctx *c, paper *p);
#endif

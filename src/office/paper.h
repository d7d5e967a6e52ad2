/* paper: uploaded files, as opaque ids bound to who uploaded them. */
#ifndef OFFICE_PAPER_H
#define OFFICE_PAPER_H
#include "office/access.h"

enum { PAPER_MOST = 20 << 20 }; /* bytes of one file */

typedef struct paper {
  int64_t id, owner_id, size;
  str public_id, blob, sha256, media_type, name;
  str pages;          /* SHA-256 of each page, of a picture that of the file; raw, in a row */
  int64_t dossier_id, holder_id; /* by which it is open to c->who (office/access.h), or 0 */
  int64_t stored_id;  /* in the store, from which it was taken (office/store.h); 0: it was sent */
  int64_t person_id;  /* whose papers hold it there */
  str type;           /* its kind there */
  bool loose;         /* it came to no dossier yet */
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
access_thing paper_thing(const paper *p);
/* One that c->who has uploaded; *own false: of somebody else, which is as unknown as one that never
 * was.  Needs c->db. */
err *paper_own(ctx *c, str public_id, paper *out, bool *own);
#endif

/* proof: the proof of filing: which files came, with their SHA-256, when and under which code, as a
 * PDF that the Centre's unattended key seals (office/unattended.h).
 *
 * It is drawn and sealed by a job after the filing's commit, once, and never changed.  What it
 * attests is canonical JSON "motcua/proof/1":
 *   {"type","instance","dossier","procedure","procedure_version","channel","at","event","papers"}
 * event: hex hash of the filing's event; papers: {"component","ordinal","sha256","size"} in their
 * order.  The SHA-256 of these bytes stands in the paper and in its signature (/Reason); `motcua
 * verify` makes them again from the tables. */
#ifndef OFFICE_PROOF_H
#define OFFICE_PROOF_H
#include "kit/page.h"
#include "office/dossier.h"

typedef struct proof_facts {
  str event;               /* hash of the filing's event, raw */
  const dossier_paper *papers; /* as filed */
  size_t npapers;
  str content, sha256;     /* what is attested, and its hash, raw */
} proof_facts;
/* Needs c->db. */
err *proof_of(ctx *c, const dossier *d, proof_facts *out);

typedef struct proof_file {
  str blob, sha256;        /* raw */
  int64_t size;
  instant at;
} proof_file;
/* The sealed file; found false while it is being drawn.  Needs c->db. */
err *proof_find(ctx *c, const dossier *d, proof_file *out, bool *found);

/* The paper before it is sealed; needs c->db. */
err *proof_draw(ctx *c, const dossier *d, const proof_facts *f, str *pdf);
/* What the signature gives as its reason: ASCII. */
str proof_reason(arena *a, const proof_facts *f);
/* Draws, seals, stores and records it, once (a second time changes nothing), and marks the outbox
 * row done in the same transaction (0: none).  Runs its own transactions. */
err *proof_make(ctx *c, int64_t dossier_id, int64_t event_id, int64_t outbox_id);
#endif

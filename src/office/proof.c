/* proof: what a proof of filing attests, and its one making; see proof.h.  It is drawn in
 * proof_draw.c. */
#include "office/proof.h"

#include "base/buf.h"
#include "base/rand.h"
#include "office/outbox.h"
#include "office/proof.sql.h"
#include "office/unattended.h"

/* --- what is attested --- */
static const json *papers_json(arena *a, const proof_facts *f) {
  const json **items = arena_list(a, f->npapers + 1, const json *);
  for (size_t i = 0; i < f->npapers; i++) {
    const dossier_paper *p = &f->papers[i];
    json_member members[] = {{S("component"), json_of_text(a, p->component)},
                             {S("ordinal"), json_of_int(a, p->ordinal)},
                             {S("sha256"), json_of_text(a, hex_of(a, p->sha256))},
                             {S("size"), json_of_int(a, p->size)}};
    items[i] = json_of_members(a, members, COUNT(members));
  }
  return json_of_list(a, items, f->npapers);
}

static err *content_of(ctx *c, const dossier *d, proof_facts *f) {
  arena *a = c->a;
  const procedure *p = edition_version(c->edition, d->version_id);
  if (!p) return ERR(UNAVAILABLE, N_("The procedure is being loaded; try again in a moment."));
  json_member members[] = {{S("type"), json_of_text(a, S("motcua/proof/1"))},
                           {S("instance"), json_of_text(a, str_of(c->office->instance))},
                           {S("dossier"), json_of_text(a, d->code)},
                           {S("procedure"), json_of_text(a, p->code)},
                           {S("procedure_version"), json_of_int(a, p->version)},
                           {S("channel"), json_of_text(a, d->channel)},
                           {S("at"), json_of_int(a, d->submitted_at.us)},
                           {S("event"), json_of_text(a, hex_of(a, f->event))},
                           {S("papers"), papers_json(a, f)}};
  TRY(json_canonical(a, json_of_members(a, members, COUNT(members)), &f->content));
  f->sha256 = sha256(a, f->content);
  return NULL;
}

err *proof_of(ctx *c, const dossier *d, proof_facts *out) {
  proof_filing_row first;
  bool found;
  const dossier_paper *all;
  size_t n;
  TRY(proof_filing(c->db, c->a, d->id, &first, &found));
  if (!found) return ERR(INTERNAL, "A dossier has no filing.");
  TRY(dossier_papers(c, d->id, &all, &n));
  dossier_paper *filed = arena_list(c->a, n + 1, dossier_paper);
  *out = (proof_facts){.event = first.hash, .papers = filed};
  for (size_t i = 0; i < n; i++)
    if (all[i].seq == 1) filed[out->npapers++] = all[i];
  return content_of(c, d, out);
}

str proof_reason(arena *a, const proof_facts *f) {
  return str_cat(a, S("motcua/proof/1 SHA-256 "), hex_of(a, f->sha256));
}

/* --- kept --- */
err *proof_find(ctx *c, const dossier *d, proof_file *out, bool *found) {
  proof_row_row row;
  TRY(proof_row(c->db, c->a, d->id, &row, found));
  if (*found)
    *out = (proof_file){.blob = row.blob, .sha256 = row.sha256, .size = row.size,
                        .at = {row.created_at}};
  return NULL;
}

/* --- made --- */
typedef struct making {
  int64_t dossier_id, event_id, outbox_id;
  dossier d;
  proof_facts facts;
  str drawn, sealed, blob, sha256;
  bool late; /* it is there already */
} making;

static err *draw(ctx *c, void *arg) {
  making *m = arg;
  proof_file there;
  TRY(dossier_by_id(c, m->dossier_id, &m->d));
  TRY(proof_find(c, &m->d, &there, &m->late));
  if (m->late) return NULL;
  TRY(proof_of(c, &m->d, &m->facts));
  return proof_draw(c, &m->d, &m->facts, &m->drawn);
}

static err *keep(ctx *c, void *arg) {
  making *m = arg;
  int64_t added = 0;
  if (!m->late)
    TRY(proof_insert(c->db,
                     &(proof_insert_in){.id = rand_id(), .dossier = m->d.id, .event = m->event_id,
                                        .blob = m->blob, .sha256 = m->sha256,
                                        .size = (int64_t)m->sealed.n, .now = c->now.us},
                     &added));
  m->late = added == 0;
  return m->outbox_id ? outbox_done(c, m->outbox_id) : NULL;
}

err *proof_make(ctx *c, int64_t dossier_id, int64_t event_id, int64_t outbox_id) {
  making m = {.dossier_id = dossier_id, .event_id = event_id, .outbox_id = outbox_id};
  TRY(ctx_read(c, draw, &m));
  if (!m.late) {
    TRY(unattended_seal(c, m.drawn, proof_reason(c->a, &m.facts), &m.sealed));
    TRY(blob_put(c->office->blobs, c->a, m.sealed, &m.blob, &m.sha256));
  }
  err *e = ctx_write(c, m.d.unit_id, keep, &m);
  bool unused = e ? e->kind != ERR_UNAVAILABLE : m.late; /* then nobody knows what was stored */
  if (unused && m.blob.p) (void)blob_remove(c->office->blobs, m.blob);
  return e;
}

/* proof: the job that draws and seals a proof of filing (office/proof.h). */
#include "jobs/jobs.h"
#include "office/proof.h"

err *job_proof(ctx *c, const outbox_row *r) {
  return proof_make(c, r->dossier_id, r->event_id, r->id);
}

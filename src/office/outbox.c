/* outbox: see outbox.h.  A row is taken by raising its attempts, so two takers never both win. */
#include "office/outbox.h"

#include "base/rand.h"
#include "office/outbox.sql.h"
#include "office/retry.h"

static const retry_rule rule = {2, 3600};

err *outbox_add(ctx *c, str kind, int64_t event_id, int64_t dossier_id) {
  return outbox_insert(c->db,
                       &(outbox_insert_in){.id = rand_id(), .kind = kind, .event = event_id,
                                           .dossier = dossier_id, .now = c->now.us},
                       NULL);
}

err *outbox_waiting(ctx *c, str kind, int64_t most, outbox_row **rows, size_t *n) {
  outbox_due_row *found;
  TRY(outbox_due(c->db, c->a, kind, c->now.us, most, &found, n));
  *rows = arena_list(c->a, *n + 1, outbox_row);
  for (size_t i = 0; i < *n; i++)
    (*rows)[i] = (outbox_row){.id = found[i].id, .event_id = found[i].event_id,
                              .dossier_id = found[i].dossier_id, .attempts = found[i].attempts,
                              .kind = found[i].kind};
  return NULL;
}

err *outbox_take(ctx *c, const outbox_row *r, int64_t lease_us, bool *mine) {
  int64_t changed = 0;
  TRY(outbox_lease(c->db,
                   &(outbox_lease_in){.id = r->id, .attempts = r->attempts, .now = c->now.us,
                                      .until = c->now.us + lease_us},
                   &changed));
  *mine = changed == 1;
  return NULL;
}

err *outbox_done(ctx *c, int64_t id) { return outbox_mark_done(c->db, id, c->now.us, NULL); }

err *outbox_failed(ctx *c, const outbox_row *r, str error) {
  uint32_t chance;
  rand_bytes(&chance, sizeof chance);
  outbox_mark_failed_in later = {.id = r->id, .attempts = r->attempts + 1, .error = error};
  later.not_before = c->now.us + retry_wait(rule, later.attempts, chance);
  return outbox_mark_failed(c->db, &later, NULL);
}

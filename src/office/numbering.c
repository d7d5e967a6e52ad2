/* numbering: see numbering.h.  Every change names the state it expects, so that two processes never
 * give out one number twice. */
#include "office/numbering.h"

#include "base/rand.h"
#include "office/numbering.sql.h"

enum { TAKE_OVERS = 8 }; /* rounds against others who take the same lapsed number */

static err *own(ctx *c, const register_book *b, int64_t dossier_id, instant until,
                reserved *out) {
  register_own_row *rows;
  size_t n;
  TRY(register_own(c->db, c->a,
                   &(register_own_in){.unit = b->unit_id, .type = b->type, .year = b->year,
                                      .dossier = dossier_id, .now = c->now.us},
                   &rows, &n));
  if (n == 0) return NULL;
  int64_t kept = 0;
  TRY(register_keep(c->db, rows[0].id, dossier_id, until.us, &kept));
  if (!kept) return NULL;
  *out = (reserved){rows[0].id, rows[0].number};
  return NULL;
}

static err *lapsed(ctx *c, const register_book *b, int64_t dossier_id, instant until,
                   reserved *out) {
  for (int i = 0; i < TAKE_OVERS && !out->id; i++) {
    register_lapsed_row *rows;
    size_t n;
    TRY(register_lapsed(c->db, c->a,
                        &(register_lapsed_in){.unit = b->unit_id, .type = b->type,
                                              .year = b->year, .now = c->now.us},
                        &rows, &n));
    if (n == 0) return NULL;
    int64_t taken = 0;
    TRY(register_take_over(c->db,
                           &(register_take_over_in){.id = rows[0].id, .dossier = dossier_id,
                                                    .now = c->now.us, .until = until.us},
                           &taken));
    if (!taken) continue;
    *out = (reserved){rows[0].id, rows[0].number};
  }
  return NULL;
}

static err *fresh(ctx *c, const register_book *b, int64_t dossier_id, instant until,
                  reserved *out) {
  register_next_row next;
  bool found;
  TRY(register_next(c->db, c->a, b->unit_id, b->type, b->year, &next, &found));
  *out = (reserved){rand_id(), next.last};
  return register_reserve(c->db,
                          &(register_reserve_in){.id = out->id, .unit = b->unit_id, .type = b->type,
                                                 .year = b->year, .number = out->number,
                                                 .dossier = dossier_id, .until = until.us},
                          NULL);
}

err *number_reserve(ctx *c, const register_book *b, int64_t dossier_id, instant until,
                    reserved *out) {
  *out = (reserved){0};
  TRY(own(c, b, dossier_id, until, out));
  if (!out->id) TRY(lapsed(c, b, dossier_id, until, out));
  if (out->id) return NULL;
  TRY(number_close_years(c));
  return fresh(c, b, dossier_id, until, out);
}

err *number_use(ctx *c, int64_t number_id, int64_t dossier_id) {
  int64_t changed = 0;
  TRY(register_mark_used(c->db, number_id, dossier_id, &changed));
  if (changed == 1) return NULL;
  return ERR(GONE, N_("The number that was reserved has lapsed; begin the step again."));
}

err *number_close_years(ctx *c) {
  return register_close_years(c->db, civil_of(c->now).year, c->now.us, NULL);
}

/* numbering: the register of sealed papers: numbers without gaps per authority, type and year
 * (Decree 30/2020 art. 15).
 *
 * A seal that is begun reserves its number for a while; the oldest lapsed reservation is given out
 * again before any new number.  All run inside a decide. */
#ifndef OFFICE_NUMBERING_H
#define OFFICE_NUMBERING_H
#include "office/ctx.h"

typedef struct register_book {
  int64_t unit_id;
  str type; /* "KS" */
  int year;
} register_book;
typedef struct reserved {
  int64_t id, number;
} reserved;
/* The dossier's own valid reservation, else the smallest lapsed one, else a new number; kept for it
 * until the given instant. */
err *number_reserve(ctx *c, const register_book *b, int64_t dossier_id, instant until,
                    reserved *out);
/* ERR_GONE when the reservation has gone to another dossier or was voided. */
err *number_use(ctx *c, int64_t number_id, int64_t dossier_id);
/* Lapsed reservations of earlier years are void: their numbers stay empty for ever. */
err *number_close_years(ctx *c);
#endif

/* life: events in life (a birth, a marriage, a house) that lead to procedures.
 *
 * catalogue/life-events.csv holds "event,vi,en,bn,about_vi,about_en,about_bn,codes"; the codes are
 * separated by blanks and stand in the order in which people need them. */
#ifndef OFFICE_LIFE_H
#define OFFICE_LIFE_H
#include "office/edition.h"

typedef struct life_event {
  str event; /* "birth": in the address */
  str name, name_en, name_bn, about, about_en, about_bn;
  const procedure *const *procedures; /* those of the edition, in order */
  size_t n;
} life_event;

/* Reads catalogue/life-events.csv for an edition whose procedures are loaded; codes that it does
 * not hold are left out.  ERR_INVALID names the line that is not of that form. */
err *life_read(arena *a, const edition *e, str csv, const life_event **events, size_t *n);
#endif

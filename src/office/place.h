/* place: the provinces and their communes, of which an address is chosen (catalogue/places.csv, the
 * official codes since 1 July 2025); those of the Centre's own province are the edition's units, so
 * that one that is dissolved is no more to be chosen and leads to its successor. */
#ifndef OFFICE_PLACE_H
#define OFFICE_PLACE_H
#include "office/edition.h"

typedef struct place {
  str code, name, name_en; /* official code; name as it is called: "Phường Hạ Long" */
} place;
typedef struct province {
  str code, name;
  const place *places; /* by code; of the own province by name */
  size_t n;
} province;

/* Reads the table; e's units must be loaded.  ERR_INVALID names the line that is wrong. */
err *places_read(arena *a, str csv, const edition *e, const province **out, size_t *n);
const province *province_of(const edition *e, str code); /* NULL: none */
/* The commune of that code in that province, NULL: none. */
const place *place_of(const province *p, str code);
/* The same wherever it is; *in, which may be NULL, is its province. */
const place *place_find(const edition *e, str code, const province **in);
/* The code itself, or that of who has taken over where the commune is dissolved. */
str place_now(const edition *e, str code);
#endif

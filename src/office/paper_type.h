/* paper_type: kinds of papers (catalogue/paper-types.csv), and which of them a document of a
 * procedure asks for.
 *
 * A kind that is the result of a procedure has the national code of that result (Circular 01/2023,
 * art. 10).  What a document asks for is told by its title, since the national database has no
 * codes there: every kind of whose `in_titles` one stands in it, unless it is a form to be filled
 * in. */
#ifndef OFFICE_PAPER_TYPE_H
#define OFFICE_PAPER_TYPE_H
#include "office/edition.h"

enum { TYPES_MOST = 16 }; /* that one document asks for */

typedef struct paper_type {
  str type, name, name_en;
  const str *in_titles; /* folded */
  size_t n;
  int64_t months;       /* it holds so long from its day of issue; 0: without end */
  str basis;            /* of months */
} paper_type;

/* For edition.c.  ERR_INVALID names the line that is wrong. */
err *paper_types_read(arena *a, str csv, const paper_type **out, size_t *n);
/* NULL: none of the list, as for results that nobody asks for again. */
const paper_type *paper_type_of(const edition *e, str type);
/* The kinds that may stand for a document, in the order of the list; their number. */
size_t paper_types_for(const edition *e, const component *c, arena *a,
                       const paper_type *out[TYPES_MOST]);
/* The last day on which a paper of this type holds that was issued then; 0: without end. */
int32_t paper_type_last_day(const edition *e, str type, int32_t issued);
#endif

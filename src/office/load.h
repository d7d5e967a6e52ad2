/* load: how much waits for each officer of a unit, by the step that comes next: what a head looks
 * at before assigning. */
#ifndef OFFICE_LOAD_H
#define OFFICE_LOAD_H
#include "office/officer.h"
#include "office/workflow.h"

enum { LOAD_MOST = 999 }; /* so many of one officer, or of a step that is nobody's, are counted */

typedef struct load_line {
  const officer_info *officer;  /* NULL: assigned to nobody */
  const workflow_step *step;    /* NULL: nothing waits for this officer */
  int64_t open, soon, late;     /* late and soon are of open; due soon: see setting soon_days */
  bool more;                    /* there are more than are counted */
} load_line;
typedef struct load {
  const load_line *items;       /* nobody's first, then by officer */
  size_t n;
} load;
/* Of these officers in the unit.  What the applicant is waited for counts as open alone.  Costs
 * what it counts.  Needs c->db. */
err *load_of(ctx *c, int64_t unit_id, const officer_list *people, load *out);
/* The unit of that code in which c->who assigns steps, the first for none; ERR_NOT_FOUND when
 * there is none such. */
err *load_unit(ctx *c, str code, int64_t *unit_id);
#endif

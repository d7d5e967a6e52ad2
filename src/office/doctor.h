/* doctor: what an administrator should know of the installation: the facts that `motcua doctor`
 * prints and that the administration's first page shows. */
#ifndef OFFICE_DOCTOR_H
#define OFFICE_DOCTOR_H
#include "office/ctx.h"

typedef struct doctor_fact {
  const char *what; /* msgid */
  int64_t n;
  bool look;        /* wants attention */
  const char *at;   /* the page where it is put right, or NULL */
  str about;        /* of what, in Vietnamese; may be none */
} doctor_fact;
enum { DOCTOR_SOON_DAYS = 30 };
/* All facts in their order, in c->a.  Needs c->db and c->edition. */
err *doctor_facts(ctx *c, doctor_fact **out, size_t *n);
#endif

/* question: see question.h.  Two ranges of an index for each unit of the reader's, merged. */
#include "office/question.h"

#include <stdlib.h>

#include "office/question.sql.h"
#include "office/workflow.h"

enum { AT_ONCE = 50 };

typedef struct finding {
  const role_held *role;
  question_of_row *rows;
  size_t n, room;
} finding;

static bool known(const finding *f, int64_t id) {
  for (size_t i = 0; i < f->n; i++)
    if (f->rows[i].id == id) return true;
  return false;
}

static void take(finding *f, const question_of_row *rows, size_t n) {
  for (size_t i = 0; i < n && f->n < f->room; i++)
    if (role_covers(f->role, rows[i].field) && !known(f, rows[i].id)) f->rows[f->n++] = rows[i];
}

static err *of_unit(ctx *c, finding *f, int64_t id) {
  question_of_row *rows;
  size_t n;
  TRY(question_competent(c->db, c->a, id, AT_ONCE, &rows, &n));
  take(f, rows, n);
  TRY(question_reception(c->db, c->a, id, AT_ONCE, &rows, &n));
  take(f, rows, n);
  return NULL;
}

static int older(const void *x, const void *y) {
  const question_of_row *a = x, *b = y;
  return a->asked_at < b->asked_at ? -1 : a->asked_at > b->asked_at;
}

err *question_waiting(ctx *c, size_t most, question_line **out, size_t *n) {
  uint32_t answers = workflow_action(S("answer"))->who;
  finding f = {.room = AT_ONCE * 8};
  f.rows = arena_list(c->a, f.room, question_of_row);
  for (size_t i = 0; i < c->who->nroles; i++) {
    size_t nbefore;
    f.role = &c->who->roles[i];
    if (!role_in(f.role->role, answers)) continue;
    int64_t *before = edition_predecessors(c->edition, c->a, f.role->unit_id, &nbefore);
    TRY(of_unit(c, &f, f.role->unit_id));
    for (size_t k = 0; k < nbefore; k++) TRY(of_unit(c, &f, before[k]));
  }
  if (f.n) qsort(f.rows, f.n, sizeof f.rows[0], older);
  *n = f.n < most ? f.n : most;
  *out = arena_list(c->a, *n, question_line);
  for (size_t i = 0; i < *n; i++) {
    const procedure *p = edition_version(c->edition, f.rows[i].procedure_version_id);
    (*out)[i] = (question_line){.code = f.rows[i].code, .procedure = p ? p->name : S(""),
                                .asked_at = {f.rows[i].asked_at}};
  }
  return NULL;
}

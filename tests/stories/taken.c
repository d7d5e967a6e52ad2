/* taken: which rows of workflow.def the stories have taken, and in which of their roles, read from
 * the signed events of each story before it goes. */
#include <stdio.h>

#include "office/event.h"
#include "story.h"

static uint32_t taken[ACTION_COUNT]; /* sets of step_by */

static void note(const event *e) {
  step_action which = workflow_number(e->action);
  if (which == ACTION_COUNT) return;
  for (step_by by = 0; by < BY_HOLDER; by++)
    if (str_eq(e->role, role_name(by))) taken[which] |= UINT32_C(1) << by;
  if (str_eq(e->role, S("holder"))) taken[which] |= BY(HOLDER);
}

static err *note_dossier(void *arg, const db_value *row) {
  ctx *c = arg;
  dossier d = {0};
  const event *list;
  size_t n;
  if (!str_to_i64(row[0].s, &d.id)) return ERR(INTERNAL, "no id");
  TRY(event_list(c, &d, &list, &n));
  for (size_t i = 0; i < n; i++) note(&list[i]);
  return NULL;
}

typedef struct codes {
  str ids[64];
  size_t n;
  arena *a;
} codes;

static err *keep_id(void *arg, const db_value *row) {
  codes *all = arg;
  if (all->n < COUNT(all->ids)) all->ids[all->n++] = str_dup(all->a, row[0].s);
  return NULL;
}

static err *note_all(ctx *c, void *arg) {
  codes *all = arg;
  TRY(db_adhoc(c->db, "SELECT CAST(id AS TEXT) FROM dossier", NULL, keep_id, all));
  for (size_t i = 0; i < all->n; i++) TRY(note_dossier(c, &(db_value){.s = all->ids[i]}));
  return NULL;
}

void story_note_rows(storyteller *t) {
  if (!t->office) return;
  codes all = {.a = t->a};
  ctx c = {.a = t->a, .office = t->office, .edition = office_edition(t->office),
           .now = instant_now()};
  err *e = ctx_read(&c, note_all, &all);
  office_release(t->office, c.edition);
  if (e) story_fail(t, "%.*s", STR_ARG(err_line(t->a, e)));
}

bool story_every_row(void) {
  bool all = true;
  for (size_t i = 0; i < workflow_step_count; i++) {
    const workflow_step *s = &workflow_steps[i];
    uint32_t did = taken[workflow_number(s->action)], missing = s->who & ~did & ~BY(NEXT);
    if (s->who & BY(NEXT) && !did) missing |= BY(NEXT);
    for (step_by by = 0; by <= BY_NEXT; by++) {
      if (!(missing >> by & 1)) continue;
      str role = by < BY_HOLDER ? role_name(by) : S("holder or whoever is next");
      printf("# %.*s is never taken by the %.*s\n", STR_ARG(s->action), STR_ARG(role));
      all = false;
    }
  }
  return all;
}

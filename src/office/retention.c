/* retention: see retention.h.  What is due is looked for procedure by procedure, each a range of
 * one index, so that the cost is that of the procedures and not of the dossiers. */
#include "office/retention.h"

#include "office/access.h"
#include "office/admin_impl.h"
#include "office/retention.sql.h"

err *retention_periods_of(ctx *c, retention_period_of **out, size_t *n) {
  retention_periods_row *rows;
  TRY(retention_periods(c->db, c->a, day_of(c->now), &rows, n));
  retention_period_of *list = arena_list(c->a, *n, retention_period_of);
  for (size_t i = 0; i < *n; i++)
    list[i] = (retention_period_of){.procedure = rows[i].procedure, .years = rows[i].years,
                                 .valid_from = (int32_t)rows[i].valid_from,
                                 .basis = rows[i].basis};
  *out = list;
  return NULL;
}

/* 29 February of a year that has none is the 28th. */
static int32_t years_before(int32_t day, int64_t years) {
  int32_t then = day - (int32_t)years * 10000;
  return day_valid(then) ? then : then - 1;
}

static int32_t kept_from(const ctx *c, const retention_period_of *list, size_t n,
                         const procedure *p) {
  int64_t years = 0;
  for (size_t i = 0; i < n; i++) { /* the general one, which has no code, stands first */
    bool own = str_eq(list[i].procedure, p->code);
    if (own || !list[i].procedure.n) years = list[i].years;
    if (own) break;
  }
  return years ? years_before(day_of(c->now), years) : 0;
}

err *retention_kept_from(ctx *c, const procedure *p, int32_t *day) {
  retention_period_of *list;
  size_t n;
  TRY(retention_periods_of(c, &list, &n));
  *day = kept_from(c, list, n, p);
  return NULL;
}

static const procedure *by_id(const edition *e, int64_t id) {
  for (size_t i = 0; i < e->nprocedures; i++)
    if (e->procedures[i].id == id) return &e->procedures[i];
  return NULL;
}

err *retention_due_list(ctx *c, retention_due **out, size_t *n) {
  retention_period_of *periods;
  size_t nperiods;
  retention_next_procedure_row next = {.procedure_id = INT64_MIN};
  bool found = true;
  TRY(retention_periods_of(c, &periods, &nperiods));
  retention_due *list = arena_list(c->a, c->edition->nprocedures + 1, retention_due);
  *n = 0;
  *out = list;
  while (nperiods && *n < c->edition->nprocedures) {
    TRY(retention_next_procedure(c->db, c->a, next.procedure_id, &next, &found));
    if (!found) break;
    const procedure *p = by_id(c->edition, next.procedure_id);
    int32_t day = p ? kept_from(c, periods, nperiods, p) : 0;
    retention_due_of_row row;
    if (!day) continue;
    TRY(retention_due_of(c->db, c->a, p->id, day_at(day, 0).us, RETENTION_COUNT, &row, &found));
    if (row.n)
      list[(*n)++] = (retention_due){p, row.n, {row.oldest.v}, day};
  }
  return NULL;
}

static err *set(ctx *c, void *arg) {
  const retention_period_of *p = arg;
  int32_t from = p->valid_from;
  ctx now = *c;
  TRY(access_now(&now, WHO_ADMIN));
  if (p->procedure.n && !edition_procedure(c->edition, p->procedure))
    return admin_wrong("procedure", N_("There is no procedure {0}."), p->procedure);
  if (!str_trim(p->basis).n)
    return admin_wrong("basis", N_("The document that orders it is needed."), STR_NONE);
  if (p->years < 1 || p->years > RETENTION_YEARS)
    return admin_wrong("years", N_("The years are between 1 and 100."), STR_NONE);
  TRY(admin_begins(c, "from", &from));
  retention_period_put_in row = {.procedure = p->procedure.p ? p->procedure : S(""),
                                 .from_day = from, .years = p->years, .basis = p->basis};
  TRY(retention_period_put(c->db, &row, NULL));
  json_member d[] = {journal_int(c->a, "years", p->years), journal_text(c->a, "basis", p->basis),
                     journal_text(c->a, "from", day_iso(c->a, from))};
  return journal_write(&now, &(journal_entry){.act = ACT_PERIOD_SET, .detail = d,
                                              .ndetail = COUNT(d),
                                              .subject = p->procedure.n ? p->procedure : S("*")});
}

err *retention_set(ctx *c, const retention_period_of *p) {
  if (!c->who) return ERR(UNAUTHENTICATED, N_("Please sign in"));
  return ctx_write(c, 0, set, (void *)(uintptr_t)p);
}

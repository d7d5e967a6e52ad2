/* verify_ruling: decisions on many dossiers: what was approved is what was listed, and nothing was
 * destroyed or dated anew without one; see verify_impl.h. */
#include "base/buf.h"
#include "office/journal.h"
#include "office/ruling.h"
#include "office/verify_impl.h"
#include "office/verify_ruling.sql.h"

enum { PAGE = 500, ENTRIES = 20 };

/* --- of one dossier --- */

err *verify_erased(examined *x) {
  verify_erasure_row row;
  bool found, salts = false;
  if (!x->d.erased_by) {
    for (size_t i = 0; i < x->n; i++)
      if (!x->events[i].salt.p)
        return wrong_event(x, &x->events[i],
                           S("its salt is missing, and no decision destroyed it"));
    return NULL;
  }
  TRY(verify_erasure(x->v->c.db, x->v->c.a, x->d.id, x->d.erased_by, &row, &found));
  if (!row.n) return wrong(x->v, x->d.code, S("it was erased without a decision"));
  for (size_t i = 0; i < x->n; i++)
    salts = salts || x->events[i].salt.p || x->events[i].note.p || x->events[i].reason.p;
  if (salts || row.texts || x->npapers)
    return wrong(x->v, x->d.code, S("it was erased by decision, and something of it is left"));
  x->v->report->erased++;
  return NULL;
}

err *verify_redated(examined *x, const verify_events_row *e, const said *s) {
  verify_redate_row row;
  bool found;
  if (!s->stated.ruling.n) return NULL;
  TRY(verify_redate(x->v->c.db, x->v->c.a,
                    &(verify_redate_in){.dossier = x->d.id, .number = s->stated.ruling,
                                        .due = s->stated.due_at.us, .at = e->at},
                    &row, &found));
  return row.n == 1 ? NULL : wrong_event(x, e, S("no decision gives it that due date"));
}

/* --- of one decision --- */

static str label(verifier *v, const ruling *r) {
  return str_cat(v->c.a, S("decision "), r->number);
}

/* Its list again; how many of it were done. */
static err *list_fits(verifier *v, const ruling *r) {
  arena *a = v->c.a;
  str digest = sha256(a, r->public_id);
  int64_t planned = 0, done = 0, skipped = 0;
  for (ruling_page p = {.most = PAGE, .n = PAGE}; p.n == PAGE; p.after = planned) {
    TRY(ruling_lines(&v->c, r, &p));
    for (size_t i = 0; i < p.n; i++) {
      if (p.lines[i].ordinal != ++planned) return wrong(v, label(v, r), S("a line is missing"));
      digest = ruling_digest(a, digest, &p.lines[i]);
      done += str_eq(p.lines[i].outcome, S("done"));
      skipped += str_eq(p.lines[i].outcome, S("skipped"));
    }
  }
  if (planned != r->planned || done != r->done || skipped != r->skipped ||
      !str_eq(digest, r->digest))
    return wrong(v, label(v, r), S("its list is not what was approved"));
  return NULL;
}

static bool says(const json *detail, const char *key, str wanted) {
  return str_eq(json_str(json_get(detail, str_of(key))), wanted);
}

static err *approved(verifier *v, const ruling *r) {
  journal_row *rows;
  size_t n, hits = 0;
  if (!r->approved_by) return NULL;
  journal_wish w = {.kind = S("ruling"), .subject = r->number, .most = ENTRIES};
  TRY(journal_list(&v->c, &w, &rows, &n));
  for (size_t i = 0; i < n; i++)
    hits += str_eq(rows[i].action, S("approved")) &&
            says(rows[i].detail, "sha256", hex_of(v->c.a, r->digest)) &&
            says(rows[i].detail, "kind", r->kind) &&
            rows[i].at.us == r->approved_at.us;
  if (hits == 1) return NULL;
  return wrong(v, label(v, r), S("the journal does not say that it was approved"));
}

static err *erased_fits(verifier *v, const ruling *r) {
  verify_erased_by_row row;
  bool found;
  TRY(verify_erased_by(v->c.db, v->c.a, r->id, &row, &found));
  if (row.n != (str_eq(r->kind, S("erase")) ? r->done : 0))
    return wrong(v, label(v, r), S("another number of dossiers is erased than it did"));
  if (row.n) v->report->erasures++;
  return NULL;
}

err *verify_rulings(verifier *v) {
  instant before = INSTANT_NONE;
  for (size_t n = PAGE; n == PAGE;) {
    size_t mark = arena_mark(v->c.a);
    ruling *rows;
    TRY(ruling_list(&v->c, before, PAGE, &rows, &n));
    for (size_t i = 0; i < n; i++) {
      TRY(list_fits(v, &rows[i]));
      TRY(approved(v, &rows[i]));
      TRY(erased_fits(v, &rows[i]));
      before = rows[i].proposed_at;
    }
    arena_rewind(v->c.a, mark);
  }
  return NULL;
}

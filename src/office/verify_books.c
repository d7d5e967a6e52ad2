/* verify_books: what stands above single dossiers: uploaded papers, procedures, registers, totals;
 * see verify_impl.h. */
#include "base/buf.h"
#include "office/verify_impl.h"

enum { PAGE = 500, VERSIONS = 20 };

/* Uploads that no dossier took are swept after a day, file and all, perhaps while this runs. */
static err *verify_uploads(verifier *v) {
  arena *a = v->c.a;
  int64_t unused_since = v->c.now.us - DAY / 2;
  int64_t after = INT64_MIN;
  for (size_t n = PAGE; n == PAGE;) {
    size_t mark = arena_mark(a);
    verify_papers_row *rows;
    TRY(verify_papers(v->c.db, a, after, unused_since, PAGE, &rows, &n));
    for (size_t i = 0; i < n; i++) {
      str where = str_cat(a, S("paper "), rows[i].public_id);
      after = rows[i].id;
      TRY(verify_blob(v, where, rows[i].blob, rows[i].sha256, rows[i].size));
    }
    arena_rewind(a, mark);
  }
  return NULL;
}

static err *verify_procedures(verifier *v) {
  arena *a = v->c.a;
  int64_t after = INT64_MIN;
  for (size_t n = VERSIONS; n == VERSIONS;) {
    size_t mark = arena_mark(a);
    verify_versions_row *rows;
    TRY(verify_versions(v->c.db, a, after, VERSIONS, &rows, &n));
    for (size_t i = 0; i < n; i++) {
      after = rows[i].id;
      if (str_eq(sha256(a, rows[i].content), rows[i].sha256)) continue;
      const procedure *p = edition_version(v->c.edition, rows[i].id);
      return wrong(v, str_cat(a, S("procedure "), p ? p->code : S("?")),
                   S("its text is not what was published"));
    }
    arena_rewind(a, mark);
  }
  return NULL;
}

static err *verify_one_register(verifier *v, const verify_registers_row *r) {
  verify_register_row row;
  bool found;
  TRY(verify_register(v->c.db, v->c.a, r->unit_id, r->type, r->year, &row, &found));
  if (row.n == r->last && row.least == 1 && row.greatest == r->last) return NULL;
  const unit *u = edition_unit(v->c.edition, r->unit_id);
  return wrong(v, str_fmt(v->c.a, "register %.*s %.*s/%lld", STR_ARG(u ? u->code : S("?")),
                          STR_ARG(r->type), (long long)r->year),
               S("its numbers have a gap"));
}

static err *verify_all_registers(verifier *v) {
  verify_registers_row *rows;
  verify_numbered_row numbered;
  size_t n;
  bool found;
  TRY(verify_registers(v->c.db, v->c.a, &rows, &n));
  for (size_t i = 0; i < n; i++) TRY(verify_one_register(v, &rows[i]));
  TRY(verify_numbered(v->c.db, v->c.a, &numbered, &found));
  if (numbered.strays) return wrong(v, S("registers"), S("a number stands in no register"));
  if (numbered.used != numbered.results)
    return wrong(v, S("registers"), S("a number is marked used that no result bears"));
  return NULL;
}

err *verify_books(verifier *v) {
  verify_counts_row counts;
  bool found;
  TRY(verify_uploads(v));
  TRY(verify_copies_signed(v));
  TRY(verify_procedures(v));
  TRY(verify_all_registers(v));
  TRY(verify_counts(v->c.db, v->c.a, &counts, &found));
  if (counts.events != v->report->events)
    return wrong(v, S("events"), S("there are events that belong to no dossier"));
  if (counts.leaves != counts.events)
    return wrong(v, S("ledger"), S("it has an entry that no event explains"));
  if (counts.deltas != v->waiting)
    return wrong(v, S("figures"), S("something is counted that no event gives"));
  return NULL;
}

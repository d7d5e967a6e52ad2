/* recount: the figures a second time, by counting dossiers with queries of their own, which know
 * nothing of deltas, folds or the table of measures. */
#ifndef TESTS_RECOUNT_H
#define TESTS_RECOUNT_H
#include "office/fold.h"
#include "whole.h"

typedef struct recount_row {
  measure measure;
  bool by_unit; /* stands with the dossier's unit; else counted where it happened: in all */
  const char *sum, *where;
} recount_row;

#define GOING "d.state IN ('received', 'appraised', 'approved', 'waiting_supplement'," \
              " 'waiting_payment')"
#define FIRST " AND d.ended_at IS NULL AND d.finished_at IS NULL AND d.due_at IS NOT NULL"
#define FULL " EXISTS (SELECT 1 FROM procedure_version v WHERE v.id = d.procedure_version_id" \
             " AND REPLACE(v.content, ' ', '') LIKE '%\"value\":\"full\"%')" \
             " AND d.channel IN ('online', 'vneid')"
#define N "COUNT(*)"

static const recount_row recount_rows[] = {
    {MEASURE_waiting, true, N, "d.state = 'submitted'"},
    {MEASURE_open, true, N, GOING},
    {MEASURE_running, true, N, "d.state IN ('received', 'appraised', 'approved') AND"
                               " d.supplements < 2" FIRST},
    {MEASURE_paused_in_time, true, N, "d.state LIKE 'waiting_%' AND d.supplements < 2 AND"
                                      " d.paused_at <= d.due_at" FIRST},
    {MEASURE_paused_late, true, N, "d.state LIKE 'waiting_%' AND d.supplements < 2 AND"
                                   " d.paused_at > d.due_at" FIRST},
    {MEASURE_asked_twice, true, N, GOING " AND d.supplements > 1" FIRST},
    {MEASURE_undated, true, N, GOING " AND d.ended_at IS NULL AND d.due_at IS NULL"},
    {MEASURE_submitted, false, N, "1 = 1"},
    {MEASURE_received, false, N, "d.received_at IS NOT NULL"},
    {MEASURE_received_online, false, N, "d.received_at IS NOT NULL AND d.channel IN ('online',"
                                        " 'vneid')"},
    {MEASURE_received_full, false, N, "d.received_at IS NOT NULL AND" FULL},
    {MEASURE_received_full_alone, false, N, "d.received_at IS NOT NULL AND"
                                            " d.support_unit_id IS NULL AND" FULL},
    {MEASURE_finished, false, N, "d.finished_at IS NOT NULL"},
    {MEASURE_finished_undated, false, N, "d.finished_at IS NOT NULL AND d.due_at IS NULL"},
    {MEASURE_finished_on_time, false, N, "d.finished_at <= d.due_at"},
    {MEASURE_finished_as_promised, false, N, "d.finished_at <= d.first_due_at"},
    {MEASURE_returned, false, N, "d.finished_at IS NOT NULL AND d.ended_at IS NOT NULL"},
    {MEASURE_refused, false, N, "d.state = 'refused'"},
    {MEASURE_withdrawn, false, N, "d.state = 'withdrawn'"},
    {MEASURE_stopped, false, N, "d.state = 'stopped'"},
    {MEASURE_extended, false, N, "d.extensions = 1"},
    {MEASURE_supplement_asked, false, "SUM(d.supplements)", "1 = 1"},
    {MEASURE_rated, false, N, "d.rating > 0"},
    {MEASURE_rating, false, "SUM(d.rating)", "1 = 1"},
    {MEASURE_disliked, false, N, "d.rating BETWEEN 1 AND 2"},
    {MEASURE_result_opened, false, N, "d.reached_at IS NOT NULL"},
    {MEASURE_handed_over, false, N, "d.handed_at IS NOT NULL"},
    {MEASURE_done_online, false, N,
     FULL " AND (EXISTS (SELECT 1 FROM event e WHERE e.dossier_id = d.id AND e.action = 'read' AND"
          " e.at = d.handed_at) OR EXISTS (SELECT 1 FROM event e JOIN handover h ON h.dossier_id ="
          " e.dossier_id AND h.seq = e.seq WHERE e.dossier_id = d.id AND e.at = d.handed_at AND"
          " h.proof = 'post'))"},
    {MEASURE_to_digitise, false, N, "d.received_at IS NOT NULL AND d.scans > 0"},
    {MEASURE_settled, false, N, "d.received_at IS NOT NULL AND d.due_at IS NOT NULL AND"
                                " (d.finished_at IS NOT NULL OR d.ended_at IS NOT NULL)"},
    {MEASURE_settled_in_time, false, N,
     "d.supplements < 2 AND COALESCE(d.finished_at, (SELECT p.from_at FROM dossier_pause p"
     " WHERE p.dossier_id = d.id AND p.to_at = d.ended_at), d.ended_at) <= d.due_at"},
};
#undef N
#define RECOUNT_BELOW                                                                 \
  "WITH RECURSIVE b(id) AS (SELECT id FROM unit WHERE id = %lld UNION ALL SELECT u.id" \
  " FROM unit u JOIN b ON u.parent_id = b.id) SELECT id FROM b"
#undef FULL
#undef FIRST
#undef GOING

typedef struct recounting {
  int64_t unit_id;
  figures now, before, after; /* this year, the one before it, the one after */
} recounting;

static inline err *recount_read(ctx *c, void *arg) {
  recounting *r = arg;
  period year = period_of(SPAN_YEAR, day_of(c->now)), last = year, next = year;
  last.first -= 10000, last.last -= 10000, next.first += 10000, next.last += 10000;
  TRY(figures_of(c, r->unit_id, &year, &r->now));
  TRY(figures_of(c, r->unit_id, &last, &r->before));
  return figures_of(c, r->unit_id, &next, &r->after);
}

static inline int64_t recount_ask(both *b, const char *sql) {
  int64_t n = -1;
  str said = both_ask(b, sql);
  assert_true(str_to_i64(said, &n));
  return n;
}

/* One unit with all below it, as its dossiers say. */
static inline void recount_unit(whole *w, const unit *u) {
  recounting r = {.unit_id = u->id};
  assert_ok(ctx_read(&w->c, recount_read, &r));
  for (size_t i = 0; i < COUNT(recount_rows); i++) {
    const recount_row *row = &recount_rows[i];
    if (!row->by_unit && u->parent_id) continue;
    size_t mark = arena_mark(w->b->a);
    int64_t told = recount_ask(
        w->b, str_fmt(w->b->a,
                      "SELECT CAST(COALESCE(%s, 0) AS TEXT) FROM dossier d WHERE (%s) AND"
                      " d.unit_id IN (" RECOUNT_BELOW ")",
                      row->sum, row->where, (long long)u->id).p);
    int64_t ours = r.now.n[row->measure] + r.before.n[row->measure] + r.after.n[row->measure];
    if (ours != told)
      print_error("%.*s, %.*s: %lld, but %lld dossiers\n", STR_ARG(u->code),
                  STR_ARG(measure_name(row->measure)), (long long)ours, (long long)told);
    assert_true(ours == told);
    arena_rewind(w->b->a, mark);
  }
  int64_t late = recount_ask(
      w->b, str_fmt(w->b->a,
                    "SELECT CAST(COUNT(*) AS TEXT) FROM dossier d WHERE d.supplements < 2 AND"
                    " d.state IN ('received', 'appraised', 'approved') AND d.due_at < %lld AND"
                    " d.finished_at IS NULL AND d.ended_at IS NULL AND d.unit_id IN ("
                    RECOUNT_BELOW ")",
                    (long long)w->c.now.us, (long long)u->id).p);
  assert_int_equal(r.now.late[MEASURE_running], late);
}

static inline void recount_all(whole *w) {
  for (size_t i = 0; i < w->c.edition->nunits; i++) recount_unit(w, &w->c.edition->units[i]);
}
#endif

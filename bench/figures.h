/* figures: a province with so many dossiers, and what reading its figures costs; for
 * bench_figures.c (how long) and tests/unit/test_figures.c (how much is read). */
#ifndef BENCH_FIGURES_H
#define BENCH_FIGURES_H
#include "office/fold.h"

/* Dossiers number FROM to TO of the province's units over 540 days, like the first that is there,
 * and what they have counted, summed by unit and day; those of the last 40 days are still under
 * way.  To be folded.  Needs one dossier; SQLite. */
static const char figures_fill[] =
    "CREATE TEMP TABLE k AS WITH RECURSIVE k(n) AS (SELECT %lld UNION ALL SELECT n + 1 FROM k"
    " WHERE n < %lld) SELECT n FROM k;"
    "CREATE TEMP TABLE u AS SELECT ROW_NUMBER() OVER (ORDER BY code) - 1 AS i, id FROM unit"
    " WHERE parent_id = (SELECT id FROM unit WHERE code = 'H49');"
    "CREATE TEMP TABLE g AS SELECT k.n AS n, u.id AS unit, k.n * 7919 %% 540 AS ago FROM temp.k"
    " JOIN temp.u ON u.i = k.n %% (SELECT COUNT(*) FROM temp.u);"
    "INSERT INTO dossier (id, code, procedure_id, procedure_version_id, channel, holder_id,"
    " filed_by, unit_id, reception_unit_id, field, delivery, state, status, version, seq, head,"
    " submitted_at, due_order) SELECT g.n, 'bench-' || g.n, d.procedure_id, d.procedure_version_id,"
    " d.channel, d.holder_id, d.filed_by, g.unit, g.unit, d.field, d.delivery, 'received', 2, 1, 1,"
    " d.head, d.submitted_at, d.submitted_at FROM temp.g,"
    " (SELECT * FROM dossier WHERE code NOT LIKE 'bench-%%' ORDER BY id LIMIT 1) d;"
    "INSERT INTO event (id, dossier_id, seq, action, actor_id, at, scheme, signed, signature, hash)"
    " SELECT n, n, 1, e.action, e.actor_id, e.at, e.scheme, e.signed, e.signature, e.hash"
    " FROM temp.k, (SELECT * FROM event WHERE seq = 1 ORDER BY id LIMIT 1) e"
    " WHERE n < (SELECT MIN(n) FROM temp.k) + 540;"
    "INSERT INTO delta (event_id, measure, unit_id, due, day, n) SELECT (SELECT MIN(n) FROM temp.k)"
    " + ago, m.name, unit, CASE m.kind WHEN 'due' THEN 1000000 * (strftime('%%s', '2026-11-24') +"
    " (20 - ago) * 86400) ELSE 0 END, CASE m.kind WHEN 'flow' THEN CAST(strftime('%%Y%%m%%d',"
    " '2026-11-24', '-' || ago || ' days') AS INT) ELSE 0 END, COUNT(*) FROM temp.g,"
    " (SELECT 'submitted' AS name, 'flow' AS kind UNION ALL SELECT 'received', 'flow'"
    " UNION ALL SELECT 'received_online', 'flow' UNION ALL SELECT 'received_full', 'flow'"
    " UNION ALL SELECT 'finished', 'flow' UNION ALL SELECT 'finished_on_time', 'flow'"
    " UNION ALL SELECT 'settled', 'flow' UNION ALL SELECT 'settled_in_time', 'flow'"
    " UNION ALL SELECT 'returned', 'flow' UNION ALL SELECT 'reused', 'flow'"
    " UNION ALL SELECT 'open', 'stock' UNION ALL SELECT 'running', 'due') m"
    " WHERE m.kind = 'flow' OR ago < 40 GROUP BY ago, m.name, unit;"
    "DROP TABLE temp.g; DROP TABLE temp.u; DROP TABLE temp.k;";

/* The province's figures of this year, and what reading them cost. */
typedef struct figures_run {
  figures f;
  db_work work;
  int64_t statements;
} figures_run;

static inline err *figures_run_read(ctx *c, void *arg) {
  figures_run *x = arg;
  period year = period_of(SPAN_YEAR, day_of(c->now));
  db_work before = db_worked(c->db);
  int64_t statements = db_statements(c->db);
  TRY(figures_of(c, edition_unit_by_code(c->edition, S("H49"))->id, &year, &x->f));
  db_work after = db_worked(c->db);
  x->work = (db_work){after.steps - before.steps, after.scanned - before.scanned};
  x->statements = db_statements(c->db) - statements;
  return NULL;
}
#endif

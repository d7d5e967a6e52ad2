/* desks: the wishes that an officer's desk is measured by, and a ward with so many dossiers in it;
 * for bench_desk.c (how long) and tests/unit/test_desk.c (how much is read). */
#ifndef BENCH_DESKS_H
#define BENCH_DESKS_H
#include "office/desk.h"
#include "office/find.h"
#include "office/load.h"

typedef struct desk_wish {
  const char *name, *login;
  list_wish w;
  str words; /* a search; none: a list */
  bool load; /* of the officers of the unit */
} desk_wish;

#define DESK_WISH(name, login, ...) {name, login, .w = {.view = {"desk", 4}, __VA_ARGS__}}
static const desk_wish desk_wishes[] = {
    DESK_WISH("all", "receptionist.halong", .step = {0}),
    DESK_WISH("step", "appraiser.halong", .step = {"appraise", 8}),
    DESK_WISH("late", "appraiser.halong", .light = {"late", 4}),
    DESK_WISH("soon", "appraiser.halong", .light = {"soon", 4}),
    DESK_WISH("on_time", "appraiser.halong", .light = {"ok", 2}),
    DESK_WISH("procedure", "appraiser.halong", .procedure = {"1.001193", 8}),
    DESK_WISH("nobodys", "appraiser.halong", .whose = {"free", 4}),
    DESK_WISH("mine", "appraiser.halong", .whose = {"me", 2}),
    DESK_WISH("opinions", "appraiser", .step = {"opinion", 7}),
    {"unit", "leader.halong", .w = {.view = {"unit", 4}}},
    {"name", "appraiser.halong", .words = {"thi m", 5}},
    {"whole_name", "appraiser.halong", .words = {"Nguy\xe1\xbb\x85n Th\xe1\xbb\x8b Mb", 17}},
    {"number", "appraiser.halong", .words = {"0900000101", 10}},
    {"load", "leader.halong", .load = true},
};
#undef DESK_WISH

/* One run of a wish, in a snapshot. */
typedef struct listing {
  desk_wish wish;
  dossier_list list;
  size_t n;     /* of lines */
  db_work work; /* what it cost */
} listing;

static inline err *listing_look(ctx *c, listing *x) {
  find_list found;
  officer_list people;
  load l;
  int64_t unit_id;
  if (x->wish.words.p) {
    TRY(dossier_find(c, x->wish.words, STR_NONE, &found));
    x->list = found.list;
  } else if (x->wish.load) {
    TRY(load_unit(c, STR_NONE, &unit_id));
    TRY(officer_find(c, &(officer_search){.unit_id = unit_id}, &people));
    TRY(load_of(c, unit_id, &people, &l));
    x->n = l.n;
    return NULL;
  } else {
    TRY(dossier_list_of(c, &x->wish.w, &x->list));
  }
  x->n = x->list.n;
  return NULL;
}

static inline err *listing_read(ctx *c, void *arg) {
  listing *x = arg;
  db_work before = db_worked(c->db);
  TRY(listing_look(c, x));
  db_work after = db_worked(c->db);
  x->work = (db_work){after.steps - before.steps, after.scanned - before.scanned};
  return NULL;
}

/* Dossiers number FROM + 1 to TO of the ward, like the one of the demonstration: half wait for
 * reception and half for appraisal, one of a thousand is the officer's, about one of ten another
 * unit is asked; SQLite. */
static const char desk_fill[] =
    "CREATE TEMP TABLE k AS WITH RECURSIVE k(n) AS (SELECT %lld UNION ALL SELECT n + 1 FROM k"
    " WHERE n < %lld) SELECT n FROM k;"
    "INSERT INTO dossier (id, code, procedure_id, procedure_version_id, channel, holder_id,"
    " filed_by, unit_id, reception_unit_id, field, delivery, state, status, version, seq, head,"
    " submitted_at, due_at, due_order, desk_unit_id, desk_officer_id, consults)"
    " SELECT n, 'bench-' || n, d.procedure_id, d.procedure_version_id, d.channel,"
    " d.holder_id, d.filed_by, d.unit_id, d.reception_unit_id, d.field, d.delivery,"
    " CASE n %% 2 WHEN 0 THEN 'submitted' ELSE 'received' END, 1 + n %% 2, 1, 1, d.head,"
    " d.submitted_at + n, d.submitted_at + ((n * 7919) %% 1000003 - 500000) * 1000000,"
    " d.submitted_at + ((n * 7919) %% 1000003 - 500000) * 1000000,"
    " CASE n %% 2 WHEN 0 THEN d.reception_unit_id ELSE d.unit_id END,"
    " CASE n %% 1000 WHEN 1 THEN (SELECT id FROM account WHERE login = 'appraiser.halong') END,"
    " n %% 10 = 3"
    " FROM temp.k, (SELECT * FROM dossier WHERE code NOT LIKE 'bench-%%' AND procedure_id ="
    " (SELECT id FROM procedure WHERE code = '1.001193') ORDER BY id LIMIT 1) d;"
    "INSERT INTO consultation (dossier_id, seq, unit_id, until_day, due_order)"
    " SELECT d.id, 2, (SELECT id FROM unit WHERE code = 'H49.07'), 20270101, d.due_order"
    " FROM dossier d, temp.k WHERE d.id = n AND d.consults = 1;"
    "INSERT INTO dossier_key (dossier_id, unit_id, field, key, turned)"
    " SELECT d.id, d.unit_id, d.field, CAST(given.p || 'm' || char(97 + n %% 26) AS BLOB), -d.id"
    " FROM dossier d, temp.k, (SELECT 'nguyen thi ' AS p UNION ALL SELECT 'thi ') given"
    " WHERE d.id = n;"
    "DROP TABLE temp.k;";
#endif

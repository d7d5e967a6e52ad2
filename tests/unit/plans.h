/* plans: how SQLite would go about queries: as a range of an index that is in the order of the list
 * already, with nothing read from end to end and nothing sorted. */
#ifndef TESTS_PLANS_H
#define TESTS_PLANS_H
#include "both.h"

/* Does a line of a plan name the range that is wanted? */
typedef bool (*plan_wanted)(str how);

typedef struct plan_seen {
  const char *name;
  plan_wanted wanted;
  bool named;
} plan_seen;

static inline err *plan_line(void *arg, const db_value *row) {
  plan_seen *p = arg;
  str how = row[3].s;
  bool bad = str_starts(how, S("SCAN")) || str_find(how, S("TEMP B-TREE")) >= 0;
  if (bad) print_error("%s: %.*s\n", p->name, STR_ARG(how));
  assert_false(bad);
  p->named |= p->wanted(how);
  return NULL;
}

/* Every query that is chosen by its name; returns how many those are. */
static inline int plans_are(both *b, bool (*chosen)(const char *name), plan_wanted wanted) {
  db_conn *c;
  int seen = 0;
  assert_ok(db_read_begin(b->d, &c));
  for (int i = 0; i < db_query_count; i++) {
    const db_query *q = db_queries[i];
    plan_seen p = {.name = q->name, .wanted = wanted};
    if (!chosen(q->name)) continue;
    assert_ok(db_adhoc(c, str_fmt(b->a, "EXPLAIN QUERY PLAN %s", q->sql).p, NULL, plan_line, &p));
    if (!p.named) print_error("%s is not the range that is wanted\n", q->name);
    assert_true(p.named);
    seen++;
  }
  db_read_end(b->d, c);
  return seen;
}
#endif

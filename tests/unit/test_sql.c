/* test_sql: every statement of the program prepares on the migrated schema of both databases, with
 * the parameters and the columns that the generator found. */
#include "both.h"

#include "kit/migrate.h"

static void every_statement_fits(void **state) {
  both *b = both_of(state);
  db_conn *c;
  assert_ok(migrate_run(b->d, NULL, NULL, 1));
  assert_ok(db_connect(b->d, &c));
  int bad = 0;
  assert_true(db_query_count > 0);
  for (int i = 0; i < db_query_count; i++) {
    assert_int_equal(db_queries[i]->index, i);
    if (db_check(c, db_queries[i])) bad++, print_error("%s\n", db_queries[i]->name);
  }
  assert_int_equal(bad, 0);
  db_disconnect(c);
}

int main(void) {
  const struct CMUnitTest tests[] = {BOTH(every_statement_fits)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}

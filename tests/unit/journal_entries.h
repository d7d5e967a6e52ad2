/* journal_entries: whether what an administrator changed has left an entry in the journal. */
#ifndef JOURNAL_ENTRIES_H
#define JOURNAL_ENTRIES_H
#include <string.h>

#include "web_client.h"

static err *count_entries(void *arg, const db_value *row) {
  int64_t n;
  assert_true(str_to_i64(row[0].s, &n));
  *(int64_t *)arg = n;
  return NULL;
}
static int64_t entries(void) {
  int64_t n = 0;
  db_conn *c;
  assert_ok(db_read_begin(site.office->db, &c));
  assert_ok(db_adhoc(c, "SELECT CAST(COUNT(*) AS TEXT) FROM journal", NULL, count_entries, &n));
  db_read_end(site.office->db, c);
  return n;
}

/* An upload is looked at first: its import is the change. */
static bool changes(const route *r) {
  return r->who == WHO_ADMIN && r->effect == WRITE && strcmp(r->name, "import_upload") != 0;
}
#endif

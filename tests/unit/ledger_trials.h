/* ledger_trials: what test_routes_matrix asks of the public ledger. */
#ifndef TESTS_LEDGER_TRIALS_H
#define TESTS_LEDGER_TRIALS_H

static void ledger_with_entries(spot *p, const char *at) {
  carried(p, "receive");
  assert_ok(jobs_ledger_once(site.office));
  get(p, str_of(at));
}
static void ledger_page(spot *p) { ledger_with_entries(p, "/ledger"); }
static void ledger_note(spot *p) { ledger_with_entries(p, "/ledger/checkpoint"); }
/* The newest tile is named by how many it holds, which the checkpoint says. */
static void ledger_tile(spot *p) {
  ledger_with_entries(p, "/ledger");
  answer r = send_ask(&p->q);
  assert_status(r, 200);
  int64_t size;
  assert_true(json_int(json_get(json_body(&r), S("size")), &size));
  assert_true(size > 0);
  char path[TILE_PATH_ROOM];
  int64_t last = size - 1;
  tiles_path(path, (tile){TILE_ENTRIES, last / TILE_WIDTH, (int)(last % TILE_WIDTH) + 1});
  get(p, str_fmt(a, "/ledger/%s", path));
}
static void ledger_path(spot *p) { ledger_with_entries(p, "/ledger/proof/inclusion/0/1"); }
static void ledger_begins(spot *p) { ledger_with_entries(p, "/ledger/proof/consistency/1/1"); }
#define LEDGER_TRIALS \
  {"ledger_show", NULL, NULL, 200, ledger_page, {{0}}}, \
  {"ledger_checkpoint_show", NULL, NULL, 200, ledger_note, {{0}}}, \
  {"ledger_tile_show", NULL, NULL, 200, ledger_tile, {{0}}}, \
  {"ledger_inclusion", NULL, NULL, 200, ledger_path, {{0}}}, \
  {"ledger_consistency", NULL, NULL, 200, ledger_begins, {{0}}},

#endif

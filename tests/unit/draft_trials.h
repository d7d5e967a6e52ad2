/* draft_trials: what test_routes_matrix asks of the drafts' routes; included there. */
#ifndef TESTS_DRAFT_TRIALS_H
#define TESTS_DRAFT_TRIALS_H

/* One draft for each procedure: every trial takes another. */
static str begun_filing(void) {
  static const char *const codes[] = {"2.000908", "2.000913", "2.000927", "2.001016",
                                      "2.001019", "2.001035", "2.001406", "1.000656"};
  static size_t next;
  return str_fmt(a, "{\"procedure\":\"%s\",\"fields\":{}}", codes[next++ % COUNT(codes)]);
}

static str draft_path(void) {
  answer r = send_ask(&(ask){.method = "POST", .target = "/drafts", .token = token_of("citizen"),
                             .type = S("application/json"), .body = begun_filing()});
  assert_status(r, 201);
  return header_of(&r, "Location");
}

static void drafts(spot *p) { get(p, S("/drafts")); }
static void saving(spot *p) { post(p, S("/drafts"), begun_filing()); }
static void going_on(spot *p) { get(p, draft_path()); }
static void dropping(spot *p) {
  p->q.method = "POST";
  p->q.target = str_cat(a, draft_path(), S("/drop")).p;
}
#endif

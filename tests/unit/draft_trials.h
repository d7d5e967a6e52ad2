/* draft_trials: what test_routes_matrix asks of the drafts' routes; included there. */
#ifndef TESTS_DRAFT_TRIALS_H
#define TESTS_DRAFT_TRIALS_H

/* One draft for each procedure: every trial takes another. */
static str begun_filing(void) {
  static size_t next;
  const edition *e = office_edition(site.office);
  while (!e->procedures[++next].schema || str_eq(e->procedures[next].code, S("1.001193"))) continue;
  str code = str_dup(a, e->procedures[next].code);
  office_release(site.office, e);
  return str_fmt(a, "{\"procedure\":\"%.*s\",\"fields\":{}}", STR_ARG(code));
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

/* ruling_trials: what test_routes_matrix asks of decisions on many dossiers, and of taking out what
 * is kept; and of complaints. */
#ifndef TESTS_RULING_TRIALS_H
#define TESTS_RULING_TRIALS_H

static void keeping(spot *p) { get(p, S("/admin/retention")); }
static void new_period(spot *p) {
  change(p, "/admin/retention/periods", S("{\"years\":5,\"basis\":\"QĐ 7\"}"));
}
static void proposing_erasure(spot *p) {
  spot before = {0};
  new_period(&before);
  before.q.token = token_of("admin");
  answer r = send_ask(&before.q);
  assert_status(r, 200);
  post(p, S("/admin/retention/rulings"),
       str_fmt(a, "{\"number\":\"E-%d\",\"day\":\"2026-01-02\",\"basis\":\"Luật\",\"procedure\":"
                  "\"1.001193\",\"before\":\"2020-01-01\"}", turns++));
}
static void all_rulings(spot *p) { get(p, S("/admin/rulings")); }
static void proposing_dates(spot *p) {
  post(p, S("/admin/rulings"),
       str_fmt(a, "{\"number\":\"D-%d\",\"day\":\"2026-01-02\",\"basis\":\"Lịch\"}", turns++));
}
static str one_proposed(void) {
  spot made = {0};
  proposing_dates(&made);
  made.q.token = token_of("admin");
  answer r = send_ask(&made.q);
  assert_status(r, 201);
  return header_of(&r, "Location");
}
static void one_ruling(spot *p) { get(p, one_proposed()); }
static void dropping_ruling(spot *p) {
  p->q.method = "POST";
  p->q.target = str_cat(a, one_proposed(), S("/drop")).p;
}
/* A holiday after reception moves the date of one dossier: the list is not empty. */
static void approving_ruling(spot *p) {
  spot day = {0};
  carried(p, "appraise");
  answer seen = looked(p);
  int32_t due;
  assert_true(day_parse(str_sub(text_of(json_body(&seen), "due_at"), 0, 10), &due));
  change(&day, "/admin/calendar",
         str_fmt(a, "{\"day\":\"%.*s\",\"kind\":\"holiday\",\"source\":\"x\"}",
                 STR_ARG(day_iso(a, due))));
  day.q.token = token_of("admin");
  send_ask(&day.q);
  str at = one_proposed();
  assert_ok(jobs_run_once(site.office));
  p->q.method = "POST";
  p->q.target = str_cat(a, at, S("/approve")).p;
}
static void taking_all(spot *p) { get(p, S("/account/export")); }

/* --- complaints --- */
static void own_complaints(spot *p) { get(p, S("/complaints")); }
static void complaining(spot *p) {
  post(p, S("/complaints"), S("{\"unit\":\"H49.31\",\"text\":\"Chậm.\"}"));
}
static str complained(void) {
  spot made = {0};
  complaining(&made);
  made.q.token = token_of("citizen");
  answer r = send_ask(&made.q);
  assert_status(r, 201);
  return header_of(&r, "Location");
}
static void one_complaint(spot *p) { get(p, complained()); }
static void answering_complaint(spot *p) {
  post(p, str_cat(a, complained(), S("/answer")),
       S("{\"what\":\"accepted\",\"text\":\"Đã nhận.\"}"));
}

#define NO_OVERSEER {"citizen", 403, "forbidden"}, {"receptionist.halong", 403, "forbidden"}
#define RULING_TRIALS \
  {"complaints_show", NULL, "citizen", 200, own_complaints, \
   {{"appraiser.halong", 403, "forbidden"}, {"admin", 403, "forbidden"}}}, \
  {"complaint_send", NULL, "citizen", 201, complaining, \
   {{"appraiser.halong", 403, "forbidden"}, {"leader", 403, "forbidden"}}}, \
  {"complaint_show", NULL, "leader", 200, one_complaint, \
   {{"appraiser.halong", 403, "forbidden"}, {"citizen2", 404, "not-found"}, \
    {"leader.halong", 404, "not-found"}}}, \
  {"complaint_answered", NULL, "leader", 200, answering_complaint, \
   {{"admin", 403, "forbidden"}, {"citizen", 403, "forbidden"}, \
    {"citizen2", 404, "not-found"}, {"leader.halong", 404, "not-found"}}}, \
  {"account_export", NULL, "citizen", 200, taking_all, {{0}}}, \
  {"retention_show", NULL, "admin", 200, keeping, {NO_ADMIN}}, \
  {"retention_ordered", NULL, "admin", 200, new_period, {NO_ADMIN}}, \
  {"erasure_proposed", NULL, "admin", 201, proposing_erasure, {NO_ADMIN}}, \
  {"rulings_show", NULL, "leader", 200, all_rulings, {NO_OVERSEER}}, \
  {"redating_proposed", NULL, "admin", 201, proposing_dates, {NO_ADMIN}}, \
  {"ruling_show", NULL, "admin", 200, one_ruling, {NO_OVERSEER}}, \
  {"ruling_approval", NULL, "leader", 200, approving_ruling, \
   {NO_OVERSEER, {"admin", 403, "forbidden"}, {"leader.halong", 403, "forbidden"}}}, \
  {"ruling_refusal", NULL, "admin", 200, dropping_ruling, \
   {NO_OVERSEER, {"leader.halong", 403, "forbidden"}}}
#endif

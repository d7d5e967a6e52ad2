/* track_trials: what test_routes_matrix asks of proofs of filing and of tracking. */
#ifndef TESTS_TRACK_TRIALS_H
#define TESTS_TRACK_TRIALS_H

static void proof_page(spot *p) { carried(p, "receive"), get(p, under(p, "/proof")); }
static void proof_pdf(spot *p) {
  carried(p, "receive");
  assert_ok(jobs_run_once(site.office));
  get(p, under(p, "/proof.pdf"));
}
static void new_tracking(spot *p) {
  carried(p, "receive");
  p->q.method = "POST";
  p->q.target = under(p, "/tracking").p;
}
static void track_form(spot *p) { get(p, S("/track?number=H49.31-261124-0001")); }
static void tracking_it(spot *p) {
  new_tracking(p);
  p->q.token = token_of("citizen");
  answer r = send_ask(&p->q);
  assert_status(r, 200);
  str code = text_of(json_body(&r), "code");
  p->q = (ask){0};
  post(p, S("/track"),
       str_cat(a, S("{\"number\":\""), p->code, S("\",\"code\":\""), code, S("\"}")));
}
/* Their rows of the table. */
#define TRACK_TRIALS \
  {"proof_show", NULL, "citizen", 200, proof_page, \
   {STRANGER, ADMIN, {"receptionist", 404, "not-found"}}}, \
  {"proof_file_show", NULL, "sealer.halong", 200, proof_pdf, \
   {STRANGER, ADMIN, {"sealer", 404, "not-found"}}}, \
  {"tracking_new", NULL, "receptionist.halong", 200, new_tracking, \
   {STRANGER, ADMIN, {"appraiser.halong", 403, "forbidden"}, {"receptionist", 404, "not-found"}}}, \
  {"track_show", NULL, NULL, 200, track_form, {{0}}}, \
  {"track_look", NULL, NULL, 200, tracking_it, {{0}}},

#endif

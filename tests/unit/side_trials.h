/* side_trials: what test_routes_matrix tries with each side way of workflow.def: the right person,
 * and those who are refused.  Part of that file, apart only for its length. */
#ifndef TESTS_SIDE_TRIALS_H
#define TESTS_SIDE_TRIALS_H

/* --- side ways --- */
static void take(spot *p, const char *who, const char *step, const char *body) {
  step_ask(p, step, body);
  p->q.token = token_of(who);
  answer r = send_ask(&p->q);
  assert_status(r, 200);
  p->version = version_in(&r);
  assert_ok(jobs_run_once(site.office));
  p->q = (ask){0};
}

static str public_id(const char *login) {
  ctx c = {.a = a, .office = site.office, .edition = office_edition(site.office),
           .now = instant_now()};
  assert_ok(db_read_begin(site.office->db, &c.db));
  assert_ok(account_by_token(&c, token_of(login), S("token"), &c.who));
  db_read_end(site.office->db, c.db);
  office_release(site.office, c.edition);
  return c.who->public_id;
}

#define PIN "\"pin\":\"123456\""
#define SIDE_TRIAL(name, before, step, body)  \
  static void to_##name(spot *p) {            \
    carried(p, before);                       \
    step_ask(p, step, body);                  \
  }
#define MISSING \
  "{" PIN ",\"reason\":\"missing_paper\",\"concerns\":\"papers.residence_proof\"," \
  "\"until\":\"2026-12-04\"}"
#define MISTAKE "{" PIN ",\"reason\":\"mistake_of_authority\"}"
SIDE_TRIAL(refuse, "receive", "refuse", "{" PIN ",\"reason\":\"not_competent\"}")
SIDE_TRIAL(ask_supplement, "appraise", "supplement-request", MISSING)
SIDE_TRIAL(ask_payment, "appraise", "payment-request",
           "{" PIN ",\"amount\":50000,\"until\":\"2026-12-04\"}")
SIDE_TRIAL(withdraw, "receive", "withdraw", "{}")
SIDE_TRIAL(stop, "appraise", "stop", "{" PIN ",\"reason\":\"duplicate\"}")
SIDE_TRIAL(send_back, "approve", "send-back", "{" PIN ",\"note\":\"Xem lại.\"}")
SIDE_TRIAL(extend, "appraise", "extend",
           "{" PIN ",\"reason\":\"overload\",\"due\":\"2026-12-04\"}")
SIDE_TRIAL(transfer, "appraise", "transfer",
           "{" PIN ",\"unit\":\"H49.32\",\"note\":\"Nơi khác.\"}")
#define CONSULT \
  "{" PIN ",\"unit\":\"H49.07\",\"until\":\"2026-12-04\",\"note\":\"Xin ý kiến.\"}"
SIDE_TRIAL(consult, "appraise", "consult", CONSULT)
SIDE_TRIAL(claim, "appraise", "claim", "{}")
SIDE_TRIAL(correct, "end", "correct", MISTAKE)
SIDE_TRIAL(revoke, "end", "revoke", MISTAKE)

static void asked(spot *p, const char *step, const char *body) {
  carried(p, "appraise");
  take(p, "appraiser.halong", "consult", CONSULT);
  step_ask(p, step, body);
}
static void to_opinion(spot *p) { asked(p, "opinion", "{" PIN ",\"note\":\"Đồng ý.\"}"); }
static void to_close(spot *p) {
  asked(p, "consult-close", "{" PIN ",\"unit\":\"H49.07\",\"note\":\"Không cần.\"}");
}
static void to_release(spot *p) {
  carried(p, "appraise");
  take(p, "appraiser.halong", "claim", "{}");
  step_ask(p, "release", "{}");
}
static void to_assign(spot *p) {
  carried(p, "appraise");
  step_ask(p, "assign", str_fmt(a, "{\"officer\":\"%.*s\"}",
                                STR_ARG(public_id("appraiser.halong"))).p);
}
static void to_supplement(spot *p) {
  carried(p, "appraise");
  take(p, "appraiser.halong", "supplement-request", MISSING);
  step_ask(p, "supplement", "{\"note\":\"Tôi không còn giấy ấy.\"}");
}
static void to_payment(spot *p) {
  carried(p, "appraise");
  take(p, "appraiser.halong", "payment-request",
       "{" PIN ",\"amount\":50000,\"until\":\"2026-12-04\"}");
  static int receipts; /* a number is used once */
  step_ask(p, "payment",
           str_fmt(a, "{" PIN ",\"receipt\":\"PT-%d\",\"method\":\"cash\"}", receipts++).p);
}
/* A copy of an extract, which costs something, for somebody who says that they need not pay. */
static void charged(spot *p) {
  str body = str_cat(a, S("{\"procedure\":\"2.000635\",\"fields\":"),
                     data_file("extract-poor.json"), S("}"));
  answer r = send_ask(&(ask){.method = "POST", .target = "/dossiers", .token = token_of("citizen"),
                             .type = S("application/json"), .body = body});
  assert_status(r, 201);
  p->code = text_of(json_body(&r), "code");
  p->version = version_in(&r);
}
static void to_fee_paid(spot *p) {
  static int receipts;
  charged(p);
  step_ask(p, "fee-paid",
           str_fmt(a, "{\"receipt\":\"BL-%d\",\"method\":\"transfer\"}", receipts++).p);
}
static void to_fee_exempt(spot *p) {
  charged(p);
  step_ask(p, "fee-exempt", "{}");
}

SIDE_TRIAL(read, "end", "read", "{}")
static void to_digitise(spot *p) {
  carried(p, "receive");
  answer r = looked(p);
  const json *papers = json_get(json_body(&r), S("papers"));
  step_ask(p, "digitise", str_fmt(a, "{" PIN ",\"copies\":[\"%.*s\"]}",
                                  STR_ARG(text_of(&papers->items[0], "id"))).p);
}

#define STRANGER {"business", 404, "not-found"}
#define ADMIN {"admin", 404, "not-found"}
#define NO_ADMIN {"citizen", 403, "forbidden"}, {"leader", 403, "forbidden"}, \
                 {"receptionist.halong", 403, "forbidden"}

SIDE_TRIAL(ask, "receive", "ask", "{\"note\":\"Bao giờ xong?\"}")
static void to_answer(spot *p) {
  carried(p, "receive");
  take(p, "citizen", "ask", "{\"note\":\"Bao giờ xong?\"}");
  step_ask(p, "answer", "{\"note\":\"Mai.\"}");
}
SIDE_TRIAL(rate, "end", "rate", "{\"rating\":5,\"because\":[\"quick\"]}")

#define SIDE_TRIALS \
    {"dossier_step", "ask", "citizen", 200, to_ask, \
     {STRANGER, ADMIN, {"appraiser.halong", 403, "forbidden"}, {"appraiser", 404, "not-found"}}}, \
    {"dossier_step", "answer", "receptionist.halong", 200, to_answer, \
     {STRANGER, ADMIN, {"citizen", 403, "forbidden"}, {"sealer.halong", 403, "forbidden"}, \
      {"appraiser", 404, "not-found"}}}, \
    {"dossier_step", "rate", "citizen", 200, to_rate, \
     {STRANGER, ADMIN, {"returner.halong", 403, "forbidden"}, {"appraiser", 404, "not-found"}}}, \
    {"dossier_step", "refuse", "receptionist.halong", 200, to_refuse, \
     {STRANGER, ADMIN, {"citizen", 403, "forbidden"}, {"appraiser.halong", 403, "forbidden"}, \
      {"receptionist", 404, "not-found"}}}, \
    {"dossier_step", "supplement-request", "appraiser.halong", 200, to_ask_supplement, \
     {STRANGER, ADMIN, {"citizen", 403, "forbidden"}, {"receptionist.halong", 403, "forbidden"}, \
      {"appraiser", 404, "not-found"}}}, \
    {"dossier_step", "supplement", "citizen", 200, to_supplement, \
     {STRANGER, ADMIN, {"appraiser.halong", 403, "forbidden"}, {"citizen2", 404, "not-found"}, \
      {"receptionist", 404, "not-found"}}}, \
    {"dossier_step", "payment-request", "appraiser.halong", 200, to_ask_payment, \
     {STRANGER, ADMIN, {"citizen", 403, "forbidden"}, {"receptionist.halong", 403, "forbidden"}, \
      {"appraiser", 404, "not-found"}}}, \
    {"dossier_step", "payment", "receptionist.halong", 200, to_payment, \
     {STRANGER, ADMIN, {"citizen", 403, "forbidden"}, {"appraiser.halong", 403, "forbidden"}, \
      {"receptionist", 404, "not-found"}}}, \
    {"dossier_step", "fee-paid", "receptionist.halong", 200, to_fee_paid, \
     {STRANGER, ADMIN, {"citizen", 403, "forbidden"}, {"appraiser.halong", 403, "forbidden"}, \
      {"receptionist", 404, "not-found"}}}, \
    {"dossier_step", "fee-exempt", "receptionist.halong", 200, to_fee_exempt, \
     {STRANGER, ADMIN, {"citizen", 403, "forbidden"}, {"appraiser.halong", 403, "forbidden"}, \
      {"receptionist", 404, "not-found"}}}, \
    {"dossier_step", "withdraw", "citizen", 200, to_withdraw, \
     {STRANGER, ADMIN, {"appraiser.halong", 403, "forbidden"}, {"citizen2", 404, "not-found"}, \
      {"receptionist", 404, "not-found"}}}, \
    {"dossier_step", "stop", "approver.halong", 200, to_stop, \
     {STRANGER, ADMIN, {"citizen", 403, "forbidden"}, {"appraiser.halong", 403, "forbidden"}, \
      {"approver", 404, "not-found"}}}, \
    {"dossier_step", "send-back", "approver.halong", 200, to_send_back, \
     {STRANGER, ADMIN, {"citizen", 403, "forbidden"}, {"appraiser.halong", 403, "forbidden"}, \
      {"approver", 404, "not-found"}}}, \
    {"dossier_step", "extend", "approver.halong", 200, to_extend, \
     {STRANGER, ADMIN, {"citizen", 403, "forbidden"}, {"appraiser.halong", 403, "forbidden"}, \
      {"approver", 404, "not-found"}}}, \
    {"dossier_step", "transfer", "approver.halong", 200, to_transfer, \
     {STRANGER, ADMIN, {"citizen", 403, "forbidden"}, {"appraiser.halong", 403, "forbidden"}, \
      {"approver", 404, "not-found"}}}, \
    {"dossier_step", "consult", "appraiser.halong", 200, to_consult, \
     {STRANGER, ADMIN, {"citizen", 403, "forbidden"}, {"approver.halong", 403, "forbidden"}, \
      {"appraiser", 404, "not-found"}}}, \
    {"dossier_step", "opinion", "appraiser", 200, to_opinion, \
     {STRANGER, ADMIN, {"citizen", 403, "forbidden"}, {"receptionist.halong", 403, "forbidden"}, \
      {"approver", 404, "not-found"}}}, \
    {"dossier_step", "consult-close", "appraiser.halong", 200, to_close, \
     {STRANGER, ADMIN, {"citizen", 403, "forbidden"}, {"receptionist.halong", 403, "forbidden"}, \
      {"approver", 404, "not-found"}}}, \
    {"dossier_step", "assign", "approver.halong", 200, to_assign, \
     {STRANGER, ADMIN, {"citizen", 403, "forbidden"}, {"appraiser.halong", 403, "forbidden"}, \
      {"approver", 404, "not-found"}}}, \
    {"dossier_step", "claim", "appraiser.halong", 200, to_claim, \
     {STRANGER, ADMIN, {"citizen", 403, "forbidden"}, {"sealer", 404, "not-found"}, \
      {"appraiser", 404, "not-found"}}}, \
    {"dossier_step", "release", "appraiser.halong", 200, to_release, \
     {STRANGER, ADMIN, {"citizen", 403, "forbidden"}, {"sealer", 404, "not-found"}, \
      {"appraiser", 404, "not-found"}}}, \
    {"dossier_step", "correct", "appraiser.halong", 200, to_correct, \
     {STRANGER, ADMIN, {"citizen", 403, "forbidden"}, {"receptionist.halong", 403, "forbidden"}, \
      {"appraiser", 404, "not-found"}}}, \
    {"dossier_step", "digitise", "receptionist.halong", 200, to_digitise, \
     {STRANGER, ADMIN, {"citizen", 403, "forbidden"}, {"appraiser.halong", 403, "forbidden"}, \
      {"receptionist", 404, "not-found"}}}, \
    {"dossier_step", "read", "citizen", 200, to_read, \
     {STRANGER, ADMIN, {"returner.halong", 403, "forbidden"}, {"returner", 404, "not-found"}}}, \
    {"dossier_step", "revoke", "approver.halong", 200, to_revoke, \
     {STRANGER, ADMIN, {"citizen", 403, "forbidden"}, {"appraiser.halong", 403, "forbidden"}, \
      {"approver", 404, "not-found"}}},

#endif

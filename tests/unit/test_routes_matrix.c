/* test_routes_matrix: for every row of the routes, the right person succeeds; then the same request
 * without a token, by a stranger, in a wrong role, from a wrong unit and by a wrong method fails
 * for the expected reason and changes nothing; and then the right person still can.
 *
 * A row without a trial here fails the test. */
#include <string.h>

#include "office/signature.sql.h"
#include "office/signature_impl.h"
#include "a_paper.h"
#include "bengali_page.h"
#include "journal_entries.h"
#include "web_client.h"

typedef struct spot { /* what one trial is made on */
  str code;            /* of its dossier, or none */
  int64_t version;
  ask q;
} spot;

typedef struct refusal {
  const char *who;     /* NULL: the list ends */
  int status;
  const char *kind;
} refusal;

typedef struct trial {
  const char *name, *action; /* of the row */
  const char *right;         /* NULL: nobody is signed in */
  int status;
  void (*make)(spot *p);
  refusal refused[6];
} trial;

/* --- helpers --- */
static str token_of(const char *login) {
  static struct {
    const char *login;
    str token;
  } known[20];
  size_t i = 0;
  while (known[i].login && strcmp(known[i].login, login) != 0) i++;
  if (!known[i].login) {
    known[i].token = sign_in(login);
    known[i].login = login;
  }
  return known[i].token;
}

static void get(spot *p, str target) {
  p->q.method = "GET";
  p->q.target = target.p;
}

static void post(spot *p, str target, str body) {
  p->q.method = "POST";
  p->q.target = target.p;
  p->q.body = body;
  p->q.type = S("application/json");
}

static str upload_body(void) {
  static int number; /* each upload is another file */
  return str_cat(a, S("--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.pdf\"\r\n"
                      "Content-Type: application/pdf\r\n\r\n"),
                 a_pdf(a, str_fmt(a, "%d", number++).p), S("\r\n--x--\r\n"));
}

static str upload(const char *who) {
  answer r = send_ask(&(ask){.method = "POST", .target = "/papers", .token = token_of(who),
                             .type = S("multipart/form-data; boundary=x"), .body = upload_body()});
  assert_status(r, 201);
  return text_of(json_body(&r), "id");
}

static str filing_body(void) {
  return str_cat(a, S("{\"procedure\":\"1.001193\",\"channel\":\"online\",\"fields\":"),
                 data_file("birth.json"), S(",\"papers\":{\"birth_certificate\":[\""),
                 upload("citizen"), S("\"]}}"));
}

static const struct {
  const char *action, *who;
} steps[] = {{"receive", "receptionist.halong"}, {"appraise", "appraiser.halong"},
             {"approve", "approver.halong"},     {"seal", "sealer.halong"},
             {"return", "returner.halong"}};

static void step_ask(spot *p, const char *step, const char *body) {
  post(p, str_fmt(a, "/dossiers/%.*s/%s", STR_ARG(p->code), step), str_of(body));
  str seen = str_fmt(a, "\"%lld\"", (long long)p->version);
  p->q.more[0] = (http_header){S("If-Match"), seen};
}

static int64_t version_in(const answer *r) {
  int64_t n = 0;
  assert_true(json_int(json_get(json_body(r), S("version")), &n));
  return n;
}

/* A dossier that has taken the steps before this one. */
static void carried(spot *p, const char *before) {
  answer r = send_ask(&(ask){.method = "POST", .target = "/dossiers", .token = token_of("citizen"),
                             .type = S("application/json"), .body = filing_body()});
  assert_status(r, 201);
  p->code = text_of(json_body(&r), "code");
  p->version = version_in(&r);
  for (size_t i = 0; i < COUNT(steps) && strcmp(steps[i].action, before) != 0; i++) {
    step_ask(p, steps[i].action, "{\"pin\":\"123456\"}");
    p->q.token = token_of(steps[i].who);
    r = send_ask(&p->q);
    assert_status(r, 200);
    p->version = version_in(&r);
    assert_ok(jobs_run_once(site.office));
  }
  p->q = (ask){0};
}

static str under(const spot *p, const char *rest) {
  return str_fmt(a, "/dossiers/%.*s%s", STR_ARG(p->code), rest);
}

/* The dossier as its holder sees it. */
static answer looked(const spot *p) {
  answer r = send_ask(
      &(ask){.method = "GET", .target = under(p, "").p, .token = token_of("citizen")});
  assert_status(r, 200);
  return r;
}

/* --- what each trial asks --- */
static void root(spot *p) { get(p, S("/")); }
static void sign_in_form(spot *p) { get(p, S("/sign-in")); }
static void procedures(spot *p) { get(p, S("/procedures")); }
static void one_procedure(spot *p) { get(p, S("/procedures/1.001193")); }
static void one_event(spot *p) { get(p, S("/life-events/birth")); }
static void all_figures(spot *p) { get(p, S("/figures?period=2026-Q4")); }
static void unit_figures(spot *p) { get(p, S("/units/H49.31/figures?indicator=2.1")); }
#include "trials_admin.h"
static void places_of_province(spot *p) { get(p, S("/places/22")); }
static void schema(spot *p) { get(p, S("/procedures/1.001193/form")); }
static void empty_form(spot *p) { get(p, S("/procedures/1.001193/file")); }
static void dossiers(spot *p) { get(p, S("/dossiers")); }
static void demo_page(spot *p) { get(p, S("/demo")); }
static void alive(spot *p) { get(p, S("/healthz")); }
static void database(spot *p) { get(p, S("/readyz")); }
static void figures(spot *p) { get(p, S("/metrics")); }
static void description(spot *p) { get(p, S("/openapi.json")); }
static void style(spot *p) { get(p, S("/assets/motcua.css")); }

static void entering(spot *p) {
  post(p, S("/sessions"), S("{\"account\":\"leader\",\"password\":\"motcua-demo\"}"));
}

/* A session of its own, since it ends. */
static void leaving(spot *p) {
  p->q.method = "POST";
  p->q.target = "/sessions/current/end";
  p->q.token = sign_in("leader");
}

static void by_form(spot *p, const char *target, const char *fields) {
  answer r = send_ask(&(ask){.method = "GET", .target = "/sign-in", .accept = S("text/html")});
  str cookie = header_of(&r, "Set-Cookie");
  cookie = str_sub(cookie, 0, (size_t)str_chr(cookie, ';', 0));
  ptrdiff_t at = str_find(r.body, S("name=\"csrf\" value=\""));
  str csrf = str_sub(r.body, (size_t)at + 19, (size_t)at + 19 + 43);
  post(p, str_of(target), str_fmt(a, "csrf=%.*s&%s", STR_ARG(csrf), fields));
  p->q.type = S("application/x-www-form-urlencoded");
  p->q.cookie = cookie;
  p->q.more[0] = (http_header){S("Origin"), S("http://localhost")};
}
static void one_click(spot *p) { by_form(p, "/demo", "account=citizen"); }
static void language(spot *p) { by_form(p, "/language", "lang=en"); }

static void sending_paper(spot *p) {
  post(p, S("/papers"), upload_body());
  p->q.type = S("multipart/form-data; boundary=x");
}
static void full_filing(spot *p) { post(p, S("/dossiers"), filing_body()); }

#include "draft_trials.h"
static void attached_paper(spot *p) {
  carried(p, "receive");
  answer r = looked(p);
  const json *papers = json_get(json_body(&r), S("papers"));
  assert_true(papers && papers->n == 1);
  get(p, str_cat(a, S("/papers/"), text_of(&papers->items[0], "id")));
}

static void looking(spot *p) { carried(p, "receive"), get(p, under(p, "")); }
static str batch_body(spot *p) {
  carried(p, "receive");
  return str_fmt(a, "{\"action\":\"receive\",\"pin\":\"123456\",\"items\":[\"%.*s@%lld\"]}",
                 STR_ARG(p->code), (long long)p->version);
}
static void batching(spot *p) { post(p, S("/batches"), batch_body(p)); }
static void batched(spot *p) {
  batching(p);
  p->q.token = token_of("receptionist.halong");
  answer r = send_ask(&p->q);
  assert_status(r, 200);
  p->q = (ask){0};
  get(p, str_cat(a, S("/batches/"), text_of(json_body(&r), "id")));
}
static void resumed(spot *p) { /* it came to its end */
  batched(p);
  str at = p->q.target ? str_of(p->q.target) : STR_NONE;
  post(p, at, S("{\"pin\":\"123456\"}"));
}
static void open_shift(spot *p) { get(p, S("/shift")); }
static void begin_shift(spot *p) { post(p, S("/shift"), S("{\"pin\":\"123456\"}")); }
static void end_shift(spot *p) { post(p, S("/shift/end"), STR_NONE); }
static void history(spot *p) { carried(p, "appraise"), get(p, under(p, "/events")); }
static void draft(spot *p) { carried(p, "approve"), get(p, under(p, "/draft.pdf")); }
static void result(spot *p) { carried(p, "return"), get(p, under(p, "/result.pdf")); }

#define STEP_TRIAL(name)                                   \
  static void to_##name(spot *p) {                         \
    carried(p, #name);                                     \
    step_ask(p, #name, "{\"pin\":\"123456\",\"note\":\"\"}"); \
  }
STEP_TRIAL(receive)
STEP_TRIAL(appraise)
STEP_TRIAL(approve)
STEP_TRIAL(seal)
STEP_TRIAL(return)

/* A step begun without a PIN. */
static str begun(spot *p) {
  carried(p, "receive");
  step_ask(p, "receive", "{}");
  p->q.token = token_of("receptionist.halong");
  answer r = send_ask(&p->q);
  assert_status(r, 202);
  p->q = (ask){0};
  return header_of(&r, "Location");
}

static void reading_signing(spot *p) { get(p, begun(p)); }

/* What the officer's token would make of a digest; the key is unlocked here by its PIN. */
static str token_signature(const char *login, str signing_id, str digest) {
  ctx c = {.a = a, .office = site.office, .edition = office_edition(site.office),
           .now = instant_now()};
  struct signing *s;
  keyring keys;
  str made;
  assert_ok(db_read_begin(site.office->db, &c.db));
  assert_ok(account_by_token(&c, token_of(login), S("token"), &c.who));
  db_read_end(site.office->db, c.db);
  c.db = NULL;
  assert_ok(signing_find(&c, signing_id, &s));
  assert_ok(keyring_open(&c, s->key_id, 0, S("123456"), &keys));
  assert_ok(key_sign(a, keys.own, digest, &made));
  keyring_close(&keys);
  office_release(site.office, c.edition);
  return made;
}

static void signed_elsewhere(spot *p) {
  str at = begun(p);
  get(p, at);
  p->q.token = token_of("receptionist.halong");
  answer r = send_ask(&p->q);
  assert_status(r, 200);
  p->q = (ask){0};
  const json *list = json_get(json_body(&r), S("to_sign"));
  assert_true(list && list->n == 1);
  str digest = base64_read(a, text_of(&list->items[0], "digest"));
  str id = text_of(json_body(&r), "id"), made = token_signature("receptionist.halong", id, digest);
  post(p, at, str_cat(a, S("{\"signatures\":[\""), base64_of(a, made), S("\"]}")));
}

#include "officer_trials.h"
#include "side_trials.h"
#include "track_trials.h"

#define NOT_HEAD {"citizen", 403, "forbidden"}, {"sealer.halong", 404, "not-found"}, \
  {"approver", 404, "not-found"}
#include "matrix_people.h"
#include "ruling_trials.h"
#include "notice_trials.h"
#include "store_trials.h"
#include "ledger_trials.h"

static const trial trials[] = {
    {"home", NULL, NULL, 200, root, {{0}}},
    {"sign_in_show", NULL, NULL, 200, sign_in_form, {{0}}},
    {"session_open", NULL, NULL, 201, entering, {{0}}},
    {"session_close", NULL, "leader", 204, leaving, {{0}}},
    PEOPLE_TRIALS
    NOTICE_TRIALS
    {"procedure_list", NULL, NULL, 200, procedures, {{0}}},
    {"procedure_show", NULL, NULL, 200, one_procedure, {{0}}},
    {"life_event_show", NULL, NULL, 200, one_event, {{0}}},
    {"figures_home", NULL, NULL, 200, all_figures, {{0}}},
    {"figures_show", NULL, NULL, 200, unit_figures, {{0}}},
    {"procedure_form", NULL, NULL, 200, schema, {{0}}},
    {"places_show", NULL, NULL, 200, places_of_province, {{0}}},
    {"filing_show", NULL, "citizen", 200, empty_form,
     {{"appraiser.halong", 403, "forbidden"}, {"leader", 403, "forbidden"}}},
    {"paper_upload", NULL, "citizen", 201, sending_paper,
     {{"appraiser.halong", 403, "forbidden"}, {"admin", 403, "forbidden"}}},
    {"paper_show", NULL, "receptionist.halong", 200, attached_paper,
     {STRANGER, ADMIN, {"appraiser", 404, "not-found"}}},
    {"filing_send", NULL, "citizen", 201, full_filing,
     {{"approver.halong", 403, "forbidden"}, {"business", 422, "invalid"}}},
    STORE_TRIALS
    LEDGER_TRIALS
    {"draft_index", NULL, "citizen", 200, drafts,
     {{"appraiser.halong", 403, "forbidden"}, {"admin", 403, "forbidden"}}},
    {"draft_save", NULL, "citizen", 201, saving,
     {{"appraiser.halong", 403, "forbidden"}, {"leader", 403, "forbidden"}}},
    {"draft_show", NULL, "citizen", 200, going_on,
     {STRANGER, {"receptionist.halong", 404, "not-found"}, {"admin", 403, "forbidden"}}},
    {"draft_drop", NULL, "citizen", 204, dropping,
     {STRANGER, {"receptionist.halong", 404, "not-found"}, {"admin", 403, "forbidden"}}},
    {"dossier_index", NULL, "citizen", 200, dossiers, {{0}}},
    {"dossier_show", NULL, "citizen", 200, looking,
     {STRANGER, ADMIN, {"receptionist", 404, "not-found"}}},
    {"dossier_events", NULL, "sealer.halong", 200, history,
     {STRANGER, ADMIN, {"sealer", 404, "not-found"}}},
    {"dossier_draft", NULL, "approver.halong", 200, draft,
     {STRANGER, ADMIN, {"citizen", 403, "forbidden"}, {"approver", 404, "not-found"}}},
    {"dossier_result", NULL, "citizen", 200, result,
     {STRANGER, ADMIN, {"returner", 404, "not-found"}}},
    {"dossier_step", "receive", "receptionist.halong", 200, to_receive,
     {STRANGER, ADMIN, {"citizen", 403, "forbidden"}, {"appraiser.halong", 403, "forbidden"},
      {"receptionist", 404, "not-found"}}},
    {"dossier_step", "appraise", "appraiser.halong", 200, to_appraise,
     {STRANGER, ADMIN, {"citizen", 403, "forbidden"}, {"receptionist.halong", 403, "forbidden"},
      {"appraiser", 404, "not-found"}}},
    {"dossier_step", "approve", "approver.halong", 200, to_approve,
     {STRANGER, ADMIN, {"citizen", 403, "forbidden"}, {"appraiser.halong", 403, "forbidden"},
      {"approver", 404, "not-found"}}},
    {"dossier_step", "seal", "sealer.halong", 200, to_seal,
     {STRANGER, ADMIN, {"citizen", 403, "forbidden"}, {"approver.halong", 403, "forbidden"},
      {"sealer", 404, "not-found"}}},
    {"dossier_step", "return", "returner.halong", 200, to_return,
     {STRANGER, ADMIN, {"citizen", 403, "forbidden"}, {"sealer.halong", 403, "forbidden"},
      {"returner", 404, "not-found"}}},
    SIDE_TRIALS
    TRACK_TRIALS
    {"signing_show", NULL, "receptionist.halong", 200, reading_signing,
     {STRANGER, ADMIN, {"returner.halong", 404, "not-found"}, {"receptionist", 404, "not-found"}}},
    {"signing_finish", NULL, "receptionist.halong", 200, signed_elsewhere,
     {STRANGER, ADMIN, {"returner.halong", 404, "not-found"}, {"receptionist", 404, "not-found"}}},
    {"batch_send", NULL, "receptionist.halong", 200, batching, {{"citizen", 403, "forbidden"}}},
    {"batch_show", NULL, "receptionist.halong", 200, batched,
     {{"citizen", 403, "forbidden"}, {"receptionist", 404, "not-found"}}},
    {"batch_resume", NULL, "receptionist.halong", 409, resumed,
     {{"citizen", 403, "forbidden"}, {"receptionist", 404, "not-found"}}},
    {"shift_show", NULL, "receptionist.halong", 200, open_shift,
     {{"citizen", 403, "forbidden"}, {"appraiser.halong", 403, "forbidden"}}},
    {"shift_begin", NULL, "receptionist.halong", 200, begin_shift,
     {{"citizen", 403, "forbidden"}, {"approver.halong", 403, "forbidden"}}},
    {"shift_stop", NULL, "receptionist.halong", 204, end_shift, {{0}}},
    {"rights_show", NULL, "leader", 200, rights,
     {{"citizen", 403, "forbidden"}, {"appraiser.halong", 403, "forbidden"}}},
    {"officers_index", NULL, "appraiser.halong", 200, colleagues, {{"citizen", 403, "forbidden"}}},
    {"work_show", NULL, "leader.halong", 200, work, {NOT_HEAD}},
    {"delegation_give", NULL, "approver.halong", 200, lending, {NOT_HEAD}},
    {"delegation_revoke", NULL, "leader", 200, revoking, {NOT_HEAD}},
    {"leave_give", NULL, "approver.halong", 200, leaving_for, {NOT_HEAD}},
    {"leave_revoke", NULL, "leader.halong", 200, coming_back, {NOT_HEAD}},
    {"people_index", NULL, "admin", 200, people, {NO_ADMIN}},
    {"officer_make", NULL, "admin", 201, opening, {NO_ADMIN}},
    {"officer_show", NULL, "admin", 200, account, {NO_ADMIN}},
    {"role_give", NULL, "admin", 200, giving, {NO_ADMIN}},
    {"role_stop", NULL, "admin", 200, stopping, {NO_ADMIN}},
    {"account_off", NULL, "admin", 200, disabling, {NO_ADMIN}},
    {"account_on", NULL, "admin", 200, enabling, {NO_ADMIN}},
    {"password_give", NULL, "admin", 200, new_password, {NO_ADMIN}},
    {"keys_show", NULL, "admin", 200, key_list, {NO_ADMIN}},
    {"key_ordered", NULL, "admin", 200, ordering_key, {NO_ADMIN}},
    {"own_key_made", NULL, "returner", 200, making_key, {{"citizen", 403, "forbidden"}}},
    {"key_stopped", NULL, "admin", 200, ending_key, {NO_ADMIN}},
    {"key_unlock", NULL, "admin", 200, unlocking, {NO_ADMIN}},
    ADMIN_TRIALS,
    RULING_TRIALS,
    {"demo_show", NULL, NULL, 200, demo_page, {{0}}},
    {"demo_enter", NULL, NULL, 303, one_click, {{0}}},
    {"language_set", NULL, NULL, 303, language, {{0}}},
    {"health", NULL, NULL, 200, alive, {{0}}},
    {"ready", NULL, NULL, 200, database, {{0}}},
    {"metrics", NULL, NULL, 200, figures, {{0}}},
    {"openapi", NULL, NULL, 200, description, {{0}}},
    {"asset", NULL, NULL, 200, style, {{0}}},
};

static const trial *trial_of(const route *r) {
  for (size_t i = 0; i < COUNT(trials); i++)
    if (strcmp(trials[i].name, r->name) == 0 && str_eq(str_of(trials[i].action), r->action))
      return &trials[i];
  return NULL;
}

/* --- the attempts --- */
static str tag_of(const spot *p) {
  if (!p->code.p) return S("");
  answer r = looked(p);
  return header_of(&r, "ETag");
}

static answer by(const spot *p, const char *who) {
  ask q = p->q;
  if (who && !q.token.p) q.token = token_of(who);
  return send_ask(&q);
}

static void refused_by(const spot *p, const refusal *r) {
  answer got = by(p, r->who);
  assert_problem(&got, r->status, r->kind);
}

static void refused_without_token(const spot *p) {
  ask q = p->q;
  q.token = STR_NONE;
  answer got = send_ask(&q);
  assert_problem(&got, 401, "unauthenticated");
  assert_string_equal(header_of(&got, "WWW-Authenticate").p, "Bearer realm=\"motcua\"");
  q.token = S("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA");
  got = send_ask(&q);
  assert_problem(&got, 401, "unauthenticated");
}

static void refused_by_method(const spot *p, const route *r) {
  ask q = p->q;
  q.method = "DELETE";
  answer got = send_ask(&q);
  assert_problem(&got, 405, "method");
  assert_true(str_find(header_of(&got, "Allow"), r->method) >= 0);
}

/* Rows for this machine, or for a demonstration. */
static void refused_elsewhere(const spot *p, const route *r) {
  if (r->who != WHO_LOOPBACK && r->who != WHO_DEMO) return;
  ask q = p->q;
  q.away = true;
  answer got = send_ask(&q);
  assert_problem(&got, 404, "not-found");
  if (r->who != WHO_DEMO) return;
  site.office->demo = false;
  got = send_ask(&p->q);
  site.office->demo = true;
  assert_problem(&got, 404, "not-found");
}

/* The same page for who reads Bengali holds no English text. */
static void told_in_bengali(const spot *p, const route *r, const char *right) {
  ask q = p->q;
  if (!str_eq(r->method, S("GET"))) return;
  if (right && !q.token.p) q.token = token_of(right);
  q.accept = S("text/html");
  q.language = S("bn");
  answer got = send_ask(&q);
  bool in_words = str_starts(header_of(&got, "Content-Type"), S("text/html"));
  if (in_words) assert_bengali(got.body, r->name);
}

static void try_row(const route *r, const trial *t) {
  spot first = {0}, second = {0};
  t->make(&first);
  answer got = by(&first, t->right);
  assert_status(got, t->status);
  t->make(&second);
  str before = tag_of(&second);
  if (access_rules[r->who].sign_in) refused_without_token(&second);
  for (size_t i = 0; i < COUNT(t->refused) && t->refused[i].who; i++)
    refused_by(&second, &t->refused[i]);
  refused_by_method(&second, r);
  refused_elsewhere(&second, r);
  assert_true(str_eq(before, tag_of(&second)));
  int64_t written = entries();
  got = by(&second, t->right);
  assert_status(got, t->status);
  if (changes(r) && entries() == written) fail_msg("%s leaves no entry in the journal", r->name);
  told_in_bengali(&second, r, t->right);
}

/* Whoever runs the machine reads no dossier and no paper, by whatever address. */
static bool opens_dossier(const route *r) {
  access_about of = access_rules[r->who].about;
  return of == ABOUT_DOSSIER || of == ABOUT_PAPER || of == ABOUT_STORED || of == ABOUT_DRAFT ||
         of == ABOUT_SIGNING;
}

static bool refuses_admin(const trial *t) {
  for (size_t i = 0; i < COUNT(t->refused) && t->refused[i].who; i++)
    if (strcmp(t->refused[i].who, "admin") == 0) return true;
  return false;
}

static void every_row(void **state) {
  (void)state;
  size_t n;
  const route *table = route_table(&n);
  for (size_t i = 0; i < n; i++) {
    const trial *t = trial_of(&table[i]);
    print_message("           %.*s %.*s\n", STR_ARG(table[i].method), STR_ARG(table[i].pattern));
    if (!t) print_error("no trial for %s\n", table[i].name);
    assert_non_null(t);
    assert_true(!opens_dossier(&table[i]) || refuses_admin(t));
    try_row(&table[i], t);
  }
}

#include "rights_trials.h"

/* A begun step that is completed again under the same key gets the answer of the first time. */
static void completed_twice(void **state) {
  (void)state;
  spot p = {0};
  signed_elsewhere(&p);
  p.q.token = token_of("receptionist.halong");
  p.q.more[0] = (http_header){S("Idempotency-Key"), S("done")};
  answer one = send_ask(&p.q);
  assert_status(one, 200);
  answer two = send_ask(&p.q);
  assert_status(two, 200);
  assert_true(str_eq(one.body, two.body));
  p.q.more[0] = (http_header){STR_NONE, STR_NONE};
  answer three = send_ask(&p.q);
  assert_problem(&three, 409, "conflict");
}

int main(void) {
  /* every_row ends keys and sessions, which the first two would see. */
  const struct CMUnitTest tests[] = {cmocka_unit_test(everybody_everywhere),
                                     cmocka_unit_test(forms_of_the_refused),
                                     cmocka_unit_test(every_row),
                                     cmocka_unit_test(page_of_rights),
                                     cmocka_unit_test(completed_twice)};
  return cmocka_run_group_tests(tests, open_site, close_site);
}

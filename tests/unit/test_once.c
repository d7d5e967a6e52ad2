/* test_once: a request under one Idempotency-Key is done once; a step needs the version seen;
 * failed forms are shown again; looks at a dossier are noted. */
#include <pthread.h>
#include <string.h>

#include "web/notes.sql.h"
#include "web_client.h"

#define KEY(key) {S("Idempotency-Key"), S(key)}

static str token(const char *login) {
  static str citizen;
  if (strcmp(login, "citizen") != 0) return sign_in(login);
  if (!citizen.p) citizen = sign_in(login);
  return citizen;
}

static answer upload(const char *name, http_header key) {
  str body = str_cat(a, S("--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\""),
                     str_of(name), S("\"\r\nContent-Type: image/jpeg\r\n\r\n"),
                     data_file("birth-certificate.jpg"), S("\r\n--x--\r\n"));
  return send_ask(&(ask){.method = "POST", .target = "/papers", .token = token("citizen"),
                         .type = S("multipart/form-data; boundary=x"), .body = body,
                         .more = {key}});
}

static str filing_body(const char *channel) {
  answer r = upload("a.jpg", (http_header){STR_NONE, STR_NONE});
  return str_cat(a, S("{\"procedure\":\"1.001193\",\"channel\":\""), str_of(channel),
                 S("\",\"fields\":"), data_file("birth.json"),
                 S(",\"papers\":{\"birth_certificate\":[\""), text_of(json_body(&r), "id"),
                 S("\"]}}"));
}

static answer file(str body, http_header key) {
  return send_ask(&(ask){.method = "POST", .target = "/dossiers", .token = token("citizen"), JSON,
                         .body = body, .more = {key}});
}

static size_t filed(void) {
  answer r = send_ask(&(ask){.method = "GET", .target = "/dossiers", .token = token("citizen")});
  assert_status(r, 200);
  return json_get(json_body(&r), S("items"))->n;
}

static void filing_is_done_once(void **state) {
  (void)state;
  str body = filing_body("online");
  size_t before = filed();
  answer one = file(body, (http_header)KEY("k-1"));
  assert_status(one, 201);
  answer two = file(body, (http_header)KEY("k-1"));
  assert_status(two, 201);
  assert_true(str_eq(header_of(&one, "Location"), header_of(&two, "Location")));
  const json *first = json_body(&one), *again = json_body(&two); /* the tracking code once */
  assert_true(str_eq(json_str(json_get(first, S("code"))), json_str(json_get(again, S("code")))));
  assert_true(json_str(json_get(first, S("tracking_code"))).n > 0);
  assert_int_equal(json_get(again, S("tracking_code"))->kind, JSON_NULL);
  answer quoted = file(body, (http_header)KEY("\"k-1\""));
  assert_status(quoted, 201);
  assert_int_equal(filed(), before + 1);
  answer other = file(filing_body("vneid"), (http_header)KEY("k-1"));
  assert_problem(&other, 422, "invalid");
  assert_true(str_find(other.body, S("This Idempotency-Key was used")) > 0);
  answer fresh = file(body, (http_header)KEY("k-2"));
  assert_status(fresh, 201);
  assert_int_equal(filed(), before + 2);
}

static void failures_are_not_kept(void **state) {
  (void)state;
  answer bad = file(filing_body("counter"), (http_header)KEY("k-3"));
  assert_problem(&bad, 422, "invalid");
  answer good = file(filing_body("online"), (http_header)KEY("k-3"));
  assert_status(good, 201);
}

static void keys_are_checked(void **state) {
  (void)state;
  str body = filing_body("online"), longest = {arena_alloc(a, 201), 201};
  memset((char *)(uintptr_t)longest.p, 'k', longest.n);
  const str keys[] = {S(""), S("a b"), S("a\"b"), S("\"\""), longest};
  for (size_t i = 0; i < COUNT(keys); i++) {
    answer r = file(body, (http_header){S("Idempotency-Key"), keys[i]});
    assert_problem(&r, 400, "bad-request");
  }
}

static void papers_too(void **state) {
  (void)state;
  answer one = upload("one.jpg", (http_header)KEY("p-1"));
  assert_status(one, 201);
  answer two = upload("one.jpg", (http_header)KEY("p-1"));
  assert_status(two, 201);
  assert_true(str_eq(header_of(&one, "Location"), header_of(&two, "Location")));
}

/* The scope of a key is the account and the route. */
static void keys_have_a_scope(void **state) {
  (void)state;
  answer mine = file(filing_body("online"), (http_header)KEY("scope"));
  assert_status(mine, 201);
  answer sheet = upload("scope.jpg", (http_header)KEY("scope"));
  assert_status(sheet, 201);
  assert_true(str_starts(header_of(&sheet, "Location"), S("/papers/")));
  answer theirs = send_ask(&(ask){.method = "POST", .target = "/dossiers", JSON,
                                  .token = sign_in("citizen2"), .body = filing_body("online"),
                                  .more = {KEY("scope")}});
  assert_problem(&theirs, 422, "invalid"); /* the paper is another's: it was done, not repeated */
  assert_true(str_find(theirs.body, S("papers.birth_certificate")) > 0);
}

/* Many at the same time: one is done, others are told to wait or get its answer. */
static struct {
  str body, citizen, key;
  answer answers[8];
} race;

static void *racer(void *arg) {
  answer *r = arg;
  arena *mine = arena_new((size_t)64 << 20);
  http_header list[] = {{S("Host"), S("localhost")},
                        {S("Authorization"), race.citizen},
                        {S("Content-Type"), S("application/json")},
                        {S("Idempotency-Key"), race.key.p ? race.key : S("race")}};
  http_request h = {.a = mine, .method = S("POST"), .target = S("/dossiers"), .headers = list,
                    .nheaders = COUNT(list), .loopback = true, .body = race.body,
                    .reply = {.fd = -1}};
  web_serve(&site, &h);
  r->status = h.reply.status;
  arena_free(mine);
  return NULL;
}

static void at_the_same_time(void **state) {
  (void)state;
  pthread_t threads[COUNT(race.answers)];
  race.body = filing_body("online");
  race.citizen = str_cat(a, S("Bearer "), token("citizen"));
  size_t before = filed();
  int done = 0;
  for (size_t i = 0; i < COUNT(threads); i++)
    assert_int_equal(pthread_create(&threads[i], NULL, racer, &race.answers[i]), 0);
  for (size_t i = 0; i < COUNT(threads); i++) {
    pthread_join(threads[i], NULL);
    assert_true(race.answers[i].status == 201 || race.answers[i].status == 409);
    done += race.answers[i].status == 201;
  }
  assert_true(done >= 1);
  assert_int_equal(filed(), before + 1);
  answer later = file(race.body, (http_header)KEY("race"));
  assert_status(later, 201);
  assert_int_equal(filed(), before + 1);
}

/* While the first still waits for the database, the second is told so at once. */
static void still_running(void **state) {
  (void)state;
  db_conn *blocker;
  pthread_t first;
  answer slow;
  race.body = filing_body("online");
  race.citizen = str_cat(a, S("Bearer "), token("citizen"));
  assert_ok(db_connect(site.office->db, &blocker));
  assert_ok(db_begin(blocker));
  race.key = S("running");
  assert_int_equal(pthread_create(&first, NULL, racer, &slow), 0);
  usleep(400000);
  answer second = file(race.body, (http_header)KEY("running"));
  db_rollback(blocker);
  db_disconnect(blocker);
  pthread_join(first, NULL);
  race.key = STR_NONE;
  assert_problem(&second, 409, "conflict");
  assert_string_equal(header_of(&second, "Retry-After").p, "1");
  assert_int_equal(slow.status, 201);
  answer later = file(race.body, (http_header)KEY("running"));
  assert_status(later, 201);
}

/* --- steps --- */
static answer receive(str target, const char *body, http_header version, http_header key) {
  static str officer;
  if (!officer.p) officer = sign_in("receptionist.halong");
  return send_ask(&(ask){.method = "POST", .target = target.p, .token = officer, JSON,
                         .body = str_of(body), .more = {version, key}});
}

static str new_dossier(void) {
  answer r = file(filing_body("online"), (http_header){STR_NONE, STR_NONE});
  assert_status(r, 201);
  return str_cat(a, header_of(&r, "Location"), S("/receive"));
}

static void versions(void **state) {
  (void)state;
  str at = new_dossier();
  static const char body[] = "{\"pin\":\"123456\"}";
  const http_header none = {STR_NONE, STR_NONE};
  answer r = receive(at, body, none, none);
  assert_problem(&r, 428, "needs-version");
  r = receive(at, body, (http_header){S("If-Match"), S("*")}, none);
  assert_problem(&r, 428, "needs-version");
  const str stale[] = {S("\"99\""), S("W/\"1\""), S("\"1\", \"2\""),
                       S("1"),      S("\"x\""),   S("\"-1\"")};
  for (size_t i = 0; i < COUNT(stale); i++) {
    r = receive(at, body, (http_header){S("If-Match"), stale[i]}, none);
    assert_problem(&r, 412, "stale");
  }
  r = receive(at, body, (http_header){S("If-Match"), S("\"1\"")}, none);
  assert_status(r, 200);
  assert_string_equal(header_of(&r, "ETag").p, "\"2\"");
}

static void steps_are_done_once(void **state) {
  (void)state;
  str at = new_dossier();
  http_header seen = {S("If-Match"), S("\"1\"")};
  answer one = receive(at, "{\"note\":\"n\",\"pin\":\"123456\"}", seen, (http_header)KEY("s-1"));
  assert_status(one, 200);
  answer two = receive(at, "{\"pin\":\"000000\",\"note\":\"n\"}", seen, (http_header)KEY("s-1"));
  assert_status(two, 200);
  assert_true(str_eq(one.body, two.body));
  answer other = receive(at, "{\"pin\":\"123456\",\"note\":\"m\"}", seen, (http_header)KEY("s-1"));
  assert_problem(&other, 422, "invalid");
}

static void begun_steps_too(void **state) {
  (void)state;
  str at = new_dossier();
  http_header seen = {S("If-Match"), S("\"1\"")};
  answer one = receive(at, "{}", seen, (http_header)KEY("b-1"));
  assert_status(one, 202);
  answer two = receive(at, "{}", seen, (http_header)KEY("b-1"));
  assert_status(two, 202);
  assert_true(str_starts(header_of(&one, "Location"), S("/signings/")));
  assert_true(str_eq(header_of(&one, "Location"), header_of(&two, "Location")));
}

static answer officer_step(const char *who, str where, const char *action, const char *version) {
  return send_ask(&(ask){.method = "POST", .target = str_cat(a, where, S("/"), str_of(action)).p,
                         .token = sign_in(who), JSON, .body = S("{\"pin\":\"123456\"}"),
                         .more = {{S("If-Match"), str_of(version)}}});
}

static void a_paper_is_being_drawn(void **state) {
  (void)state;
  str at = new_dossier(), where = str_sub(at, 0, at.n - S("/receive").n);
  answer r = officer_step("receptionist.halong", where, "receive", "\"1\"");
  assert_status(r, 200);
  r = officer_step("appraiser.halong", where, "appraise", "\"2\"");
  assert_status(r, 200);
  r = officer_step("approver.halong", where, "approve", "\"3\"");
  assert_problem(&r, 409, "conflict");
  assert_string_equal(header_of(&r, "Retry-After").p, "1");
  assert_ok(jobs_run_once(site.office));
  r = officer_step("approver.halong", where, "approve", "\"3\"");
  assert_status(r, 200);
}

/* --- on pages --- */
static answer step_form(const browser *b, str at, const char *fields) {
  return post_form(b, at.p, str_fmt(a, "version=1&idempotency_key=f-1&note=n%s", fields).p);
}

static void failed_forms_are_shown_again(void **state) {
  (void)state;
  str at = new_dossier();
  browser b = enter("receptionist.halong");
  answer r = step_form(&b, at, "");
  assert_status(r, 422);
  assert_true(str_find(r.body, S("Please enter the PIN of your signing key.")) > 0);
  r = step_form(&b, at, "&pin=000000");
  assert_status(r, 403);
  assert_true(str_find(r.body, S("name=\"version\" value=\"1\"")) > 0);
  assert_true(str_find(r.body, S("000000")) < 0);
  r = step_form(&b, at, "&pin=123456");
  assert_status(r, 303);
  str location = header_of(&r, "Location");
  assert_true(str_eq(location, str_sub(at, 0, at.n - S("/receive").n)));
  r = step_form(&b, at, "&pin=123456");
  assert_status(r, 303);
  assert_true(str_eq(location, header_of(&r, "Location")));
  r = post_form(&b, at.p, "version=1&idempotency_key=f-2&pin=123456");
  assert_status(r, 412);
  assert_true(str_find(r.body, S("value=\"/dossiers/")) > 0);
}

/* A button pressed twice: the second waits for the first and leads where it led. */
typedef struct click {
  const browser *b;
  str target, body;
  int status;
} click;

static void *clicker(void *arg) {
  click *c = arg;
  arena *mine = arena_new((size_t)64 << 20);
  http_header list[] = {{S("Host"), S("localhost")},
                        {S("Origin"), S("http://localhost")},
                        {S("Accept"), S("text/html")},
                        {S("Cookie"), c->b->cookie},
                        {S("Content-Type"), S("application/x-www-form-urlencoded")}};
  http_request h = {.a = mine, .method = S("POST"), .target = c->target, .headers = list,
                    .nheaders = COUNT(list), .loopback = true, .body = c->body,
                    .reply = {.fd = -1}};
  web_serve(&site, &h);
  c->status = h.reply.status;
  arena_free(mine);
  return NULL;
}

static void pressed_twice(void **state) {
  (void)state;
  browser b = enter("receptionist.halong");
  db_conn *blocker;
  pthread_t threads[2];
  click clicks[2];
  str at = new_dossier();
  str body = str_cat(a, S("version=1&pin=123456&idempotency_key=twice&csrf="), b.csrf);
  assert_ok(db_connect(site.office->db, &blocker));
  assert_ok(db_begin(blocker));
  for (int i = 0; i < 2; i++) {
    clicks[i] = (click){&b, at, body, 0};
    assert_int_equal(pthread_create(&threads[i], NULL, clicker, &clicks[i]), 0);
  }
  usleep(400000);
  db_rollback(blocker);
  db_disconnect(blocker);
  for (int i = 0; i < 2; i++) pthread_join(threads[i], NULL);
  assert_int_equal(clicks[0].status, 303);
  assert_int_equal(clicks[1].status, 303);
}

static err *count_row(void *arg, const db_value *row) {
  return str_to_i64(row[0].s, arg) ? NULL : ERR(INTERNAL, "not a number");
}

static int64_t number_of(const char *sql) {
  db_conn *c;
  int64_t n = -1;
  assert_ok(db_read_begin(site.office->db, &c));
  assert_ok(db_adhoc(c, sql, NULL, count_row, &n));
  db_read_end(site.office->db, c);
  return n;
}

static int64_t notes(void) {
  assert_ok(web_flush_notes(&site));
  return number_of("SELECT COUNT(*) FROM access_note");
}

/* Refused steps are counted; an answer that says "wait" or "more" is none. */
static void refusals_are_counted(void **state) {
  (void)state;
  static const char counted[] = "SELECT COALESCE(SUM(n), 0) FROM refused_step";
  str at = new_dossier(), where = str_sub(at, 0, at.n - S("/receive").n);
  int64_t before = number_of(counted);
  answer r = officer_step("appraiser.halong", where, "receive", "\"1\"");
  assert_problem(&r, 403, "forbidden");
  r = officer_step("sealer.halong", where, "seal", "\"1\"");
  assert_problem(&r, 409, "conflict");
  r = officer_step("receptionist.halong", where, "receive", "\"7\"");
  assert_problem(&r, 412, "stale");
  r = officer_step("receptionist", where, "receive", "\"1\"");
  assert_problem(&r, 404, "not-found");
  assert_int_equal(number_of(counted), before + 4);
  r = officer_step("receptionist.halong", where, "receive", "\"1\"");
  assert_status(r, 200);
  r = send_ask(&(ask){.method = "GET", .target = "/metrics"});
  str line = str_fmt(a, "\nmotcua_steps_refused_total %lld\n", (long long)before + 4);
  assert_true(str_find(r.body, line) > 0);
  assert_int_equal(number_of(counted), before + 4);
}

static void looks_are_noted(void **state) {
  (void)state;
  str at = new_dossier(), officer = sign_in("appraiser.halong"), other = sign_in("business");
  at = str_dup(a, str_sub(at, 0, at.n - S("/receive").n));
  int64_t before = notes();
  answer r = send_ask(&(ask){.method = "GET", .target = str_z(a, at), .token = officer});
  assert_status(r, 200);
  assert_int_equal(notes(), before + 1);
  r = send_ask(&(ask){.method = "GET", .target = str_z(a, at), .token = other});
  assert_status(r, 404);
  assert_int_equal(notes(), before + 1);
}

/* What officers write to each other is not told to the holder, on no address. */
static void officers_notes_are_theirs(void **state) {
  (void)state;
  static const char *const addresses[] = {"", "/events"};
  str at = new_dossier(), where = str_sub(at, 0, at.n - S("/receive").n);
  answer r = receive(at, "{\"pin\":\"123456\",\"note\":\"among us\"}",
                     (http_header){S("If-Match"), S("\"1\"")}, (http_header){STR_NONE, STR_NONE});
  assert_status(r, 200);
  for (size_t i = 0; i < COUNT(addresses); i++) {
    str address = str_cat(a, where, str_of(addresses[i]));
    r = send_ask(&(ask){.method = "GET", .target = address.p, .token = token("citizen")});
    assert_status(r, 200);
    assert_true(str_find(r.body, S("among us")) < 0);
    r = send_ask(&(ask){.method = "GET", .target = address.p, .token = sign_in("sealer.halong")});
    assert_true(str_find(r.body, S("among us")) > 0);
  }
}

static err *note_twice(db_conn *c, arena *mine, void *arg) {
  (void)mine;
  note_insert_in *n = arg;
  TRY(note_insert(c, n, NULL));
  return note_insert(c, n, NULL);
}
static err *note_other(db_conn *c, arena *mine, void *arg) {
  (void)mine;
  return note_insert(c, arg, NULL);
}
static err *any_id(void *arg, const db_value *row) {
  return str_to_i64(row[0].s, arg) ? NULL : ERR(INTERNAL, "not a number");
}

/* After a commit whose fate nobody knew, the same notes are written again. */
static void notes_are_written_once(void **state) {
  (void)state;
  (void)new_dossier();
  int64_t before = notes();
  note_insert_in n = {.id = 77, .at = 1, .route = S("dossier_show")};
  db_conn *c;
  assert_ok(db_read_begin(site.office->db, &c));
  assert_ok(db_adhoc(c, "SELECT MAX(id) FROM dossier", NULL, any_id, &n.dossier));
  assert_ok(db_adhoc(c, "SELECT MAX(id) FROM account", NULL, any_id, &n.account));
  db_read_end(site.office->db, c);
  assert_ok(train_run(site.office->train, 0, a, note_twice, &n));
  assert_int_equal(notes(), before + 1);
  note_insert_in other = n; /* another look that got the same id is not lost without a word */
  assert_ok(db_read_begin(site.office->db, &c));
  assert_ok(db_adhoc(c, "SELECT MIN(id) FROM account", NULL, any_id, &other.account));
  db_read_end(site.office->db, c);
  assert_non_null(train_run(site.office->train, 0, a, note_other, &other));
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(filing_is_done_once), cmocka_unit_test(failures_are_not_kept),
      cmocka_unit_test(keys_are_checked),    cmocka_unit_test(papers_too),
      cmocka_unit_test(keys_have_a_scope),   cmocka_unit_test(still_running),
      cmocka_unit_test(at_the_same_time),    cmocka_unit_test(versions),
      cmocka_unit_test(a_paper_is_being_drawn), cmocka_unit_test(refusals_are_counted),
      cmocka_unit_test(steps_are_done_once), cmocka_unit_test(begun_steps_too),
      cmocka_unit_test(failed_forms_are_shown_again), cmocka_unit_test(pressed_twice),
      cmocka_unit_test(looks_are_noted),
      cmocka_unit_test(notes_are_written_once),     cmocka_unit_test(officers_notes_are_theirs),
  };
  return cmocka_run_group_tests(tests, open_site, close_site);
}

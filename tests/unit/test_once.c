/* test_once: a request under one Idempotency-Key is done once; a step needs the version seen;
 * failed forms are shown again; looks at a dossier are noted. */
#include <pthread.h>
#include <string.h>

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
  assert_true(str_eq(one.body, two.body));
  answer quoted = file(body, (http_header)KEY("\"k-1\""));
  assert_status(quoted, 201);
  assert_int_equal(filed(), before + 1);
  answer other = file(filing_body("vneid"), (http_header)KEY("k-1"));
  assert_problem(&other, 422, "invalid");
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

/* Many at the same time: one is done, others are told to wait or get its answer. */
static struct {
  str body, citizen;
  answer answers[8];
} race;

static void *racer(void *arg) {
  answer *r = arg;
  arena *mine = arena_new((size_t)64 << 20);
  http_header list[] = {{S("Host"), S("localhost")},
                        {S("Authorization"), race.citizen},
                        {S("Content-Type"), S("application/json")},
                        KEY("race")};
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

static err *count_row(void *arg, const db_value *row) {
  return str_to_i64(row[0].s, arg) ? NULL : ERR(INTERNAL, "not a number");
}

static int64_t notes(void) {
  db_conn *c;
  int64_t n = -1;
  assert_ok(web_flush_notes(&site));
  assert_ok(db_read_begin(site.office->db, &c));
  assert_ok(db_adhoc(c, "SELECT COUNT(*) FROM access_note", NULL, 0, count_row, &n));
  db_read_end(site.office->db, c);
  return n;
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

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(filing_is_done_once), cmocka_unit_test(failures_are_not_kept),
      cmocka_unit_test(keys_are_checked),    cmocka_unit_test(papers_too),
      cmocka_unit_test(at_the_same_time),    cmocka_unit_test(versions),
      cmocka_unit_test(steps_are_done_once), cmocka_unit_test(begun_steps_too),
      cmocka_unit_test(failed_forms_are_shown_again),
      cmocka_unit_test(looks_are_noted),
  };
  return cmocka_run_group_tests(tests, open_site, close_site);
}

/* test_form_draft: what somebody has begun is kept: to go on later, in two tabs, through a new
 * version of the procedure, until it is sent. */
#include "office/form_draft.h"
#include "published.h"
#include "web/fill.h"

#define PLACE "/drafts"
static browser citizen;

#define OWNERS                                                                        \
  "\"owners\":{\"type\":\"array\",\"title\":\"Chủ\",\"maxItems\":3,\"items\":{"               \
  "\"type\":\"object\",\"required\":[\"name\"],\"properties\":{\"name\":{"                   \
  "\"type\":\"string\",\"title\":\"Họ tên\"}}}}"
#define OWNERS_TWO                                                                    \
  "\"owners\":{\"type\":\"array\",\"title\":\"Chủ\",\"maxItems\":3,\"items\":{"               \
  "\"type\":\"object\",\"required\":[\"name\"],\"properties\":{\"name\":{"                   \
  "\"type\":\"string\",\"title\":\"Họ tên\"},\"part\":{\"type\":\"integer\",\"title\":\"Phần\"}}}}"
static const char form_one[] =
    "\"components\":[{\"id\":\"photo\",\"title\":\"Ảnh\"},{\"id\":\"old\",\"title\":\"Giấy cũ\"}],"
    "\"form\":{\"type\":\"object\",\"required\":[\"name\"],\"properties\":{"
    "\"name\":{\"type\":\"string\",\"title\":\"Tên\",\"maxLength\":100},"
    "\"born\":{\"type\":\"string\",\"format\":\"date\",\"title\":\"Ngày sinh\"},"
    "\"price\":{\"type\":\"integer\",\"title\":\"Giá\",\"ui\":{\"widget\":\"money\"}},"
    "\"shop\":{\"type\":\"string\",\"title\":\"Cửa hàng\",\"maxLength\":100},"
    OWNERS "}}";
static const char form_two[] =
    "\"channels\":[{\"channel\":\"online\",\"limit\":\"3 wd\",\"basis\":\"x\"}],"
    "\"fees\":[{\"amount\":5000,\"basis\":\"x\"}],"
    "\"components\":[{\"id\":\"photo\",\"title\":\"Ảnh thẻ\"},"
    "{\"id\":\"new\",\"title\":\"Giấy mới\"}],"
    "\"form\":{\"type\":\"object\",\"required\":[\"name\"],\"properties\":{"
    "\"name\":{\"type\":\"string\",\"title\":\"Tên\",\"maxLength\":100},"
    "\"born\":{\"type\":\"string\",\"title\":\"Ngày sinh\",\"maxLength\":20},"
    "\"price\":{\"type\":\"integer\",\"title\":\"Giá\",\"ui\":{\"widget\":\"money\"}},"
    "\"why\":{\"type\":\"string\",\"title\":\"Lý do\",\"maxLength\":100},"
    OWNERS_TWO "}}";

/* --- helpers --- */
static answer shown(const browser *b, str path) {
  return send_ask(&(ask){.method = "GET", .target = path.p, HTML, .cookie = b->cookie});
}

static answer saved(const char *code, const char *fields) {
  return post_form(&citizen, PLACE, str_fmt(a, "procedure=%s&channel=online&%s", code, fields).p);
}

static bool says(const answer *r, const char *text) { return str_find(r->body, str_of(text)) >= 0; }

static str draft_of(const answer *r) {
  str at = header_of(r, "Location");
  assert_true(str_starts(at, S("/drafts/")));
  ptrdiff_t end = str_chr(at, '#', 0);
  return end < 0 ? at : str_dup(a, str_sub(at, 0, (size_t)end));
}

static str id_of(str path) { return str_sub(path, 8, path.n); }
static const char *part_of(str path, int version) {
  return str_fmt(a, "draft=%.*s&version=%d&", STR_ARG(id_of(path)), version).p;
}

static int64_t drafts_left(void) {
  answer r = send_ask(&(ask){.method = "GET", .target = PLACE, .cookie = citizen.cookie});
  assert_status(r, 200);
  return (int64_t)json_get(json_body(&r), S("items"))->n;
}

static void forget(str path) {
  answer r = post_form(&citizen, str_cat(a, path, S("/drop")).p, "");
  assert_status(r, 303);
}

/* --- trials --- */
static void goes_on_elsewhere(void **state) {
  (void)state;
  answer r = saved("8.000001", "do=save&fields.name=Lan&fields.born=32/13/2026&"
                               "fields.price=1.500.000");
  assert_status(r, 303);
  assert_string_equal(header_of(&r, "Location").p, PLACE);
  browser phone = enter("citizen");
  r = shown(&phone, S("/procedures/8.000001/file"));
  assert_status(r, 303); /* leads to what is begun */
  str path = draft_of(&r);
  r = shown(&phone, path);
  assert_status(r, 200);
  assert_true(says(&r, "name=\"fields.name\" value=\"Lan\""));
  assert_true(says(&r, "name=\"fields.born\" value=\"32/13/2026\"")); /* also what is wrong */
  assert_true(says(&r, "name=\"fields.price\" value=\"1,500,000\""));
  r = shown(&phone, S("/dossiers"));
  assert_true(says(&r, path.p)); /* first on one's own list */
  browser other = enter("business");
  r = shown(&other, path);
  assert_status(r, 404);
  forget(path);
  assert_int_equal(drafts_left(), 0);
}

static void entries(void **state) {
  (void)state;
  answer r = saved("8.000001", "do=add:fields.owners&fields.name=Lan");
  assert_string_equal(str_sub(header_of(&r, "Location"), id_of(draft_of(&r)).n + 8, 100).p,
                      "#fields.owners");
  str path = draft_of(&r);
  r = shown(&citizen, path);
  assert_true(says(&r, "name=\"fields.owners.0.name\""));
  r = saved("8.000001", str_fmt(a, "%sdo=add:fields.owners&fields.owners.0=&fields.owners.0.name=A",
                                part_of(path, 1)).p);
  r = saved("8.000001", str_fmt(a, "%sdo=remove:fields.owners.0&fields.owners.0.name=A&"
                                   "fields.owners.1=&fields.owners.1.name=B", part_of(path, 2)).p);
  assert_status(r, 303);
  r = shown(&citizen, path);
  assert_true(says(&r, "name=\"fields.owners.0.name\" value=\"B\""));
  assert_false(says(&r, "fields.owners.1"));
  for (int i = 0; i < 5; i++) /* never more than the form allows */
    r = saved("8.000001",
              str_fmt(a, "%sdo=add:fields.owners&fields.owners.0.name=1&fields.owners.1.name=2&"
                         "fields.owners.2.name=3&fields.owners.3.name=4&fields.owners.999.name=5",
                      part_of(path, 3 + i)).p);
  r = shown(&citizen, path);
  assert_true(says(&r, "name=\"fields.owners.2.name\" value=\"3\""));
  assert_false(says(&r, "fields.owners.3"));
  assert_false(says(&r, "Add another"));
  forget(path);
}

static void two_tabs(void **state) {
  (void)state;
  answer r = saved("8.000001", "do=continue&fields.name=One");
  str path = draft_of(&r);
  r = saved("8.000001", str_fmt(a, "%sdo=continue&fields.name=Two", part_of(path, 1)).p);
  assert_status(r, 303);
  r = saved("8.000001", str_fmt(a, "%sdo=save&fields.name=Three", part_of(path, 1)).p);
  assert_status(r, 412);
  assert_true(says(&r, "value=\"Three\"") && says(&r, "saved in another window meanwhile"));
  assert_true(says(&r, path.p)); /* what the other tab has saved */
  assert_true(says(&r, "name=\"version\" value=\"2\"")); /* once more is a choice */
  r = shown(&citizen, path);
  assert_true(says(&r, "value=\"Two\""));
  r = saved("8.000001", "do=save&fields.name=Fresh"); /* a tab that knows of no draft */
  assert_status(r, 412);
  assert_true(says(&r, "value=\"Fresh\""));
  r = saved("8.000001", str_fmt(a, "%sdo=save&fields.name=Three", part_of(path, 2)).p);
  assert_status(r, 303);
  forget(path);
  r = saved("8.000001", str_fmt(a, "%sdo=save&fields.name=Late", part_of(path, 3)).p);
  assert_status(r, 410);
  assert_true(says(&r, "value=\"Late\"") && !says(&r, "name=\"draft\""));
}

static void goes_when_sent(void **state) {
  (void)state;
  answer r = saved("8.000001", "do=continue&fields.name=One");
  str path = draft_of(&r);
  const char *fields = "procedure=8.000001&channel=online&fields.name=One";
  r = post_form(&citizen, "/dossiers",
                str_fmt(a, "%s%s&fields.born=x", part_of(path, 1), fields).p);
  assert_status(r, 422);
  assert_true(says(&r, "name=\"draft\"")); /* a refused filing stays the draft's */
  assert_int_equal(drafts_left(), 1);
  r = post_form(&citizen, "/dossiers", str_fmt(a, "%s%s", part_of(path, 7), fields).p);
  assert_status(r, 303);
  assert_int_equal(drafts_left(), 1); /* something else was saved there meanwhile: it stays */
  r = post_form(&citizen, "/dossiers", str_fmt(a, "%s%s", part_of(path, 1), fields).p);
  assert_status(r, 303);
  assert_int_equal(drafts_left(), 0);
}

/* The session ends in the middle, another begins: the old page's form is taken up. */
static void signed_in_anew(void **state) {
  (void)state;
  browser before = enter("citizen"), after = enter("citizen");
  before.cookie = after.cookie;
  const char *fields = "procedure=8.000001&channel=online&fields.name=Typed+before";
  answer r = post_form(&before, "/dossiers", fields);
  assert_status(r, 403);
  assert_true(says(&r, "value=\"Typed before\"") && says(&r, "signed in anew"));
  before.csrf = token_in(&r); /* of the page that was shown again */
  r = post_form(&before, "/dossiers", fields);
  assert_status(r, 303);
  browser nobody = visit();
  r = post_form(&nobody, "/dossiers", fields);
  assert_status(r, 401);
  assert_false(says(&r, "Typed before"));
}

static void language(void **state) {
  (void)state;
  answer r = saved("8.000001", "do=lang:vi&fields.delivery.method=online");
  assert_status(r, 303); /* nothing typed: nothing to keep */
  assert_string_equal(header_of(&r, "Location").p, "/procedures/8.000001/file");
  assert_int_equal(drafts_left(), 0);
  r = saved("8.000001", "do=lang:vi&fields.name=Lan");
  str path = draft_of(&r);
  assert_true(str_starts(header_of(&r, "Set-Cookie"), S("lang=vi")));
  r = shown(&citizen, path);
  assert_true(says(&r, "value=\"Lan\"") && says(&r, "form=\"filing\""));
  forget(path);
}

static void new_version(void **state) {
  (void)state;
  publish("8.000002", 1, form_one);
  answer r = saved("8.000002", "do=continue&fields.name=Lan&fields.shop=Hoa+Sen&"
                               "fields.born=1/2/2020");
  str path = draft_of(&r);
  r = shown(&citizen, path);
  assert_false(says(&r, "has changed since you began"));
  publish("8.000002", 2, form_two);
  r = send_ask(&(ask){.method = "GET", .target = path.p, .cookie = citizen.cookie});
  const json *changes = json_get(json_body(&r), S("changes"));
  buf b = buf_in(a);
  for (size_t i = 0; i < changes->n; i++)
    buf_fmt(&b, "%s %s;", text_of(&changes->items[i], "what").p,
            text_of(&changes->items[i], "label").p);
  assert_string_equal(buf_str(&b).p, "changed Ngày sinh;added Lý do;added Chủ 1 · Phần;"
                                     "removed Cửa hàng;"
                                     "changed Ảnh thẻ;added Giấy mới;removed Giấy cũ;"
                                     "limit 3 working days;fee 5,000 ₫;");
  r = shown(&citizen, path);
  assert_true(says(&r, "has changed since you began") && says(&r, "Hoa Sen"));
  assert_true(says(&r, "name=\"fields.name\" value=\"Lan\"") && says(&r, "name=\"fields.why\""));
  forget(path);
}

/* A program keeps one the same way; its papers are kept as long as it is. */
static void sweep(void) { assert_ok(jobs_sweep(site.office)); }

static void kept_ninety_days(void **state) {
  (void)state;
  instant now = instant_now();
  str picture = data_file("birth-certificate.jpg"), token = sign_in("citizen2");
  str body = str_cat(a, S("--x\r\nContent-Disposition: form-data; name=\"f\"; "
                          "filename=\"a.jpg\"\r\nContent-Type: image/jpeg\r\n\r\n"),
                     picture, S("\r\n--x--\r\n"));
  answer r = send_ask(&(ask){.method = "POST", .target = "/papers", .token = token, .body = body,
                             .type = S("multipart/form-data; boundary=x")});
  str photo = text_of(json_body(&r), "id");
  body = str_cat(a, S("{\"procedure\":\"8.000001\",\"fields\":{\"name\":\"B\"},"
                      "\"papers\":{\"photo\":[\""), photo, S("\"]}}"));
  r = send_ask(&(ask){.method = "POST", .target = PLACE, .token = token, JSON, .body = body});
  assert_status(r, 201);
  assert_string_equal(header_of(&r, "ETag").p, "\"1\"");
  str path = header_of(&r, "Location"), file = str_cat(a, S("/papers/"), photo);
  instant_fix((instant){now.us + 89 * DAY});
  sweep();
  token = sign_in("citizen2");
  r = send_ask(&(ask){.method = "GET", .target = path.p, .token = token});
  assert_status(r, 200);
  assert_int_equal(json_get(json_body(&r), S("papers"))->n, 1);
  instant_fix((instant){now.us + 91 * DAY});
  sweep();
  sweep();
  token = sign_in("citizen2");
  r = send_ask(&(ask){.method = "GET", .target = path.p, .token = token});
  assert_problem(&r, 404, "not-found");
  r = send_ask(&(ask){.method = "GET", .target = file.p, .token = token});
  assert_problem(&r, 404, "not-found");
  instant_fix(now);
}

static void hostile(void **state) {
  (void)state;
  buf b = buf_in(a);
  for (int i = 0; i < 10000; i++) buf_fmt(&b, "fields.f%d=x&", i);
  answer r = saved("8.000001", buf_str(&b).p);
  assert_status(r, 413);
  r = saved("8.000001", "do=continue&fields.name=First&fields.name=Second&fields.nobody=x&"
                        "fields.owners.-1.name=x&fields.owners.00.name=x&fields..=x&draft=zzz");
  assert_status(r, 410);
  r = saved("8.000001", "do=continue&fields.name=First&fields.name=Second&fields.nobody=x&"
                        "fields.owners.-1.name=x&fields.owners.00.name=x&fields..=x&do=save");
  str path = draft_of(&r);
  r = send_ask(&(ask){.method = "GET", .target = path.p, .cookie = citizen.cookie});
  buf fields = buf_in(a);
  json_write(&fields, json_get(json_body(&r), S("fields")));
  assert_string_equal(buf_str(&fields).p, "{\"name\":\"First\"}");
  forget(path);
  buf long_text = buf_in(a);
  for (int i = 0; i < 300 << 10; i++) buf_char(&long_text, 'x');
  r = send_ask(&(ask){.method = "POST", .target = PLACE, JSON, .token = sign_in("citizen"),
                      .body = str_cat(a, S("{\"procedure\":\"8.000001\",\"fields\":{\"name\":\""),
                                      buf_str(&long_text), S("\"}}"))});
  assert_problem(&r, 413, "too-large");
  r = saved("1.004222", "do=save");
  assert_status(r, 422);
  r = saved("8.000001", "do=lang:xx&fields.name=A");
  forget(draft_of(&r));
  assert_int_equal(drafts_left(), 0);
}

static int open_all(void **state) {
  if (open_site(state)) return -1;
  publish("8.000001", 1, form_one);
  citizen = enter("citizen");
  return 0;
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(goes_on_elsewhere), cmocka_unit_test(entries), cmocka_unit_test(two_tabs),
      cmocka_unit_test(goes_when_sent),    cmocka_unit_test(language),
      cmocka_unit_test(signed_in_anew),
      cmocka_unit_test(new_version),       cmocka_unit_test(hostile),
      cmocka_unit_test(kept_ninety_days),
  };
  return cmocka_run_group_tests(tests, open_all, close_site);
}

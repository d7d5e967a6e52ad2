/* test_form_file: a file chosen inside a question, in each entry of a list: saved by itself, kept
 * in the draft, checked by kind and size, filed as a paper of the dossier, read by the officer. */
#include "office/form_schema.h"
#include "a_paper.h"
#include "published.h"

static browser citizen;
static const char form_with_photos[] =
    "\"components\":[],\"form\":{\"type\":\"object\",\"required\":[\"name\",\"members\"],"
    "\"properties\":{\"name\":{\"type\":\"string\",\"title\":\"Tên\",\"maxLength\":100},"
    "\"members\":{\"type\":\"array\",\"title\":\"Thành viên\",\"title_en\":\"Members\","
    "\"minItems\":1,\"maxItems\":3,\"items\":{\"type\":\"object\",\"required\":[\"photo\"],"
    "\"properties\":{\"name\":{\"type\":\"string\",\"title\":\"Tên\"},"
    "\"photo\":{\"type\":\"array\",\"title\":\"Ảnh\",\"title_en\":\"Photo\",\"minItems\":1,"
    "\"maxItems\":1,\"items\":{\"type\":\"string\",\"format\":\"paper\"},"
    "\"ui\":{\"accept\":[\"image/jpeg\"],\"most_mb\":1}}}}}}}";
#define CODE "8.000003"
#define PHOTO "fields.members.0.photo"

/* --- helpers --- */
static void part(buf *b, const char *name, const char *file, str bytes) {
  buf_fmt(b, "--x\r\nContent-Disposition: form-data; name=\"%s\"", name);
  if (file) buf_fmt(b, "; filename=\"%s\"\r\nContent-Type: image/jpeg", file);
  buf_add(b, S("\r\n\r\n"));
  buf_add(b, bytes);
  buf_add(b, S("\r\n"));
}

/* The form with a file in the first member's place, as a page without JavaScript sends it. */
static answer send(const char *where, const char *pressed, const char *file, str bytes,
                   const char *draft) {
  buf b = buf_in(a);
  part(&b, "csrf", NULL, citizen.csrf);
  part(&b, "procedure", NULL, S(CODE));
  part(&b, "channel", NULL, S("online"));
  if (draft) part(&b, "draft", NULL, str_of(draft));
  if (pressed) part(&b, "do", NULL, str_of(pressed));
  part(&b, "fields.name", NULL, S("Lan"));
  part(&b, "fields.members.0", NULL, S(""));
  part(&b, "fields.members.0.name", NULL, S("An"));
  part(&b, "fields.delivery.method", NULL, S("online"));
  if (file) part(&b, "file." PHOTO, file, bytes);
  else if (bytes.n) part(&b, PHOTO, NULL, bytes);
  buf_add(&b, S("--x--\r\n"));
  return send_ask(&(ask){.method = "POST", .target = where, .cookie = citizen.cookie, HTML,
                         .type = S("multipart/form-data; boundary=x"), .body = buf_str(&b),
                         .more = {ORIGIN}});
}

static bool says(const answer *r, const char *text) { return str_find(r->body, str_of(text)) >= 0; }

static answer shown(str path) {
  return send_ask(&(ask){.method = "GET", .target = path.p, HTML, .cookie = citizen.cookie});
}

static str between(const answer *r, const char *before, const char *after) {
  ptrdiff_t from = str_find(r->body, str_of(before));
  assert_true(from >= 0);
  str rest = str_sub(r->body, (size_t)from + str_of(before).n, r->body.n);
  return str_dup(a, str_sub(rest, 0, (size_t)str_find(rest, str_of(after))));
}

static str draft_saved(const char *pressed, const char *file, str bytes, const char *draft) {
  answer r = send("/drafts", pressed, file, bytes, draft);
  assert_status(r, 303);
  str at = header_of(&r, "Location");
  assert_true(str_ends(at, S("#" PHOTO)));
  return str_dup(a, str_sub(at, 0, at.n - S("#" PHOTO).n));
}

static str upload(const char *who) {
  buf b = buf_in(a);
  part(&b, "file", "b.jpg", data_file("birth-certificate.jpg"));
  buf_add(&b, S("--x--\r\n"));
  answer r = send_ask(&(ask){.method = "POST", .target = "/papers", .token = sign_in(who),
                             .type = S("multipart/form-data; boundary=x"), .body = buf_str(&b)});
  assert_status(r, 201);
  return text_of(json_body(&r), "id");
}

/* --- trials --- */
static void said_before(void **state) {
  (void)state;
  answer r = shown(S("/procedures/" CODE "/file"));
  assert_status(r, 200);
  assert_true(says(&r, "JPEG, HEIC; up to 1 MB each."));
  assert_true(says(&r, "name=\"file." PHOTO "\" accept=\"image/jpeg,image/heic"));
  assert_true(says(&r, "value=\"upload:" PHOTO "\""));
}

static void by_itself_into_the_draft(void **state) {
  (void)state;
  str path = draft_saved("upload:" PHOTO, "a.jpg", data_file("birth-certificate.jpg"), NULL);
  answer r = shown(path);
  assert_status(r, 200);
  assert_true(says(&r, ">a.jpg</a>") && says(&r, "value=\"An\""));
  str id = between(&r, "name=\"" PHOTO "\" value=\"", "\"");
  r = send_ask(&(ask){.method = "GET", .target = path.p, .cookie = citizen.cookie});
  const json *members = json_at(json_body(&r), S("fields.members"));
  assert_string_equal(json_get(&members->items[0], S("photo"))->items[0].s.p, id.p);
  assert_int_equal(json_get(json_body(&r), S("papers"))->n, 0); /* no document's */
  path = draft_saved(str_fmt(a, "drop:" PHOTO ":%.*s", STR_ARG(id)).p, NULL, id,
                     str_sub(path, 8, path.n).p);
  r = shown(path);
  assert_false(says(&r, id.p));
  assert_true(says(&r, "value=\"An\""));
  r = post_form(&citizen, str_cat(a, path, S("/drop")).p, "");
  assert_status(r, 303);
}

/* As long as the draft, though no dossier has it yet. */
static void kept_with_the_draft(void **state) {
  (void)state;
  instant now = instant_now();
  str path = draft_saved("upload:" PHOTO, "a.jpg", data_file("birth-certificate.jpg"), NULL);
  answer r = shown(path);
  str id = between(&r, "name=\"" PHOTO "\" value=\"", "\"");
  instant_fix((instant){now.us + 80 * DAY});
  assert_ok(jobs_sweep(site.office));
  citizen = enter("citizen");
  r = shown(str_cat(a, S("/papers/"), id));
  assert_status(r, 200);
  instant_fix((instant){now.us + 91 * DAY});
  assert_ok(jobs_sweep(site.office));
  assert_ok(jobs_sweep(site.office));
  citizen = enter("citizen");
  r = shown(str_cat(a, S("/papers/"), id));
  assert_status(r, 404);
  instant_fix(now);
  citizen = enter("citizen");
}

static void refused(void **state) {
  (void)state;
  answer r = send("/dossiers", NULL, NULL, STR_NONE, NULL);
  assert_status(r, 422); /* none chosen */
  assert_true(says(&r, "id=\"error." PHOTO "\""));
  r = send("/dossiers", NULL, "a.pdf", a_pdf(a, "x"), NULL);
  assert_status(r, 422);
  assert_true(says(&r, "another kind than is asked for"));
  r = send("/dossiers", NULL, NULL, upload("business"), NULL); /* somebody else's */
  assert_status(r, 422);
  assert_true(says(&r, "This paper is unknown"));
  r = send("/dossiers", NULL, NULL, S("../../etc/passwd"), NULL);
  assert_status(r, 422);
  r = send("/dossiers", NULL, "x.jpg", S("no picture"), NULL);
  assert_true(r.status == 422 || r.status == 415);
  assert_true(says(&r, "value=\"Lan\"")); /* what was typed is there */
}

static void larger_than_asked(void **state) {
  (void)state;
  const json *list;
  assert_ok(json_parse(a, S("{\"type\":\"array\",\"items\":{\"format\":\"paper\"},"
                            "\"ui\":{\"accept\":[\"image/jpeg\"],\"most_mb\":1}}"), &list));
  assert_true(schema_holds_files(list, list));
  assert_null(schema_file_fits(list, list, S("image/jpeg"), 1 << 20));
  err *e = schema_file_fits(list, list, S("image/jpeg"), (1 << 20) + 1);
  assert_non_null(e);
  assert_int_equal(e->kind, ERR_INVALID);
  assert_non_null(schema_file_fits(list, list, S("image/png"), 1));
}

static void filed_and_read(void **state) {
  (void)state;
  answer r = send("/dossiers", NULL, "an.jpg", data_file("birth-certificate.jpg"), NULL);
  assert_status(r, 303);
  str path = header_of(&r, "Location");
  r = shown(path);
  assert_status(r, 200);
  assert_true(says(&r, "Members 1 · Photo"));
  str id = between(&r, "<dd><a href=\"/papers/", "\"");
  r = send_ask(&(ask){.method = "GET", .target = str_cat(a, S("/papers/"), id).p,
                      .token = sign_in("receptionist")});
  assert_status(r, 200);
  browser other = enter("business");
  r = send_ask(&(ask){.method = "GET", .target = str_cat(a, S("/papers/"), id).p,
                      .cookie = other.cookie});
  assert_status(r, 404);
  r = send_ask(&(ask){.method = "GET", .target = str_cat(a, path, S("/proof")).p,
                      .cookie = citizen.cookie});
  assert_status(r, 200);
  const json *papers = json_get(json_body(&r), S("papers"));
  assert_int_equal(papers->n, 1);
  assert_string_equal(text_of(&papers->items[0], "component").p, PHOTO);
}

static int open_all(void **state) {
  if (open_site(state)) return -1;
  publish(CODE, 1, form_with_photos);
  citizen = enter("citizen");
  return 0;
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(said_before),         cmocka_unit_test(by_itself_into_the_draft),
      cmocka_unit_test(kept_with_the_draft), cmocka_unit_test(refused),
      cmocka_unit_test(larger_than_asked),   cmocka_unit_test(filed_and_read),
  };
  return cmocka_run_group_tests(tests, open_all, close_site);
}

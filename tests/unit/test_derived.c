/* test_derived: every procedure of the catalogue can be filed, or its page says where.
 *
 * All 1,601 in a loop: its form is drawn without an error, an empty one is refused at its fields,
 * and, where the form is the derived one, a document of what is required and nothing else is
 * filed. */
#include "office/forms.h"
#include "office/verify.h"
#include "web/fill.h"
#include "web_client.h"

/* docs/import-report.md says the same. */
enum { ELSEWHERE = 653, ONLINE = 848, AT_COUNTER = 100, ONLINE_ELSEWHERE = 503 };

static browser citizen, officer;
static str citizen_token, officer_token;

static answer page_of(const browser *b, str path) {
  return send_ask(&(ask){.method = "GET", .target = path.p, HTML, .cookie = b->cookie});
}

static bool online(const procedure *p) { return procedure_takes(p, S("online")); }

/* By the channel that its people have. */
static answer file(const procedure *p, const char *fields) {
  bool here = online(p);
  const char *channel = procedure_takes(p, S("counter")) ? "counter" : "post";
  str body = str_fmt(a, "{\"procedure\":\"%.*s\",\"channel\":\"%s\",\"fields\":%s}",
                     STR_ARG(p->code), here ? "online" : channel, fields);
  return send_ask(&(ask){.method = "POST", .target = "/dossiers", JSON, .body = body,
                         .token = here ? citizen_token : officer_token});
}

static bool asks(const procedure *p, const char *name) {
  return json_get(json_get(p->schema, S("properties")), str_of(name));
}

static bool needs(const procedure *p, const char *name) {
  const json *list = json_get(p->schema, S("required"));
  for (size_t i = 0; list && i < list->n; i++)
    if (str_eq(json_str(&list->items[i]), str_of(name))) return true;
  return false;
}

static str least_of(const procedure *p) {
  buf b = buf_in(a);
  buf_fmt(&b, "{\"applicant\":{\"full_name\":\"Lê Văn A\",\"other_id\":\"B1234567\","
              "\"residence_elsewhere\":\"Hà Nội\",\"residence_address\":\"Số 1\"}");
  if (needs(p, "organisation")) buf_fmt(&b, ",\"organisation\":{\"name\":\"Công ty A\"}");
  if (asks(p, "place")) buf_fmt(&b, ",\"place\":{\"commune\":\"06688\"}");
  buf_fmt(&b, ",\"request\":{\"content\":\"Đề nghị giải quyết.\"}}");
  return buf_str(&b);
}

/* --- one procedure --- */
/* Where a case must be chosen first: with one chosen. */
static str form_path(const procedure *p) {
  str path = str_fmt(a, "/procedures/%.*s/file", STR_ARG(p->code));
  for (size_t i = 0; i < p->ncases; i++)
    if (!p->cases[i].when) return str_cat(a, path, S("?case="), p->cases[i].id);
  return path;
}

/* Notes among the documents are read there, as guidance, and ask for no file. */
static size_t guidance;
static bool guides(const answer *r, str note) {
  ptrdiff_t from = str_find(r->body, S("<ul class=\"guidance\" lang=\"vi\">"));
  assert_true(from > 0 && str_find(r->body, S("Guidance on the documents")) > 0);
  str list = str_sub(r->body, (size_t)from, r->body.n);
  buf b = buf_in(a);
  put_str(&(out){.b = &b}, note);
  return str_find(str_sub(list, 0, (size_t)str_find(list, S("</ul>"))),
                  str_cat(a, S("<li>"), buf_str(&b), S("</li>"))) > 0;
}

static void drawn(const procedure *p) {
  answer r = page_of(online(p) ? &citizen : &officer, form_path(p));
  assert_status(r, 200);
  assert_true(str_find(r.body, S("name=\"fields.delivery.method\"")) > 0);
  if (!p->derived) return;
  assert_true(str_find(r.body, S("name=\"fields.applicant.full_name\"")) > 0);
  assert_true(str_find(r.body, S("<textarea rows=\"3\" id=\"fields.request.content\"")) > 0);
  for (size_t i = 0; i < p->ncomponents; i++) {
    str name = str_cat(a, S("name=\"paper."), p->components[i].id, S("\""));
    assert_true(str_find(r.body, name) > 0);
  }
  for (size_t i = 0; i < p->nnotes; i++) guidance += guides(&r, p->notes[i]);
  bool commune = str_find(r.body, S("id=\"fields.place.commune\"")) > 0;
  assert_int_equal(commune, str_eq(p->level, S("commune")));
}

static void empty_refused(const procedure *p) {
  answer r = file(p, "{}");
  assert_problem(&r, 422, "invalid");
  const json *errors = json_get(json_body(&r), S("errors"));
  assert_true(errors && errors->n > 0);
  for (size_t i = 0; i < errors->n; i++)
    assert_true(str_starts(text_of(&errors->items[i], "field"), S("fields.")) ||
                str_starts(text_of(&errors->items[i], "field"), S("papers.")));
}

static void least_filed(const procedure *p) {
  answer r = file(p, least_of(p).p);
  assert_status(r, 201);
  const json *v = json_body(&r);
  assert_string_equal(text_of(v, "delivery").p, online(p) ? "online" : "counter");
  if (asks(p, "place")) assert_true(str_starts(text_of(v, "code"), S("H49.31-")));
}

static void told_where(const procedure *p) {
  answer r = page_of(&citizen, str_cat(a, S("/procedures/"), p->code));
  assert_status(r, 200);
  assert_true(str_find(r.body, p->operated_elsewhere) > 0);
  assert_true(str_find(r.body, S("/file\"")) < 0);
  r = page_of(&citizen, str_fmt(a, "/procedures/%.*s/file", STR_ARG(p->code)));
  assert_int_equal(r.status, 409);
  r = file(p, "{}");
  assert_problem(&r, 422, "invalid");
}

static void every_procedure(void **state) {
  (void)state;
  const edition *e = office_edition(site.office);
  size_t elsewhere = 0, by_us = 0, counter = 0, theirs = 0, notes = 0, mark = arena_mark(a);
  for (size_t i = 0; i < e->nprocedures; i++, arena_rewind(a, mark)) {
    const procedure *p = &e->procedures[i];
    if (!procedure_filed_here(p)) {
      told_where(p);
      elsewhere++;
      theirs += procedure_channel(p, S("online")) != NULL;
      continue;
    }
    if (p->derived) notes += p->nnotes;
    drawn(p);
    empty_refused(p);
    if (p->derived) least_filed(p);
    by_us += online(p);
    counter += !online(p);
    if (online(p)) continue;
    answer r = page_of(&citizen, str_cat(a, S("/procedures/"), p->code));
    assert_true(str_find(r.body, S("It is not filed online.")) > 0);
  }
  print_message("           %zu online, %zu at a counter, %zu elsewhere\n", by_us, counter,
                elsewhere);
  assert_int_equal(by_us, ONLINE);
  assert_int_equal(counter, AT_COUNTER);
  assert_int_equal(elsewhere, ELSEWHERE);
  assert_int_equal(theirs, ONLINE_ELSEWHERE);
  assert_int_equal(by_us + theirs, 1351); /* with an online channel in the source */
  assert_true(notes > 0);
  assert_int_equal(guidance, notes);
  office_release(site.office, e);
}

static answer step(const char *who, const json *d, const char *action, const char *body) {
  int64_t version = -1;
  json_int(json_get(d, S("version")), &version);
  return send_ask(&(ask){
      .method = "POST", JSON, .token = sign_in(who), .body = str_of(body),
      .target = str_fmt(a, "/dossiers/%s/%s", text_of(d, "code").p, action).p,
      .more = {{S("If-Match"), str_fmt(a, "\"%lld\"", (long long)version)}}});
}

/* A form that is corrected may want the result another way; the dossier's row follows. */
static void corrected(void **state) {
  (void)state;
  const edition *e = office_edition(site.office);
  str fields = least_of(edition_procedure(e, S("2.000908")));
  answer r = file(edition_procedure(e, S("2.000908")), fields.p);
  office_release(site.office, e);
  const json *d = json_body(&r);
  assert_string_equal(text_of(d, "delivery").p, "online");
  r = step("receptionist.halong", d, "receive", "{\"pin\":\"123456\"}");
  assert_status(r, 200);
  r = step("appraiser.halong", json_body(&r), "supplement-request",
           "{\"pin\":\"123456\",\"reason\":\"unreadable_paper\",\"concerns\":\"papers.c01\","
           "\"until\":\"2026-12-04\"}");
  assert_status(r, 200);
  fields = str_sub(fields, 0, fields.n - 1);
  r = step("citizen", json_body(&r), "supplement",
           str_fmt(a, "{\"fields\":%.*s,\"delivery\":{\"method\":\"post\",\"address\":"
                      "\"Số 1, phố A\",\"place\":{\"province\":\"01\","
                      "\"commune\":\"00004\"}}}}", STR_ARG(fields)).p);
  assert_status(r, 200);
  assert_string_equal(text_of(json_body(&r), "delivery").p, "post");
  verify_report report;
  assert_ok(verify_all(site.office, a, NULL, NULL, &report));
  if (!report.ok) print_error("%.*s\n", STR_ARG(report.first_wrong));
  assert_true(report.ok);
}

/* The form as a program gets it is whole: every $ref leads somewhere within it. */
static void served(void **state) {
  (void)state;
  answer r = send_ask(&(ask){.method = "GET", .target = "/procedures/2.000908/form"});
  assert_status(r, 200);
  const json *v = json_body(&r);
  const json *communes = json_at(v, S("$defs.person.properties.residence_commune.enum"));
  assert_int_equal(communes->n, 54);
  assert_string_equal(text_of(v, "$defs.commune.ui.choices.06688.vi").p, "Phường Hạ Long");
  assert_string_equal(text_of(v, "properties.delivery.$ref").p, "#/$defs/delivery");
  r = send_ask(&(ask){.method = "GET", .target = "/procedures/1.004222/form"});
  assert_problem(&r, 404, "not-found");
}

/* Who files for people alone is asked for no organisation, who files for organisations must be. */
static void audiences(void **state) {
  (void)state;
  const edition *e = office_edition(site.office);
  const procedure *people = edition_procedure(e, S("1.000080"));
  const procedure *bodies = edition_procedure(e, S("1.014275"));
  const procedure *both = edition_procedure(e, S("2.000908"));
  assert_true(people->derived && !asks(people, "organisation"));
  assert_true(bodies->derived && needs(bodies, "organisation"));
  assert_true(both->derived && asks(both, "organisation") && !needs(both, "organisation"));
  office_release(site.office, e);
}

static int open_all(void **state) {
  if (open_site(state)) return -1;
  citizen = enter("citizen");
  officer = enter("receptionist.halong");
  citizen_token = sign_in("citizen");
  officer_token = sign_in("receptionist.halong");
  return 0;
}

int main(void) {
  const struct CMUnitTest tests[] = {cmocka_unit_test(every_procedure), cmocka_unit_test(served),
                                     cmocka_unit_test(audiences), cmocka_unit_test(corrected)};
  return cmocka_run_group_tests(tests, open_all, close_site);
}

/* test_search_pages: the catalogue as programs and people get it: search with its parameters, pages
 * that join to the whole, one procedure, the events of life; the same bytes for everybody. */
#include "kit/text.h"
#include "office/catalogue.h"
#include "office/life.h"
#include "office/search.h"
#include "web_client.h"

static str percent(const char *text) {
  buf b = buf_in(a);
  put_url(&(out){.b = &b}, str_of(text));
  return buf_str(&b);
}

static answer get(const char *target) {
  return send_ask(&(ask){.method = "GET", .target = target});
}
static answer show(const char *target) {
  return send_ask(&(ask){.method = "GET", .target = target, HTML});
}
static const json *found(const char *target) {
  answer r = get(target);
  assert_status(r, 200);
  return json_body(&r);
}
static int64_t number(const json *v, const char *path) {
  int64_t n = -1;
  assert_true(json_int(json_at(v, str_of(path)), &n));
  return n;
}
static str first_code(const json *v) {
  const json *items = json_get(v, S("items"));
  assert_true(items->n > 0);
  return text_of(&items->items[0], "code");
}
static size_t records(void) {
  const edition *e = office_edition(site.office);
  size_t n = e->nprocedures;
  office_release(site.office, e);
  return n;
}

/* --- search --- */
static void finds_by_words_and_code(void **state) {
  (void)state;
  static const char *const queries[] = {"1.001193", "dang ky khai sinh", "DANG KY KHAI SINH",
                                        "Đăng ký khai sinh", "ĐĂNG KÝ KHAI SINH"};
  for (size_t i = 0; i < COUNT(queries); i++) {
    const json *v = found(str_fmt(a, "/procedures?q=%s", percent(queries[i]).p).p);
    assert_string_equal(first_code(v).p, "1.001193");
  }
  assert_int_equal(number(found("/procedures"), "total"), records());
  assert_int_equal(number(found("/procedures?q="), "total"), records());
  assert_int_equal(number(found("/procedures?q=&level=&field=&utm_source=x"), "total"), records());
}

static void filters_combine(void **state) {
  (void)state;
  const json *v = found("/procedures?q=dang+ky+khai+sinh&level=commune&online=full&field=ho+tich");
  assert_string_equal(first_code(v).p, "1.001193");
  v = found("/procedures?q=khai+sinh&level=ministry");
  assert_int_equal(number(v, "total"), 0);
  assert_true(json_get(v, S("near"))->n > 0);
  v = found("/procedures?q=khai+sihn");
  assert_int_equal(number(v, "total"), 0);
  assert_string_equal(text_of(&json_get(v, S("near"))->items[0], "code").p, "1.001193");
}

typedef struct asked { /* whom it is for and whose it is; none: any */
  str audience, agency;
} asked;

static bool fits(const procedure *p, const asked *q) {
  bool fits = !q->audience.n;
  for (size_t i = 0; i < p->naudiences; i++)
    fits = fits || str_eq(p->audiences[i], q->audience);
  return fits && (!q->agency.n || str_find(text_fold(a, p->agency), q->agency) >= 0);
}

/* The total is that of the catalogue itself, and each hit is one of them. */
static size_t filtered(const edition *e, const asked *q) {
  size_t n = 0, shown = 0;
  for (size_t i = 0; i < e->nprocedures; i++) n += fits(&e->procedures[i], q);
  const json *v = found(str_fmt(a, "/procedures?audience=%s&agency=%s",
                                percent(str_z(a, q->audience)).p,
                                percent(str_z(a, q->agency)).p).p);
  const json *items = json_get(v, S("items"));
  assert_int_equal(number(v, "total"), n);
  for (; shown < items->n; shown++)
    assert_true(fits(edition_procedure(e, text_of(&items->items[shown], "code")), q));
  assert_true(shown == n || (shown < n && shown > 0));
  return n;
}

static void filters_by_audience_and_agency(void **state) {
  (void)state;
  size_t n, all = records();
  const edition *e = office_edition(site.office);
  const str *names = search_audiences(e->search, &n);
  assert_true(n > 2);
  for (size_t i = 0; i < n; i++) {
    size_t of_it = filtered(e, &(asked){names[i], S("")});
    assert_true(of_it > 0 && of_it < all);
    assert_true(filtered(e, &(asked){names[i], S("so tu phap")}) <= of_it);
  }
  assert_true(filtered(e, &(asked){S(""), S("so tu phap")}) > 0);
  assert_true(filtered(e, &(asked){S(""), S("uy ban nhan dan cap xa")}) > 0);
  assert_int_equal(filtered(e, &(asked){S("Công dân Việt Nam"), S("so khong co that")}), 0);
  assert_int_equal(number(found("/procedures?audience=nobody"), "total"), 0);
  office_release(site.office, e);
}

static void pages_join_to_the_whole(void **state) {
  (void)state;
  const char *target = "/procedures";
  size_t n = 0, most = records();
  bool *seen = arena_list(a, most, bool), more = true;
  const edition *e = office_edition(site.office);
  while (more) {
    const json *v = found(target), *items = json_get(v, S("items"));
    for (size_t i = 0; i < items->n; i++, n++) {
      size_t at = (size_t)(edition_procedure(e, text_of(&items->items[i], "code")) - e->procedures);
      assert_true(at < most && !seen[at]);
      seen[at] = true;
    }
    assert_int_equal(number(v, "total"), most);
    more = json_get(v, S("more"))->kind == JSON_TRUE;
    if (more) target = str_fmt(a, "/procedures?after=%s", text_of(v, "next").p).p;
  }
  office_release(site.office, e);
  assert_int_equal(n, most);
}

static void wrong_values_are_named(void **state) {
  (void)state;
  str long_text = percent("ế");
  for (int i = 0; i < 8; i++) long_text = str_cat(a, long_text, long_text); /* 256 characters */
  const struct {
    const char *query, *field;
  } wrong[] = {{"level=district", "level"},
               {"online=yes", "online"},
               {"q=a&q=b", "q"},
               {"after=9.999999", "after"},
               {"q=khai+sinh&after=x", "after"},
               {"after=12345678901234567890123456789012345678901", "after"},
               {str_fmt(a, "q=%s", long_text.p).p, "q"},
               {str_fmt(a, "field=%s", long_text.p).p, "field"},
               {"agency=%01", "agency"}};
  for (size_t i = 0; i < COUNT(wrong); i++) {
    answer r = get(str_fmt(a, "/procedures?%s", wrong[i].query).p);
    assert_problem(&r, 422, "invalid");
    const json *errors = json_get(json_body(&r), S("errors"));
    assert_int_equal(errors->n, 1);
    assert_string_equal(text_of(&errors->items[0], "field").p, wrong[i].field);
    r = show(str_fmt(a, "/procedures?%s", wrong[i].query).p);
    assert_status(r, 422);
  }
  answer r = get("/procedures?q=%ff");
  assert_status(r, 400);
  r = send_ask(&(ask){.method = "GET", .target = "/dossiers?view=all",
                      .token = sign_in("citizen")});
  assert_problem(&r, 422, "invalid");
}

static void hostile_words(void **state) {
  (void)state;
  static const char *const words[] = {"<script>alert(1)</script>", "\"><img src=x>", "' OR 1=1 --",
                                      "{{page.csrf}}", "%s%n{0}", "\xe2\x80\xae", "জন্ম নিবন্ধন"};
  for (size_t i = 0; i < COUNT(words); i++) {
    str coded = percent(words[i]);
    const char *target = str_fmt(a, "/procedures?q=%s&agency=%s", coded.p, coded.p).p;
    answer r = show(target);
    assert_status(r, 200);
    assert_true(str_find(r.body, S("<script")) < 0 && str_find(r.body, S("<img")) < 0);
    assert_status(get(target), 200);
  }
}

/* --- the page --- */
static void the_form_keeps_what_was_asked(void **state) {
  (void)state;
  answer r = show("/procedures?q=khai+sinh&level=commune&field=H%E1%BB%99+t%E1%BB%8Bch"
                  "&agency=x%22y");
  assert_status(r, 200);
  assert_true(str_find(r.body, S("name=\"q\" type=\"search\" value=\"khai sinh\"")) > 0);
  assert_true(str_find(r.body, S("<option value=\"commune\" selected>")) > 0);
  assert_true(str_find(r.body, S("<option value=\"Hộ tịch\" selected")) > 0);
  assert_true(str_find(r.body, S("value=\"x&quot;y\"")) > 0);
  assert_true(str_find(r.body, S("<details open>")) > 0);
  assert_true(str_find(r.body, S("href=\"/procedures?q=khai%20sinh\"")) > 0); /* everywhere */
  r = show("/procedures");
  assert_true(str_find(r.body, S("<details>")) > 0);
  assert_true(str_find(r.body, S("1,601 real records")) > 0);
  assert_true(str_find(r.body, S("full catalogue")) < 0);
}

static void the_next_page_keeps_the_filters(void **state) {
  (void)state;
  answer r = show("/procedures?q=dang+ky&level=province");
  str link = cut(r.body, "rel=\"next\" href=\"", "\"");
  assert_true(str_starts(link, S("/procedures?q=dang%20ky&amp;level=province&amp;after=")));
  ptrdiff_t at = str_find(link, S("after="));
  str after = str_sub(link, (size_t)at, link.n);
  r = show(str_fmt(a, "/procedures?q=dang%%20ky&level=province&%s", str_z(a, after)).p);
  assert_status(r, 200);
}

/* Cached by everybody: no cookie, no token, the same bytes with and without a session. */
static void the_same_for_everybody(void **state) {
  (void)state;
  browser b = enter("citizen");
  static const char *const targets[] = {"/", "/procedures", "/procedures?q=khai+sinh&level=commune",
                                        "/procedures/1.001193", "/life-events/birth"};
  for (size_t i = 0; i < COUNT(targets); i++) {
    answer r = show(targets[i]);
    assert_status(r, 200);
    assert_null(header_of(&r, "Set-Cookie").p);
    assert_string_equal(header_of(&r, "Cache-Control").p, "no-cache");
    answer mine = send_ask(&(ask){.method = "GET", .target = targets[i], HTML, .cookie = b.cookie});
    assert_true(str_eq(r.body, mine.body));
    str tag = header_of(&r, "ETag");
    answer again = send_ask(&(ask){.method = "GET", .target = targets[i], HTML,
                                   .more = {{S("If-None-Match"), tag}}});
    assert_status(again, 304);
    assert_int_equal(again.body.n, 0);
    assert_true(str_eq(header_of(&again, "ETag"), tag));
  }
}

/* --- one procedure --- */
static void one_procedure(void **state) {
  (void)state;
  answer r = show("/procedures/1.001193");
  assert_true(str_find(r.body, S("/procedures/1.001193/file")) > 0);
  assert_true(str_find(r.body, S("Start the application")) > 0);
  assert_true(str_find(r.body, S("not entered")) > 0); /* the fee */
  assert_true(str_find(r.body, S("A counter files this")) < 0);
  r = get("/procedures/1.001193");
  const json *results = json_get(json_body(&r), S("results"));
  assert_true(json_get(&results->items[0], S("positive"))->kind == JSON_TRUE);
}

static const procedure *some(const edition *e, bool (*is)(const procedure *p)) {
  for (size_t i = 0; i < e->nprocedures; i++)
    if (is(&e->procedures[i])) return &e->procedures[i];
  fail_msg("the catalogue has none");
  return NULL;
}
static bool elsewhere(const procedure *p) { return p->operated_elsewhere.n; }
static bool counter_only(const procedure *p) {
  return !p->operated_elsewhere.n && !procedure_channel(p, S("online"));
}
static bool several_limits(const procedure *p) {
  return p->nchannels && p->channels[0].nlimits > 1;
}
static bool with_guidance(const procedure *p) { return p->nnotes > 0; }

static void what_is_not_filed_here(void **state) {
  (void)state;
  const edition *e = office_edition(site.office);
  const procedure *p = some(e, elsewhere);
  answer r = show(str_fmt(a, "/procedures/%.*s", STR_ARG(p->code)).p);
  assert_true(str_find(r.body, S("This is filed elsewhere")) > 0);
  assert_true(str_find(r.body, p->operated_elsewhere) > 0);
  assert_true(str_find(r.body, S("/file\"")) < 0);
  assert_true(str_find(r.body, S("A counter files this")) < 0);
  const json *v = found(str_fmt(a, "/procedures?q=%.*s", STR_ARG(p->code)).p);
  text_of(&json_get(v, S("items"))->items[0], "operated_elsewhere");
  p = some(e, counter_only);
  r = show(str_fmt(a, "/procedures/%.*s", STR_ARG(p->code)).p);
  assert_true(str_find(r.body, S("A counter files this for you")) > 0);
  assert_true(str_find(r.body, S("It is not filed online.")) > 0);
  p = some(e, several_limits);
  r = get(str_fmt(a, "/procedures/%.*s", STR_ARG(p->code)).p);
  const json *channel = &json_get(json_body(&r), S("channels"))->items[0];
  assert_int_equal(json_get(channel, S("limits"))->n, p->channels[0].nlimits);
  r = show(str_fmt(a, "/procedures/%.*s", STR_ARG(p->code)).p);
  assert_true(str_find(r.body, S("by case")) > 0);
  p = some(e, with_guidance);
  r = show(str_fmt(a, "/procedures/%.*s", STR_ARG(p->code)).p);
  assert_true(str_find(r.body, S("Guidance on the documents")) > 0);
  office_release(site.office, e);
}

/* --- events of life --- */
static void events_lead_to_procedures(void **state) {
  (void)state;
  const json *list = json_get(found("/"), S("life_events"));
  assert_int_equal(list->n, 6);
  for (size_t i = 0; i < list->n; i++) {
    str event = text_of(&list->items[i], "event");
    const json *v = found(str_fmt(a, "/life-events/%.*s", STR_ARG(event)).p);
    assert_true(json_get(v, S("items"))->n >= 5);
  }
  assert_string_equal(first_code(found("/life-events/birth")).p, "1.001193");
  assert_status(get("/life-events/nothing"), 404);
  answer r = show("/");
  assert_true(str_find(r.body, S("href=\"/life-events/birth\"")) > 0);
  assert_true(str_find(r.body, S("Having a child")) > 0);
  r = send_ask(&(ask){.method = "GET", .target = "/life-events/birth", HTML,
                      .cookie = S("lang=vi")});
  assert_true(str_find(r.body, S("<h1>Có con</h1>")) > 0);
}

/* Every code of the shipped file stands in the shipped catalogue. */
static void every_code_exists(void **state) {
  (void)state;
  const edition *e = office_edition(site.office);
  str line, rest = catalogue_file("life-events.csv");
  for (bool head = true; str_split(&rest, '\n', &line); head = false) {
    if (head || !line.n) continue;
    str codes = line, code;
    for (ptrdiff_t at; (at = str_chr(codes, ',', 0)) >= 0;)
      codes = str_sub(codes, (size_t)at + 1, codes.n);
    while (str_split(&codes, ' ', &code))
      if (!edition_procedure(e, code)) fail_msg("no procedure %.*s", STR_ARG(code));
  }
  office_release(site.office, e);
}

#define EVENTS "event,vi,en,bn,about_vi,about_en,about_bn,codes\n"
static void wrong_files_are_refused(void **state) {
  (void)state;
  static const char *const wrong[] = {"x\n", EVENTS "birth,a,b,c,d,e,f\n",
                                      EVENTS "birth,a,b,c,d,e,f,\n",
                                      EVENTS "Birth,a,b,c,d,e,f,1.001193\n",
                                      EVENTS "../x,a,b,c,d,e,f,1.001193\n",
                                      EVENTS "birth,a,b,c,d,e,f,1.001193  2.000986\n",
                                      EVENTS "birth,a,b,\"c,d,e,f,1.001193\n",
                                      EVENTS "birth,a,b,c,d,e,f,1\nbirth,a,b,c,d,e,f,1\n"};
  const edition *e = office_edition(site.office);
  const life_event *events;
  size_t n;
  for (size_t i = 0; i < COUNT(wrong); i++) {
    err *bad = life_read(a, e, str_of(wrong[i]), &events, &n);
    if (!bad) fail_msg("taken: %s", wrong[i]);
    assert_int_equal(bad->kind, ERR_INVALID);
  }
  assert_ok(life_read(a, e, S(EVENTS "x,a,b,c,d,e,f,9.999999 1.001193\n"), &events, &n));
  assert_int_equal(n, 1);
  assert_int_equal(events[0].n, 1); /* the other code is not in the catalogue */
  office_release(site.office, e);
}

/* --- the description --- */
static void parameters_are_described(void **state) {
  (void)state;
  const json *paths = json_get(found("/openapi.json"), S("paths"));
  const json *op = json_get(json_get(paths, S("/procedures")), S("get"));
  const json *list = json_get(op, S("parameters"));
  assert_int_equal(list->n, 7);
  assert_string_equal(text_of(&list->items[1], "name").p, "level");
  assert_string_equal(text_of(&list->items[1], "in").p, "query");
  assert_int_equal(json_at(&list->items[1], S("schema.enum"))->n, 3);
  assert_string_equal(text_of(&list->items[0], "schema.type").p, "string");
  assert_int_equal(number(&list->items[0], "schema.maxLength"), 200);
  assert_non_null(json_get(json_get(op, S("responses")), S("422")));
  assert_null(json_get(op, S("requestBody")));
  assert_null(json_at(found("/openapi.json"), S("components.schemas.procedures_request")));
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(finds_by_words_and_code), cmocka_unit_test(filters_combine),
      cmocka_unit_test(filters_by_audience_and_agency),
      cmocka_unit_test(pages_join_to_the_whole), cmocka_unit_test(wrong_values_are_named),
      cmocka_unit_test(hostile_words), cmocka_unit_test(the_form_keeps_what_was_asked),
      cmocka_unit_test(the_next_page_keeps_the_filters), cmocka_unit_test(the_same_for_everybody),
      cmocka_unit_test(one_procedure), cmocka_unit_test(what_is_not_filed_here),
      cmocka_unit_test(events_lead_to_procedures), cmocka_unit_test(every_code_exists),
      cmocka_unit_test(wrong_files_are_refused), cmocka_unit_test(parameters_are_described),
  };
  return cmocka_run_group_tests(tests, open_site, close_site);
}

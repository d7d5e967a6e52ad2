/* test_law: what the ten flagships say of the law, each with where it comes from: results, reasons,
 * time limits, fees; against the records of the national database (catalogue/procedures.jsonl), and
 * what is peculiar to each of them. */
#include "office/catalogue.h"
#include "site_edition.h"

static const char *const flagships[] = {"1.000656", "1.000894", "1.001193", "1.001612", "1.004873",
                                        "1.011607", "1.013225", "2.000635", "2.000815",
                                        "2.001827"};

static const json *tree(str text) {
  const json *v;
  assert_ok(json_parse(a, text, &v));
  return v;
}
static const json *shipped(const char *code) {
  return tree(catalogue_file(str_fmt(a, "%s.json", code).p));
}

/* The record as it was published, which the program's own file replaces. */
static const json *published(const char *code) {
  str rest = catalogue_file("procedures.jsonl"), line;
  str wanted = str_fmt(a, "\"code\":\"%s\"", code);
  while (str_split(&rest, '\n', &line))
    if (str_find(line, wanted) >= 0) return tree(line);
  fail_msg("%s is not among the records", code);
  return NULL;
}

static const json *with(const json *list, const char *key, str value) {
  for (size_t i = 0; list && i < list->n; i++)
    if (str_eq(json_str(json_get(&list->items[i], str_of(key))), value)) return &list->items[i];
  return NULL;
}

static str said(const json *v, const char *key) { return json_str(json_get(v, str_of(key))); }

/* Of the record, or with a basis of its own that says what it is. */
static void limits_sourced(const json *own, const json *record, const char *code) {
  const json *all = json_get(own, S("channels"));
  assert_true(all && all->n > 0);
  for (size_t i = 0; i < all->n; i++) {
    const json *c = &all->items[i], *real = with(json_get(record, S("channels")), "channel",
                                                 said(c, "channel"));
    str limit = said(c, "limit"), basis = said(c, "basis");
    if (!real || !limit.n)
      fail_msg("%s: %.*s is no way of the record, or without limit", code,
               STR_ARG(said(c, "channel")));
    bool same = str_eq(limit, said(real, "limit"));
    bool assumed = !said(real, "limit").n && str_find(basis, S("Giả định")) >= 0;
    if (!same && !assumed) fail_msg("%s: %.*s has no source", code, STR_ARG(limit));
  }
}

static void results_sourced(const json *own, const json *record) {
  const json *all = json_get(own, S("results"));
  size_t positive = 0;
  for (size_t i = 0; i < all->n; i++) {
    const json *p = json_get(&all->items[i], S("positive"));
    positive += p && p->kind == JSON_TRUE;
    assert_non_null(with(json_get(record, S("results")), "code", said(&all->items[i], "code")));
    assert_true(said(&all->items[i], "name").n > 0);
  }
  assert_int_equal(positive, 1);
}

/* A fee stands with its basis, or it is not entered: never a nought that nobody has looked up. */
static void fees_sourced(const json *own) {
  const json *fees = json_get(own, S("fees")), *grounds = json_get(own, S("exemptions"));
  for (size_t i = 0; fees && i < fees->n; i++) assert_true(said(&fees->items[i], "basis").n > 0);
  for (size_t i = 0; grounds && i < grounds->n; i++)
    assert_true(said(&grounds->items[i], "basis").n > 0);
}

static void every_row_has_a_source(void **state) {
  (void)state;
  for (size_t i = 0; i < COUNT(flagships); i++) {
    const json *own = shipped(flagships[i]), *record = published(flagships[i]);
    assert_true(said(own, "source").n > 0 && said(own, "clauses_from").n > 0);
    assert_true(json_get(own, S("legal_basis"))->n > 0);
    assert_true(said(own, "valid_from").n == 10);
    results_sourced(own, record);
    limits_sourced(own, record, flagships[i]);
    fees_sourced(own);
    const json *reasons = json_get(own, S("reasons"));
    assert_true(reasons && reasons->n > 2);
    size_t refusals = 0;
    for (size_t k = 0; k < reasons->n; k++) {
      const json *for_ = json_get(&reasons->items[k], S("for"));
      assert_true(said(&reasons->items[k], "clause").n > 0);
      for (size_t m = 0; m < for_->n; m++)
        refusals += str_eq(for_->items[m].s, S("reject")) || str_eq(for_->items[m].s, S("refuse"));
    }
    assert_true(refusals > 0);
    answer r = send_ask(&(ask){.method = "GET", HTML, .language = S("vi"),
                               .target = str_fmt(a, "/procedures/%s", flagships[i]).p});
    assert_status(r, 200);
    assert_true(str_find(r.body, S("chưa đối chiếu")) >= 0); /* the reader is told */
  }
}

/* --- what is peculiar to each --- */
static const procedure *of(const char *code) {
  const procedure *p = edition_procedure(now, str_of(code));
  if (!p) fail_msg("%s is not there", code);
  return p;
}

static const channel_rule *way(const procedure *p, const char *channel) {
  for (size_t i = 0; i < p->nchannels; i++)
    if (str_eq(p->channels[i].channel, str_of(channel))) return &p->channels[i];
  return NULL;
}

static str positive(const procedure *p) {
  const procedure_result *r = procedure_positive(p);
  return r ? r->code : S("none");
}

static size_t needed_by_all(const procedure *p) {
  size_t n = 0;
  for (size_t i = 0; i < p->ncomponents; i++)
    n += p->components[i].required && !p->components[i].ncases;
  return n;
}

static void same_limit(const procedure *p, const char *channel, int64_t n, const char *days) {
  const json *c = with(json_get(shipped(p->code.p), S("channels")), "channel", str_of(channel));
  assert_string_equal(said(c, "limit").p, str_fmt(a, "%lld %s", (long long)n, days).p);
}

static void civil_status(void **state) {
  (void)state;
  const procedure *birth = of("1.001193"), *marriage = of("1.000894"), *status = of("1.004873");
  assert_true(birth->ncomponents < 12 && birth->ncases > 3); /* of 33, 25 were notes */
  assert_int_equal(needed_by_all(birth), 0); /* the birth certificate by its case alone */
  assert_string_equal(positive(birth).p, "KQ.G15.000031");
  assert_string_equal(positive(marriage).p, "KQ.G15.000032");
  assert_string_equal(marriage->service_level.p, "partial"); /* both must come */
  assert_string_equal(positive(status).p, "KQ.G15.000038");
  const json *past = json_at(status->schema, S("properties.status.properties.past_marriages"));
  assert_string_equal(said(past, "type").p, "array"); /* a group that repeats */
  assert_string_equal(said(json_get(past, S("items")), "type").p, "object");
  assert_string_equal(positive(of("1.000656")).p, "KQ.G15.000034");
}

static void at_the_counter_alone(void **state) {
  (void)state;
  const procedure *copy = of("2.000815"), *poor = of("1.011607");
  assert_true(!way(copy, "online") && !way(copy, "post") && way(copy, "counter"));
  assert_string_not_equal(copy->service_level.p, "full");
  assert_string_equal(positive(copy).p, "KQ.G15.000021");
  assert_true(!way(poor, "online") && way(poor, "counter") && way(poor, "post"));
  assert_string_equal(positive(poor).p, "KQ.G10.001158");
  same_limit(poor, "counter", 15, "d");
  assert_int_equal(poor->ncomponents, 1);
}

/* The first result of a record may be a refusal or a notice of correction. */
static void the_right_result(void **state) {
  (void)state;
  const procedure *house = of("1.001612");
  assert_true(house->nresults > 1);
  assert_string_equal(house->results[0].code.p, "KQ.G12.001009");
  assert_string_equal(positive(house).p, "KQ.G12.001041");
  assert_string_equal(positive(of("2.000635")).p, "KQ.G15.000342");
  assert_string_equal(positive(of("2.001827")).p, "KQ.G10.000559");
  assert_string_equal(positive(of("1.013225")).p, "KQ.G17.000311");
}

static void limits_by_channel(void **state) {
  (void)state;
  const procedure *permit = of("1.013225"), *food = of("2.001827");
  same_limit(permit, "online", 20, "d");
  same_limit(permit, "post", 20, "d");
  same_limit(permit, "counter", 15, "d");
  assert_true(permit->ncases > 1);
  same_limit(food, "online", 15, "d"); /* calendar days */
  const json *land = published("1.013831"); /* odd, and as it was published */
  assert_string_equal(said(with(json_get(land, S("channels")), "channel", S("post")), "limit").p,
                      "4 wd");
  assert_string_equal(said(with(json_get(land, S("channels")), "channel", S("online")), "limit").p,
                      "18 wd");
}

/* What the police run is information here: no form, and nobody files it. */
static void run_elsewhere(void **state) {
  (void)state;
  static const char *const codes[] = {"1.010041", "3.000333", "3.000348"};
  for (size_t i = 0; i < COUNT(codes); i++) {
    const procedure *p = of(codes[i]);
    assert_true(p->operated_elsewhere.n > 0);
    assert_null(p->schema);
  }
  assert_null(edition_procedure(now, S("1.001776"))); /* absent: said so, never invented */
  assert_null(edition_procedure(now, S("2.000286")));
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(every_row_has_a_source), cmocka_unit_test(civil_status),
      cmocka_unit_test(at_the_counter_alone),   cmocka_unit_test(the_right_result),
      cmocka_unit_test(limits_by_channel),      cmocka_unit_test(run_elsewhere),
  };
  return cmocka_run_group_tests(tests, open_all, close_all);
}

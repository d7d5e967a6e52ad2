/* test_flagships: the ten procedures with forms of their own: complete in three languages, the
 * whole example of tests/data/forms accepted, each field that is missing refused at its place, the
 * papers that hang on a case. */
#include "office/catalogue.h"
#include "office/form_check.h"
#include "office/forms.h"
#include "office/reason.h"
#include "web_client.h"

static const char *const flagships[] = {"1.000656", "1.000894", "1.001193", "1.001612", "1.004873",
                                        "1.011607", "1.013225", "2.000635", "2.000815",
                                        "2.001827"};

static const json *tree(str text) {
  const json *v;
  assert_true(text.n > 0);
  assert_null(json_parse(a, text, &v));
  return v;
}

static const json *example(const char *code) {
  return tree(file_read(a, str_fmt(a, "tests/data/forms/%s.json", code).p));
}

static const json *shipped(const char *code) {
  return tree(catalogue_file(str_fmt(a, "%s.json", code).p));
}

/* "fields.a fields.b"; each with its clause. */
static str faults(const procedure *p, const json *data) {
  err *errors = NULL;
  ctx c = {.a = a, .edition = office_edition(site.office), .now = instant_now()};
  form_check(&c, p, data, &errors);
  office_release(site.office, c.edition);
  buf b = buf_in(a);
  for (const err *e = errors; e; e = e->next) {
    if (!e->cites.n) fail_msg("%s: no clause at %.*s", p->code.p, STR_ARG(e->field));
    buf_fmt(&b, "%s%.*s", b.n ? " " : "", STR_ARG(e->field));
  }
  return buf_str(&b);
}

static str with_end(str key, const char *end) { return str_cat(a, key, str_of(end)); }

/* --- three languages --- */
static bool in_three(const json *v, str key) {
  return json_str(json_get(v, key)).n && json_str(json_get(v, with_end(key, "_en"))).n &&
         json_str(json_get(v, with_end(key, "_bn"))).n;
}

static void words_complete(const json *v, const char *code) {
  const json *list = json_get(v, S("enum")), *words = json_at(v, S("ui.choices"));
  for (size_t i = 0; list && i < list->n; i++) {
    str value = json_str(&list->items[i]);
    const json *word = json_get(words, value);
    bool all = json_str(json_get(word, S("vi"))).n && json_str(json_get(word, S("en"))).n &&
               json_str(json_get(word, S("bn"))).n;
    if (!all) fail_msg("%s: \"%.*s\" has not its three words", code, STR_ARG(value));
  }
}

/* Whatever has a title, a text, a description or a cure has it in three languages. */
static void complete(const json *v, const char *code) {
  static const char *const texts[] = {"title", "text", "description", "cure"};
  if (v->kind != JSON_OBJECT && v->kind != JSON_ARRAY) return;
  for (size_t i = 0; i < COUNT(texts) && v->kind == JSON_OBJECT; i++) {
    str text = json_str(json_get(v, str_of(texts[i])));
    if (text.p && !in_three(v, str_of(texts[i])))
      fail_msg("%s: \"%.*s\" is not in three languages", code, STR_ARG(text));
  }
  if (json_str(json_get(v, S("title"))).p) words_complete(v, code);
  for (size_t i = 0; i < v->n; i++) complete(&v->items[i], code);
}

/* Every property of an object has a title (that of a part stands with the part). */
static void titled(const json *v, const char *code) {
  if (v->kind != JSON_OBJECT && v->kind != JSON_ARRAY) return;
  const json *all = v->kind == JSON_OBJECT && json_get(v, S("title")) ? json_get(v, S("properties"))
                                                                      : NULL;
  for (size_t i = 0; all && i < all->n; i++)
    if (!json_str(json_get(&all->items[i], S("title"))).n)
      fail_msg("%s: %.*s has no title", code, STR_ARG(all->keys[i]));
  for (size_t i = 0; i < v->n; i++) titled(&v->items[i], code);
}

static void languages(void **state) {
  (void)state;
  static const char *const members[] = {"form", "cases", "components", "reasons",
                                        "exemptions"};
  for (size_t i = 0; i < COUNT(flagships); i++) {
    const json *v = shipped(flagships[i]);
    titled(json_get(v, S("form")), flagships[i]);
    assert_true(in_three(v, S("short")));
    for (size_t k = 0; k < COUNT(members); k++) {
      const json *part = json_get(v, str_of(members[k]));
      if (part) complete(part, flagships[i]);
    }
  }
}

/* What people call a procedure stands on its card, its page and that of its form. */
static void short_names(void **state) {
  (void)state;
  static const char *const tongues[][2] = {{"vi", "short"}, {"en", "short_en"}, {"bn", "short_bn"}};
  str token = enter("citizen").cookie;
  for (size_t i = 0; i < COUNT(flagships); i++)
    for (size_t k = 0; k < COUNT(tongues); k++) {
      str name = text_of(shipped(flagships[i]), tongues[k][1]);
      str pages[] = {str_fmt(a, "/procedures?q=%s", flagships[i]),
                     str_fmt(a, "/procedures/%s", flagships[i]),
                     str_fmt(a, "/procedures/%s/file?case=house", flagships[i])};
      for (size_t at = 0; at < COUNT(pages); at++) {
        answer r = send_ask(&(ask){.method = "GET", .target = pages[at].p, .cookie = token, HTML,
                                   .language = str_of(tongues[k][0])});
        bool counter = r.status == 409; /* its form is for officers */
        if (!counter && str_find(r.body, str_cat(a, S(">"), name, S("<"))) < 0)
          fail_msg("%s does not say \"%s\"", pages[at].p, name.p);
      }
    }
}

/* Grounds of an exemption, as the page of the procedure words them. */
static void grounds(void **state) {
  (void)state;
  static const struct {
    const char *tag, *key;
  } tongues[] = {{"vi", "title"}, {"en", "title_en"}, {"bn", "title_bn"}};
  const json *list = json_get(shipped("2.000635"), S("exemptions"));
  assert_true(list && list->n == 3);
  for (size_t i = 0; i < COUNT(tongues); i++) {
    answer r = send_ask(&(ask){.method = "GET", .target = "/procedures/2.000635",
                               .language = str_of(tongues[i].tag), HTML});
    assert_status(r, 200);
    for (size_t k = 0; k < list->n; k++)
      assert_true(str_find(r.body, text_of(&list->items[k], tongues[i].key)) >= 0);
  }
}

/* --- documents --- */
static const json *without(const json *v, str path) {
  str key;
  if (!str_split(&path, '.', &key)) return v;
  json_member *members = arena_list(a, v->n + 1, json_member);
  const json **items = arena_list(a, v->n + 1, const json *);
  size_t n = 0;
  for (size_t i = 0; i < v->n; i++) {
    str own = v->kind == JSON_OBJECT ? v->keys[i] : str_fmt(a, "%zu", i);
    bool here = str_eq(own, key);
    if (here && !path.p) continue;
    items[n] = here ? without(&v->items[i], path) : &v->items[i];
    members[n] = (json_member){own, items[n]};
    n++;
  }
  return v->kind == JSON_OBJECT ? json_of_members(a, members, n) : json_of_list(a, items, n);
}

typedef struct walk {
  const procedure *p;
  const json *data;
  size_t refused;
} walk;

static void refused_without(walk *w, str path) {
  str got = faults(w->p, without(w->data, path)), one;
  str wanted = str_cat(a, S("fields."), path);
  bool there = false;
  while (str_split(&got, ' ', &one)) there = there || str_eq(one, wanted);
  if (!there)
    fail_msg("%.*s without %.*s is not refused there", STR_ARG(w->p->code), STR_ARG(path));
  w->refused++;
}

static const json *behind(const walk *w, const json *schema) {
  str ref = json_str(json_get(schema, S("$ref")));
  if (!ref.n) return schema;
  return json_get(json_get(w->p->schema, S("$defs")), str_sub(ref, 8, ref.n));
}

static str joined(str path, str key) { return path.n ? str_cat(a, path, S("."), key) : key; }

/* Each name in `required` of what the document holds, lists by their entries. */
static void each_required(walk *w, const json *schema, const json *data, str path) {
  schema = behind(w, schema);
  if (!schema || !data) return;
  const json *required = json_get(schema, S("required"));
  for (size_t i = 0; required && i < required->n; i++)
    refused_without(w, joined(path, json_str(&required->items[i])));
  for (size_t i = 0; data->kind == JSON_OBJECT && i < data->n; i++)
    each_required(w, json_get(json_get(schema, S("properties")), data->keys[i]), &data->items[i],
                  joined(path, data->keys[i]));
  for (size_t i = 0; data->kind == JSON_ARRAY && i < data->n; i++)
    each_required(w, json_get(schema, S("items")), &data->items[i],
                  joined(path, str_fmt(a, "%zu", i)));
}

/* What is needed only by another answer, which the example gives. */
static const char *const by_condition[][2] = {
    {"1.000894", "groom.personal_id"},   {"1.004873", "status.past_marriages"},
    {"1.004873", "purpose.partner"},     {"1.004873", "purpose.registry"},
    {"1.004873", "subject.personal_id"}, {"1.001612", "founding.members"},
    {"1.001612", "owner.personal_id"},   {"2.000635", "record.spouse"},
    {"1.000656", "deceased.last_residence"}, {"1.001193", "mother"}};

static void documents(void **state) {
  (void)state;
  const edition *e = office_edition(site.office);
  size_t refused = 0;
  for (size_t i = 0; i < COUNT(flagships); i++) {
    const procedure *p = edition_procedure(e, str_of(flagships[i]));
    assert_true(p && !p->derived);
    walk w = {p, example(flagships[i]), 0};
    assert_string_equal(faults(p, w.data).p, "");
    each_required(&w, p->schema, w.data, S(""));
    for (size_t k = 0; k < COUNT(by_condition); k++)
      if (str_eq(p->code, str_of(by_condition[k][0])))
        refused_without(&w, str_of(by_condition[k][1]));
    assert_true(w.refused > 8);
    refused += w.refused;
  }
  print_message("           %zu fields left out, each refused at its place\n", refused);
  office_release(site.office, e);
}

/* --- papers by case --- */
static str replaced(str text, const char *from, const char *to) {
  ptrdiff_t at = str_find(text, str_of(from));
  if (at < 0) fail_msg("%s is not there", from);
  size_t end = (size_t)at + str_of(from).n;
  return str_cat(a, str_sub(text, 0, (size_t)at), str_of(to), str_sub(text, end, text.n));
}

static const struct {
  const char *code, *from, *to, *papers; /* the example changed, and what it must then bring */
} by_case[] = {
    {"1.001193", "", "", "birth_certificate "},
    {"1.001193", "\"certificate\"", "\"witness\"", "witness_statement "},
    {"1.001193", "\"certificate\"", "\"statement\"", "own_statement "},
    {"1.001193", "\"ordinary\"", "\"abandoned\"", "abandoned_report "},
    {"1.001193", "\"ordinary\"", "\"surrogacy\"", "birth_certificate surrogacy_confirmation "},
    {"1.001193", "\"mother\",", "\"other\",", "birth_certificate authorisation "},
    {"1.000894", "", "", ""},
    {"1.000894", "\"both_come\": true", "\"both_come\": true, \"divorced_abroad\": true",
     "divorce_extract "},
    {"1.004873", "", "", ""},
    {"1.004873", "\"self\"", "\"authorised\"", "authorisation "},
    {"1.004873", "\"kind\": \"marriage\"", "\"kind\": \"marriage\", \"again\": true",
     "former_certificate "},
    {"1.000656", "", "", "death_notice "},
    {"1.000656", "\"sex\": \"male\"", "\"sex\": \"male\", \"residence_unknown\": true",
     "death_notice place_proof "},
    {"1.000656", "\"child\"", "\"authorised\"", "death_notice authorisation "},
    {"1.000656", "\"proof\": \"notice\"", "\"proof\": \"evidence\"", "death_evidence "},
    {"1.001612", "", "", "family_mandate "},
    {"1.001612", "\"filed_by\": \"owner\"", "\"filed_by\": \"person\"", "family_mandate mandate "},
    {"1.001612", "\"filed_by\": \"owner\"", "\"filed_by\": \"organisation\"",
     "family_mandate service_contract "},
    {"1.001612", "\"filed_by\": \"owner\"", "\"filed_by\": \"post\"", "family_mandate post_slip "},
    {"1.001612", "\"filed_by\": \"owner\"", "\"filed_by\": \"owner\", \"no_account\": true",
     "family_mandate identity_copy "},
    {"1.013225", "", "", "land_paper drawings neighbour_safety "},
    {"1.013225", "\"adjacent\": true", "\"adjacent\": false", "land_paper drawings "},
    {"1.013225", "\"case\": \"house\"", "\"case\": \"monument\"",
     "land_paper works_drawings project_approval culture_consent neighbour_safety "},
    {"2.000635", "\"record\"", "\"organisation\": {\"name\": \"A\"}, \"record\"", "letter "},
    {"2.000635", "\"self\"", "\"authorised\"", "authorisation "},
    {"2.000815", "", "", "original "},
    {"2.001827", "", "", "facility_description "},
    {"1.011607", "", "", "request "}};

static void papers(void **state) {
  (void)state;
  const edition *e = office_edition(site.office);
  for (size_t i = 0; i < COUNT(by_case); i++) {
    const procedure *p = edition_procedure(e, str_of(by_case[i].code));
    str text = file_read(a, str_fmt(a, "tests/data/forms/%s.json", by_case[i].code).p);
    const json *fields = tree(replaced(text, by_case[i].from, by_case[i].to));
    buf b = buf_in(a);
    for (size_t k = 0; k < p->ncomponents; k++) {
      const component *c = &p->components[k];
      if (c->required && component_applies(p, c, fields, a)) buf_fmt(&b, "%.*s ", STR_ARG(c->id));
    }
    assert_string_equal(buf_str(&b).p, by_case[i].papers);
  }
  office_release(site.office, e);
}

/* Every time limit and every fee says where it comes from. */
static void bases(void **state) {
  (void)state;
  const edition *e = office_edition(site.office);
  size_t limits = 0, fees = 0;
  for (size_t i = 0; i < COUNT(flagships); i++) {
    const procedure *p = edition_procedure(e, str_of(flagships[i]));
    assert_true(p->source.n && p->nlegal_basis);
    for (size_t k = 0; k < p->nchannels; k++) {
      assert_true(p->channels[k].nlimits > 0);
      if (!p->channels[k].basis.n)
        fail_msg("%s: no basis of the limit, %.*s", p->code.p, STR_ARG(p->channels[k].channel));
      limits += p->channels[k].nlimits;
    }
    for (size_t k = 0; k < p->nfees; k++, fees++) assert_true(p->fees[k].basis.n > 0);
    for (size_t k = 0; k < p->ngrounds; k++) assert_true(p->grounds[k].basis.n > 0);
  }
  print_message("           %zu limits and %zu fees, each with its basis\n", limits, fees);
  assert_true(fees > 0);
  office_release(site.office, e);
}

/* --- reasons --- */
static void reason_sound(const procedure *p, const json *r) {
  str concerns = json_str(json_get(r, S("concerns")));
  assert_true(json_str(json_get(r, S("id"))).n && json_str(json_get(r, S("clause"))).n);
  assert_true(in_three(r, S("title")) && in_three(r, S("cure")));
  if (!str_eq(concerns, S("dossier"))) assert_true(reason_concerns(p, concerns).n > 0);
}

static void reasons(void **state) {
  (void)state;
  const edition *e = office_edition(site.office);
  const procedure *house = edition_procedure(e, S("1.001612"));
  assert_string_equal(reason_concerns(house, S("fields.business.name")).p, "Tên hộ kinh doanh");
  assert_string_equal(reason_concerns(house, S("fields.owner.full_name")).p, "Họ, chữ đệm, tên");
  assert_false(reason_concerns(house, S("fields.owner.shoe")).n);
  for (size_t i = 0; i < COUNT(flagships); i++) {
    const json *list = json_get(shipped(flagships[i]), S("reasons"));
    assert_true(list && list->n > 2 && !reason_check(list));
    for (size_t k = 0; k < list->n; k++)
      reason_sound(edition_procedure(e, str_of(flagships[i])), &list->items[k]);
  }
  office_release(site.office, e);
}

int main(void) {
  const struct CMUnitTest tests[] = {cmocka_unit_test(languages), cmocka_unit_test(grounds),
                                     cmocka_unit_test(short_names),
                                     cmocka_unit_test(documents), cmocka_unit_test(papers),
                                     cmocka_unit_test(bases), cmocka_unit_test(reasons)};
  return cmocka_run_group_tests_name("flagships", tests, open_site, close_site);
}

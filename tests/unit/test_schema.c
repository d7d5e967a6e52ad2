/* test_schema: keywords one by one, all errors at once, bounds, and the shipped birth form.  JSON
 * is written with ' for ". */
#include <time.h>

#include "in_arena.h"
#include "office/schema.h"
#include "tools/file.h"

static const json *tree(const char *text) {
  const json *v = NULL;
  buf b = buf_in(a);
  for (const char *p = text; *p; p++) buf_char(&b, *p == '\'' ? '"' : *p);
  err *e = json_parse(a, buf_str(&b), &v);
  if (e) fail_msg("%s: %s", text, err_line(a, e).p);
  return v;
}

static const schema_program *compiled(const json *schema) {
  const schema_program *p = NULL;
  err *e = schema_compile(a, schema, SCHEMA_FORM, NULL, &p);
  if (e) fail_msg("%s", err_line(a, e).p);
  return p;
}

/* Fields in error, in order, separated by blanks; the verdict alone says the same. */
static const char *faults(const json *schema, const json *data) {
  err *errors = NULL;
  const schema_program *p = compiled(schema);
  bool fits = schema_check(p, data, a, S("fields"), &errors);
  assert_true(fits == !errors);
  assert_true(fits == schema_check(p, data, a, STR_NONE, NULL));
  buf b = buf_in(a);
  for (err *e = errors; e; e = e->next) {
    assert_int_equal(e->kind, ERR_INVALID);
    if (b.n) buf_char(&b, ' ');
    buf_add(&b, e->field);
  }
  return b.n ? buf_str(&b).p : "";
}

static const struct {
  const char *schema, *good[5], *bad[6];
} keywords[] = {
    {"{'type':'string'}", {"''", "'x'"}, {"1", "null", "true", "[]", "{}"}},
    {"{'type':'integer'}", {"0", "-3"}, {"'1'", "1.5", "true"}},
    {"{'type':'number'}", {"0", "1.5"}, {"'1'", "null"}},
    {"{'type':'boolean'}", {"true", "false"}, {"0", "'true'"}},
    {"{'type':['string','null']}", {"'x'", "null"}, {"0", "[]"}},
    {"{'type':'object'}", {"{}"}, {"[]", "''"}},
    {"{'type':'array'}", {"[]"}, {"{}", "0"}},
    {"{'enum':['a',1,[2],{'b':3}]}",
     {"'a'", "1", "[2]", "{'b':3}"},
     {"'b'", "2", "[3]", "{'b':4}"}},
    {"{'const':'x'}", {"'x'"}, {"'y'", "1"}},
    {"{'minimum':2,'maximum':4}", {"2", "4", "2.5", "'x'"}, {"1", "5", "4.5"}},
    {"{'minimum':0.5}", {"1", "0.5"}, {"0", "0.25"}},
    {"{'minLength':2,'maxLength':3}", {"'ab'", "'Đặn'", "5"}, {"'a'", "'abcd'", "''"}},
    {"{'minItems':1,'maxItems':2}", {"[1]", "[1,2]", "{}"}, {"[]", "[1,2,3]"}},
    {"{'required':['a']}", {"{'a':null}", "[]"}, {"{}", "{'b':1}"}},
    {"{'properties':{'a':{'type':'integer'}}}", {"{}", "{'a':1}", "{'b':'x'}"}, {"{'a':'1'}"}},
    {"{'properties':{'a':true},'additionalProperties':false}", {"{'a':1}", "{}"}, {"{'b':1}"}},
    {"{'additionalProperties':{'type':'integer'}}", {"{'b':1}"}, {"{'b':'x'}"}},
    {"{'items':{'type':'integer'}}", {"[]", "[1,2]", "'x'"}, {"['x']", "[1,null]"}},
    {"{'allOf':[{'minimum':1},{'maximum':3}]}", {"2"}, {"0", "4"}},
    {"{'anyOf':[{'type':'string'},{'minimum':5}]}", {"'x'", "6"}, {"4"}},
    {"{'not':{'type':'string'}}", {"1"}, {"'x'"}},
    {"{'if':{'minimum':10},'then':{'maximum':20},'else':{'minimum':5}}", {"12", "7"}, {"21", "4"}},
    {"{'dependentRequired':{'a':['b','c']}}",
     {"{}", "{'b':1}", "{'a':1,'b':2,'c':3}"},
     {"{'a':1}", "{'a':1,'b':2}"}},
    {"{'$ref':'#/$defs/x','$defs':{'x':{'type':'string'}}}", {"'x'"}, {"1"}},
    {"{'$ref':'#/$defs/a~1b','$defs':{'a/b':{'type':'string'}}}", {"'x'"}, {"1"}},
    {"true", {"1", "{}"}, {NULL}},
    {"false", {NULL}, {"1", "{}"}},
    {"{'format':'date'}",
     {"'2026-02-28'", "'2028-02-29'", "7"},
     {"'2026-02-29'", "'28/02/2026'", "''", "'2026-2-8'"}},
    {"{'format':'personal-id'}",
     {"'022196004321'", "'001203012345'"},
     {"'22196004321'", "'022496004321'", "'02219600432a'", "'0221960043210'"}},
    {"{'format':'phone'}",
     {"'0912345678'", "'+84912345678'", "'02033835678'"},
     {"'12345678'", "'0012345678'", "'09123456789'", "'+8491234567'", "''"}},
    {"{'format':'email'}",
     {"'a@b.vn'", "'a.b+c@d-e.com.vn'"},
     {"'a'", "'@b.vn'", "'a@b'", "'a@b..vn'", "'a b@c.vn'", "'a@b@c.vn'"}},
};

static void each_keyword(void **state) {
  (void)state;
  for (size_t i = 0; i < COUNT(keywords); i++) {
    const json *schema = tree(keywords[i].schema);
    for (size_t k = 0; k < 5 && keywords[i].good[k]; k++)
      if (*faults(schema, tree(keywords[i].good[k])))
        fail_msg("%s refused %s", keywords[i].schema, keywords[i].good[k]);
    for (size_t k = 0; k < 6 && keywords[i].bad[k]; k++)
      if (!*faults(schema, tree(keywords[i].bad[k])))
        fail_msg("%s took %s", keywords[i].schema, keywords[i].bad[k]);
  }
}

static void paths_and_clauses(void **state) {
  (void)state;
  const json *schema = tree(
      "{'type':'object','required':['a','z'],'additionalProperties':false,'properties':{"
      "'a':{'type':'object','required':['b'],'properties':{'b':{'cites':'ND 1'}}},"
      "'l':{'items':{'properties':{'n':{'type':'integer'}}}},'z':{}}}");
  assert_string_equal(faults(schema, tree("{'a':{},'l':[{'n':1},{'n':'x'}],'q':1}")),
                      "fields.q fields.a.b fields.l.1.n fields.z");
  err *errors = NULL;
  schema_check(compiled(schema), tree("{'a':{},'z':1}"), a, STR_NONE, &errors);
  assert_true(str_eq(errors->field, S("a.b")));
  assert_true(str_eq(errors->cites, S("ND 1")));
  assert_null(errors->next);
  errors = NULL;
  const json *referring = tree(
      "{'properties':{'n':{'$ref':'#/$defs/n','cites':'ND 2'},"
      "'m':{'$ref':'#/$defs/m','cites':'ND 3'}},"
      "'$defs':{'n':{'minLength':1},'m':{'minLength':1,'cites':'ND 4'}}}");
  schema_check(compiled(referring), tree("{'n':'','m':''}"), a, STR_NONE, &errors);
  assert_true(str_eq(errors->cites, S("ND 2")) && str_eq(errors->next->cites, S("ND 4")));
  errors = NULL; /* the nearest around: of the group for what is missing, of the whole elsewhere */
  const json *nested = tree(
      "{'cites':'ND 5','required':['q'],'properties':{'g':{'cites':'ND 6',"
      "'properties':{'l':{'items':{'type':'integer'}}},'allOf':[{'required':['m']}]}}}");
  schema_check(compiled(nested), tree("{'g':{'l':[1,'x']}}"), a, STR_NONE, &errors);
  buf said = buf_in(a);
  for (const err *e = errors; e; e = e->next)
    buf_fmt(&said, "%.*s=%.*s ", STR_ARG(e->field), STR_ARG(e->cites));
  assert_string_equal(buf_str(&said).p, "g.l.1=ND 6 g.m=ND 6 q=ND 5 ");
  errors = NULL;
  schema_check(compiled(schema), NULL, a, S("fields"), &errors);
  assert_true(str_eq(errors->field, S("fields")));
}

/* What publishing refuses, and the place in the schema that it names. */
static void refused(void **state) {
  (void)state;
  static const struct {
    const char *schema, *at;
  } bad[] = {{"{'format':'uri'}", "/format"}, {"{'type':'text'}", "/type"},
             {"{'type':[]}", "/type"}, {"{'minLength':'3'}", "/minLength"},
             {"{'minLength':-1}", "/minLength"},
             {"{'minLength':1.5}", "/minLength"}, {"{'required':'a'}", "/required"},
             {"{'required':[1]}", "/required"}, {"{'enum':{}}", "/enum"},
             {"{'multipleOf':0}", "/multipleOf"}, {"{'multipleOf':-1.5}", "/multipleOf"},
             {"{'uniqueItems':1}", "/uniqueItems"}, {"{'$ref':'#/$defs/none'}", "/$ref"},
             {"{'$ref':'http://example.org/x'}", "/$ref"}, {"{'$ref':'#none'}", "/$ref"},
             {"{'$dynamicRef':'#none'}", "/$dynamicRef"}, {"{'items':[{}]}", "/items"},
             {"{'properties':{'a':{'what':1}}}", "/properties/a/what"}, {"{'allOf':{}}", "/allOf"},
             {"{'allOf':[]}", "/allOf"}, {"{'allOf':[true,1]}", "/allOf/1"},
             {"{'$defs':{'a/b':{'oneOf':[]}}}", "/$defs/a~1b/oneOf"},
             {"{'if':{'xyz':1}}", "/if/xyz"},
             {"7", "/"}, {"'x'", "/"}, {"{'dependentRequired':{'a':'b'}}", "/dependentRequired"},
             {"{'$anchor':'1x'}", "/$anchor"}, {"{'$id':'#x'}", "/$id"},
             {"{'$defs':{'a':{'$id':'x'},'b':{'$id':'x'}}}", "/$defs/b/$id"},
             {"{'$defs':{'a':{'$anchor':'x'},'b':{'$anchor':'x'}}}", "/$defs/b/$anchor"},
             {"{'$schema':'http://json-schema.org/draft-07/schema#'}", "/$schema"},
             {"{'pattern':'(a'}", "/pattern"}, {"{'pattern':'(?=a)'}", "/pattern"},
             {"{'pattern':'(a)\\\\1'}", "/pattern"},
             {"{'pattern':'(a{1000}){1000}'}", "/pattern"},
             {"{'patternProperties':{'[':true}}", "/patternProperties"},
             {"{'$ref':'#'}", "/"}, {"{'not':{'$ref':'#'}}", "/not"},
             {"{'$ref':'#/$defs/a','$defs':{'a':{'allOf':[{'$ref':'#/$defs/b'}]},"
              "'b':{'$ref':'#/$defs/a'}}}", "/$defs/b"}};
  for (size_t i = 0; i < COUNT(bad); i++) {
    const schema_program *p = NULL;
    err *e = schema_compile(a, tree(bad[i].schema), SCHEMA_FORM, NULL, &p);
    if (!e || p) fail_msg("%s was taken", bad[i].schema);
    assert_int_equal(e->kind, ERR_INVALID);
    assert_string_equal(e->args[0].p, bad[i].at);
  }
}

static int64_t took_us(const schema_program *p, const json *data, bool *fits) {
  struct timespec from, to;
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &from);
  *fits = schema_check(p, data, a, STR_NONE, NULL);
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &to);
  return (to.tv_sec - from.tv_sec) * 1000000 + (to.tv_nsec - from.tv_nsec) / 1000;
}

/* Hostile schemas and data end soon, and never pass. */
static void bounds(void **state) {
  (void)state;
  bool fits = true;
  buf b = buf_in(a);
  buf_add(&b, S("{'$ref':'#/$defs/x0','$defs':{"));
  for (int i = 0; i < 30; i++)
    buf_fmt(&b, "'x%d':{'anyOf':[{'$ref':'#/$defs/x%d'},{'$ref':'#/$defs/x%d'}]},", i,
            i + 1, i + 1);
  buf_add(&b, S("'x30':{'type':'string'}}}"));
  assert_string_equal(faults(tree(buf_str(&b).p), tree("1")), "fields");
  b = buf_in(a);
  buf_char(&b, '[');
  for (int i = 0; i < 5000; i++) buf_add(&b, i ? S(",'x'") : S("'x'"));
  buf_char(&b, ']');
  err *errors = NULL;
  schema_check(compiled(tree("{'items':{'type':'integer'}}")), tree(buf_str(&b).p), a, S("f"),
               &errors);
  int n = 0;
  for (err *e = errors; e; e = e->next) n++;
  assert_int_equal(n, 100);
  const schema_program *apart = compiled(tree("{'uniqueItems':true}"));
  assert_true(took_us(apart, tree(buf_str(&b).p), &fits) < 1000000);
  assert_false(fits);
}

/* Resources given beside a schema: references, and metaschemas with vocabularies of their own. */
static bool fits_with(const char *others, const char *schema, const char *data) {
  const schema_program *p = NULL;
  err *e = schema_compile(a, tree(schema), SCHEMA_PLAIN, tree(others), &p);
  if (e) fail_msg("%s: %s", schema, err_line(a, e).p);
  return schema_check(p, tree(data), a, STR_NONE, NULL);
}

static void resources(void **state) {
  (void)state;
#define VOCABULARY "https://json-schema.org/draft/2020-12/vocab/"
  static const char others[] =
      "{'http://e/int':{'type':'integer'},"
      "'http://e/folder/list':{'items':{'$ref':'../int'},"
      "'$defs':{'s':{'$anchor':'s','type':'string'}}},"
      "'http://e/named':{'$id':'http://e/other','$defs':{'n':{'type':'null'}},'$ref':'#/$defs/n'},"
      "'http://e/loose':{'$vocabulary':{'" VOCABULARY "core':true,'" VOCABULARY "applicator':true,"
      "'http://e/unheard':false}},"
      "'http://e/asserting':{'$vocabulary':{'" VOCABULARY "core':true,'" VOCABULARY
      "format-assertion':true}},"
      "'http://e/strange':{'$vocabulary':{'http://e/unheard':true}}}";
  assert_true(fits_with(others, "{'$ref':'http://e/int'}", "1"));
  assert_false(fits_with(others, "{'$ref':'http://e/int'}", "'x'"));
  assert_false(fits_with(others, "{'$ref':'http://e/folder/list'}", "['x']"));
  assert_true(fits_with(others, "{'$ref':'http://e/folder/list#s'}", "'x'"));
  assert_false(fits_with(others, "{'$ref':'http://e/named'}", "1"));
  assert_true(fits_with(others, "{'$schema':'http://e/loose','minLength':9}", "'x'"));
  assert_false(fits_with(others, "{'$schema':'http://e/loose','not':{}}", "'x'"));
  assert_false(fits_with(others, "{'$schema':'http://e/asserting','format':'email'}", "'x'"));
  const schema_program *p = NULL;
  const json *beside = tree(others);
  err *e = schema_compile(a, tree("{'$schema':'http://e/strange'}"), SCHEMA_PLAIN, beside, &p);
  assert_string_equal(e->args[1].p, "http://e/unheard");
  assert_non_null(schema_compile(a, tree("{'$ref':'http://e/none'}"), SCHEMA_PLAIN, beside, &p));
}

/* What fits takes no memory at all. */
static void memory(void **state) {
  (void)state;
  const json *form = tree(
      "{'properties':{'a':{'type':'array','items':{'pattern':'^[a-z]+$','maxLength':9}},"
      "'b':{'anyOf':[{'type':'null'},{'multipleOf':0.5}]}},'required':['a'],"
      "'unevaluatedProperties':false}");
  const schema_program *p = compiled(form);
  const json *data = tree("{'a':['x','yz'],'b':2.5}");
  arena *none = arena_new(1);
  size_t room = arena_mark(none);
  void *all = arena_alloc(none, 4096 - room); /* one byte more would end the program */
  assert_non_null(all);
  assert_true(schema_check(p, data, none, STR_NONE, NULL));
  arena_free(none);
}

/* --- the shipped form --- */
static const char *file(const char *path) {
  str text = file_read(a, path);
  if (!text.n) fail_msg("%s cannot be read", path);
  return text.p;
}

static const char *with(const char *birth, const char *from, const char *to) {
  const char *at = strstr(birth, from);
  if (!at) fail_msg("%s is not there", from);
  return str_fmt(a, "%.*s%s%s", (int)(at - birth), birth, to, at + strlen(from)).p;
}

static void birth_form(void **state) {
  (void)state;
  const json *form = json_get(tree(file("catalogue/1.001193.json")), S("form"));
  const char *birth = file("tests/data/birth.json");
  assert_string_equal(faults(form, tree(birth)), "");
  assert_string_equal(faults(form, tree(with(birth, "Trần Minh Khuê", ""))),
                      "fields.child.full_name");
  assert_string_equal(faults(form, tree(with(birth, "022196004321", "123"))),
                      "fields.requester.personal_id");
  assert_string_equal(faults(form, tree(with(birth, "\"copies\": 2", "\"copies\": 11"))),
                      "fields.copies");
  assert_string_equal(faults(form, tree(with(birth, "\"father\"", "\"papa\""))), "fields.papa");
  const char *fatherless = with(birth, "\"relation\": \"mother\"", "\"relation\": \"father\"");
  assert_string_equal(faults(form, tree(fatherless)), "");
  assert_string_equal(faults(form, tree(with(fatherless, "\"father\": {", "\"papa\": {"))),
                      "fields.papa fields.father");
  assert_string_equal(faults(form, tree("{}")),
                      "fields.requester fields.child fields.mother");
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test_setup_teardown(each_keyword, open_arena, close_arena),
      cmocka_unit_test_setup_teardown(paths_and_clauses, open_arena, close_arena),
      cmocka_unit_test_setup_teardown(refused, open_arena, close_arena),
      cmocka_unit_test_setup_teardown(bounds, open_arena, close_arena),
      cmocka_unit_test_setup_teardown(resources, open_arena, close_arena),
      cmocka_unit_test_setup_teardown(memory, open_arena, close_arena),
      cmocka_unit_test_setup_teardown(birth_form, open_arena, close_arena)};
  return cmocka_run_group_tests_name("schema", tests, NULL, NULL);
}

/* catalogue: see catalogue.h.  Reads one version of a procedure (format: catalogue/README.md);
 * catalogue_install.c puts the shipped ones into the database. */
#include "office/catalogue.h"

#include "base/embed.h"
#include "office/forms.h"
#include "office/reason.h"
#include "office/schema.h"

str catalogue_file(const char *name) {
  for (int i = 0; i < embedded_catalogue_count; i++)
    if (str_eq(str_of(embedded_catalogue[i].name), str_of(name)))
      return embedded_catalogue[i].bytes;
  return STR_NONE;
}

typedef struct reader { /* one object of the file, and the first thing wrong with it */
  arena *a;
  const json *object;
  err *wrong;
} reader;

static void fault(reader *r, str member) {
  if (!r->wrong)
    r->wrong = err_at(ERR(INVALID, N_("The catalogue's member {0} is missing or wrong."), member),
                      member, STR_NONE);
}

static str text_of(reader *r, str member, bool needed) {
  const json *v = json_get(r->object, member);
  str s = json_str(v);
  if ((v && !s.p) || (needed && !s.n)) fault(r, member);
  return s;
}

static bool yes(reader *r, str member) {
  const json *v = json_get(r->object, member);
  if (v && v->kind != JSON_TRUE && v->kind != JSON_FALSE) fault(r, member);
  return v && v->kind == JSON_TRUE;
}

static int64_t number_of(reader *r, str member, int64_t least, int64_t most) {
  const json *v = json_get(r->object, member);
  int64_t n = 0;
  if ((v && !json_int(v, &n)) || n < least || n > most) fault(r, member);
  return n;
}

static const json *list_of(reader *r, str member) {
  static const json empty = {.kind = JSON_ARRAY};
  const json *v = json_get(r->object, member);
  if (v && v->kind != JSON_ARRAY) fault(r, member);
  return v && v->kind == JSON_ARRAY ? v : &empty;
}

static str one_of(reader *r, str member, const char *const *words) {
  str s = text_of(r, member, true);
  for (; *words; words++)
    if (str_eq(s, str_of(*words))) return s;
  fault(r, member);
  return s;
}

static const str *texts_of(reader *r, str member, size_t *n) {
  const json *list = list_of(r, member);
  str *all = arena_list(r->a, list->n, str);
  for (size_t i = 0; i < list->n; i++)
    if (!(all[i] = json_str(&list->items[i])).p) fault(r, member);
  *n = list->n;
  return all;
}

/* --- the parts of a procedure --- */
static unsigned level_bit(str word) {
  static const struct {
    const char *word;
    unsigned bit;
  } words[] = {{"ministry", LEVEL_MINISTRY}, {"province", LEVEL_PROVINCE},
               {"commune", LEVEL_COMMUNE}};
  for (size_t k = 0; k < COUNT(words); k++)
    if (str_eq(word, str_of(words[k].word))) return words[k].bit;
  return 0;
}

static void read_levels(reader *r, procedure *p) {
  size_t n;
  const str *list = texts_of(r, S("levels"), &n);
  for (size_t i = 0; i < n; i++) {
    unsigned bit = level_bit(list[i]);
    if (!bit || p->levels & bit) fault(r, S("levels"));
    p->levels |= bit;
  }
  p->level = text_of(r, S("level"), true);
  unsigned own = level_bit(p->level);
  if (!n) p->levels = own;
  if (!own || !(p->levels & own)) fault(r, S("level"));
}

static void read_cases(reader *r, procedure *p) {
  const json *list = list_of(r, S("cases"));
  procedure_case *all = arena_list(r->a, list->n, procedure_case);
  for (size_t i = 0; i < list->n; i++) {
    reader one = {r->a, &list->items[i], NULL};
    const json *when = json_get(one.object, S("when"));
    all[i] = (procedure_case){
        .id = text_of(&one, S("id"), true), .text = text_of(&one, S("text"), true),
        .text_en = text_of(&one, S("text_en"), false),
        .text_bn = text_of(&one, S("text_bn"), false), .when = when};
    for (size_t k = 0; k < i; k++)
      if (str_eq(all[k].id, all[i].id)) fault(&one, S("id"));
    bool good = !when || (when->kind == JSON_OBJECT &&
                          !schema_compile(r->a, when, SCHEMA_FORM, NULL, &all[i].check));
    if (!good) fault(&one, S("when"));
    if (one.wrong) fault(r, S("cases"));
  }
  p->cases = all;
  p->ncases = list->n;
}

static bool case_known(const procedure *p, str id) {
  for (size_t i = 0; i < p->ncases; i++)
    if (str_eq(p->cases[i].id, id)) return true;
  return false;
}

/* "case": one id, or several. */
static void read_case_of(reader *r, const procedure *p, component *c) {
  const json *v = json_get(r->object, S("case"));
  bool list = v && v->kind == JSON_ARRAY;
  str *ids = arena_list(r->a, list ? v->n : 1, str);
  c->cases = ids;
  c->ncases = list ? v->n : v != NULL;
  for (size_t i = 0; i < c->ncases; i++)
    if (!case_known(p, ids[i] = json_str(list ? &v->items[i] : v))) fault(r, S("case"));
}

/* "digitise": what its basis says; without it originals are, mere copies are not (Circular 01/2023
 * leaves copies out). */
static bool must_scan(reader *r, const component *c) {
  const json *v = json_get(r->object, S("digitise"));
  if (v && v->kind != JSON_TRUE && v->kind != JSON_FALSE) fault(r, S("digitise"));
  return v ? v->kind == JSON_TRUE : c->originals > 0;
}

static void read_components(reader *r, procedure *p) {
  const json *list = list_of(r, S("components"));
  component *all = arena_list(r->a, list->n, component);
  for (size_t i = 0; i < list->n; i++) {
    reader one = {r->a, &list->items[i], NULL};
    all[i] = (component){
        .id = text_of(&one, S("id"), true), .title = text_of(&one, S("title"), true),
        .title_en = text_of(&one, S("title_en"), false),
        .title_bn = text_of(&one, S("title_bn"), false), .note = text_of(&one, S("note"), false),
        .cites = text_of(&one, S("cites"), false),
        .required = yes(&one, S("required")), .cut = yes(&one, S("cut")),
        .originals = number_of(&one, S("originals"), 0, 99),
        .copies = number_of(&one, S("copies"), 0, 99)};
    all[i].digitise = must_scan(&one, &all[i]);
    read_case_of(&one, p, &all[i]);
    for (size_t k = 0; k < i; k++)
      if (str_eq(all[k].id, all[i].id)) fault(&one, S("id"));
    if (one.wrong) fault(r, S("components"));
  }
  p->components = all;
  p->ncomponents = list->n;
}

/* "15:00" as the minute of the day, 0 when there is none. */
static int cutoff_of(reader *r) {
  str s = text_of(r, S("cutoff"), false);
  int minute = 0;
  if (s.p && !clock_cutoff_parse(s, &minute)) fault(r, S("cutoff"));
  return minute;
}

/* "limits": texts, or objects with "limit" and "case"; without them the one limit stands alone. */
static void read_limits(reader *r, channel_rule *rule) {
  const json *list = list_of(r, S("limits"));
  size_t n = list->n ? list->n : rule->has_limit;
  case_limit *all = arena_list(r->a, n, case_limit);
  if (!list->n && n) all[0] = (case_limit){rule->limit, S("")};
  for (size_t i = 0; i < list->n; i++) {
    const json *v = &list->items[i];
    str limit = v->kind == JSON_OBJECT ? json_str(json_get(v, S("limit"))) : json_str(v);
    str text = json_str(json_get(v, S("case")));
    all[i].text = text.p ? text : S("");
    if (!clock_limit_parse(limit, &all[i].limit)) fault(r, S("limits"));
    all[i].limit.cutoff = rule->limit.cutoff;
  }
  rule->limits = all;
  rule->nlimits = n;
}

static void read_channels(reader *r, procedure *p) {
  static const char *const words[] = {"online", "counter", "post", "vneid", NULL};
  const json *list = list_of(r, S("channels"));
  channel_rule *all = arena_list(r->a, list->n, channel_rule);
  for (size_t i = 0; i < list->n; i++) {
    reader one = {r->a, &list->items[i], NULL};
    channel_rule *rule = &all[i];
    rule->channel = one_of(&one, S("channel"), words);
    str limit = text_of(&one, S("limit"), false);
    rule->has_limit = limit.p != NULL;
    if (limit.p && !clock_limit_parse(limit, &rule->limit)) fault(&one, S("limit"));
    rule->limit.cutoff = cutoff_of(&one);
    read_limits(&one, rule);
    rule->basis = text_of(&one, S("basis"), rule->nlimits && !p->source.n);
    if (!rule->basis.p && rule->nlimits) rule->basis = p->source;
    if (one.wrong) fault(r, S("channels"));
  }
  p->channels = all;
  p->nchannels = list->n;
}

static void read_results(reader *r, procedure *p) {
  const json *list = list_of(r, S("results"));
  procedure_result *all = arena_list(r->a, list->n, procedure_result);
  size_t positive = 0;
  for (size_t i = 0; i < list->n; i++) {
    reader one = {r->a, &list->items[i], NULL};
    all[i] = (procedure_result){.code = text_of(&one, S("code"), p->schema != NULL),
                                .name = text_of(&one, S("name"), true),
                                .positive = yes(&one, S("positive"))};
    positive += all[i].positive;
    if (one.wrong) fault(r, S("results"));
  }
  if (positive > 1 || (p->schema && !positive)) fault(r, S("results"));
  p->results = all;
  p->nresults = list->n;
}

/* "fees": amounts in đồng, each with its basis; 0 says that the law asks for nothing. */
static void read_fees(reader *r, procedure *p) {
  const json *list = list_of(r, S("fees")), *grounds = list_of(r, S("exemptions"));
  fee_rule *fees = arena_list(r->a, list->n + 1, fee_rule);
  fee_ground *all = arena_list(r->a, grounds->n + 1, fee_ground);
  for (size_t i = 0; i < list->n; i++) {
    reader one = {r->a, &list->items[i], NULL};
    fees[i] = (fee_rule){.case_id = text_of(&one, S("case"), false), .entered = true,
                         .channel = text_of(&one, S("channel"), false),
                         .amount = number_of(&one, S("amount"), 0, INT64_C(1000000000000)),
                         .each = yes(&one, S("each")), .basis = text_of(&one, S("basis"), true)};
    if (!json_get(one.object, S("amount"))) fault(&one, S("amount"));
    if (fees[i].case_id.n && !case_known(p, fees[i].case_id)) fault(&one, S("case"));
    if (fees[i].channel.n && !procedure_channel(p, fees[i].channel)) fault(&one, S("channel"));
    if (one.wrong) fault(r, S("fees"));
  }
  for (size_t i = 0; i < grounds->n; i++) {
    reader one = {r->a, &grounds->items[i], NULL};
    all[i] = (fee_ground){text_of(&one, S("id"), true), text_of(&one, S("title"), true),
                          text_of(&one, S("title_en"), false), text_of(&one, S("title_bn"), false),
                          text_of(&one, S("basis"), true)};
    if (one.wrong) fault(r, S("exemptions"));
  }
  p->fees = fees, p->nfees = list->n;
  p->grounds = all, p->ngrounds = grounds->n;
  p->fee_count = text_of(r, S("fee_count"), false);
}

/* "full" only by a dated row that names its basis. */
static void read_level(reader *r, procedure *p) {
  static const char *const words[] = {"full", "partial", "information", NULL};
  reader one = {r->a, json_get(r->object, S("service_level")), NULL};
  p->service_level = one_of(&one, S("value"), words);
  if (str_eq(p->service_level, S("full"))) {
    int32_t day;
    text_of(&one, S("basis"), true);
    if (!day_parse(text_of(&one, S("from"), true), &day)) fault(&one, S("from"));
  }
  if (one.wrong) fault(r, S("service_level"));
}

static void read_form(reader *r, procedure *p) {
  const json *routing = json_get(r->object, S("routing"));
  p->commune_path = json_str(json_get(routing, S("commune")));
  p->holder_path = json_str(json_get(routing, S("holder")));
  p->schema = json_get(r->object, S("form"));
  p->paper = json_get(r->object, S("paper"));
  if (p->paper && p->paper->kind != JSON_OBJECT) fault(r, S("paper"));
  p->reasons = json_get(r->object, S("reasons"));
  if (reason_check(p->reasons)) fault(r, S("reasons"));
  if (!p->schema) return;
  if (p->schema->kind != JSON_OBJECT) fault(r, S("form"));
}

static void read_operator(reader *r, procedure *p) {
  const json *v = json_get(r->object, S("operated_elsewhere"));
  if (!v) return;
  p->operated_elsewhere = json_str(json_get(v, S("operator")));
  if (!p->operated_elsewhere.n || p->schema) fault(r, S("operated_elsewhere"));
}

err *procedure_read(arena *a, str text, procedure *out) {
  reader r = {.a = a};
  TRY(json_parse(a, text, &r.object));
  *out = (procedure){
      .version = number_of(&r, S("version"), 1, 1000000), .code = text_of(&r, S("code"), true),
      .name = text_of(&r, S("name"), true), .field = text_of(&r, S("field"), true),
      .agency = text_of(&r, S("agency"), false), .authority = text_of(&r, S("authority"), false),
      .kind = text_of(&r, S("kind"), false), .source = text_of(&r, S("source"), false),
      .short_vi = text_of(&r, S("short"), false), .short_en = text_of(&r, S("short_en"), false),
      .short_bn = text_of(&r, S("short_bn"), false),
      .clauses_from = text_of(&r, S("clauses_from"), false),
      .register_type = text_of(&r, S("register_type"), false)};
  if (!day_parse(text_of(&r, S("valid_from"), true), &out->valid_from)) fault(&r, S("valid_from"));
  out->audiences = texts_of(&r, S("audiences"), &out->naudiences);
  out->notes = texts_of(&r, S("notes"), &out->nnotes);
  out->legal_basis = texts_of(&r, S("legal_basis"), &out->nlegal_basis);
  out->flags = texts_of(&r, S("flags"), &out->nflags);
  out->ended = yes(&r, S("ended"));
  read_levels(&r, out);
  read_cases(&r, out);
  read_components(&r, out);
  read_form(&r, out);
  read_operator(&r, out);
  read_channels(&r, out);
  read_fees(&r, out);
  read_results(&r, out);
  read_level(&r, out);
  if (r.wrong) return r.wrong;
  if (!out->schema) return NULL;
  const json *whole;
  TRY(forms_with_parts(a, out->schema, &whole));
  err *e = schema_compile(a, whole, SCHEMA_FORM, NULL, &out->check);
  return e ? err_at(e, S("form"), STR_NONE) : NULL;
}

/* catalogue: see catalogue.h.  Reads the files of catalogue/ (format: catalogue/README.md) and puts
 * the shipped ones into the database. */
#include "office/catalogue.h"

#include "base/embed.h"
#include "base/rand.h"
#include "kit/crypto.h"
#include "office/catalogue.sql.h"
#include "office/schema.h"
#include "office/setting.h"

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

/* --- the parts of a procedure --- */
static void read_audiences(reader *r, procedure *p) {
  const json *list = list_of(r, S("audiences"));
  str *all = arena_list(r->a, list->n, str);
  for (size_t i = 0; i < list->n; i++)
    if (!(all[i] = json_str(&list->items[i])).p) fault(r, S("audiences"));
  p->audiences = all;
  p->naudiences = list->n;
}

static void read_components(reader *r, procedure *p) {
  const json *list = list_of(r, S("components"));
  component *all = arena_list(r->a, list->n, component);
  for (size_t i = 0; i < list->n; i++) {
    reader one = {r->a, &list->items[i], NULL};
    all[i] = (component){
        .id = text_of(&one, S("id"), true), .title = text_of(&one, S("title"), true),
        .title_en = text_of(&one, S("title_en"), false), .note = text_of(&one, S("note"), false),
        .required = yes(&one, S("required")), .originals = number_of(&one, S("originals"), 0, 99),
        .copies = number_of(&one, S("copies"), 0, 99)};
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
  if (!s.p) return 0;
  bool good = s.n == 5 && s.p[2] == ':';
  for (size_t i = 0; good && i < 5; i++) good = i == 2 || (s.p[i] >= '0' && s.p[i] <= '9');
  int minute = good ? ((s.p[0] - '0') * 10 + s.p[1] - '0') * 60 + (s.p[3] - '0') * 10 + s.p[4] - '0'
                    : 0;
  if (minute < 1 || minute >= 24 * 60) fault(r, S("cutoff"));
  return minute;
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
    rule->basis = text_of(&one, S("basis"), rule->has_limit);
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
    all[i] = (procedure_result){.code = text_of(&one, S("code"), true),
                                .name = text_of(&one, S("name"), true),
                                .positive = yes(&one, S("positive"))};
    positive += all[i].positive;
    if (one.wrong) fault(r, S("results"));
  }
  if (positive != 1) fault(r, S("results"));
  p->results = all;
  p->nresults = list->n;
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
  if (!p->schema) return;
  if (p->schema->kind != JSON_OBJECT) fault(r, S("form"));
  buf b = buf_in(r->a);
  json_write(&b, p->schema);
  p->schema_text = buf_str(&b);
}

err *procedure_read(arena *a, str text, procedure *out) {
  static const char *const levels[] = {"province", "commune", NULL};
  reader r = {.a = a};
  TRY(json_parse(a, text, &r.object));
  *out = (procedure){
      .version = number_of(&r, S("version"), 1, 1000000), .code = text_of(&r, S("code"), true),
      .name = text_of(&r, S("name"), true), .field = text_of(&r, S("field"), true),
      .level = one_of(&r, S("level"), levels), .agency = text_of(&r, S("agency"), false),
      .kind = text_of(&r, S("kind"), false),
      .register_type = text_of(&r, S("register_type"), false)};
  read_audiences(&r, out);
  read_components(&r, out);
  read_channels(&r, out);
  read_results(&r, out);
  read_level(&r, out);
  read_form(&r, out);
  if (r.wrong) return r.wrong;
  return out->schema ? schema_supported(out->schema) : NULL;
}

err *calendar_read(arena *a, str csv, const calendar_row **rows, size_t *n) {
  size_t room = 1, count = 0;
  for (size_t i = 0; i < csv.n; i++) room += csv.p[i] == '\n';
  calendar_row *all = arena_list(a, room, calendar_row);
  str line, rest = csv;
  for (bool head = true; str_split(&rest, '\n', &line); head = false) {
    line = str_trim(line);
    if (head || !line.n) continue;
    str day, kind = STR_NONE, left = line;
    calendar_row *row = &all[count++];
    bool good = str_split(&left, ',', &day) && day_parse(day, &row->day) &&
                str_split(&left, ',', &kind) && left.n;
    row->working = str_eq(kind, S("working"));
    row->source = left;
    if (!good || (!row->working && !str_eq(kind, S("holiday"))))
      return ERR(INVALID, N_("The calendar's line {0} is not \"day,kind,source\"."), line);
  }
  *rows = all;
  *n = count;
  return NULL;
}

/* --- the shipped ones --- */
static err *install_procedure(db_conn *c, arena *a, instant now, str text) {
  procedure p;
  TRY(procedure_read(a, text, &p));
  const json *file;
  TRY(json_parse(a, text, &file));
  int32_t from;
  if (!day_parse(json_str(json_get(file, S("valid_from"))), &from))
    return ERR(INVALID, N_("The catalogue's member {0} is missing or wrong."), S("valid_from"));
  catalogue_procedure_row known;
  bool found;
  TRY(catalogue_procedure(c, a, p.code, &known, &found));
  int64_t id = found ? known.id : rand_id();
  if (!found) TRY(catalogue_add_procedure(c, id, p.code, NULL));
  catalogue_version_row old;
  TRY(catalogue_version(c, a, id, p.version, &old, &found));
  str digest = sha256(a, text);
  if (!found) {
    catalogue_add_version_in row = {.id = rand_id(), .procedure = id, .version = p.version,
                                    .valid_from = from, .content = text, .sha256 = digest,
                                    .at = now.us};
    return catalogue_add_version(c, &row, NULL);
  }
  if (!str_eq(old.sha256, digest))
    return ERR(CONFLICT, N_("This version of procedure {0} is published with another text."),
               p.code);
  return NULL;
}

static err *install_calendar(db_conn *c, arena *a, str csv) {
  const calendar_row *rows;
  size_t n;
  TRY(calendar_read(a, csv, &rows, &n));
  for (size_t i = 0; i < n; i++)
    TRY(catalogue_add_day(c, rows[i].day, rows[i].working ? S("working") : S("holiday"),
                          rows[i].source, NULL));
  return NULL;
}

err *catalogue_install(db_conn *c, arena *a, instant now) {
  for (int i = 0; i < embedded_catalogue_count; i++) {
    str name = str_of(embedded_catalogue[i].name), text = embedded_catalogue[i].bytes;
    if (str_ends(name, S(".json"))) TRY(install_procedure(c, a, now, text));
    else if (str_eq(name, S("calendar.csv"))) TRY(install_calendar(c, a, text));
  }
  return setting_raise_edition(c, a, now);
}

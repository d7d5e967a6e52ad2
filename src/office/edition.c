/* edition: see edition.h. */
#include "office/edition.h"

#include <stdlib.h>

#include "office/catalogue.h"
#include "office/edition.sql.h"
#include "office/fee.h"
#include "office/forms.h"
#include "office/life.h"
#include "office/paper_type.h"
#include "office/place.h"
#include "office/reason.h"
#include "office/search.h"
#include "office/setting.h"

enum { EDITION_MEMORY = 512 << 20, UNIT_DEPTH = 16, MADE_MOST = 8192, MADE_BYTES = 64 << 20 };

/* --- loading --- */
typedef struct loading { /* versions as they come, sorted by code and number */
  edition *e;
  forms *forms;
  const fees_entered *fees;
  procedure *versions, *newest;
  size_t n, nnewest, room;
} loading;

static err *add_version(void *arg, const edition_versions_row *row) {
  loading *l = arg;
  if (l->n == l->room) return ERR(INTERNAL, "a version came during the reading");
  procedure *p = &l->versions[l->n++];
  TRY(procedure_read(l->e->a, row->content, p));
  p->id = row->procedure_id;
  fees_enter(l->e->a, l->fees, p);
  TRY(forms_complete(l->forms, p));
  p->version_id = row->id;
  p->version = row->version;
  if (!row->begun) return NULL;
  if (l->nnewest && l->newest[l->nnewest - 1].id == p->id) l->nnewest--;
  if (p->ended) return NULL;
  l->newest[l->nnewest++] = *p;
  return NULL;
}

static int in_order_of_version(const void *a, const void *b) {
  int64_t x = ((const procedure *)a)->version_id, y = ((const procedure *)b)->version_id;
  return (x > y) - (x < y);
}

/* What administrators have entered of a procedure's acts goes before what its version says. */
static void give_basis(edition *e, procedure *p, str acts) {
  str line, rest = acts;
  str *list = arena_list(e->a, 1 + str_count(acts, '\n'), str);
  p->nlegal_basis = 0;
  while (str_split(&rest, '\n', &line))
    if (str_trim(line).n) list[p->nlegal_basis++] = str_trim(line);
  p->legal_basis = list;
}

static err *load_bases(db_conn *c, edition *e, procedure *newest) {
  edition_bases_row *rows;
  size_t n;
  TRY(edition_bases(c, e->a, e->day, &rows, &n));
  for (size_t i = 0; n && i < e->nprocedures; i++) {
    size_t low = 0, high = n;
    while (low < high) {
      size_t middle = low + (high - low) / 2;
      if (rows[middle].procedure_id < newest[i].id) low = middle + 1;
      else high = middle;
    }
    if (low < n && rows[low].procedure_id == newest[i].id)
      give_basis(e, &newest[i], rows[low].acts);
  }
  return NULL;
}

static err *load_procedures(db_conn *c, edition *e) {
  edition_version_count_row count;
  bool found;
  TRY(edition_version_count(c, e->a, &count, &found));
  loading l = {.e = e, .room = (size_t)count.n};
  TRY(forms_open(e, &l.forms));
  TRY(fees_load(c, e->a, e->day, &l.fees));
  l.versions = arena_list(e->a, l.room, procedure);
  l.newest = arena_list(e->a, l.room, procedure);
  TRY(edition_versions(c, e->day, add_version, &l));
  qsort(l.versions, l.n, sizeof *l.versions, in_order_of_version);
  e->procedures = l.newest;
  e->nprocedures = l.nnewest;
  e->versions = l.versions;
  e->nversions = l.n;
  return load_bases(c, e, l.newest);
}

static int in_order_of_code(const void *a, const void *b) {
  return str_cmp((*(const unit *const *)a)->code, (*(const unit *const *)b)->code);
}

/* FNV-1a over who belongs to whom; marks those to whom somebody does. */
static int64_t shape_of(unit *units, size_t n) {
  uint64_t h = 0xCBF29CE484222325u;
  for (size_t i = 0; i < n; i++) {
    h = (h ^ (uint64_t)units[i].id) * 0x100000001B3u;
    h = (h ^ (uint64_t)units[i].parent_id) * 0x100000001B3u;
    for (size_t k = 0; k < n && !units[i].has_below; k++)
      units[i].has_below = units[k].parent_id == units[i].id;
  }
  return (int64_t)(h >> 1) | 1;
}

static err *load_units(db_conn *c, edition *e) {
  edition_units_row *rows;
  size_t n;
  TRY(edition_units(c, e->a, e->day, &rows, &n));
  unit *units = arena_list(e->a, n, unit);
  for (size_t i = 0; i < n; i++)
    units[i] = (unit){.id = rows[i].id,
                      .parent_id = rows[i].parent_id.has ? rows[i].parent_id.v : 0,
                      .code = rows[i].code, .kind = rows[i].kind, .name = rows[i].name,
                      .name_en = rows[i].name_en, .commune = rows[i].commune,
                      .valid_from = (int32_t)rows[i].valid_from,
                      .valid_to = rows[i].valid_to.has ? (int32_t)rows[i].valid_to.v : 0,
                      .successor_id = rows[i].successor_id.has ? rows[i].successor_id.v : 0};
  e->tree = shape_of(units, n);
  const unit **codes = arena_list(e->a, n, const unit *);
  for (size_t i = 0; i < n; i++) codes[i] = &units[i];
  qsort(codes, n, sizeof *codes, in_order_of_code);
  e->units = units;
  e->nunits = n;
  e->units_by_code = codes;
  return NULL;
}

static err *load_hours(db_conn *c, edition *e) {
  edition_unit_hours_row *rows;
  size_t n;
  TRY(edition_unit_hours(c, e->a, &rows, &n));
  unit_hours *all = arena_list(e->a, n, unit_hours);
  for (size_t i = 0; i < n; i++)
    all[i] = (unit_hours){rows[i].unit_id, rows[i].weekday,
                          {(int)rows[i].opens, (int)rows[i].noon_closes, (int)rows[i].noon_opens,
                           (int)rows[i].closes}};
  e->hours = all;
  e->nhours = n;
  return NULL;
}

static err *load_competences(db_conn *c, edition *e) {
  edition_competences_row *rows;
  size_t n;
  TRY(edition_competences(c, e->a, e->day, &rows, &n));
  competence *all = arena_list(e->a, n, competence);
  for (size_t i = 0; i < n; i++)
    all[i] = (competence){rows[i].field, rows[i].level, rows[i].commune,
                          edition_successor(e, rows[i].unit_id),
                          edition_successor(e, rows[i].reception_unit_id)};
  e->competences = all;
  e->ncompetences = n;
  return NULL;
}

static err *load_calendar(db_conn *c, edition *e) {
  edition_calendar_row *rows;
  size_t n;
  TRY(edition_calendar(c, e->a, &rows, &n));
  int32_t *days = arena_list(e->a, n, int32_t);
  bool *working = arena_list(e->a, n, bool);
  for (size_t i = 0; i < n; i++) {
    days[i] = (int32_t)rows[i].day;
    working[i] = str_eq(rows[i].kind, S("working"));
  }
  e->calendar = (calendar){.days = days, .working = working, .n = n};
  return NULL;
}

static err *load_notice_rules(db_conn *c, edition *e) {
  notice_rules *r = &e->notices;
  TRY(setting_number(c, e->a, "digest_minutes", &r->digest_minutes));
  TRY(setting_number(c, e->a, "mail_tries", &r->mail_tries));
  TRY(setting_number(c, e->a, "mail_wait", &r->mail_wait));
  TRY(setting_number(c, e->a, "mail_wait_most", &r->mail_wait_most));
  TRY(setting_number(c, e->a, "morning_minutes", &r->morning_minutes));
  return setting_number_on(c, e->a, "escalation_hours", e->day, &r->escalation_hours);
}

static err *load_settings(db_conn *c, edition *e) {
  int64_t days, minutes;
  TRY(setting_number(c, e->a, "soon_days", &days));
  e->soon_days = (int)days;
  TRY(setting_number(c, e->a, "shift_minutes", &minutes));
  e->shift_minutes = (int)minutes;
  TRY(setting_number(c, e->a, "upload_mb", &e->upload_mb));
  TRY(setting_number(c, e->a, "upload_mb_officer", &e->upload_mb_officer));
  TRY(load_notice_rules(c, e));
  TRY(setting_value(c, e->a, "reception_hours", &e->reception_hours));
  TRY(setting_value(c, e->a, "correction_days", &e->correction_days));
  return setting_value(c, e->a, "code_pattern", &e->code_pattern);
}

static err *load_trust(db_conn *c, edition *e) {
  edition_trust_row *rows;
  size_t n;
  TRY(edition_trust(c, e->a, &rows, &n));
  trust_parts parts;
  const struct {
    str kind;
    der_list *to;
  } kinds[] = {{S("root"), &parts.roots}, {S("ca"), &parts.cas}, {S("crl"), &parts.crls}};
  for (size_t k = 0; k < COUNT(kinds); k++) {
    str *at = arena_list(e->a, n, str);
    size_t found = 0;
    for (size_t i = 0; i < n; i++)
      if (str_eq(rows[i].kind, kinds[k].kind)) at[found++] = rows[i].der;
    *kinds[k].to = (der_list){at, found};
  }
  return trust_new(&parts, &e->trust);
}

static err *load_all(db_conn *c, edition *e) {
  TRY(setting_int(c, e->a, S("edition"), 0, &e->number));
  TRY(load_units(c, e));
  TRY(places_read(e->a, catalogue_file("places.csv"), e, &e->provinces, &e->nprovinces));
  TRY(load_procedures(c, e)); /* their forms list units and provinces */
  TRY(search_build(e->a, e->procedures, e->nprocedures, &e->search));
  TRY(life_read(e->a, e, catalogue_file("life-events.csv"), &e->life_events, &e->nlife_events));
  TRY(paper_types_read(e->a, catalogue_file("paper-types.csv"), &e->paper_types,
                       &e->npaper_types));
  TRY(json_parse(e->a, catalogue_file("reasons.json"), &e->reasons));
  TRY(reason_check(e->reasons));
  TRY(load_hours(c, e));
  TRY(load_competences(c, e));
  TRY(load_calendar(c, e));
  TRY(load_settings(c, e));
  return load_trust(c, e);
}

err *edition_load(db_conn *c, instant now, edition **out) {
  arena *a = arena_new(EDITION_MEMORY);
  if (!a) return ERR(UNAVAILABLE, N_("Out of memory."));
  edition *e = arena_new_of(a, edition);
  e->a = a;
  e->day = day_of(now);
  e->made = memo_new(MADE_MOST, MADE_BYTES);
  err *wrong = e->made ? load_all(c, e) : ERR(UNAVAILABLE, N_("Out of memory."));
  if (wrong) edition_free(e);
  else *out = e;
  return wrong;
}

void edition_free(edition *e) {
  if (e->trust) trust_free(e->trust);
  memo_free(e->made);
  arena_free(e->a);
}

/* --- looking up --- */
static int by_code(const void *code, const void *p) {
  return str_cmp(*(const str *)code, ((const procedure *)p)->code);
}

const procedure *edition_procedure(const edition *e, str code) {
  return bsearch(&code, e->procedures, e->nprocedures, sizeof *e->procedures, by_code);
}

static int order(int64_t x, int64_t y) { return (x > y) - (x < y); }

static int by_version(const void *id, const void *p) {
  return order(*(const int64_t *)id, ((const procedure *)p)->version_id);
}

const procedure *edition_version(const edition *e, int64_t version_id) {
  return bsearch(&version_id, e->versions, e->nversions, sizeof *e->versions, by_version);
}

static int by_id(const void *id, const void *u) {
  return order(*(const int64_t *)id, ((const unit *)u)->id);
}

const unit *edition_unit(const edition *e, int64_t id) {
  return bsearch(&id, e->units, e->nunits, sizeof *e->units, by_id);
}

static int by_unit_code(const void *code, const void *at) {
  return str_cmp(*(const str *)code, (*(const unit *const *)at)->code);
}

const unit *edition_unit_by_code(const edition *e, str code) {
  const unit *const *at =
      bsearch(&code, e->units_by_code, e->nunits, sizeof *e->units_by_code, by_unit_code);
  return at ? *at : NULL;
}

bool edition_unit_within(const edition *e, int64_t id, int64_t above) {
  for (int i = 0; id && i < UNIT_DEPTH; i++) {
    const unit *u = edition_unit(e, id);
    if (id == above) return true;
    id = u ? u->parent_id : 0;
  }
  return false;
}

int64_t edition_unit_on(const edition *e, int64_t id, int32_t day) {
  for (int i = 0; i < UNIT_DEPTH; i++) {
    const unit *u = edition_unit(e, id);
    if (!u || !u->valid_to || u->valid_to > day || !u->successor_id) break;
    id = u->successor_id;
  }
  return id;
}

int64_t edition_successor(const edition *e, int64_t id) { return edition_unit_on(e, id, e->day); }

static bool taken_over(const edition *e, const unit *u, int64_t by) {
  return u->id != by && u->successor_id && edition_successor(e, u->id) == by;
}

int64_t *edition_predecessors(const edition *e, arena *a, int64_t id, size_t *n) {
  *n = 0;
  for (size_t i = 0; i < e->nunits; i++) *n += taken_over(e, &e->units[i], id);
  int64_t *list = arena_list(a, *n + 1, int64_t);
  size_t count = 0;
  for (size_t i = 0; count < *n; i++)
    if (taken_over(e, &e->units[i], id)) list[count++] = e->units[i].id;
  return list;
}

/* --- who decides --- */
typedef struct rule_key {
  str field, level, commune;
} rule_key;

/* Order of (field, level, commune), by bytes as the database sorts them. */
static int rule_order(const competence *c, const rule_key *k) {
  int order = str_cmp(c->field, k->field);
  if (!order) order = str_cmp(c->level, k->level);
  return order ? order : str_cmp(c->commune, k->commune);
}

static const competence *rule_for(const edition *e, rule_key k) {
  size_t low = 0, high = e->ncompetences;
  while (low < high) { /* the first of equals: the one that came into effect last */
    size_t middle = low + (high - low) / 2;
    if (rule_order(&e->competences[middle], &k) < 0) low = middle + 1;
    else high = middle;
  }
  bool found = low < e->ncompetences && rule_order(&e->competences[low], &k) == 0;
  return found ? &e->competences[low] : NULL;
}

const competence *edition_competence(const edition *e, const procedure *p, str commune) {
  str any = S(""), fields[2] = {p->field, any};
  for (size_t i = 0; i < COUNT(fields); i++) {
    const competence *c = commune.n ? rule_for(e, (rule_key){fields[i], p->level, commune}) : NULL;
    if (!c) c = rule_for(e, (rule_key){fields[i], p->level, any});
    if (c) return c;
  }
  return NULL;
}

bool edition_mapped(const edition *e, const procedure *p) {
  bool commune = str_eq(p->level, S("commune")); /* its rules name communes, or every one */
  const competence *c = edition_competence(e, p, S(""));
  return c && (c->field.n || commune);
}

/* --- office hours --- */
static const office_hours *hours_on(const edition *e, int64_t unit_id, int64_t weekday) {
  size_t low = 0, high = e->nhours;
  while (low < high) {
    size_t middle = low + (high - low) / 2;
    const unit_hours *h = &e->hours[middle];
    if (h->unit_id == unit_id && h->weekday == weekday) return &h->hours;
    bool before = h->unit_id < unit_id || (h->unit_id == unit_id && h->weekday < weekday);
    if (before) low = middle + 1;
    else high = middle;
  }
  return NULL;
}

const office_hours *edition_hours(const edition *e, int64_t unit_id) {
  const unit *u = edition_unit(e, unit_id);
  for (int i = 0; u && i < UNIT_DEPTH; i++, u = edition_unit(e, u->parent_id)) {
    const office_hours *h = hours_on(e, u->id, 0);
    if (h) return h;
  }
  return &usual_hours;
}

const office_hours *edition_reception(const edition *e, int64_t unit_id, int weekday) {
  const unit *u = weekday > 0 ? edition_unit(e, unit_id) : NULL;
  for (int i = 0; u && i < UNIT_DEPTH; i++, u = edition_unit(e, u->parent_id)) {
    const office_hours *h = hours_on(e, u->id, weekday);
    if (h) return h;
  }
  return NULL;
}

/* --- parts of a procedure --- */
const component *procedure_component(const procedure *p, str id) {
  for (size_t i = 0; i < p->ncomponents; i++)
    if (str_eq(p->components[i].id, id)) return &p->components[i];
  return NULL;
}

const channel_rule *procedure_channel(const procedure *p, str channel) {
  for (size_t i = 0; i < p->nchannels; i++)
    if (str_eq(p->channels[i].channel, channel)) return &p->channels[i];
  return NULL;
}

const procedure_result *procedure_positive(const procedure *p) {
  for (size_t i = 0; i < p->nresults; i++)
    if (p->results[i].positive) return &p->results[i];
  return NULL;
}

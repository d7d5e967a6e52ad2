/* edition: see edition.h. */
#include "office/edition.h"

#include <stdlib.h>

#include "office/catalogue.h"
#include "office/edition.sql.h"
#include "office/setting.h"

enum { EDITION_MEMORY = 512 << 20, MADE_MOST = 8192, MADE_BYTES = 64 << 20 };

/* --- loading --- */
static err *load_procedures(db_conn *c, edition *e) {
  edition_versions_row *rows;
  size_t n;
  TRY(edition_versions(c, e->a, e->day, &rows, &n));
  procedure *versions = arena_list(e->a, n, procedure), *newest = arena_list(e->a, n, procedure);
  size_t count = 0;
  for (size_t i = 0; i < n; i++) {
    procedure *p = &versions[i];
    TRY(procedure_read(e->a, rows[i].content, p));
    p->id = rows[i].procedure_id;
    p->version_id = rows[i].id;
    p->version = rows[i].version;
    if (!rows[i].begun) continue;
    if (count && newest[count - 1].id == p->id) count--;
    newest[count++] = *p;
  }
  for (size_t i = 1; i < n; i++) { /* few and nearly sorted: ids rise with time */
    procedure p = versions[i];
    size_t at = i;
    for (; at && versions[at - 1].version_id > p.version_id; at--) versions[at] = versions[at - 1];
    versions[at] = p;
  }
  e->procedures = newest;
  e->nprocedures = count;
  e->versions = versions;
  e->nversions = n;
  return NULL;
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
                      .name_en = rows[i].name_en, .commune = rows[i].commune};
  e->units = units;
  e->nunits = n;
  return NULL;
}

static err *load_competences(db_conn *c, edition *e) {
  edition_competences_row *rows;
  size_t n;
  TRY(edition_competences(c, e->a, e->day, &rows, &n));
  competence *all = arena_list(e->a, n, competence);
  for (size_t i = 0; i < n; i++)
    all[i] = (competence){rows[i].field, rows[i].level, rows[i].commune, rows[i].unit_id,
                          rows[i].reception_unit_id};
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
  e->calendar = (calendar){days, working, n};
  return NULL;
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
  TRY(load_procedures(c, e));
  TRY(load_units(c, e));
  TRY(load_competences(c, e));
  TRY(load_calendar(c, e));
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

const unit *edition_unit_by_code(const edition *e, str code) {
  for (size_t i = 0; i < e->nunits; i++)
    if (str_eq(e->units[i].code, code)) return &e->units[i];
  return NULL;
}

/* Order of (field, level, commune), by bytes as the database sorts them. */
static int rule_order(const competence *c, const procedure *p, str commune) {
  int order = str_cmp(c->field, p->field);
  if (!order) order = str_cmp(c->level, p->level);
  return order ? order : str_cmp(c->commune, commune);
}

static const competence *rule_for(const edition *e, const procedure *p, str commune) {
  size_t low = 0, high = e->ncompetences;
  while (low < high) { /* the first of equals: the one that came into effect last */
    size_t middle = low + (high - low) / 2;
    if (rule_order(&e->competences[middle], p, commune) < 0) low = middle + 1;
    else high = middle;
  }
  return low < e->ncompetences && rule_order(&e->competences[low], p, commune) == 0
             ? &e->competences[low]
             : NULL;
}

const competence *edition_competence(const edition *e, const procedure *p, str commune) {
  const competence *c = commune.n ? rule_for(e, p, commune) : NULL;
  return c ? c : rule_for(e, p, S(""));
}

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

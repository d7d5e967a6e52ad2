/* edition: see edition.h. */
#include "office/edition.h"

#include "office/catalogue.h"
#include "office/edition.sql.h"
#include "office/setting.h"

enum { EDITION_MEMORY = 512 << 20 };

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
  size_t n, counts[3] = {0};
  TRY(edition_trust(c, e->a, &rows, &n));
  static const char *const kinds[3] = {"root", "ca", "crl"};
  str *sets[3];
  for (size_t k = 0; k < COUNT(kinds); k++) {
    sets[k] = arena_list(e->a, n, str);
    for (size_t i = 0; i < n; i++)
      if (str_eq(rows[i].kind, str_of(kinds[k]))) sets[k][counts[k]++] = rows[i].der;
  }
  return trust_new(sets[0], counts[0], sets[1], counts[1], sets[2], counts[2], &e->trust);
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
  err *wrong = load_all(c, e);
  if (wrong) edition_free(e);
  else *out = e;
  return wrong;
}

void edition_free(edition *e) {
  if (e->trust) trust_free(e->trust);
  arena_free(e->a);
}

/* --- looking up --- */
const procedure *edition_procedure(const edition *e, str code) {
  size_t low = 0, high = e->nprocedures;
  while (low < high) {
    size_t middle = low + (high - low) / 2;
    int order = str_cmp(e->procedures[middle].code, code);
    if (order == 0) return &e->procedures[middle];
    if (order < 0) low = middle + 1;
    else high = middle;
  }
  return NULL;
}

const procedure *edition_version(const edition *e, int64_t version_id) {
  size_t low = 0, high = e->nversions;
  while (low < high) {
    size_t middle = low + (high - low) / 2;
    int64_t id = e->versions[middle].version_id;
    if (id == version_id) return &e->versions[middle];
    if (id < version_id) low = middle + 1;
    else high = middle;
  }
  return NULL;
}

const unit *edition_unit(const edition *e, int64_t id) {
  size_t low = 0, high = e->nunits;
  while (low < high) {
    size_t middle = low + (high - low) / 2;
    if (e->units[middle].id == id) return &e->units[middle];
    if (e->units[middle].id < id) low = middle + 1;
    else high = middle;
  }
  return NULL;
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

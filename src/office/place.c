/* place: see place.h. */
#include "office/place.h"

#include "base/csv.h"
#include "office/forms.h"

static const char *const columns[] = {"province", "province_name", "code", "name", "name_en"};

typedef struct reading {
  province *provinces;
  place *places;
  size_t n, nplaces;
} reading;

/* Lines of a province stand together. */
static bool read_line(void *arg, const str *fields) {
  reading *r = arg;
  for (size_t i = 0; i < COUNT(columns); i++)
    if (!fields[i].n) return false;
  province *p = r->n ? &r->provinces[r->n - 1] : NULL;
  if (!p || !str_eq(p->code, fields[0])) {
    for (size_t i = 0; i < r->n; i++)
      if (str_eq(r->provinces[i].code, fields[0])) return false;
    p = &r->provinces[r->n++];
    *p = (province){fields[0], fields[1], &r->places[r->nplaces], 0};
  }
  r->places[r->nplaces++] = (place){fields[2], fields[3], fields[4]};
  p->n++;
  return true;
}

/* The units of the edition in place of the lines of their province. */
static void put_own(arena *a, const edition *e, reading *r) {
  size_t n, open = 0;
  const commune_named *own = communes_of(e, a, &n);
  province *p = NULL;
  for (size_t i = 0; n && i < r->n && !p; i++)
    for (size_t k = 0; k < n && !p; k++)
      if (place_of(&r->provinces[i], own[k].code)) p = &r->provinces[i];
  if (!p) return;
  place *list = arena_list(a, n, place);
  for (size_t k = 0; k < n; k++)
    if (own[k].open) list[open++] = (place){own[k].code, own[k].vi, own[k].en};
  p->places = list;
  p->n = open;
}

err *places_read(arena *a, str csv, const edition *e, const province **out, size_t *n) {
  static const csv_table table = {columns, COUNT(columns), read_line};
  size_t most = 1 + str_count(csv, '\n');
  reading r = {arena_list(a, most, province), arena_list(a, most, place), 0, 0};
  str wrong;
  if (!csv_each(a, csv, &table, &r, &wrong))
    return ERR(INVALID, N_("This line of the places is wrong: {0}"), str_dup(a, wrong));
  put_own(a, e, &r);
  *out = r.provinces;
  *n = r.n;
  return NULL;
}

const province *province_of(const edition *e, str code) {
  for (size_t i = 0; i < e->nprovinces; i++)
    if (str_eq(e->provinces[i].code, code)) return &e->provinces[i];
  return NULL;
}

const place *place_of(const province *p, str code) {
  for (size_t i = 0; p && i < p->n; i++)
    if (str_eq(p->places[i].code, code)) return &p->places[i];
  return NULL;
}

const place *place_find(const edition *e, str code, const province **in) {
  for (size_t i = 0; i < e->nprovinces; i++) {
    const place *found = place_of(&e->provinces[i], code);
    if (!found) continue;
    if (in) *in = &e->provinces[i];
    return found;
  }
  return NULL;
}

str place_now(const edition *e, str code) {
  for (size_t i = 0; code.n && i < e->nunits; i++) {
    if (!str_eq(e->units[i].commune, code) || !str_eq(e->units[i].kind, S("commune"))) continue;
    const unit *now = edition_unit(e, edition_successor(e, e->units[i].id));
    return now && now->commune.n ? now->commune : code;
  }
  return code;
}

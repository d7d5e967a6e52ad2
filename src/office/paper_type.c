/* paper_type: see paper_type.h. */
#include "office/paper_type.h"

#include "base/csv.h"
#include "kit/text.h"

static const char *const columns[] = {"type", "vi", "en", "in_titles", "months", "basis"};

/* Papers that are filled in for the one occasion, as their titles begin. */
static const char *const occasions[] = {
    "to khai", "don ", "phieu ", "giay de nghi", "van ban de nghi", "mau ", "van ban uy quyen",
    "giay uy quyen", "ban cam ket"};

typedef struct reading {
  arena *a;
  paper_type *all;
  size_t n;
} reading;

static bool read_line(void *arg, const str *f) {
  reading *r = arg;
  paper_type *one = &r->all[r->n];
  int64_t months = 0;
  if (!f[0].n || !f[1].n || !f[2].n || !f[3].n || (f[4].n > 0) != (f[5].n > 0)) return false;
  if (f[4].n && (!str_to_i64(f[4], &months) || months < 1 || months > 600)) return false;
  for (size_t i = 0; i < r->n; i++)
    if (str_eq(r->all[i].type, f[0])) return false;
  str *phrases = arena_list(r->a, 1 + str_count(f[3], ';'), str), rest = f[3], phrase;
  *one = (paper_type){.type = f[0], .name = f[1], .name_en = f[2], .months = months,
                      .basis = f[5], .in_titles = phrases};
  while (str_split(&rest, ';', &phrase)) {
    str folded = text_fold(r->a, phrase);
    if (!folded.n) return false;
    phrases[one->n++] = str_cat(r->a, S(" "), folded, S(" "));
  }
  r->n++;
  return true;
}

err *paper_types_read(arena *a, str csv, const paper_type **out, size_t *n) {
  static const csv_table table = {columns, COUNT(columns), read_line};
  reading r = {a, arena_list(a, 1 + str_count(csv, '\n'), paper_type), 0};
  str wrong;
  if (!csv_each(a, csv, &table, &r, &wrong))
    return ERR(INVALID, N_("This line of the kinds of papers is wrong: {0}"), str_dup(a, wrong));
  *out = r.all;
  *n = r.n;
  return NULL;
}

const paper_type *paper_type_of(const edition *e, str type) {
  for (size_t i = 0; i < e->npaper_types; i++)
    if (str_eq(e->paper_types[i].type, type)) return &e->paper_types[i];
  return NULL;
}

static bool of_an_occasion(str folded) {
  for (size_t i = 0; i < COUNT(occasions); i++)
    if (str_starts(folded, str_of(occasions[i]))) return true;
  return false;
}

static bool stands_in(const paper_type *t, str title) {
  for (size_t i = 0; i < t->n; i++)
    if (str_find(title, t->in_titles[i]) >= 0) return true;
  return false;
}

size_t paper_types_for(const edition *e, const component *c, arena *a,
                       const paper_type *out[TYPES_MOST]) {
  str folded = text_fold(a, c->title), title = str_cat(a, S(" "), folded, S(" "));
  size_t n = 0;
  if (of_an_occasion(folded)) return 0;
  for (size_t i = 0; i < e->npaper_types && n < TYPES_MOST; i++)
    if (stands_in(&e->paper_types[i], title)) out[n++] = &e->paper_types[i];
  return n;
}

int32_t paper_type_last_day(const edition *e, str type, int32_t issued) {
  const paper_type *t = paper_type_of(e, type);
  return t && t->months && issued ? clock_months_later(issued, t->months) : 0;
}

/* import_units: units from a file: the country's communes, or rows of our own; see import.h.  What
 * is wished for goes to units_put.c. */
#include "base/buf.h"
#include "base/csv.h"
#include "base/lines.h"
#include "kit/text.h"
#include "office/catalogue.sql.h"
#include "office/import_impl.h"
#include "office/setting.h"

enum { PROVINCES_MOST = 100, COMMUNES_FROM = 20250701 };

static const char *const own_head[] = {"code", "kind", "name", "name_en", "parent", "commune",
                                       "valid_from", "valid_to", "successor"};
static const char *const country_head[] = {"province_code", "province", "ward_code",
                                           "ward_full_name", "ward_unit_id", "ward_full_name_en"};

/* --- one row --- */
static bool digits(str s, size_t n) {
  bool good = s.n == n;
  for (size_t i = 0; good && i < n; i++) good = s.p[i] >= '0' && s.p[i] <= '9';
  return good;
}

static bool unit_code(str s) {
  bool good = s.n > 0 && s.n <= 35; /* decision 20/2020/QD-TTg */
  for (size_t i = 0; good && i < s.n; i++) {
    char c = s.p[i];
    good = (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || (c == '.' && i && i + 1 < s.n);
  }
  return good;
}

static bool one_of(str s, const char *const *words) {
  for (; *words; words++)
    if (str_eq(s, str_of(*words))) return true;
  return false;
}

const char *unit_wish_read(const str *f, size_t n, unit_wish *out, const char **field) {
  static const char *const kinds[] = {"nation", "ministry", "province", "department", "commune",
                                      "centre", "branch", "point", NULL};
  *field = "";
  if (n != COUNT(own_head)) return N_("it has too many or too few columns.");
  *out = (unit_wish){.code = f[0], .kind = f[1], .name = f[2], .name_en = f[3], .parent = f[4],
                     .commune = f[5], .successor = f[8]};
  *field = "code";
  if (!unit_code(out->code)) return N_("the code is not understood.");
  *field = "kind";
  if (!one_of(out->kind, kinds)) return N_("the kind is not understood.");
  *field = "name";
  if (!out->name.n || out->name.n > NAME_MOST) return N_("the name is missing or too long.");
  *field = "commune";
  if (out->commune.n && !digits(out->commune, 5))
    return N_("the commune is no code of five digits.");
  *field = "from";
  if (!day_parse(f[6], &out->valid_from)) return N_("the first day is not understood.");
  *field = "until";
  if (f[7].n && !day_parse(f[7], &out->valid_to)) return N_("the last day is not understood.");
  if (out->valid_to && out->valid_to <= out->valid_from) return N_("it ends before it begins.");
  return NULL;
}

const char *unit_wish_of(const csv_row *row, unit_wish *out) {
  const char *field;
  return unit_wish_read(row->fields, row->n, out, &field);
}

/* Kinds of communes: the file's number, the words at the head of a name, and inside a name. */
static const char *const commune_kinds[][3] = {
    {"3", "Phường ", "phường "}, {"4", "Xã ", "xã "}, {"5", "Đặc khu ", "đặc khu "}};

static const char *commune_of(const csv_row *row, commune_row *out) {
  const str *f = row->fields;
  if (row->n != COUNT(country_head)) return N_("it has too many or too few columns.");
  *out = (commune_row){.province_code = f[0], .province = f[1], .code = f[2], .name = f[3],
                       .name_en = f[5]};
  if (!digits(f[0], 2) || !f[1].n) return N_("the province is not understood.");
  if (!digits(f[2], 5)) return N_("the commune is no code of five digits.");
  if (!f[3].n || f[3].n > NAME_MOST) return N_("the name is missing or too long.");
  for (size_t i = 0; i < COUNT(commune_kinds); i++) {
    const char *const *k = commune_kinds[i];
    bool named = str_starts(f[3], str_of(k[1])) || str_starts(f[3], str_of(k[2]));
    if (named && str_eq(f[4], str_of(k[0]))) return NULL;
  }
  return N_("the kind does not fit the name.");
}

/* --- the file --- */
static err *composed(units_file *w, int64_t line, csv_row *row) {
  for (size_t i = 0; i < row->n; i++) {
    str s;
    err *e = text_nfc(w->a, row->fields[i], &s);
    if (e) return lines_wrong_at(w->path, line, N_("a text holds a control character."), STR_NONE);
    if (!str_eq(s, row->fields[i]))
      import_note(w->report, line, row->fields[i ? 2 : 0], "repaired",
                  S("a text was put into composed form (NFC)"));
    row->fields[i] = str_dup(w->a, str_trim(s));
    if (!row->fields[i].p) row->fields[i] = S("");
  }
  return NULL;
}

/* NULL, or why the row is refused; a unit of our own form whose code is good stays in the tree. */
static const char *read_unit(units_file *w, const csv_row *row, int64_t number) {
  unit_wish *u = &w->wishes[w->n];
  const char *why = unit_wish_of(row, u);
  u->line = number;
  u->refused = why != NULL;
  if (!why || unit_code(u->code)) w->n++;
  return why;
}

static const char *read_commune(units_file *w, const csv_row *row, int64_t number) {
  commune_row *c = &w->communes[w->n];
  const char *why = commune_of(row, c);
  if (why) return why;
  c->line = number;
  w->n++;
  if ((unsigned char)c->name.p[0] > 'Z' && !str_starts(c->name, S("Đ")))
    import_note(w->report, number, c->code, "repaired", S("the name begins in lower case"));
  return NULL;
}

static bool head_known(units_file *w, const csv_row *row) {
  w->country = csv_is_head(row, country_head, COUNT(country_head));
  return w->country || csv_is_head(row, own_head, COUNT(own_head));
}

static err *read_row(void *arg, import_line *l) {
  units_file *w = arg;
  csv_row row;
  bool good = csv_read(w->a, l->text, &row), head = l->number == 1;
  l->last = w->n == IMPORT_MOST || (head && !(good && head_known(w, &row)));
  if (w->n == IMPORT_MOST)
    return lines_wrong(l->lines, N_("there are too many records."), STR_NONE);
  if (!good) return lines_wrong(l->lines, N_("its quotes or columns are wrong."), STR_NONE);
  if (l->last) return lines_wrong(l->lines, N_("these columns are not known."), STR_NONE);
  if (head) return NULL;
  l->code = row.fields[w->country && row.n > 2 ? 2 : 0];
  TRY(composed(w, l->number, &row));
  const char *why =
      w->country ? read_commune(w, &row, l->number) : read_unit(w, &row, l->number);
  return why ? lines_wrong(l->lines, why, STR_NONE) : NULL;
}

/* --- the country's communes as units --- */
typedef struct province { /* of the file, and the unit that stands for it */
  str code, name, unit;
} province;

typedef struct country {
  ctx *c;
  const units_file *file;
  catalogue_units_row *units; /* there already */
  size_t nunits;
  province provinces[PROVINCES_MOST];
  size_t nprovinces;
  unit_wish *wishes;
  size_t n;
} country;

static const catalogue_units_row *commune_unit(const country *w, str commune) {
  for (size_t i = 0; i < w->nunits; i++) {
    const catalogue_units_row *u = &w->units[i];
    if (!u->valid_to.has && str_eq(u->commune, commune) && str_eq(u->kind, S("commune"))) return u;
  }
  return NULL;
}

static str code_of_id(const country *w, opt_i64 id) {
  for (size_t i = 0; id.has && i < w->nunits; i++)
    if (w->units[i].id == id.v) return w->units[i].code;
  return S("");
}

static bool there(const country *w, str code) {
  for (size_t i = 0; i < w->nunits; i++)
    if (str_eq(w->units[i].code, code)) return true;
  return false;
}

/* "Ha Noi" of "Thành phố Hà Nội", for the English name. */
static str plain_name(arena *a, str name) {
  str folded = text_fold(a, name);
  buf b = buf_in(a);
  for (size_t i = 0; i < folded.n; i++) {
    bool first = i == 0 || folded.p[i - 1] == ' ';
    char c = folded.p[i];
    buf_char(&b, first && c >= 'a' && c <= 'z' ? (char)(c - 'a' + 'A') : c);
  }
  return buf_str(&b);
}

static str governed(arena *a, str kind, str lower, str name) {
  return str_cat(a, S("Ủy ban nhân dân "), lower, str_sub(name, kind.n, name.n));
}

static err *wish_province(country *w, const commune_row *row, province *p) {
  arena *a = w->c->a;
  *p = (province){row->province_code, row->province, str_cat(a, S("VN."), row->province_code)};
  for (size_t i = 0; i < w->file->n; i++) { /* the unit above a commune that is there already */
    const commune_row *r = &w->file->communes[i];
    const catalogue_units_row *u =
        str_eq(r->province_code, p->code) ? commune_unit(w, r->code) : NULL;
    if (u && u->parent_id.has) {
      p->unit = code_of_id(w, u->parent_id);
      return NULL;
    }
  }
  static const char *const kinds[][2] = {{"Thành phố ", "thành phố "}, {"Tỉnh ", "tỉnh "}};
  str name = p->name, bare = p->name;
  for (size_t i = 0; i < COUNT(kinds); i++) {
    if (!str_starts(p->name, str_of(kinds[i][0]))) continue;
    name = governed(a, str_of(kinds[i][0]), str_of(kinds[i][1]), p->name);
    bare = str_sub(p->name, str_of(kinds[i][0]).n, p->name.n);
  }
  w->wishes[w->n++] = (unit_wish){
      .line = row->line, .code = p->unit, .kind = S("province"), .name = name,
      .name_en = str_cat(a, S("People's Committee of "), plain_name(a, bare)),
      .parent = there(w, S("VN")) ? S("VN") : S(""), .commune = S(""), .successor = S(""),
      .valid_from = COMMUNES_FROM};
  return NULL;
}

static err *province_of(country *w, const commune_row *row, const province **out) {
  for (size_t i = 0; i < w->nprovinces; i++) {
    province *p = &w->provinces[i];
    if (!str_eq(p->code, row->province_code)) continue;
    if (!str_eq(p->name, row->province))
      return lines_wrong_at(w->file->path, row->line, N_("the province has two names."), STR_NONE);
    *out = p;
    return NULL;
  }
  if (w->nprovinces == PROVINCES_MOST)
    return lines_wrong_at(w->file->path, row->line, N_("there are too many records."), STR_NONE);
  province *p = &w->provinces[w->nprovinces++];
  *out = p;
  return wish_province(w, row, p);
}

static str commune_name(arena *a, str name) {
  for (size_t i = 0; i < COUNT(commune_kinds); i++)
    if (str_starts(name, str_of(commune_kinds[i][1])))
      return governed(a, str_of(commune_kinds[i][1]), str_of(commune_kinds[i][2]), name);
  return governed(a, S(""), S(""), name); /* it begins in lower case */
}

static err *wish_commune(country *w, const commune_row *row) {
  const province *p = NULL;
  err *e = province_of(w, row, &p);
  if (e) return import_refuse_row(w->file->report, row->line, row->code, e);
  arena *a = w->c->a;
  const catalogue_units_row *old = commune_unit(w, row->code);
  unit_wish *wish = &w->wishes[w->n++];
  *wish = (unit_wish){.line = row->line, .kind = S("commune"), .commune = row->code,
                      .name = commune_name(a, row->name), .successor = S(""),
                      .name_en = str_cat(a, S("People's Committee of "), row->name_en)};
  wish->code = old ? old->code : str_cat(a, p->unit, S("."), row->code);
  wish->parent = old ? code_of_id(w, old->parent_id) : p->unit;
  wish->valid_from = old ? (int32_t)old->valid_from : COMMUNES_FROM;
  return NULL;
}

static int commune_order(const void *a, const void *b) {
  const commune_row *x = *(commune_row *const *)a, *y = *(commune_row *const *)b;
  int order = str_cmp(x->code, y->code);
  return order ? order : (x->line > y->line) - (x->line < y->line);
}

static err *check_twice(const units_file *f) {
  commune_row **all = arena_list(f->a, f->n, commune_row *);
  for (size_t i = 0; i < f->n; i++) all[i] = &f->communes[i];
  qsort(all, f->n, sizeof *all, commune_order);
  for (size_t i = 1; i < f->n; i++) {
    all[i]->refused = str_eq(all[i]->code, all[i - 1]->code);
    if (all[i]->refused)
      TRY(import_refuse_twice(f->report, f->path, all[i]->line, all[i]->code));
  }
  return NULL;
}

/* --- the whole --- */
err *import_read_units(const import_source *s, import_report *r, units_file **out) {
  units_file *f = arena_new_of(r->a, units_file);
  *f = (units_file){.a = r->a, .path = s->name, .report = r};
  *out = f;
  f->wishes = arena_list(f->a, IMPORT_MOST, unit_wish);
  f->communes = arena_list(f->a, IMPORT_MOST, commune_row);
  TRY(import_lines(s, r, read_row, f, &f->n));
  return f->country ? check_twice(f) : NULL;
}

static err *put_country(ctx *c, const units_file *f, import_report *r) {
  country *k = arena_new_of(c->a, country);
  k->c = c;
  k->file = f;
  TRY(catalogue_units(c->db, c->a, &k->units, &k->nunits));
  k->wishes = arena_list(c->a, f->n + PROVINCES_MOST, unit_wish);
  for (size_t i = 0; i < f->n; i++)
    if (!f->communes[i].refused) TRY(wish_commune(k, &f->communes[i]));
  return units_put(c, f->path, k->wishes, k->n, r);
}

err *import_put_units(ctx *c, const units_file *f, import_report *r) {
  return f->country ? put_country(c, f, r) : units_put(c, f->path, f->wishes, f->n, r);
}

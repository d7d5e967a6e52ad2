/* import_tables: what the importer knows beside the file: agencies' spellings, who runs which field
 * elsewhere, which services are full; see import_impl.h.  The tables are files of catalogue/. */
#include "base/buf.h"
#include "base/csv.h"
#include "kit/text.h"
#include "office/catalogue.h"
#include "office/import_impl.h"

enum { AGENCIES_MOST = 16 };

/* The rows after the head, each of `columns` fields. */
static err *table(arena *a, const char *name, size_t columns, const csv_row **rows, size_t *n) {
  str line, rest = catalogue_file(name);
  size_t room = 1 + str_count(rest, '\n'), count = 0;
  csv_row *all = arena_list(a, room, csv_row);
  for (bool head = true; str_split(&rest, '\n', &line); head = false) {
    if (head || !line.n) continue;
    if (!csv_read(a, line, &all[count]) || all[count].n != columns)
      return ERR(INTERNAL, N_("The table {0} has a wrong line: {1}"), str_of(name), line);
    count++;
  }
  *rows = all;
  *n = count;
  return NULL;
}

err *import_tables_read(arena *a, import_tables *out) {
  const csv_row *rows;
  size_t n;
  TRY(table(a, "agencies.csv", 3, &rows, &n));
  agency_row *agencies = arena_list(a, n, agency_row);
  for (size_t i = 0; i < n; i++)
    agencies[i] = (agency_row){rows[i].fields[0], rows[i].fields[1],
                               str_eq(rows[i].fields[2], S("yes"))};
  *out = (import_tables){.agencies = agencies, .nagencies = n};
  TRY(table(a, "operated_elsewhere.csv", 3, &rows, &n));
  operator_row *operators = arena_list(a, n, operator_row);
  for (size_t i = 0; i < n; i++)
    operators[i] = (operator_row){rows[i].fields[0], rows[i].fields[1], rows[i].fields[2]};
  out->operators = operators;
  out->noperators = n;
  TRY(table(a, "full.csv", 3, &rows, &n));
  full_row *fulls = arena_list(a, n, full_row);
  for (size_t i = 0; i < n; i++)
    fulls[i] = (full_row){rows[i].fields[0], rows[i].fields[1], rows[i].fields[2]};
  out->fulls = fulls;
  out->nfulls = n;
  return NULL;
}

/* --- agencies --- */
static bool starts_piece(str text, str piece) {
  if (!piece.n || !str_starts(text, piece)) return false;
  return text.n == piece.n || text.p[piece.n] == ',' || text.p[piece.n] == '.';
}

/* The longest spelling at the head of the list; agencies' names have commas of their own. */
static const agency_row *agency_at(const import_tables *t, str text, size_t *taken) {
  const agency_row *best = NULL;
  *taken = 0;
  for (size_t i = 0; i < t->nagencies; i++) {
    const agency_row *row = &t->agencies[i];
    const str forms[] = {row->spelling, row->name};
    for (size_t k = 0; k < COUNT(forms); k++) {
      if (forms[k].n <= *taken || !starts_piece(text, forms[k])) continue;
      *taken = forms[k].n;
      best = row;
    }
  }
  return best;
}

static size_t put_once(str *names, size_t n, str name) {
  size_t at = 0;
  while (at < n && str_cmp(names[at], name) < 0) at++;
  if (n == AGENCIES_MOST || (at < n && str_eq(names[at], name))) return n;
  for (size_t i = n; i > at; i--) names[i] = names[i - 1];
  names[at] = name;
  return n + 1;
}

static str joined(arena *a, const str *names, size_t n) {
  buf b = buf_in(a);
  for (size_t i = 0; i < n; i++) {
    if (i) buf_add(&b, S(", "));
    buf_add(&b, names[i]);
  }
  return buf_str(&b);
}

str import_agencies(conversion *c, str list) {
  str names[AGENCIES_MOST], rest = list;
  size_t n = 0;
  bool other = false;
  while (rest.n) {
    size_t taken;
    const agency_row *row = agency_at(c->tables, rest, &taken);
    if (!row) {
      ptrdiff_t comma = str_find(rest, S(", "));
      taken = comma < 0 ? rest.n : (size_t)comma;
    }
    str piece = str_sub(rest, 0, taken);
    if (!row && taken > TITLE_MOST) return STR_NONE;
    if (!row) import_say(c, "unknown", "agency: %.*s", STR_ARG(piece));
    else other = other || (row->other_province && str_eq(piece, row->spelling));
    if (piece.n) n = put_once(names, n, row ? row->name : piece);
    while (taken < rest.n && (rest.p[taken] == ',' || rest.p[taken] == '.' || rest.p[taken] == ' '))
      taken++;
    rest = str_sub(rest, taken, rest.n);
  }
  if (other) import_flag(c, "other_province", list);
  str whole = joined(c->a, names, n);
  if (!str_eq(whole, list))
    import_say(c, "repaired", "agency: %.*s -> %.*s", STR_ARG(list), STR_ARG(whole));
  return whole;
}

/* --- the result of a grant --- */

/* How little a result's name sounds like what was asked for; folded words. */
static int doubt(arena *a, str name) {
  static const struct {
    const char *word;
    int weight;
  } words[] = {{"tu choi", 100},         {"chinh sua", 100},        {"khong chap thuan", 100},
               {"khong du dieu kien", 100}, {"van ban tra loi", 100}, {"sua doi bo sung", 20},
               {"thong bao", 10},        {"bien ban", 5},           {"phieu", 1}};
  str folded = text_fold(a, name);
  int sum = 0;
  for (size_t i = 0; i < COUNT(words); i++)
    if (str_find(folded, str_of(words[i].word)) >= 0) sum += words[i].weight;
  return sum;
}

size_t import_positive(conversion *c, const str *names, size_t n) {
  size_t best = 0, equals = 0;
  int least = 0;
  for (size_t i = 0; i < n; i++) {
    int d = doubt(c->a, names[i]);
    if (i == 0 || d < least) {
      best = i;
      least = d;
      equals = 0;
    }
    equals += d == least;
  }
  if (n > 1 && (equals > 1 || least >= 10)) {
    import_flag(c, "result_unsure",
                str_fmt(c->a, "%zu of %zu may be the positive one; taken: %.*s",
                        equals > 1 ? equals : n, n, STR_ARG(names[best])));
  } else if (best) {
    import_say(c, "repaired", "results: the first of %zu is not the positive one; taken: %.*s", n,
               STR_ARG(names[best]));
  }
  return best;
}

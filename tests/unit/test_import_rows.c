/* test_import_rows: what refuses a file: each row with its line and reason, all of them up to a
 * bound, and nothing of the file is written. */
#include "base/buf.h"
#include "import_it.h"

static str told(arena *a, const err *e) { return err_text(a, e, NULL); }

static const struct {
  const char *file, *line, *why;
} bad_catalogues[] = {
    {"half.jsonl", "line 2", "ends in the middle"}, {"broken.jsonl", "line 2", "no JSON"},
    {"twice.jsonl", "line 3", "9.000005"},          {"member.jsonl", "line 2", "fee"},
    {"level.jsonl", "line 1", "levels"},            {"unit.jsonl", "line 1", "time limit"},
    {"huge-limit.jsonl", "line 1", "time limit"},   {"channel.jsonl", "line 1", "Bồ câu"},
    {"nameless.jsonl", "line 1", "name"},           {"code.jsonl", "line 1", "code"},
    {"blank.jsonl", "line 2", "empty"},             {"number.jsonl", "line 1", "originals"},
    {"list.jsonl", "line 1", "no JSON object"},     {"keys.jsonl", "line 1", "no JSON"},
    {"deep.jsonl", "line 1", "no JSON"},            {"latin1.jsonl", "line 2", "UTF-8"},
    {"nul.jsonl", "line 1", "UTF-8"},               {"empty.jsonl", "line 1", "empty"},
};

static const struct {
  const char *file, *line, *why;
} bad_units[] = {
    {"circle.csv", "line ", "its own ancestor"},     {"circle-above.csv", "line 2", "own ancestor"},
    {"own-parent.csv", "line 2", "own ancestor"},    {"own-successor.csv", "line 2", "successor"},
    {"orphan.csv", "line 2", "H49.99.99"},           {"twice.csv", "line 3", "H49.90"},
    {"kind.csv", "line 2", "kind"},                  {"backwards.csv", "line 2", "before"},
    {"deep.csv", "line ", "too deep"},               {"columns.csv", "line 1", "columns"},
    {"short.csv", "line 2", "columns"},              {"quote.csv", "line 2", "quotes"},
    {"half.csv", "line 3", "ends in the middle"},    {"country-twice.csv", "line 3", "00004"},
    {"country-kind.csv", "line 2", "kind"},          {"country-names.csv", "line 3", "two names"},
    {"empty.jsonl", "line 1", "empty"},              {"good.jsonl", "line 1", "columns"},
};

static void refused_large(whole *w, const char *path, const char *why) {
  import_report r;
  err *e = import_it(w, path, false, &r);
  assert_kind(e, ERR_TOO_LARGE);
  if (str_find(told(w->b->a, e), str_of(why)) < 0) print_error("%.*s\n", STR_ARG(told(w->b->a, e)));
  assert_true(str_find(told(w->b->a, e), str_of(why)) >= 0);
}

static void refused_one(whole *w, const char *file, bool units, const char *line, const char *why) {
  import_report r;
  size_t mark = arena_mark(w->b->a);
  err *e = import_it(w, file, units, &r);
  if (!e) print_error("%s was taken\n", file);
  assert_non_null(e);
  str text = told(w->b->a, e);
  bool told = str_find(text, str_of(line)) >= 0 && str_find(text, str_of(why)) >= 0;
  if (!told) print_error("%s: %.*s\n", file, STR_ARG(text));
  assert_true(told);
  assert_int_equal(e->kind, ERR_INVALID);
  err_reset();
  arena_rewind(w->b->a, mark);
}

typedef struct state { /* what an import may change */
  str versions, units, rules, days, kept, edition;
} state;

static state state_of(whole *w) {
  return (state){count_of(w, "procedure_version"), count_of(w, "unit"), count_of(w, "competence"),
                 count_of(w, "calendar_day"), count_of(w, "import_file"),
                 both_ask(w->b, "SELECT value FROM setting WHERE name = 'edition'")};
}

static void assert_as_before(whole *w, const state *s) {
  state now = state_of(w);
  assert_true(same(now.versions, s->versions.p) && same(now.units, s->units.p));
  assert_true(same(now.rules, s->rules.p) && same(now.days, s->days.p));
  assert_true(same(now.kept, s->kept.p) && same(now.edition, s->edition.p));
}

static void refused(void **s) {
  whole w;
  import_report r;
  whole_open(&w, s);
  const state before = state_of(&w);
  for (size_t i = 0; i < COUNT(bad_catalogues); i++)
    refused_one(&w, bad_catalogues[i].file, false, bad_catalogues[i].line, bad_catalogues[i].why);
  for (size_t i = 0; i < COUNT(bad_units); i++)
    refused_one(&w, bad_units[i].file, true, bad_units[i].line, bad_units[i].why);
  assert_kind(import_it(&w, "missing.jsonl", false, &r), ERR_NOT_FOUND);
  assert_kind(import_it(&w, "/tmp", false, &r), ERR_TOO_LARGE);
  const char *big = str_fmt(w.b->a, "%s/big.jsonl", w.b->folder).p;
  FILE *f = fopen(big, "w");
  assert_int_equal(ftruncate(fileno(f), 100 << 20), 0);
  fclose(f);
  refused_large(&w, big, "line 1: here the file is larger than 32 MiB");
  f = fopen(big, "w"); /* the line in which the limit lies */
  for (int i = 0; i < 40; i++) {
    assert_int_equal(fseek(f, (long)(i + 1) * (1 << 20) - 1, SEEK_SET), 0);
    fputc('\n', f);
  }
  fclose(f);
  refused_large(&w, big, "line 33: here the file is larger than 32 MiB");
  f = fopen(big, "w"); /* one endless line */
  for (int i = 0; i < LINES_LONGEST + 10; i++) fputc('x', f);
  fclose(f);
  refused_one(&w, big, false, "line 1", "too long");
  assert_as_before(&w, &before);
  whole_close(&w);
}

/* --- every row --- */
typedef struct wanted {
  int64_t line;
  const char *code, *why;
} wanted;

/* The report and the list of errors say the same rows, in their order. */
static void assert_rows(whole *w, const err *e, const import_report *r, const wanted *rows,
                        size_t n) {
  assert_int_equal(err_count(e), n);
  if (r) assert_int_equal(r->nrefused, n);
  for (size_t i = 0; i < n; i++, e = e->next) {
    str text = told(w->b->a, e);
    bool good = str_find(text, str_fmt(w->b->a, "line %d:", (int)rows[i].line)) >= 0 &&
                str_find(text, str_of(rows[i].why)) >= 0;
    if (!good) print_error("%.*s, not line %d %s\n", STR_ARG(text), (int)rows[i].line, rows[i].why);
    assert_true(good);
    assert_int_equal(e->kind, ERR_INVALID);
    if (!r) continue;
    assert_int_equal(r->refused[i].line, rows[i].line);
    assert_true(same(r->refused[i].code, rows[i].code));
  }
}

/* At the command line, and as an upload of an administrator. */
static void assert_refused(whole *w, const import_source *s, const wanted *rows, size_t n) {
  import_report r;
  str id;
  const state before = state_of(w);
  assert_rows(w, import_source_of(w, s, &r), &r, rows, n);
  assert_rows(w, import_file_take(&w->c, s, &id), NULL, rows, n);
  assert_as_before(w, &before);
  err_reset();
}

static str good_line(whole *w, const char *code) {
  str all, line;
  assert_ok(lines_load(w->b->a, IMPORTED "good.jsonl", &all));
  assert_true(str_split(&all, '\n', &line));
  ptrdiff_t at = str_find(line, S("9.000001"));
  assert_true(at > 0);
  return str_cat(w->b->a, str_sub(line, 0, (size_t)at), str_of(code),
                 str_sub(line, (size_t)at + 8, line.n));
}

static void procedures(void **s) {
  whole w;
  whole_open(&w, s);
  whole_enter(&w, "admin");
  arena *a = w.b->a;
  str good = good_line(&w, "9.000001"), other = good_line(&w, "9.000002"), e = S("\n");
  import_source f = {.kind = IMPORT_CATALOGUE, .name = "rows.jsonl"};
  f.bytes = str_cat(a, good, e, S("{\"code\":\n"), S("\xff\xfe\n"), other, e, good, e,
                    S("\n[]\n{\"code\":\"9.000003\",\"name\":\"\"}\n"), other);
  assert_refused(&w, &f,
                 (const wanted[]){{2, "", "no JSON"}, {3, "", "UTF-8"},
                                  {5, "9.000001", "9.000001 stands in an earlier line"},
                                  {6, "", "empty"}, {7, "", "no JSON object"},
                                  {8, "9.000003", "field"}, {9, "", "ends in the middle"}}, 7);
  whole_close(&w);
}

#define UNIT_HEAD "code,kind,name,name_en,parent,commune,valid_from,valid_to,successor\n"

static void units(void **s) {
  whole w;
  whole_open(&w, s);
  whole_enter(&w, "admin");
  import_source f = {.kind = IMPORT_UNITS, .name = "rows.csv",
                     .bytes = S(UNIT_HEAD
                                "H49.90,department,Sở A,A,H49,,2026-01-01,,\n"
                                "H49.91,palace,Sở B,B,H49,,2026-01-01,,\n"
                                "H49.92,department,Sở C,C,H49.99.99,,2026-01-01,,\n"
                                "H49.93,department,Sở D,D,H49.93,,2026-01-01,,\n"
                                "too,few\n"
                                "H49.90,department,Sở E,E,H49,,2026-01-01,,\n"
                                "H49.94,department,Phòng F,F,H49.91,,2026-01-01,,\n"
                                "H49.95,department,Sở G,G,H49,,2026-01-01,2025-01-01,\n"
                                "H49.96,department,Sở H,H,H49.97,,2026-01-01,,\n"
                                "H49.97,department,Sở I,I,H49.96,,2026-01-01,,\n"
                                "H49.03,department,Sở Nội vụ,K,H49,,2025-07-01,2026-11-24,H49.04\n"
                                "H49.98,department,\"Sở,L,H49,,2026-01-01,,\n")};
  assert_refused(&w, &f,
                 (const wanted[]){{3, "H49.91", "kind"}, {4, "H49.92", "H49.99.99 is unknown"},
                                  {5, "H49.93", "own ancestor"}, {6, "too", "columns"},
                                  {7, "H49.90", "stands in an earlier line"},
                                  {9, "H49.95", "ends before it begins"},
                                  {10, "H49.96", "own ancestor"}, {11, "H49.97", "own ancestor"},
                                  {12, "H49.03", "from tomorrow on"}, {13, "", "quotes"}}, 10);
  f.bytes = S("province_code,province,ward_code,ward_full_name,ward_unit_id,ward_full_name_en\n"
              "01,Thành phố Hà Nội,00004,Phường Ba Đình,3,Ba Dinh Ward\n"
              "01,Thành phố Khác,00008,Phường Ngọc Hà,3,Ngoc Ha Ward\n"
              "01,Thành phố Hà Nội,00009,Phường Ngọc Hà,4,Ngoc Ha Ward\n"
              "01,Thành phố Hà Nội,00004,Phường Ba Đình,3,Ba Dinh Ward\n");
  assert_refused(&w, &f,
                 (const wanted[]){{3, "00008", "two names"}, {4, "00009", "kind"},
                                  {5, "00004", "stands in an earlier line"}}, 3);
  whole_close(&w);
}

static void days(void **s) {
  whole w;
  whole_open(&w, s);
  whole_enter(&w, "admin");
  import_source f = {.kind = IMPORT_CALENDAR, .name = "rows.csv",
                     .bytes = S("day,kind,source\n2026-11-25,feast,x\n2026-11-26,holiday,x\n"
                                "2026-02-30,holiday,x\n2026-11-26,working,x\n2026-11-27,holiday")};
  assert_refused(&w, &f,
                 (const wanted[]){{2, "2026-11-25", "kind"}, {4, "2026-02-30", "day"},
                                  {5, "2026-11-26", "2026-11-26 stands"},
                                  {6, "", "ends in the middle"}}, 4);
  whole_close(&w);
}

/* A thousand are told, and how many more there are. */
static void bounded(void **s) {
  whole w;
  import_report r;
  whole_open(&w, s);
  buf b = buf_in(w.b->a);
  for (int i = 0; i < 1500; i++) buf_add(&b, S("x\n"));
  const err *e = import_text(&w, IMPORT_CATALOGUE, buf_str(&b).p, &r);
  assert_int_equal(r.nrefused, 1500);
  assert_int_equal(err_count(e), IMPORT_REFUSED_MOST + 1);
  assert_int_equal(r.refused[999].line, 1000);
  while (e->next) e = e->next;
  assert_true(same(told(w.b->a, e), "And 500 more lines."));
  whole_close(&w);
}

int main(void) {
  const struct CMUnitTest tests[] = {BOTH(refused), BOTH(procedures), BOTH(units), BOTH(days),
                                     BOTH(bounded)};
  return cmocka_run_group_tests_name("import rows", tests, NULL, NULL);
}

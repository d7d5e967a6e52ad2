/* test_import: files of others into the catalogue and the units: repaired, the same again; what the
 * program ships; who takes over from a dissolved unit; office hours. */
#include <sys/stat.h>
#include <time.h>

#include "base/csv.h"
#include "base/embed.h"
#include "import_it.h"
#include "office/catalogue.h"

static bool remarks(const import_report *r, const char *code, const char *kind, const char *part) {
  for (size_t i = 0; i < r->nrows; i++)
    if (str_eq(r->rows[i].code, str_of(code)) && strcmp(r->rows[i].kind, kind) == 0 &&
        str_find(r->rows[i].what, str_of(part)) >= 0)
      return true;
  return false;
}

/* --- procedures --- */
static void repaired(void **state) {
  whole w;
  import_report r;
  whole_open(&w, state);
  assert_ok(import_it(&w, "good.jsonl", false, &r));
  whole_renew(&w);
  assert_int_equal(r.read, 5);
  assert_int_equal(r.added, 4);
  assert_int_equal(r.kept, 1);
  assert_true(remarks(&r, "1.001193", "kept", "has a form of its own"));
  assert_non_null(one(&w, "1.001193")->schema);
  const procedure *p = one(&w, "9.000002");
  assert_true(same(p->name, "Cấp giấy phép thử nghiệm"));
  assert_int_equal(p->levels, LEVEL_PROVINCE | LEVEL_COMMUNE);
  assert_true(same(p->level, "commune"));
  assert_true(same(p->agency, "Công an cấp tỉnh, Phòng Không Có Thật, Sở Tư pháp, "
                              "Ủy ban nhân dân cấp xã"));
  assert_true(remarks(&r, "9.000002", "unknown", "Phòng Không Có Thật"));
  assert_false(p->authority.n);
  assert_int_equal(p->naudiences, 1);
  assert_int_equal(p->ncomponents, 2);
  assert_true(same(p->components[0].id, "c01"));
  assert_true(p->components[0].cut && p->components[1].cut);
  assert_int_equal(p->components[0].originals, 1);
  assert_int_equal(p->components[1].copies, 2);
  assert_true(str_ends(p->components[1].title, S("…")));
  assert_int_equal(p->nnotes, 1);
  assert_true(remarks(&r, "9.000002", "repaired", "originals 20241 read as 1"));
  const channel_rule *online = procedure_channel(p, S("online"));
  assert_false(online->has_limit);
  assert_int_equal(online->nlimits, 2);
  assert_int_equal(online->limits[1].limit.value, 3);
  assert_int_equal(procedure_channel(p, S("counter"))->nlimits, 0);
  assert_true(procedure_channel(p, S("post"))->limit.unit == 'm');
  assert_true(procedure_channel(p, S("post"))->basis.n);
  assert_true(same(procedure_positive(p)->code, "KQ.G17.900001"));
  assert_true(same(p->service_level, "partial"));
  assert_true(remarks(&r, "9.000002", "flagged", "other_province"));
  p = one(&w, "9.000003");
  assert_true(same(p->name, "Cấp hộ chiếu thử nghiệm"));
  assert_true(same(p->operated_elsewhere, "Bộ Công an"));
  assert_true(same(p->service_level, "information"));
  assert_true(procedure_channel(p, S("online"))->limit.unit == 'h');
  p = one(&w, "9.000004");
  assert_true(same(p->flags[p->nflags - 1], "title_of_decision"));
  assert_null(procedure_positive(p));
  whole_sound(&w);
  whole_close(&w);
}

static void again(void **state) {
  whole w;
  import_report r;
  whole_open(&w, state);
  assert_ok(import_it(&w, "good.jsonl", false, &r));
  whole_renew(&w);
  int64_t edition_then = w.c.edition->number, version = one(&w, "9.000001")->version_id;
  assert_ok(import_it(&w, "good.jsonl", false, &r));
  whole_renew(&w);
  assert_int_equal(r.same, 4);
  assert_int_equal(r.added + r.changed, 0);
  assert_int_equal(w.c.edition->number, edition_then);
  assert_ok(import_it(&w, "changed.jsonl", false, &r));
  whole_renew(&w);
  assert_int_equal(r.changed, 1);
  assert_int_equal(w.c.edition->number, edition_then + 1);
  assert_int_equal(one(&w, "9.000001")->version, 2);
  assert_true(same(one(&w, "9.000001")->name, "Cấp giấy phép thử nghiệm, tên mới"));
  assert_true(same(edition_version(w.c.edition, version)->name, "Cấp giấy phép thử nghiệm"));
  whole_sound(&w);
  whole_close(&w);
}

/* A version that begins tomorrow waits; a version of one's own is not touched by an import. */
static void later(void **state) {
  whole w;
  import_report r;
  whole_open(&w, state);
  assert_ok(import_it(&w, "good.jsonl", false, &r));
  both_script(w.b,
              "INSERT INTO procedure_version (id, procedure_id, version, valid_from, content,"
              " sha256, created_at) SELECT 77, procedure_id, 2, 20261125,"
              " REPLACE(REPLACE(content, '{\"origin\":\"import\",', '{'), 'Cấp giấy', 'Đổi giấy'),"
              " sha256, 1 FROM procedure_version WHERE procedure_id ="
              " (SELECT id FROM procedure WHERE code = '9.000001');"
              "UPDATE setting SET value = '100' WHERE name = 'edition'");
  whole_renew(&w);
  assert_true(same(one(&w, "9.000001")->name, "Cấp giấy phép thử nghiệm"));
  whole_later(&w, DAY);
  whole_renew(&w);
  assert_true(same(one(&w, "9.000001")->name, "Đổi giấy phép thử nghiệm"));
  assert_ok(import_it(&w, "changed.jsonl", false, &r));
  assert_true(remarks(&r, "9.000001", "kept", "has a version of its own"));
  assert_int_equal(r.changed, 0);
  whole_close(&w);
}

static void compiled(void **state) {
  both *b = both_of(state);
  import_report r = {.a = b->a};
  const char *to = str_fmt(b->a, "%s/out.jsonl", b->folder).p;
  import_source good = {.kind = IMPORT_CATALOGUE, .name = "good.jsonl"};
  assert_ok(lines_load(b->a, IMPORTED "good.jsonl", &good.bytes));
  assert_ok(import_compile(&good, to, 20260701, &r));
  assert_kind(import_compile(&good, "/nowhere/at/all", 20260701, &r), ERR_STORAGE);
  lines *l;
  str line, last = STR_NONE;
  bool more = true;
  int n = 0;
  assert_ok(lines_open(b->a, to, &l));
  for (;; n++) {
    procedure p;
    assert_ok(lines_next(l, &line, &more));
    if (!more) break;
    assert_ok(procedure_read(b->a, line, &p));
    assert_true(p.valid_from == 20260701 && p.version == 1);
    assert_true(!last.p || str_cmp(last, p.code) < 0);
    last = str_dup(b->a, p.code);
  }
  assert_int_equal(n, 5);
}

/* --- units --- */
static void merging(void **state) {
  whole w;
  import_report r;
  whole_open(&w, state);
  assert_true(same(decides(&w, "1.000656", "06652")->code, "H49.25"));
  int64_t old = edition_unit_by_code(w.c.edition, S("H49.25"))->id;
  assert_ok(import_it(&w, "merge.csv", true, &r));
  assert_int_equal(r.changed, 1);
  assert_int_equal(r.added, 1);
  whole_later(&w, 7 * DAY);
  whole_renew(&w);
  const unit *u = edition_unit(w.c.edition, old);
  assert_non_null(u); /* what it has decided stays readable */
  assert_int_equal(u->valid_to, 20261201);
  assert_true(same(edition_unit(w.c.edition, edition_successor(w.c.edition, old))->code, "H49.31"));
  assert_true(same(decides(&w, "1.000656", "06652")->code, "H49.31"));
  assert_true(same(decides(&w, "1.000656", "99001")->code, "H49.90"));
  assert_true(same(edition_unit_by_code(w.c.edition, S("H49.90"))->name,
                   "Ủy ban nhân dân xã \"Mới\", thử nghiệm"));
  assert_ok(import_it(&w, "merge.csv", true, &r));
  assert_int_equal(r.added + r.changed, 0);
  whole_close(&w);
}

static void the_country(void **state) {
  whole w;
  import_report r;
  whole_open(&w, state);
  assert_ok(import_it(&w, "country.csv", true, &r));
  assert_int_equal(r.added, 5); /* three communes, two provinces */
  assert_int_equal(r.same, 1);
  whole_renew(&w);
  const unit *u = edition_unit_by_code(w.c.edition, S("VN.01.00004"));
  assert_true(same(u->name, "Ủy ban nhân dân phường Ba Đình"));
  u = edition_unit(w.c.edition, u->parent_id);
  assert_true(same(u->name, "Ủy ban nhân dân thành phố Hà Nội"));
  assert_true(same(u->name_en, "People's Committee of Ha Noi"));
  assert_true(same(edition_unit(w.c.edition, u->parent_id)->code, "VN"));
  u = edition_unit_by_code(w.c.edition, S("VN.20.06325"));
  assert_true(same(u->name, "Ủy ban nhân dân xã Bắc Sơn"));
  assert_true(same(decides(&w, "1.000656", "00004")->code, "H49.01")); /* not routed out */
  assert_ok(import_it(&w, "country.csv", true, &r));
  assert_int_equal(r.added + r.changed, 0);
  whole_close(&w);
}

static void office_hours_of_units(void **state) {
  whole w;
  whole_open(&w, state);
  both_script(w.b,
              "INSERT INTO unit_hours SELECT id, 0, 480, 690, 780, 960 FROM unit"
              " WHERE code = 'H49.01';"
              "INSERT INTO unit_hours SELECT id, 6, 450, 600, 600, 690 FROM unit"
              " WHERE code = 'H49.01.31';"
              "UPDATE setting SET value = '100' WHERE name = 'edition'");
  whole_renew(&w);
  int64_t point = edition_unit_by_code(w.c.edition, S("H49.01.31"))->id;
  int64_t ward = edition_unit_by_code(w.c.edition, S("H49.31"))->id;
  assert_int_equal(edition_hours(w.c.edition, point)->close, 960);
  assert_int_equal(edition_hours(w.c.edition, ward)->close, usual_hours.close);
  assert_int_equal(edition_reception(w.c.edition, point, 6)->close, 690);
  assert_null(edition_reception(w.c.edition, point, 7));
  assert_null(edition_reception(w.c.edition, ward, 6));
  whole_carry(&w, 1);
  assert_int_equal(whole_look(&w)->due_at.us, day_at(20261124, 960).us);
  whole_close(&w);
}

/* --- what the program ships --- */
static void shipped(void **state) {
  whole w;
  whole_open(&w, state);
  const edition *e = w.c.edition;
  assert_int_equal(e->nprocedures, 1601);
  size_t full = 0, elsewhere = 0;
  for (size_t i = 0; i < e->nunits; i++) {
    const unit *u = &e->units[i];
    if (!str_eq(u->kind, S("commune"))) continue;
    const competence *c = edition_competence(e, one(&w, "1.000656"), u->commune);
    assert_true(c->unit_id == u->id);
    assert_true(str_eq(edition_unit(e, c->reception_unit_id)->commune, u->commune));
  }
  for (size_t i = 0; i < e->nprocedures; i++) {
    const procedure *p = &e->procedures[i];
    assert_true(p->operated_elsewhere.n || edition_mapped(e, p));
    assert_true(i == 0 || str_cmp(e->procedures[i - 1].code, p->code) < 0);
    full += str_eq(p->service_level, S("full"));
    elsewhere += p->operated_elsewhere.n > 0;
    for (size_t k = 0; k < p->ncomponents; k++) assert_true(p->components[k].title.n <= 160 * 4);
  }
  assert_int_equal(full, 5);
  assert_int_equal(elsewhere, 653);
  assert_true(same(procedure_positive(one(&w, "1.010041"))->code, "KQ.G01.000062"));
  assert_true(same(procedure_positive(one(&w, "1.001612"))->code, "KQ.G12.001041"));
  assert_int_equal(procedure_channel(one(&w, "1.013225"), S("counter"))->limit.value, 15);
  assert_true(same(decides(&w, "1.013831", "")->code, "H49.06.02"));
  assert_true(same(decides(&w, "2.000829", "")->code, "H49.07.01"));
  whole_close(&w);
}

static const unit *above(const edition *e, const unit *u) { return edition_unit(e, u->parent_id); }

static size_t of_kind(const edition *e, const char *kind, int64_t below) {
  size_t n = 0;
  for (size_t i = 0; i < e->nunits; i++)
    n += str_eq(e->units[i].kind, str_of(kind)) && (!below || e->units[i].parent_id == below);
  return n;
}

/* Nation, ministries, province with its departments and communes, the Centre with its branches and
 * their points: how many of each kind, and where each stands. */
static void shipped_units(void **state) {
  static const struct {
    const char *kind, *above;
    size_t n;
  } kinds[] = {{"nation", "", 1}, {"ministry", "nation", 17}, {"province", "nation", 1},
               {"centre", "province", 1}, {"branch", "centre", 13}, {"point", "branch", 54},
               {"commune", "province", 54}, {"department", "province department", 18}};
  static const char *const named[] = {
      "Bộ Công an", "Bộ Tư pháp", "Bộ Tài chính", "Bộ Xây dựng", "Ngân hàng Nhà nước Việt Nam",
      "Văn phòng Ủy ban nhân dân tỉnh Quảng Ninh", "Sở Nội vụ tỉnh Quảng Ninh",
      "Sở Tài chính tỉnh Quảng Ninh", "Sở Xây dựng tỉnh Quảng Ninh",
      "Sở Nông nghiệp và Môi trường tỉnh Quảng Ninh", "Sở Tư pháp tỉnh Quảng Ninh",
      "Sở Công Thương tỉnh Quảng Ninh", "Sở Khoa học và Công nghệ tỉnh Quảng Ninh",
      "Sở Văn hóa, Thể thao và Du lịch tỉnh Quảng Ninh", "Sở Giáo dục và Đào tạo tỉnh Quảng Ninh",
      "Sở Y tế tỉnh Quảng Ninh", "Sở Dân tộc và Tôn giáo tỉnh Quảng Ninh",
      "Thanh tra tỉnh Quảng Ninh", "Ban Quản lý Khu kinh tế Quảng Ninh"};
  whole w;
  whole_open(&w, state);
  const edition *e = w.c.edition;
  size_t all = 0, direct = 0;
  for (size_t k = 0; k < COUNT(kinds); k++) {
    assert_int_equal(of_kind(e, kinds[k].kind, 0), kinds[k].n);
    all += kinds[k].n;
  }
  assert_int_equal(e->nunits, all);
  for (size_t i = 0; i < e->nunits; i++) {
    const unit *u = &e->units[i], *over = above(e, u);
    size_t k = 0;
    while (!str_eq(u->kind, str_of(kinds[k].kind))) k++;
    assert_true(over ? str_find(str_of(kinds[k].above), over->kind) >= 0 : !kinds[k].above[0]);
    if (str_eq(u->kind, S("branch"))) assert_true(of_kind(e, "point", u->id) > 0);
    direct += str_eq(u->kind, S("department")) && str_eq(over->kind, S("province"));
  }
  assert_int_equal(direct, 15);
  for (size_t i = 0; i < COUNT(named); i++) {
    size_t n = 0;
    for (size_t k = 0; k < e->nunits; k++) n += str_eq(e->units[k].name, str_of(named[i]));
    assert_int_equal(n, 1);
  }
  whole_close(&w);
}

/* --- csv --- */
static void fields(void **state) {
  both *b = both_of(state);
  csv_row row;
  assert_true(csv_read(b->a, S("a,\"b, \"\"c\"\"\",,d,"), &row));
  assert_int_equal(row.n, 5);
  assert_true(same(row.fields[1], "b, \"c\""));
  assert_true(row.fields[2].p && !row.fields[2].n && !row.fields[4].n);
  assert_true(csv_read(b->a, S(""), &row));
  assert_int_equal(row.n, 1);
  assert_true(csv_read(b->a, S("a,\"b, \"\"c\"\"\",,d,"), &row));
  assert_true(same(csv_text(b->a, &row), "a,\"b, \"\"c\"\"\",,d,"));
  assert_false(csv_read(b->a, S("a,\"b"), &row));
  assert_false(csv_read(b->a, S("\"a\"b,c"), &row));
  assert_false(csv_read(b->a, S("a\"b\",c"), &row));
  assert_false(csv_read(b->a, S(",,,,,,,,,,,,,,,,"), &row));
}

/* --- previewed, applied, undone --- */
static import_file_kept taken(whole *w, import_kind kind, const char *file) {
  import_file_kept f;
  str id;
  import_source s = {.kind = kind, .name = file};
  assert_ok(lines_load(w->b->a, str_fmt(w->b->a, IMPORTED "%s", file).p, &s.bytes));
  assert_ok(import_file_take(&w->c, &s, &id));
  db_conn *c;
  ctx in = w->c;
  assert_ok(db_read_begin(w->f->db, &c));
  in.db = c;
  assert_ok(import_file_find(&in, id, &f));
  db_read_end(w->f->db, c);
  return f;
}

static int64_t told(const import_file_kept *f, const char *what) {
  int64_t n = -1;
  json_int(json_get(f->report, str_of(what)), &n);
  return n;
}

static void previewed(void **state) {
  whole w;
  whole_open(&w, state);
  whole_enter(&w, "admin");
  str versions = count_of(&w, "procedure_version"), units = count_of(&w, "unit");
  int64_t number = w.c.edition->number;
  import_file_kept f = taken(&w, IMPORT_CATALOGUE, "good.jsonl"),
                   u = taken(&w, IMPORT_UNITS, "merge.csv");
  assert_int_equal(told(&f, "added"), 4);
  assert_int_equal(told(&f, "kept"), 1);
  assert_int_equal(told(&u, "changed"), 1);
  assert_true(same(versions, count_of(&w, "procedure_version").p));
  assert_true(same(units, count_of(&w, "unit").p));
  whole_renew(&w);
  assert_int_equal(w.c.edition->number, number);
  assert_ok(import_file_apply(&w.c, &f));
  whole_renew(&w);
  assert_int_equal(w.c.edition->number, number + 1);
  one(&w, "9.000001");
  assert_kind(import_file_apply(&w.c, &f), ERR_STALE); /* the edition is another: look again */
  assert_kind(import_file_apply(&w.c, &u), ERR_STALE);
  f = taken(&w, IMPORT_CATALOGUE, "good.jsonl");
  assert_int_equal(told(&f, "added") + told(&f, "changed"), 0);
  assert_kind(import_file_apply(&w.c, &f), ERR_CONFLICT);
  /* the bytes are those that were shown, or nothing */
  f = taken(&w, IMPORT_CATALOGUE, "changed.jsonl");
  const char *path = str_fmt(w.b->a, "%s/blobs/%.2s/%s", w.options.folder, f.blob.p, f.blob.p).p;
  assert_int_equal(chmod(path, 0600), 0);
  FILE *file = fopen(path, "r+");
  fputc('[', file);
  fclose(file);
  assert_kind(import_file_apply(&w.c, &f), ERR_STORAGE);
  whole_enter(&w, "leader");
  f = taken(&w, IMPORT_CATALOGUE, "changed.jsonl");
  assert_kind(import_file_apply(&w.c, &f), ERR_FORBIDDEN);
  whole_sound(&w);
  whole_close(&w);
}

static void days(void **state) {
  whole w;
  import_report r = {0};
  import_work *work;
  whole_open(&w, state);
  r.a = w.b->a;
  import_source s = {.kind = IMPORT_CALENDAR, .name = "days.csv",
                     .bytes = S("day,kind,source\n2026-11-25,holiday,\"Văn bản 1, TB\"\n")};
  assert_true(clock_working(&w.c.edition->calendar, 20261125));
  assert_ok(import_read(&s, &r, &work));
  assert_ok(import_run(&w.c, work));
  assert_int_equal(r.added, 1);
  whole_renew(&w);
  assert_false(clock_working(&w.c.edition->calendar, 20261125));
  int64_t number = w.c.edition->number;
  assert_ok(import_run(&w.c, work));
  assert_int_equal(r.same, 1);
  whole_renew(&w);
  assert_int_equal(w.c.edition->number, number);
  static const char *const bad[] = {"", "day,kind\n", "day,kind,source\n2026-02-30,holiday,x\n",
                                    "day,kind,source\n2026-11-25,feast,x\n",
                                    "day,kind,source\n2026-11-25,holiday,\n",
                                    "day,kind,source\n2026-11-25,holiday,x\n2026-11-25,working,y\n",
                                    "day,kind,source\n2026-11-25,holiday,x",
                                    "day,kind,source\n2026-11-25,holiday,\xff\n"};
  for (size_t i = 0; i < COUNT(bad); i++) {
    s.bytes = str_of(bad[i]);
    assert_kind(import_read(&s, &r, &work), ERR_INVALID);
  }
  whole_sound(&w);
  whole_close(&w);
}

int main(void) {
  const struct CMUnitTest tests[] = {BOTH(repaired),     BOTH(again),
                                     BOTH(previewed),    BOTH(days),
                                     BOTH(later),
                                     SQLITE(compiled),   BOTH(merging),
                                     BOTH(the_country),  BOTH(office_hours_of_units),
                                     BOTH(shipped),      SQLITE(shipped_units),
                                     SQLITE(fields)};
  return cmocka_run_group_tests_name("import", tests, NULL, NULL);
}

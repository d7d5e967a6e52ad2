/* test_search: ranks, folding, filters, exact totals, pages, near ones, and queries of ill will, on
 * a small catalogue made here. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/time.h"
#include "office/edition.h"
#include "office/search.h"

static arena *a;
static const search_index *small;

static const str citizens[] = {TEXT("Công dân Việt Nam"), TEXT("Người nước ngoài")};
static const str firms[] = {TEXT("Doanh nghiệp")};

#define P(c, t, f, g, l, s, who)                                                                \
  {.code = TEXT(c), .name = TEXT(t), .field = TEXT(f), .agency = TEXT(g), .levels = (l),         \
   .service_level = TEXT(s), .audiences = (who), .naudiences = COUNT(who)}
enum { C = LEVEL_COMMUNE, T = LEVEL_PROVINCE, B = LEVEL_MINISTRY };

/* By code, as an edition has them. */
static const procedure catalogue[] = {
    P("1.000593", "Thủ tục đăng ký kết hôn lưu động", "Hộ tịch", "UBND cấp xã", C, "information",
      citizens),
    P("1.000656", "Thủ tục đăng ký khai tử", "Hộ tịch", "UBND cấp xã", C, "partial", citizens),
    P("1.000689", "Thủ tục đăng ký khai sinh kết hợp đăng ký nhận cha, mẹ, con", "Hộ tịch",
      "UBND cấp xã", C, "partial", citizens),
    P("1.001193", "Thủ tục đăng ký khai sinh", "Hộ tịch", "UBND cấp xã", C, "full", citizens),
    P("1.001612", "Đăng ký thành lập hộ kinh doanh", "Doanh nghiệp", "UBND cấp xã", C, "partial",
      firms),
    P("1.004884", "Thủ tục đăng ký lại khai sinh", "Hộ tịch", "UBND cấp xã", C, "partial",
      citizens),
    P("1.012756", ". Đăng ký đất đai lần đầu", "Đất đai", "Văn phòng đăng ký đất đai", T, "partial",
      citizens),
    P("1.012805", "Giải quyết tranh chấp đất đai", "Đất đai", "Chủ tịch UBND cấp tỉnh", T | C,
      "information", citizens),
    P("1.013977", "Đăng ký biến động do chia thửa", "Đất đai", "Văn phòng đăng ký đất đai", T,
      "partial", citizens),
    P("2.000635", "Cấp bản sao Trích lục hộ tịch, bản sao Giấy khai sinh", "Hộ tịch",
      "Sở Tư pháp, UBND cấp xã", T | C, "partial", citizens),
    P("3.000333", "Cấp Phiếu lý lịch", "Lý lịch tư pháp", "Công an tỉnh", T | B, "partial",
      citizens),
};

static int open_index(void **state) {
  (void)state;
  a = arena_new((size_t)512 << 20);
  return a && !search_build(a, catalogue, COUNT(catalogue), &small) ? 0 : -1;
}
static int close_index(void **state) {
  (void)state;
  err_reset();
  arena_free(a);
  return 0;
}

static search_hits run(search_wish w) {
  search_hits h;
  if (!w.most) w.most = 50;
  assert_null(search_run(small, a, &w, &h));
  assert_true(h.n <= w.most && (int64_t)h.n <= h.total);
  return h;
}

static const char *codes_of(const procedure *const *items, size_t n) {
  buf b = buf_in(a);
  for (size_t i = 0; i < n; i++) buf_fmt(&b, "%s%.*s", i ? " " : "", STR_ARG(items[i]->code));
  return buf_str(&b).p;
}

static const char *found(const char *words) {
  search_hits h = run((search_wish){.words = str_of(words)});
  assert_int_equal(h.total, h.n);
  return codes_of(h.items, h.n);
}

static int64_t total(search_wish w) { return run(w).total; }

/* --- words --- */
static void ranks(void **state) {
  (void)state;
  /* the title itself, then what begins with it, then the words apart, then inside others */
  assert_string_equal(found("đăng ký khai sinh"), "1.001193 1.000689 1.004884");
  assert_string_equal(found("khai sinh"), "2.000635 1.001193 1.000689 1.004884");
  assert_string_equal(found("thủ tục đăng ký khai sinh"), "1.001193 1.000689 1.004884");
  /* titles first, then field and agency */
  assert_string_equal(found("đất đai"), "1.012756 1.012805 1.013977");
  assert_string_equal(found("tu phap"), "2.000635 3.000333");
  /* within words, but one letter only at their beginning */
  assert_string_equal(found("hap"), "1.012805");
  assert_string_equal(found("ang ky tranh"), "");
  assert_string_equal(found("z"), "");
}

static void codes(void **state) {
  (void)state;
  assert_string_equal(found("1.001193"), "1.001193");
  assert_string_equal(found("  3.000333 "), "3.000333");
  assert_string_equal(found("1.00119"), "");
  assert_string_equal(found("1.0011933"), "");
}

static void folds(void **state) {
  (void)state;
  static const char *const same[] = {"dat dai", "DAT DAI", "đất đai", "ĐẤT ĐAI", "Đất  đai!",
                                     "dai, dat", "đa\xcc\x82\xcc\x81t đai", "-dat-dai-"};
  for (size_t i = 0; i < COUNT(same); i++)
    if (strcmp(found(same[i]), "1.012756 1.012805 1.013977") != 0)
      fail_msg("%s: %s", same[i], found(same[i]));
  assert_string_equal(found("DANG KY KHAI SINH"), found("đăng ký khai sinh"));
  assert_string_equal(found("ĐĂNG KÝ"), found("dang ky"));
}

static void nothing_asked(void **state) {
  (void)state;
  assert_int_equal(total((search_wish){0}), COUNT(catalogue));
  assert_int_equal(total((search_wish){.words = S("  \t ")}), COUNT(catalogue));
  assert_int_equal(total((search_wish){.words = S("?!.")}), 0);
  search_hits h = run((search_wish){0});
  /* C, C, Đ; a dot before a title does not count */
  assert_string_equal(h.items[0]->code.p, "2.000635");
  assert_string_equal(h.items[2]->code.p, "1.013977");
  assert_string_equal(h.items[3]->code.p, "1.012756");
}

/* --- filters --- */
static void filters(void **state) {
  (void)state;
  assert_int_equal(total((search_wish){.level = S("province")}), 5);
  assert_int_equal(total((search_wish){.level = S("commune")}), 8);
  assert_int_equal(total((search_wish){.level = S("ministry")}), 1);
  assert_int_equal(total((search_wish){.field = S("Hộ tịch")}), 6);
  assert_int_equal(total((search_wish){.field = S("HO TICH")}), 6);
  assert_int_equal(total((search_wish){.field = S("Hộ")}), 0);
  assert_int_equal(total((search_wish){.audience = S("Doanh nghiệp")}), 1);
  assert_int_equal(total((search_wish){.audience = S("Nobody")}), 0);
  assert_int_equal(total((search_wish){.online = S("full")}), 1);
  assert_int_equal(total((search_wish){.online = S("information")}), 2);
  assert_int_equal(total((search_wish){.agency = S("ubnd cấp xã")}), 7);
  assert_int_equal(total((search_wish){.agency = S("UBND")}), 8);
  assert_int_equal(total((search_wish){.agency = S("bnd")}), 0);
  assert_int_equal(total((search_wish){.agency = S("!")}), 0);
  search_wish all = {.words = S("khai sinh"), .level = S("commune"), .field = S("Hộ tịch"),
                     .audience = S("Công dân Việt Nam"), .agency = S("UBND"),
                     .online = S("partial")};
  assert_int_equal(total(all), 3);
  all.level = S("province");
  assert_int_equal(total(all), 1);
  all.words = S("1.001193");
  assert_int_equal(total(all), 0);
}

static int64_t hits_in(const search_hits *h, str field) {
  for (size_t i = 0; i < h->nfields; i++)
    if (str_eq(h->fields[i].name, field)) return h->fields[i].hits;
  return 0;
}

static void fields_are_counted(void **state) {
  (void)state;
  search_hits h = run((search_wish){.field = S("Đất đai"), .level = S("commune")});
  assert_int_equal(h.total, 1);
  assert_int_equal(h.nfields, 3);
  assert_int_equal(hits_in(&h, S("Hộ tịch")), 6);
  assert_int_equal(hits_in(&h, S("Đất đai")), 1);
  assert_true(str_eq(h.fields[0].name, S("Doanh nghiệp")));
  assert_true(str_eq(h.fields[1].name, S("Đất đai")));
  size_t n;
  const str *who = search_audiences(small, &n);
  assert_int_equal(n, 3);
  assert_true(str_eq(who[0], citizens[0]));
}

/* --- pages --- */
static void pages_join_to_the_whole(void **state) {
  (void)state;
  static const char *const queries[] = {"", "dang ky", "khai sinh", "ho tich"};
  for (size_t i = 0; i < COUNT(queries); i++) {
    search_hits whole = run((search_wish){.words = str_of(queries[i])});
    buf b = buf_in(a);
    search_wish w = {.words = str_of(queries[i]), .most = 2};
    search_hits h;
    do {
      h = run(w);
      assert_int_equal(h.total, whole.total);
      buf_fmt(&b, "%s%s", b.n ? " " : "", codes_of(h.items, h.n));
      w.after = h.items[h.n - 1]->code;
    } while (h.more);
    assert_string_equal(buf_str(&b).p, codes_of(whole.items, whole.n));
  }
}

static void a_page_that_is_gone(void **state) {
  (void)state;
  static const char *const after[] = {"9.999999", "1.001612", "x", "'; DROP TABLE procedure; --"};
  for (size_t i = 0; i < COUNT(after); i++) {
    search_hits h;
    search_wish w = {.words = S("khai sinh"), .after = str_of(after[i]), .most = 2};
    err *e = search_run(small, a, &w, &h);
    assert_non_null(e);
    assert_int_equal(e->kind, ERR_INVALID);
    assert_true(str_eq(e->field, S("after")));
  }
}

/* --- near ones --- */
static void near_ones(void **state) {
  (void)state;
  search_hits h = run((search_wish){.words = S("khia sinh")});
  assert_int_equal(h.total, 0);
  assert_true(h.nnear > 0 && h.nnear <= SEARCH_NEAR);
  assert_true(str_eq(h.near[0]->code, S("1.001193")));
  h = run((search_wish){.words = S("dag ky ket hon luu dong")});
  assert_true(str_eq(h.near[0]->code, S("1.000593")));
  h = run((search_wish){.words = S("khai sinh"), .audience = S("Doanh nghiệp")});
  assert_int_equal(h.total, 0);
  assert_true(h.nnear > 0); /* whatever the filters */
  assert_int_equal(run((search_wish){.words = S("xyzw")}).nnear, 0);
  assert_int_equal(run((search_wish){.words = S("khai sinh")}).nnear, 0);
}

/* --- ill will --- */
static str repeated(const char *part, size_t times) {
  buf b = buf_in(a);
  for (size_t i = 0; i < times; i++) buf_add(&b, str_of(part));
  return buf_str(&b);
}

static void hostile_queries(void **state) {
  (void)state;
  assert_int_equal(total((search_wish){.words = repeated("a", 100000)}), 0);
  assert_int_equal(total((search_wish){.words = repeated("ế", 100000)}), 0);
  assert_int_equal(total((search_wish){.words = repeated("dang ", 5000)}), 8);
  assert_int_equal(total((search_wish){.words = repeated(" ", 100000)}), COUNT(catalogue));
  assert_int_equal(total((search_wish){.words = S("\xff\xfe\xc3")}), 0);
  assert_int_equal(total((search_wish){.words = S("dang\0ky")}), 8);
  assert_int_equal(total((search_wish){.words = S("জন্ম নিবন্ধন")}), 0);
  assert_int_equal(total((search_wish){.words = S("%_.*[z]\\")}), 0);
  assert_int_equal(total((search_wish){.field = repeated("ệ", 5000)}), 0);
  /* of thirteen words the first twelve count */
  assert_string_equal(found("thu tuc dang ky khai sinh thu tuc dang ky khai sinh zzz"),
                      "1.001193 1.000689 1.004884");
}

static void an_empty_catalogue(void **state) {
  (void)state;
  const search_index *none;
  search_hits h;
  assert_null(search_build(a, NULL, 0, &none));
  assert_null(search_run(none, a, &(search_wish){.words = S("khai sinh"), .most = 50}, &h));
  assert_int_equal(h.total + (int64_t)h.n + (int64_t)h.nnear + (int64_t)h.nfields, 0);
  assert_null(search_run(none, a, &(search_wish){.most = 50}, &h));
  assert_int_equal(h.total, 0);
}

/* --- many: the index answers what a plain scan finds --- */
static bool begins_word(str title, str word) {
  str one;
  while (title.n && str_split(&title, ' ', &one))
    if (str_starts(one, word)) return true;
  return false;
}

static void as_a_plain_scan(void **state) {
  (void)state;
  static const char *const syllables[] = {"cap", "phep", "dat", "nha", "giay", "sinh", "tu", "lai",
                                          "moi", "doi", "xa", "tinh"};
  enum { MANY = 3000 };
  procedure *many = arena_list(a, MANY, procedure);
  uint64_t seed = 20261124;
  for (size_t i = 0; i < MANY; i++) {
    buf b = buf_in(a);
    for (size_t k = 0; k < 3 + i % 5; k++) {
      seed = seed * 6364136223846793005U + 1442695040888963407U;
      buf_fmt(&b, "%s%s", k ? " " : "", syllables[(seed >> 33) % COUNT(syllables)]);
    }
    many[i] = (procedure){.code = str_fmt(a, "9.%06zu", i), .name = buf_str(&b), .field = S("x"),
                          .agency = S(""), .levels = T, .service_level = S("partial")};
  }
  const search_index *x;
  assert_null(search_build(a, many, MANY, &x));
  for (size_t i = 0; i < COUNT(syllables); i++)
    for (size_t k = 0; k < COUNT(syllables); k++) {
      str one = str_of(syllables[i]), two = str_sub(str_of(syllables[k]), 0, 2);
      int64_t expected = 0;
      for (size_t j = 0; j < MANY; j++)
        expected += str_find(many[j].name, one) >= 0 && str_find(many[j].name, two) >= 0;
      search_hits h;
      search_wish w = {.words = str_cat(a, one, S(" "), two), .most = MANY};
      assert_null(search_run(x, a, &w, &h));
      assert_int_equal(h.total, expected);
      bool apart = false; /* first those whose words begin so */
      for (size_t j = 0; j < h.n; j++) {
        bool starts = begins_word(h.items[j]->name, one) && begins_word(h.items[j]->name, two);
        assert_false(starts && apart);
        apart = !starts;
      }
    }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(ranks),           cmocka_unit_test(codes),
      cmocka_unit_test(folds),           cmocka_unit_test(nothing_asked),
      cmocka_unit_test(filters),         cmocka_unit_test(fields_are_counted),
      cmocka_unit_test(pages_join_to_the_whole), cmocka_unit_test(a_page_that_is_gone),
      cmocka_unit_test(near_ones),       cmocka_unit_test(hostile_queries),
      cmocka_unit_test(an_empty_catalogue), cmocka_unit_test(as_a_plain_scan),
  };
  return cmocka_run_group_tests(tests, open_index, close_index);
}

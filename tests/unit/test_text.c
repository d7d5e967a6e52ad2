/* test_text: NFC, folding for search, Vietnamese order and capitals; also from several threads. */
#include <pthread.h>

#include "in_arena.h"
#include "kit/text.h"

static void same(str got, const char *want) {
  if (!str_eq(got, str_of(want))) fail_msg("\"%.*s\" is not \"%s\"", STR_ARG(got), want);
}

static void nfc(void **state) {
  (void)state;
  static const char *const pairs[][2] = {{"", ""},
                                         {"plain\ttext\r\n", "plain\ttext\r\n"},
                                         {"e\u0302\u0301", "\u1ebf"},
                                         {"\u1ebf", "\u1ebf"},
                                         {"a\u0323\u0302", "\u1ead"},
                                         {"\u212b", "\u00c5"},
                                         {"\u0958", "\u0915\u093c"},
                                         {"\U0001d160", "\U0001d158\U0001d165\U0001d16e"},
                                         {"\u09c7\u09be", "\u09cb"}};
  for (size_t i = 0; i < COUNT(pairs); i++) {
    str s;
    assert_null(text_nfc(a, str_of(pairs[i][0]), &s));
    same(s, pairs[i][1]);
    str again;
    assert_null(text_nfc(a, s, &again));
    assert_true(str_eq(again, s));
  }
  str s = S("x");
  assert_null(text_nfc(a, STR_NONE, &s));
  assert_null(s.p);
}

static void nfc_refused(void **state) {
  (void)state;
  static const str wrong[] = {
      {"a\0b", 3},     {"\x01", 1}, {"\x1b[0m", 4}, {"\x7f", 1},         {"\xc2\x80", 2},
      {"\xc2\x9f", 2}, {"\xff", 1}, {"\xc3", 1},    {"\xed\xa0\x80", 3}, {"\xf4\x90\x80\x80", 4},
      {"\xc0\x80", 2}, {"a\xc2", 2}};
  for (size_t i = 0; i < COUNT(wrong); i++) {
    str s;
    err *e = text_nfc(a, wrong[i], &s);
    assert_true(e && e->kind == ERR_BAD_REQUEST);
  }
  str s;
  assert_null(text_nfc(a, S("\xc2\xa0"), &s));
}

static void tidy(void **state) {
  (void)state;
  static const char *const pairs[][2] = {{"", ""},
                                         {"  plain text \t\n", "plain text"},
                                         {" \u00a0Trần\u200b An\ufeff\u3000", "Trần An"},
                                         {"\u200b", ""},
                                         {"\u2060 \u00ad", ""},
                                         {"\u200d", ""},
                                         {"\u3164", ""},
                                         {"A\u202eB\u202c", "AB"},
                                         {"\u0645\u200c\u0646", "\u0645\u200c\u0646"},
                                         {"một\nhai", "một\nhai"},
                                         {"\U0001f600 x", "\U0001f600 x"}};
  for (size_t i = 0; i < COUNT(pairs); i++) same(text_tidy(a, str_of(pairs[i][0])), pairs[i][1]);
}

static const char *const folds[][2] = {
    {"Đăng ký khai sinh", "dang ky khai sinh"},
    {"  ĐỖ Thị  Ngọc-Ánh (1985) ", "do thi ngoc anh 1985"},
    {"e\u0302\u0301", "e"},
    {"Sở Tư pháp; UBND phường Hạ Long", "so tu phap ubnd phuong ha long"},
    {"Æsop Œuvre Straße", "aesop oeuvre strasse"},
    {"Hello, World", "hello world"},
    {"", ""},
    {"—…!", ""},
    {"\u0995\u09be\u0982\u09b2\u09be ABC", "\u0995\u09be\u0982\u09b2\u09be abc"},
    {"ỳỵỷỹ ÝƯƠ", "yyyy yuo"}};

static void folding(void **state) {
  (void)state;
  for (size_t i = 0; i < COUNT(folds); i++) {
    str s = text_fold(a, str_of(folds[i][0]));
    same(s, folds[i][1]);
    same(text_fold(a, s), folds[i][1]);
  }
}

static void order(void **state) {
  (void)state;
  static const char *const sorted[] = {"",  "an",   "Ân", "ba", "cá", "dân", "đá", "em",
                                       "ê", "nghe", "o",  "ô",  "ơ",  "u",   "ư",  "ý"};
  for (size_t i = 0; i + 1 < COUNT(sorted); i++) {
    str x = text_sort_key(a, str_of(sorted[i])), y = text_sort_key(a, str_of(sorted[i + 1]));
    if (str_cmp(x, y) >= 0) fail_msg("%s comes after %s", sorted[i], sorted[i + 1]);
    assert_null(memchr(x.p, 0, x.n));
  }
}

static void capitals(void **state) {
  (void)state;
  same(text_upper(a, S("")), "");
  same(text_upper(a, str_of("giấy khai sinh – đường")), "GIẤY KHAI SINH – ĐƯỜNG");
  same(text_upper(a, str_of("ﬃ ß")), "FFI SS");
}

static void *fold_much(void *arg) {
  arena *mine = arena_new(16 << 20);
  size_t *wrong = arg;
  for (int round = 0; round < 300; round++)
    for (size_t i = 0; i < COUNT(folds); i++) {
      size_t mark = arena_mark(mine);
      if (!str_eq(text_fold(mine, str_of(folds[i][0])), str_of(folds[i][1]))) ++*wrong;
      if (str_cmp(text_sort_key(mine, str_of("đá")), text_sort_key(mine, str_of("em"))) >= 0)
        ++*wrong;
      arena_rewind(mine, mark);
    }
  arena_free(mine);
  return NULL;
}

static void threads(void **state) {
  (void)state;
  pthread_t t[4];
  size_t wrong[4] = {0};
  for (size_t i = 0; i < 4; i++)
    assert_int_equal(pthread_create(&t[i], NULL, fold_much, &wrong[i]), 0);
  for (size_t i = 0; i < 4; i++) {
    pthread_join(t[i], NULL);
    assert_int_equal(wrong[i], 0);
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {cmocka_unit_test(nfc),      cmocka_unit_test(nfc_refused),
                                     cmocka_unit_test(tidy),
                                     cmocka_unit_test(folding),  cmocka_unit_test(order),
                                     cmocka_unit_test(capitals), cmocka_unit_test(threads)};
  return cmocka_run_group_tests(tests, open_arena, close_arena);
}

/* test_memo: what was kept is found as it was, by any thread; room is bounded. */
#include "in_arena.h"

#include <pthread.h>

#include "base/memo.h"

static str key_of(char *room, size_t i) {
  int n = snprintf(room, 32, "/procedures/%zu", i);
  return (str){room, (size_t)n};
}

static void keeps_copies(void **state) {
  (void)state;
  memo *m = memo_new(10, 4096);
  char name[] = "key", text[] = "text";
  size_t n;
  assert_null(memo_get(m, S("key"), &n));
  memo_put(m, str_of(name), (const str[]){str_of(text), S("")}, 2);
  name[0] = text[0] = '?';
  const str *got = memo_get(m, S("key"), &n);
  assert_int_equal(n, 2);
  assert_true(str_eq(got[0], S("text")) && got[1].n == 0);
  memo_put(m, S("key"), (const str[]){S("other")}, 1);
  assert_ptr_equal(memo_get(m, S("key"), &n), got);
  assert_null(memo_get(m, S("ke"), &n));
  memo_free(m);
  memo_free(NULL);
}

static void is_bounded(void **state) {
  (void)state;
  char room[32];
  static char large[3000];
  size_t n;
  memo *m = memo_new(100, 1 << 20);
  for (size_t i = 0; i < 200; i++) memo_put(m, key_of(room, i), (const str[]){S("x")}, 1);
  for (size_t i = 0; i < 200; i++)
    assert_int_equal(memo_get(m, key_of(room, i), &n) != NULL, i < 100);
  memo_free(m);
  m = memo_new(100, 10000);
  for (size_t i = 0; i < 100; i++)
    memo_put(m, key_of(room, i), (const str[]){{large, sizeof large}}, 1);
  for (size_t i = 0; i < 100; i++)
    assert_int_equal(memo_get(m, key_of(room, i), &n) != NULL, i < 3);
  memo_free(m);
}

static void *add_and_look(void *arg) {
  memo *m = arg;
  char room[32];
  for (size_t i = 0; i < 2000; i++) {
    size_t n;
    str key = key_of(room, i % 1000);
    const str *got = memo_get(m, key, &n);
    if (!got) memo_put(m, key, &key, 1);
    else if (n != 1 || !str_eq(got[0], key)) return arg;
  }
  return NULL;
}

static void many_threads(void **state) {
  (void)state;
  enum { THREADS = 4 };
  memo *m = memo_new(1000, 1 << 20);
  pthread_t t[THREADS];
  for (int i = 0; i < THREADS; i++)
    assert_int_equal(pthread_create(&t[i], NULL, add_and_look, m), 0);
  for (int i = 0; i < THREADS; i++) {
    void *wrong;
    pthread_join(t[i], &wrong);
    assert_null(wrong);
  }
  memo_free(m);
}

int main(void) {
  const struct CMUnitTest tests[] = {cmocka_unit_test(keeps_copies), cmocka_unit_test(is_bounded),
                                     cmocka_unit_test(many_threads)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}

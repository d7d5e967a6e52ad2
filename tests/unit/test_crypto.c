/* test_crypto: published vectors (FIPS 180-4, RFC 4231, RFC 5869, RFC 8032), and every altered bit
 * of a box, a signature or a password is refused. */
#include <pthread.h>
#include <unistd.h>

#include "in_arena.h"
#include "kit/crypto.h"

static const argon2_cost cheap = {.kib = 64, .passes = 1};

static void same(str got, const char *hex) { assert_string_equal(hex_of(a, got).p, hex); }
static str repeat(char c, size_t n) { return (str){memset(arena_alloc(a, n), c, n), n}; }

static void digests(void **state) {
  (void)state;
  static const char abc[] = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
  same(sha256(a, S("abc")), abc);
  same(sha256_of(a, (const str[]){S("a"), S(""), S("bc"), STR_NONE}), abc);
  static const char empty[] = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
  same(sha256(a, S("")), empty);
  same(sha256(a, STR_NONE), empty);
}

static void file(void **state) {
  (void)state;
  FILE *f = tmpfile();
  assert_non_null(f);
  str big = repeat('x', 300001);
  assert_int_equal(fwrite(big.p, 1, big.n, f), big.n);
  fflush(f);
  str digest;
  int64_t size;
  assert_null(sha256_file(a, fileno(f), &digest, &size));
  assert_int_equal(size, 300001);
  assert_true(str_eq(digest, sha256(a, big)));
  fclose(f);
  assert_non_null(sha256_file(a, -1, &digest, &size));
}

static void macs(void **state) {
  (void)state;
  /* By RFC 2104's own words: H(K ^ opad || H(K ^ ipad || text)). */
  str key = S("a key"), inner = repeat(0x36, 64), outer = repeat(0x5c, 64);
  for (size_t i = 0; i < key.n; i++) {
    ((char *)(uintptr_t)inner.p)[i] ^= key.p[i];
    ((char *)(uintptr_t)outer.p)[i] ^= key.p[i];
  }
  str in = sha256_of(a, (const str[]){inner, S("label\0text"), STR_NONE});
  str want = sha256_of(a, (const str[]){outer, in, STR_NONE});
  assert_true(str_eq(hmac(a, key, S("label"), S("text")), want));
  assert_false(str_eq(hmac(a, key, S("labelt"), S("ext")), want));
  assert_int_equal(hmac(a, S(""), S(""), STR_NONE).n, SHA256_SIZE);
  /* RFC 5869 A.3: no salt, no info. */
  same(hkdf(a, repeat(0x0b, 22), S(""), 42),
       "8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d9d201395faa4b61a96c8");
}

static void ed25519(void **state) {
  (void)state;
  /* RFC 8032 7.1, TEST 2. */
  str seed = hex_read(a, S("4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb"));
  str key = ed25519_key(a, seed), public_key = ed25519_public(key);
  same(public_key, "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c");
  str signature = ed25519_sign(a, key, S("\x72"));
  same(signature, "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
                  "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00");
  assert_true(ed25519_verify(public_key, S("\x72"), signature));
  assert_false(ed25519_verify(public_key, S("\x73"), signature));
  assert_false(ed25519_verify(public_key, S("\x72"), str_sub(signature, 0, 63)));
  assert_false(ed25519_verify(STR_NONE, S("\x72"), signature));
  for (size_t bit = 0; bit < signature.n * 8; bit += 7)
    assert_false(ed25519_verify(public_key, S("\x72"), flipped(signature, bit)));
}

static void boxes(void **state) {
  (void)state;
  str key = repeat('k', 32), text = S("the pepper"), box = seal_box(a, key, text), back;
  assert_null(open_box(a, key, box, &back));
  assert_true(str_eq(back, text));
  assert_false(str_eq(box, seal_box(a, key, text)));
  for (size_t bit = 0; bit < box.n * 8; bit++) {
    err *e = open_box(a, key, flipped(box, bit), &back);
    assert_non_null(e);
    assert_int_equal(e->kind, ERR_INVALID);
  }
  for (size_t n = 0; n < box.n; n++) assert_non_null(open_box(a, key, str_sub(box, 0, n), &back));
  assert_non_null(open_box(a, repeat('K', 32), box, &back));
  assert_null(open_box(a, key, seal_box(a, key, S("")), &back));
  assert_int_equal(back.n, 0);
  err_reset();
}

static void passwords(void **state) {
  (void)state;
  str hash, other;
  assert_null(password_hash(a, S("mật khẩu"), cheap, &hash));
  assert_true(str_starts(hash, S("$argon2id$v=19$m=64,t=1,p=1$")));
  assert_true(password_check(hash, S("mật khẩu")));
  assert_false(password_check(hash, S("mật khẩu ")));
  assert_false(password_check(hash, STR_NONE));
  assert_null(password_hash(a, S("mật khẩu"), cheap, &other));
  assert_false(str_eq(hash, other));
  for (size_t bit = 0; bit < hash.n * 8; bit += 8)
    assert_false(password_check(flipped(hash, bit), S("mật khẩu")));
  assert_false(password_check(STR_NONE, S("mật khẩu")));
  assert_false(password_check(repeat('$', 300), S("x")));
  assert_non_null(password_hash(a, S("x"), (argon2_cost){0, 0}, &hash));
}

/* What the process has held of memory at the most since the last question, in KiB. */
static long most_held(void) {
  char line[200];
  long kib = -1;
  FILE *f = fopen("/proc/self/status", "r");
  assert_non_null(f);
  while (fgets(line, sizeof line, f)) sscanf(line, "VmHWM: %ld kB", &kib);
  fclose(f);
  f = fopen("/proc/self/clear_refs", "w");
  assert_true(f && fputs("5", f) >= 0 && fclose(f) == 0);
  return kib;
}

enum { BIG_KIB = 65536, CALLERS = 6 };

static void *one_caller(void *arg) {
  arena *own = arena_new(1 << 20);
  str hash;
  err *e = password_hash(own, S("x"), (argon2_cost){.kib = BIG_KIB, .passes = 1}, &hash);
  arena_free(own);
  return e ? arg : NULL;
}

/* Six want 64 MiB each: two have them, the others wait. */
static void two_at_once(void **state) {
  (void)state;
  pthread_t callers[CALLERS];
  void *failed;
  most_held();
  long before = most_held();
  for (int i = 0; i < CALLERS; i++)
    assert_int_equal(pthread_create(&callers[i], NULL, one_caller, state), 0);
  for (int i = 0; i < CALLERS; i++) {
    pthread_join(callers[i], &failed);
    assert_null(failed);
  }
  long more = most_held() - before;
  assert_in_range(more, BIG_KIB * 9 / 10, BIG_KIB * 5 / 2);
}

static void pins(void **state) {
  (void)state;
  str one, again, salt = repeat('s', 16);
  assert_null(pin_stretch(a, S("246810"), salt, cheap, &one));
  assert_null(pin_stretch(a, S("246810"), salt, cheap, &again));
  assert_int_equal(one.n, 32);
  assert_true(str_eq(one, again));
  assert_null(pin_stretch(a, S("246811"), salt, cheap, &again));
  assert_false(str_eq(one, again));
  assert_null(pin_stretch(a, S("246810"), repeat('t', 16), cheap, &again));
  assert_false(str_eq(one, again));
  assert_non_null(pin_stretch(a, S("246810"), S("short"), cheap, &again));
  wipe(one);
  assert_true(str_eq(one, repeat(0, 32)));
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(digests), cmocka_unit_test(file),      cmocka_unit_test(macs),
      cmocka_unit_test(ed25519), cmocka_unit_test(boxes),     cmocka_unit_test(passwords),
      cmocka_unit_test(pins),    cmocka_unit_test(two_at_once),
  };
  return cmocka_run_group_tests(tests, open_arena, close_arena);
}

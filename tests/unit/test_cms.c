/* test_cms: certificates, paths, keys and CMS signatures, checked by ours and by `openssl`. */
#include <pthread.h>
#include <unistd.h>

#include "in_folder.h"
#include "kit/crypto.h"

static issuer root, ca, officer, stranger;
static cert_info info;
static const str pass = {"0123456789abcdef", 16};
enum { CHEAP = 2048 };

/* --- help --- */

static instant at(int32_t day) { return day_at(day, 0); }

static void pem(const char *name, str der) {
  save("der", der);
  must_run(str_fmt(a, "openssl x509 -inform DER -in der -out %s", name).p);
}

#define refused(expression, expected, text)            \
  do {                                                 \
    err *e_ = (expression);                            \
    assert_non_null(e_);                               \
    assert_int_equal(e_->kind, expected);              \
    assert_string_equal(e_->msgid, text);              \
  } while (0)

static err *trust_with(const str *list, trust **out) { /* list: a CRL, or NULL */
  const trust_parts parts = {.roots = {&root.certificate, 1}, .cas = {&ca.certificate, 1},
                             .crls = {list, list ? 1 : 0}};
  return trust_new(&parts, out);
}

static err *crl_of(const str *serial, int64_t number, instant next, str *list) {
  const revocations what = {.serials = serial, .n = 1, .number = number, .at = at(20261101),
                            .next = next};
  return crl_issue(a, &ca, &what, list);
}

static int open_all(void **state) {
  return open_folder(state) || make(NULL, ISSUE_ROOT, "Gốc thử nghiệm", &root) ||
         make(&root, ISSUE_CA, "CA thử nghiệm", &ca) ||
         make(&ca, ISSUE_SIGNER, "Nguyễn Thị Ngọc Ánh", &officer) ||
         make(NULL, ISSUE_ROOT, "Gốc lạ", &stranger) ||
         cert_read(a, officer.certificate, &info);
}
static err *sign(signing_key *k, str certificates, str certificate, str content, str *der) {
  cms_pending p;
  str signature;
  TRY(cms_begin(a, certificate, sha256(a, content), &p));
  TRY(key_sign(a, k, p.digest, &signature));
  return cms_complete(a, certificates, &p, signature, der);
}

static signing_key *unlocked(const issuer *pair) {
  str file;
  signing_key *k;
  assert_null(pkcs12_make(a, pair, pass, CHEAP, &file));
  assert_null(key_open(file, pass, &k));
  return k;
}

/* --- tests --- */

static void reading(void **state) {
  (void)state;
  assert_string_equal(info.common_name.p, "Nguyễn Thị Ngọc Ánh");
  assert_string_equal(info.holder.p, "account:41");
  assert_string_equal(info.subject.p,
                      "serialNumber=account:41,CN=Nguyễn Thị Ngọc Ánh,"
                      "O=Sở Tư pháp tỉnh Đồng Tháp,C=VN");
  assert_int_equal(info.from.us, at(20260101).us);
  assert_int_equal(info.to.us, at(20290101).us);
  assert_int_equal(info.serial.n, 32);
  assert_true(str_eq(info.sha256, sha256(a, officer.certificate)));
  cert_info other;
  str der = officer.certificate;
  for (size_t n = 0; n < der.n; n++) assert_non_null(cert_read(a, str_sub(der, 0, n), &other));
  refused(cert_read(a, str_cat(a, der, S("x")), &other), ERR_INVALID, "This is not a certificate.");
  for (size_t bit = 0; bit < der.n * 8; bit += 3) {
    err *e = cert_read(a, flipped(der, bit), &other);
    (void)e; /* either way: no crash */
  }
  issuer out;
  char long_name[80] = {0};
  memset(long_name, 'x', 70);
  refused(make(&ca, ISSUE_SIGNER, long_name, &out), ERR_INVALID,
          "The name {0} cannot stand in a certificate.");
  err_reset();
}

static void paths(void **state) {
  (void)state;
  trust *t, *bare, *with_list;
  str list, der = officer.certificate;
  assert_null(trust_with(NULL, &t));
  assert_null(trust_check(t, der, at(20261124)));
  refused(trust_check(t, der, at(20290102)), ERR_FORBIDDEN, "The certificate has expired.");
  refused(trust_check(t, der, at(20251231)), ERR_FORBIDDEN, "The certificate is not valid yet.");
  static const char unknown[] = "The issuer of the certificate is not known here.";
  refused(trust_check(t, stranger.certificate, at(20261124)), ERR_FORBIDDEN, unknown);
  refused(trust_check(t, ca.certificate, at(20261124)), ERR_FORBIDDEN,
          "The certificate is not meant for signing.");
  issuer timestamp, fake;
  assert_null(make(&ca, ISSUE_TIMESTAMP, "TSA", &timestamp));
  refused(trust_check(t, timestamp.certificate, at(20261124)), ERR_FORBIDDEN,
          "The certificate is not meant for signing.");
  assert_null(make(&officer, ISSUE_SIGNER, "Kẻ mạo danh", &fake));
  assert_non_null(trust_check(t, fake.certificate, at(20261124)));
  assert_null(trust_new(&(trust_parts){.roots = {&root.certificate, 1}}, &bare));
  refused(trust_check(bare, der, at(20261124)), ERR_FORBIDDEN, unknown);

  assert_null(crl_of(&info.serial, 7, at(20271101), &list));
  assert_null(trust_with(&list, &with_list));
  refused(trust_check(with_list, der, at(20261124)), ERR_FORBIDDEN,
          "The certificate has been revoked.");
  assert_null(trust_check(with_list, der, at(20261031))); /* signed before it was revoked */
  trust_free(with_list);
  str other = S("7fffff");
  assert_null(crl_of(&other, 8, at(20261201), &list));
  assert_null(trust_with(&list, &with_list));
  assert_null(trust_check(with_list, der, at(20261124)));
  refused(trust_check(with_list, der, at(20261202)), ERR_FORBIDDEN,
          "The list of revoked certificates of its issuer is out of date.");
  trust_free(with_list);
  save("crl", list);
  pem("ca.pem", ca.certificate);
  must_run("openssl crl -inform DER -in crl -noout -CAfile ca.pem");
  pem("root.pem", root.certificate);
  pem("officer.pem", der);
  must_run("openssl verify -x509_strict -CAfile root.pem -untrusted ca.pem officer.pem");
  refused(crl_of(&info.holder, 8, at(20261201), &list), ERR_INVALID,
          "{0} is not a serial number.");
  trust_free(t);
  trust_free(bare);
}

static void keys(void **state) {
  (void)state;
  str file, secret, box, signature;
  signing_key *k, *other = unlocked(&stranger);
  assert_null(pkcs12_make(a, &officer, pass, 600000, &file));
  int64_t since = ticks_us();
  assert_null(key_open(file, pass, &k));
  print_message("key_open with 600000 iterations: %d ms\n", (int)((ticks_us() - since) / 1000));
  signing_key *none;
  err *e = key_open(file, S("0123456789abcdeg"), &none);
  assert_non_null(e);
  assert_int_equal(e->kind, ERR_FORBIDDEN);
  assert_true(str_eq(e->field, S("pin")));
  assert_string_equal(e->msgid, "The PIN is wrong.");
  assert_null(none);
  assert_non_null(key_open(file, STR_NONE, &none));
  save("key.p12", file);
  must_run("openssl pkcs12 -in key.p12 -passin pass:0123456789abcdef -noout -info");
  assert_true(str_find(load("log"), S("AES-256-CBC, Iteration 600000, PRF hmacWithSHA256")) > 0);
  assert_true(str_find(load("log"), S("MAC: sha256, Iteration 600000")) >= 0);
  assert_null(pkcs12_make(a, &officer, pass, CHEAP, &file));
  for (size_t n = 0; n < file.n; n += 5)
    assert_non_null(key_open(str_sub(file, 0, n), pass, &none));
  for (size_t bit = 0; bit < file.n * 8; bit += 61)
    if (!key_open(flipped(file, bit), pass, &none)) key_close(none);
  must_run("openssl pkcs12 -in key.p12 -passin pass:0123456789abcdef -nodes -out k.pem && "
           "openssl pkcs12 -export -in k.pem -passout pass:x -iter 10000001 -nomaciter "
           "-certpbe NONE -out slow.p12");
  refused(key_open(load("slow.p12"), S("x"), &none), ERR_INVALID,
          "This is not a key file that can be used here.");

  assert_null(wrap_to(a, officer.certificate, S("a passphrase"), &box));
  assert_null(unwrap(a, k, officer.certificate, box, &secret));
  assert_string_equal(secret.p, "a passphrase");
  assert_non_null(unwrap(a, other, stranger.certificate, box, &secret));
  assert_non_null(unwrap(a, other, officer.certificate, box, &secret));
  for (size_t bit = 0; bit < box.n * 8; bit += 7) {
    if (!unwrap(a, k, officer.certificate, flipped(box, bit), &secret))
      assert_string_equal(secret.p, "a passphrase");
    err_reset();
  }
  save("box", box);
  must_run("openssl cms -decrypt -inform DER -in box -inkey k.pem | grep -q 'a passphrase'");
  must_run("openssl cms -cmsout -print -inform DER -in box | grep -q sha256kdf");
  assert_non_null(key_sign(a, k, S("short"), &signature));
  key_close(k);
  key_close(other);
}

static void check_by_openssl(str der, str content) {
  pem("root.pem", root.certificate);
  save("cms", der);
  save("content", content);
  must_run("openssl cms -verify -binary -cades -purpose any -inform DER -in cms -content content "
           "-CAfile root.pem -out out && cmp out content");
  must_run("openssl cms -cmsout -print -inform DER -in cms > text");
  assert_true(str_find(load("text"), S("signingTime")) < 0);
  assert_true(str_find(load("text"), S("id-smime-aa-signingCertificateV2")) > 0);
}

static void signatures(void **state) {
  (void)state;
  signing_key *k = unlocked(&officer), *wrong = unlocked(&stranger);
  str content = S("Quyết định số 12/QĐ-UBND"), der, got;
  str chain = str_cat(a, officer.certificate, ca.certificate);
  assert_null(sign(k, chain, officer.certificate, content, &der));
  assert_null(cms_verify(a, der, sha256(a, content), &got));
  assert_true(str_eq(got, officer.certificate));
  check_by_openssl(der, content);
  str alone;
  assert_null(sign(k, officer.certificate, officer.certificate, content, &alone));
  assert_null(cms_verify(a, alone, sha256(a, content), &got));

  refused(cms_verify(a, der, sha256(a, S("x")), &got), ERR_INVALID,
          "What was signed has been altered.");
  refused(cms_verify(a, der, STR_NONE, &got), ERR_INVALID, "What was signed has been altered.");
  refused(sign(wrong, chain, officer.certificate, content, &got), ERR_INVALID,
          "The signature was made with another key.");
  /* Attributes that name one certificate, completed with another. */
  assert_non_null(sign(wrong, stranger.certificate, officer.certificate, content, &got));
  static const char one[] = "This is not a signature by one signer.";
  refused(cms_verify(a, str_cat(a, der, S("\0")), sha256(a, content), &got), ERR_INVALID, one);
  refused(cms_verify(a, STR_NONE, sha256(a, content), &got), ERR_INVALID, one);
  for (size_t n = 0; n < der.n; n += 3)
    refused(cms_verify(a, str_sub(der, 0, n), sha256(a, content), &got), ERR_INVALID, one);
  /* Of flipped bits only those in versions and in the spelling of the issuer's name may pass. */
  static const char oid_of_type[] = "\x2a\x86\x48\x86\xf7\x0d\x01\x09\x03";
  size_t passed = 0, from = (size_t)str_find(alone, officer.certificate);
  size_t attributes = (size_t)str_find(alone, str_of(oid_of_type));
  for (size_t bit = 0; bit < alone.n * 8; bit++) {
    err *e = cms_verify(a, flipped(alone, bit), sha256(a, content), &got);
    if (!e) assert_true(str_eq(got, officer.certificate));
    if (!e) assert_true(bit / 8 < from || bit / 8 >= from + officer.certificate.n);
    if (!e) assert_true(bit / 8 < attributes);
    passed += !e;
    err_reset();
  }
  assert_true(passed < alone.n / 4);
  key_close(k);
  key_close(wrong);
}

static void two_signers(void **state) {
  (void)state;
  str got, content = S("content");
  pem("officer.pem", officer.certificate);
  save("content", content);
  save("officer.key", officer.key);
  save("ca.key", ca.key);
  pem("ca.pem", ca.certificate);
  must_run("openssl pkey -inform DER -in officer.key -out officer.kpem && "
           "openssl pkey -inform DER -in ca.key -out ca.kpem");
  must_run("openssl cms -sign -binary -cades -in content -signer officer.pem -inkey officer.kpem "
           "-outform DER -out theirs -nosmimecap -md sha256");
  assert_null(cms_verify(a, load("theirs"), sha256(a, content), &got));
  must_run("openssl cms -sign -binary -cades -in content -signer officer.pem -inkey officer.kpem "
           "-signer ca.pem -inkey ca.kpem -outform DER -out twice -nosmimecap -md sha256");
  assert_non_null(cms_verify(a, load("twice"), sha256(a, content), &got));
  must_run("openssl cms -sign -binary -in content -signer officer.pem -inkey officer.kpem "
           "-outform DER -out plain");
  refused(cms_verify(a, load("plain"), sha256(a, content), &got), ERR_INVALID,
          "The signature names another certificate.");
  must_run("openssl cms -sign -binary -cades -nodetach -in content -signer officer.pem "
           "-inkey officer.kpem -outform DER -out whole");
  assert_non_null(cms_verify(a, load("whole"), sha256(a, content), &got));
  must_run("openssl cms -sign -binary -cades -md sha1 -in content -signer officer.pem "
           "-inkey officer.kpem -outform DER -out old");
  refused(cms_verify(a, load("old"), sha256(a, content), &got), ERR_INVALID,
          "The signature uses an unknown algorithm.");
}

static void rsa(void **state) {
  (void)state;
  pem("ca.pem", ca.certificate);
  save("ca.key", ca.key);
  must_run("openssl pkey -inform DER -in ca.key -out ca.kpem && "
           "openssl req -new -newkey rsa:2048 -nodes -keyout r.key -subj /CN=RSA -out r.csr && "
           "printf 'keyUsage=critical,digitalSignature' > r.ext && openssl x509 -req -in r.csr "
           "-CA ca.pem -CAkey ca.kpem -set_serial 5 -days 3650 -extfile r.ext "
           "-outform DER -out r.der && "
           "openssl x509 -inform DER -in r.der -out r.pem && "
           "openssl pkcs12 -export -inkey r.key -in r.pem -passout pass:mười -out r.p12");
  signing_key *k;
  str der, got, content = S("content"), x = load("r.der"), box, secret;
  assert_null(key_open(load("r.p12"), S("mười"), &k));
  assert_null(sign(k, str_cat(a, x, ca.certificate), x, content, &der));
  assert_null(cms_verify(a, der, sha256(a, content), &got));
  assert_true(str_eq(got, x));
  check_by_openssl(der, content);
  assert_null(wrap_to(a, x, S("a passphrase"), &box));
  assert_null(unwrap(a, k, x, box, &secret));
  assert_string_equal(secret.p, "a passphrase");
  key_close(k);
}

static trust *shared;
static str key_file;

/* Nothing here touches the test's own arena. */
static void *sign_in_thread(void *failed) {
  arena *mine = arena_new(16 << 20);
  str digest = sha256(mine, S("content")), signature, der, got;
  cms_pending p;
  signing_key *k = NULL;
  err *e = key_open(key_file, pass, &k);
  for (int i = 0; i < 50 && !e; i++) {
    size_t mark = arena_mark(mine);
    e = cms_begin(mine, officer.certificate, digest, &p);
    if (!e) e = key_sign(mine, k, p.digest, &signature);
    if (!e) e = cms_complete(mine, officer.certificate, &p, signature, &der);
    if (!e) e = cms_verify(mine, der, digest, &got);
    if (!e) e = trust_check(shared, got, at(20261124));
    arena_rewind(mine, mark);
  }
  *(bool *)failed = e != NULL;
  key_close(k);
  arena_free(mine);
  return NULL;
}

static void threads(void **state) {
  (void)state;
  pthread_t t[4];
  bool failed[4];
  assert_null(trust_with(NULL, &shared));
  assert_null(pkcs12_make(a, &officer, pass, CHEAP, &key_file));
  for (int i = 0; i < 4; i++)
    assert_int_equal(pthread_create(&t[i], NULL, sign_in_thread, &failed[i]), 0);
  for (int i = 0; i < 4; i++) {
    pthread_join(t[i], NULL);
    assert_false(failed[i]);
  }
  trust_free(shared);
}

static void speed(void **state) {
  (void)state;
  signing_key *k = unlocked(&officer);
  str der, got, digest = sha256(a, S("content"));
  enum { TIMES = 1000 };
  size_t mark = arena_mark(a);
  int64_t since = ticks_us();
  for (int i = 0; i < TIMES; i++) {
    assert_null(sign(k, officer.certificate, officer.certificate, S("content"), &der));
    arena_rewind(a, mark);
  }
  int64_t signed_at = ticks_us();
  assert_null(sign(k, officer.certificate, officer.certificate, S("content"), &der));
  for (int i = 0; i < TIMES; i++) assert_null(cms_verify(a, der, digest, &got));
  int64_t verified_at = ticks_us();
  trust *t;
  assert_null(trust_with(NULL, &t));
  for (int i = 0; i < TIMES; i++) assert_null(trust_check(t, officer.certificate, at(20261124)));
  print_message("per second: sign %d, verify %d, trust_check %d\n",
                (int)(TIMES * SECOND / (signed_at - since)),
                (int)(TIMES * SECOND / (verified_at - signed_at)),
                (int)(TIMES * SECOND / (ticks_us() - verified_at)));
  trust_free(t);
  key_close(k);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(reading),     cmocka_unit_test(paths), cmocka_unit_test(keys),
      cmocka_unit_test(signatures),  cmocka_unit_test(two_signers),
      cmocka_unit_test(rsa),         cmocka_unit_test(threads),
      cmocka_unit_test(speed),
  };
  return cmocka_run_group_tests(tests, open_all, close_folder);
}

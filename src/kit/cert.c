/* cert: the certificate part of cms.h: reading, paths to a root, issuing (RFC 5280), by OpenSSL.
 * The time is always the caller's.  Keys are in key.c, signatures in cms.c. */
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/buf.h"
#include "base/defer.h"
#include "base/rand.h"
#include "kit/cms.h"
#include "kit/cms_impl.h"
#include "kit/crypto.h"

enum { CERTIFICATE_MOST = 1 << 16, CRL_MOST = 1 << 26, STRENGTH = 112, LEVEL = 2, DEPTH = 8,
       KEPT = 64, KEPT_SIZE = 4096 };

DEFER_FOR(X509, X509_free)
DEFER_FOR(X509_CRL, X509_CRL_free)
DEFER_FOR(X509_STORE_CTX, X509_STORE_CTX_free)
DEFER_FOR(X509_EXTENSION, X509_EXTENSION_free)
DEFER_FOR(X509_REVOKED, X509_REVOKED_free)
DEFER_FOR(EVP_PKEY, EVP_PKEY_free)
DEFER_FOR(BIO, BIO_free_all)
DEFER_FOR(BIGNUM, BN_free)
DEFER_FOR(ASN1_TIME, ASN1_TIME_free)
DEFER_FOR(ASN1_INTEGER, ASN1_INTEGER_free)

/* --- shared with key.c and cms.c --- */

err *openssl_failed(str doing) {
  char why[160] = "no reason given";
  unsigned long code = ERR_peek_last_error();
  if (code) ERR_error_string_n(code, why, sizeof why);
  ERR_clear_error();
  return ERR(INTERNAL, "{0}: {1}", doing, str_of(why));
}

err *not_a_certificate(void) { return ERR(INVALID, N_("This is not a certificate.")); }

static X509 *parse(str der) {
  if (!der.n || der.n > CERTIFICATE_MOST) return NULL;
  const unsigned char *at = (const unsigned char *)der.p, *end = at + der.n;
  X509 *x = d2i_X509(NULL, &at, (long)der.n);
  ERR_clear_error();
  if (x && at == end) return x;
  X509_free(x);
  return NULL;
}

/* Decoding a public key costs more than a signature with it, and a run signs with one certificate:
 * the last ones read are kept, found by their bytes. */
static struct {
  pthread_mutex_t lock;
  struct {
    char *p;
    size_t n;
    X509 *x;
  } slot[KEPT];
} kept = {.lock = PTHREAD_MUTEX_INITIALIZER};

static X509 *recall(str der) {
  size_t i = (size_t)(str_hash(der) % KEPT);
  X509 *x = NULL;
  pthread_mutex_lock(&kept.lock);
  if (kept.slot[i].p && str_eq((str){kept.slot[i].p, kept.slot[i].n}, der)) x = kept.slot[i].x;
  if (x && !X509_up_ref(x)) x = NULL;
  pthread_mutex_unlock(&kept.lock);
  return x;
}

static void keep(str der, X509 *x) {
  size_t i = (size_t)(str_hash(der) % KEPT);
  char *copy = der.n <= KEPT_SIZE ? malloc(der.n) : NULL;
  if (!copy || !X509_up_ref(x)) {
    free(copy);
    return;
  }
  memcpy(copy, der.p, der.n);
  pthread_mutex_lock(&kept.lock);
  free(kept.slot[i].p);
  X509_free(kept.slot[i].x);
  kept.slot[i].p = copy;
  kept.slot[i].n = der.n;
  kept.slot[i].x = x;
  pthread_mutex_unlock(&kept.lock);
}

X509 *x509_read(str der) {
  X509 *x = der.n ? recall(der) : NULL;
  if (x) return x;
  x = parse(der);
  if (x) keep(der, x);
  return x;
}

/* The length of the DER value at the head of s, 0 when it is none. */
static size_t der_length(str s) {
  const unsigned char *at = (const unsigned char *)s.p;
  long n = 0;
  int tag = 0, class = 0;
  size_t most = s.n < CERTIFICATE_MOST ? s.n : CERTIFICATE_MOST;
  if (!most || ASN1_get_object(&at, &n, &tag, &class, (long)most) & 0x81) {
    ERR_clear_error();
    return 0;
  }
  return (size_t)((const char *)at - s.p) + (size_t)n;
}

X509 *x509_next(str *rest) {
  size_t n = der_length(*rest);
  X509 *x = x509_read(str_sub(*rest, 0, n));
  if (x) *rest = str_sub(*rest, n, rest->n);
  return x;
}

EVP_PKEY *pkcs8_read(str der) {
  const unsigned char *at = (const unsigned char *)der.p, *end = at + der.n;
  if (der.n == 0 || der.n > CERTIFICATE_MOST) return NULL;
  EVP_PKEY *k = d2i_AutoPrivateKey(NULL, &at, (long)der.n);
  ERR_clear_error();
  if (k && at == end) return k;
  EVP_PKEY_free(k);
  return NULL;
}

str der_take(arena *a, unsigned char **p, int n) {
  if (n <= 0 || !*p) return STR_NONE;
  str copy = str_dup(a, (str){(const char *)*p, (size_t)n});
  OPENSSL_clear_free(*p, (size_t)n);
  *p = NULL;
  return copy;
}

bool key_is_strong(const EVP_PKEY *key) {
  int kind = key ? EVP_PKEY_get_base_id(key) : EVP_PKEY_NONE;
  return (kind == EVP_PKEY_EC && EVP_PKEY_get_security_bits(key) >= 128) ||
         (kind == EVP_PKEY_RSA && EVP_PKEY_get_security_bits(key) >= STRENGTH);
}

/* --- reading --- */

static time_t seconds(instant t) { return (time_t)(t.us / SECOND - (t.us % SECOND < 0)); }

static bool instant_of(const ASN1_TIME *t, instant *out) {
  struct tm parts;
  if (!t || !ASN1_TIME_to_tm(t, &parts)) return false;
  out->us = (int64_t)timegm(&parts) * SECOND;
  return true;
}

/* The first attribute of that kind as UTF-8, none when there is none. */
static bool attribute(arena *a, const X509_NAME *name, int nid, str *out) {
  *out = STR_NONE;
  int at = X509_NAME_get_index_by_NID(name, nid, -1);
  if (at < 0) return true;
  const ASN1_STRING *value = X509_NAME_ENTRY_get_data(X509_NAME_get_entry(name, at));
  unsigned char *text = NULL;
  int n = ASN1_STRING_to_UTF8(&text, value);
  if (n < 0) return false;
  *out = str_dup(a, (str){(const char *)text, (size_t)n});
  OPENSSL_free(text);
  return str_utf8(*out);
}

static bool whole_name(arena *a, const X509_NAME *name, str *out) {
  DEFER(BIO_free_all_at) BIO *b = BIO_new(BIO_s_mem());
  unsigned long how = XN_FLAG_RFC2253 & ~(unsigned long)ASN1_STRFLGS_ESC_MSB;
  if (!b || X509_NAME_print_ex(b, name, 0, how) < 0) return false;
  char *text = NULL;
  long n = BIO_get_mem_data(b, &text);
  *out = str_dup(a, (str){text ? text : "", (size_t)(n > 0 ? n : 0)});
  return str_utf8(*out);
}

static bool serial_hex(arena *a, const X509 *x, str *out) {
  DEFER(BN_free_at) BIGNUM *n = ASN1_INTEGER_to_BN(X509_get0_serialNumber(x), NULL);
  if (!n || BN_is_negative(n) || BN_num_bytes(n) > 64) return false;
  unsigned char raw[64];
  int size = BN_bn2bin(n, raw);
  *out = size ? hex_of(a, (str){(const char *)raw, (size_t)size}) : S("00");
  return true;
}

err *cert_read(arena *a, str der, cert_info *out) {
  DEFER(X509_free_at) X509 *x = x509_read(der);
  if (!x) return not_a_certificate();
  const X509_NAME *name = X509_get_subject_name(x);
  *out = (cert_info){.sha256 = sha256(a, der)};
  bool good = whole_name(a, name, &out->subject) &&
              attribute(a, name, NID_commonName, &out->common_name) &&
              attribute(a, name, NID_serialNumber, &out->holder) &&
              serial_hex(a, x, &out->serial) && instant_of(X509_get0_notBefore(x), &out->from) &&
              instant_of(X509_get0_notAfter(x), &out->to);
  ERR_clear_error();
  return good ? NULL : not_a_certificate();
}

/* --- trust --- */

struct trust {
  X509_STORE *store; /* roots and CRLs */
  STACK_OF(X509) *cas;
};

void trust_free(trust *t) {
  if (!t) return;
  X509_STORE_free(t->store);
  sk_X509_pop_free(t->cas, X509_free);
  free(t);
}

static err *add_crl(trust *t, str der) {
  const unsigned char *at = (const unsigned char *)der.p, *end = at + der.n;
  if (der.n == 0 || der.n > CRL_MOST) return ERR(INVALID, N_("This is not a revocation list."));
  DEFER(X509_CRL_free_at) X509_CRL *crl = d2i_X509_CRL(NULL, &at, (long)der.n);
  bool good = crl && at == end;
  if (good && !X509_STORE_add_crl(t->store, crl)) return openssl_failed(S("X509_STORE_add_crl"));
  ERR_clear_error();
  return good ? NULL : ERR(INVALID, N_("This is not a revocation list."));
}

static err *add_root(trust *t, str der) {
  DEFER(X509_free_at) X509 *x = x509_read(der);
  if (!x) return not_a_certificate();
  return X509_STORE_add_cert(t->store, x) ? NULL : openssl_failed(S("X509_STORE_add_cert"));
}

static err *add_ca(trust *t, str der) {
  X509 *x = x509_read(der);
  if (!x) return not_a_certificate();
  if (sk_X509_push(t->cas, x) > 0) return NULL;
  X509_free(x);
  return openssl_failed(S("sk_X509_push"));
}

static err *fill(trust *t, err *(*add)(trust *, str), der_list der) {
  for (size_t i = 0; i < der.n; i++) TRY(add(t, der.at[i]));
  return NULL;
}

err *trust_new(const trust_parts *parts, trust **out) {
  trust *t = calloc(1, sizeof *t);
  if (!t) return ERR(STORAGE, "no memory for certificates");
  t->store = X509_STORE_new();
  t->cas = sk_X509_new_null();
  err *e = t->store && t->cas ? NULL : openssl_failed(S("X509_STORE_new"));
  if (!e) e = fill(t, add_root, parts->roots);
  if (!e) e = fill(t, add_ca, parts->cas);
  if (!e) e = fill(t, add_crl, parts->crls);
  if (e) trust_free(t);
  *out = e ? NULL : t;
  return e;
}

/* What is asked of one path, and the list last found to be newer than that instant (OpenSSL forgets
 * which one it is reading once it has complained about its dates). */
typedef struct question {
  instant at;
  X509_CRL *newer;
} question;

/* A revocation after the instant asked about leaves what was signed before it standing. */
static bool revoked_later(X509_STORE_CTX *c, const question *q) {
  X509_REVOKED *entry = NULL;
  X509_CRL *crl = X509_STORE_CTX_get0_current_crl(c);
  if (!crl) crl = q->newer;
  if (!crl || X509_CRL_get0_by_cert(crl, &entry, X509_STORE_CTX_get_current_cert(c)) != 1)
    return false;
  instant since;
  return instant_of(X509_REVOKED_get0_revocationDate(entry), &since) && since.us > q->at.us;
}

static int judge(int ok, X509_STORE_CTX *c) {
  if (ok) return ok;
  question *q = X509_STORE_CTX_get_app_data(c);
  switch (X509_STORE_CTX_get_error(c)) {
    case X509_V_ERR_UNABLE_TO_GET_CRL: /* none of that issuer is kept */
      break;
    case X509_V_ERR_CRL_NOT_YET_VALID: /* a newer list knows more; its dates decide */
      q->newer = X509_STORE_CTX_get0_current_crl(c);
      break;
    case X509_V_ERR_CERT_REVOKED:
      if (revoked_later(c, q)) break;
      return 0;
    default:
      return 0;
  }
  X509_STORE_CTX_set_error(c, X509_V_OK);
  return 1;
}

static err *refusal(int why) {
  switch (why) {
    case X509_V_ERR_CERT_HAS_EXPIRED:
      return ERR(FORBIDDEN, N_("The certificate has expired."));
    case X509_V_ERR_CERT_NOT_YET_VALID:
      return ERR(FORBIDDEN, N_("The certificate is not valid yet."));
    case X509_V_ERR_CERT_REVOKED:
      return ERR(FORBIDDEN, N_("The certificate has been revoked."));
    case X509_V_ERR_CRL_HAS_EXPIRED:
      return ERR(FORBIDDEN, N_("The list of revoked certificates of its issuer is out of date."));
    case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT:
    case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY:
    case X509_V_ERR_UNABLE_TO_VERIFY_LEAF_SIGNATURE:
    case X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT:
    case X509_V_ERR_SELF_SIGNED_CERT_IN_CHAIN:
    case X509_V_ERR_CERT_SIGNATURE_FAILURE:
      return ERR(FORBIDDEN, N_("The issuer of the certificate is not known here."));
    case X509_V_ERR_INVALID_CA:
    case X509_V_ERR_INVALID_PURPOSE:
    case X509_V_ERR_KEYUSAGE_NO_CERTSIGN:
      return ERR(FORBIDDEN, N_("The certificate is not meant for signing."));
    default:
      return ERR(FORBIDDEN, N_("The certificate does not stand up to checking: {0}."),
                 str_of(X509_verify_cert_error_string(why)));
  }
}

/* RFC 5280 4.2.1.3: the use must be stated; a certificate authority, a timestamper or an OCSP
 * responder signs no decisions. */
static bool meant_for_signing(X509 *x) {
  uint32_t flags = X509_get_extension_flags(x), use = X509_get_key_usage(x);
  uint32_t others = XKU_TIMESTAMP | XKU_OCSP_SIGN;
  if (flags & (EXFLAG_INVALID | EXFLAG_CA) || !(flags & EXFLAG_KUSAGE)) return false;
  if (flags & EXFLAG_XKUSAGE && X509_get_extended_key_usage(x) & others) return false;
  return use & (KU_DIGITAL_SIGNATURE | KU_NON_REPUDIATION);
}

err *trust_check(const trust *t, str certificate, instant at) {
  DEFER(X509_free_at) X509 *x = x509_read(certificate);
  if (!x) return not_a_certificate();
  DEFER(X509_STORE_CTX_free_at) X509_STORE_CTX *c = X509_STORE_CTX_new();
  if (!c || !X509_STORE_CTX_init(c, t->store, x, t->cas))
    return openssl_failed(S("X509_STORE_CTX_init"));
  X509_VERIFY_PARAM *p = X509_STORE_CTX_get0_param(c);
  X509_VERIFY_PARAM_set_flags(p, X509_V_FLAG_CRL_CHECK | X509_V_FLAG_CRL_CHECK_ALL);
  X509_VERIFY_PARAM_set_time(p, seconds(at));
  X509_VERIFY_PARAM_set_depth(p, DEPTH);
  X509_VERIFY_PARAM_set_auth_level(p, LEVEL);
  question q = {.at = at};
  X509_STORE_CTX_set_app_data(c, &q);
  X509_STORE_CTX_set_verify_cb(c, judge);
  bool good = X509_verify_cert(c) > 0;
  int why = X509_STORE_CTX_get_error(c);
  ERR_clear_error();
  if (!good) return refusal(why == X509_V_OK ? X509_V_ERR_UNSPECIFIED : why);
  if (!meant_for_signing(x) || !key_is_strong(X509_get0_pubkey(x)))
    return refusal(X509_V_ERR_INVALID_PURPOSE);
  return NULL;
}

static X509 *issuer_of(const trust *t, X509 *x) {
  for (int i = 0; i < sk_X509_num(t->cas); i++) {
    X509 *ca = sk_X509_value(t->cas, i);
    if (X509_check_issued(ca, x) == X509_V_OK) return ca;
  }
  return NULL;
}

err *trust_chain(arena *a, const trust *t, str certificate, str *chain) {
  DEFER(X509_free_at) X509 *x = x509_read(certificate);
  if (!x) return not_a_certificate();
  *chain = str_dup(a, certificate);
  X509 *ca = issuer_of(t, x);
  for (int depth = 0; ca && depth < DEPTH; depth++) {
    unsigned char *p = NULL;
    str der = der_take(a, &p, i2d_X509(ca, &p));
    if (!der.p) return openssl_failed(S("i2d_X509"));
    *chain = str_cat(a, *chain, der);
    X509 *above = issuer_of(t, ca);
    ca = above == ca ? NULL : above;
  }
  ERR_clear_error();
  return NULL;
}

/* --- issuing --- */

static const char *const constraints[] = {
    [ISSUE_ROOT] = "critical,CA:TRUE", [ISSUE_CA] = "critical,CA:TRUE,pathlen:0",
    [ISSUE_SIGNER] = "critical,CA:FALSE", [ISSUE_SEAL] = "critical,CA:FALSE",
    [ISSUE_TIMESTAMP] = "critical,CA:FALSE"};
/* An officer's key also opens what is wrapped to him, hence keyAgreement (RFC 5753 7.1). */
static const char *const usage[] = {
    [ISSUE_ROOT] = "critical,keyCertSign,cRLSign", [ISSUE_CA] = "critical,keyCertSign,cRLSign",
    [ISSUE_SIGNER] = "critical,digitalSignature,nonRepudiation,keyAgreement",
    [ISSUE_SEAL] = "critical,digitalSignature,nonRepudiation",
    [ISSUE_TIMESTAMP] = "critical,digitalSignature"};

static bool extend(X509 *x, X509V3_CTX *with, int nid, const char *value) {
  DEFER(X509_EXTENSION_free_at) X509_EXTENSION *e = X509V3_EXT_conf_nid(NULL, with, nid, value);
  return e && X509_add_ext(x, e, -1);
}

static bool extensions(X509 *x, X509 *by, const issue *what) {
  X509V3_CTX with;
  X509V3_set_ctx(&with, by, x, NULL, NULL, 0);
  return extend(x, &with, NID_basic_constraints, constraints[what->use]) &&
         extend(x, &with, NID_key_usage, usage[what->use]) &&
         extend(x, &with, NID_subject_key_identifier, "hash") &&
         (by == x || extend(x, &with, NID_authority_key_identifier, "keyid:always")) &&
         (what->use != ISSUE_TIMESTAMP ||
          extend(x, &with, NID_ext_key_usage, "critical,timeStamping"));
}

static bool name_add(X509_NAME *name, int nid, str value) {
  return value.n == 0 ||
         (value.n < 1024 && X509_NAME_add_entry_by_NID(name, nid, MBSTRING_UTF8,
                                                       (const unsigned char *)value.p,
                                                       (int)value.n, -1, 0));
}

static bool subject(X509 *x, const issue *what) {
  X509_NAME *name = X509_get_subject_name(x);
  return name_add(name, NID_countryName, S("VN")) &&
         name_add(name, NID_organizationName, what->organisation) &&
         name_add(name, NID_commonName, what->common_name) &&
         name_add(name, NID_serialNumber, what->holder);
}

static bool number_and_dates(X509 *x, const issue *what) {
  unsigned char serial[16];
  rand_bytes(serial, sizeof serial);
  serial[0] = (unsigned char)((serial[0] & 0x7F) | 0x40);
  DEFER(BN_free_at) BIGNUM *n = BN_bin2bn(serial, sizeof serial, NULL);
  return n && BN_to_ASN1_INTEGER(n, X509_get_serialNumber(x)) && X509_set_version(x, 2) &&
         ASN1_TIME_set(X509_getm_notBefore(x), seconds(what->from)) &&
         ASN1_TIME_set(X509_getm_notAfter(x), seconds(what->to));
}

static str private_der(arena *a, EVP_PKEY *key) {
  PKCS8_PRIV_KEY_INFO *info = EVP_PKEY2PKCS8(key);
  unsigned char *der = NULL;
  int n = info ? i2d_PKCS8_PRIV_KEY_INFO(info, &der) : 0;
  PKCS8_PRIV_KEY_INFO_free(info);
  return der_take(a, &der, n);
}

err *cert_issue(arena *a, const issuer *by, const issue *what, issuer *out) {
  DEFER(EVP_PKEY_free_at) EVP_PKEY *key = EVP_EC_gen("P-256");
  DEFER(EVP_PKEY_free_at) EVP_PKEY *over = by ? pkcs8_read(by->key) : NULL;
  DEFER(X509_free_at) X509 *x = X509_new();
  DEFER(X509_free_at) X509 *above = by ? x509_read(by->certificate) : NULL;
  if (!key || !x) return openssl_failed(S("EVP_EC_gen"));
  if (by && (!over || !above)) return not_a_certificate();
  if (!subject(x, what)) {
    ERR_clear_error();
    return ERR(INVALID, N_("The name {0} cannot stand in a certificate."), what->common_name);
  }
  const X509_NAME *issuer_name = X509_get_subject_name(above ? above : x);
  unsigned char *der = NULL;
  bool good = number_and_dates(x, what) && X509_set_issuer_name(x, issuer_name) &&
              X509_set_pubkey(x, key) && extensions(x, above ? above : x, what) &&
              X509_sign(x, over ? over : key, EVP_sha256()) > 0;
  if (!good) return openssl_failed(S("X509_sign"));
  out->certificate = der_take(a, &der, i2d_X509(x, &der));
  out->key = private_der(a, key);
  return out->certificate.p && out->key.p ? NULL : openssl_failed(S("i2d_X509"));
}

static bool revoke(arena *a, X509_CRL *crl, str serial, const ASN1_TIME *since) {
  str raw = hex_read(a, serial);
  DEFER(X509_REVOKED_free_at) X509_REVOKED *r = X509_REVOKED_new();
  DEFER(BN_free_at)
  BIGNUM *n = raw.n && raw.n <= 64 ? BN_bin2bn((const unsigned char *)raw.p, (int)raw.n, NULL)
                                   : NULL;
  DEFER(ASN1_INTEGER_free_at) ASN1_INTEGER *i = n ? BN_to_ASN1_INTEGER(n, NULL) : NULL;
  /* X509_REVOKED copies what it is given; the list takes the entry itself. */
  if (!r || !i || !X509_REVOKED_set_serialNumber(r, i) ||
      !X509_REVOKED_set_revocationDate(r, (ASN1_TIME *)(uintptr_t)since) ||
      !X509_CRL_add0_revoked(crl, r))
    return false;
  r = NULL;
  return true;
}

static bool crl_extensions(X509_CRL *crl, X509 *by, int64_t number) {
  X509V3_CTX with;
  X509V3_set_ctx(&with, by, NULL, NULL, crl, 0);
  DEFER(X509_EXTENSION_free_at)
  X509_EXTENSION *e =
      X509V3_EXT_conf_nid(NULL, &with, NID_authority_key_identifier, "keyid:always");
  DEFER(ASN1_INTEGER_free_at) ASN1_INTEGER *n = ASN1_INTEGER_new();
  return e && n && X509_CRL_add_ext(crl, e, -1) && ASN1_INTEGER_set_int64(n, number) &&
         X509_CRL_add1_ext_i2d(crl, NID_crl_number, n, 0, 0) > 0;
}

static err *crl_sign(arena *a, const issuer *by, X509_CRL *crl, int64_t number, str *der) {
  DEFER(EVP_PKEY_free_at) EVP_PKEY *key = pkcs8_read(by->key);
  DEFER(X509_free_at) X509 *x = x509_read(by->certificate);
  if (!key || !x) return not_a_certificate();
  unsigned char *p = NULL;
  bool good = X509_CRL_set_version(crl, 1) &&
              X509_CRL_set_issuer_name(crl, X509_get_subject_name(x)) &&
              crl_extensions(crl, x, number) && X509_CRL_sort(crl) &&
              X509_CRL_sign(crl, key, EVP_sha256()) > 0;
  if (good) *der = der_take(a, &p, i2d_X509_CRL(crl, &p));
  return good && der->p ? NULL : openssl_failed(S("X509_CRL_sign"));
}

err *crl_issue(arena *a, const issuer *by, const revocations *what, str *der) {
  DEFER(X509_CRL_free_at) X509_CRL *crl = X509_CRL_new();
  DEFER(ASN1_TIME_free_at) ASN1_TIME *from = ASN1_TIME_set(NULL, seconds(what->at));
  DEFER(ASN1_TIME_free_at) ASN1_TIME *to = ASN1_TIME_set(NULL, seconds(what->next));
  if (!crl || !from || !to || !X509_CRL_set1_lastUpdate(crl, from) ||
      !X509_CRL_set1_nextUpdate(crl, to))
    return openssl_failed(S("X509_CRL_new"));
  for (size_t i = 0; i < what->n; i++) {
    if (revoke(a, crl, what->serials[i], from)) continue;
    ERR_clear_error();
    return ERR(INVALID, N_("{0} is not a serial number."), what->serials[i]);
  }
  return crl_sign(a, by, crl, what->number, der);
}

/* key: the private keys of cms.h: PKCS#12 (RFC 7292) with PBES2 (RFC 8018), signing a digest, and
 * secrets wrapped to a certificate (RFC 5652, RFC 5083), by OpenSSL.  Passphrases are cleansed. */
#include <openssl/cms.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pkcs12.h>
#include <openssl/rsa.h>
#include <openssl/x509.h>
#include <stdlib.h>
#include <string.h>

#include "base/defer.h"
#include "kit/cms.h"
#include "kit/cms_impl.h"
#include "kit/crypto.h"

enum { PKCS12_MOST = 1 << 18, PASSPHRASE_MOST = 256, ITERATIONS_MOST = 10000000, SECRET_MOST = 4096,
       ENVELOPE_MOST = 1 << 16 };

typedef STACK_OF(PKCS7) safes;
typedef STACK_OF(PKCS12_SAFEBAG) bags;
static void safes_free(safes *s) { sk_PKCS7_pop_free(s, PKCS7_free); }
static void bags_free(bags *b) { sk_PKCS12_SAFEBAG_pop_free(b, PKCS12_SAFEBAG_free); }
DEFER_FOR(safes, safes_free)
DEFER_FOR(bags, bags_free)
DEFER_FOR(X509, X509_free)
DEFER_FOR(PKCS12, PKCS12_free)
DEFER_FOR(PBE2PARAM, PBE2PARAM_free)
DEFER_FOR(PBKDF2PARAM, PBKDF2PARAM_free)
DEFER_FOR(EVP_PKEY, EVP_PKEY_free)
DEFER_FOR(EVP_PKEY_CTX, EVP_PKEY_CTX_free)
DEFER_FOR(CMS_ContentInfo, CMS_ContentInfo_free)
DEFER_FOR(BIO, BIO_free_all)

struct signing_key {
  EVP_PKEY *key;
};

/* A NUL-terminated copy that is cleansed at the end of its scope. */
typedef struct passphrase {
  char text[PASSPHRASE_MOST + 1];
} passphrase;
static void passphrase_wipe(passphrase *p) { OPENSSL_cleanse(p, sizeof *p); }
static bool passphrase_set(passphrase *p, str s) {
  if (s.n > PASSPHRASE_MOST || str_chr(s, '\0', 0) >= 0) return false;
  if (s.n) memcpy(p->text, s.p, s.n);
  p->text[s.n] = '\0';
  return true;
}

/* --- opening: a key file is hostile until its MAC is checked, so first its cost is bounded --- */

static bool number_bounded(const ASN1_INTEGER *i) {
  int64_t n = 1; /* absent: one */
  return (!i || ASN1_INTEGER_get_int64(&n, i)) && n > 0 && n <= ITERATIONS_MOST;
}

static bool cost_bounded(const X509_ALGOR *by) {
  const ASN1_OBJECT *kind = NULL;
  const void *with = NULL;
  int type = 0;
  X509_ALGOR_get0(&kind, &type, &with, by);
  if (OBJ_obj2nid(kind) != NID_pbes2 || type != V_ASN1_SEQUENCE) return false;
  DEFER(PBE2PARAM_free_at) PBE2PARAM *two = ASN1_item_unpack(with, ASN1_ITEM_rptr(PBE2PARAM));
  if (!two) return false;
  X509_ALGOR_get0(&kind, &type, &with, two->keyfunc);
  if (OBJ_obj2nid(kind) != NID_id_pbkdf2 || type != V_ASN1_SEQUENCE) return false;
  DEFER(PBKDF2PARAM_free_at)
  PBKDF2PARAM *stretch = ASN1_item_unpack(with, ASN1_ITEM_rptr(PBKDF2PARAM));
  return stretch && number_bounded(stretch->iter);
}

static bool bags_bounded(PKCS7 *safe) {
  DEFER(bags_free_at) bags *inside = PKCS12_unpack_p7data(safe);
  for (int i = 0; i < sk_PKCS12_SAFEBAG_num(inside); i++) {
    const PKCS12_SAFEBAG *bag = sk_PKCS12_SAFEBAG_value(inside, i);
    if (PKCS12_SAFEBAG_get_nid(bag) != NID_pkcs8ShroudedKeyBag) continue;
    const X509_ALGOR *by = NULL;
    X509_SIG_get0(PKCS12_SAFEBAG_get0_pkcs8(bag), &by, NULL);
    if (!cost_bounded(by)) return false;
  }
  return inside != NULL;
}

static bool bounded(PKCS12 *p) {
  const ASN1_INTEGER *rounds = NULL;
  PKCS12_get0_mac(NULL, NULL, NULL, &rounds, p);
  DEFER(safes_free_at) safes *all = PKCS12_unpack_authsafes(p);
  if (!PKCS12_mac_present(p) || !number_bounded(rounds) || !all || sk_PKCS7_num(all) > 4)
    return false;
  for (int i = 0; i < sk_PKCS7_num(all); i++) {
    PKCS7 *safe = sk_PKCS7_value(all, i);
    bool good = PKCS7_type_is_data(safe) ? bags_bounded(safe)
                : PKCS7_type_is_encrypted(safe) && safe->d.encrypted &&
                  safe->d.encrypted->enc_data &&
                  cost_bounded(safe->d.encrypted->enc_data->algorithm);
    if (!good) return false;
  }
  return true;
}

static err *not_a_key(void) {
  ERR_clear_error();
  return ERR(INVALID, N_("This is not a key file that can be used here."));
}

static err *wrong_pin(void) {
  ERR_clear_error();
  return err_at(ERR(FORBIDDEN, N_("The PIN is wrong.")), S("pin"), STR_NONE);
}

/* The key becomes the signing key's, or is freed. */
static err *taken(EVP_PKEY *key, signing_key **out) {
  signing_key *k = key && key_is_strong(key) ? malloc(sizeof *k) : NULL;
  *out = k;
  if (k) k->key = key;
  else EVP_PKEY_free(key);
  return k ? NULL : not_a_key();
}

err *key_open(str pkcs12, str passphrase_, signing_key **out) {
  const unsigned char *at = (const unsigned char *)pkcs12.p, *end = at + pkcs12.n;
  *out = NULL;
  if (pkcs12.n == 0 || pkcs12.n > PKCS12_MOST) return not_a_key();
  DEFER(PKCS12_free_at) PKCS12 *p = d2i_PKCS12(NULL, &at, (long)pkcs12.n);
  if (!p || at != end || !bounded(p)) return not_a_key();
  DEFER(passphrase_wipe) passphrase word = {0};
  if (!passphrase_set(&word, passphrase_)) return wrong_pin();
  EVP_PKEY *key = NULL;
  DEFER(X509_free_at) X509 *x = NULL;
  bool good = PKCS12_parse(p, word.text, &key, &x, NULL);
  bool pin = !good && ERR_GET_REASON(ERR_peek_last_error()) == PKCS12_R_MAC_VERIFY_FAILURE;
  ERR_clear_error();
  if (pin) return wrong_pin();
  return taken(good ? key : NULL, out);
}

err *key_of_pkcs8(str der, signing_key **out) { return taken(pkcs8_read(der), out); }

void key_close(signing_key *k) {
  if (!k) return;
  EVP_PKEY_free(k->key); /* OpenSSL clears a private key as it frees it */
  free(k);
}

err *key_sign(arena *a, signing_key *k, str digest, str *signature) {
  DEFER(EVP_PKEY_CTX_free_at) EVP_PKEY_CTX *c = EVP_PKEY_CTX_new(k->key, NULL);
  bool rsa = EVP_PKEY_get_base_id(k->key) == EVP_PKEY_RSA;
  unsigned char out[1024];
  size_t n = sizeof out;
  bool good = digest.n == SHA256_SIZE && c && EVP_PKEY_sign_init(c) > 0 &&
              (!rsa || EVP_PKEY_CTX_set_rsa_padding(c, RSA_PKCS1_PADDING) > 0) &&
              EVP_PKEY_CTX_set_signature_md(c, EVP_sha256()) > 0 &&
              (size_t)EVP_PKEY_get_size(k->key) <= sizeof out &&
              EVP_PKEY_sign(c, out, &n, (const unsigned char *)digest.p, digest.n) > 0;
  if (!good) return openssl_failed(S("EVP_PKEY_sign"));
  *signature = str_dup(a, (str){(const char *)out, n});
  return NULL;
}

/* --- secrets wrapped to a certificate --- */

static bool add_recipient(CMS_ContentInfo *cms, X509 *x) {
  CMS_RecipientInfo *r = CMS_add1_recipient_cert(cms, x, CMS_KEY_PARAM);
  EVP_PKEY_CTX *c = r ? CMS_RecipientInfo_get0_pkey_ctx(r) : NULL;
  if (!c) return false;
  if (EVP_PKEY_get_base_id(X509_get0_pubkey(x)) == EVP_PKEY_EC)
    return EVP_PKEY_CTX_set_ecdh_kdf_md(c, EVP_sha256()) > 0;
  return EVP_PKEY_CTX_set_rsa_padding(c, RSA_PKCS1_OAEP_PADDING) > 0 &&
         EVP_PKEY_CTX_set_rsa_oaep_md(c, EVP_sha256()) > 0;
}

err *wrap_to(arena *a, str certificate, str secret, str *enveloped) {
  DEFER(X509_free_at) X509 *x = x509_read(certificate);
  if (!x || !key_is_strong(X509_get0_pubkey(x))) return not_a_certificate();
  if (secret.n == 0 || secret.n > SECRET_MOST) return ERR(INTERNAL, "no such secret is wrapped");
  DEFER(BIO_free_all_at) BIO *in = BIO_new_mem_buf(secret.p, (int)secret.n);
  DEFER(CMS_ContentInfo_free_at)
  CMS_ContentInfo *cms = CMS_encrypt(NULL, NULL, EVP_aes_256_gcm(), CMS_PARTIAL | CMS_BINARY);
  bool good = in && cms && add_recipient(cms, x) && CMS_final(cms, in, NULL, CMS_BINARY) > 0;
  if (!good) return openssl_failed(S("CMS_encrypt"));
  unsigned char *der = NULL;
  *enveloped = der_take(a, &der, i2d_CMS_ContentInfo(cms, &der));
  return enveloped->p ? NULL : openssl_failed(S("i2d_CMS_ContentInfo"));
}

err *unwrap(arena *a, signing_key *k, str certificate, str enveloped, str *secret) {
  const unsigned char *at = (const unsigned char *)enveloped.p, *end = at + enveloped.n;
  DEFER(X509_free_at) X509 *x = x509_read(certificate);
  if (!x) return not_a_certificate();
  bool sized = enveloped.n > 0 && enveloped.n <= ENVELOPE_MOST;
  DEFER(CMS_ContentInfo_free_at)
  CMS_ContentInfo *cms = sized ? d2i_CMS_ContentInfo(NULL, &at, (long)enveloped.n) : NULL;
  DEFER(BIO_free_all_at) BIO *out = BIO_new(BIO_s_secmem());
  bool good = cms && at == end && out &&
              OBJ_obj2nid(CMS_get0_type(cms)) == NID_id_smime_ct_authEnvelopedData &&
              CMS_decrypt(cms, k->key, x, NULL, out, CMS_BINARY) > 0;
  ERR_clear_error();
  if (!good) return ERR(FORBIDDEN, N_("This secret was not wrapped to this key, or was altered."));
  char *text = NULL;
  long n = BIO_get_mem_data(out, &text);
  *secret = str_dup(a, (str){text ? text : "", (size_t)(n > 0 ? n : 0)});
  return NULL;
}

/* --- making --- */

err *pkcs12_make(arena *a, const issuer *pair, str passphrase_, int iterations, str *out) {
  DEFER(EVP_PKEY_free_at) EVP_PKEY *key = pkcs8_read(pair->key);
  DEFER(X509_free_at) X509 *x = x509_read(pair->certificate);
  DEFER(passphrase_wipe) passphrase word = {0};
  if (!key || !x) return not_a_certificate();
  if (!passphrase_set(&word, passphrase_) || iterations < 1 || iterations > ITERATIONS_MOST)
    return ERR(INTERNAL, "a passphrase is text of at most 256 bytes");
  /* The certificate is public and stays in clear, which saves one stretching at each opening. */
  DEFER(PKCS12_free_at)
  PKCS12 *p = PKCS12_create(word.text, NULL, key, x, NULL, NID_aes_256_cbc, -1, iterations,
                            iterations, 0);
  unsigned char *der = NULL;
  *out = p ? der_take(a, &der, i2d_PKCS12(p, &der)) : STR_NONE;
  return out->p ? NULL : openssl_failed(S("PKCS12_create"));
}

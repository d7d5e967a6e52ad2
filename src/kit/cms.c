/* cms: signatures of cms.h: detached SignedData (RFC 5652) at level CAdES-B-B (EN 319 122-1 6.3),
 * made in two halves and verified strictly, by OpenSSL's public API.  CMS_final would add a
 * signing-time, so attributes are put together here.  Certificates: cert.c; keys: key.c. */
#include "kit/cms.h"

#include <openssl/cms.h>
#include <openssl/err.h>
#include <openssl/ess.h>
#include <openssl/evp.h>
#include <openssl/rsa.h>
#include <openssl/x509.h>
#include <stdlib.h>
#include <string.h>

#include "base/defer.h"
#include "kit/cms_impl.h"
#include "kit/crypto.h"

enum { CMS_MOST = 1 << 16, ATTRIBUTES_MOST = 16, CHAIN_MOST = 8, CERTIFICATES_MOST = 16 };

typedef STACK_OF(X509) certificates;
static void certificates_free(certificates *c) { sk_X509_pop_free(c, X509_free); }
DEFER_FOR(certificates, certificates_free)
DEFER_FOR(X509, X509_free)
DEFER_FOR(CMS_ContentInfo, CMS_ContentInfo_free)
DEFER_FOR(EVP_PKEY_CTX, EVP_PKEY_CTX_free)
DEFER_FOR(X509_ATTRIBUTE, X509_ATTRIBUTE_free)
DEFER_FOR(ESS_SIGNING_CERT_V2, ESS_SIGNING_CERT_V2_free)

static err *wrong(const char *msgid) {
  ERR_clear_error();
  return err_make(__FILE__, __LINE__, ERR_INVALID, msgid, (const str[4]){STR_NONE});
}

/* An empty detached SignedData with one signer who has no attributes yet. */
static CMS_ContentInfo *signed_data(X509 *x, unsigned extra, CMS_SignerInfo **signer) {
  CMS_ContentInfo *cms = CMS_sign(NULL, NULL, NULL, NULL, CMS_PARTIAL | CMS_DETACHED | CMS_BINARY);
  EVP_PKEY *key = X509_get0_pubkey(x); /* public: the signature comes from outside */
  unsigned how = CMS_PARTIAL | CMS_NOSMIMECAP | extra;
  *signer = cms && key ? CMS_add1_signer(cms, x, key, EVP_sha256(), how) : NULL;
  if (*signer) return cms;
  CMS_ContentInfo_free(cms);
  return NULL;
}

/* --- begin --- */

static int by_der(const void *one, const void *two) {
  return str_cmp(*(const str *)one, *(const str *)two);
}

static str set_of(arena *a, str *parts, size_t n) {
  qsort(parts, n, sizeof *parts, by_der); /* DER: X.690 11.6 */
  int size = 0;
  for (size_t i = 0; i < n; i++) size += (int)parts[i].n;
  int whole = ASN1_object_size(1, size, V_ASN1_SET);
  unsigned char *at = arena_alloc(a, (size_t)whole), *out = at;
  ASN1_put_object(&at, 1, size, V_ASN1_SET, V_ASN1_UNIVERSAL);
  for (size_t i = 0; i < n; i++) {
    memcpy(at, parts[i].p, parts[i].n);
    at += parts[i].n;
  }
  return (str){(const char *)out, (size_t)whole};
}

err *cms_begin(arena *a, str certificate, str content_digest, cms_pending *out) {
  DEFER(X509_free_at) X509 *x = x509_read(certificate);
  if (!x || !key_is_strong(X509_get0_pubkey(x))) return not_a_certificate();
  if (content_digest.n != SHA256_SIZE) return ERR(INTERNAL, "a digest has 32 bytes");
  CMS_SignerInfo *signer;
  DEFER(CMS_ContentInfo_free_at) CMS_ContentInfo *cms = signed_data(x, CMS_CADES, &signer);
  bool good = cms &&
              CMS_signed_add1_attr_by_NID(signer, NID_pkcs9_contentType, V_ASN1_OBJECT,
                                          OBJ_nid2obj(NID_pkcs7_data), -1) > 0 &&
              CMS_signed_add1_attr_by_NID(signer, NID_pkcs9_messageDigest, V_ASN1_OCTET_STRING,
                                          content_digest.p, SHA256_SIZE) > 0;
  if (!good) return openssl_failed(S("CMS_add1_signer"));
  str parts[ATTRIBUTES_MOST];
  int n = CMS_signed_get_attr_count(signer);
  for (int i = 0; i < n && i < ATTRIBUTES_MOST; i++) {
    unsigned char *der = NULL;
    parts[i] = der_take(a, &der, i2d_X509_ATTRIBUTE(CMS_signed_get_attr(signer, i), &der));
    if (!parts[i].p) return openssl_failed(S("i2d_X509_ATTRIBUTE"));
  }
  out->content_digest = str_dup(a, content_digest);
  out->attributes = set_of(a, parts, (size_t)n);
  out->digest = sha256(a, out->attributes);
  return NULL;
}

/* --- verify --- */

/* The only value of the only attribute of that kind; NULL when it is missing or repeated. */
static const ASN1_TYPE *only(const CMS_SignerInfo *signer, int nid) {
  int at = CMS_signed_get_attr_by_NID(signer, nid, -1);
  if (at < 0 || CMS_signed_get_attr_by_NID(signer, nid, at) >= 0) return NULL;
  X509_ATTRIBUTE *attribute = CMS_signed_get_attr(signer, at);
  if (X509_ATTRIBUTE_count(attribute) != 1) return NULL;
  return X509_ATTRIBUTE_get0_type(attribute, 0);
}

/* RFC 5035 3: the first certificate named is the signer's. */
static bool names_signer(const CMS_SignerInfo *signer, const certificates *all, X509 *x) {
  const ASN1_TYPE *value = only(signer, NID_id_smime_aa_signingCertificateV2);
  if (!value || value->type != V_ASN1_SEQUENCE) return false;
  const unsigned char *at = ASN1_STRING_get0_data(value->value.sequence);
  long n = ASN1_STRING_length(value->value.sequence);
  DEFER(ESS_SIGNING_CERT_V2_free_at)
  ESS_SIGNING_CERT_V2 *named = d2i_ESS_SIGNING_CERT_V2(NULL, &at, n);
  DEFER(certificates_free_at) certificates *chain = sk_X509_new_null();
  if (!named || !chain || !X509_add_cert(chain, x, X509_ADD_FLAG_UP_REF)) return false;
  for (int i = 0; i < sk_X509_num(all); i++)
    if (!X509_add_cert(chain, sk_X509_value(all, i), X509_ADD_FLAG_UP_REF | X509_ADD_FLAG_NO_DUP))
      return false;
  return OSSL_ESS_check_signing_certs(NULL, named, chain, 1) > 0;
}

static err *attributes_fit(const CMS_SignerInfo *signer, const certificates *all, X509 *x,
                           str content_digest) {
  int n = CMS_signed_get_attr_count(signer);
  if (n < 3 || n > ATTRIBUTES_MOST) return wrong(N_("The signature lacks what it must state."));
  const ASN1_TYPE *type = only(signer, NID_pkcs9_contentType);
  const ASN1_TYPE *digest = only(signer, NID_pkcs9_messageDigest);
  if (!type || type->type != V_ASN1_OBJECT || OBJ_obj2nid(type->value.object) != NID_pkcs7_data ||
      !digest || digest->type != V_ASN1_OCTET_STRING)
    return wrong(N_("The signature lacks what it must state."));
  const ASN1_OCTET_STRING *octets = digest->value.octet_string;
  str stated = {(const char *)ASN1_STRING_get0_data(octets), (size_t)ASN1_STRING_length(octets)};
  if (content_digest.n != SHA256_SIZE || !str_eq(stated, content_digest))
    return wrong(N_("What was signed has been altered."));
  if (!names_signer(signer, all, x)) return wrong(N_("The signature names another certificate."));
  return NULL;
}

/* Reads DER and nothing but DER: what it is encoded as again must be the same bytes. */
static CMS_ContentInfo *read_exactly(str der) {
  const unsigned char *at = (const unsigned char *)der.p, *end = at + der.n;
  if (der.n == 0 || der.n > CMS_MOST) return NULL;
  CMS_ContentInfo *cms = d2i_CMS_ContentInfo(NULL, &at, (long)der.n);
  if (!cms) return NULL;
  unsigned char *again = NULL;
  int n = at == end ? i2d_CMS_ContentInfo(cms, &again) : -1;
  bool same = n >= 0 && (size_t)n == der.n && memcmp(again, der.p, der.n) == 0;
  OPENSSL_free(again);
  if (same) return cms;
  CMS_ContentInfo_free(cms);
  return NULL;
}

static CMS_SignerInfo *only_signer(CMS_ContentInfo *cms) {
  ASN1_OCTET_STRING **content = NULL;
  if (OBJ_obj2nid(CMS_get0_type(cms)) != NID_pkcs7_signed) return NULL;
  if (OBJ_obj2nid(CMS_get0_eContentType(cms)) != NID_pkcs7_data) return NULL;
  content = CMS_get0_content(cms);
  STACK_OF(CMS_SignerInfo) *signers = CMS_get0_SignerInfos(cms);
  if (!content || *content || sk_CMS_SignerInfo_num(signers) != 1) return NULL;
  return sk_CMS_SignerInfo_value(signers, 0);
}

static bool algorithms_known(CMS_SignerInfo *signer) {
  X509_ALGOR *digest = NULL, *signature = NULL;
  const ASN1_OBJECT *of = NULL, *by = NULL;
  CMS_SignerInfo_get0_algs(signer, NULL, NULL, &digest, &signature);
  X509_ALGOR_get0(&of, NULL, NULL, digest);
  X509_ALGOR_get0(&by, NULL, NULL, signature);
  int nid = OBJ_obj2nid(by);
  return OBJ_obj2nid(of) == NID_sha256 &&
         (nid == NID_ecdsa_with_SHA256 || nid == NID_rsaEncryption ||
          nid == NID_sha256WithRSAEncryption);
}

static X509 *signer_of(const CMS_SignerInfo *signer, const certificates *all) {
  X509 *found = NULL;
  int n = sk_X509_num(all);
  if (n > CERTIFICATES_MOST) return NULL;
  for (int i = 0; i < n; i++) {
    X509 *x = sk_X509_value(all, i);
    if (CMS_SignerInfo_cert_cmp((CMS_SignerInfo *)(uintptr_t)signer, x)) continue;
    if (found) return NULL;
    found = x;
  }
  return found;
}

err *cms_verify(arena *a, str der, str content_digest, str *certificate) {
  DEFER(CMS_ContentInfo_free_at) CMS_ContentInfo *cms = read_exactly(der);
  CMS_SignerInfo *signer = cms ? only_signer(cms) : NULL;
  if (!signer) return wrong(N_("This is not a signature by one signer."));
  if (!algorithms_known(signer)) return wrong(N_("The signature uses an unknown algorithm."));
  DEFER(certificates_free_at) certificates *all = CMS_get1_certs(cms);
  unsigned char *p = NULL;
  X509 *inside = signer_of(signer, all);
  *certificate = inside ? der_take(a, &p, i2d_X509(inside, &p)) : STR_NONE;
  DEFER(X509_free_at) X509 *x = x509_read(*certificate); /* the same, as it was read before */
  if (!x || !key_is_strong(X509_get0_pubkey(x)))
    return wrong(N_("The signature does not hold its signer's certificate."));
  TRY(attributes_fit(signer, all, x, content_digest));
  CMS_SignerInfo_set1_signer_cert(signer, x);
  if (CMS_SignerInfo_verify(signer) <= 0)
    return wrong(N_("The signature was made with another key."));
  ERR_clear_error();
  return NULL;
}

/* --- complete --- */

static bool signature_good(X509 *x, const cms_pending *p, str signature) {
  EVP_PKEY *key = X509_get0_pubkey(x);
  DEFER(EVP_PKEY_CTX_free_at) EVP_PKEY_CTX *c = EVP_PKEY_CTX_new(key, NULL);
  bool rsa = EVP_PKEY_get_base_id(key) == EVP_PKEY_RSA;
  bool good = c && p->digest.n == SHA256_SIZE && signature.n > 0 && EVP_PKEY_verify_init(c) > 0 &&
              (!rsa || EVP_PKEY_CTX_set_rsa_padding(c, RSA_PKCS1_PADDING) > 0) &&
              EVP_PKEY_CTX_set_signature_md(c, EVP_sha256()) > 0 &&
              EVP_PKEY_verify(c, (const unsigned char *)signature.p, signature.n,
                              (const unsigned char *)p->digest.p, SHA256_SIZE) == 1;
  ERR_clear_error();
  return good;
}

static bool put_attributes(CMS_SignerInfo *signer, str set) {
  const unsigned char *at = (const unsigned char *)set.p, *end = at + set.n;
  long n = 0;
  int tag = 0, class = 0;
  if (set.n == 0 || set.n > CMS_MOST) return false;
  if (ASN1_get_object(&at, &n, &tag, &class, (long)set.n) & 0x80 || tag != V_ASN1_SET) return false;
  while (at < end) {
    DEFER(X509_ATTRIBUTE_free_at) X509_ATTRIBUTE *one = d2i_X509_ATTRIBUTE(NULL, &at, end - at);
    if (!one || !CMS_signed_add1_attr(signer, one)) return false;
  }
  return at == end;
}

static bool put_signature(CMS_SignerInfo *signer, str signature) {
  unsigned char *copy = OPENSSL_memdup(signature.p, signature.n);
  if (!copy) return false;
  ASN1_STRING_set0(CMS_SignerInfo_get0_signature(signer), copy, (int)signature.n);
  return true;
}

static bool put_issuers(CMS_ContentInfo *cms, str rest) {
  for (int i = 0; rest.n; i++) {
    DEFER(X509_free_at) X509 *x = x509_next(&rest);
    if (!x || i == CHAIN_MOST || !CMS_add1_cert(cms, x)) return false;
  }
  return true;
}

err *cms_complete(arena *a, str certificates_, const cms_pending *p, str signature, str *der) {
  str rest = certificates_;
  DEFER(X509_free_at) X509 *x = x509_next(&rest);
  if (!x || !key_is_strong(X509_get0_pubkey(x))) return not_a_certificate();
  if (!signature_good(x, p, signature))
    return wrong(N_("The signature was made with another key."));
  CMS_SignerInfo *signer;
  DEFER(CMS_ContentInfo_free_at) CMS_ContentInfo *cms = signed_data(x, CMS_NOATTR, &signer);
  if (!cms) return openssl_failed(S("CMS_add1_signer"));
  if (!str_eq(p->digest, sha256(a, p->attributes)) || !put_attributes(signer, p->attributes))
    return wrong(N_("The signature lacks what it must state."));
  if (!put_signature(signer, signature)) return openssl_failed(S("OPENSSL_memdup"));
  if (!put_issuers(cms, rest)) return not_a_certificate();
  TRY(attributes_fit(signer, NULL, x, p->content_digest));
  unsigned char *out = NULL;
  *der = der_take(a, &out, i2d_CMS_ContentInfo(cms, &out));
  ERR_clear_error();
  return der->p ? NULL : openssl_failed(S("i2d_CMS_ContentInfo"));
}

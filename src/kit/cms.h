/* cms: certificates, keys and CMS signatures (RFC 5652, CAdES-B-B by EN 319 122-1) by OpenSSL's
 * public API.
 *
 * Signing is in two halves, so that a key file, a token or a remote service sign alike: cms_begin
 * fixes the signed attributes (contentType, messageDigest, signingCertificateV2 of RFC 5035; no
 * signing-time, which PAdES baseline excludes) and yields the digest to sign; the key's home signs
 * the digest; cms_complete checks that signature against the certificate and yields the DER of the
 * detached SignedData with the certificate inside. */
#ifndef KIT_CMS_H
#define KIT_CMS_H
#include "base/err.h"
#include "base/time.h"

/* --- certificates (DER in a str) --- */
typedef struct cert_info {
  str subject;      /* RFC 2253 */
  str common_name;
  str serial;       /* lower-case hex */
  str holder;       /* the subject's serialNumber: whose it is ("account:ID", "unit:CODE") */
  str sha256;       /* raw fingerprint */
  instant from, to; /* validity */
} cert_info;
/* ERR_INVALID when it is no certificate, or its names or dates cannot be read. */
err *cert_read(arena *a, str der, cert_info *out);

typedef struct der_list {
  const str *at;
  size_t n;
} der_list;
typedef struct trust_parts {
  der_list roots, cas, crls;
} trust_parts;
/* Built once per edition (parts are copied); read-only after, so threads may share it.  ERR_INVALID
 * when a part is no certificate or list. */
typedef struct trust trust;
err *trust_new(const trust_parts *parts, trust **out);
void trust_free(trust *t);
/* Path to a root at the instant, with CRLs where one exists for the issuer: revoked means by then;
 * a list past its nextUpdate is refused.  The certificate must state digitalSignature or
 * nonRepudiation and be no authority's, timestamper's or OCSP responder's.  Errors are
 * ERR_FORBIDDEN with a message that says which: expired, not yet valid, revoked, list out of date,
 * unknown issuer, wrong use; ERR_INVALID when it is no certificate. */
err *trust_check(const trust *t, str certificate, instant at);
/* The certificate and behind it those of its issuers, without the root: what cms_complete takes, so
 * that a signature carries its path. */
err *trust_chain(arena *a, const trust *t, str certificate, str *chain);

/* --- signatures --- */
typedef struct cms_pending {
  str content_digest; /* SHA-256 of the detached content */
  str attributes;     /* DER of the signed attributes as a SET: the bytes that digest covers */
  str digest;         /* what the key signs: SHA-256 of attributes */
} cms_pending;
/* The same for a step and for a PDF.  content_digest: 32 raw bytes; ERR_INVALID when the
 * certificate cannot be read. */
err *cms_begin(arena *a, str certificate, str content_digest, cms_pending *out);
/* certificates: the signer's and behind it its issuers', DER one after another (str_cat), at most 8
 * issuers: all are put inside, so that others can build the path.  signature: DER ECDSA-Sig-Value
 * for P-256, PKCS#1 v1.5 octets for RSA.  ERR_INVALID when it does not verify under the certificate
 * ("made with another key") or the attributes name another certificate. */
err *cms_complete(arena *a, str certificates, const cms_pending *p, str signature, str *der);
/* Verifies a detached SignedData over content whose digest is given: exactly one signer, SHA-256,
 * attributes present and right, signature good, DER throughout, at most 64 KiB.  Gives the signer's
 * certificate, whose path is not checked (trust_check); other certificates are only carried. */
err *cms_verify(arena *a, str der, str content_digest, str *certificate);

/* --- keys --- */
typedef struct signing_key signing_key; /* an unlocked private key; held for one run, then wiped */
/* Opens a PKCS#12 (PBES2 with PBKDF2 and a MAC, at most 10 million iterations); the passphrase is
 * text: derived bytes are given as hex or base64.  ERR_FORBIDDEN with field "pin" when it is wrong,
 * ERR_INVALID when this is no such file or its key is weak. */
err *key_open(str pkcs12, str passphrase, signing_key **out);
/* From a PKCS#8 DER, for keys that the server holds itself.  ERR_INVALID as above. */
err *key_of_pkcs8(str der, signing_key **out);
void key_close(signing_key *k);
/* Signs a SHA-256 digest; the form that cms_complete takes. */
err *key_sign(arena *a, signing_key *k, str digest, str *signature);
/* CMS AuthEnvelopedData (RFC 5083; AES-256-GCM; ECDH with SHA-256 for P-256, OAEP for RSA) to a
 * certificate, and back with its key; ERR_FORBIDDEN for another key or an altered byte. */
err *wrap_to(arena *a, str certificate, str secret, str *enveloped);
err *unwrap(arena *a, signing_key *k, str certificate, str enveloped, str *secret);

/* --- making (init --demo, tests, an authority of one's own) --- */
typedef struct issue {
  str common_name, organisation, holder; /* holder: the serialNumber attribute */
  instant from, to;
  enum { ISSUE_ROOT, ISSUE_CA, ISSUE_SIGNER, ISSUE_SEAL, ISSUE_TIMESTAMP } use;
} issue;
typedef struct issuer {
  str certificate; /* DER */
  str key;         /* PKCS#8 DER, P-256 */
} issuer;
/* A P-256 key pair and its certificate under `by` (NULL: self-signed root).  ERR_INVALID for a name
 * that cannot stand in one. */
err *cert_issue(arena *a, const issuer *by, const issue *what, issuer *out);
typedef struct revocations {
  const str *serials; /* hex */
  size_t n;
  int64_t number;     /* of the list: each one higher than the last (RFC 5280 5.2.3) */
  instant at, next;   /* revoked and issued as of at; the next list is due at next */
} revocations;
/* A CRL of by's.  ERR_INVALID for what is no serial number. */
err *crl_issue(arena *a, const issuer *by, const revocations *what, str *der);
/* A PKCS#12 (PBES2 AES-256, PBKDF2-SHA-256 with the given iterations, MAC alike; the certificate,
 * which is public, in clear). */
err *pkcs12_make(arena *a, const issuer *pair, str passphrase, int iterations, str *out);
#endif

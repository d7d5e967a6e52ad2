/* cms_impl: what cert.c, key.c and cms.c share; nobody else includes it. */
#ifndef KIT_CMS_IMPL_H
#define KIT_CMS_IMPL_H
#include "base/err.h"
#include "base/time.h"

struct x509_st;
struct evp_pkey_st;

/* One certificate and nothing behind it, at most 64 KiB; NULL otherwise.  The caller frees. */
struct x509_st *x509_read(str der);
/* The certificate at the head of *rest, which moves behind it; NULL otherwise. */
struct x509_st *x509_next(str *rest);
err *not_a_certificate(void);
/* A PKCS#8 private key; NULL otherwise.  The caller frees. */
struct evp_pkey_st *pkcs8_read(str der);
/* der_take(a, &p, i2d_X509(x, &p)) with p NULL before: moved to the arena, OpenSSL's copy cleansed
 * and p NULL again.  None when n says that encoding failed. */
str der_take(arena *a, unsigned char **p, int n);
/* RSA of 2048 bits or more, or P-256 and stronger curves. */
bool key_is_strong(const struct evp_pkey_st *key);
/* ERR_INTERNAL with OpenSSL's own reason; the thread's error queue is emptied. */
err *openssl_failed(str doing);
#endif

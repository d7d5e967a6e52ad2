/* sigv4: the signature of a request to an S3-compatible store (AWS Signature Version 4).
 *
 * Our own over kit/crypto: the signing in libcurl 7.88 leaves query strings as they are, and lists
 * need them in canonical order and encoding. */
#ifndef KIT_SIGV4_H
#define KIT_SIGV4_H
#include "base/err.h"

typedef struct sigv4_key {
  str id, secret, region;
} sigv4_key;

typedef struct sigv4_request {
  str method;
  str path;      /* percent-encoded, as sent */
  str query;     /* encoded by sigv4_encode, in the order of names; "" for none */
  const str *headers; /* "name:value" in lower case and in order; host and x-amz-date among them */
  size_t nheaders;
  str payload;   /* hex SHA-256 of the body */
  str date;      /* "20130524T000000Z" */
} sigv4_request;

/* The value of the header Authorization. */
str sigv4_sign(arena *a, const sigv4_key *key, const sigv4_request *q);
/* Everything but A-Z a-z 0-9 - . _ ~ percent-encoded. */
str sigv4_encode(arena *a, str s);
#endif

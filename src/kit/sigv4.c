/* sigv4: see sigv4.h. */
#include "kit/sigv4.h"

#include "base/buf.h"
#include "kit/crypto.h"

#define ALGORITHM "AWS4-HMAC-SHA256"

str sigv4_encode(arena *a, str s) {
  static const char digits[] = "0123456789ABCDEF";
  buf b = buf_in(a);
  for (size_t i = 0; i < s.n; i++) {
    unsigned char c = (unsigned char)s.p[i];
    bool plain = (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') ||
                 c == '-' || c == '.' || c == '_' || c == '~';
    if (plain) {
      buf_char(&b, (char)c);
    } else {
      buf_char(&b, '%');
      buf_char(&b, digits[c >> 4]);
      buf_char(&b, digits[c & 15]);
    }
  }
  return buf_str(&b);
}

/* "host;x-amz-date": the names of the headers. */
static str names(arena *a, const sigv4_request *q) {
  buf b = buf_in(a);
  for (size_t i = 0; i < q->nheaders; i++) {
    str rest = q->headers[i], name;
    str_split(&rest, ':', &name);
    if (i) buf_char(&b, ';');
    buf_add(&b, name);
  }
  return buf_str(&b);
}

static str canonical(arena *a, const sigv4_request *q, str signed_names) {
  buf b = buf_in(a);
  const str head[] = {q->method, q->path, q->query};
  for (size_t i = 0; i < COUNT(head); i++) {
    buf_add(&b, head[i]);
    buf_char(&b, '\n');
  }
  for (size_t i = 0; i < q->nheaders; i++) {
    buf_add(&b, q->headers[i]);
    buf_char(&b, '\n');
  }
  buf_char(&b, '\n');
  buf_add(&b, signed_names);
  buf_char(&b, '\n');
  buf_add(&b, q->payload);
  return buf_str(&b);
}

str sigv4_sign(arena *a, const sigv4_key *key, const sigv4_request *q) {
  str day = str_sub(q->date, 0, 8), list = names(a, q);
  str scope = str_cat(a, day, S("/"), key->region, S("/s3/aws4_request"));
  str request = hex_of(a, sha256(a, canonical(a, q, list)));
  str text = str_cat(a, S(ALGORITHM "\n"), q->date, S("\n"), scope, S("\n"), request);
  str k = str_cat(a, S("AWS4"), key->secret);
  const str parts[] = {day, key->region, S("s3"), S("aws4_request"), text};
  for (size_t i = 0; i < COUNT(parts); i++) k = hmac_sha256(a, k, parts[i]);
  return str_cat(a, S(ALGORITHM " Credential="), key->id, S("/"), scope, S(", SignedHeaders="),
                 list, S(", Signature="), hex_of(a, k));
}

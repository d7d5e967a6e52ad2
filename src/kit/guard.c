/* guard: see guard.h.  RFC 9110 section 5 (fields), RFC 9112 sections 2 to 6 (framing, targets). */
#include "kit/guard.h"

enum {
  MOST_TARGET = 8192, /* bytes */
  MOST_HEADERS = 100,
  MOST_HEADER_BYTES = 16384,
  MOST_LENGTH_DIGITS = 15 /* a petabyte less one */
};

static bool digit(char c) { return c >= '0' && c <= '9'; }
static bool letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
static bool in(char c, const char *set) {
  while (*set && *set != c) set++;
  return *set;
}

static int hex_value(char c) {
  if (digit(c)) return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

/* The byte at s[*i], percent-decoded; *i moves behind it.  -1: a broken escape. */
static int next_byte(str s, size_t *i) {
  char c = s.p[(*i)++];
  if (c != '%') return (unsigned char)c;
  if (s.n - *i < 2) return -1;
  int high = hex_value(s.p[*i]), low = hex_value(s.p[*i + 1]);
  *i += 2;
  return high < 0 || low < 0 ? -1 : high << 4 | low;
}

static err *check_method(str method) {
  static const char *const known[] = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"};
  for (size_t i = 0; i < COUNT(known); i++)
    if (str_eq(method, str_of(known[i]))) return NULL;
  return ERR(BAD_REQUEST, N_("The request's method is not one of this server"));
}

/* One path segment: decodes without fault, and is neither "." nor "..", however written. */
static err *check_segment(str segment, bool last) {
  size_t dots = 0, bytes = 0;
  for (size_t i = 0; i < segment.n; bytes++) {
    int c = next_byte(segment, &i);
    if (c <= 0) return ERR(BAD_REQUEST, N_("The address has a broken or forbidden %-escape"));
    if (c == '.') dots++;
  }
  if (bytes == 0 && !last) return ERR(BAD_REQUEST, N_("The address has an empty part"));
  if (bytes > 0 && dots == bytes && dots <= 2)
    return ERR(BAD_REQUEST, N_("The address has a part that is only dots"));
  return NULL;
}

static err *check_target(str target) {
  if (target.n > MOST_TARGET) return ERR(URI_TOO_LONG, N_("The address is too long"));
  if (target.n == 0 || target.p[0] != '/')
    return ERR(BAD_REQUEST, N_("The address must begin with a slash"));
  for (size_t i = 0; i < target.n; i++)
    if (target.p[i] <= ' ' || target.p[i] > '~' || target.p[i] == '#' || target.p[i] == '\\')
      return ERR(BAD_REQUEST, N_("The address has a forbidden character"));
  ptrdiff_t mark = str_chr(target, '?', 0);
  str path = str_sub(target, 1, mark < 0 ? target.n : (size_t)mark), segment;
  while (str_split(&path, '/', &segment)) TRY(check_segment(segment, !path.p));
  str query = mark < 0 ? STR_NONE : str_sub(target, (size_t)mark + 1, target.n);
  for (size_t i = 0; i < query.n;)
    if (next_byte(query, &i) <= 0)
      return ERR(BAD_REQUEST, N_("The address has a broken or forbidden %-escape"));
  return NULL;
}

static err *check_name(str name) {
  bool clean = name.n > 0;
  for (size_t i = 0; i < name.n; i++)
    clean = clean && (digit(name.p[i]) || letter(name.p[i]) || in(name.p[i], "!#$%&'*+-.^_`|~"));
  return clean ? NULL : ERR(BAD_REQUEST, N_("A header's name has a forbidden character"));
}

static err *check_value(str value) {
  for (size_t i = 0; i < value.n; i++) {
    unsigned char c = (unsigned char)value.p[i];
    if ((c < ' ' && c != '\t') || c == 0x7f)
      return ERR(BAD_REQUEST, N_("A header's value has a forbidden character"));
  }
  return NULL;
}

static err *check_port(str port) {
  bool clean = port.n <= 5;
  for (size_t i = 0; i < port.n; i++) clean = clean && digit(port.p[i]);
  return clean ? NULL : ERR(BAD_REQUEST, N_("The Host header is not well formed"));
}

/* uri-host [ ":" port ], RFC 9112 section 3.2, without percent-encoding. */
static err *check_host(str host) {
  bool literal = str_starts(host, S("["));
  size_t end = 0;
  if (literal) {
    ptrdiff_t close = str_chr(host, ']', 1);
    for (size_t i = 1; close > 1 && i < (size_t)close; i++)
      if (hex_value(host.p[i]) < 0 && host.p[i] != ':' && host.p[i] != '.') close = -1;
    end = close > 1 ? (size_t)close + 1 : 0;
  } else {
    while (end < host.n && (digit(host.p[end]) || letter(host.p[end]) || in(host.p[end], "-._")))
      end++;
  }
  if (end == 0 || (end < host.n && host.p[end] != ':'))
    return ERR(BAD_REQUEST, N_("The Host header is not well formed"));
  return end < host.n ? check_port(str_sub(host, end + 1, host.n)) : NULL;
}

static err *check_length(str length) {
  bool clean = length.n > 0;
  for (size_t i = 0; i < length.n; i++) clean = clean && digit(length.p[i]);
  if (!clean) return ERR(BAD_REQUEST, N_("The Content-Length header is not a number"));
  if (length.n > MOST_LENGTH_DIGITS) return ERR(BAD_REQUEST, N_("The Content-Length is too long"));
  return NULL;
}

/* Headers that may appear once at most. */
enum single { HOST, LENGTH, ENCODING, OTHER };
static const struct {
  const char *name;
  enum single what;
} singles[] = {
    {"Host", HOST},          {"Content-Length", LENGTH}, {"Transfer-Encoding", ENCODING},
    {"Authorization", OTHER}, {"Content-Type", OTHER},    {"Cookie", OTHER},
    {"If-Match", OTHER},     {"Idempotency-Key", OTHER}, {"Origin", OTHER},
};

static err *check_single(enum single what, str value) {
  switch (what) {
    case HOST: return check_host(value);
    case LENGTH: return check_length(value);
    case ENCODING:
      if (str_eq_nocase(value, S("chunked"))) return NULL;
      return ERR(BAD_REQUEST, N_("This Transfer-Encoding is not understood"));
    case OTHER: break;
  }
  return NULL;
}

err *guard_check(str method, str target, const http_header *headers, size_t n) {
  bool seen[COUNT(singles)] = {false};
  size_t bytes = 0;
  TRY(check_method(method));
  TRY(check_target(target));
  for (size_t i = 0; i < n; i++) {
    bytes += headers[i].name.n + headers[i].value.n + 4;
    if (i >= MOST_HEADERS || bytes > MOST_HEADER_BYTES)
      return ERR(HEADERS_TOO_LARGE, N_("The request's headers are too large"));
    TRY(check_name(headers[i].name));
    TRY(check_value(headers[i].value));
    for (size_t k = 0; k < COUNT(singles); k++) {
      str name = str_of(singles[k].name);
      if (name.n != headers[i].name.n || !str_eq_nocase(headers[i].name, name)) continue;
      if (seen[k]) return ERR(BAD_REQUEST, N_("The header {0} is there twice"), name);
      seen[k] = true;
      TRY(check_single(singles[k].what, headers[i].value));
    }
  }
  if (!seen[HOST]) return ERR(BAD_REQUEST, N_("The Host header is missing"));
  if (seen[LENGTH] && seen[ENCODING])
    return ERR(BAD_REQUEST, N_("Content-Length and Transfer-Encoding exclude each other"));
  return NULL;
}

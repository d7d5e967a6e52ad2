/* uri: see uri.h. */
#include "office/uri.h"

typedef struct parts { /* a part that is absent is none */
  str scheme, authority, path, query, fragment;
} parts;

static bool letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

static size_t first_of(str s, str ends) {
  size_t i = 0;
  while (i < s.n && str_chr(ends, s.p[i], 0) < 0) i++;
  return i;
}

static size_t scheme_length(str s) {
  size_t i = first_of(s, S(":/?#"));
  if (i == s.n || s.p[i] != ':' || !i || !letter(s.p[0])) return 0;
  for (size_t k = 1; k < i; k++)
    if (!letter(s.p[k]) && str_chr(S("0123456789+-."), s.p[k], 0) < 0) return 0;
  return i;
}

static parts split(str s) {
  parts u = {.scheme = STR_NONE};
  size_t n = first_of(s, S("#"));
  if (n < s.n) u.fragment = str_sub(s, n + 1, s.n);
  s = str_sub(s, 0, n);
  n = first_of(s, S("?"));
  if (n < s.n) u.query = str_sub(s, n + 1, s.n);
  s = str_sub(s, 0, n);
  if ((n = scheme_length(s))) {
    u.scheme = str_sub(s, 0, n);
    s = str_sub(s, n + 1, s.n);
  }
  if (str_starts(s, S("//"))) {
    s = str_sub(s, 2, s.n);
    n = first_of(s, S("/"));
    u.authority = str_sub(s, 0, n);
    s = str_sub(s, n, s.n);
  }
  u.path = s;
  return u;
}

/* 5.2.4, a segment at a time. */
static str without_dots(arena *a, str path) {
  buf b = buf_in(a);
  bool rooted = str_starts(path, S("/"));
  str rest = rooted ? str_sub(path, 1, path.n) : path, segment;
  if (rooted) buf_char(&b, '/');
  while (str_split(&rest, '/', &segment)) {
    if (str_eq(segment, S(".."))) {
      if (b.n > 1) b.n--;
      while (b.n > rooted && b.p[b.n - 1] != '/') b.n--;
    } else if (!str_eq(segment, S("."))) {
      buf_add(&b, segment);
      if (rest.p) buf_char(&b, '/');
    }
  }
  return buf_str(&b);
}

static str merged(arena *a, const parts *base, str path) {
  if (base->authority.p && !base->path.n) return str_cat(a, S("/"), path);
  size_t n = base->path.n;
  while (n && base->path.p[n - 1] != '/') n--;
  return str_cat(a, S(""), str_sub(base->path, 0, n), path);
}

str uri_resolve(arena *a, str base, str ref, str *fragment) {
  parts b = split(base.p ? base : S("")), r = split(ref.p ? ref : S(""));
  *fragment = r.fragment;
  if (!r.scheme.p) {
    r.scheme = b.scheme;
    if (!r.authority.p) {
      r.authority = b.authority;
      if (!r.path.n) {
        r.path = b.path;
        if (!r.query.p) r.query = b.query;
      } else if (r.path.p[0] != '/') {
        r.path = merged(a, &b, r.path);
      }
    }
  }
  if (str_find(r.path, S("/.")) >= 0 || str_starts(r.path, S(".")))
    r.path = without_dots(a, r.path);
  buf whole = buf_in(a);
  if (r.scheme.p) buf_add(&whole, r.scheme), buf_char(&whole, ':');
  if (r.authority.p) buf_add(&whole, S("//")), buf_add(&whole, r.authority);
  buf_add(&whole, r.path);
  if (r.query.p) buf_char(&whole, '?'), buf_add(&whole, r.query);
  return buf_str(&whole);
}

static int hex(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  c |= 0x20;
  return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

str uri_decode(arena *a, str s) {
  if (str_chr(s, '%', 0) < 0) return s;
  buf b = buf_in(a);
  for (size_t i = 0; i < s.n; i++) {
    bool coded = s.p[i] == '%' && i + 2 < s.n && hex(s.p[i + 1]) >= 0 && hex(s.p[i + 2]) >= 0;
    int byte = coded ? hex(s.p[i + 1]) << 4 | hex(s.p[i + 2]) : s.p[i];
    buf_char(&b, (char)byte);
    i += coded ? 2 : 0;
  }
  return str_utf8(buf_str(&b)) ? buf_str(&b) : STR_NONE;
}

bool pointer_next(arena *a, str *rest, str *token) {
  if (!rest->n || rest->p[0] != '/') return false;
  ptrdiff_t end = str_chr(*rest, '/', 1);
  str raw = str_sub(*rest, 1, end < 0 ? rest->n : (size_t)end);
  *rest = str_sub(*rest, raw.n + 1, rest->n);
  *token = raw;
  if (str_chr(raw, '~', 0) < 0) return true;
  buf b = buf_in(a);
  for (size_t i = 0; i < raw.n; i++) {
    bool coded = raw.p[i] == '~' && i + 1 < raw.n && (raw.p[i + 1] == '0' || raw.p[i + 1] == '1');
    buf_char(&b, coded ? raw.p[i + 1] == '1' ? '/' : '~' : raw.p[i]);
    i += coded;
  }
  *token = buf_str(&b);
  return true;
}

/* form: see form.h.  One pass over the bytes; every piece is a view until it must be decoded. */
#include "kit/form.h"

#include <string.h>

#include "base/buf.h"

enum {
  MOST_PART_HEADERS = 8,
  MOST_PART_HEAD = 4096, /* bytes */
  MOST_BOUNDARY = 70,
  MOST_TEXT = 4 << 20 /* bytes of an urlencoded form, which is copied when decoded */
};

static int hex_value(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

/* --- percent-encoding --- */
static str decode(arena *a, str s, bool plus) {
  if (!s.p) return STR_NONE;
  bool plain = str_chr(s, '%', 0) < 0 && (!plus || str_chr(s, '+', 0) < 0);
  if (plain) return str_utf8(s) ? s : STR_NONE;
  char *p = arena_alloc(a, s.n + 1);
  size_t n = 0;
  for (size_t i = 0; i < s.n; i++) {
    char c = s.p[i];
    if (c == '%') {
      int high = s.n - i > 2 ? hex_value(s.p[i + 1]) : -1;
      int low = high < 0 ? -1 : hex_value(s.p[i + 2]);
      if (low < 0) return STR_NONE;
      c = (char)(high << 4 | low);
      i += 2;
    } else if (c == '+' && plus) {
      c = ' ';
    }
    p[n++] = c;
  }
  str out = {p, n};
  return str_utf8(out) ? out : STR_NONE;
}

str form_decode(arena *a, str s) { return decode(a, s, false); }
str form_decode_query(arena *a, str s) { return decode(a, s, true); }

/* --- application/x-www-form-urlencoded --- */
static err *read_pairs(arena *a, str body, form *out) {
  *out = (form){NULL, 0};
  size_t most = body.n > 0;
  for (size_t i = 0; i < body.n; i++) most += body.p[i] == '&';
  if (most > FORM_MOST_PARTS) return ERR(TOO_LARGE, N_("The form has too many fields"));
  if (body.n > MOST_TEXT) return ERR(TOO_LARGE, N_("The form is too large"));
  form_part *parts = arena_list(a, most, form_part);
  str rest = body.n ? body : STR_NONE, pair;
  size_t n = 0;
  while (str_split(&rest, '&', &pair)) {
    if (!pair.n) continue;
    ptrdiff_t eq = str_chr(pair, '=', 0);
    size_t end = eq < 0 ? pair.n : (size_t)eq;
    str name = decode(a, str_sub(pair, 0, end), true);
    str value = eq < 0 ? S("") : decode(a, str_sub(pair, end + 1, pair.n), true);
    if (!name.p || !value.p || !name.n || name.n > FORM_MOST_NAME)
      return ERR(BAD_REQUEST, N_("The form is not well formed"));
    parts[n++] = (form_part){.name = name, .value = value};
  }
  *out = (form){parts, n};
  return NULL;
}

/* --- parameters of a header: "; name=token" or "; name=\"text\"" --- */
static bool token_char(char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
         (c && strchr("!#$%&'*+-.^_`|~", c));
}

/* A backslash quotes only a quote or itself: browsers send others as they are (WHATWG HTML,
 * "multipart form data"). */
static bool quoted_pair(str s, size_t i) {
  return s.p[i] == '\\' && i + 1 < s.n && (s.p[i + 1] == '"' || s.p[i + 1] == '\\');
}

/* Takes the text behind an opening quote off *rest, up to the closing one. */
static bool take_quoted(arena *a, str *rest, str *value) {
  size_t end = 0, n = 0;
  for (; end < rest->n && rest->p[end] != '"'; end++) end += quoted_pair(*rest, end);
  if (end >= rest->n) return false;
  char *p = arena_alloc(a, end + 1);
  for (size_t i = 0; i < end; i++) {
    i += quoted_pair(*rest, i);
    p[n++] = rest->p[i];
  }
  *rest = str_sub(*rest, end + 1, rest->n);
  *value = (str){p, n};
  return true;
}

/* Takes "; name=value" off *rest.  False at the end, and *bad when that was not the end. */
static bool take_param(arena *a, str *rest, str *name, str *value, bool *bad) {
  *rest = str_trim(*rest);
  if (!rest->n) return false;
  *bad = true;
  if (rest->p[0] != ';') return false;
  *rest = str_trim(str_sub(*rest, 1, rest->n));
  size_t n = 0;
  while (n < rest->n && token_char(rest->p[n])) n++;
  if (!n || n == rest->n || rest->p[n] != '=') return false;
  *name = str_sub(*rest, 0, n);
  *rest = str_sub(*rest, n + 1, rest->n);
  if (str_starts(*rest, S("\""))) {
    *rest = str_sub(*rest, 1, rest->n);
    if (!take_quoted(a, rest, value)) return false;
  } else {
    for (n = 0; n < rest->n && token_char(rest->p[n]);) n++;
    if (!n) return false;
    *value = str_sub(*rest, 0, n);
    *rest = str_sub(*rest, n, rest->n);
  }
  *bad = false;
  return true;
}

/* The part before the first ';', and the rest from there. */
static str before_params(str s, str *rest) {
  ptrdiff_t semi = str_chr(s, ';', 0);
  size_t end = semi < 0 ? s.n : (size_t)semi;
  *rest = str_sub(s, end, s.n);
  return str_trim(str_sub(s, 0, end));
}

/* --- multipart/form-data --- */
/* WHATWG: only these three are escaped in names. */
static str unescape_name(arena *a, str s) {
  static const struct {
    str from;
    char to;
  } map[] = {{S("%22"), '"'}, {S("%0D"), '\r'}, {S("%0A"), '\n'}};
  if (str_chr(s, '%', 0) < 0) return s;
  char *p = arena_alloc(a, s.n + 1);
  size_t n = 0;
  for (size_t i = 0; i < s.n; n++) {
    size_t k = 0;
    while (k < COUNT(map) && !str_eq_nocase(str_sub(s, i, i + 3), map[k].from)) k++;
    p[n] = k < COUNT(map) ? map[k].to : s.p[i];
    i += k < COUNT(map) ? 3 : 1;
  }
  return (str){p, n};
}

static bool printable(str s) {
  for (size_t i = 0; i < s.n; i++)
    if ((unsigned char)s.p[i] < ' ' || s.p[i] == 0x7f) return false;
  return str_utf8(s);
}

static str last_part(str path) {
  for (size_t i = path.n; i > 0; i--)
    if (path.p[i - 1] == '/' || path.p[i - 1] == '\\') return str_sub(path, i, path.n);
  return path;
}

static err *malformed(const char *what) {
  return ERR(BAD_REQUEST, N_("The form is not well formed: {0}"), str_of(what));
}

/* form-data; name="..."[; filename="..."], RFC 7578 section 4.2. */
static err *read_disposition(arena *a, str value, form_part *part) {
  str rest, name, text;
  bool bad = false;
  if (!str_eq_nocase(before_params(value, &rest), S("form-data")))
    return malformed("Content-Disposition");
  while (take_param(a, &rest, &name, &text, &bad)) {
    text = unescape_name(a, text);
    if (str_eq_nocase(name, S("name"))) {
      if (part->name.p) return malformed(N_("two names"));
      part->name = text;
    } else if (str_eq_nocase(name, S("filename"))) {
      if (part->filename.p) return malformed(N_("two file names"));
      part->filename = last_part(text);
    } else if (str_eq_nocase(name, S("filename*"))) {
      return malformed("filename*"); /* RFC 7578 forbids it */
    }
  }
  if (bad || !part->name.n || part->name.n > FORM_MOST_NAME || !printable(part->name))
    return malformed(N_("the name of a part"));
  if (part->filename.n > FORM_MOST_FILENAME || !printable(part->filename))
    return malformed(N_("the name of a file"));
  return NULL;
}

static err *read_part_header(arena *a, str line, form_part *part) {
  ptrdiff_t colon = str_chr(line, ':', 0);
  if (colon < 1 || !printable(line)) return malformed(N_("a part's header"));
  for (ptrdiff_t i = 0; i < colon; i++)
    if (!token_char(line.p[i])) return malformed(N_("a part's header"));
  str name = str_sub(line, 0, (size_t)colon);
  str value = str_trim(str_sub(line, (size_t)colon + 1, line.n));
  if (str_eq_nocase(name, S("Content-Disposition"))) {
    if (part->name.p) return malformed(N_("two dispositions"));
    return read_disposition(a, value, part);
  }
  if (str_eq_nocase(name, S("Content-Type"))) {
    if (part->content_type.p) return malformed(N_("two types"));
    part->content_type = value;
  }
  bool plain = str_eq_nocase(value, S("binary")) || str_eq_nocase(value, S("8bit")) ||
               str_eq_nocase(value, S("7bit"));
  if (str_eq_nocase(name, S("Content-Transfer-Encoding")) && !plain)
    return malformed("Content-Transfer-Encoding"); /* RFC 7578 section 4.7 */
  return NULL;
}

/* The headers of a part, up to the empty line; *body gets what follows. */
static err *read_part_head(arena *a, str from, form_part *part, str *body) {
  *part = (form_part){.name = STR_NONE};
  str head = str_sub(from, 0, MOST_PART_HEAD);
  for (int i = 0; i <= MOST_PART_HEADERS; i++) {
    ptrdiff_t end = str_find(head, S("\r\n"));
    if (end < 0) return malformed(N_("a part's headers"));
    if (end == 0) {
      *body = str_sub(from, (size_t)(head.p - from.p) + 2, from.n);
      return part->name.p ? NULL : malformed(N_("a part without a name"));
    }
    TRY(read_part_header(a, str_sub(head, 0, (size_t)end), part));
    head = str_sub(head, (size_t)end + 2, head.n);
  }
  return malformed(N_("a part's headers"));
}

static size_t count_parts(str body, str delimiter) {
  size_t n = 0;
  for (ptrdiff_t at; n <= FORM_MOST_PARTS && (at = str_find(body, delimiter)) >= 0; n++)
    body = str_sub(body, (size_t)at + delimiter.n, body.n);
  return n;
}

/* delimiter is CRLF "--" boundary; the first stands at the very start, without its CRLF. */
static err *read_multipart(arena *a, str body, str delimiter, form *out) {
  *out = (form){NULL, 0};
  str first = str_sub(delimiter, 2, delimiter.n);
  if (!str_starts(body, first)) return malformed(N_("it does not start with its boundary"));
  size_t most = count_parts(body, delimiter), n = 0;
  if (most > FORM_MOST_PARTS) return ERR(TOO_LARGE, N_("The form has too many fields"));
  form_part *parts = arena_list(a, most, form_part);
  str rest = str_sub(body, first.n, body.n);
  while (!str_starts(rest, S("--"))) {
    if (!str_starts(rest, S("\r\n"))) return malformed(N_("a boundary"));
    form_part part;
    str content;
    TRY(read_part_head(a, str_sub(rest, 2, rest.n), &part, &content));
    ptrdiff_t end = str_find(content, delimiter);
    if (end < 0 || n == most) return malformed(N_("it ends early"));
    part.value = str_sub(content, 0, (size_t)end);
    if (!part.filename.p && !str_utf8(part.value)) return malformed(N_("a field is not UTF-8"));
    parts[n++] = part;
    rest = str_sub(content, (size_t)end + delimiter.n, content.n);
  }
  if (rest.n != 2 && !str_eq(rest, S("--\r\n"))) return malformed(N_("something follows its end"));
  *out = (form){parts, n};
  return NULL;
}

static err *read_boundary(arena *a, str params, str *delimiter) {
  static const char allowed[] = "'()+_,-./:=? "; /* RFC 2046 section 5.1.1 */
  str name, value, boundary = STR_NONE;
  bool bad = false;
  while (take_param(a, &params, &name, &value, &bad)) {
    if (!str_eq_nocase(name, S("boundary"))) continue;
    if (boundary.p) return malformed(N_("two boundaries"));
    boundary = value;
  }
  bool clean = !bad && boundary.n > 0 && boundary.n <= MOST_BOUNDARY &&
               boundary.p[boundary.n - 1] != ' ';
  for (size_t i = 0; clean && i < boundary.n; i++)
    clean = token_char(boundary.p[i]) || (boundary.p[i] && strchr(allowed, boundary.p[i]));
  if (!clean) return malformed(N_("the boundary"));
  *delimiter = str_cat(a, S("\r\n--"), boundary);
  return NULL;
}

err *form_read(arena *a, str content_type, str body, form *out) {
  str params, delimiter;
  str type = before_params(content_type, &params);
  *out = (form){NULL, 0};
  if (str_eq_nocase(type, S("application/x-www-form-urlencoded"))) return read_pairs(a, body, out);
  if (!str_eq_nocase(type, S("multipart/form-data")))
    return ERR(MEDIA, N_("This kind of form is not accepted"));
  TRY(read_boundary(a, params, &delimiter));
  return read_multipart(a, body, delimiter, out);
}

err *form_query(arena *a, str query, form *out) { return read_pairs(a, query, out); }

const form_part *form_get(const form *f, str name) {
  for (size_t i = 0; i < f->n; i++)
    if (str_eq(f->parts[i].name, name)) return &f->parts[i];
  return NULL;
}

/* --- Cookie --- */
static bool cookie_value(str s) { /* cookie-octet, RFC 6265 section 4.1.1 */
  for (size_t i = 0; i < s.n; i++)
    if (s.p[i] <= ' ' || s.p[i] > '~' || strchr("\",;\\", s.p[i])) return false;
  return true;
}

str cookie_get(str header, str name) {
  str rest = header, pair, found = STR_NONE;
  while (str_split(&rest, ';', &pair)) {
    pair = str_trim(pair);
    ptrdiff_t eq = str_chr(pair, '=', 0);
    if (eq < 0 || !str_eq(str_sub(pair, 0, (size_t)eq), name)) continue;
    str value = str_sub(pair, (size_t)eq + 1, pair.n);
    if (value.n > 1 && value.p[0] == '"' && value.p[value.n - 1] == '"')
      value = str_sub(value, 1, value.n - 1);
    if (!cookie_value(value) || (found.p && !str_eq(found, value))) return STR_NONE;
    found = value;
  }
  return found;
}

/* --- Accept --- */
/* qvalue in thousandths, RFC 9110 section 12.4.2; -1 when malformed. */
static int read_q(str s) {
  int scale = 1000, q = 0;
  if (s.n < 1 || s.n > 5 || (s.n > 1 && s.p[1] != '.')) return -1;
  for (size_t i = 0; i < s.n; i++) {
    if (i == 1) continue;
    if (s.p[i] < '0' || s.p[i] > '9') return -1;
    q += (s.p[i] - '0') * scale;
    scale /= 10;
  }
  return q <= 1000 ? q : -1;
}

/* The weight of a media range: 1000 when it names none, -1 when it is malformed. */
static int weight(str params) {
  str rest = params, part;
  while (str_split(&rest, ';', &part)) {
    part = str_trim(part);
    if (part.n > 1 && (part.p[0] == 'q' || part.p[0] == 'Q') && part.p[1] == '=')
      return read_q(str_sub(part, 2, part.n));
  }
  return 1000;
}

bool http_accepts_html(str accept) {
  int html = 0, json = 0;
  str rest = accept, range, params;
  while (str_split(&rest, ',', &range)) {
    str type = before_params(range, &params);
    int *best = str_eq_nocase(type, S("text/html")) ? &html
                : str_eq_nocase(type, S("application/xhtml+xml")) ? &html
                : str_eq_nocase(type, S("application/json")) ? &json : NULL;
    int q = best ? weight(params) : 0;
    if (best && q > *best) *best = q;
  }
  return html > 0 && html >= json;
}

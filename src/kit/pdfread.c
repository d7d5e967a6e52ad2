/* pdfread: the reading half of pdf_impl.h: tokens, values, revisions (ISO 32000-1 7.2 to 7.5).
 * Loops, no recursion; each byte is read a bounded number of times. */
#include <string.h>

#include "kit/pdf_impl.h"

enum { DEPTH = 48, SHORT = 64 };

/* --- tokens --- */

typedef enum kind { END, BAD, NAME, NUMBER, STRING, OPEN, CLOSE, WORD } kind;
typedef struct token {
  kind kind;
  str text;
} token;

static bool white(char c) {
  return c == ' ' || c == '\n' || c == '\r' || c == '\t' || c == '\f' || c == '\0';
}
static bool delimiter(char c) { return c && strchr("()<>[]{}/%", c); }
static bool regular(char c) { return !white(c) && !delimiter(c); }
static bool digit(char c) { return c >= '0' && c <= '9'; }

static size_t skip_white(str s, size_t at) {
  while (at < s.n && (white(s.p[at]) || s.p[at] == '%')) {
    if (s.p[at] == '%')
      while (at < s.n && s.p[at] != '\n' && s.p[at] != '\r') at++;
    else
      at++;
  }
  return at;
}

/* Index behind a literal string that starts at "(", or 0. */
static size_t literal_end(str s, size_t at) {
  size_t depth = 0;
  for (; at < s.n; at++) {
    if (s.p[at] == '\\') at++;
    else if (s.p[at] == '(') depth++;
    else if (s.p[at] == ')' && --depth == 0) return at + 1;
  }
  return 0;
}

static size_t hex_end(str s, size_t at) {
  for (at++; at < s.n && s.p[at] != '>'; at++)
    if (!white(s.p[at]) && !strchr("0123456789abcdefABCDEF", s.p[at])) return 0;
  return at < s.n ? at + 1 : 0;
}

static kind word_kind(str text) {
  bool number = true;
  for (size_t i = 0; i < text.n; i++)
    number = number && (digit(text.p[i]) || text.p[i] == '.' || (i == 0 && text.p[i] == '-'));
  return number ? NUMBER : WORD;
}

static token next(str s, size_t *at) {
  size_t from = skip_white(s, *at), to = from;
  if (from >= s.n) return (token){.kind = END};
  char c = s.p[from], d = from + 1 < s.n ? s.p[from + 1] : ' ';
  kind k = BAD;
  if (c == '(') k = STRING, to = literal_end(s, from);
  else if (c == '<' && d != '<') k = STRING, to = hex_end(s, from);
  else if (c == '<' || c == '[') k = OPEN, to = from + (c == '<' ? 2 : 1);
  else if (c == ']' || (c == '>' && d == '>')) k = CLOSE, to = from + (c == '>' ? 2 : 1);
  else if (c == '/' || regular(c)) {
    for (to = from + 1; to < s.n && regular(s.p[to]);) to++;
    k = c == '/' ? NAME : word_kind(str_sub(s, from, to));
  }
  if (k == BAD || to <= from) return (token){.kind = BAD};
  *at = to;
  return (token){k, str_sub(s, from, to)};
}

static bool is_word(token t, str word) { return t.kind == WORD && str_eq(t.text, word); }

/* --- values --- */

int64_t pdf_integer(str value) {
  int64_t n = 0;
  if (value.n == 0 || value.n > 12) return -1;
  for (size_t i = 0; i < value.n; i++) {
    if (!digit(value.p[i])) return -1;
    n = n * 10 + (value.p[i] - '0');
  }
  return n;
}

/* With the first number read: the rest of "n 0 R" when it is there. */
static void reference_tail(str s, size_t *at, str first) {
  size_t ahead = *at;
  if (pdf_integer(first) < 0) return;
  token generation = next(s, &ahead);
  if (generation.kind == NUMBER && is_word(next(s, &ahead), S("R"))) *at = ahead;
}

/* One value from *at, which moves behind it; none when there is none or it is broken. */
static str value_at(str s, size_t *at) {
  char open[DEPTH];
  size_t depth = 0, from = skip_white(s, *at);
  do {
    token t = next(s, at);
    if (t.kind == END || t.kind == BAD) return STR_NONE;
    if (t.kind == OPEN) {
      if (depth == DEPTH) return STR_NONE;
      open[depth++] = t.text.p[0];
    } else if (t.kind == CLOSE) {
      if (depth == 0 || open[--depth] != (t.text.p[0] == '>' ? '<' : '[')) return STR_NONE;
    } else if (t.kind == NUMBER) {
      reference_tail(s, at, t.text);
    }
  } while (depth);
  return str_sub(s, from, *at);
}

static bool inside(str s, str open, size_t *at) {
  if (*at == 0) {
    if (!str_starts(s, open)) return false;
    *at = open.n;
  }
  return true;
}

bool pdf_entry(str dictionary, size_t *at, str *key, str *value) {
  if (!inside(dictionary, S("<<"), at)) return false;
  token name = next(dictionary, at);
  if (name.kind != NAME) return false;
  *key = name.text;
  *value = value_at(dictionary, at);
  return value->p != NULL;
}

bool pdf_element(str array, size_t *at, str *value) {
  if (!inside(array, S("["), at)) return false;
  size_t ahead = *at;
  if (next(array, &ahead).kind == CLOSE) return false;
  *value = value_at(array, at);
  return value->p != NULL;
}

str pdf_get(str dictionary, str key) {
  str found = STR_NONE, name, value;
  for (size_t at = 0; pdf_entry(dictionary, &at, &name, &value);) {
    if (!str_eq(name, key)) continue;
    if (found.p) return STR_NONE;
    found = value;
  }
  return found;
}

int pdf_reference(str value) {
  size_t at = 0;
  token number = next(value, &at), generation = next(value, &at), r = next(value, &at);
  int64_t n = pdf_integer(number.text);
  bool good = number.kind == NUMBER && str_eq(generation.text, S("0")) && is_word(r, S("R")) &&
              at == value.n && n > 0 && n < PDF_OBJECTS_MOST;
  return good ? (int)n : -1;
}

str pdf_ascii(arena *a, str value) {
  if (value.n < 2 || value.p[0] != '(') return STR_NONE;
  buf b = buf_in(a);
  for (size_t i = 1; i + 1 < value.n; i++) {
    bool escape = value.p[i] == '\\';
    char c = value.p[escape ? ++i : i];
    if (c < ' ' || c > '~' || (escape && !strchr("\\()", c))) return STR_NONE;
    buf_char(&b, c);
  }
  return buf_str(&b);
}

void pdf_copy(buf *b, str value, int (*map)(void *arg, int number), void *arg) {
  for (size_t at = 0, from = 0;; from = at) {
    token t = next(value, &at);
    if (t.kind == END || t.kind == BAD) return;
    if (t.kind == NUMBER) reference_tail(value, &at, t.text);
    int number = t.kind == NUMBER ? pdf_reference(str_sub(value, skip_white(value, from), at)) : -1;
    int other = number >= 0 ? map(arg, number) : -1;
    if (!b) continue;
    if (number >= 0) buf_fmt(b, "%d 0 R ", other);
    else buf_add(b, t.text), buf_char(b, ' ');
  }
}

/* --- objects --- */

/* Reads "n 0 obj" at *at; the number, or -1. */
static int object_head(str s, size_t *at) {
  if (*at >= s.n || !digit(s.p[*at])) return -1;
  token number = next(s, at), generation = next(s, at);
  int64_t n = pdf_integer(number.text);
  bool good = number.kind == NUMBER && str_eq(generation.text, S("0")) &&
              is_word(next(s, at), S("obj")) && n > 0 && n < PDF_OBJECTS_MOST;
  return good ? (int)n : -1;
}

/* /Length, which may be a reference to an integer. */
static int64_t stream_length(const pdf_file *f, const pdf_revision *r, str dictionary) {
  str length = pdf_get(dictionary, S("/Length"));
  int number = pdf_reference(length);
  if (number < 0) return pdf_integer(length);
  size_t from = number < f->size ? r->at[number] : 0, at = 0;
  str s = str_sub(f->bytes, from, from + SHORT); /* so that many may point at one */
  if (!from || object_head(s, &at) != number) return -1;
  token value = next(s, &at);
  bool good = value.kind == NUMBER && is_word(next(s, &at), S("endobj"));
  return good ? pdf_integer(value.text) : -1;
}

/* The object that starts at *at, which moves behind its endobj; its number, or -1. */
static int object_at(const pdf_file *f, const pdf_revision *r, size_t *at, pdf_object *out) {
  str s = f->bytes;
  int number = object_head(s, at);
  if (number < 0) return -1;
  *out = (pdf_object){.value = value_at(s, at)};
  if (!out->value.p) return -1;
  token t = next(s, at);
  if (is_word(t, S("stream"))) {
    if (*at < s.n && s.p[*at] == '\r') ++*at;
    int64_t n = stream_length(f, r, out->value);
    if (n < 0 || *at >= s.n || s.p[*at] != '\n' || (uint64_t)n > s.n - *at - 1) return -1;
    out->stream = str_sub(s, *at + 1, *at + 1 + (size_t)n);
    *at += 1 + (size_t)n;
    if (!is_word(next(s, at), S("endstream"))) return -1;
    t = next(s, at);
  }
  return is_word(t, S("endobj")) ? number : -1;
}

bool pdf_find(const pdf_file *f, int revision, int number, pdf_object *out) {
  if (number <= 0 || number >= f->size) return false;
  const pdf_revision *r = &f->revision[revision];
  size_t at = r->at[number];
  return at && object_at(f, r, &at, out) == number;
}

/* --- revisions --- */

static bool take(str s, size_t *at, str what) {
  if (!str_starts(str_sub(s, *at, s.n), what)) return false;
  *at += what.n;
  return true;
}

static bool take_number(str s, size_t *at, char end, size_t *out) {
  size_t from = *at;
  while (*at < s.n && digit(s.p[*at])) ++*at;
  int64_t n = pdf_integer(str_sub(s, from, *at));
  if (n < 0 || *at >= s.n || s.p[*at] != end) return false;
  ++*at;
  *out = (size_t)n;
  return true;
}

/* Walks the table at *at up to its trailer.  With r->at: notes the entries there. */
static bool read_table(const pdf_file *f, pdf_revision *r, bool base, size_t *at, size_t *used) {
  size_t first, count, offset, generation;
  str s = f->bytes;
  if (!take(s, at, S("xref\n"))) return false;
  for (*used = 0; !take(s, at, S("trailer"));) {
    if (!take_number(s, at, ' ', &first) || !take_number(s, at, '\n', &count)) return false;
    if (first > PDF_OBJECTS_MOST || count > PDF_OBJECTS_MOST - first) return false;
    for (size_t n = first; n < first + count; n++) {
      if (!take_number(s, at, ' ', &offset) || !take_number(s, at, ' ', &generation)) return false;
      if (take(s, at, S("f \n"))) {
        if (!base) return false;
        continue;
      }
      if (!take(s, at, S("n \n")) || generation != 0 || n == 0 || offset == 0) return false;
      ++*used;
      if (r->at && n >= (size_t)f->size) return false;
      if (r->at) r->at[n] = offset;
    }
  }
  return true;
}

/* The trailer behind the table, and the end of the revision. */
static bool read_trailer(str s, size_t *at, pdf_revision *r) {
  size_t again;
  r->trailer = value_at(s, at);
  bool good = r->trailer.p && take(s, at, S("\nstartxref\n")) && take_number(s, at, '\n', &again) &&
              again == r->xref && take(s, at, S("%%EOF\n"));
  r->end = *at;
  return good && !pdf_get(r->trailer, S("/XRefStm")).p && !pdf_get(r->trailer, S("/Encrypt")).p;
}

/* The last line but one gives where the last table starts. */
static bool last_table(str s, size_t *xref) {
  str tail = S("\n%%EOF\n");
  if (!str_ends(s, tail)) return false;
  size_t end = s.n - tail.n, at = end;
  while (at > 0 && end - at < 12 && digit(s.p[at - 1])) at--;
  int64_t n = pdf_integer(str_sub(s, at, end));
  *xref = (size_t)n;
  return n > 0 && (uint64_t)n < s.n;
}

/* Follows /Prev from the last table; revisions come out oldest first. */
static bool read_chain(pdf_file *f) {
  pdf_revision chain[PDF_REVISIONS_MOST];
  int n = 0;
  size_t xref, used;
  if (!last_table(f->bytes, &xref)) return false;
  for (int64_t previous = (int64_t)xref; previous >= 0; n++) {
    if (n == PDF_REVISIONS_MOST || (uint64_t)previous >= f->bytes.n) return false;
    if (n && (size_t)previous >= chain[n - 1].xref) return false;
    pdf_revision *r = &chain[n];
    *r = (pdf_revision){.xref = (size_t)previous};
    size_t at = r->xref;
    if (!read_table(f, r, true, &at, &used) || !read_trailer(f->bytes, &at, r)) return false;
    str older = pdf_get(r->trailer, S("/Prev"));
    previous = pdf_integer(older);
    if (older.p && previous < 0) return false;
  }
  for (int i = 0; i < n; i++) f->revision[i] = chain[n - 1 - i];
  f->nrevisions = n;
  return true;
}

/* The header lines of the first revision, else where the one before ended. */
static bool read_head(const pdf_file *f, int i, size_t *at) {
  if (i) {
    *at = f->revision[i - 1].end;
    return true;
  }
  str s = f->bytes;
  if (!str_starts(s, S("%PDF-1.")) || s.n < 16 || !digit(s.p[7]) || s.p[8] != '\n') return false;
  *at = 9;
  if (s.p[*at] != '%') return true;
  while (*at < s.n && s.p[*at] != '\n') ++*at;
  return take(s, at, S("\n"));
}

static bool read_revision(arena *a, pdf_file *f, int i) {
  pdf_revision *r = &f->revision[i];
  size_t at = r->xref, used, seen = 0;
  int64_t size = pdf_integer(pdf_get(r->trailer, S("/Size")));
  if (size <= 0 || size > f->size) return false;
  if (!read_head(f, i, &r->begin) || r->begin > r->xref) return false;
  r->at = arena_list(a, (size_t)f->size, size_t);
  if (i) memcpy(r->at, f->revision[i - 1].at, (size_t)f->size * sizeof *r->at);
  if (!read_table(f, r, i == 0, &at, &used)) return false;
  for (at = r->begin; at < r->xref; seen++) {
    pdf_object object;
    size_t from = at;
    int number = object_at(f, r, &at, &object);
    if (number < 0 || number >= size || r->at[number] != from || !take(f->bytes, &at, S("\n")))
      return false;
  }
  return at == r->xref && seen == used;
}

err *pdf_open(arena *a, str bytes, pdf_file *out) {
  *out = (pdf_file){.bytes = bytes};
  bool good = bytes.n > 0 && bytes.n <= PDF_MOST && read_chain(out);
  if (good) {
    int64_t size = pdf_integer(pdf_get(out->revision[out->nrevisions - 1].trailer, S("/Size")));
    good = size > 0 && size <= PDF_OBJECTS_MOST;
    out->size = (int)(good ? size : 0);
  }
  for (int i = 0; good && i < out->nrevisions; i++) good = read_revision(a, out, i);
  return good ? NULL : ERR(INVALID, N_("This PDF was not made here, or was altered."));
}

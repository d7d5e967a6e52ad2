/* lang: see lang.h.  The catalogues are the .mo files of GNU gettext (its manual, "The Format of
 * GNU MO Files"), embedded at build time and checked once; English needs none, msgids are English.
 */
#include "kit/lang.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/embed.h"

static const char *const tags[LANG_COUNT] = {[LANG_VI] = "vi", [LANG_EN] = "en", [LANG_BN] = "bn"};

const char *lang_tag(lang l) { return tags[l]; }

bool lang_of(str tag, lang *out) {
  for (int l = 0; l < LANG_COUNT; l++) {
    if (!str_eq_nocase(tag, str_of(tags[l]))) continue;
    *out = (lang)l;
    return true;
  }
  return false;
}

/* --- Accept-Language --- */
/* qvalue in thousandths (RFC 9110 12.4.2); -1 when malformed. */
static int quality(str s) {
  if (!s.n || s.n > 5 || (s.p[0] != '0' && s.p[0] != '1') || (s.n > 1 && s.p[1] != '.')) return -1;
  int q = (s.p[0] - '0') * 1000, scale = 100;
  for (size_t i = 2; i < s.n; i++, scale /= 10) {
    if (s.p[i] < '0' || s.p[i] > '9') return -1;
    q += (s.p[i] - '0') * scale;
  }
  return q > 1000 ? -1 : q;
}

/* One range: its first subtag and quality; malformed parameters refuse the range. */
static int range_of(str part, str *tag) {
  str range, parameter;
  str_split(&part, ';', &range);
  range = str_trim(range);
  int q = 1000;
  while (str_split(&part, ';', &parameter)) {
    parameter = str_trim(parameter);
    if (!str_starts(parameter, S("q=")) && !str_starts(parameter, S("Q="))) return -1;
    q = quality(str_sub(parameter, 2, parameter.n));
  }
  str_split(&range, '-', tag);
  return q;
}

lang lang_negotiate(str accept_language) {
  int best[LANG_COUNT], any = -1, top = 0;
  for (int l = 0; l < LANG_COUNT; l++) best[l] = -1;
  str part, tag;
  while (str_split(&accept_language, ',', &part)) {
    int q = range_of(part, &tag);
    lang l;
    if (str_eq(tag, S("*")) && q > any) any = q;
    else if (lang_of(tag, &l) && q > best[l]) best[l] = q;
  }
  lang found = LANG_VI;
  for (int l = 0; l < LANG_COUNT; l++) {
    int q = best[l] >= 0 ? best[l] : any;
    if (q <= top) continue;
    top = q;
    found = (lang)l;
  }
  return found;
}

/* --- catalogues --- */
typedef struct catalogue {
  str mo;
  uint32_t n, originals, translations; /* offsets of tables of (length, offset) */
} catalogue;

static catalogue catalogues[LANG_COUNT];
static pthread_once_t once = PTHREAD_ONCE_INIT;

static uint32_t word(str mo, size_t at) {
  uint32_t v;
  memcpy(&v, mo.p + at, sizeof v);
  return v;
}

/* The i-th text of a table, which ends with NUL inside the file; none else. */
static str entry(const catalogue *c, uint32_t table, uint32_t i) {
  size_t at = table + (size_t)i * 8, n = word(c->mo, at), from = word(c->mo, at + 4);
  if (from >= c->mo.n || n >= c->mo.n - from || c->mo.p[from + n] != '\0') return STR_NONE;
  return (str){c->mo.p + from, n};
}

static bool open_catalogue(catalogue *c, str mo) {
  if (mo.n < 28 || word(mo, 0) != 0x950412deu || word(mo, 4) >> 16 > 1) return false;
  *c = (catalogue){mo, word(mo, 8), word(mo, 12), word(mo, 16)};
  size_t size = (size_t)c->n * 8;
  bool good = size <= mo.n && c->originals <= mo.n - size && c->translations <= mo.n - size;
  str before = STR_NONE;
  for (uint32_t i = 0; good && i < c->n; i++) {
    str id = entry(c, c->originals, i);
    good = id.p && entry(c, c->translations, i).p && (!before.p || str_cmp(before, id) < 0);
    before = id;
  }
  return good;
}

static void open_all(void) {
  for (int i = 0; i < embedded_locale_count; i++) {
    str name = str_of(embedded_locale[i].name);
    lang l;
    if (!str_ends(name, S(".mo")) || !lang_of(str_sub(name, 0, name.n - 3), &l)) continue;
    if (open_catalogue(&catalogues[l], embedded_locale[i].bytes)) continue;
    fprintf(stderr, "motcua: the translations in %s are broken\n", embedded_locale[i].name);
    abort();
  }
}

const char *lang_text(lang l, const char *msgid) {
  pthread_once(&once, open_all);
  const catalogue *c = &catalogues[l];
  uint32_t low = 0, high = c->n;
  while (low < high && *msgid) {
    uint32_t middle = low + (high - low) / 2;
    int order = strcmp(msgid, entry(c, c->originals, middle).p);
    if (order == 0) {
      str translation = entry(c, c->translations, middle);
      return translation.n ? translation.p : msgid;
    }
    if (order < 0) high = middle;
    else low = middle + 1;
  }
  return msgid;
}

str lang_own(lang l, str en, str bn) {
  return l == LANG_EN ? en : l == LANG_BN ? bn : STR_NONE;
}

/* --- numbers --- */
/* The digits ০ to ৯ are U+09E6 to U+09EF: E0 A7 A6 to E0 A7 AF. */
static size_t put_digit(lang l, char *to, char c) {
  if (l != LANG_BN || c < '0' || c > '9') {
    *to = c;
    return 1;
  }
  memcpy(to, "\xE0\xA7", 2);
  to[2] = (char)(0xA6 + c - '0');
  return 3;
}

str lang_digits(lang l, str s, char room[LANG_ROOM]) {
  if (l != LANG_BN || s.n > LANG_ROOM / 3 - 2) return s;
  size_t n = 0;
  for (size_t i = 0; i < s.n; i++) n += put_digit(l, room + n, s.p[i]);
  return (str){room, n};
}

/* Does a separator stand before the last `behind` digits? */
static bool parted(lang l, size_t behind) {
  return l == LANG_BN ? behind >= 3 && behind % 2 == 1 : behind && behind % 3 == 0;
}

str lang_number(lang l, int64_t number, char room[LANG_ROOM]) {
  char plain[24];
  size_t digits = 0, n = 0;
  uint64_t u = number < 0 ? (uint64_t)0 - (uint64_t)number : (uint64_t)number;
  do plain[digits++] = (char)('0' + u % 10);
  while (u /= 10);
  if (number < 0) room[n++] = '-';
  while (digits) {
    n += put_digit(l, room + n, plain[--digits]);
    if (parted(l, digits)) room[n++] = l == LANG_VI ? '.' : ',';
  }
  return (str){room, n};
}

str lang_latin(arena *a, str typed) {
  if (str_find(typed, S("\xE0\xA7")) < 0) return typed;
  buf b = buf_in(a);
  for (size_t i = 0; i < typed.n; i++) {
    str rest = str_sub(typed, i, typed.n);
    unsigned char last = rest.n > 2 ? (unsigned char)rest.p[2] : 0;
    bool digit = str_starts(rest, S("\xE0\xA7")) && last >= 0xA6 && last <= 0xAF;
    buf_char(&b, digit ? (char)('0' + last - 0xA6) : typed.p[i]);
    i += digit ? 2 : 0;
  }
  return buf_str(&b);
}

/* --- messages --- */
/* Has it the shape, in which 0 is a digit? */
static bool shaped(str s, const char *shape) {
  if (s.n != strlen(shape)) return false;
  for (size_t i = 0; i < s.n; i++)
    if (shape[i] == '0' ? s.p[i] < '0' || s.p[i] > '9' : s.p[i] != shape[i]) return false;
  return true;
}

static bool counts(str s) {
  static const char *const shapes[] = {"0", "00", "000", "0000", "00:00", "00/00/0000",
                                       "00:00, 00/00/0000"};
  for (size_t i = 0; i < COUNT(shapes); i++)
    if (shaped(s, shapes[i])) return true;
  return false;
}

str lang_message(arena *a, lang l, const err *e) {
  char room[COUNT(e->args)][LANG_ROOM];
  err told = *e;
  for (size_t i = 0; i < COUNT(told.args); i++)
    if (counts(told.args[i])) told.args[i] = lang_digits(l, told.args[i], room[i]);
  return err_text(a, &told, lang_text(l, e->msgid));
}

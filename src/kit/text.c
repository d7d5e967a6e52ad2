/* text: see text.h.  ICU works in UTF-16, so each function converts there and back in the arena;
 * plain ASCII takes none of that.  ICU's data is part of its library: not finding it ends the
 * process. */
#include "kit/text.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unicode/uchar.h>
#include <unicode/ucol.h>
#include <unicode/unorm2.h>
#include <unicode/uset.h>
#include <unicode/ustring.h>
#include <unicode/utrans.h>

enum { MOST_BYTES = 64 << 20 };

typedef struct wide {
  UChar *p;
  int32_t n;
} wide;

static void need(UErrorCode code, const char *what) {
  if (U_SUCCESS(code)) return;
  fprintf(stderr, "motcua: ICU cannot %s: %s\n", what, u_errorName(code));
  abort();
}

static bool ascii(str s) {
  for (size_t i = 0; i < s.n; i++)
    if ((unsigned char)s.p[i] >= 0x80) return false;
  return true;
}

static wide widened(arena *a, str s) {
  if (s.n > MOST_BYTES) need(U_BUFFER_OVERFLOW_ERROR, "take a text of that size");
  wide w = {arena_list(a, s.n + 1, UChar), 0};
  UErrorCode code = U_ZERO_ERROR;
  u_strFromUTF8WithSub(w.p, (int32_t)s.n + 1, &w.n, s.p, (int32_t)s.n, 0xFFFD, NULL, &code);
  need(code, "read UTF-8");
  return w;
}

static str narrowed(arena *a, wide w) {
  size_t room = (size_t)w.n * 3 + 1; /* most bytes of UTF-8 for a unit of UTF-16 */
  char *p = arena_alloc(a, room);
  int32_t n = 0;
  UErrorCode code = U_ZERO_ERROR;
  u_strToUTF8WithSub(p, (int32_t)room, &n, w.p, w.n, 0xFFFD, NULL, &code);
  need(code, "write UTF-8");
  return (str){p, (size_t)n};
}

/* --- NFC --- */
static bool clean(str s) {
  if (!str_utf8(s)) return false;
  for (size_t i = 0; i < s.n; i++) {
    unsigned char c = (unsigned char)s.p[i];
    if ((c < 0x20 && c != '\t' && c != '\n' && c != '\r') || c == 0x7F) return false;
    if (c == 0xC2 && (unsigned char)s.p[i + 1] < 0xA0) return false; /* U+0080 to U+009F */
  }
  return true;
}

err *text_nfc(arena *a, str in, str *out) {
  if (in.n > MOST_BYTES) return ERR(TOO_LARGE, N_("The text is too long."));
  if (!clean(in)) return ERR(BAD_REQUEST, N_("The text holds characters that are not allowed."));
  *out = in;
  if (ascii(in)) return NULL;
  UErrorCode code = U_ZERO_ERROR;
  const UNormalizer2 *nfc = unorm2_getNFCInstance(&code);
  need(code, "normalise");
  wide w = widened(a, in);
  if (unorm2_spanQuickCheckYes(nfc, w.p, w.n, &code) == w.n && U_SUCCESS(code)) return NULL;
  wide to = {arena_list(a, (size_t)w.n * 3 + 1, UChar),
             0}; /* NFC grows at most threefold (UAX 15) */
  code = U_ZERO_ERROR;
  to.n = unorm2_normalize(nfc, w.p, w.n, to.p, w.n * 3 + 1, &code);
  need(code, "normalise");
  *out = narrowed(a, to);
  return NULL;
}

/* --- folding; a transliterator is not shared between threads --- */
static UTransliterator *folder;
static pthread_key_t folder_key;
static pthread_once_t folder_once = PTHREAD_ONCE_INIT;

static void close_folder(void *t) { utrans_close(t); }

static void open_folder(void) {
  static const char id[] = "Latin-ASCII; Lower";
  UChar wide_id[sizeof id];
  u_charsToUChars(id, wide_id, (int32_t)sizeof id);
  UErrorCode code = U_ZERO_ERROR;
  folder = utrans_openU(wide_id, -1, UTRANS_FORWARD, NULL, 0, NULL, &code);
  need(code, "fold");
  if (pthread_key_create(&folder_key, close_folder)) abort();
}

static const UTransliterator *my_folder(void) {
  pthread_once(&folder_once, open_folder);
  UTransliterator *mine = pthread_getspecific(folder_key);
  if (mine) return mine;
  UErrorCode code = U_ZERO_ERROR;
  mine = utrans_clone(folder, &code);
  need(code, "fold");
  if (pthread_setspecific(folder_key, mine)) abort();
  return mine;
}

static wide folded(arena *a, str in) {
  wide w = widened(a, in);
  int32_t room = w.n * 8 + 16;
  while (true) {
    wide to = {arena_list(a, (size_t)room, UChar), w.n};
    memcpy(to.p, w.p, (size_t)w.n * sizeof(UChar));
    int32_t limit = w.n;
    UErrorCode code = U_ZERO_ERROR;
    utrans_transUChars(my_folder(), to.p, &to.n, room, 0, &limit, &code);
    if (code != U_BUFFER_OVERFLOW_ERROR) {
      need(code, "fold");
      return to;
    }
    room *= 2;
  }
}

static bool in_word(UChar32 c) { return u_isalnum(c) || (U_GET_GC_MASK(c) & U_GC_M_MASK); }

static UChar32 next(wide w, int32_t *i) {
  UChar c = w.p[(*i)++];
  if (!U16_IS_LEAD(c) || *i == w.n || !U16_IS_TRAIL(w.p[*i])) return c;
  return U16_GET_SUPPLEMENTARY(c, w.p[(*i)++]);
}

static bool unseen(UChar32 c) {
  return u_charType(c) == U_FORMAT_CHAR ||
         u_hasBinaryProperty(c, UCHAR_DEFAULT_IGNORABLE_CODE_POINT);
}

str text_tidy(arena *a, str in) {
  if (ascii(in)) return str_trim(in);
  wide w = widened(a, in), to = {arena_list(a, (size_t)w.n + 1, UChar), 0};
  int32_t end = 0; /* after the last character that is seen */
  for (int32_t i = 0; i < w.n;) {
    int32_t from = i;
    UChar32 c = next(w, &i);
    bool blank = u_isUWhiteSpace(c), hidden = unseen(c);
    if (!to.n && (blank || hidden)) continue;
    if (hidden && !u_hasBinaryProperty(c, UCHAR_JOIN_CONTROL)) continue;
    while (from < i) to.p[to.n++] = w.p[from++];
    if (!blank && !hidden) end = to.n;
  }
  to.n = end;
  return narrowed(a, to);
}

static str fold_ascii(arena *a, str in) {
  char *p = arena_alloc(a, in.n + 1);
  size_t n = 0;
  for (size_t i = 0; i < in.n; i++) {
    char c = in.p[i];
    if (c >= 'A' && c <= 'Z') c = (char)(c + 'a' - 'A');
    if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')) p[n++] = c;
    else if (n && p[n - 1] != ' ') p[n++] = ' ';
  }
  return str_trim((str){p, n});
}

str text_fold(arena *a, str in) {
  if (ascii(in)) return fold_ascii(a, in);
  wide w = folded(a, in), to = {arena_list(a, (size_t)w.n + 1, UChar), 0};
  for (int32_t i = 0; i < w.n;) {
    int32_t from = i;
    if (in_word(next(w, &i))) {
      while (from < i) to.p[to.n++] = w.p[from++];
    } else if (to.n && to.p[to.n - 1] != ' ') {
      to.p[to.n++] = ' ';
    }
  }
  return str_trim(narrowed(a, to));
}

/* --- order and case --- */
static UCollator *collator; /* read-only once open */
static pthread_once_t collator_once = PTHREAD_ONCE_INIT;

static void open_collator(void) {
  UErrorCode code = U_ZERO_ERROR;
  collator = ucol_open("vi", &code);
  need(code, "collate");
}

str text_sort_key(arena *a, str in) {
  pthread_once(&collator_once, open_collator);
  wide w = widened(a, in);
  int32_t n = ucol_getSortKey(collator, w.p, w.n, NULL, 0);
  if (n <= 0) need(U_INTERNAL_PROGRAM_ERROR, "collate");
  uint8_t *p = arena_alloc(a, (size_t)n);
  ucol_getSortKey(collator, w.p, w.n, p, n);
  return (str){(char *)p, (size_t)n - 1}; /* without the 0 at its end */
}

str text_upper(arena *a, str in) {
  wide w = widened(a, in);
  int32_t room = w.n * 3 + 1; /* SpecialCasing.txt: at most three for one */
  wide to = {arena_list(a, (size_t)room, UChar), 0};
  UErrorCode code = U_ZERO_ERROR;
  to.n = u_strToUpper(to.p, room, w.p, w.n, "vi", &code);
  need(code, "write capitals");
  return narrowed(a, to);
}

/* --- properties --- */
static bool called(const char *given, const char *name) {
  return name && strcmp(given, name) == 0; /* ICU's search forgives case and blanks, ECMA-262 not */
}

static bool value_called(UProperty p, int32_t v, const char *given) {
  return called(given, u_getPropertyValueName(p, v, U_SHORT_PROPERTY_NAME)) ||
         called(given, u_getPropertyValueName(p, v, U_LONG_PROPERTY_NAME));
}

static bool binary_called(UProperty p, const char *given) {
  return p >= UCHAR_BINARY_START && p < UCHAR_BINARY_LIMIT &&
         (called(given, u_getPropertyName(p, U_SHORT_PROPERTY_NAME)) ||
          called(given, u_getPropertyName(p, U_LONG_PROPERTY_NAME)));
}

/* Fills set; false when there is no such property. */
static bool fill(USet *set, const char *key, const char *value) {
  UErrorCode code = U_ZERO_ERROR;
  bool script = key && (called(key, "Script") || called(key, "sc"));
  bool extended = key && (called(key, "Script_Extensions") || called(key, "scx"));
  if (key && !script && !extended && !called(key, "General_Category") && !called(key, "gc"))
    return false;
  UProperty p = script || extended ? UCHAR_SCRIPT : UCHAR_GENERAL_CATEGORY_MASK;
  int32_t v = u_getPropertyValueEnum(p, value);
  if (v != UCHAR_INVALID_CODE && value_called(p, v, value)) {
    uset_applyIntPropertyValue(set, extended ? UCHAR_SCRIPT_EXTENSIONS : p, v, &code);
  } else if (!key && called(value, "Any")) {
    uset_addRange(set, 0, 0x10FFFF);
  } else if (!key && called(value, "ASCII")) {
    uset_addRange(set, 0, 0x7F);
  } else {
    p = u_getPropertyEnum(value);
    if (key || !binary_called(p, value)) return false;
    uset_applyIntPropertyValue(set, p, 1, &code);
  }
  need(code, "list the characters of a property");
  return true;
}

bool text_property(arena *a, str name, const text_range **ranges, size_t *n) {
  ptrdiff_t equals = str_chr(name, '=', 0);
  if (!ascii(name) || str_chr(name, '\0', 0) >= 0) return false;
  const char *key = equals < 0 ? NULL : str_z(a, str_sub(name, 0, (size_t)equals));
  const char *value = str_z(a, str_sub(name, (size_t)(equals + 1), name.n));
  USet *set = uset_openEmpty();
  bool known = fill(set, key, value);
  int32_t items = known ? uset_getItemCount(set) : 0;
  text_range *all = arena_list(a, (size_t)items, text_range);
  *n = 0;
  for (int32_t i = 0; i < items; i++) {
    UChar32 from, to;
    UErrorCode code = U_ZERO_ERROR;
    if (uset_getItem(set, i, &from, &to, NULL, 0, &code) == 0) /* not a text of several */
      all[(*n)++] = (text_range){(uint32_t)from, (uint32_t)to};
  }
  uset_close(set);
  *ranges = all;
  return known;
}

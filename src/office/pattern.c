/* pattern: see pattern.h.  Reads a pattern into a tree and writes the tree as steps; a counted part
 * is written as often as it is counted, within a bound that is checked before each step. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "office/pattern_impl.h"

enum { DEPTH = 50, FOREVER = UINT16_MAX, COUNT_MOST = 1000, CODES = 0x110000 };
enum { RANGES = 20000, PROPERTY_RANGES = 64, PROPERTY_EFFORT = 2000 };

typedef enum tree_kind { TREE_SET, TREE_ASSERT, TREE_ALL, TREE_ANY, TREE_REPEAT } tree_kind;
typedef struct tree { /* ALL: the parts one after another; ANY: one of the parts */
  tree_kind kind;
  pattern_do assert_;
  uint32_t set;
  int least, most;
  struct tree *first, *next;
} tree;

typedef struct reading {
  arena *a;
  str s;
  size_t at;
  const char *wrong; /* msgid of the first thing wrong */
  pattern_set *sets;
  size_t nsets;
  pattern_step *steps;
  size_t n;
  int64_t work; /* steps written, and repetitions of nothing */
  int64_t ranges, *effort;
} reading;

static const char odd[] =
    N_("At {0} of the schema: the pattern is not understood at character {1}.");
static const char large[] = N_("At {0} of the schema: the pattern is too large.");

static void *wrong(reading *r, const char *msgid) {
  if (!r->wrong) r->wrong = msgid;
  return NULL;
}

static int peek(const reading *r) {
  return r->at < r->s.n ? (unsigned char)r->s.p[r->at] : -1;
}

static bool take(reading *r, const char *what) {
  str w = str_of(what);
  if (!str_starts(str_sub(r->s, r->at, r->s.n), w)) return false;
  r->at += w.n;
  return true;
}

/* --- sets --- */
typedef struct gathering {
  text_range *p;
  size_t n, room;
} gathering;

static void add_range(reading *r, gathering *g, uint32_t from, uint32_t to) {
  if (++r->ranges > RANGES) wrong(r, large);
  if (g->n == g->room) {
    size_t room = g->room ? g->room * 2 : 8;
    g->p = arena_grow(r->a, g->p, g->room * sizeof *g->p, room * sizeof *g->p);
    g->room = room;
  }
  g->p[g->n++] = (text_range){from, to};
}

static int by_start(const void *x, const void *y) {
  const text_range *a = x, *b = y;
  return (a->from > b->from) - (a->from < b->from);
}

static void tidy(gathering *g) {
  if (g->n) qsort(g->p, g->n, sizeof *g->p, by_start);
  size_t kept = 0;
  for (size_t i = 0; i < g->n; i++) {
    if (kept && g->p[i].from <= g->p[kept - 1].to + 1) {
      if (g->p[i].to > g->p[kept - 1].to) g->p[kept - 1].to = g->p[i].to;
    } else {
      g->p[kept++] = g->p[i];
    }
  }
  g->n = kept;
}

static gathering opposite(reading *r, gathering *g) {
  tidy(g);
  gathering other = {NULL, 0, 0};
  uint32_t from = 0;
  for (size_t i = 0; i < g->n; i++) {
    if (g->p[i].from > from) add_range(r, &other, from, g->p[i].from - 1);
    from = g->p[i].to + 1;
  }
  if (from < CODES) add_range(r, &other, from, CODES - 1);
  return other;
}

static void add_all(reading *r, gathering *to, gathering *from, bool negative) {
  gathering g = negative ? opposite(r, from) : *from;
  for (size_t i = 0; i < g.n; i++) add_range(r, to, g.p[i].from, g.p[i].to);
}

static bool same_set(const pattern_set *s, const gathering *g) {
  if (s->n != g->n) return false;
  for (size_t i = 0; i < g->n; i++)
    if (s->ranges[i].from != g->p[i].from || s->ranges[i].to != g->p[i].to) return false;
  return true;
}

static tree *leaf(reading *r, tree_kind kind) {
  tree *t = arena_new_of(r->a, tree);
  t->kind = kind;
  return t;
}

static tree *set_of(reading *r, gathering *g) {
  tidy(g);
  tree *t = leaf(r, TREE_SET);
  for (; t->set < r->nsets; t->set++)
    if (same_set(&r->sets[t->set], g)) return t;
  pattern_set *s = &r->sets[r->nsets++]; /* there is room for one for each byte of the source */
  *s = (pattern_set){.ranges = g->p, .n = g->n};
  for (uint32_t c = 0; c < 128; c++)
    for (size_t i = 0; i < g->n; i++)
      if (c >= g->p[i].from && c <= g->p[i].to) s->ascii[c >> 6] |= UINT64_C(1) << (c & 63);
  return t;
}

static tree *set_of_range(reading *r, uint32_t from, uint32_t to) {
  gathering g = {NULL, 0, 0};
  add_range(r, &g, from, to);
  return set_of(r, &g);
}

bool pattern_word(uint32_t c) {
  return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '_';
}

/* \d \w \s (ECMA-262 22.2.2.9, WhiteSpace and LineTerminator) and \p; false: none of them. */
static bool add_property(reading *r, gathering *g) {
  size_t from = ++r->at; /* beyond the 'p' */
  ptrdiff_t end = r->at < r->s.n && r->s.p[r->at] == '{' ? str_chr(r->s, '}', r->at) : -1;
  if (end < 0) return false;
  str inside = str_sub(r->s, from + 1, (size_t)end);
  const text_range *ranges;
  size_t n;
  if (!text_property(r->a, inside, &ranges, &n)) return false;
  r->ranges += PROPERTY_RANGES;
  if ((*r->effort -= PROPERTY_EFFORT) < 0) wrong(r, large);
  for (size_t i = 0; i < n; i++) add_range(r, g, ranges[i].from, ranges[i].to);
  r->at = (size_t)end + 1;
  return true;
}

static bool add_named(reading *r, gathering *to) {
  static const text_range digit[] = {{'0', '9'}};
  static const text_range word[] = {{'0', '9'}, {'A', 'Z'}, {'_', '_'}, {'a', 'z'}};
  static const text_range space[] = {{9, 13},           {0x20, 0x20},     {0xA0, 0xA0},
                                     {0x1680, 0x1680},  {0x2000, 0x200A}, {0x2028, 0x2029},
                                     {0x202F, 0x202F},  {0x205F, 0x205F}, {0x3000, 0x3000},
                                     {0xFEFF, 0xFEFF}};
  int c = peek(r), small = c | 0x20;
  gathering g = {NULL, 0, 0};
  const text_range *p = small == 'd' ? digit : small == 'w' ? word : space;
  size_t n = small == 'd' ? COUNT(digit) : small == 'w' ? COUNT(word) : COUNT(space);
  if (small == 'p') {
    if (!add_property(r, &g)) return wrong(r, odd);
  } else {
    for (size_t i = 0; i < n; i++) add_range(r, &g, p[i].from, p[i].to);
    r->at++;
  }
  add_all(r, to, &g, c != small);
  return true;
}

static bool names_set(int c) { return c > 0 && str_chr(S("dDwWsSpP"), (char)c, 0) >= 0; }

/* --- one code point, behind a backslash or bare --- */
static int64_t hex_digits(reading *r, int n) {
  int64_t v = 0;
  for (; n > 0; n--, r->at++) {
    int c = peek(r), small = c | 0x20;
    bool letter = small >= 'a' && small <= 'f';
    if (!letter && (c < '0' || c > '9')) return -1;
    int digit = letter ? small - 'a' + 10 : c - '0';
    v = v << 4 | digit;
  }
  return v;
}

static int64_t unicode_escape(reading *r) {
  if (take(r, "{")) {
    int64_t v = 0;
    int digits = 0;
    while (peek(r) != '}') {
      int64_t digit = hex_digits(r, 1);
      if (digit < 0 || (v = v << 4 | digit) >= CODES) return -1;
      digits++;
    }
    r->at++;
    return digits ? v : -1;
  }
  int64_t v = hex_digits(r, 4);
  size_t after = r->at;
  if (v >= 0xD800 && v <= 0xDBFF && take(r, "\\u")) {
    int64_t low = hex_digits(r, 4);
    if (low >= 0xDC00 && low <= 0xDFFF) return 0x10000 + ((v - 0xD800) << 10) + (low - 0xDC00);
    r->at = after;
  }
  return v;
}

/* What stands behind a backslash, as a code point; -1: nothing that is known. */
static int64_t escaped(reading *r, bool in_class) {
  static const char letters[] = "tnvfr", codes[] = "\t\n\v\f\r";
  int c = peek(r);
  if (c < 0) return -1;
  r->at++;
  ptrdiff_t i = str_chr(str_of(letters), (char)c, 0);
  if (i >= 0) return codes[i];
  if (c == '0') return peek(r) >= '0' && peek(r) <= '9' ? -1 : 0;
  if (c == 'b' && in_class) return '\b';
  if (c == 'x') return hex_digits(r, 2);
  if (c == 'u') return unicode_escape(r);
  if (c == 'c') {
    int k = peek(r) | 0x20;
    if (peek(r) < 0 || k < 'a' || k > 'z') return -1;
    r->at++;
    return k - 'a' + 1;
  }
  bool plain = str_chr(S("^$\\.*+?()[]{}|/"), (char)c, 0) >= 0 || (in_class && c == '-');
  return plain ? c : -1;
}

uint32_t pattern_code(str s, size_t *at) {
  unsigned char c = (unsigned char)s.p[(*at)++];
  if (c < 0xC0) return c;
  size_t more = c >= 0xF0 ? 3 : c >= 0xE0 ? 2 : 1;
  if (more > s.n - *at) return c;
  uint32_t code = c & (0x3Fu >> more);
  while (more--) code = code << 6 | ((unsigned char)s.p[(*at)++] & 0x3Fu);
  return code;
}

/* --- classes --- */
/* One end of a range, or a named set (-2, put into g at once); -1: not understood. */
static int64_t class_atom(reading *r, gathering *g) {
  if (peek(r) < 0) return -1;
  if (!take(r, "\\")) return pattern_code(r->s, &r->at);
  if (names_set(peek(r))) return add_named(r, g) ? -2 : -1;
  return escaped(r, true);
}

static tree *read_class(reading *r) {
  bool negative = take(r, "^");
  gathering g = {NULL, 0, 0};
  while (!take(r, "]") && !r->wrong) {
    int64_t from = class_atom(r, &g), to = from;
    bool range = peek(r) == '-' && r->at + 1 < r->s.n && r->s.p[r->at + 1] != ']';
    if (range) {
      r->at++;
      to = class_atom(r, &g);
    }
    if (from == -1 || to == -1 || (range && (from < 0 || to < from))) return wrong(r, odd);
    if (from >= 0) add_range(r, &g, (uint32_t)from, (uint32_t)to);
  }
  if (!negative) return set_of(r, &g);
  gathering other = opposite(r, &g);
  return set_of(r, &other);
}

/* --- the tree --- */
static tree *read_any(reading *r, int depth);

static tree *assertion(reading *r, pattern_do what) {
  tree *t = leaf(r, TREE_ASSERT);
  t->assert_ = what;
  return t;
}

static tree *read_escape(reading *r) {
  if (names_set(peek(r))) {
    gathering g = {NULL, 0, 0};
    return add_named(r, &g) ? set_of(r, &g) : NULL;
  }
  if (take(r, "b")) return assertion(r, DO_BORDER);
  if (take(r, "B")) return assertion(r, DO_INSIDE);
  int64_t code = escaped(r, false);
  return code < 0 ? wrong(r, odd) : set_of_range(r, (uint32_t)code, (uint32_t)code);
}

static tree *read_group(reading *r, int depth) {
  if (take(r, "?") && !take(r, ":")) {
    if (!take(r, "<") || peek(r) == '=' || peek(r) == '!') return wrong(r, odd);
    size_t from = r->at; /* a name, which nothing refers to */
    while (peek(r) >= 0x80 || (peek(r) > 0 && (pattern_word((uint32_t)peek(r)) || peek(r) == '$')))
      r->at++;
    if (r->at == from || (r->s.p[from] >= '0' && r->s.p[from] <= '9') || !take(r, ">"))
      return wrong(r, odd);
  }
  tree *t = read_any(r, depth + 1);
  return t && !take(r, ")") ? wrong(r, odd) : t;
}

static tree *read_dot(reading *r) {
  gathering ends = {NULL, 0, 0};
  add_range(r, &ends, '\n', '\n');
  add_range(r, &ends, '\r', '\r');
  add_range(r, &ends, 0x2028, 0x2029);
  gathering rest = opposite(r, &ends);
  return set_of(r, &rest);
}

static tree *read_atom(reading *r, int depth) {
  if (take(r, "^")) return assertion(r, DO_START);
  if (take(r, "$")) return assertion(r, DO_END);
  if (take(r, "(")) return read_group(r, depth);
  if (take(r, "[")) return read_class(r);
  if (take(r, ".")) return read_dot(r);
  if (take(r, "\\")) return read_escape(r);
  if (str_chr(S("*+?{}]"), r->s.p[r->at], 0) >= 0) return wrong(r, odd);
  uint32_t code = pattern_code(r->s, &r->at);
  return set_of_range(r, code, code);
}

static int number(reading *r) {
  int v = -1;
  for (int c; (c = peek(r)) >= '0' && c <= '9'; r->at++) {
    v = (v < 0 ? 0 : v) * 10 + (c - '0');
    if (v > COUNT_MOST) v = COUNT_MOST + 1;
  }
  return v;
}

static tree *read_quantifier(reading *r, tree *t) {
  int least = 0, most = FOREVER;
  if (take(r, "?")) {
    most = 1;
  } else if (take(r, "+")) {
    least = 1;
  } else if (take(r, "{")) {
    least = most = number(r);
    if (take(r, ",")) most = peek(r) == '}' ? FOREVER : number(r);
    if (least < 0 || most < least || !take(r, "}")) return wrong(r, odd);
    if (least > COUNT_MOST || (most > COUNT_MOST && most != FOREVER)) return wrong(r, large);
  } else if (!take(r, "*")) {
    return t;
  }
  take(r, "?");
  if (t->kind == TREE_ASSERT) return wrong(r, odd);
  tree *many = leaf(r, TREE_REPEAT);
  many->least = least;
  many->most = most;
  many->first = t;
  return many;
}

static tree *read_all(reading *r, int depth) {
  tree *all = leaf(r, TREE_ALL), **end = &all->first;
  while (peek(r) >= 0 && peek(r) != '|' && peek(r) != ')') {
    tree *t = read_atom(r, depth);
    if (!t || r->wrong || !(t = read_quantifier(r, t))) return NULL;
    *end = t;
    end = &t->next;
  }
  return all;
}

static tree *read_any(reading *r, int depth) {
  if (depth > DEPTH) return wrong(r, large);
  tree *any = leaf(r, TREE_ANY), **end = &any->first;
  do {
    tree *t = read_all(r, depth);
    if (!t) return NULL;
    *end = t;
    end = &t->next;
  } while (take(r, "|"));
  return any;
}

/* --- the steps --- */
static size_t put(reading *r, pattern_do what, size_t x) {
  if (r->n >= PATTERN_MOST_STEPS) {
    wrong(r, large);
    return 0;
  }
  r->steps[r->n] = (pattern_step){what, (uint32_t)x, 0};
  return r->n++;
}

static void write(reading *r, const tree *t);

static void write_any(reading *r, const tree *t) {
  size_t ends = 0; /* a list of the jumps to the end, through x */
  for (const tree *part = t->first; part && !r->wrong; part = part->next) {
    if (!part->next) {
      write(r, part);
      break;
    }
    size_t split = put(r, DO_SPLIT, r->n + 1);
    write(r, part);
    ends = put(r, DO_JUMP, ends);
    r->steps[split].y = (uint32_t)r->n;
  }
  for (size_t at = ends, next; at && !r->wrong; at = next) {
    next = r->steps[at].x;
    r->steps[at].x = (uint32_t)r->n;
  }
}

static void write_repeat(reading *r, const tree *t) {
  for (int i = 0; i < t->least && !r->wrong; i++) write(r, t->first);
  if (t->most == FOREVER) {
    size_t split = put(r, DO_SPLIT, r->n + 1);
    write(r, t->first);
    put(r, DO_JUMP, split);
    r->steps[split].y = (uint32_t)r->n;
    return;
  }
  size_t ends = 0; /* the splits, each of which may leave, through y */
  for (int i = t->least; i < t->most && !r->wrong; i++) {
    size_t split = put(r, DO_SPLIT, r->n + 1);
    r->steps[split].y = (uint32_t)ends;
    ends = split + 1;
    write(r, t->first);
  }
  for (size_t at = ends, next; at && !r->wrong; at = next) {
    next = r->steps[at - 1].y;
    r->steps[at - 1].y = (uint32_t)r->n;
  }
}

static void write(reading *r, const tree *t) {
  if (++r->work > 4 * PATTERN_MOST_STEPS) wrong(r, large);
  if (r->wrong) return;
  switch (t->kind) {
    case TREE_SET: put(r, DO_SET, t->set); break;
    case TREE_ASSERT: put(r, t->assert_, 0); break;
    case TREE_ANY: write_any(r, t); break;
    case TREE_REPEAT: write_repeat(r, t); break;
    case TREE_ALL:
      for (const tree *part = t->first; part; part = part->next) write(r, part);
      break;
  }
}

static pattern *kept(arena *a, const reading *r) {
  pattern *p = arena_new_of(a, pattern);
  pattern_step *steps = arena_list(a, r->n, pattern_step);
  pattern_set *sets = arena_list(a, r->nsets, pattern_set);
  memcpy(steps, r->steps, r->n * sizeof *steps);
  for (size_t i = 0; i < r->nsets; i++) {
    text_range *ranges = arena_list(a, r->sets[i].n, text_range);
    if (r->sets[i].n) memcpy(ranges, r->sets[i].ranges, r->sets[i].n * sizeof *ranges);
    sets[i] = r->sets[i];
    sets[i].ranges = ranges;
  }
  *p = (pattern){.steps = steps, .n = r->n, .sets = sets, .nsets = r->nsets};
  return p;
}

static err *complain(const reading *r) {
  char number[24];
  size_t character = 1;
  for (size_t i = 0; i < r->at && i < r->s.n; i++) character += (r->s.p[i] & 0xC0) != 0x80;
  snprintf(number, sizeof number, "%zu", character);
  return ERR(INVALID, r->wrong, STR_NONE, str_of(number));
}

static err *compile(arena *a, reading *r, const pattern **made) {
  r->sets = arena_list(r->a, r->s.n + 1, pattern_set);
  tree *t = read_any(r, 0);
  if (t && r->at < r->s.n) t = wrong(r, odd);
  if (t) {
    r->steps = arena_list(r->a, PATTERN_MOST_STEPS, pattern_step);
    write(r, t);
    put(r, DO_MATCH, 0);
  }
  if (r->wrong) return complain(r);
  pattern *p = kept(a, r);
  pattern_determine(a, r->a, p, r->effort);
  *made = p;
  return NULL;
}

err *pattern_compile(arena *a, arena *scratch, str source, int64_t *effort, const pattern **made) {
  reading r = {.a = scratch, .s = source, .effort = effort};
  if (source.n > PATTERN_MOST_BYTES) return ERR(INVALID, large);
  size_t mark = arena_mark(scratch);
  err *e = compile(a, &r, made);
  arena_rewind(scratch, mark);
  return e;
}

/* search_build: makes the index of search_impl.h.  What is needed meanwhile lies in an arena of its
 * own, so that the edition keeps the index alone. */
#include <ctype.h>
#include <stdlib.h>

#include "kit/text.h"
#include "office/search_impl.h"

enum { SCRATCH = 256 << 20 };

typedef struct token { /* a word in a text of an entry */
  uint32_t word, entry;
  bool beside;
} token;

typedef struct maker {
  arena *a, *scratch;
  search_index *x;
  uint32_t *slots; /* hash table of words: number + 1, 0 is free */
  size_t nslots;
  str *words;
  token *tokens;
  size_t ntokens;
} maker;

/* --- order --- */
typedef struct keyed {
  str key, name;
  uint32_t from;
} keyed;

static int by_key(const void *a, const void *b) {
  const keyed *x = a, *y = b;
  int order = str_cmp(x->key, y->key);
  return order ? order : x->from < y->from ? -1 : x->from > y->from;
}

/* Without the stray signs that some titles begin with. */
static str bare(str name) {
  size_t i = 0;
  while (i < name.n && name.p[i] >= 0 && !isalnum((unsigned char)name.p[i])) i++;
  return str_sub(name, i, name.n);
}

static void order_titles(maker *m) {
  search_index *x = m->x;
  keyed *list = arena_list(m->scratch, x->n, keyed);
  for (size_t i = 0; i < x->n; i++)
    list[i] = (keyed){.key = text_sort_key(m->scratch, bare(x->all[i].name)), .from = (uint32_t)i};
  qsort(list, x->n, sizeof *list, by_key);
  uint32_t *order = arena_list(m->a, x->n, uint32_t), *entries = arena_list(m->a, x->n, uint32_t);
  for (size_t i = 0; i < x->n; i++) {
    order[i] = list[i].from;
    entries[list[i].from] = (uint32_t)i;
  }
  x->order = order;
  x->entries = entries;
}

/* The different ones of n names; of[i], where given, becomes the place of names[i] among them. */
static name_list list_names(maker *m, const str *names, size_t n, uint32_t *of) {
  keyed *list = arena_list(m->scratch, n, keyed);
  uint32_t *first = arena_list(m->scratch, n, uint32_t);
  uint32_t *place = arena_list(m->scratch, n, uint32_t);
  size_t count = 0;
  for (size_t i = 0; i < n; i++) {
    size_t k = 0;
    while (k < count && !str_eq(list[k].name, names[i])) k++;
    if (k == count) {
      list[count] = (keyed){text_sort_key(m->scratch, names[i]), names[i], (uint32_t)count};
      count++;
    }
    first[i] = (uint32_t)k;
  }
  qsort(list, count, sizeof *list, by_key);
  name_list out = {arena_list(m->a, count, str), arena_list(m->a, count, str), count};
  for (size_t k = 0; k < count; k++) {
    out.names[k] = list[k].name;
    out.folded[k] = str_dup(m->a, text_fold(m->scratch, list[k].name));
    place[list[k].from] = (uint32_t)k;
  }
  for (size_t i = 0; of && i < n; i++) of[i] = place[first[i]];
  return out;
}

static void list_all_names(maker *m) {
  search_index *x = m->x;
  uint32_t *field = arena_list(m->a, x->n, uint32_t), *agency = arena_list(m->a, x->n, uint32_t);
  str *names = arena_list(m->scratch, x->n, str);
  for (size_t i = 0; i < x->n; i++) names[i] = x->all[x->order[i]].field;
  x->fields = list_names(m, names, x->n, field);
  for (size_t i = 0; i < x->n; i++) names[i] = x->all[x->order[i]].agency;
  x->agencies = list_names(m, names, x->n, agency);
  x->field = field;
  x->agency = agency;
  size_t n = 0;
  for (size_t i = 0; i < x->n; i++) n += x->all[i].naudiences;
  names = arena_list(m->scratch, n, str);
  n = 0;
  for (size_t i = 0; i < x->n; i++)
    for (size_t k = 0; k < x->all[i].naudiences; k++) names[n++] = x->all[i].audiences[k];
  x->audiences = list_names(m, names, n, NULL);
}

/* --- titles --- */
static void fold_titles(maker *m) {
  search_index *x = m->x;
  uint32_t *at = arena_list(m->a, x->n + 1, uint32_t);
  buf b = buf_in(m->a);
  for (size_t i = 0; i < x->n; i++) {
    at[i] = (uint32_t)b.n;
    buf_char(&b, ' ');
    size_t mark = arena_mark(m->scratch);
    buf_add(&b, text_fold(m->scratch, x->all[x->order[i]].name));
    arena_rewind(m->scratch, mark);
  }
  at[x->n] = (uint32_t)b.n;
  buf_char(&b, ' ');
  x->titles = buf_str(&b);
  x->title_at = at;
}

static str title_of(const search_index *x, size_t entry) {
  return str_sub(x->titles, x->title_at[entry] + 1, x->title_at[entry + 1]);
}

/* --- words --- */
static uint32_t word_number(maker *m, str word) {
  size_t slot = str_hash(word) & (m->nslots - 1);
  for (; m->slots[slot]; slot = (slot + 1) & (m->nslots - 1))
    if (str_eq(m->words[m->slots[slot] - 1], word)) return m->slots[slot] - 1;
  m->words[m->x->nwords] = word;
  m->slots[slot] = (uint32_t)++m->x->nwords;
  return m->slots[slot] - 1;
}

static void add_words(maker *m, str text, size_t entry, bool beside) {
  str word;
  while (text.n && str_split(&text, ' ', &word))
    m->tokens[m->ntokens++] = (token){word_number(m, word), (uint32_t)entry, beside};
}

static size_t blanks(str s) {
  size_t n = 0;
  for (size_t i = 0; i < s.n; i++) n += s.p[i] == ' ';
  return n;
}

static void take_words(maker *m) {
  search_index *x = m->x;
  size_t most = blanks(x->titles);
  for (size_t i = 0; i < x->n; i++)
    most += blanks(x->fields.folded[x->field[i]]) + blanks(x->agencies.folded[x->agency[i]]) + 2;
  for (m->nslots = 1; m->nslots < 2 * most;) m->nslots *= 2;
  m->slots = arena_list(m->scratch, m->nslots, uint32_t);
  m->words = arena_list(m->scratch, most, str);
  m->tokens = arena_list(m->scratch, most, token);
  for (size_t i = 0; i < x->n; i++) {
    add_words(m, title_of(x, i), i, false);
    add_words(m, x->fields.folded[x->field[i]], i, true);
    add_words(m, x->agencies.folded[x->agency[i]], i, true);
  }
}

static void index_words(maker *m) {
  search_index *x = m->x;
  take_words(m);
  uint32_t *at = arena_list(m->a, x->nwords + 1, uint32_t);
  buf b = buf_in(m->a);
  for (size_t i = 0; i < x->nwords; i++) {
    at[i] = (uint32_t)b.n;
    buf_add(&b, m->words[i]);
    buf_char(&b, ' ');
  }
  at[x->nwords] = (uint32_t)b.n;
  x->words = buf_str(&b);
  x->word_at = at;
  x->row = (x->n + 63) / 64;
  uint64_t *rows = arena_list(m->a, 2 * x->nwords * x->row, uint64_t);
  for (size_t i = 0; i < m->ntokens; i++) {
    const token *t = &m->tokens[i];
    size_t row = 2 * (size_t)t->word + t->beside;
    rows[row * x->row + t->entry / 64] |= UINT64_C(1) << (t->entry % 64);
  }
  x->rows = rows;
}

/* --- letters --- */
static uint32_t letter(char c) {
  if (c == ' ') return 0;
  if (c >= 'a' && c <= 'z') return (uint32_t)(c - 'a') + 1;
  if (c >= '0' && c <= '9') return (uint32_t)(c - '0') + 27;
  return 63;
}

uint32_t search_gram(const char *three) {
  return letter(three[0]) << 12 | letter(three[1]) << 6 | letter(three[2]);
}

/* Each title's letters by threes, each once: counted first, then put where they belong. */
static void index_grams(maker *m) {
  search_index *x = m->x;
  uint32_t *at = arena_list(m->a, GRAMS + 1, uint32_t), *counts = arena_list(m->a, x->n, uint32_t);
  uint32_t *next = arena_list(m->scratch, GRAMS, uint32_t), *entries = NULL;
  for (int placing = 0; placing < 2; placing++) {
    uint32_t *seen = arena_list(m->scratch, GRAMS, uint32_t); /* by entry + 1 */
    for (uint32_t i = 0; i < x->n; i++)
      for (size_t k = x->title_at[i]; k + 2 <= x->title_at[i + 1]; k++) {
        uint32_t g = search_gram(x->titles.p + k);
        if (seen[g] == i + 1) continue;
        seen[g] = i + 1;
        if (placing) entries[next[g]++] = i;
        else at[g + 1]++, counts[i]++;
      }
    if (placing) break;
    for (size_t g = 0; g < GRAMS; g++) {
      at[g + 1] += at[g];
      next[g] = at[g];
    }
    entries = arena_list(m->a, at[GRAMS], uint32_t);
  }
  x->gram_at = at;
  x->gram_entries = entries;
  x->gram_counts = counts;
}

err *search_build(arena *a, const procedure *all, size_t n, const search_index **out) {
  maker m = {.a = a, .scratch = arena_new(SCRATCH), .x = arena_new_of(a, search_index)};
  if (!m.scratch) return ERR(UNAVAILABLE, N_("Out of memory."));
  m.x->all = all;
  m.x->n = n;
  order_titles(&m);
  list_all_names(&m);
  fold_titles(&m);
  index_words(&m);
  index_grams(&m);
  arena_free(m.scratch);
  *out = m.x;
  return NULL;
}

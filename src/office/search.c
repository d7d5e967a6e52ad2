/* search: see search.h.  A query's words are looked up among the words of the catalogue; each gives
 * rows of bits, one for each procedure, which are joined; what is left is ranked by its title. */
#include "office/search.h"

#include <string.h>

#include "kit/text.h"
#include "office/search_impl.h"

typedef struct query {
  const search_index *x;
  arena *a;
  const search_wish *w;
  str code, text, spaced; /* as typed; folded; the same after a blank */
  str words[SEARCH_MOST_WORDS];
  size_t nwords;
  uint64_t *start, *inside, *beside; /* what matches all words so far */
  int64_t field;                     /* wanted, -1 any, -2 there is none such */
  str audience;
  bool no_audience;
  unsigned levels; /* LEVEL_ bits, 0 any */
  const bool *agencies; /* which are wanted, or NULL */
  uint8_t *rank;        /* of each entry */
  int64_t *field_hits;
} query;

static str nth_title(const search_index *x, size_t entry) { /* with the blank before it */
  return str_sub(x->titles, x->title_at[entry], x->title_at[entry + 1]);
}

/* --- the words --- */
static void take_words(query *q) {
  q->code = str_trim(q->w->words);
  str folded = text_fold(q->a, str_sub(q->code, 0, 8 * SEARCH_MOST_BYTES));
  str rest = folded = str_trim(str_sub(folded, 0, SEARCH_MOST_BYTES));
  while (rest.n && q->nwords < SEARCH_MOST_WORDS) str_split(&rest, ' ', &q->words[q->nwords++]);
  if (!q->nwords) return;
  str last = q->words[q->nwords - 1];
  q->text = str_sub(folded, 0, (size_t)(last.p + last.n - folded.p));
  q->spaced = str_cat(q->a, S(" "), q->text);
}

static void join(uint64_t *to, const uint64_t *row, size_t n) {
  for (size_t i = 0; i < n; i++) to[i] |= row[i];
}

/* Keeps what has the word too; false when nothing is left. */
static bool keep_word(query *q, str word, uint64_t *found) {
  const search_index *x = q->x;
  size_t n = x->row, number = 0;
  uint64_t *start = found, *inside = found + n, *beside = found + 2 * n;
  memset(found, 0, 3 * n * sizeof *found);
  const char *p = x->words.p, *end = p + x->words.n;
  while (p < end && (p = memmem(p, (size_t)(end - p), word.p, word.n))) {
    size_t at = (size_t)(p - x->words.p);
    while (x->word_at[number + 1] <= at) number++;
    const uint64_t *row = x->rows + 2 * number * n;
    if (at == x->word_at[number]) {
      join(start, row, n);
      join(beside, row + n, n);
    } else if (word.n > 1) {
      join(inside, row, n);
    }
    p = x->words.p + x->word_at[number + 1];
  }
  uint64_t left = 0;
  for (size_t i = 0; i < n; i++) {
    q->inside[i] &= inside[i] | start[i];
    q->beside[i] &= beside[i] | start[i];
    q->start[i] &= start[i];
    left |= q->inside[i] | q->beside[i];
  }
  return left != 0;
}

static void match_words(query *q) {
  size_t n = q->x->row;
  q->start = arena_list(q->a, 3 * n, uint64_t);
  q->inside = q->start + n;
  q->beside = q->inside + n;
  uint64_t *found = arena_list(q->a, 3 * n, uint64_t);
  memset(q->start, q->nwords || !q->code.n ? 0xFF : 0, 3 * n * sizeof *q->start);
  for (size_t i = 0; i < q->nwords && keep_word(q, q->words[i], found); i++) continue;
}

/* --- the filters --- */
static ptrdiff_t place_of(arena *a, const name_list *list, str name) {
  str folded = text_fold(a, name);
  for (size_t i = 0; i < list->n; i++)
    if (str_eq(list->folded[i], folded)) return (ptrdiff_t)i;
  return -1;
}

static void take_filters(query *q) {
  const search_index *x = q->x;
  const search_wish *w = q->w;
  if (str_eq(w->level, S("ministry"))) q->levels = LEVEL_MINISTRY;
  else if (str_eq(w->level, S("province"))) q->levels = LEVEL_PROVINCE;
  else if (w->level.n) q->levels = LEVEL_COMMUNE;
  q->field = -1;
  if (w->field.n && (q->field = place_of(q->a, &x->fields, w->field)) < 0) q->field = -2;
  if (w->audience.n) {
    ptrdiff_t at = place_of(q->a, &x->audiences, w->audience);
    q->no_audience = at < 0;
    if (at >= 0) q->audience = x->audiences.names[at];
  }
  if (!w->agency.n) return;
  bool *wanted = arena_list(q->a, x->agencies.n, bool);
  str words = str_cat(q->a, S(" "), text_fold(q->a, w->agency));
  for (size_t i = 0; i < x->agencies.n && words.n > 1; i++) {
    str name = x->agencies.folded[i], first = str_sub(words, 1, words.n);
    wanted[i] = str_starts(name, first) || str_find(name, words) >= 0;
  }
  q->agencies = wanted;
}

static bool for_audience(const query *q, const procedure *p) {
  for (size_t i = 0; i < p->naudiences; i++)
    if (str_eq(p->audiences[i], q->audience)) return true;
  return !q->w->audience.n;
}

/* All filters but the field, which is counted for all. */
static bool wanted(const query *q, size_t entry, const procedure *p) {
  const search_wish *w = q->w;
  if (q->levels && !(p->levels & q->levels)) return false;
  if (w->online.n && !str_eq(p->service_level, w->online)) return false;
  if (q->agencies && !q->agencies[q->x->agency[entry]]) return false;
  return !q->no_audience && for_audience(q, p);
}

/* --- the rank --- */
static bool has(const uint64_t *row, size_t entry) { return row[entry / 64] >> (entry % 64) & 1; }

static search_rank rank_title(const query *q, size_t entry) {
  if (!q->nwords) return FOUND_WORDS;
  str title = nth_title(q->x, entry), bare = str_sub(title, 1, title.n);
  str usual = S("thu tuc ");
  for (int with = 0; with < 2; with++) {
    if (str_starts(bare, q->text)) return bare.n == q->text.n ? FOUND_WHOLE : FOUND_START;
    if (!str_starts(bare, usual)) break;
    bare = str_sub(bare, usual.n, bare.n);
  }
  return str_find(title, q->spaced) >= 0 ? FOUND_TOGETHER : FOUND_WORDS;
}

static search_rank rank_of(const query *q, size_t entry) {
  if (has(q->start, entry)) return rank_title(q, entry);
  if (has(q->inside, entry)) return FOUND_INSIDE;
  return has(q->beside, entry) ? FOUND_BESIDE : FOUND_NOT;
}

/* Ranks every entry and counts each rank. */
static void rank_all(query *q, size_t counts[FOUND_NOT]) {
  const search_index *x = q->x;
  for (size_t i = 0; i < x->n; i++) {
    const procedure *p = &x->all[x->order[i]];
    search_rank rank = rank_of(q, i);
    if (q->code.n == p->code.n && str_eq_nocase(q->code, p->code)) rank = FOUND_CODE;
    q->rank[i] = FOUND_NOT;
    if (rank == FOUND_NOT || !wanted(q, i, p)) continue;
    q->field_hits[x->field[i]]++;
    if (q->field != -1 && q->field != (int64_t)x->field[i]) continue;
    q->rank[i] = (uint8_t)rank;
    counts[rank]++;
  }
}

/* Where the page begins. */
static err *begin_of(const query *q, const uint32_t *hits, size_t total, size_t *from) {
  *from = 0;
  if (!q->w->after.n) return NULL;
  for (size_t i = 0; i < total; i++)
    if (str_eq(q->x->all[q->x->order[hits[i]]].code, q->w->after)) {
      *from = i + 1;
      return NULL;
    }
  return err_at(ERR(INVALID, N_("This page is no longer there; please search again.")), S("after"),
                STR_NONE);
}

static err *take_page(query *q, search_hits *out) {
  const search_index *x = q->x;
  size_t counts[FOUND_NOT] = {0}, at[FOUND_NOT], total = 0, from;
  rank_all(q, counts);
  for (size_t k = 0; k < FOUND_NOT; k++) {
    at[k] = total;
    total += counts[k];
  }
  uint32_t *hits = arena_list(q->a, total, uint32_t);
  for (size_t i = 0; i < x->n; i++)
    if (q->rank[i] != FOUND_NOT) hits[at[q->rank[i]]++] = (uint32_t)i;
  TRY(begin_of(q, hits, total, &from));
  size_t n = total - from < q->w->most ? total - from : q->w->most;
  const procedure **items = arena_list(q->a, n, const procedure *);
  for (size_t i = 0; i < n; i++) items[i] = &x->all[x->order[hits[from + i]]];
  *out = (search_hits){.items = items, .n = n, .total = (int64_t)total, .more = from + n < total};
  return NULL;
}

static void list_fields(const query *q, search_hits *out) {
  const name_list *all = &q->x->fields;
  search_field *list = arena_list(q->a, all->n, search_field);
  size_t n = 0;
  for (size_t i = 0; i < all->n; i++)
    if (q->field_hits[i]) list[n++] = (search_field){all->names[i], q->field_hits[i]};
  out->fields = list;
  out->nfields = n;
}

/* --- near ones --- */
typedef struct near_one {
  uint64_t shared, both; /* of how many in the words and the title together */
  uint32_t entry;
} near_one;

static bool nearer(near_one a, near_one b) { return a.shared * b.both > b.shared * a.both; }

/* How many of the words' letters by threes each title has; their number is returned. */
static uint32_t share_grams(const query *q, uint16_t *shared) {
  str text = str_cat(q->a, q->spaced, S(" "));
  uint32_t seen[SEARCH_MOST_BYTES + 2], n = 0;
  for (size_t i = 0; i + 3 <= text.n; i++) {
    uint32_t g = search_gram(text.p + i), k = 0;
    while (k < n && seen[k] != g) k++;
    if (k < n) continue;
    seen[n++] = g;
    for (uint32_t at = q->x->gram_at[g]; at < q->x->gram_at[g + 1]; at++)
      shared[q->x->gram_entries[at]]++;
  }
  return n;
}

static void list_near(const query *q, search_hits *out) {
  uint16_t *shared = arena_list(q->a, q->x->n, uint16_t);
  uint32_t asked = share_grams(q, shared), least = asked / 3 + 1;
  near_one best[SEARCH_NEAR];
  size_t n = 0;
  for (uint32_t i = 0; i < q->x->n; i++) {
    near_one one = {shared[i], asked + q->x->gram_counts[i], i};
    if (one.shared < least || (n == SEARCH_NEAR && !nearer(one, best[n - 1]))) continue;
    size_t at = n < SEARCH_NEAR ? n++ : n - 1;
    for (; at && nearer(one, best[at - 1]); at--) best[at] = best[at - 1];
    best[at] = one;
  }
  const procedure **list = arena_list(q->a, n, const procedure *);
  for (size_t i = 0; i < n; i++) list[i] = &q->x->all[q->x->order[best[i].entry]];
  out->near = list;
  out->nnear = n;
}

err *search_run(const search_index *x, arena *a, const search_wish *w, search_hits *out) {
  query q = {.x = x, .a = a, .w = w};
  take_words(&q);
  take_filters(&q);
  match_words(&q);
  q.rank = arena_list(a, x->n, uint8_t);
  q.field_hits = arena_list(a, x->fields.n, int64_t);
  TRY(take_page(&q, out));
  list_fields(&q, out);
  if (!out->total && q.nwords) list_near(&q, out);
  return NULL;
}

const str *search_audiences(const search_index *x, size_t *n) {
  *n = x->audiences.n;
  return x->audiences.names;
}

/* pattern_run: searching; see pattern.h.  A front is the set of steps that wait for a code point;
 * it moves over the text once (Thompson).  A small pattern's fronts are all made beforehand and
 * become states of a table. */
#include <string.h>

#include "base/names.h"
#include "office/pattern_impl.h"

enum { STATES = 256, CLASSES = 64, SMALL = 512 /* steps */, EFFORT = 1 << 19 };

static bool in_ranges(const text_range *ranges, size_t n, uint32_t code) {
  size_t from = 0;
  while (n > from) {
    size_t middle = (from + n) / 2;
    if (code > ranges[middle].to) from = middle + 1;
    else if (code < ranges[middle].from) n = middle;
    else return true;
  }
  return false;
}

bool pattern_in_set(const pattern_set *set, uint32_t code) {
  if (code < 128) return set->ascii[code >> 6] >> (code & 63) & 1;
  return in_ranges(set->ranges, set->n, code);
}

/* --- fronts --- */
typedef struct front {
  uint32_t *steps; /* DO_SET, and DO_END while the end may still come */
  size_t n;
  bool found;
} front;

typedef struct place_in_text {
  bool start, end, before, after; /* before, after: is there a word character? */
  bool keep_ends;                 /* for the table: DO_END waits like DO_SET */
} place_in_text;

typedef struct search {
  const pattern *p;
  uint32_t *stack, *seen; /* seen[step] is the number of the front it was last put into */
  uint32_t number;
  int64_t effort;
} search;

static search search_in(arena *a, const pattern *p) {
  return (search){.p = p, .stack = arena_list(a, 2 * p->n + 2, uint32_t),
                  .seen = arena_list(a, p->n, uint32_t)};
}

static bool holds(pattern_do what, const place_in_text *at) {
  if (what == DO_START) return at->start;
  if (what == DO_END) return at->end;
  return (at->before != at->after) == (what == DO_BORDER);
}

/* Adds a step, and all that follow it without a code point. */
static void add(search *s, front *f, uint32_t first, const place_in_text *at) {
  size_t n = 0;
  s->stack[n++] = first;
  while (n > 0) {
    uint32_t i = s->stack[--n];
    const pattern_step *step = &s->p->steps[i];
    if (s->seen[i] == s->number) continue;
    s->seen[i] = s->number;
    s->effort++;
    if (step->what == DO_SET || (step->what == DO_END && at->keep_ends)) {
      f->steps[f->n++] = i;
    } else if (step->what == DO_MATCH) {
      f->found = true;
    } else if (step->what == DO_SPLIT) {
      s->stack[n++] = step->y;
      s->stack[n++] = step->x;
    } else if (step->what == DO_JUMP) {
      s->stack[n++] = step->x;
    } else if (holds(step->what, at)) {
      s->stack[n++] = i + 1;
    }
  }
}

static bool run(const pattern *p, str text, arena *a, int64_t *budget) {
  search s = search_in(a, p);
  front now = {arena_list(a, p->n, uint32_t), 0, false}, next = now;
  next.steps = arena_list(a, p->n, uint32_t);
  place_in_text at = {.start = true};
  uint32_t taken = 0;
  for (size_t i = 0;; at.start = false) {
    size_t after = i;
    uint32_t code = i < text.n ? pattern_code(text, &after) : 0;
    at.end = i == text.n;
    at.before = !at.start && pattern_word(taken);
    at.after = !at.end && pattern_word(code);
    next.n = 0;
    s.number++;
    for (size_t k = 0; k < now.n; k++)
      if (pattern_in_set(&p->sets[p->steps[now.steps[k]].x], taken))
        add(&s, &next, now.steps[k] + 1, &at);
    add(&s, &next, 0, &at);
    if (next.found) return true;
    if (at.end || (*budget -= 1 + s.effort + (int64_t)now.n) < 0) return false;
    s.effort = 0;
    front swap = now;
    now = next;
    next = swap;
    taken = code;
    i = after;
  }
}

/* --- the table --- */
typedef struct making {
  arena *a;
  pattern *p;
  search s;
  names known;         /* a front's bits, to its state */
  front *fronts;       /* by state */
  bool *ends;
  uint16_t *table;
  const uint32_t *one; /* a code point of each class */
  uint32_t n;
  uint32_t *room;
  bool first;          /* the state being made is that of the text's start, which is no other's */
} making;

static int by_code(const void *x, const void *y) {
  uint32_t a = *(const uint32_t *)x, b = *(const uint32_t *)y;
  return (a > b) - (a < b);
}

/* Code points that all sets treat alike are one class; false when there are too many. */
static bool classify(arena *a, pattern *p, uint32_t *one) {
  if (p->nsets > 64) return false;
  size_t n = 1;
  for (size_t i = 0; i < p->nsets; i++) n += 2 * p->sets[i].n;
  uint32_t *starts = arena_list(a, n, uint32_t);
  n = 1; /* the first run begins at 0 */
  for (size_t i = 0; i < p->nsets; i++)
    for (size_t k = 0; k < p->sets[i].n; k++) {
      starts[n++] = p->sets[i].ranges[k].from;
      starts[n++] = p->sets[i].ranges[k].to + 1;
    }
  qsort(starts, n, sizeof *starts, by_code);
  uint8_t *classes = arena_list(a, n, uint8_t);
  uint64_t alike[CLASSES];
  for (size_t i = 0; i < n; i++) {
    uint64_t in = 0;
    for (size_t k = 0; k < p->nsets; k++)
      in |= (uint64_t)pattern_in_set(&p->sets[k], starts[i]) << k;
    size_t c = 0;
    while (c < p->nclasses && alike[c] != in) c++;
    if (c == CLASSES) return false;
    if (c == p->nclasses) {
      one[c] = starts[i];
      alike[p->nclasses++] = in;
    }
    classes[i] = (uint8_t)c;
  }
  p->starts = starts;
  p->classes = classes;
  p->nruns = n;
  return true;
}

static size_t class_of(const pattern *p, uint32_t code) {
  size_t from = 0, to = p->nruns;
  while (to - from > 1) {
    size_t middle = (from + to) / 2;
    if (p->starts[middle] <= code) from = middle;
    else to = middle;
  }
  return p->classes[from];
}

/* Would the end of the text, now, be a match? */
static bool good_end(making *m, const front *f) {
  const place_in_text end = {.start = m->first, .end = true};
  front rest = {m->room, 0, false};
  m->s.number++;
  for (size_t i = 0; i < f->n; i++)
    if (m->p->steps[f->steps[i]].what == DO_END) add(&m->s, &rest, f->steps[i], &end);
  return rest.found;
}

/* The state of a front, a new one when it has not been seen; 0 < states < STATES, or STATES. */
static uint32_t state_of(making *m, const front *f) {
  if (f->found) return PATTERN_FOUND;
  if (!f->n) return PATTERN_DEAD;
  size_t size = (m->p->n + 7) / 8;
  char *bits = arena_alloc(m->a, size);
  for (size_t i = 0; i < f->n; i++)
    bits[f->steps[i] / 8] = (char)(bits[f->steps[i] / 8] | 1 << f->steps[i] % 8);
  uint32_t state = m->first ? 0 : names_get(&m->known, (str){bits, size});
  if (state || m->n == STATES) return state ? state : STATES;
  front *kept = &m->fronts[m->n];
  *kept = (front){arena_list(m->a, f->n, uint32_t), f->n, false};
  memcpy(kept->steps, f->steps, f->n * sizeof *f->steps);
  if (!m->first) names_put(&m->known, (str){bits, size}, m->n);
  m->ends[m->n] = good_end(m, kept);
  return m->n++;
}

static uint32_t after(making *m, const front *f, uint32_t code, front *next) {
  static const place_in_text inside = {.keep_ends = true};
  next->n = 0;
  next->found = false;
  m->s.number++;
  for (size_t k = 0; k < f->n; k++) {
    const pattern_step *step = &m->p->steps[f->steps[k]];
    if (step->what == DO_SET && pattern_in_set(&m->p->sets[step->x], code))
      add(&m->s, next, f->steps[k] + 1, &inside);
  }
  add(&m->s, next, 0, &inside);
  return state_of(m, next);
}

static bool fill_table(making *m) {
  static const place_in_text start = {.start = true, .keep_ends = true};
  size_t classes = m->p->nclasses;
  front next = {arena_list(m->a, m->p->n, uint32_t), 0, false};
  m->n = PATTERN_FIRST;
  m->s.number++;
  m->first = true;
  add(&m->s, &next, 0, &start);
  uint32_t first = state_of(m, &next);
  m->first = false;
  if (first < PATTERN_FIRST) { /* the same, as a state that has a row */
    m->fronts[m->n] = (front){next.steps, 0, false};
    for (size_t c = 0; c < classes; c++) m->table[m->n * classes + c] = (uint16_t)first;
    m->ends[m->n++] = first == PATTERN_FOUND;
    return true;
  }
  for (uint32_t i = first; i < m->n; i++)
    for (size_t c = 0; c < classes; c++) {
      uint32_t to = after(m, &m->fronts[i], m->one[c], &next);
      if (to == STATES || m->s.effort > EFFORT) return false;
      m->table[i * classes + c] = (uint16_t)to;
    }
  return true;
}

static void keep_table(arena *a, pattern *p, const making *m) {
  uint16_t *table = arena_list(a, m->n * p->nclasses, uint16_t);
  bool *ends = arena_list(a, m->n, bool);
  memcpy(table, m->table, m->n * p->nclasses * sizeof *table);
  memcpy(ends, m->ends, m->n * sizeof *ends);
  for (uint32_t c = 0; c < 128; c++) p->ascii[c] = (uint8_t)class_of(p, c);
  p->table = table;
  p->good_at_end = ends;
}

void pattern_determine(arena *a, arena *scratch, pattern *p, int64_t *effort) {
  if (p->n > SMALL || *effort < 0) return;
  for (size_t i = 0; i < p->n; i++)
    if (p->steps[i].what == DO_BORDER || p->steps[i].what == DO_INSIDE) return;
  uint32_t one[CLASSES];
  size_t mark = arena_mark(a);
  if (!classify(a, p, one)) {
    arena_rewind(a, mark);
    return;
  }
  making m = {.a = scratch, .p = p, .s = search_in(scratch, p), .known = names_in(scratch),
              .fronts = arena_list(scratch, STATES, front),
              .ends = arena_list(scratch, STATES, bool),
              .table = arena_list(scratch, STATES * p->nclasses, uint16_t),
              .room = arena_list(scratch, p->n, uint32_t), .one = one};
  if (fill_table(&m)) keep_table(a, p, &m);
  else arena_rewind(a, mark);
  *effort -= m.s.effort;
}

bool pattern_find(const pattern *p, str text, arena *scratch, int64_t *budget) {
  if (!p->table) {
    size_t mark = arena_mark(scratch);
    bool found = run(p, text, scratch, budget);
    arena_rewind(scratch, mark);
    return found;
  }
  *budget -= 1 + (int64_t)(text.n / 8);
  uint32_t state = PATTERN_FIRST;
  for (size_t i = 0; i < text.n && state >= PATTERN_FIRST;) {
    unsigned char c = (unsigned char)text.p[i];
    size_t class = c < 128 ? (i++, p->ascii[c]) : class_of(p, pattern_code(text, &i));
    state = p->table[state * p->nclasses + class];
  }
  return state == PATTERN_FOUND || (state >= PATTERN_FIRST && p->good_at_end[state]);
}

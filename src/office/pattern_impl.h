/* pattern_impl: what the files of the matcher share; see pattern.h. */
#ifndef OFFICE_PATTERN_IMPL_H
#define OFFICE_PATTERN_IMPL_H
#include "kit/text.h"
#include "office/pattern.h"

typedef struct pattern_set { /* code points; ranges sorted, apart from each other */
  const text_range *ranges;
  size_t n;
  uint64_t ascii[2];
} pattern_set;

typedef enum pattern_do {
  DO_SET,     /* takes one code point of the set and goes on with the next step */
  DO_SPLIT,   /* goes on with both x and y */
  DO_JUMP,    /* goes on with x */
  DO_START,   /* goes on only there */
  DO_END,
  DO_BORDER,  /* \b */
  DO_INSIDE,  /* \B */
  DO_MATCH
} pattern_do;

typedef struct pattern_step {
  pattern_do what;
  uint32_t x, y; /* DO_SET: x is the number of the set */
} pattern_step;

struct pattern {
  const pattern_step *steps;
  size_t n;
  const pattern_set *sets;
  size_t nsets;
  /* The deterministic one, when there is one: table[state * nclasses + class]. */
  const uint16_t *table;
  size_t nclasses;
  uint8_t ascii[128];          /* class of a code point below 128 */
  const uint32_t *starts;      /* sorted: where runs of one class begin */
  const uint8_t *classes;      /* the class of each run */
  size_t nruns;
  const bool *good_at_end;     /* by state */
};

enum { PATTERN_DEAD, PATTERN_FOUND, PATTERN_FIRST }; /* states with a meaning */

bool pattern_in_set(const pattern_set *set, uint32_t code);
bool pattern_word(uint32_t code); /* of \w */
/* Makes the table when it stays small. */
void pattern_determine(arena *a, arena *scratch, pattern *p, int64_t *effort);
/* The code point at *at, which goes on; text is UTF-8 (else bytes stand for themselves). */
uint32_t pattern_code(str text, size_t *at);
#endif

/* indicator: indicators of a unit by indicator.def: the mission's own, and the index of Decision
 * 766 with its points. */
#ifndef OFFICE_INDICATOR_H
#define OFFICE_INDICATOR_H
#include "office/fold.h"

typedef enum indicator_part {
#define PART(code, json, word) PART_##code,
#define INDICATOR(...)
#include "office/indicator.def"
#undef INDICATOR
#undef PART
  PART_COUNT
} indicator_part;
str part_name(indicator_part p);
const char *part_word(indicator_part p); /* msgid */

typedef enum indicator_source { DOSSIERS, CATALOGUE, NOWHERE } indicator_source;
typedef enum indicator_direction { UP, DOWN } indicator_direction; /* what is better: more, less */
typedef enum indicator_unit { PERCENT } indicator_unit;

enum { TERMS_MOST = 6 };
typedef enum term_of { NO_TERM, TERM_ALL, TERM_IN_TIME, TERM_LESS } term_of;
typedef struct indicator_term {
  term_of of;
  measure measure;
} indicator_term;

typedef struct indicator {
  str code;
  indicator_part part;
  const char *name, *definition; /* msgids */
  indicator_source source;
  indicator_term numerator[TERMS_MOST], denominator[TERMS_MOST];
  indicator_direction direction;
  indicator_unit unit;
  str beside; /* code of the one beside which it stands, or none */
} indicator;
extern const indicator indicators[];
extern const size_t indicator_count;
const indicator *indicator_coded(str code); /* NULL: none */

typedef enum indicator_state {
  MEASURED,
  NOT_APPLICABLE, /* nothing to divide by, or not of such a unit */
  NO_DATA,        /* no source yet */
  TOO_FEW         /* under FEW people or dossiers: not for the public */
} indicator_state;
str indicator_state_name(indicator_state s);
const char *indicator_state_word(indicator_state s); /* msgid, "" while it is measured */

typedef struct indicator_value {
  const indicator *of;
  indicator_state state;
  int64_t numerator, denominator; /* 0 unless measured */
  int64_t value;                  /* hundredths of a per cent */
  int64_t points, threshold;      /* of the index, in force in the period; points -1: not in it */
  int64_t score;                  /* hundredths of a point */
} indicator_value;

typedef struct index_score { /* over what is measured */
  int64_t score;           /* hundredths of a point */
  int64_t measurable, all; /* points */
} index_score;

enum { FEW = 5 };
typedef struct figures_wish {
  const unit *unit;
  period period;
  bool open; /* who asks is no officer: what comes of fewer than FEW dossiers is kept back */
} figures_wish;
/* All indicators, in the order of the table; f: the unit's figures (fold.h).  Needs c->db. */
err *indicators_of(ctx *c, const figures_wish *w, const figures *f, indicator_value **out);
/* One of them, of each of the units that belong to it and are not dissolved; in the order of their
 * codes.  Needs c->db. */
typedef struct indicator_below {
  const unit **units;
  indicator_value *values;
  size_t n;
} indicator_below;
err *indicator_of_below(ctx *c, const figures_wish *w, const indicator *i, indicator_below *out);
index_score indicator_score(const indicator_value *values);

typedef struct figure {
  str measure;
  const char *word;   /* msgid */
  int64_t n;          /* -1: too few for the public */
} figure;
/* The plain figures: what stands there now, and what happened in the period. */
figure *indicator_counts(ctx *c, const figures_wish *w, const figures *f, size_t *n);
#endif

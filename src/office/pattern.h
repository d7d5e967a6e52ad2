/* pattern: whether a text holds a match of a pattern, in time linear in the text.
 *
 * Patterns are ECMA-262's, read by code points (its flag "u"), without what no automaton can do:
 * literals, ".", classes, \d \w \s and their opposites, \p{...}, escapes, groups, "|", quantifiers
 * (lazy ones too), "^", "$", \b and \B.  Back references and looking around are refused.  A small
 * pattern becomes a deterministic automaton when it is compiled; others run as Thompson's. */
#ifndef OFFICE_PATTERN_H
#define OFFICE_PATTERN_H
#include "base/buf.h"
#include "base/err.h"

typedef struct pattern pattern;

enum { PATTERN_MOST_BYTES = 4000, PATTERN_MOST_STEPS = 5000 /* of the automaton */ };

/* Compiles source (UTF-8) into a; what is needed meanwhile is taken from scratch (another arena)
 * and given back.  *effort bounds what tables may cost over many patterns: below zero none is made.
 * ERR_INVALID: the character {1} (from 1) is not understood, or the pattern is too large; {0} is
 * for the caller. */
err *pattern_compile(arena *a, arena *scratch, str source, int64_t *effort, const pattern **made);
/* A match anywhere in text.  Takes what it costs (about 10 ns each) off *budget; below zero it has
 * given up, and is false.  Memory of the search is taken from scratch and given back. */
bool pattern_find(const pattern *p, str text, arena *scratch, int64_t *budget);
#endif

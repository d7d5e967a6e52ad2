/* search: the catalogue by words and filters, in memory.
 *
 * The index is made once with its edition and only read afterwards, by any number of threads.  Case
 * and diacritics are folded (text_fold): "dat dai" finds "Đất đai".  A procedure is found by its
 * exact code, or when every word is in its title, or begins words of title, field or agency. */
#ifndef OFFICE_SEARCH_H
#define OFFICE_SEARCH_H
#include "base/err.h"

struct procedure;
typedef struct search_index search_index;

/* Of the folded words the first so many bytes and words count. */
enum { SEARCH_MOST_BYTES = 200, SEARCH_MOST_WORDS = 12, SEARCH_NEAR = 5 };

/* How a procedure was found: the order of the hits; within one kind they go by title. */
typedef enum search_rank {
  FOUND_CODE,     /* the words are its code */
  FOUND_WHOLE,    /* the title is the words ("Thủ tục" before it does not count) */
  FOUND_START,    /* the title begins with them */
  FOUND_TOGETHER, /* they stand in the title side by side */
  FOUND_WORDS,    /* each begins a word of the title */
  FOUND_INSIDE,   /* each is somewhere in the title; one letter only where a word begins */
  FOUND_BESIDE,   /* each begins a word of title, field or agency */
  FOUND_NOT
} search_rank;

typedef struct search_wish { /* none or empty: any */
  str words;
  str level;    /* province, commune, ministry */
  str field, audience; /* the whole name, folded */
  str agency;   /* words that stand side by side in its name, from the beginning of a word */
  str online;   /* service level: full, partial, information */
  str after;    /* code of the last hit of the page before */
  size_t most;  /* hits on a page */
} search_wish;

typedef struct search_field {
  str name;
  int64_t hits; /* whatever field is asked for */
} search_field;

typedef struct search_hits {
  const struct procedure *const *items; /* one page */
  size_t n;
  int64_t total; /* of all pages, exact */
  bool more;
  const struct procedure *const *near; /* nothing found: at most SEARCH_NEAR whose titles share most
                                          letters by threes with the words, whatever the filters */
  size_t nnear;
  const search_field *fields; /* those with hits, in Vietnamese order */
  size_t nfields;
} search_hits;

/* Indexes the n procedures, which must live as long as a does. */
err *search_build(arena *a, const struct procedure *all, size_t n, const search_index **out);
/* Lists are in a.  ERR_INVALID at "after" when that code is no hit. */
err *search_run(const search_index *x, arena *a, const search_wish *w, search_hits *out);
/* Everybody the procedures are for, in Vietnamese order. */
const str *search_audiences(const search_index *x, size_t *n);
#endif

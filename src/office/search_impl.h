/* search_impl: the index as search_build.c makes it and search.c reads it. */
#ifndef OFFICE_SEARCH_IMPL_H
#define OFFICE_SEARCH_IMPL_H
#include "office/edition.h"
#include "office/search.h"

/* Three letters of folded text, 6 bits each: blank, a to z, 0 to 9, and one for all other bytes. */
enum { GRAMS = 1 << 18 };

typedef struct name_list { /* each name once, in Vietnamese order, with its folded form */
  str *names, *folded;
  size_t n;
} name_list;

/* An entry is a procedure's place in the order of titles. */
struct search_index {
  const procedure *all; /* sorted by code */
  size_t n;
  const uint32_t *order;   /* entry → place in all */
  const uint32_t *entries; /* place in all → entry */
  str titles;              /* " dang ky khai sinh cap ..." */
  const uint32_t *title_at; /* n + 1 offsets: each title with the blank before it */
  const uint32_t *field, *agency; /* of each entry, in the lists below */
  name_list fields, agencies, audiences;
  str words;               /* every word once: "dang ky ..." */
  const uint32_t *word_at; /* nwords + 1 offsets */
  size_t nwords, row;      /* row: 64-bit words that hold one bit for each entry */
  const uint64_t *rows;    /* for each word two rows: in the title; in field or agency */
  const uint32_t *gram_at; /* GRAMS + 1 offsets into gram_entries */
  const uint32_t *gram_entries;
  const uint32_t *gram_counts; /* different ones of each entry's title */
};

uint32_t search_gram(const char *three);
#endif

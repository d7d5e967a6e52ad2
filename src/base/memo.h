/* memo: what was made once and is asked for again: a few texts under a key.
 *
 * A table of bounded room for as long as what it was made from is valid; nothing in it is replaced
 * or thrown out.  Any number of threads may read and add; to find something takes no lock. */
#ifndef BASE_MEMO_H
#define BASE_MEMO_H
#include "base/str.h"

typedef struct memo memo;

/* Room for `most` keys and about `bytes` bytes in all; NULL when the system refuses. */
memo *memo_new(size_t most, size_t bytes);
void memo_free(memo *m);
/* The texts kept under key, *n of them, until memo_free; NULL: none. */
const str *memo_get(const memo *m, str key, size_t *n);
/* Keeps copies of n texts, unless there is no room or something is there already. */
void memo_put(memo *m, str key, const str *texts, size_t n);
#endif

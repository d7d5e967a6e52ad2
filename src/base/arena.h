/* arena: memory with one lifetime.
 *
 * An arena reserves its whole limit as address space when it is made and takes pages from it as
 * they are touched, so an allocation inside a request cannot fail and needs no check.  Exceeding
 * the limit is a mistake of ours (inputs are bounded at the door) and ends the process, which the
 * database survives.  Rewinding gives everything back at once; there is no free(). */
#ifndef BASE_ARENA_H
#define BASE_ARENA_H
#include <stddef.h>

#include "base/str.h"

typedef struct arena arena;

/* A new arena of at most limit bytes (rounded up to pages).  NULL when the system refuses. */
arena *arena_new(size_t limit);
void arena_free(arena *a);
/* n zeroed bytes, aligned for any type, valid until the arena is rewound below them. */
void *arena_alloc(arena *a, size_t n) __attribute__((__malloc__, alloc_size(2), returns_nonnull));
/* count zeroed elements of size bytes; an overflow is a mistake of ours. */
void *arena_array(arena *a, size_t count, size_t size) __attribute__((returns_nonnull));
#define arena_new_of(a, type) ((type *)arena_alloc((a), sizeof(type)))
#define arena_list(a, count, type) ((type *)arena_array((a), (count), sizeof(type)))
/* Grows the newest allocation in place when p is it, else copies.  For base/buf alone. */
void *arena_grow(arena *a, void *p, size_t old, size_t n) __attribute__((returns_nonnull));

/* Bytes in use; give it to arena_rewind to release all that came after. */
size_t arena_mark(const arena *a);
void arena_rewind(arena *a, size_t mark);
/* Everything back; pages beyond keep bytes are returned to the system. */
void arena_reset(arena *a, size_t keep);

/* Copies. str_z gives a NUL-terminated copy (for a library's edge); none gives NULL. */
str str_dup(arena *a, str s);
const char *str_z(arena *a, str s);
#endif

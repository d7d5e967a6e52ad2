/* desk_impl: what desk.c and find.c share: the rows of lists, the queues of an officer, cursors. */
#ifndef OFFICE_DESK_IMPL_H
#define OFFICE_DESK_IMPL_H
#include "office/desk.h"
#include "office/desk.sql.h"

dossier_line list_line(const dossier_listed_row *r);

typedef struct queue { /* what is in one state for a unit: a range of one index */
  int64_t unit_id;
  str state, field; /* state none: in whatever; field empty: every field */
} queue;
enum { QUEUES_MOST = 400 };
/* Adds it, with those of the units whose work the unit has taken over, where it is in no other of
 * the list; a dissolved unit's is its successor's.  The new n. */
size_t queues_add(ctx *c, queue *list, size_t n, queue q);

/* The first instant at which what is due is not due soon. */
int64_t desk_after_soon(const ctx *c);

/* The bytes of a cursor, in base64url; ERR_BAD_REQUEST at `after`. */
err *cursor_bytes(arena *a, str text, str *raw);
err *cursor_broken(void);
#endif

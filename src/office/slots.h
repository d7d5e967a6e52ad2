/* slots: the current edition behind one atomic word, for office.c alone.
 *
 * The word holds the current slot and how many have taken it; a slot's own count goes down with
 * each one given back.  When a slot is replaced, what was taken is added to its count, which then
 * reaches zero exactly when the last reader is done.  Taking and giving back never wait. */
#ifndef OFFICE_SLOTS_H
#define OFFICE_SLOTS_H
#include "office/edition.h"

typedef struct edition_slots edition_slots;

/* In a; empty. */
edition_slots *slots_new(arena *a);
/* Frees the current edition; nobody may hold any. */
void slots_close(edition_slots *s);
const edition *slots_take(edition_slots *s); /* NULL while empty */
void slots_give(edition_slots *s, const edition *e);
/* Makes e the current one and takes it over; by one thread at a time.  False when too many old ones
 * are still being read (e stays the caller's). */
bool slots_replace(edition_slots *s, edition *e);
#endif

/* people: what the pages of accounts and of the counter share. */
#ifndef WEB_PEOPLE_H
#define WEB_PEOPLE_H
#include "office/mandate.h"
#include "web/web.h"

v_mandate_list fill_mandates(const rq *r, const mandate_line *lines, size_t n);
/* A day as it was typed or sent: yyyymmdd, 0 for nothing, -1 for what is none. */
int32_t day_typed(arena *a, str s);

/* What a card says of a person: the first entries of a form at a counter. */
enum { CARD_ENTRIES = 5 };
extern const v_entry card_entries[CARD_ENTRIES];
#endif

/* lang: translations from gettext .mo catalogues embedded in the binary, and how each language
 * writes numbers.
 *
 * msgids are English.  A look-up is a binary search in the mapped .mo: no locale of the system, no
 * lock. */
#ifndef KIT_LANG_H
#define KIT_LANG_H
#include "base/err.h"

typedef enum lang { LANG_VI, LANG_EN, LANG_BN, LANG_COUNT } lang; /* Vietnamese is the default */

const char *lang_tag(lang l); /* "vi", "en", "bn" */
bool lang_of(str tag, lang *out);
/* The best of Accept-Language (RFC 9110 12.5.4); Vietnamese when none fits. */
lang lang_negotiate(str accept_language);
/* The translation, or msgid itself. */
const char *lang_text(lang l, const char *msgid);
/* The message of a phrase or an error in the language.  An argument that is a count of at most four
 * digits, a time of day (15:30), a day (31/08/2024) or both is in the language's digits; any other,
 * such as the code of a dossier or a personal ID number, as it is. */
str lang_message(arena *a, lang l, const err *e);
/* What data says in the reader's own language beside its Vietnamese; none for Vietnamese. */
str lang_own(lang l, str en, str bn);

/* --- numbers --- */
enum { LANG_ROOM = 96 }; /* bytes for any number or day */

/* In groups: vi 1.234.567, en 1,234,567, bn ১২,৩৪,৫৬৭ (three, then pairs).
 * Written into room. */
str lang_number(lang l, int64_t n, char room[LANG_ROOM]);
/* s, at most 30 bytes, with its digits as the language writes them; in room, or s itself. */
str lang_digits(lang l, str s, char room[LANG_ROOM]);
/* Bengali digits that somebody typed, as Latin ones; all else as it is. */
str lang_latin(arena *a, str typed);
#endif

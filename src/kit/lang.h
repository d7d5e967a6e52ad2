/* lang: translations from gettext .mo catalogues embedded in the binary.
 *
 * msgids are English.  A look-up is a binary search in the mapped .mo: no locale of the system, no
 * lock. */
#ifndef KIT_LANG_H
#define KIT_LANG_H
#include "base/str.h"

typedef enum lang { LANG_VI, LANG_EN, LANG_COUNT } lang; /* Vietnamese is the default */

const char *lang_tag(lang l); /* "vi", "en" */
bool lang_of(str tag, lang *out);
/* The best of Accept-Language (RFC 9110 12.5.4); Vietnamese when none fits. */
lang lang_negotiate(str accept_language);
/* The translation, or msgid itself. */
const char *lang_text(lang l, const char *msgid);
#endif

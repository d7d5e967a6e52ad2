/* embed: files that the program carries inside (tools/embed). */
#ifndef BASE_EMBED_H
#define BASE_EMBED_H
#include "base/str.h"

struct embedded {
  const char *name; /* the file's base name */
  str bytes;
};
/* Sorted by name; one more row with name NULL follows the last. */
extern const struct embedded embedded_catalogue[];
extern const int embedded_catalogue_count;
extern const struct embedded embedded_locale[];
extern const int embedded_locale_count;
extern const struct embedded embedded_assets[];
extern const int embedded_assets_count;
#endif

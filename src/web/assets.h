/* assets: style sheets, fonts and pictures, carried in the program (static/ and build/assets/).
 *
 * Pages name an asset as /assets/NAME?v=STAMP; the stamp changes with any asset, so that browsers
 * may keep such an answer for ever.  A style sheet names a font with the font's own hash, that of
 * its ETag.  Without either an asset is asked for again by its ETag. */
#ifndef WEB_ASSETS_H
#define WEB_ASSETS_H
#include "base/str.h"

typedef struct asset_file {
  str name, bytes, type; /* type: for Content-Type */
  str tag;               /* ETag, with its quotes */
} asset_file;
/* NULL: no such asset.  All live as long as the program. */
const asset_file *asset_find(str name);
str asset_stamp(void);
/* Whether an address that ends so names these very bytes. */
bool asset_lasts(const asset_file *f, str stamp);
#endif

/* kind: what a file begins as, by libmagic. */
#include <magic.h>

#include "box/box.h"

enum { BEGINNING = 64 << 10 };

static magic_t database;

const char *kind_open(void) {
  database = magic_open(MAGIC_MIME_TYPE | MAGIC_NO_CHECK_COMPRESS | MAGIC_NO_CHECK_TAR |
                        MAGIC_NO_CHECK_ELF | MAGIC_NO_CHECK_CDF | MAGIC_NO_CHECK_CSV |
                        MAGIC_NO_CHECK_JSON | MAGIC_NO_CHECK_TOKENS | MAGIC_NO_CHECK_ENCODING);
  if (!database) return "libmagic gives no memory";
  return magic_load(database, NULL) ? "libmagic's database cannot be read" : NULL;
}

box_kind kind_of(str bytes) {
  static const struct {
    const char *type;
    box_kind kind;
  } kinds[] = {{"application/pdf", BOX_PDF}, {"image/png", BOX_PNG},   {"image/jpeg", BOX_JPEG},
               {"image/heic", BOX_HEIC},     {"image/heif", BOX_HEIC}};
  const char *type = magic_buffer(database, bytes.p, bytes.n < BEGINNING ? bytes.n : BEGINNING);
  for (size_t i = 0; type && i < COUNT(kinds); i++)
    if (str_eq(str_of(type), str_of(kinds[i].type))) return kinds[i].kind;
  return BOX_NO_KIND;
}

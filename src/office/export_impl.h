/* export_impl: what export.c and export_own.c share: the archive being written. */
#ifndef OFFICE_EXPORT_IMPL_H
#define OFFICE_EXPORT_IMPL_H
#include "kit/archive.h"
#include "office/event.h"
#include "office/export.h"

enum { EXPORT_AT_ONCE = 50 };

typedef struct export_file { /* what stands in the place of files */
  str name, blob;
} export_file;

typedef struct export_lines { /* a text that grows in a file at no name */
  int fd;                     /* -1: not begun */
  int64_t size;
} export_lines;

typedef struct exporting {
  archive_file *zip;
  export_made *made;
  export_lines sums, lines; /* SHA256SUMS; the list at hand */
  int64_t after;            /* cursor over the dossiers */
  int64_t ids[EXPORT_AT_ONCE];
  size_t n;
  int64_t id;               /* the one at hand */
  str folder, text;         /* of it: its JSON */
  const event *events;
  size_t nevents;
  export_file *files;
  size_t nfiles;
} exporting;

static inline const json *text(arena *a, str s) { return json_of_text(a, s); }
static inline const json *when(arena *a, instant t) {
  return json_of_text(a, instant_is(t) ? instant_rfc3339(a, t) : STR_NONE);
}
static inline const json *day(arena *a, int32_t d) {
  return json_of_text(a, d ? day_iso(a, d) : STR_NONE);
}
#define OBJECT(a, members) json_of_members((a), (members), COUNT(members))
str export_json(arena *a, const json *v); /* one line */
const char *export_ending(str media_type);

/* Each a member of the archive and a line of SHA256SUMS. */
err *export_put(ctx *c, exporting *e, str name, instant at, str bytes);
err *export_put_file(ctx *c, exporting *e, const export_file *f);
/* A list of any length: begun, a JSON value at a time, put as a member. */
err *export_lines_begin(ctx *c, export_lines *l);
err *export_lines_add(export_lines *l, str line);
err *export_lines_put(ctx *c, exporting *e, str name, export_lines *l);

/* What is no dossier's: inbox, complaints, files of what is begun, store. */
err *export_own(ctx *c, exporting *e);
#endif

/* box: has an untrusted file read by the helper program motcua-box, in a process of its own.
 *
 * The helper (src/box) forks for every file a process that can open nothing and reach nothing, with
 * bounded memory and time; what it says is checked again here.  A file that breaks its reader ends
 * that process alone. */
#ifndef KIT_BOX_H
#define KIT_BOX_H
#include "base/err.h"

typedef struct box_helper box_helper;

/* Where the helper is; it is started by the first file.  program NULL: motcua-box beside this
 * program.  most: files at once; 0: the number of processors. */
err *box_open(const char *program, int most, box_helper **out);
void box_close(box_helper *b);

typedef struct box_paper {
  const char *media_type, *ending; /* "application/pdf", ".pdf" */
  str bytes;      /* what to keep: a part of what was given, or what was written anew */
  int pages, width, height; /* pages of a PDF, else points of a picture */
  str page_digests; /* of a PDF: SHA-256 of what each page draws with (docs/adr/0005); else none */
  bool anew;      /* written anew: a HEIC as a JPEG, a picture without what it told beside itself */
  void *map;
  size_t mapped;
} box_paper;

/* Whole PDF, PNG, JPEG, or HEIC, which becomes a JPEG.  A picture is kept without a trace of place,
 * time, camera and owner: its points, colours and upper side alone; a PDF as it came.
 * ERR_MEDIA says why not (kit/box.def); ERR_UNAVAILABLE: the helper cannot be started, has no
 * sandbox, or is too busy.  bytes: at most 64 MiB, living as long as the paper; end with
 * box_drop. */
err *box_read(box_helper *b, str bytes, box_paper *out);
void box_drop(box_paper *p);
/* Starts the helper if it is not running: NULL when it would read a file. */
err *box_ready(box_helper *b);
#endif

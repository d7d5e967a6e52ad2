/* box: the parts of motcua-box, the helper program that reads untrusted files.
 *
 * It forks a process for every file; that process closes itself in (sandbox.c), says what the file
 * is by its bytes (kind.c), and has the reader of its format prove it.  Knows base and the words
 * of kit/box_impl.h; a foreign library appears in one file each. */
#ifndef BOX_BOX_H
#define BOX_BOX_H
#include "base/str.h"
#include "kit/box_impl.h"

/* One file being read. */
typedef struct sheet {
  str bytes;
  int out;          /* where a file that is not kept as it came is written */
  box_answer said;
} sheet;

/* Reads everything: libmagic's database, libheif's decoders.  What is wrong, or NULL. */
const char *kind_open(void);
const char *heic_open(void);
/* What the beginning says it is; to be proved by its reader. */
box_kind kind_of(str bytes);

/* Read the whole and fill pages, width, height, kept (written). */
box_verdict pdf_read(sheet *s);
box_verdict png_read(sheet *s);
box_verdict jpeg_read(sheet *s);
box_verdict heic_read(sheet *s);

/* Points, three bytes each, rows stride apart; colours is an ICC profile or none. */
typedef struct picture {
  const unsigned char *points;
  int width, height, stride;
  str colours;
} picture;
/* Writes it as a JPEG; the number of bytes, or 0. */
int64_t jpeg_write(int out, const picture *p);
/* Write a whole picture that was read without what it tells beside itself (bare.c); the number of
 * bytes, 0 when there was nothing to leave out, -1 when it cannot be written. */
int64_t jpeg_bare(int out, str bytes);
int64_t png_bare(int out, str bytes);
bool write_all(int out, const void *bytes, size_t n);
bool points_allowed(int64_t width, int64_t height, int64_t most);

/* SHA-256. */
enum { DIGEST_SIZE = 32 };
typedef struct digest {
  _Alignas(16) unsigned char room[128];
} digest;
void digest_begin(digest *d);
void digest_add(digest *d, const void *bytes, size_t n);
void digest_text(digest *d, char kind, str s);
void digest_end(digest *d, unsigned char out[DIGEST_SIZE]);
void digest_of(const void *bytes, size_t n, unsigned char out[DIGEST_SIZE]);

/* Closes this process in for good: nothing can be opened, sent or started any more, memory and time
 * are bounded.  What the system refuses, or NULL. */
const char *sandbox_close(void);
/* Whether a process that is closed in and then opens a file is ended by the system. */
const char *sandbox_try(void);

/* Reads one file and answers; never returns. */
_Noreturn void job_run(const int fds[BOX_FDS]);
/* The same without a process and a sandbox, for fuzzing. */
void job_read(sheet *s);
#endif

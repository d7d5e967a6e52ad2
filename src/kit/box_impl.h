/* box_impl: what kit/box and the helper program motcua-box (src/box) say to each other.
 *
 * The helper inherits one socket.  It says box_hello once; then every message to it is one byte
 * with three descriptors: the file (a sealed memfd), a place for one that is written anew, and a
 * socket for the answer, one box_answer, after which its other end closes. */
#ifndef KIT_BOX_IMPL_H
#define KIT_BOX_IMPL_H
#include <stdint.h>

enum { BOX_SOCKET = 3 }; /* the helper's descriptor */
enum { BOX_FDS = 3, BOX_FILE = 0, BOX_OUT = 1, BOX_ANSWER = 2 };

/* Limits of one file; what goes over one of those of the system ends the process that reads it. */
enum {
  BOX_BYTES = 64 << 20,       /* of a file */
  BOX_WRITTEN = 32 << 20,     /* of one written anew */
  BOX_SIDE = 30000,           /* points */
  BOX_POINTS = 100000000,     /* of a PNG or JPEG, which are read row by row */
  BOX_POINTS_HELD = 60000000, /* of a HEIC, which is held whole */
  BOX_PAGES_MOST = 500,
  BOX_DIGEST = 32,            /* bytes of what tells a page of a PDF from others: SHA-256 */
  BOX_SECONDS = 20,           /* by the clock on the wall */
  BOX_CPU_SECONDS = 15,
  BOX_MEMORY = 768 << 20      /* bytes of addresses, beside what the helper has itself */
};

typedef enum box_verdict {
  BOX_FINE,
#define BOX_VERDICT(name, ...) BOX_##name,
#include "kit/box.def"
#undef BOX_VERDICT
  BOX_VERDICTS
} box_verdict;

typedef enum box_kind { BOX_NO_KIND, BOX_PDF, BOX_PNG, BOX_JPEG, BOX_HEIC, BOX_KINDS } box_kind;

typedef struct box_hello {
  int32_t verdict;    /* BOX_FINE, or BOX_UNSAFE: nothing will be read */
  char why[156];
} box_hello;

typedef struct box_answer {
  int32_t verdict, kind, pages, width, height;
  int64_t kept;       /* bytes of the file that are the paper: a camera's tail is left out */
  int64_t written;    /* of a PDF: a digest of BOX_DIGEST bytes for each page; else bytes of the
                         file written anew, or 0: kept as it came */
} box_answer;
#endif

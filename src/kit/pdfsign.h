/* pdfsign: PAdES-B-B signatures by incremental update (ISO 32000-1 12.8, EN 319 142-1).
 *
 * Works on our own papers (page_draw): one revision is appended per signature, earlier bytes are
 * never touched.  Two halves, as in kit/cms: pdf_prepare appends the revision with a zeroed
 * /Contents and yields the digest of its ByteRange; pdf_embed puts the finished CMS in. */
#ifndef KIT_PDFSIGN_H
#define KIT_PDFSIGN_H
#include "base/err.h"
#include "base/time.h"

typedef struct pdf_signing {
  str field;        /* name of the reserved, still empty signature field */
  str appearance;   /* a one-page PDF (page_stamp_draw) put into the field's box, or none */
  str signer, reason, location; /* /Name, /Reason, /Location */
  instant at;       /* /M */
} pdf_signing;

typedef struct pdf_prepared {
  str bytes;        /* the whole file, /Contents zeroed */
  size_t contents;  /* offset of the first hex digit of /Contents */
  size_t room;      /* hex digits reserved */
  str digest;       /* SHA-256 over the ByteRange */
} pdf_prepared;

/* ERR_INVALID: not one of our papers, no such field, field already signed. */
err *pdf_prepare(arena *a, str pdf, const pdf_signing *s, pdf_prepared *out);
/* A copy of the file with the CMS in place; ERR_TOO_LARGE when it does not fit. */
err *pdf_embed(arena *a, const pdf_prepared *p, str cms, str *pdf);

typedef struct pdf_signature {
  str field;
  str cms;
  str digest;          /* SHA-256 over its ByteRange */
  size_t revision_end; /* the ByteRange covers [0, revision_end) but Contents */
} pdf_signature;
/* All signatures in order of revision, none for a draft.  ERR_INVALID when a ByteRange leaves out
 * anything but its Contents, has gaps, or the last one does not end at the end of the file; when a
 * revision changes anything but one empty signature field; when any byte belongs to no object.
 * The CMS is not verified: cms_verify(cms, digest), then trust_check.  Takes about 2 MB. */
err *pdf_signatures(arena *a, str pdf, pdf_signature **out, size_t *n);
#endif

/* verify: reads everything again and names the first wrong thing. */
#ifndef OFFICE_VERIFY_H
#define OFFICE_VERIFY_H
#include "office/office.h"

typedef struct verify_report {
  int64_t dossiers, events, signatures, blobs, deltas, acts, entries;
  int64_t erased, erasures; /* dossiers that decisions have erased, and these decisions */
  bool ok;
  str first_wrong; /* one line: which dossier, event, file, and what */
} verify_report;
/* Chains, content against tables (state, HMACs), signatures and certificates, separation of duties,
 * the ledger with its checkpoints and tiles, blobs, results' PDFs, register numbers, figures
 * recounted, the journal.
 * out->ok false: found wrong, which is no error; an error: it could not be read to the
 * end.  progress may be NULL. */
err *verify_all(office *f, arena *a, void (*progress)(void *, int64_t done, int64_t all),
                void *arg, verify_report *out);
#endif

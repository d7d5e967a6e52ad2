/* export: all that is kept of a person, as one archive (law 91/2025/QH15).
 *
 * A ZIP file: README.txt in the person's language, account.json, a folder for each dossier with its
 * data, form, papers, result, and every signed event as the exact bytes beside its signature; lists
 * (a JSON value on a line) of the inbox, complaints, files of what is begun and the store, with
 * their files; last SHA256SUMS, which names each of them with its SHA-256.
 * At level 1 it holds what belongs to the account: what it has filed itself; at level 2 what
 * belongs to the person, however it was filed. */
#ifndef OFFICE_EXPORT_H
#define OFFICE_EXPORT_H
#include "office/ctx.h"

typedef struct export_made {
  int fd;           /* of the archive, at no name; the caller closes it */
  int64_t size;     /* bytes */
  int64_t dossiers, files;
} export_made;
/* Of c->who; in snapshots of its own, a dossier at a time, then noted (export_note).  Runs outside
 * transactions.  ERR_STORAGE: no room. */
err *export_make(ctx *c, export_made *out);
/* When c->who did so last, or none.  Needs c->db. */
err *export_last(ctx *c, instant *at);
#endif

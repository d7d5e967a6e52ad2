/* unattended: the Centre's key that the server uses by itself, for what nobody signs: proofs of
 * filing.
 *
 * Its certificate says so in its name.  The private key is a row of key_pair in a box under the
 * installation's secret file.  `motcua init` makes it, `motcua migrate` where it is missing: with a
 * root of its own whose key is thrown away at once, so that this root can vouch for nothing else.
 * In a demonstration the demonstration's authority issues it. */
#ifndef OFFICE_UNATTENDED_H
#define OFFICE_UNATTENDED_H
#include "kit/cms.h"
#include "kit/page.h"
#include "office/ctx.h"

#define UNATTENDED_NAME "Chữ ký tự động, không có người ký"

/* Makes key, certificate and root where there is none, writes the root for other programs to
 * FOLDER/centre-root.pem, and renews the edition; *made: it did.  Nothing without a Centre. */
err *unattended_make(office *f, arena *a, instant now, bool *made);
/* DER as PEM into a file of the data folder, for programs that check signatures. */
err *certificate_write(const ctx *c, const char *name, str der);

/* Seals a paper (page_draw) in its field "centre" as the Centre, unattended.  reason: ASCII.
 * ERR_CONFLICT: there is no such key; ERR_FORBIDDEN: its certificate is not trusted now.  Reads in
 * a snapshot of its own unless c->db is open. */
err *unattended_seal(ctx *c, str pdf, str reason, str *sealed);
/* The field, as a paper reserves it. */
extern const page_box unattended_box;
#endif

/* mail: what the office writes to people; one queue, emptied by jobs/mail after the commit.
 *
 * A letter is queued inside the decide that has a reason for it, in the language of the person who
 * will read it, so it goes if and only if that was written.  Its text is erased once it is sent (in
 * a demonstration it stays, for /demo/mail); what could not be sent is tried again, less and less
 * often, and given up after MAIL_TRIES: then its error is kept for the administrator, its text is
 * not. */
#ifndef OFFICE_MAIL_H
#define OFFICE_MAIL_H
#include "kit/lang.h"
#include "kit/mail.h"
#include "office/ctx.h"

enum { MAIL_TRIES = 12, MAIL_PAGE = 50 }; /* 2, 4, 8 … seconds, an hour at most: about nine hours */

typedef struct mail_wish {
  str to;                    /* a mailbox (kit/mail.h) */
  int64_t account_id;        /* whose; 0: nobody's yet */
  lang language;
  const char *subject, *text; /* msgids; {0}..{3} are args; paragraphs by an empty line */
  str args[4];
  int64_t useful_us;         /* of no use later than this from now; 0: 3 days */
} mail_wish;
/* Inside a decide.  Without a mail server it waits until there is one or it is of no use. */
err *mail_add(ctx *c, const mail_wish *w);
/* Can letters leave this process?  In a demonstration without a server they can be read there. */
bool mail_works(const office *f);

/* --- for jobs/mail --- */
typedef struct mail_row {
  int64_t id, attempts;
  str public_id, to, language, subject, text;
  instant created_at, sent_at;
} mail_row;
/* Up to most letters due now, the longest waiting first.  Needs c->db. */
err *mail_due(ctx *c, int64_t most, mail_row **rows, size_t *n);
/* Inside a decide, as in outbox.h: takes the row for lease_us (false: another has it); what became
 * of it.  mail_failed gives up when for_good, or after MAIL_TRIES. */
err *mail_take(ctx *c, const mail_row *r, int64_t lease_us, bool *mine);
err *mail_sent(ctx *c, const mail_row *r);
err *mail_failed(ctx *c, const mail_row *r, str error, bool for_good);
/* Inside a decide: gives up what is of no use any more; forgets letters 90 days after. */
err *mail_sweep(ctx *c);

/* --- for pages and doctor; need c->db --- */
/* The newest MAIL_PAGE letters, newest first. */
err *mail_newest(ctx *c, mail_row **rows, size_t *n);
typedef struct mail_figures {
  int64_t waiting, dead;
  str newest_error; /* of a dead one, or none */
} mail_figures;
err *mail_count(ctx *c, mail_figures *out);
#endif

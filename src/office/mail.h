/* mail: what the office writes to people; one queue, emptied by jobs/mail after the commit.
 *
 * A letter is queued inside the decide that has a reason for it, in the language of the person who
 * will read it, so it goes if and only if that was written.  Its text is erased once it is sent (in
 * a demonstration it stays, for /demo/mail); what could not be sent is tried again, less and less
 * often, and given up after so many tries (settings mail_tries, mail_wait, mail_wait_most), or at
 * once when the mail server refuses it for good.  Then it is a dead letter: an administrator sees
 * address, kind and error, and has it tried again or drops it.  A code's text goes with its letter.
 *
 * A letter may go twice, when the process is killed between the mail server's yes and the commit
 * that notes it; it is never lost.  Its Message-ID is then the same. */
#ifndef OFFICE_MAIL_H
#define OFFICE_MAIL_H
#include "kit/lang.h"
#include "kit/mail.h"
#include "office/ctx.h"

enum { MAIL_PAGE = 50 };

typedef struct mail_wish {
  int64_t id;                /* 0: it is given one */
  str kind;                  /* code, account, notice; none: account */
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
  int64_t id, attempts, account_id; /* account_id 0: nobody's yet */
  str kind, public_id, to, language, subject, text;
  instant created_at, sent_at;
} mail_row;
/* Up to most letters due now, the longest waiting first.  Needs c->db. */
err *mail_due(ctx *c, int64_t most, mail_row **rows, size_t *n);
/* Inside a decide, as in outbox.h: takes the row for lease_us (false: another has it); what became
 * of it.  One with notices is put off while its reader has had one in the hour (office/digest.h).
 * mail_failed gives up when for_good, or after the last try. */
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

typedef struct dead_letter {
  str id, kind, to, error; /* id public */
  int64_t attempts;
  instant created_at, dead_at;
  bool whole;              /* its text is there: it can be tried again */
} dead_letter;
typedef struct dead_letters {
  const dead_letter *items; /* newest first, at most MAIL_PAGE */
  size_t n;
  bool more;
} dead_letters;
/* after: the id of the last one seen, or none.  Needs c->db. */
err *mail_dead_list(ctx *c, str after, dead_letters *out);
/* By an administrator, with an entry in the journal; each a decide of its own.  ERR_NOT_FOUND: no
 * such dead letter, or somebody else has been faster; ERR_CONFLICT: its text is gone. */
err *mail_try_again(ctx *c, str id);
err *mail_drop(ctx *c, str id);
#endif

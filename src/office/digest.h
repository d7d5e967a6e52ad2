/* digest: notices by mail, at a person's pace.
 *
 * What is the first to be told in an hour (setting digest_minutes) is written in a letter at once;
 * what comes until the hour is over gathers, and is then written in one letter.  A letter names
 * application number, procedure, what is to be done, until when and where; nobody's name.
 *
 * Three rules keep it at one letter in an hour, whatever fails and however many processes run:
 * a person has one letter under way at most (digest.mail_id); the hour begins when a letter went;
 * and what is noted as written is noted in the transaction that writes the letter, so that it is in
 * one, and in no other. */
#ifndef OFFICE_DIGEST_H
#define OFFICE_DIGEST_H
#include "office/mail.h"

/* When the next letter may be written: at once, or an hour after the last.  Pure. */
instant digest_when(instant last, instant now, int64_t minutes);

/* Inside a decide that has given the account something to be told by mail. */
err *digest_wanted(ctx *c, int64_t account_id);

typedef struct digest_due {
  int64_t account_id;
  instant at;            /* since when it is due: for digest_write */
} digest_due;
/* Up to most people whose letter is due, the longest waiting first.  Needs c->db. */
err *digest_waiting(ctx *c, int64_t most, digest_due **out, size_t *n);
/* Inside a decide: writes the letter, unless somebody else has by now, or nobody wants it. */
err *digest_write(ctx *c, const digest_due *d);

/* --- for office/mail, inside its decides --- */
/* May the letter go now?  Otherwise *when says when to look again. */
err *digest_may_go(ctx *c, int64_t account_id, int64_t mail_id, bool *yes, instant *when);
/* It went, or it is given up (sent false): the next may be written. */
err *digest_ended(ctx *c, int64_t account_id, int64_t mail_id, bool sent);
#endif

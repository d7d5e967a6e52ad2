/* notice: a person's inbox: what happened to their dossiers and what they have to do, and for
 * officers lists of what is due.
 *
 * A notice holds no words and no personal data: which row of notice.def, which dossier, which
 * times.  The words are put together where they are read, in the reader's language (pages_inbox),
 * or in the account's (office/digest, which writes the letters). */
#ifndef OFFICE_NOTICE_H
#define OFFICE_NOTICE_H
#include "office/access.h"
#include "office/workflow.h"

typedef enum notice_when {
  NO_TIME, RECEIVE_BY, OFFICE_DUE, PERSON_UNTIL, LIST, COMPLAINT
} notice_when;
typedef struct notice_rule {
  str what;
  const char *happened, *todo; /* msgids; todo may be "" */
  notice_when when;
} notice_rule;
extern const notice_rule notice_rules_all[];
extern const size_t notice_rule_count;
/* The row, or what stands for it: a step of workflow.def that has none is told by its own word. */
notice_rule notice_rule_of(str what);
/* Which row tells of a step: of a seal by decision ("grant", "reject") and the way in which the
 * result reaches the person. */
str notice_of_step(arena *a, str action, str decision, str delivery);

/* --- writing --- */
typedef struct notice_reader { /* somebody who is told */
  int64_t account_id;
  bool mails;            /* by mail too */
} notice_reader;
typedef struct notice_plan {
  int64_t dossier_id, event_id;
  str what;
  int32_t until;         /* 0: none */
  instant due_at, at;
  const notice_reader *readers;
  size_t n;
} notice_plan;
/* Who is told of a step, and what: who filed it, its holder, and the representatives of the holder,
 * each if the dossier is theirs by access_own; so nobody learns of another's before their identity
 * was seen, or after their mandate has ended.  Officers who filed for others are not told.  Needs a
 * snapshot. */
err *notice_of(ctx *c, int64_t dossier_id, int64_t event_id, notice_plan *out);
/* Inside a decide.  Once for each reader and step, however often it is called. */
err *notice_tell(ctx *c, const notice_plan *p);

typedef struct notice_entry { /* a line of a list */
  int64_t dossier_id;
  instant due_at;
} notice_entry;
typedef struct notice_wish {
  int64_t account_id;
  str what;              /* a row with LIST */
  int32_t day;
  const notice_entry *entries;
  size_t n;
} notice_wish;
/* Inside a decide.  One list for each account, row and day: what is new in it makes it unread again
 * and goes with the next letter; a dossier stands there once. */
err *notice_list(ctx *c, const notice_wish *w);
typedef struct complaint_notice {
  int64_t account_id, complaint_id;
  str what;              /* a row with COMPLAINT */
  instant due_at;        /* until when something is to be done with it, or none */
} complaint_notice;
/* Inside a decide.  One for each account, complaint and row; told once more it is unread again and
 * goes with the next letter. */
err *notice_of_complaint(ctx *c, const complaint_notice *n);
/* Inside a decide: whether the account is told by mail, too: it has a mailbox, wants mails, and is
 * not disabled; and this installation can send some. */
err *notice_mails(ctx *c, int64_t account_id, bool *yes);

/* --- reading --- */
enum { NOTICE_PAGE = 20, NOTICE_LINES = 50, NOTICE_UNREAD_MOST = 100 };
typedef struct notice_line {
  str code;
  int64_t version_id;    /* of its procedure */
  instant due_at;
} notice_line;
typedef struct notice {
  int64_t id, account_id, dossier_id, version_id;
  str what, code;        /* code none for a list and a complaint */
  str complaint, number; /* of a complaint: its public id, and its number in the register; none */
  int32_t day, until;
  instant due_at, at, read_at, mailed_at;
  const notice_line *lines; /* of a list: soonest due first, at most NOTICE_LINES */
  size_t nlines;
  bool more;             /* lines */
} notice;
typedef struct notice_list_page {
  const notice *items;   /* newest first */
  size_t n;
  bool more;
} notice_list_page;
/* All need c->db and c->who.  after: the id of the last one seen, or 0. */
err *notice_inbox(ctx *c, int64_t after, notice_list_page *out);
err *notice_get(ctx *c, int64_t id, notice *out); /* any; ERR_NOT_FOUND */
access_thing notice_thing(const notice *n);
/* How many are unread, NOTICE_UNREAD_MOST at most. */
err *notice_unread(ctx *c, int64_t *n);
/* The lines of a list that were put there after an instant (INSTANT_NONE: all). */
err *notice_lines(ctx *c, int64_t id, instant after, notice *out);

/* --- c->who has read it: each a decide of its own --- */
err *notice_open(ctx *c, const notice *n);
err *notice_open_all(ctx *c);
/* The account has looked at the dossier: inside a decide (web/notes.c). */
err *notice_seen(db_conn *c, int64_t account_id, int64_t dossier_id, instant at);

#endif

/* journal: the record of administrative acts: who changed what of the installation, when, from what
 * to what; one chain for the whole instance.
 *
 * An entry is canonical JSON (RFC 8785) "motcua/act/1", signed by the server's Ed25519 key:
 *   {"type","instance","seq","kind","subject","action","detail","actor","at","previous"}
 * detail is an object of the DETAILs of act.def; actor is an account's public id, "" at the command
 * line; previous is the hex hash of the entry before it, "" for the first.  Hash as for events
 * (docs/adr/0001).  Rows are append-only; `motcua verify` reads the chain again. */
#ifndef OFFICE_JOURNAL_H
#define OFFICE_JOURNAL_H
#include "office/ctx.h"

typedef enum act {
#define KIND(kind, word)
#define ACT(name, kind, action, words) ACT_##name,
#define DETAIL(key, word)
#include "office/act.def"
#undef KIND
#undef ACT
#undef DETAIL
  ACT_COUNT
} act;

typedef struct act_rule {
  str kind, action;
  const char *words; /* msgid */
} act_rule;
extern const act_rule act_rules[ACT_COUNT];
typedef struct act_word {
  str key;
  const char *word; /* msgid */
} act_word;
extern const act_word act_kinds[]; /* in the order of act.def */
extern const size_t act_kind_count;
/* msgids; the action itself, or the key, for one that this program does not know (key and action
 * are then those of a NUL-terminated text). */
const char *act_words(str kind, str action);
const char *act_detail_word(str key);

enum { JOURNAL_DETAIL_MOST = 32 << 10, JOURNAL_MEMBERS_MOST = 24 };

typedef struct journal_entry {
  act act;
  str subject;               /* code, name of a setting, public id: 1..200 bytes */
  const json_member *detail; /* keys of act.def; never personal data */
  size_t ndetail;            /* at most JOURNAL_MEMBERS_MOST */
} journal_entry;
/* Writes one entry, inside the decide that makes the change.  c->who NULL: at the command line.
 * ERR_INTERNAL for a key that act.def does not have, or too much. */
err *journal_write(ctx *c, const journal_entry *e);
/* A detail that says what was and what is: {"old":…,"new":…}; none is null. */
json_member journal_change(arena *a, const char *key, str old, str fresh);
json_member journal_text(arena *a, const char *key, str value);
json_member journal_int(arena *a, const char *key, int64_t value);

/* The exact bytes of an entry: for journal_write, and for verify to make again. */
typedef struct act_content {
  str instance, kind, subject, action, actor;
  str previous; /* raw hash, or none */
  const json *detail;
  int64_t seq;
  instant at;
} act_content;
err *journal_content(arena *a, const act_content *s, str *bytes);

typedef struct journal_row {
  int64_t seq;
  instant at;
  str actor, actor_name; /* public id and name; none at the command line */
  str kind, subject, action;
  str signed_, signature, hash; /* raw bytes */
  const json *detail;
} journal_row;
typedef struct journal_wish {
  str kind, subject; /* none: any; subject only with kind */
  int64_t before;    /* entries with a smaller seq; 0: from the newest */
  size_t most;
} journal_wish;
/* Newest first, in c->a.  Needs c->db. */
err *journal_list(ctx *c, const journal_wish *w, journal_row **rows, size_t *n);
#endif

/* find: dossiers found by what people say of them: the code, a name without accents, a personal ID,
 * a phone number; within what the officer may read.
 *
 * A search is a range of one index for each unit of the officer's roles, so a page costs the same
 * however many dossiers there are.  Numbers stand in that index as keyed HMACs alone, for nothing
 * but the whole number is ever asked for; names stand there folded, as they stand in `person`. */
#ifndef OFFICE_FIND_H
#define OFFICE_FIND_H
#include "office/desk.h"

typedef struct find_list {
  dossier_list list;      /* names by the alphabet, the newest first of each */
  str kind;               /* code | name | personal_id | phone: what was asked for */
} find_list;
/* after: a cursor, or none.  ERR_FORBIDDEN to whoever is no officer, ERR_INVALID at q for less than
 * two letters, ERR_BAD_REQUEST for a broken cursor.  Needs c->db. */
err *dossier_find(ctx *c, str words, str after, find_list *out);

/* --- what a dossier is found by --- */
typedef struct find_who {
  str name, personal_id, enterprise_code, phone; /* each may be none */
} find_who;
enum { FIND_KEYS_MOST = 24 };
typedef struct find_keys {
  str items[FIND_KEYS_MOST];
  size_t n;
} find_keys;
/* By its holder, and by the requester that its form names. */
void find_keys_of(ctx *c, const find_who *holder, const procedure *p, const json *fields,
                  find_keys *out);
/* Who is in `person`.  Needs c->db. */
err *find_person_of(ctx *c, int64_t person_id, find_who *out);
/* Inside a decide: of a dossier that has none yet; anew, by what stands there now; for all
 * dossiers of a person, by the job `keys`; away with them. */
err *find_write(ctx *c, const dossier *d, const find_keys *k);
err *find_renew(ctx *c, int64_t dossier_id);
err *find_renew_holder(ctx *c, int64_t person_id);
err *find_forget(ctx *c, int64_t dossier_id);
#endif

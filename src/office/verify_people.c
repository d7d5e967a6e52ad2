/* verify_people: an account is at level 2 if and only if an officer has seen a card for it, for the
 * person that it is of, and no administrator has undone that since; see verify_impl.h. */
#include "base/buf.h"
#include "office/verify_impl.h"

err *verify_people(verifier *v) {
  verify_unbound_row *rows;
  size_t n;
  TRY(verify_unbound(v->c.db, v->c.a, &rows, &n));
  if (!n) return NULL;
  return wrong(v, str_cat(v->c.a, S("account "), rows[0].public_id),
               S("its level is not what was seen at counters"));
}

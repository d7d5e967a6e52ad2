/* attempt: see attempt.h.  One row for each subject, its window begun by the first attempt. */
#include "office/attempt.h"

#include <arpa/inet.h>

#include "base/buf.h"
#include "office/attempt.sql.h"

static const struct {
  const char *what;
  int64_t most, window; /* microseconds */
} kinds[ATTEMPT_KINDS] = {
    [ATTEMPT_PASSWORD] = {"password", 5, 15 * MINUTE},
    [ATTEMPT_ANYWHERE] = {"anywhere", 50, DAY},
    [ATTEMPT_MAILBOX] = {"mailbox", 5, HOUR},
    [ATTEMPT_NETWORK] = {"network", 30, HOUR},
    [ATTEMPT_TRACK] = {"track", 20, HOUR},
    [ATTEMPT_TRACK_NETWORK] = {"track_network", 40, HOUR},
};

static str hidden(const ctx *c, attempt_kind kind, str subject) {
  const office_secrets *s = &c->office->secrets;
  return hmac(c->a, (str){s->codes, sizeof s->codes}, str_of(kinds[kind].what), subject);
}

err *attempt_look(ctx *c, attempt_kind kind, str subject, instant *until) {
  attempt_row_row row;
  bool found;
  TRY(attempt_row(c->db, c->a, str_of(kinds[kind].what), hidden(c, kind, subject), &row, &found));
  bool full = found && row.n >= kinds[kind].most && row.since > c->now.us - kinds[kind].window;
  *until = full ? (instant){row.since + kinds[kind].window} : INSTANT_NONE;
  return NULL;
}

err *attempt_add(ctx *c, attempt_kind kind, str subject, instant *until) {
  attempt_count_row row;
  bool found;
  attempt_count_in in = {.what = str_of(kinds[kind].what), .subject = hidden(c, kind, subject),
                         .now = c->now.us, .open_after = c->now.us - kinds[kind].window};
  TRY(attempt_count(c->db, c->a, &in, &row, &found));
  bool over = found && row.n > kinds[kind].most;
  *until = over ? (instant){row.since + kinds[kind].window} : INSTANT_NONE;
  return NULL;
}

err *attempt_undo(ctx *c, attempt_kind kind, str subject) {
  return attempt_less(c->db, str_of(kinds[kind].what), hidden(c, kind, subject), NULL);
}

err *attempt_forget(ctx *c, attempt_kind kind, str subject) {
  return attempt_delete(c->db, str_of(kinds[kind].what), hidden(c, kind, subject), NULL);
}

err *attempt_sweep(ctx *c) { return attempt_lapsed(c->db, c->now.us - DAY, NULL); }

str attempt_network(arena *a, str address) {
  struct in6_addr six;
  const char *text = address.p ? str_z(a, address) : "";
  if (str_starts(address, S("127.")) || str_eq(address, S("::1"))) return STR_NONE;
  if (str_chr(address, ':', 0) < 0) return address;
  if (inet_pton(AF_INET6, text, &six) != 1) return STR_NONE;
  if (IN6_IS_ADDR_V4MAPPED(&six))
    return str_fmt(a, "%u.%u.%u.%u", six.s6_addr[12], six.s6_addr[13], six.s6_addr[14],
                   six.s6_addr[15]);
  for (int i = 8; i < 16; i++) six.s6_addr[i] = 0;
  char *out = arena_alloc(a, INET6_ADDRSTRLEN);
  inet_ntop(AF_INET6, &six, out, INET6_ADDRSTRLEN);
  return str_cat(a, str_of(out), S("/64"));
}

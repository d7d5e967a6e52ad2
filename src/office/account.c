/* account: see account.h.  Passwords are checked outside transactions; failures are counted, and
 * sessions opened, in short ones of their own. */
#include <stdio.h>

#include "office/account.h"

#include "base/rand.h"
#include "office/account.sql.h"

enum { LONGEST_LOGIN = 100, LONGEST_PASSWORD = 200, TOKEN_BYTES = 32 };

/* --- signing in --- */
typedef struct entry { /* one attempt */
  str login, via;
  account_by_login_row account;
  bool known;
  str token, hash;
} entry;

static err *find(ctx *c, void *arg) {
  entry *e = arg;
  return account_by_login(c->db, c->a, e->login, &e->account, &e->known);
}

static err *refused(void) {
  return ERR(UNAUTHENTICATED, N_("The account or the password is not right."));
}

static err *locked(instant until, instant now) {
  int64_t seconds = (until.us - now.us + SECOND - 1) / SECOND;
  char minutes[24];
  snprintf(minutes, sizeof minutes, "%d", (int)((seconds + 59) / 60));
  return err_retry(ERR(TOO_MANY, N_("Too many wrong passwords; try again in {0} min."),
                       str_of(minutes)),
                   (int)seconds);
}

static err *count_failure(ctx *c, void *arg) {
  const entry *e = arg;
  return account_failed(c->db, e->account.id, SIGN_IN_TRIES,
                        c->now.us + SIGN_IN_LOCK_MINUTES * MINUTE, NULL);
}

/* Looks at the lock once more: many guesses may have been checked at the same time. */
static err *open_session(ctx *c, void *arg) {
  const entry *e = arg;
  account_lock_row lock;
  bool found;
  TRY(account_lock(c->db, c->a, e->account.id, &lock, &found));
  if (!found) return refused();
  if (lock.locked_until > c->now.us) return locked((instant){lock.locked_until}, c->now);
  TRY(account_entered(c->db, e->account.id, NULL));
  return session_insert(c->db,
                        &(session_insert_in){.hash = e->hash, .account = e->account.id,
                                             .via = e->via, .at = c->now.us,
                                             .expires_at = c->now.us + SESSION_HOURS * HOUR},
                        NULL);
}

static err *enter(ctx *c, entry *e, session *out) {
  e->token = base64url_of(c->a, rand_str(c->a, TOKEN_BYTES));
  e->hash = sha256(c->a, e->token);
  TRY(ctx_write(c, e->account.id, open_session, e));
  *out = (session){e->token, e->via, {c->now.us + SESSION_HOURS * HOUR}};
  return NULL;
}

static bool via_known(str via) { return str_eq(via, S("cookie")) || str_eq(via, S("token")); }

err *account_sign_in(ctx *c, str login, str password, str via, session *out) {
  if (!via_known(via)) return ERR(BAD_REQUEST, N_("A session is a cookie or a token."));
  bool sane = login.p && login.n <= LONGEST_LOGIN && str_utf8(login);
  entry e = {.login = sane ? login : S(""), .via = via};
  TRY(ctx_read(c, find, &e));
  if (e.known && e.account.locked_until > c->now.us)
    return locked((instant){e.account.locked_until}, c->now);
  str hash = e.known ? e.account.password : str_of(c->office->decoy);
  bool right = password_check(hash, str_sub(password, 0, LONGEST_PASSWORD));
  if (e.known && !right) TRY(ctx_write(c, e.account.id, count_failure, &e));
  if (!right || !e.known || e.account.disabled_at.has || password.n > LONGEST_PASSWORD)
    return refused();
  return enter(c, &e, out);
}

static bool in_story(str login) {
  for (size_t i = 0; i < demo_account_count; i++)
    if (str_eq(demo_accounts[i].login, login)) return true;
  return false;
}

err *account_sign_in_demo(ctx *c, str login, session *out) {
  entry e = {.login = login, .via = S("cookie")};
  if (!c->office->demo || !in_story(login)) return ERR(NOT_FOUND, N_("There is no such person."));
  TRY(ctx_read(c, find, &e));
  if (!e.known) return ERR(NOT_FOUND, N_("There is no such person."));
  return enter(c, &e, out);
}

/* --- who asks --- */
static err *read_roles(ctx *c, actor *who) {
  account_roles_row *own;
  account_borrowed_row *borrowed = NULL;
  size_t n, more = 0;
  TRY(account_roles(c->db, c->a, who->account_id, day_of(c->now), &own, &n));
  if (n) TRY(account_borrowed(c->db, c->a, who->account_id, day_of(c->now), &borrowed, &more));
  role_held *roles = arena_list(c->a, n + more, role_held);
  for (size_t i = 0; i < n; i++)
    roles[i] = (role_held){.role = own[i].role, .unit_id = own[i].unit_id, .field = own[i].field};
  for (size_t i = 0; i < more; i++)
    roles[n + i] = (role_held){.role = borrowed[i].role, .unit_id = borrowed[i].unit_id,
                               .field = borrowed[i].field, .behalf = borrowed[i].behalf,
                               .behalf_name = borrowed[i].behalf_name};
  who->roles = roles;
  who->nroles = n + more;
  return NULL;
}

err *account_by_token(ctx *c, str token, str via, const actor **out) {
  *out = NULL;
  session_actor_row row;
  bool found;
  TRY(session_actor(c->db, c->a, sha256(c->a, token), via, c->now.us, &row, &found));
  if (!found) return NULL;
  actor *who = arena_new_of(c->a, actor);
  *who = (actor){.account_id = row.account_id, .person_id = row.person_id,
                 .public_id = row.public_id, .login = row.login, .name = row.full_name,
                 .officer = str_eq(row.kind, S("officer")), .assurance = row.assurance};
  *out = who;
  return read_roles(c, who);
}

err *account_again(ctx *c, const actor **who) {
  actor *now = arena_new_of(c->a, actor);
  account_lock_row row;
  bool found;
  *now = **who;
  TRY(account_lock(c->db, c->a, now->account_id, &row, &found));
  if (!found) return ERR(UNAUTHENTICATED, N_("Please sign in"));
  *who = now;
  return read_roles(c, now);
}

err *account_lapsed(ctx *c, str role, int64_t unit_id, int32_t *day) {
  account_lapsed_role_row own;
  account_lapsed_loan_row lent;
  int32_t today = day_of(c->now);
  bool found;
  *day = 0;
  TRY(account_lapsed_role(c->db, c->a,
                          &(account_lapsed_role_in){.account = c->who->account_id, .role = role,
                                                    .unit = unit_id, .day = today},
                          &own, &found));
  TRY(account_lapsed_loan(c->db, c->a,
                          &(account_lapsed_loan_in){.account = c->who->account_id, .role = role,
                                                    .unit = unit_id, .day = today},
                          &lent, &found));
  int32_t ends[] = {own.until.has ? (int32_t)own.until.v : 0,
                    lent.until.has ? (int32_t)lent.until.v : 0,
                    lent.ended_at.has ? day_of((instant){lent.ended_at.v}) : 0};
  for (size_t i = 0; i < COUNT(ends); i++)
    if (ends[i] > *day) *day = ends[i];
  return NULL;
}

static err *end_session(ctx *c, void *arg) {
  const entry *e = arg;
  return session_end(c->db, e->hash, c->now.us, NULL);
}

err *account_sign_out(ctx *c, str token) {
  entry e = {.hash = sha256(c->a, token)};
  return ctx_write(c, c->who ? c->who->account_id : 0, end_session, &e);
}

/* --- people --- */
err *person_get(ctx *c, int64_t person_id, person *out) {
  person_row_row row;
  bool found;
  TRY(person_row(c->db, c->a, person_id, &row, &found));
  if (!found) return ERR(NOT_FOUND, N_("There is no such person."));
  *out = (person){.id = row.id, .kind = row.kind, .full_name = row.full_name, .sex = row.sex,
                  .personal_id = row.personal_id, .ethnicity = row.ethnicity,
                  .nationality = row.nationality, .phone = row.phone, .email = row.email,
                  .commune = row.commune, .address = row.address,
                  .birth_day = row.birth_day.has ? (int32_t)row.birth_day.v : 0};
  return NULL;
}

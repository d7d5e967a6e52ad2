/* account: see account.h.  Passwords are checked outside transactions; failures are counted, and
 * sessions opened, in short ones of their own.  What people do with their own account is in
 * account_own.c, how they get one in registration.c. */
#include <stdio.h>

#include "office/account.h"

#include "base/buf.h"
#include "base/rand.h"
#include "office/account.sql.h"
#include "office/attempt.h"
#include "office/mandate.h"

enum { LONGEST_LOGIN = MAIL_LONGEST_ADDRESS, TOKEN_BYTES = 32, SESSION_ID_BYTES = 16 };

/* --- signing in --- */
typedef struct entry { /* one attempt */
  str login, via;
  account_by_login_row account;
  bool known, familiar; /* familiar: the account was used from this network before */
  instant until;        /* locked until then */
  str hash;
} entry;

/* From one network a few; and from all those where the account was never used before some more, so
 * that guesses from many places end, and yet nobody can lock the owner out of their own. */
static err *look_lock(ctx *c, entry *e) {
  bool found = false;
  session_from_row row;
  TRY(attempt_look(c, ATTEMPT_PASSWORD, str_cat(c->a, e->login, S(" "), c->network), &e->until));
  if (e->known && c->network.n)
    TRY(session_from(c->db, c->a, e->account.id, c->network, &row, &found));
  e->familiar = found;
  if (e->familiar || !c->network.n || instant_is(e->until)) return NULL;
  return attempt_look(c, ATTEMPT_ANYWHERE, e->login, &e->until);
}

static err *find(ctx *c, void *arg) {
  entry *e = arg;
  TRY(account_by_login(c->db, c->a, e->login, &e->account, &e->known));
  return look_lock(c, e);
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
  instant until;
  TRY(attempt_add(c, ATTEMPT_PASSWORD, str_cat(c->a, e->login, S(" "), c->network), &until));
  if (e->familiar || !c->network.n) return NULL;
  return attempt_add(c, ATTEMPT_ANYWHERE, e->login, &until);
}

/* Looks at the lock once more: many guesses may have been checked at the same time. */
static err *open_session(ctx *c, void *arg) {
  entry *e = arg;
  TRY(look_lock(c, e));
  if (instant_is(e->until)) return locked(e->until, c->now);
  account_alive_row alive;
  bool found;
  TRY(account_alive(c->db, c->a, e->account.id, &alive, &found));
  if (!found) return refused();
  TRY(attempt_forget(c, ATTEMPT_PASSWORD, str_cat(c->a, e->login, S(" "), c->network)));
  return account_open_session(c, e->account.id, e->via, e->hash);
}

err *account_open_session(ctx *c, int64_t account_id, str via, str hash) {
  TRY(account_speaks(c->db, account_id, str_of(lang_tag(c->language)), NULL));
  return session_insert(c->db,
                        &(session_insert_in){.hash = hash, .account = account_id, .via = via,
                                             .at = c->now.us,
                                             .expires_at = c->now.us + SESSION_HOURS * HOUR,
                                             .network = c->network.p ? c->network : S(""),
                                             .agent = c->agent.p ? c->agent : S("")},
                        NULL);
}

session account_new_session(const ctx *c, str via, str *hash) {
  str token = base64url_of(c->a, rand_str(c->a, TOKEN_BYTES));
  *hash = sha256(c->a, token);
  return (session){token, via, {c->now.us + SESSION_HOURS * HOUR}};
}

static err *enter(ctx *c, entry *e, session *out) {
  *out = account_new_session(c, e->via, &e->hash);
  return ctx_write(c, e->account.id, open_session, e);
}

static bool via_known(str via) { return str_eq(via, S("cookie")) || str_eq(via, S("token")); }

err *account_sign_in(ctx *c, str login, str password, str via, session *out) {
  if (!via_known(via)) return ERR(BAD_REQUEST, N_("A session is a cookie or a token."));
  bool sane = login.p && login.n <= LONGEST_LOGIN && str_utf8(login);
  entry e = {.login = sane ? account_login_key(c->a, login) : S(""), .via = via};
  TRY(ctx_read(c, find, &e));
  if (instant_is(e.until)) return locked(e.until, c->now);
  str hash = e.known ? e.account.password : str_of(c->office->decoy);
  bool right = password_check(hash, str_sub(password, 0, LONGEST_PASSWORD)) && e.known;
  if (!right) TRY(ctx_write(c, e.account.id, count_failure, &e));
  if (!right || e.account.disabled_at.has || password.n > LONGEST_PASSWORD) return refused();
  return enter(c, &e, out);
}

err *account_password_right(ctx *c, str password) {
  entry e = {.login = c->who->login};
  TRY(ctx_read(c, find, &e));
  if (instant_is(e.until)) return locked(e.until, c->now);
  if (!e.known) return refused();
  if (password_check(e.account.password, str_sub(password, 0, LONGEST_PASSWORD)) &&
      password.n <= LONGEST_PASSWORD)
    return NULL;
  TRY(ctx_write(c, e.account.id, count_failure, &e));
  return err_at(ERR(INVALID, N_("This is not the password that you have now.")), S("old"),
                STR_NONE);
}

str account_login_key(arena *a, str login) {
  login = str_trim(login);
  return mail_address(login) ? mail_address_key(a, login) : login;
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
  return who->officer || who->assurance < 2 ? NULL : mandate_read_held(c, who);
}

str account_session_id(arena *a, str hash) {
  return base64url_of(a, str_sub(sha256(a, hash), 0, SESSION_ID_BYTES));
}

static instant shift_end_of(const ctx *c, opt_i64 used_at) {
  if (!used_at.has || !c->edition) return INSTANT_NONE;
  instant until = {used_at.v + c->edition->shift_minutes * MINUTE};
  return until.us > c->now.us ? until : INSTANT_NONE;
}

err *account_by_token(ctx *c, str token, str via, const actor **out) {
  *out = NULL;
  session_actor_row row;
  bool found;
  str hash = sha256(c->a, token);
  TRY(session_actor(c->db, c->a, hash, via, c->now.us, &row, &found));
  if (!found) return NULL;
  actor *who = arena_new_of(c->a, actor);
  *who = (actor){.account_id = row.account_id, .person_id = row.person_id,
                 .public_id = row.public_id, .login = row.login, .name = row.full_name,
                 .officer = str_eq(row.kind, S("officer")), .assurance = row.assurance,
                 .given_password = row.password_given_at.has, .token = token,
                 .session = hash, .used_at = {row.last_used_at},
                 .shift_until = shift_end_of(c, row.shift_used_at)};
  *out = who;
  return read_roles(c, who);
}

err *account_actor(ctx *c, int64_t account_id, const actor **out) {
  account_actor_row_row row;
  bool found;
  *out = NULL;
  TRY(account_actor_row(c->db, c->a, account_id, &row, &found));
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
  account_alive_row row;
  bool found;
  *now = **who;
  TRY(account_alive(c->db, c->a, now->account_id, &row, &found));
  if (!found) return ERR(UNAUTHENTICATED, N_("Please sign in"));
  now->person_id = row.person_id; /* an identity may have been bound meanwhile */
  now->assurance = row.assurance;
  now->given_password = row.password_given_at.has;
  now->mandates = NULL;
  now->nmandates = 0;
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

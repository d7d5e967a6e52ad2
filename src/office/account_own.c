/* account_own: what people see of their own account and do with it: sessions, password; see
 * account.h. */
#include "office/account.h"
#include "office/account.sql.h"

/* --- seeing --- */
static err *read_sessions(ctx *c, own_account *out) {
  sessions_open_row *rows;
  TRY(sessions_open(c->db, c->a, c->who->account_id, c->now.us, &rows, &out->nsessions));
  own_session *list = arena_list(c->a, out->nsessions, own_session);
  for (size_t i = 0; i < out->nsessions; i++) {
    str id = account_session_id(c->a, rows[i].hash);
    list[i] = (own_session){.id = id, .via = rows[i].via, .network = rows[i].network,
                            .agent = rows[i].agent, .created_at = {rows[i].created_at},
                            .used_at = {rows[i].last_used_at},
                            .current = str_eq(rows[i].hash, c->who->session)};
  }
  out->sessions = list;
  return NULL;
}

err *account_own(ctx *c, own_account *out) {
  account_own_row_row row;
  account_binding_row seen;
  bool found, bound;
  TRY(account_own_row(c->db, c->a, c->who->account_id, &row, &found));
  TRY(account_binding(c->db, c->a, c->who->account_id, &seen, &bound));
  *out = (own_account){.mailbox = row.mailbox, .claimed_id = row.claimed_id,
                       .mails = row.mails, .language = row.language,
                       .bound_at = bound ? (instant){seen.at} : INSTANT_NONE,
                       .bound_by = bound ? seen.officer : STR_NONE,
                       .bound_unit = bound ? seen.unit_id : 0};
  return read_sessions(c, out);
}

/* --- sessions --- */
typedef struct wish {
  str hash, password;
  int64_t account_id;
} wish;

static err *find_session(ctx *c, void *arg) {
  str *at = arg; /* the id, replaced by the hash */
  own_account mine = {0};
  sessions_open_row *rows;
  TRY(sessions_open(c->db, c->a, c->who->account_id, c->now.us, &rows, &mine.nsessions));
  for (size_t i = 0; i < mine.nsessions; i++) {
    if (!str_eq(account_session_id(c->a, rows[i].hash), *at)) continue;
    *at = rows[i].hash;
    return NULL;
  }
  return ERR(NOT_FOUND, N_("There is no such session."));
}

static err *touch(ctx *c, void *arg) {
  const wish *w = arg;
  return session_used(c->db, w->hash, c->now.us, c->now.us - HOUR, NULL);
}

err *account_touch(ctx *c) {
  wish w = {.hash = c->who->session};
  if (!c->who->session.n || c->who->used_at.us > c->now.us - HOUR) return NULL;
  return ctx_write(c, c->who->account_id, touch, &w);
}

static err *end_one(ctx *c, void *arg) {
  const wish *w = arg;
  return session_end(c->db, w->hash, c->now.us, NULL);
}

static err *end_all(ctx *c, void *arg) {
  const wish *w = arg;
  return sessions_end_all(c->db, w->account_id, c->now.us, NULL);
}

err *account_end_session(ctx *c, str id) {
  wish w = {.hash = id, .account_id = c->who->account_id};
  if (!id.p) return ctx_write(c, w.account_id, end_all, &w);
  TRY(ctx_read(c, find_session, &w.hash));
  return ctx_write(c, w.account_id, end_one, &w);
}

/* --- mails --- */
static err *want_mails(ctx *c, void *arg) {
  return account_set_mails(c->db, c->who->account_id, *(const bool *)arg, NULL);
}

err *account_want_mails(ctx *c, bool mails) {
  return ctx_write(c, c->who->account_id, want_mails, &mails);
}

static err *speak(ctx *c, void *arg) {
  str tag = str_of(lang_tag(*(const lang *)arg));
  return account_speaks(c->db, c->who->account_id, tag, NULL);
}

err *account_speak(ctx *c, lang language) {
  return ctx_write(c, c->who->account_id, speak, &language);
}

/* --- passwords --- */
/* What people try first; all in lower case. */
static const char *const obvious[] = {
    "password", "passw0rd", "password1", "matkhau", "matkhau1", "matkhau123", "mat khau",
    "mật khẩu", "motcua", "motcua1", "motcua123", "motcua-demo", "vietnam", "vietnam1",
    "vietnam123", "quangninh", "quangninh1", "halong", "halong123", "dichvucong", "vneid",
    "iloveyou", "anhyeuem", "emyeuanh", "qwerty", "qwertyui", "qwerty123", "qwertyuiop",
    "asdfghjkl", "zxcvbnm", "1q2w3e4r", "1qaz2wsx", "abc12345", "abcd1234", "a1234567",
    "aa123456", "a123456789", "12344321", "11223344", "welcome1", "admin123", "letmein1"};

static char lower(char c) { return c >= 'A' && c <= 'Z' ? (char)(c + 32) : c; }

/* One letter again and again, or one after the other: 11111111, 12345678, hgfedcba. */
static bool one_pattern(str s) {
  int step = s.n > 1 ? s.p[1] - s.p[0] : 0;
  bool same = step >= -1 && step <= 1;
  for (size_t i = 1; same && i < s.n; i++) {
    bool around = s.p[i - 1] == '9' && s.p[i] == '0' && step == 1;
    same = around || s.p[i] - s.p[i - 1] == step;
  }
  return same;
}

err *account_password_fit(arena *a, str password, str login, str field) {
  size_t characters = 0;
  char *p = arena_alloc(a, password.n + 1);
  for (size_t i = 0; i < password.n; i++) {
    characters += ((unsigned char)password.p[i] & 0xC0) != 0x80;
    p[i] = lower(password.p[i]);
  }
  str small = {p, password.n}, name = login;
  ptrdiff_t at = str_chr(login, '@', 0);
  if (at > 0) name = str_sub(login, 0, (size_t)at);
  bool guessed = one_pattern(small) || str_eq_nocase(password, login) ||
                 str_eq_nocase(password, name);
  for (size_t i = 0; i < COUNT(obvious); i++)
    guessed = guessed || str_eq(small, str_of(obvious[i]));
  wipe(small);
  if (characters < SHORTEST_PASSWORD)
    return err_at(ERR(INVALID, N_("At least {0} characters are needed."), S("8")), field, STR_NONE);
  if (password.n > LONGEST_PASSWORD)
    return err_at(ERR(INVALID, N_("This is too long.")), field, STR_NONE);
  if (guessed)
    return err_at(ERR(INVALID, N_("Everybody tries this password first; please take another.")),
                  field, STR_NONE);
  return NULL;
}

static err *change(ctx *c, void *arg) {
  const wish *w = arg;
  TRY(account_set_password(c->db, w->account_id, w->password, NULL));
  return sessions_end_others(c->db, w->account_id, w->hash, c->now.us, NULL);
}

err *account_change_password(ctx *c, str old, str password) {
  wish w = {.hash = c->who->session, .account_id = c->who->account_id};
  TRY(account_password_fit(c->a, password, c->who->login, S("password")));
  TRY(account_password_right(c, old));
  TRY(password_hash(c->a, password, c->office->password_cost, &w.password));
  return ctx_write(c, w.account_id, change, &w);
}

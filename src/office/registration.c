/* registration: see registration.h.  A code is checked before the password is hashed, since that is
 * dear, and used up with what it is for, in one transaction. */
#include "office/registration.h"

#include "base/buf.h"
#include "base/rand.h"
#include "kit/text.h"
#include "office/account.sql.h"
#include "office/attempt.h"
#include "office/mail.h"
#include "office/registration.sql.h"
#include "office/schema.h"

enum { CODE_DIGITS = 8, LONGEST_NAME = 200 };
static const int64_t code_room = 100000000; /* ten to the CODE_DIGITS */

static const char *const purposes[] = {[CODE_REGISTER] = "register", [CODE_RESET] = "reset"};

/* --- letters --- */
static const char register_text[] = N_(
    "Your code is {0}\n\nSomebody, probably you, wants to open an account with this mailbox at "
    "the electronic one-stop. Enter the code on the page where you asked for it within {1} "
    "minutes.\n\nNobody will ever ask you for this code on the telephone. If it was not you, do "
    "nothing.");
static const char known_text[] = N_(
    "Somebody, probably you, wants to open an account with this mailbox at the electronic "
    "one-stop. There is one already: sign in with {0}, or ask for a new password on the sign-in "
    "page.\n\nIf it was not you, do nothing.");
static const char reset_text[] = N_(
    "Your code is {0}\n\nSomebody, probably you, wants a new password for your account {2} at the "
    "electronic one-stop. Enter the code on the page where you asked for it within {1} "
    "minutes.\n\nNobody will ever ask you for this code on the telephone. If it was not you, do "
    "nothing: your password stays as it is.");
static const char unknown_text[] = N_(
    "Somebody, probably you, wants a new password for an account with this mailbox at the "
    "electronic one-stop. There is no such account. You can open one, or sign in with another "
    "mailbox.\n\nIf it was not you, do nothing.");

/* --- asking --- */
typedef struct asking {
  code_purpose purpose;
  code_request *out;
  str code;
  instant until; /* too many: when again */
  bool mailbox_full;
} asking;

static str digits(arena *a) {
  uint64_t n;
  do rand_bytes(&n, sizeof n);
  while (n >= UINT64_MAX - UINT64_MAX % (uint64_t)code_room);
  return str_fmt(a, "%0*llu", CODE_DIGITS, (unsigned long long)(n % (uint64_t)code_room));
}

static str mac_of(ctx *c, str id, str code) {
  const office_secrets *s = &c->office->secrets;
  return hmac(c->a, (str){s->codes, sizeof s->codes}, S("motcua/code/1"), str_cat(c->a, id, code));
}

static err *write_letter(ctx *c, const asking *k, const mailbox_account_row *account, bool known) {
  bool registers = k->purpose == CODE_REGISTER;
  const char *text = registers ? (known ? known_text : register_text)
                               : (known ? reset_text : unknown_text);
  lang own = c->language;
  if (known) lang_of(account->language, &own);
  mail_wish w = {.kind = S("code"), .to = k->out->mailbox, .language = own,
                 .account_id = known ? account->id : 0,
                 .subject = registers ? N_("Opening an account") : N_("A new password"),
                 .text = text, .useful_us = CODE_MINUTES * MINUTE,
                 .args = {k->code, str_fmt(c->a, "%d", CODE_MINUTES), account->login}};
  if (registers && known) w.args[0] = account->login;
  return mail_add(c, &w);
}

/* Counts first: what is over the limit stays counted, and nothing else is written. */
static err *ask(ctx *c, void *arg) {
  asking *k = arg;
  mailbox_account_row account;
  bool known;
  TRY(attempt_add(c, ATTEMPT_MAILBOX, k->out->mailbox, &k->until));
  k->mailbox_full = instant_is(k->until);
  if (!k->mailbox_full && c->network.n)
    TRY(attempt_add(c, ATTEMPT_NETWORK, c->network, &k->until));
  if (instant_is(k->until)) return NULL;
  TRY(mailbox_account(c->db, c->a, k->out->mailbox, &account, &known));
  if (k->purpose == CODE_RESET && account.disabled_at.has) known = false;
  bool opens = (k->purpose == CODE_RESET) == known;
  code_insert_in row = {.id = rand_id(), .public_id = k->out->id,
                        .purpose = str_of(purposes[k->purpose]), .mailbox = k->out->mailbox,
                        .mac = opens ? mac_of(c, k->out->id, k->code) : STR_NONE,
                        .now = c->now.us, .until = k->out->expires_at.us};
  TRY(code_insert(c->db, &row, NULL));
  return write_letter(c, k, &account, known);
}

static err *too_many(ctx *c, const asking *k) {
  int64_t seconds = (k->until.us - c->now.us + SECOND - 1) / SECOND;
  str minutes = str_fmt(c->a, "%lld", (long long)((seconds + 59) / 60));
  err *e = k->mailbox_full
               ? ERR(TOO_MANY, N_("Several letters have gone to this mailbox within the hour; look "
                                  "also among the unwanted mail. Another can go in {0} min."),
                     minutes)
               : ERR(TOO_MANY, N_("Too many codes were asked for from your network; try again in "
                                  "{0} min."),
                     minutes);
  return err_retry(e, (int)seconds);
}

static err *no_mail(void) {
  return ERR(UNAVAILABLE, N_("This installation cannot send mail yet, so no code can be sent. "
                             "Please come to a reception point."));
}

err *code_ask(ctx *c, code_purpose purpose, str mailbox, code_request *out) {
  if (!mail_works(c->office)) return no_mail();
  mailbox = mailbox.p ? str_trim(mailbox) : S("");
  if (!mail_address(mailbox))
    return err_at(ERR(INVALID, N_("This is no e-mail address: name@example.vn")), S("mailbox"),
                  STR_NONE);
  *out = (code_request){.id = rand_public_id(c->a), .mailbox = mail_address_key(c->a, mailbox),
                        .expires_at = {c->now.us + CODE_MINUTES * MINUTE}};
  asking k = {.purpose = purpose, .out = out, .code = digits(c->a)};
  TRY(ctx_write(c, 0, ask, &k));
  return instant_is(k.until) ? too_many(c, &k) : NULL;
}

static const char invite_text[] = N_(
    "An account at the electronic one-stop is there for you: {0}. Choose your password within {1} "
    "days on this page:\n\n{2}\n\nYour code is {3}\n\nNobody will ever ask you for this code on "
    "the telephone.");

err *code_invite(ctx *c, const invitation *w) {
  str id = rand_public_id(c->a), code = digits(c->a);
  code_insert_in row = {.id = rand_id(), .public_id = id, .purpose = str_of(purposes[CODE_RESET]),
                        .mailbox = w->mailbox, .mac = mac_of(c, id, code), .now = c->now.us,
                        .until = c->now.us + INVITED_DAYS * DAY};
  TRY(code_insert(c->db, &row, NULL));
  return mail_add(c, &(mail_wish){
                         .to = w->mailbox, .account_id = w->account_id, .language = w->language,
                         .subject = N_("Your account"), .text = invite_text,
                         .useful_us = INVITED_DAYS * DAY,
                         .args = {w->login, str_fmt(c->a, "%d", INVITED_DAYS),
                                  str_cat(c->a, w->site.p ? w->site : S(""), S("/reset/"), id),
                                  code}});
}

/* --- answering --- */
static err *lapsed(void) {
  return ERR(GONE, N_("This code no longer holds. Please ask for a new one."));
}

err *code_look(ctx *c, code_purpose purpose, str id, code_request *out) {
  code_row_row row;
  bool found;
  TRY(code_row(c->db, c->a, id, str_of(purposes[purpose]), c->now.us, &row, &found));
  if (!found || row.tries >= CODE_TRIES) return lapsed();
  *out = (code_request){.id = id, .mailbox = row.mailbox, .expires_at = {row.expires_at}};
  return NULL;
}

typedef struct answering {
  const registration *r;
  code_purpose purpose;
  code_row_row row;
  bool right;
  str password, hash; /* of the password; of the session's token */
} answering;

/* Each look is a try. */
static err *try_code(ctx *c, void *arg) {
  answering *k = arg;
  bool found;
  int64_t changed = 0;
  TRY(code_row(c->db, c->a, k->r->id, str_of(purposes[k->purpose]), c->now.us, &k->row, &found));
  if (!found) return lapsed();
  TRY(code_tried(c->db, k->row.id, CODE_TRIES, &changed));
  if (changed != 1) return lapsed();
  str sent = mac_of(c, k->r->id, k->r->code.p ? str_trim(k->r->code) : S(""));
  k->right = k->row.mac.p && str_eq_secret(k->row.mac, sent);
  return NULL;
}

static err *check_code(ctx *c, answering *k) {
  TRY(ctx_write(c, 0, try_code, k));
  if (k->right) return password_hash(c->a, k->r->password, c->office->password_cost, &k->password);
  if (k->row.tries + 1 >= CODE_TRIES) return lapsed();
  return err_at(ERR(INVALID, N_("The code is not right; please look at the newest letter.")),
                S("code"), STR_NONE);
}

static err *use_code(ctx *c, const answering *k) {
  int64_t changed = 0;
  TRY(code_use(c->db, k->row.id, c->now.us, &changed));
  return changed == 1 ? NULL : lapsed();
}

/* --- an account --- */
static err *make_account(ctx *c, void *arg) {
  const answering *k = arg;
  const registration *r = k->r;
  int64_t person_id = rand_id(), account_id = rand_id(), made = 0;
  str name = text_tidy(c->a, r->name);
  TRY(use_code(c, k));
  TRY(register_person(c->db,
                      &(register_person_in){.id = person_id, .full_name = name,
                                            .name_folded = text_fold(c->a, name),
                                            .email = k->row.mailbox, .at = c->now.us},
                      NULL));
  register_insert_in row = {.id = account_id, .public_id = rand_public_id(c->a),
                            .mailbox = k->row.mailbox, .person = person_id,
                            .password = k->password, .claimed_id = r->claimed_id,
                            .language = str_of(lang_tag(c->language)), .at = c->now.us};
  TRY(register_insert(c->db, &row, &made));
  if (made != 1)
    return ERR(CONFLICT, N_("This mailbox has an account meanwhile. Sign in, or ask for a new "
                            "password."));
  return account_open_session(c, account_id, r->via, k->hash);
}

static void wrong(err **list, const char *field, const char *msgid) {
  err_add(list, err_at(ERR(INVALID, msgid), str_of(field), STR_NONE));
}

static err *check_registration(ctx *c, const registration *r, str mailbox) {
  err *list = NULL;
  str name = r->name.p ? text_tidy(c->a, r->name) : S("");
  bool one_line = str_chr(name, '\n', 0) < 0 && str_chr(name, '\t', 0) < 0;
  if (!text_fold(c->a, name).n) wrong(&list, "name", N_("This is needed."));
  else if (!one_line || name.n > LONGEST_NAME) wrong(&list, "name", N_("This must be one line."));
  if (r->claimed_id.n && !personal_id_valid(r->claimed_id))
    wrong(&list, "claimed_id", N_("A personal ID number has 12 digits."));
  err *weak = account_password_fit(c->a, r->password, mailbox, S("password"));
  if (weak) err_add(&list, weak);
  return list;
}

typedef struct looking {
  const registration *r;
  code_purpose purpose;
  code_request found;
} looking;

static err *look(ctx *c, void *arg) {
  looking *l = arg;
  return code_look(c, l->purpose, l->r->id, &l->found);
}

err *register_account(ctx *c, const registration *r, session *out) {
  looking l = {.r = r, .purpose = CODE_REGISTER};
  answering k = {.r = r, .purpose = CODE_REGISTER};
  TRY(ctx_read(c, look, &l));
  TRY(check_registration(c, r, l.found.mailbox));
  TRY(check_code(c, &k));
  *out = account_new_session(c, r->via, &k.hash);
  return ctx_write(c, 0, make_account, &k);
}

/* --- a new password --- */
static err *set_password(ctx *c, void *arg) {
  const answering *k = arg;
  mailbox_account_row account;
  bool found;
  TRY(use_code(c, k));
  TRY(mailbox_account(c->db, c->a, k->row.mailbox, &account, &found));
  if (!found || account.disabled_at.has) return lapsed();
  TRY(account_set_password(c->db, account.id, k->password, NULL));
  TRY(sessions_end_all(c->db, account.id, c->now.us, NULL));
  TRY(attempt_forget(c, ATTEMPT_ANYWHERE, account.login));
  return account_open_session(c, account.id, k->r->via, k->hash);
}

err *register_reset(ctx *c, const registration *r, session *out) {
  looking l = {.r = r, .purpose = CODE_RESET};
  answering k = {.r = r, .purpose = CODE_RESET};
  TRY(ctx_read(c, look, &l));
  TRY(account_password_fit(c->a, r->password, l.found.mailbox, S("password")));
  TRY(check_code(c, &k));
  *out = account_new_session(c, r->via, &k.hash);
  return ctx_write(c, 0, set_password, &k);
}

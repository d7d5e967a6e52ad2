/* identity: see identity.h. */
#include "office/identity.h"

#include "base/buf.h"
#include "base/rand.h"
#include "kit/text.h"
#include "office/account.sql.h"
#include "office/find.h"
#include "office/identity.sql.h"
#include "office/journal.h"
#include "office/mail.h"
#include "office/schema.h"

err *identity_find(ctx *c, str login, found_account *out, bool *found) {
  identity_account_row row;
  TRY(identity_account(c->db, c->a, account_login_key(c->a, login), &row, found));
  if (!*found) return NULL;
  *out = (found_account){.id = row.id, .person_id = row.person_id, .assurance = row.assurance,
                         .public_id = row.public_id, .login = row.login, .mailbox = row.mailbox,
                         .claimed_id = row.claimed_id, .name = row.name};
  return NULL;
}

err *identity_login(ctx *c, str public_id, str *login) {
  identity_by_public_id_row row;
  bool found;
  TRY(identity_by_public_id(c->db, c->a, public_id, &row, &found));
  *login = found ? row.login : STR_NONE;
  return NULL;
}

int64_t identity_counter(const actor *who) {
  for (size_t i = 0; i < who->nroles; i++)
    if (str_eq(who->roles[i].role, S("receptionist"))) return who->roles[i].unit_id;
  return 0;
}

/* --- the card --- */
static void wrong(err **list, const char *field, const char *msgid) {
  err_add(list, err_at(ERR(INVALID, msgid), str_of(field), STR_NONE));
}

static err *check_card(ctx *c, const identity_card *card) {
  err *list = NULL;
  if (!personal_id_valid(card->personal_id))
    wrong(&list, "personal_id", N_("A personal ID number has 12 digits."));
  if (!text_fold(c->a, card->full_name).n) wrong(&list, "full_name", N_("This is needed."));
  if (!day_valid(card->birth_day) || card->birth_day > day_of(c->now) ||
      card->birth_day < 19000101)
    wrong(&list, "birth_day", N_("This is no day of birth."));
  return list;
}

/* --- binding --- */
typedef struct binding {
  const identity_card *card;
  identity_by_public_id_row account;
  str name, folded;
  int64_t person_id; /* whose the account will be */
  bool corrects;     /* what was known under the number is changed */
} binding;

/* n…@example.vn: enough to be recognised by its owner. */
static str masked(arena *a, str login) {
  ptrdiff_t at = str_chr(login, '@', 0);
  size_t first = 1;
  while (first < login.n && ((unsigned char)login.p[first] & 0xC0) == 0x80) first++;
  return str_cat(a, str_sub(login, 0, first), S("…"),
                 at > 0 ? str_sub(login, (size_t)at, login.n) : S(""));
}

static err *find_person(ctx *c, binding *b) {
  person_by_personal_id_row known;
  person_account_row other;
  bool found, taken;
  b->person_id = b->account.person_id;
  TRY(person_by_personal_id(c->db, c->a, b->card->personal_id, &known, &found));
  if (!found) return NULL;
  b->corrects = !str_eq(known.name_folded, b->folded);
  if (b->corrects && !b->card->correct.n)
    return err_at(ERR(INVALID, N_("This number is known here under another name; please check "
                                  "both, and say why if the card is right.")),
                  S("personal_id"), STR_NONE);
  b->person_id = known.id;
  TRY(person_account(c->db, c->a, known.id, &other, &taken));
  if (!taken || other.id == b->account.id) return NULL;
  return err_at(ERR(CONFLICT, N_("This number belongs to another account already, {0}. A person "
                                 "has one account: they can get into that one by a new password."),
                    masked(c->a, other.login)),
                S("personal_id"), STR_NONE);
}

static err *write_person(ctx *c, const binding *b) {
  const identity_card *k = b->card;
  identity_person_in row = {.id = b->person_id, .full_name = b->name, .name_folded = b->folded,
                            .birth_day = k->birth_day, .sex = k->sex,
                            .personal_id = k->personal_id, .ethnicity = k->ethnicity,
                            .nationality = k->nationality, .commune = k->commune,
                            .address = k->address};
  int64_t former = b->account.person_id;
  TRY(identity_person(c->db, &row, NULL));
  if (former == b->person_id) return find_renew_holder(c, b->person_id);
  TRY(identity_move_dossiers(c->db, former, b->person_id, NULL));
  TRY(identity_move_stored(c->db, former, b->person_id, NULL));
  TRY(identity_keep_contact(c->db, former, b->person_id, NULL));
  TRY(find_renew_holder(c, b->person_id));
  return identity_empty(c->db, former, NULL);
}

static const char letter_text[] = N_(
    "On {0} an officer of {1} saw your card and bound its number to your account {2}. From now on "
    "this account shows you what was filed for you, and fills in what is known of you.\n\nIf this "
    "was not you, please tell any reception point at once.");

static const char corrected_text[] = N_(
    "On {0} an officer of {1} saw your card and corrected what is known of you with your account "
    "{2}.\n\nIf this was not you, please tell any reception point at once.");

static err *tell(ctx *c, const binding *b, const unit *at) {
  if (!b->account.mailbox.p) return NULL;
  lang own = c->language;
  lang_of(b->account.language, &own);
  civil now = civil_of(c->now);
  str day = str_fmt(c->a, "%02d/%02d/%04d", now.day, now.month, now.year);
  return mail_add(c, &(mail_wish){.to = b->account.mailbox, .account_id = b->account.id,
                                  .language = own, .subject = N_("Your identity was confirmed"),
                                  .text = b->corrects ? corrected_text : letter_text,
                                  .args = {day, at->name, b->account.login}});
}

static err *journal_correction(ctx *c, const binding *b, const unit *at) {
  json_member said[] = {journal_text(c->a, "reason", b->card->correct),
                        journal_text(c->a, "unit", at->code)};
  return journal_write(c, &(journal_entry){ACT_IDENTITY_CORRECTED, b->card->account, said,
                                           COUNT(said)});
}

static err *record(ctx *c, const binding *b) {
  int64_t changed = 1, unit_id = identity_counter(c->who);
  const unit *at = edition_unit(c->edition, unit_id);
  if (!at) return ERR(FORBIDDEN, N_("Only a receptionist may do this."));
  if (b->account.assurance < 2)
    TRY(identity_account_set(c->db, b->account.id, b->person_id, &changed));
  if (changed != 1) return err_retry(ERR(RETRY, N_("Busy, please try again.")), 1);
  if (b->corrects) TRY(journal_correction(c, b, at));
  identity_record_in row = {.id = rand_id(), .at = c->now.us, .account = b->account.id,
                            .person = b->person_id, .former = b->account.person_id,
                            .officer = c->who->account_id, .unit = unit_id};
  TRY(identity_record(c->db, &row, NULL));
  return tell(c, b, at);
}

/* The card of somebody whose number is bound already: it must be that number. */
static err *same_number(binding *b) {
  if (!b->card->correct.n)
    return ERR(CONFLICT, N_("A number is bound to this account already."));
  b->corrects = true;
  b->person_id = b->account.person_id;
  if (str_eq(b->account.personal_id, b->card->personal_id)) return NULL;
  return err_at(ERR(CONFLICT, N_("Another number is bound to this account. If it is the wrong "
                                 "account, an administrator takes the number away.")),
                S("personal_id"), STR_NONE);
}

static err *bind(ctx *c, void *arg) {
  binding *b = arg;
  bool found;
  TRY(account_again(c, &c->who));
  TRY(identity_by_public_id(c->db, c->a, b->card->account, &b->account, &found));
  if (!found) return ERR(NOT_FOUND, N_("There is no such account."));
  b->corrects = false;
  TRY(b->account.assurance >= 2 ? same_number(b) : find_person(c, b));
  TRY(write_person(c, b));
  return record(c, b);
}

err *identity_seen(ctx *c, int64_t account_id, instant *at, str *by) {
  account_binding_row row;
  bool found;
  TRY(account_binding(c->db, c->a, account_id, &row, &found));
  *at = found ? (instant){row.at} : INSTANT_NONE;
  *by = found ? row.officer : STR_NONE;
  return NULL;
}

err *identity_bind(ctx *c, const identity_card *card, str *login) {
  binding b = {.card = card, .name = text_tidy(c->a, card->full_name)};
  b.folded = text_fold(c->a, b.name);
  TRY(check_card(c, card));
  TRY(ctx_write(c, c->who->account_id, bind, &b));
  *login = b.account.login;
  return NULL;
}

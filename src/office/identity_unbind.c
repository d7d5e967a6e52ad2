/* identity_unbind: a number that was bound to the wrong account is taken away from it; and who has
 * looked at a person's account.  See identity.h. */
#include "base/rand.h"
#include "kit/text.h"
#include "office/access.h"
#include "office/account.sql.h"
#include "office/identity.h"
#include "office/identity.sql.h"
#include "office/journal.h"
#include "office/mail.h"
#include "office/registration.sql.h"

typedef struct undoing {
  const unbinding *w;
  identity_by_public_id_row account;
  int64_t fresh;      /* the person that the account is of from now on */
} undoing;

/* --- what the account keeps --- */
/* It says of itself what it signs in with: the name that stood there was the card's. */
static err *fresh_person(ctx *c, undoing *u) {
  str login = u->account.login;
  u->fresh = rand_id();
  register_person_in row = {.id = u->fresh, .full_name = login,
                            .name_folded = text_fold(c->a, login),
                            .email = u->account.mailbox.p ? u->account.mailbox : S(""),
                            .at = c->now.us};
  return register_person(c->db, &row, NULL);
}

static err *keep_own(ctx *c, const undoing *u) {
  const identity_by_public_id_row *a = &u->account;
  TRY(identity_take_dossiers(c->db, a->id, a->person_id, u->fresh, NULL));
  TRY(identity_take_store(c->db, a->id, a->person_id, u->fresh, NULL));
  if (a->mailbox.p) TRY(identity_forget_contact(c->db, a->person_id, a->mailbox, NULL));
  identity_end_mandates_in held = {.account = a->id, .person = a->person_id,
                                   .by = c->who->account_id, .at = c->now.us};
  return identity_end_mandates(c->db, &held, NULL);
}

/* --- what it loses --- */
/* Every binding that still holds, with the drafts that may have been filled in since the first. */
static err *undo_bindings(ctx *c, const undoing *u) {
  identity_bindings_row *rows;
  size_t n;
  TRY(identity_bindings(c->db, c->a, u->account.id, &rows, &n));
  for (size_t i = 0; i < n; i++) {
    identity_undo_in row = {.binding = rows[i].id, .at = c->now.us, .fresh = u->fresh,
                            .admin = c->who->account_id, .reason = u->w->reason,
                            .basis = u->w->basis};
    TRY(identity_undo(c->db, &row, NULL));
  }
  if (!n) return NULL;
  TRY(identity_drop_draft_papers(c->db, u->account.id, rows[0].at, NULL));
  return identity_drop_drafts(c->db, u->account.id, rows[0].at, NULL);
}

static err *lower(ctx *c, const undoing *u) {
  int64_t changed = 0;
  TRY(identity_account_reset(c->db, u->account.id, u->fresh, &changed));
  if (changed != 1) return err_retry(ERR(RETRY, N_("Busy, please try again.")), 1);
  return sessions_end_all(c->db, u->account.id, c->now.us, NULL);
}

static const char letter_text[] = N_(
    "An administrator has taken the personal ID number away from your account {0} (document {1}): "
    "it was bound to it by mistake, or you have asked for it. The account shows you what was filed "
    "from it.\n\nPlease bring your card to any reception point, so that your own number can be "
    "bound to it.");

static err *tell(ctx *c, const undoing *u) {
  const identity_by_public_id_row *a = &u->account;
  if (!a->mailbox.p) return NULL;
  lang own = c->language;
  lang_of(a->language, &own);
  return mail_add(c, &(mail_wish){.to = a->mailbox, .account_id = a->id, .language = own,
                                  .subject = N_("Your identity is no longer confirmed"),
                                  .text = letter_text, .args = {a->login, u->w->basis}});
}

static err *unbind(ctx *c, void *arg) {
  undoing *u = arg;
  bool found;
  TRY(access_now(c, WHO_ADMIN));
  TRY(identity_by_public_id(c->db, c->a, u->w->account, &u->account, &found));
  if (!found) return ERR(NOT_FOUND, N_("There is no such account."));
  if (u->account.assurance < 2)
    return ERR(CONFLICT, N_("No number is bound to this account."));
  TRY(fresh_person(c, u));
  TRY(keep_own(c, u));
  TRY(undo_bindings(c, u));
  TRY(lower(c, u));
  TRY(tell(c, u));
  json_member said[] = {journal_text(c->a, "reason", u->w->reason),
                        journal_text(c->a, "basis", u->w->basis)};
  return journal_write(c, &(journal_entry){ACT_IDENTITY_UNBOUND, u->w->account, said,
                                           COUNT(said)});
}

err *identity_unbind(ctx *c, const unbinding *w, str *login) {
  unbinding tidy = *w;
  tidy.basis = text_tidy(c->a, w->basis);
  if (!tidy.basis.n)
    return err_at(ERR(INVALID, N_("This is needed.")), S("basis"), STR_NONE);
  undoing u = {.w = &tidy};
  TRY(ctx_write(c, 0, unbind, &u));
  *login = u.account.login;
  return NULL;
}

/* --- who has looked --- */
err *identity_looks(ctx *c, int64_t person_id, person_look **out, size_t *n) {
  person_looks_row *rows;
  TRY(person_looks(c->db, c->a, person_id, PERSON_LOOKS, day_of(c->now), &rows, n));
  person_look *list = arena_list(c->a, *n, person_look);
  for (size_t i = 0; i < *n; i++) {
    const unit *at = rows[i].unit_id.has ? edition_unit(c->edition, rows[i].unit_id.v) : NULL;
    list[i] = (person_look){.at = {rows[i].at}, .by = rows[i].name, .route = rows[i].route,
                            .unit = at ? at->name : STR_NONE};
  }
  *out = list;
  return NULL;
}

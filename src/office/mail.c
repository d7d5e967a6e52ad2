/* mail: see mail.h.  A row is taken by raising its attempts, so two takers never both win. */
#include "office/mail.h"

#include "base/buf.h"
#include "base/rand.h"
#include "office/access.h"
#include "office/digest.h"
#include "office/journal.h"
#include "office/mail.sql.h"
#include "office/retry.h"

enum { USUAL_DAYS = 3, KEPT_DAYS = 90, LATE_AT_ONCE = 500 };

static str told(ctx *c, const mail_wish *w, const char *msgid) {
  err e = {.msgid = msgid, .args = {w->args[0], w->args[1], w->args[2], w->args[3]}};
  return lang_message(c->a, w->language, &e);
}

err *mail_add(ctx *c, const mail_wish *w) {
  if (!mail_address(w->to)) return ERR(INTERNAL, "A letter has no mailbox to go to.");
  int64_t useful = w->useful_us ? w->useful_us : USUAL_DAYS * DAY;
  mail_insert_in row = {.id = w->id ? w->id : rand_id(), .public_id = rand_public_id(c->a),
                        .kind = w->kind.p ? w->kind : S("account"),
                        .account = w->account_id ? SOME(w->account_id) : NONE_I64,
                        .recipient = w->to, .language = str_of(lang_tag(w->language)),
                        .subject = told(c, w, w->subject), .text = told(c, w, w->text),
                        .now = c->now.us, .until = c->now.us + useful};
  return mail_insert(c->db, &row, NULL);
}

bool mail_works(const office *f) { return f->mail || f->demo; }

err *mail_due(ctx *c, int64_t most, mail_row **rows, size_t *n) {
  mail_waiting_row *found;
  TRY(mail_waiting(c->db, c->a, c->now.us, most, &found, n));
  *rows = arena_list(c->a, *n + 1, mail_row);
  for (size_t i = 0; i < *n; i++)
    (*rows)[i] = (mail_row){.id = found[i].id, .attempts = found[i].attempts,
                            .account_id = found[i].account_id.has ? found[i].account_id.v : 0,
                            .kind = found[i].kind,
                            .public_id = found[i].public_id, .to = found[i].recipient,
                            .language = found[i].language, .subject = found[i].subject,
                            .text = found[i].text, .created_at = {found[i].created_at},
                            .sent_at = INSTANT_NONE};
  return NULL;
}

/* Of notices: it is the reader's pace that says whether it may go. */
static bool paced(const mail_row *r) { return r->account_id && str_eq(r->kind, S("notice")); }

err *mail_take(ctx *c, const mail_row *r, int64_t lease_us, bool *mine) {
  int64_t changed = 0;
  instant when;
  TRY(mail_lease(c->db,
                 &(mail_lease_in){.id = r->id, .attempts = r->attempts, .now = c->now.us,
                                  .until = c->now.us + lease_us},
                 &changed));
  *mine = changed == 1;
  if (!*mine || !paced(r)) return NULL;
  TRY(digest_may_go(c, r->account_id, r->id, mine, &when));
  return *mine ? NULL : mail_put_off(c->db, r->id, when.us, NULL);
}

err *mail_sent(ctx *c, const mail_row *r) {
  if (paced(r)) TRY(digest_ended(c, r->account_id, r->id, true));
  return mail_mark_sent(c->db, r->id, c->now.us, c->office->demo ? r->text : STR_NONE, NULL);
}

static err *die(ctx *c, const mail_row *r, str error) {
  mail_mark_dead_in dead = {.id = r->id, .attempts = r->attempts + 1, .now = c->now.us,
                            .error = error};
  if (paced(r)) TRY(digest_ended(c, r->account_id, r->id, false));
  return mail_mark_dead(c->db, &dead, NULL);
}

err *mail_failed(ctx *c, const mail_row *r, str error, bool for_good) {
  const notice_rules *rules = &c->edition->notices;
  int64_t tries = r->attempts + 1;
  uint32_t chance;
  if (for_good || tries >= rules->mail_tries) return die(c, r, error);
  rand_bytes(&chance, sizeof chance);
  int64_t wait = retry_wait((retry_rule){rules->mail_wait, rules->mail_wait_most}, tries, chance);
  mail_mark_failed_in later = {.id = r->id, .attempts = tries, .error = error,
                               .not_before = c->now.us + wait};
  return mail_mark_failed(c->db, &later, NULL);
}

err *mail_sweep(ctx *c) {
  mail_late_row *late;
  size_t n;
  TRY(mail_late(c->db, c->a, c->now.us, LATE_AT_ONCE, &late, &n));
  for (size_t i = 0; i < n; i++) {
    if (late[i].account_id.has) TRY(digest_ended(c, late[i].account_id.v, late[i].id, false));
    TRY(mail_mark_late(c->db, late[i].id, c->now.us, S("It was not sent in time to be of use."),
                       NULL));
  }
  return mail_forget(c->db, c->now.us - KEPT_DAYS * DAY, NULL);
}

err *mail_newest(ctx *c, mail_row **rows, size_t *n) {
  mail_latest_row *found;
  TRY(mail_latest(c->db, c->a, MAIL_PAGE, &found, n));
  *rows = arena_list(c->a, *n + 1, mail_row);
  for (size_t i = 0; i < *n; i++) {
    instant sent = found[i].sent_at.has ? (instant){found[i].sent_at.v} : INSTANT_NONE;
    (*rows)[i] = (mail_row){.id = found[i].id, .attempts = found[i].attempts,
                            .public_id = found[i].public_id, .to = found[i].recipient,
                            .language = found[i].language, .subject = found[i].subject,
                            .text = found[i].text, .created_at = {found[i].created_at},
                            .sent_at = sent};
  }
  return NULL;
}

err *mail_count(ctx *c, mail_figures *out) {
  mail_totals_row row;
  bool found;
  TRY(mail_totals(c->db, c->a, &row, &found));
  *out = (mail_figures){.waiting = row.waiting, .dead = row.dead, .newest_error = row.error};
  return NULL;
}

/* --- dead letters --- */
err *mail_dead_list(ctx *c, str after, dead_letters *out) {
  mail_dead_page_row *rows;
  mail_dead_row_row last;
  bool found = false;
  if (after.n) TRY(mail_dead_row(c->db, c->a, after, &last, &found));
  if (after.n && !found)
    return err_at(ERR(BAD_REQUEST, N_("The place in the list is not one that was given out.")),
                  S("after"), STR_NONE);
  TRY(mail_dead_page(c->db, c->a, found ? last.dead_at : INT64_MAX, found ? last.id : INT64_MAX,
                     MAIL_PAGE + 1, &rows, &out->n));
  out->more = out->n > MAIL_PAGE;
  if (out->more) out->n = MAIL_PAGE;
  dead_letter *items = arena_list(c->a, out->n + 1, dead_letter);
  for (size_t i = 0; i < out->n; i++)
    items[i] = (dead_letter){.id = rows[i].public_id, .kind = rows[i].kind,
                             .to = rows[i].recipient, .error = rows[i].error,
                             .attempts = rows[i].attempts, .created_at = {rows[i].created_at},
                             .dead_at = {rows[i].dead_at}, .whole = rows[i].whole};
  out->items = items;
  return NULL;
}

typedef struct burying {
  str id;
  act what;
} burying;

static err *bury(ctx *c, void *arg) {
  const burying *b = arg;
  mail_dead_row_row row;
  int64_t changed = 0;
  bool found, again = b->what == ACT_LETTER_RETRIED;
  TRY(access_now(c, WHO_ADMIN));
  TRY(mail_dead_row(c->db, c->a, b->id, &row, &found));
  if (!found) return ERR(NOT_FOUND, N_("There is no such dead letter."));
  if (again && !row.whole)
    return ERR(CONFLICT, N_("The text of this letter is gone; it cannot be sent any more."));
  TRY(again ? mail_revive(c->db, row.id, c->now.us, c->now.us + USUAL_DAYS * DAY, &changed)
            : mail_remove(c->db, row.id, &changed));
  if (changed != 1) return ERR(NOT_FOUND, N_("There is no such dead letter."));
  json_member d[] = {journal_text(c->a, "kind", row.kind)};
  return journal_write(c, &(journal_entry){.act = b->what, .subject = b->id, .detail = d,
                                           .ndetail = COUNT(d)});
}

err *mail_try_again(ctx *c, str id) {
  return ctx_write(c, 0, bury, &(burying){id, ACT_LETTER_RETRIED});
}

err *mail_drop(ctx *c, str id) { return ctx_write(c, 0, bury, &(burying){id, ACT_LETTER_DROPPED}); }

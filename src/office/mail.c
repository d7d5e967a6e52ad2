/* mail: see mail.h.  A row is taken by raising its attempts, so two takers never both win. */
#include "office/mail.h"

#include "base/buf.h"
#include "base/rand.h"
#include "office/mail.sql.h"

enum { LONGEST_WAIT = 3600, USUAL_DAYS = 3, KEPT_DAYS = 90 };

static str told(ctx *c, const mail_wish *w, const char *msgid) {
  err e = {.msgid = msgid, .args = {w->args[0], w->args[1], w->args[2], w->args[3]}};
  return lang_message(c->a, w->language, &e);
}

err *mail_add(ctx *c, const mail_wish *w) {
  if (!mail_address(w->to)) return ERR(INTERNAL, "A letter has no mailbox to go to.");
  int64_t useful = w->useful_us ? w->useful_us : USUAL_DAYS * DAY;
  mail_insert_in row = {.id = rand_id(), .public_id = rand_public_id(c->a),
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
                            .public_id = found[i].public_id, .to = found[i].recipient,
                            .language = found[i].language, .subject = found[i].subject,
                            .text = found[i].text, .created_at = {found[i].created_at},
                            .sent_at = INSTANT_NONE};
  return NULL;
}

err *mail_take(ctx *c, const mail_row *r, int64_t lease_us, bool *mine) {
  int64_t changed = 0;
  TRY(mail_lease(c->db,
                 &(mail_lease_in){.id = r->id, .attempts = r->attempts, .now = c->now.us,
                                  .until = c->now.us + lease_us},
                 &changed));
  *mine = changed == 1;
  return NULL;
}

err *mail_sent(ctx *c, const mail_row *r) {
  return mail_mark_sent(c->db, r->id, c->now.us, c->office->demo ? r->text : STR_NONE, NULL);
}

err *mail_failed(ctx *c, const mail_row *r, str error, bool for_good) {
  int64_t tries = r->attempts + 1;
  if (for_good || tries >= MAIL_TRIES)
    return mail_mark_dead(c->db,
                          &(mail_mark_dead_in){.id = r->id, .attempts = tries, .now = c->now.us,
                                               .error = error},
                          NULL);
  int64_t wait = tries < 12 ? INT64_C(1) << tries : LONGEST_WAIT;
  return mail_mark_failed(c->db,
                          &(mail_mark_failed_in){.id = r->id, .attempts = tries,
                                                 .not_before = c->now.us + wait * SECOND,
                                                 .error = error},
                          NULL);
}

err *mail_sweep(ctx *c) {
  TRY(mail_mark_late(c->db, c->now.us, S("It was not sent in time to be of use."), NULL));
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

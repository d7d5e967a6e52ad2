/* mail: the job that gives waiting letters (office/mail.h) to the mail server; see jobs.h.
 *
 * It has a thread of its own, since a slow server must not hold up the drawing of papers.  First it
 * writes the letters of those whose notices have gathered (office/digest.h).  A letter may go
 * twice, when the process is killed between the server's yes and our commit, and is never lost: its
 * Message-ID is then the same. */
#include "base/log.h"
#include "jobs/jobs.h"
#include "office/digest.h"

enum { AT_ONCE = 20 };

typedef struct letters {
  mail_row *rows;
  size_t n;
} letters;

static err *look(ctx *c, void *arg) {
  letters *l = arg;
  return mail_due(c, AT_ONCE, &l->rows, &l->n);
}

typedef struct taking {
  const mail_row *row;
  bool mine, for_good;
  str error;
} taking;

static err *take(ctx *c, void *arg) {
  taking *t = arg;
  return mail_take(c, t->row, 3 * MINUTE, &t->mine);
}

static err *sent(ctx *c, void *arg) { return mail_sent(c, ((const taking *)arg)->row); }

static err *fail(ctx *c, void *arg) {
  const taking *t = arg;
  return mail_failed(c, t->row, t->error, t->for_good);
}

/* An error returned is the database's; the mail server's is noted in the row. */
static err *send_one(ctx *c, const mail_row *row) {
  taking t = {.row = row};
  c->now = instant_now();
  TRY(ctx_write(c, row->id, take, &t));
  if (!t.mine) return NULL;
  mail_letter letter = {.id = row->public_id, .to = row->to, .language = row->language,
                        .subject = row->subject, .text = row->text, .at = row->created_at};
  err *e = mail_send(c->a, c->office->mail, &letter);
  if (!e) return ctx_write(c, row->id, sent, &t);
  log_err(LOG_WARNING_, "sending mail", e);
  t.error = err_text(c->a, e, NULL);
  t.for_good = e->kind == ERR_GONE;
  return ctx_write(c, row->id, fail, &t);
}

/* --- notices that have gathered --- */
typedef struct gathered {
  digest_due *people;
  size_t n;
} gathered;

static err *look_gathered(ctx *c, void *arg) {
  gathered *g = arg;
  return digest_waiting(c, AT_ONCE, &g->people, &g->n);
}

static err *write_one(ctx *c, void *arg) { return digest_write(c, arg); }

static err *write_letters(ctx *c, size_t *n) {
  gathered g = {0};
  if (!mail_works(c->office)) return NULL;
  TRY(ctx_read(c, look_gathered, &g));
  for (size_t i = 0; i < g.n; i++, ++*n)
    TRY(ctx_write(c, g.people[i].account_id, write_one, &g.people[i]));
  return NULL;
}

static err *send_letters(ctx *c, size_t *n) {
  letters l = {0};
  if (!c->office->mail) return NULL;
  TRY(ctx_read(c, look, &l));
  for (size_t i = 0; i < l.n; i++, ++*n) TRY(send_one(c, &l.rows[i]));
  return NULL;
}

err *jobs_mail(office *f, arena *a, size_t *n) {
  ctx c = {.a = a, .office = f, .now = instant_now()};
  c.edition = office_edition(f);
  *n = 0;
  err *e = write_letters(&c, n);
  if (!e) e = send_letters(&c, n);
  office_release(f, c.edition);
  return e;
}

/* digest: see digest.h.  Notices become words here, in the language of the account. */
#include "office/digest.h"

#include "base/buf.h"
#include "base/rand.h"
#include "office/digest.sql.h"
#include "office/notice.h"

enum { NOTICES_MOST = 30 }; /* in one letter; of more it says how many */

instant digest_when(instant last, instant now, int64_t minutes) {
  int64_t next = last.us + minutes * MINUTE;
  return next > now.us ? (instant){next} : now;
}

err *digest_wanted(ctx *c, int64_t account_id) {
  digest_row_row row;
  bool found;
  TRY(digest_row(c->db, c->a, account_id, &row, &found));
  instant last = {found ? row.last_at : 0};
  instant next = digest_when(last, c->now, c->edition->notices.digest_minutes);
  return digest_gather(c->db, account_id, next.us, NULL);
}

err *digest_waiting(ctx *c, int64_t most, digest_due **out, size_t *n) {
  digest_due_rows_row *rows;
  TRY(digest_due_rows(c->db, c->a, c->now.us, most, &rows, n));
  *out = arena_list(c->a, *n + 1, digest_due);
  for (size_t i = 0; i < *n; i++) (*out)[i] = (digest_due){rows[i].account_id, {rows[i].next_at}};
  return NULL;
}

/* --- the words --- */
typedef struct writing {
  ctx *c;
  buf b;
  lang language;
} writing;

static void say(writing *w, const char *msgid, str arg) {
  err told = {.msgid = msgid, .args = {arg}};
  buf_add(&w->b, lang_message(w->c->a, w->language, &told));
}

static void line(writing *w, const char *msgid, str arg) {
  if (!*msgid) return;
  say(w, msgid, arg);
  buf_char(&w->b, '\n');
}

static str time_told(const writing *w, instant t) {
  civil at = civil_of(t);
  return str_fmt(w->c->a, "%02d:%02d, %.*s", at.hour, at.minute,
                 STR_ARG(day_told(w->c->a, day_of(t))));
}

static str title_of(const writing *w, int64_t version_id) {
  const procedure *p = edition_version(w->c->edition, version_id);
  return p ? p->name : S("");
}

static void add_link(writing *w, str path) {
  const char *url = w->c->office->public_url;
  if (url) buf_add(&w->b, str_of(url));
  buf_add(&w->b, path);
  buf_char(&w->b, '\n');
}

static void add_when(writing *w, const notice_rule *rule, const notice *n) {
  if (rule->when == PERSON_UNTIL && n->until)
    line(w, N_("You have until {0}."), day_told(w->c->a, n->until));
  if (!instant_is(n->due_at)) return;
  if (rule->when == OFFICE_DUE) line(w, N_("The result is due by {0}."), time_told(w, n->due_at));
  if (rule->when == RECEIVE_BY)
    line(w, N_("It has to be looked at by {0}."), time_told(w, n->due_at));
}

static void add_step(writing *w, const notice *n) {
  notice_rule rule = notice_rule_of(n->what);
  buf_add(&w->b, n->code);
  buf_char(&w->b, '\n');
  buf_add(&w->b, title_of(w, n->version_id));
  buf_char(&w->b, '\n');
  line(w, rule.happened, STR_NONE);
  line(w, rule.todo, STR_NONE);
  add_when(w, &rule, n);
  add_link(w, str_cat(w->c->a, S("/dossiers/"), n->code));
}

static void add_complaint(writing *w, const notice *n) {
  notice_rule rule = notice_rule_of(n->what);
  buf_add(&w->b, n->number);
  buf_char(&w->b, '\n');
  line(w, rule.happened, STR_NONE);
  line(w, rule.todo, STR_NONE);
  if (instant_is(n->due_at)) line(w, N_("It is due at {0}."), time_told(w, n->due_at));
  add_link(w, str_cat(w->c->a, S("/complaints/"), n->complaint));
}

static void add_list(writing *w, const notice *n) {
  notice_rule rule = notice_rule_of(n->what);
  line(w, rule.happened, STR_NONE);
  for (size_t i = 0; i < n->nlines; i++) {
    const notice_line *l = &n->lines[i];
    buf_fmt(&w->b, "\n%.*s\n%.*s\n", STR_ARG(l->code), STR_ARG(title_of(w, l->version_id)));
    line(w, l->due_at.us < w->c->now.us ? N_("It was due at {0}.") : N_("It is due at {0}."),
         time_told(w, l->due_at));
    add_link(w, str_cat(w->c->a, S("/dossiers/"), l->code));
  }
  if (n->more) line(w, N_("There are more; the desk shows all of them."), STR_NONE);
  buf_char(&w->b, '\n');
  line(w, rule.todo, STR_NONE);
  add_link(w, S("/dossiers"));
}

static str subject_of(writing *w, const notice *first, size_t n) {
  notice_rule rule = notice_rule_of(first->what);
  w->b = buf_in(w->c->a);
  if (n > 1) say(w, N_("{0} notices"), str_fmt(w->c->a, "%zu", n));
  else say(w, rule.happened, STR_NONE);
  str code = first->complaint.p ? first->number : first->code;
  if (n == 1 && code.n) buf_fmt(&w->b, " (%.*s)", STR_ARG(code));
  return buf_str(&w->b);
}

static str text_of(writing *w, const notice *list, size_t n, bool more) {
  w->b = buf_in(w->c->a);
  for (size_t i = 0; i < n; i++) {
    if (i) buf_add(&w->b, S("\n--\n\n"));
    if (list[i].complaint.p) add_complaint(w, &list[i]);
    else if (list[i].day) add_list(w, &list[i]);
    else add_step(w, &list[i]);
  }
  buf_char(&w->b, '\n');
  if (more) line(w, N_("There is more in your inbox."), STR_NONE);
  line(w, N_("Everything is in your inbox, too:"), STR_NONE);
  add_link(w, S("/inbox"));
  line(w, N_("You get such a letter once in {0} minutes at most. Who wants none says so here:"),
       str_fmt(w->c->a, "%lld", (long long)w->c->edition->notices.digest_minutes));
  add_link(w, S("/account"));
  return buf_str(&w->b);
}

/* --- the letter --- */
static err *read_notices(ctx *c, int64_t account_id, notice **out, size_t *n) {
  digest_notices_row *rows;
  TRY(digest_notices(c->db, c->a, account_id, NOTICES_MOST + 1, &rows, n));
  notice *list = arena_list(c->a, *n + 1, notice);
  for (size_t i = 0; i < *n; i++) {
    const digest_notices_row *r = &rows[i];
    instant before = r->mailed_at.has ? (instant){r->mailed_at.v} : INSTANT_NONE;
    list[i] = (notice){.id = r->id, .what = r->what, .code = r->code, .day = (int32_t)r->day,
                       .version_id = r->version_id.has ? r->version_id.v : 0,
                       .until = (int32_t)r->until_day, .at = {r->at},
                       .due_at = r->due_at.has ? (instant){r->due_at.v} : INSTANT_NONE,
                       .complaint = r->complaint, .number = r->number};
    if (r->day && !r->complaint.p) TRY(notice_lines(c, r->id, before, &list[i]));
  }
  *out = list;
  return NULL;
}

/* Without a mail server (a demonstration) what is written counts as gone. */
static err *send_off(ctx *c, int64_t account_id, int64_t mail_id) {
  TRY(digest_under_way(c->db, account_id, mail_id, NULL));
  return c->office->mail ? NULL : digest_ended(c, account_id, mail_id, true);
}

err *digest_write(ctx *c, const digest_due *d) {
  digest_reader_row reader;
  notice *list;
  size_t n;
  int64_t claimed = 0;
  bool found;
  TRY(digest_claim(c->db, d->account_id, d->at.us, &claimed));
  if (!claimed) return NULL;
  TRY(digest_reader(c->db, c->a, d->account_id, &reader, &found));
  if (!found || !reader.mailbox.n || !reader.mails || !mail_works(c->office))
    return digest_unwanted(c->db, d->account_id, NULL);
  TRY(read_notices(c, d->account_id, &list, &n));
  if (!n) return NULL;
  bool more = n > NOTICES_MOST;
  if (more) n = NOTICES_MOST;
  writing w = {.c = c};
  lang_of(reader.language, &w.language);
  mail_wish wish = {.id = rand_id(), .kind = S("notice"), .to = reader.mailbox,
                    .account_id = d->account_id, .language = w.language,
                    .subject = "{0}", .text = "{1}",
                    .args = {subject_of(&w, &list[0], n)}};
  wish.args[1] = text_of(&w, list, n, more);
  TRY(mail_add(c, &wish));
  TRY(digest_written(c->db, d->account_id, c->now.us, NULL));
  return send_off(c, d->account_id, wish.id);
}

/* --- the hour --- */
err *digest_may_go(ctx *c, int64_t account_id, int64_t mail_id, bool *yes, instant *when) {
  digest_row_row row;
  int64_t changed = 0;
  bool found;
  *yes = true;
  *when = c->now;
  TRY(digest_row(c->db, c->a, account_id, &row, &found));
  if (!found) return NULL;
  bool ours = row.mail_id.has && row.mail_id.v == mail_id;
  instant next = digest_when((instant){row.last_at}, c->now, c->edition->notices.digest_minutes);
  if (next.us <= c->now.us || ours) TRY(digest_under_way(c->db, account_id, mail_id, &changed));
  *yes = changed == 1;
  *when = next.us > c->now.us ? next : (instant){c->now.us + MINUTE};
  return NULL;
}

err *digest_ended(ctx *c, int64_t account_id, int64_t mail_id, bool sent) {
  if (!sent) return digest_given_up(c->db, account_id, mail_id, NULL);
  instant next = {c->now.us + c->edition->notices.digest_minutes * MINUTE};
  digest_done_in done = {.account = account_id, .mail = mail_id, .at = c->now.us, .next = next.us};
  return digest_done(c->db, &done, NULL);
}

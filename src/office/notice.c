/* notice: see notice.h. */
#include "office/notice.h"

#include "base/rand.h"
#include "office/desk.h"
#include "office/digest.h"
#include "office/mail.h"
#include "office/notice.sql.h"

const notice_rule notice_rules_all[] = {
#define NOTICE(what, happened, todo, when) {TEXT(what), happened, todo, when},
#include "office/notice.def"
#undef NOTICE
};
const size_t notice_rule_count = COUNT(notice_rules_all);

notice_rule notice_rule_of(str what) {
  for (size_t i = 0; i < notice_rule_count; i++)
    if (str_eq(notice_rules_all[i].what, what)) return notice_rules_all[i];
  const workflow_step *s = workflow_action(what);
  return (notice_rule){.what = what, .happened = s ? s->done : N_("Your application has moved."),
                       .todo = N_("Open the application to see what is to be done."),
                       .when = OFFICE_DUE};
}

str notice_of_step(arena *a, str action, str decision, str delivery) {
  const workflow_step *s = workflow_action(action);
  if (!s || !(s->effects & E_SEALS)) return action;
  return str_cat(a, action, S("."), str_eq(decision, S("reject")) ? S("reject") : delivery);
}

/* --- who is told, and what --- */
static err *read_step(ctx *c, const dossier *d, notice_plan *p) {
  notice_event_row row;
  bool found;
  const json *said;
  TRY(notice_event(c->db, c->a, p->event_id, &row, &found));
  if (!found) return ERR(INTERNAL, "A notice is of no event.");
  TRY(json_parse(c->a, row.content, &said));
  int64_t until = 0, due = 0;
  json_int(json_get(json_get(said, S("terms")), S("until")), &until);
  json_int(json_get(said, S("due_at")), &due);
  p->what = notice_of_step(c->a, row.action, d->decision, d->delivery);
  p->at = (instant){row.at};
  p->until = (int32_t)until;
  p->due_at = INSTANT_NONE;
  notice_when when = notice_rule_of(p->what).when;
  bool waits = str_eq(d->state, state_name(STATE_SUBMITTED));
  if (when == OFFICE_DUE) p->due_at = due ? (instant){due} : d->due_at;
  if (when == RECEIVE_BY && waits) p->due_at = (instant){desk_of(c->edition, d).due_order};
  if (when != PERSON_UNTIL) p->until = 0;
  return NULL;
}

err *notice_mails(ctx *c, int64_t account_id, bool *yes) {
  notice_by_mail_row row;
  bool found;
  TRY(notice_by_mail(c->db, c->a, account_id, &row, &found));
  *yes = found && row.mailbox.n && row.mails && mail_works(c->office);
  return NULL;
}

err *notice_of(ctx *c, int64_t dossier_id, int64_t event_id, notice_plan *p) {
  dossier d;
  notice_candidates_row *rows;
  size_t n;
  *p = (notice_plan){.dossier_id = dossier_id, .event_id = event_id};
  TRY(dossier_by_id(c, dossier_id, &d));
  TRY(read_step(c, &d, p));
  TRY(notice_candidates(c->db, c->a, dossier_id, day_of(c->now), &rows, &n));
  notice_reader *readers = arena_list(c->a, n + 1, notice_reader);
  for (size_t i = 0; i < n; i++) {
    const actor *who;
    TRY(account_actor(c, rows[i].id, &who));
    if (!who || !access_own(who, &d)) continue;
    readers[p->n].account_id = rows[i].id;
    TRY(notice_mails(c, rows[i].id, &readers[p->n++].mails));
  }
  p->readers = readers;
  return NULL;
}

static opt_i64 time_or_null(instant t) { return instant_is(t) ? SOME(t.us) : NONE_I64; }

err *notice_tell(ctx *c, const notice_plan *p) {
  for (size_t i = 0; i < p->n; i++) {
    const notice_reader *r = &p->readers[i];
    int64_t changed = 0;
    notice_insert_in row = {.id = rand_id(), .account = r->account_id, .what = p->what,
                            .dossier = p->dossier_id, .event = p->event_id,
                            .until_day = p->until, .due_at = time_or_null(p->due_at),
                            .at = p->at.us, .to_mail = r->mails};
    TRY(notice_insert(c->db, &row, &changed));
    if (changed && r->mails) TRY(digest_wanted(c, r->account_id));
  }
  return NULL;
}

/* --- lists for officers --- */
err *notice_list(ctx *c, const notice_wish *w) {
  notice_list_of_row at;
  bool found, mails;
  int64_t added = 0;
  notice_list_insert_in row = {.id = rand_id(), .account = w->account_id, .what = w->what,
                               .day = w->day, .at = c->now.us};
  TRY(notice_list_insert(c->db, &row, NULL));
  TRY(notice_list_of(c->db, c->a, w->account_id, w->what, w->day, &at, &found));
  if (!found) return ERR(INTERNAL, "A list was not written.");
  for (size_t i = 0; i < w->n; i++) {
    int64_t changed = 0;
    notice_line_insert_in line = {.notice = at.id, .dossier = w->entries[i].dossier_id,
                                  .due_at = w->entries[i].due_at.us, .at = c->now.us};
    TRY(notice_line_insert(c->db, &line, &changed));
    added += changed;
  }
  if (!added) return NULL;
  TRY(notice_mails(c, w->account_id, &mails));
  TRY(notice_list_renew(c->db, at.id, c->now.us, mails, NULL));
  return mails ? digest_wanted(c, w->account_id) : NULL;
}

/* --- complaints --- */
err *notice_of_complaint(ctx *c, const complaint_notice *n) {
  bool mails;
  TRY(notice_mails(c, n->account_id, &mails));
  notice_complaint_put_in row = {.id = rand_id(), .account = n->account_id, .what = n->what,
                                 .complaint = n->complaint_id, .day = day_of(c->now),
                                 .due_at = time_or_null(n->due_at), .at = c->now.us,
                                 .to_mail = mails};
  TRY(notice_complaint_put(c->db, &row, NULL));
  return mails ? digest_wanted(c, n->account_id) : NULL;
}

/* --- reading --- */
_Static_assert(sizeof(notice_page_row) == sizeof(notice_row_row), "both give the same columns");

static instant time_of(opt_i64 t) { return t.has ? (instant){t.v} : INSTANT_NONE; }

err *notice_lines(ctx *c, int64_t id, instant after, notice *out) {
  notice_line_rows_row *rows;
  size_t n;
  TRY(notice_line_rows(c->db, c->a, id, after.us, NOTICE_LINES + 1, &rows, &n));
  out->more = n > NOTICE_LINES;
  out->nlines = out->more ? NOTICE_LINES : n;
  notice_line *lines = arena_list(c->a, out->nlines + 1, notice_line);
  for (size_t i = 0; i < out->nlines; i++)
    lines[i] = (notice_line){.code = rows[i].code, .version_id = rows[i].version_id,
                             .due_at = {rows[i].due_at}};
  out->lines = lines;
  return NULL;
}

static err *read_row(ctx *c, const notice_page_row *r, notice *n) {
  *n = (notice){.id = r->id, .account_id = r->account_id, .what = r->what, .code = r->code,
                .dossier_id = r->dossier_id.has ? r->dossier_id.v : 0,
                .version_id = r->version_id.has ? r->version_id.v : 0,
                .day = (int32_t)r->day, .until = (int32_t)r->until_day,
                .due_at = time_of(r->due_at), .at = {r->at}, .read_at = time_of(r->read_at),
                .mailed_at = time_of(r->mailed_at), .complaint = r->complaint,
                .number = r->number};
  if (n->complaint.p) n->day = 0;
  return n->day ? notice_lines(c, n->id, INSTANT_NONE, n) : NULL;
}

err *notice_get(ctx *c, int64_t id, notice *out) {
  notice_row_row row;
  bool found;
  TRY(notice_row(c->db, c->a, id, &row, &found));
  if (!found) return ERR(NOT_FOUND, N_("There is no such notice."));
  return read_row(c, (const notice_page_row *)(const void *)&row, out);
}

access_thing notice_thing(const notice *n) {
  return (access_thing){.id = n->id, .account_id = n->account_id};
}

/* The place behind one of c->who's own. */
static err *place_behind(ctx *c, int64_t id, notice_page_in *at) {
  notice_row_row last;
  bool found;
  TRY(notice_row(c->db, c->a, id, &last, &found));
  access_thing thing = {.account_id = found ? last.account_id : 0};
  if (access_check(c, WHO_NOTICE_READER, &thing, STR_NONE))
    return err_at(ERR(BAD_REQUEST, N_("The place in the list is not one that was given out.")),
                  S("after"), STR_NONE);
  at->before = last.at;
  at->id = last.id;
  return NULL;
}

err *notice_inbox(ctx *c, int64_t after, notice_list_page *out) {
  notice_page_in at = {.account = c->who->account_id, .before = INT64_MAX, .id = INT64_MAX,
                       .most = NOTICE_PAGE + 1};
  notice_page_row *rows;
  if (after) TRY(place_behind(c, after, &at));
  TRY(notice_page(c->db, c->a, &at, &rows, &out->n));
  out->more = out->n > NOTICE_PAGE;
  if (out->more) out->n = NOTICE_PAGE;
  notice *items = arena_list(c->a, out->n + 1, notice);
  for (size_t i = 0; i < out->n; i++) TRY(read_row(c, &rows[i], &items[i]));
  out->items = items;
  return NULL;
}

err *notice_unread(ctx *c, int64_t *n) {
  notice_unread_count_row row;
  bool found;
  TRY(notice_unread_count(c->db, c->a, c->who->account_id, NOTICE_UNREAD_MOST, &row, &found));
  *n = row.n;
  return NULL;
}

/* --- read --- */
static err *open_one(ctx *c, void *arg) {
  return notice_read(c->db, ((const notice *)arg)->id, c->now.us, NULL);
}

err *notice_open(ctx *c, const notice *n) {
  notice one = *n;
  return ctx_write(c, n->account_id, open_one, &one);
}

static err *open_all(ctx *c, void *arg) {
  (void)arg;
  return notice_read_all(c->db, c->who->account_id, c->now.us, NULL);
}

err *notice_open_all(ctx *c) { return ctx_write(c, c->who->account_id, open_all, NULL); }

err *notice_seen(db_conn *c, int64_t account_id, int64_t dossier_id, instant at) {
  return notice_read_of(c, account_id, dossier_id, at.us, NULL);
}

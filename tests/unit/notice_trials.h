/* notice_trials: what test_routes_matrix asks of inboxes and dead letters. */
#ifndef TESTS_NOTICE_TRIALS_H
#define TESTS_NOTICE_TRIALS_H
#include "base/rand.h"
#include "office/digest.h"

static void wanting_mails(spot *p) { post(p, S("/account/mails"), S("{\"mails\":true}")); }
static void inbox_page(spot *p) { get(p, S("/inbox")); }
static void bare_post(spot *p, str target) {
  p->q.method = "POST";
  p->q.target = target.p;
}
static void reading_all(spot *p) { bare_post(p, S("/inbox/read")); }
static void opening_notice(spot *p) {
  carried(p, "appraise");
  p->q = (ask){.method = "GET", .target = "/inbox", .token = token_of("citizen")};
  answer r = send_ask(&p->q);
  assert_status(r, 200);
  p->q = (ask){0};
  const json *items = json_get(json_body(&r), S("items"));
  assert_true(items && items->n > 0);
  bare_post(p, str_fmt(a, "/inbox/%s/open", text_of(&items->items[0], "id").p));
}

static err *letter_that_dies(ctx *c, void *arg) {
  mail_row *rows, row = {0};
  size_t n;
  (void)arg;
  row.id = rand_id();
  TRY(mail_add(c, &(mail_wish){.id = row.id, .to = S("full@example.vn"), .subject = "x",
                               .text = "x"}));
  TRY(mail_due(c, 1000, &rows, &n));
  for (size_t i = 0; i < n; i++)
    if (rows[i].id == row.id) row = rows[i];
  bool mine;
  TRY(mail_take(c, &row, MINUTE, &mine));
  return mail_failed(c, &row, S("550 no such mailbox"), true);
}

static str dead_one(void) {
  ctx c = {.a = a, .office = site.office, .edition = office_edition(site.office),
           .now = instant_now()};
  assert_ok(ctx_write(&c, 0, letter_that_dies, NULL));
  office_release(site.office, c.edition);
  answer r = send_ask(
      &(ask){.method = "GET", .target = "/admin/letters", .token = token_of("admin")});
  assert_status(r, 200);
  return text_of(&json_get(json_body(&r), S("items"))->items[0], "id");
}
static void dead_ones(spot *p) { get(p, S("/admin/letters")); }
static void sending_again(spot *p) {
  bare_post(p, str_fmt(a, "/admin/letters/%s/retry", dead_one().p));
}
static void burying_one(spot *p) {
  bare_post(p, str_fmt(a, "/admin/letters/%s/drop", dead_one().p));
}

#define NOTICE_TRIALS \
  {"mails_want", NULL, "newcomer", 200, wanting_mails, {{0}}}, \
  {"inbox_show", NULL, "newcomer", 200, inbox_page, {{0}}}, \
  {"inbox_read", NULL, "newcomer", 204, reading_all, {{0}}}, \
  {"notice_opened", NULL, "citizen", 200, opening_notice, \
   {{"citizen2", 404, "not-found"}, {"receptionist.halong", 404, "not-found"}}}, \
  {"dead_letters_show", NULL, "admin", 200, dead_ones, {NO_ADMIN}}, \
  {"letter_retried", NULL, "admin", 204, sending_again, {NO_ADMIN}}, \
  {"letter_dropped", NULL, "admin", 204, burying_one, {NO_ADMIN}},
#endif

/* pages_register: opening an account and setting a new password, both by a code sent to a mailbox;
 * see office/registration.h. */
#include "office/mail.h"
#include "office/registration.h"
#include "web/api.h"
#include "web/entries.h"
#include "web/fill.h"

static const v_entry mailbox_table[] = {
    {.name = TEXT("mailbox"), .label = N_("E-mail address"), .kind = TEXT("email"),
     .autocomplete = TEXT("email"), .max = 254, .needed = true}};
static const v_entry code_entry = {
    .name = TEXT("code"), .label = N_("Code from the letter"),
    .hint = N_("Eight digits."), .kind = TEXT("text"),
    .mode = TEXT("numeric"), .autocomplete = TEXT("one-time-code"), .max = 40, .needed = true};
static const v_entry password_entry = {
    .name = TEXT("password"), .label = N_("New password"),
    .hint = N_("At least 8 characters; a few words that only you put together are best."),
    .kind = TEXT("password"), .autocomplete = TEXT("new-password"), .max = 200, .needed = true};
static const v_entry name_entry = {
    .name = TEXT("name"), .label = N_("Full name"), .kind = TEXT("text"),
    .autocomplete = TEXT("name"), .max = 200, .needed = true};
static const v_entry claimed_entry = {
    .name = TEXT("claimed_id"), .label = N_("Personal ID number"),
    .hint = N_("12 digits. It is kept as claimed and opens nothing until an officer has seen your "
               "card at a counter."),
    .kind = TEXT("text"), .mode = TEXT("numeric"), .autocomplete = TEXT("off"), .max = 40};

enum { MOST_ENTRIES = 4 };
typedef struct table {
  v_entry entries[MOST_ENTRIES];
  size_t n;
} table;

static table code_table(code_purpose purpose) {
  if (purpose == CODE_RESET) return (table){{code_entry, password_entry}, 2};
  return (table){{code_entry, name_entry, password_entry, claimed_entry}, 4};
}

/* --- the mailbox --- */
static err *mailbox_page(rq *r, code_purpose purpose, const err *e) {
  bool resets = purpose == CODE_RESET;
  r->page.title = resets ? N_("A new password") : N_("Open an account");
  r->page.path = resets ? S("/reset") : S("/register");
  v_mailbox_form v = {.works = mail_works(r->web->office), .resets = resets,
                      .entries = entries_of(r, mailbox_table, COUNT(mailbox_table), e),
                      .errors = entries_errors(r, mailbox_table, COUNT(mailbox_table), e)};
  return REPLY(r, e ? err_http(e->kind) : 200, mailbox_form, &v);
}

err *register_show(rq *r) { return mailbox_page(r, CODE_REGISTER, NULL); }
err *reset_show(rq *r) { return mailbox_page(r, CODE_RESET, NULL); }
err *register_again(rq *r, err *e) { return mailbox_page(r, CODE_REGISTER, e); }
err *reset_again(rq *r, err *e) { return mailbox_page(r, CODE_RESET, e); }

static err *ask(rq *r, code_purpose purpose) {
  const b_mailbox *b = r->body;
  code_request made;
  TRY(code_ask(&r->ctx, purpose, b->mailbox, &made));
  str at = str_cat(r->ctx.a, purpose == CODE_RESET ? S("/reset/") : S("/register/"), made.id);
  if (r->form) return reply_see_other(r, at);
  v_code_sent v = {.id = made.id, .mailbox = made.mailbox, .expires_at = made.expires_at};
  TRY(reply_json(r, 202, &v_code_sent_type, &v));
  reply_location(r, at);
  return NULL;
}

err *register_ask(rq *r) { return ask(r, CODE_REGISTER); }
err *reset_ask(rq *r) { return ask(r, CODE_RESET); }

/* --- the code --- */
typedef struct asked {
  code_purpose purpose;
  code_request found;
} asked;

static err *look(rq *r, void *arg) {
  asked *a = arg;
  return code_look(&r->ctx, a->purpose, r->params[0], &a->found);
}

/* What no longer holds leads back to the first form, with the reason. */
static err *code_page(rq *r, code_purpose purpose, const err *e) {
  asked a = {.purpose = purpose};
  err *gone = rq_read(r, look, &a);
  if (gone && gone->kind == ERR_GONE && r->html) return mailbox_page(r, purpose, e ? e : gone);
  TRY(gone);
  bool resets = purpose == CODE_RESET;
  table t = code_table(purpose);
  r->page.title = resets ? N_("A new password") : N_("Open an account");
  r->page.path = str_cat(r->ctx.a, resets ? S("/reset/") : S("/register/"), r->params[0]);
  v_code_sent v = {.id = a.found.id, .mailbox = a.found.mailbox,
                   .expires_at = a.found.expires_at, .resets = resets,
                   .entries = entries_of(r, t.entries, t.n, e),
                   .errors = entries_errors(r, t.entries, t.n, e)};
  return REPLY(r, e ? err_http(e->kind) : 200, code_sent, &v);
}

err *register_code(rq *r) { return code_page(r, CODE_REGISTER, NULL); }
err *reset_code(rq *r) { return code_page(r, CODE_RESET, NULL); }
err *register_code_again(rq *r, err *e) { return code_page(r, CODE_REGISTER, e); }
err *reset_code_again(rq *r, err *e) { return code_page(r, CODE_RESET, e); }

static err *enter(rq *r, const session *s) {
  if (!r->form)
    return reply_json(r, 201, &v_session_type,
                      &(v_session){.token = s->token, .expires_at = s->expires_at});
  TRY(reply_see_other(r, S("/account")));
  session_cookie(r, s->token);
  return NULL;
}

static str via(const rq *r) { return r->form ? S("cookie") : S("token"); }

err *register_finish(rq *r) {
  const b_registration *b = r->body;
  session s;
  TRY(register_account(&r->ctx,
                       &(registration){.id = r->params[0], .code = lang_latin(r->ctx.a, b->code),
                                       .name = b->name, .password = b->password,
                                       .claimed_id = lang_latin(r->ctx.a, b->claimed_id),
                                       .via = via(r)},
                       &s));
  return enter(r, &s);
}

err *reset_finish(rq *r) {
  const b_reset *b = r->body;
  session s;
  TRY(register_reset(&r->ctx,
                     &(registration){.id = r->params[0], .code = lang_latin(r->ctx.a, b->code),
                                     .password = b->password, .via = via(r)},
                     &s));
  return enter(r, &s);
}

/* --- the letters of a demonstration --- */
err *demo_mail(rq *r) {
  mail_row *rows;
  size_t n;
  TRY(mail_newest(&r->ctx, &rows, &n));
  v_letter *list = arena_list(r->ctx.a, n, v_letter);
  for (size_t i = 0; i < n; i++)
    list[i] = (v_letter){.id = rows[i].public_id, .to = rows[i].to, .subject = rows[i].subject,
                         .text = rows[i].text, .language = rows[i].language,
                         .at = rows[i].created_at, .sent_at = rows[i].sent_at};
  r->page.title = N_("Letters of the demonstration");
  v_letters v = {.items = {list, n}};
  return REPLY(r, 200, letters, &v);
}

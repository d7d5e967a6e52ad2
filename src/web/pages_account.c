/* pages_account: one's own account: who one is here, sessions, password, who acts for whom. */
#include "base/buf.h"
#include "office/export.h"
#include "office/mandate.h"
#include "office/officer_keys.h"
#include "web/api.h"
#include "web/entries.h"
#include "web/fill.h"
#include "web/form.h"
#include "web/people.h"

static const v_entry password_table[] = {
    {.name = TEXT("old"), .label = N_("Password until now"), .kind = TEXT("password"),
     .autocomplete = TEXT("current-password"), .max = 200, .needed = true},
    {.name = TEXT("password"), .label = N_("New password"),
     .hint = N_("At least 8 characters; a few words that only you put together are best."),
     .kind = TEXT("password"), .autocomplete = TEXT("new-password"), .max = 200, .needed = true}};
static const v_entry key_table[] = {
    {.name = TEXT("account_password"), .label = N_("Your password"), .kind = TEXT("password"),
     .autocomplete = TEXT("current-password"), .max = 200, .needed = true},
    {.name = TEXT("pin"), .label = N_("PIN of the new key"),
     .hint = N_("6 to 20 digits, which you enter at each step."), .kind = TEXT("password"),
     .mode = TEXT("numeric"), .autocomplete = TEXT("off"), .max = 20, .needed = true}};
static const v_entry authorise_table[] = {
    {.name = TEXT("agent"), .label = N_("Account of the authorised person"),
     .hint = N_("Their e-mail address here. An officer must have seen their card."),
     .kind = TEXT("text"), .autocomplete = TEXT("off"), .max = 254, .needed = true},
    {.name = TEXT("procedure"), .label = N_("Procedure code"), .hint = N_("Empty: all procedures."),
     .kind = TEXT("text"), .autocomplete = TEXT("off"), .max = 40},
    {.name = TEXT("last"), .label = N_("Last day"),
     .hint = N_("Day/month/year. Empty: until you end it."), .kind = TEXT("text"),
     .autocomplete = TEXT("off"), .max = 10}};

/* --- mandates --- */
static const char *state_of(const mandate_line *m, int32_t today) {
  if (instant_is(m->revoked_at)) return N_("ended");
  if (m->holds) return N_("holds");
  return m->from > today ? N_("not yet") : N_("run out");
}

v_mandate_list fill_mandates(const rq *r, const mandate_line *lines, size_t n) {
  v_mandate *list = arena_list(r->ctx.a, n, v_mandate);
  for (size_t i = 0; i < n; i++) {
    const mandate_line *m = &lines[i];
    bool representative = str_eq(m->kind, S("representative"));
    list[i] = (v_mandate){
        .id = m->public_id, .kind = m->kind, .holder = m->holder, .agent = m->agent,
        .kind_word = representative ? N_("legal representative") : N_("authorised person"),
        .number = m->number.n ? m->number : STR_NONE,
        .paper = m->paper, .paper_name = m->paper_name,
        .procedure = m->procedure.n ? m->procedure : STR_NONE, .from = m->from, .last = m->last,
        .holds = m->holds, .state_word = state_of(m, day_of(r->ctx.now))};
  }
  return (v_mandate_list){list, n};
}

static err *fill_own_mandates(rq *r, v_account *v) {
  mandate_line *lines;
  size_t n;
  TRY(mandate_list_agent(&r->ctx, r->ctx.who->person_id, &lines, &n));
  v_mandate_list mine = fill_mandates(r, lines, n);
  v_mandate *as_agent = arena_list(r->ctx.a, n, v_mandate);
  for (size_t i = 0; i < n; i++) {
    as_agent[i] = mine.items[i];
    as_agent[i].mine = true;
  }
  v->acts_for = (v_mandate_list){as_agent, n};
  TRY(mandate_list_holder(&r->ctx, r->ctx.who->person_id, &lines, &n));
  v->acting_for_me = fill_mandates(r, lines, n);
  return NULL;
}

int32_t day_typed(arena *a, str s) {
  int32_t day;
  if (!s.n) return 0;
  return day_parse(form_date(a, str_trim(s)), &day) ? day : -1;
}

/* --- the page --- */
static v_own_session_list sessions_of(const rq *r, const own_account *own) {
  v_own_session *list = arena_list(r->ctx.a, own->nsessions, v_own_session);
  for (size_t i = 0; i < own->nsessions; i++) {
    const own_session *s = &own->sessions[i];
    list[i] = (v_own_session){.id = s->id, .via = s->via, .network = s->network,
                              .agent = s->agent, .created_at = s->created_at,
                              .used_at = s->used_at, .current = s->current};
  }
  return (v_own_session_list){list, own->nsessions};
}

static v_field_error_list errors_of(const rq *r, bool authorises, const err *e) {
  if (r->route->handler == own_key_made)
    return entries_errors(r, key_table, COUNT(key_table), e);
  return authorises ? entries_errors(r, authorise_table, COUNT(authorise_table), e)
                    : entries_errors(r, password_table, COUNT(password_table), e);
}

static const struct {
  const char *route, *what;
} looked[] = {{"identity_show", N_("the account, at a counter")},
              {"identity_confirm", N_("the account, at a counter")},
              {"counter_search", N_("the account, at a counter")},
              {"person_show", N_("what is known of you, at a counter")},
              {"filing_show", N_("what is known of you, at a counter")},
              {"filing_send", N_("what is known of you, at a counter")},
              {"draft_show", N_("what is known of you, at a counter")},
              {"draft_save", N_("what is known of you, at a counter")},
              {"person_document", N_("a document that the state has of you, at a counter")},
              {"person_document_take", N_("a document that the state has of you, at a counter")},
              {"mandates_show", N_("who acts for you, at a counter")},
              {"mandate_make", N_("who acts for you, at a counter")},
              {"paper_show", N_("a paper of yours, or about who acts for you")},
              {"identities_show", N_("the account, as an administrator")},
              {"identity_unbound", N_("the account, as an administrator")}};

static err *fill_looks(rq *r, v_account *v) {
  person_look *rows;
  size_t n;
  TRY(identity_looks(&r->ctx, r->ctx.who->person_id, &rows, &n));
  v_person_look *list = arena_list(r->ctx.a, n, v_person_look);
  for (size_t i = 0; i < n; i++) {
    list[i] = (v_person_look){.at = rows[i].at, .by = rows[i].by, .unit = rows[i].unit,
                              .route = rows[i].route, .what = ""};
    for (size_t k = 0; k < COUNT(looked); k++)
      if (str_eq(str_of(looked[k].route), rows[i].route)) list[i].what = looked[k].what;
  }
  v->looks = (v_person_look_list){list, n};
  return NULL;
}

static err *fill(rq *r, const err *e, v_account *v) {
  const actor *who = r->ctx.who;
  own_account own;
  bool authorises = r->route->handler == mandate_make;
  bool makes = r->route->handler == own_key_made;
  TRY(account_own(&r->ctx, &own));
  *v = (v_account){
      .id = who->public_id, .name = who->name, .login = who->login, .level = who->assurance,
      .mailbox = own.mailbox.n ? own.mailbox : STR_NONE,
      .claimed_id = own.claimed_id.n && who->assurance < 2 ? own.claimed_id : STR_NONE,
      .mails = own.mails, .mail_language = own.language,
      .seen_at = own.bound_at, .seen_by = own.bound_by, .officer = who->officer,
      .given_password = who->given_password,
      .sessions = sessions_of(r, &own), .errors = errors_of(r, authorises, e),
      .password = entries_of(r, password_table, COUNT(password_table),
                             authorises || makes ? NULL : e),
      .authorise = entries_of(r, authorise_table, COUNT(authorise_table), authorises ? e : NULL),
  };
  v_unit_ref *at = arena_new_of(r->ctx.a, v_unit_ref);
  *at = fill_unit(r->ctx.edition, own.bound_unit);
  if (at->code.n) v->seen_unit = at;
  TRY(export_last(&r->ctx, &v->exported_at));
  TRY(fill_looks(r, v));
  TRY(own_key_ordered(&r->ctx, &v->key_until));
  v->making = entries_of(r, key_table, COUNT(key_table), makes ? e : NULL);
  return fill_own_mandates(r, v);
}

typedef struct showing {
  const err *e;
  v_account v;
} showing;

static err *read_all(rq *r, void *arg) {
  showing *s = arg;
  return fill(r, s->e, &s->v);
}

static err *account_page(rq *r, const err *e) {
  showing s = {.e = e};
  TRY(rq_read(r, read_all, &s));
  r->page.title = N_("My account");
  r->page.path = S("/account");
  return REPLY(r, e ? err_http(e->kind) : 200, account, &s.v);
}

err *account_show(rq *r) { return account_page(r, NULL); }
err *account_again_shown(rq *r, err *e) { return account_page(r, e); }

/* --- what one does there --- */
err *password_change(rq *r) {
  const b_change_password *b = r->body;
  TRY(account_change_password(&r->ctx, b->old, b->password));
  return r->form ? reply_see_other(r, S("/account")) : account_page(r, NULL);
}

err *own_key_made(rq *r) {
  const b_own_key *b = r->body;
  TRY(own_key_make(&r->ctx, b->account_password, b->pin));
  return r->form ? reply_see_other(r, S("/account")) : account_page(r, NULL);
}

err *mails_want(rq *r) {
  TRY(account_want_mails(&r->ctx, ((const b_mails *)r->body)->mails));
  return r->form ? reply_see_other(r, S("/account")) : account_page(r, NULL);
}

err *session_stop(rq *r) {
  TRY(account_end_session(&r->ctx, r->params[0]));
  return r->form ? reply_see_other(r, S("/account")) : reply_empty(r);
}

err *sessions_stop(rq *r) {
  TRY(account_end_session(&r->ctx, STR_NONE));
  if (!r->form) return reply_empty(r);
  TRY(reply_see_other(r, S("/")));
  session_cookie(r, S(""));
  return NULL;
}

err *mandate_stop(rq *r) {
  TRY(mandate_revoke(&r->ctx, r->params[0]));
  bool counter = actor_has(r->ctx.who, S("receptionist"), 0);
  if (!r->form) return reply_empty(r);
  return reply_see_other(r, counter ? S("/counter/mandates") : S("/account"));
}

/* --- all that is kept --- */
err *account_export(rq *r) {
  export_made made;
  ctx c = r->ctx;
  c.a = r->http->a;
  c.language = r->lang;
  TRY(export_make(&c, &made));
  str name = str_fmt(r->http->a, "motcua-%s.zip", day_iso(r->http->a, day_of(c.now)).p);
  return reply_download(r, made.fd, made.size, S("application/zip"), name);
}

/* pages_people: officers' accounts and roles, for administrators. */
#include "web/admin_form.h"
#include "web/officers.h"

/* --- the list --- */
/* A unit that does not exist has no officers. */
static int64_t unit_asked(const rq *r, str code) {
  if (!code.n) return 0;
  const unit *u = edition_unit_by_code(r->ctx.edition, code);
  return u ? u->id : -1;
}

typedef struct listing {
  int status;
  const b_people *asked; /* NULL: a form that failed */
  const err *problem;
} listing;

static err *list(rq *r, void *arg) {
  const listing *l = arg;
  officer_search s = {0};
  officer_list found;
  if (l->asked)
    s = (officer_search){.words = l->asked->q, .unit_id = unit_asked(r, l->asked->unit),
                         .after = l->asked->after};
  TRY(officer_find(&r->ctx, &s, &found));
  v_people v = {.more = found.more, .units = fill_units(r), .typed = fill_typed(r),
                .errors = fill_errors(r, l->problem)};
  if (l->asked) v.q = l->asked->q, v.unit = l->asked->unit;
  TRY(fill_officer_lines(r, &found, "/admin/people/", &v.items));
  if (found.more) v.next = found.items[found.n - 1].login;
  if (!l->problem) r->page.title = N_("Officers and roles");
  return REPLY(r, l->status, people, &v);
}

err *people_index(rq *r) { return list(r, &(listing){200, r->body, NULL}); }

err *people_again(rq *r, err *e) {
  r->page.title = err_title(e->kind);
  r->page.path = S("/admin/people");
  return rq_read(r, list, &(listing){err_http(e->kind), NULL, e});
}

/* --- one officer --- */
typedef struct shown {
  int status;
  str id, password;
  bool letter;
  const err *problem;
} shown;

static err *show(rq *r, void *arg) {
  const shown *s = arg;
  officer_info o;
  v_officer v;
  TRY(officer_get(&r->ctx, s->id, &o));
  TRY(fill_officer(r, &o, s->problem, &v));
  v.password = s->password;
  v.letter = s->letter;
  if (!s->problem) r->page.title = N_("Officer");
  TRY(REPLY(r, s->status, officer, &v));
  if (!r->html)
    http_set(&r->http->reply, S("ETag"),
             str_fmt(r->http->a, "\"%lld\"", (long long)v.version));
  return NULL;
}

err *officer_show(rq *r) { return show(r, &(shown){.status = 200, .id = r->params[0]}); }

err *reply_officer(rq *r, int status, str id) {
  return rq_read(r, show, &(shown){.status = status, .id = id});
}

err *officer_again(rq *r, err *e) {
  r->page.title = err_title(e->kind);
  r->page.path = str_cat(r->http->a, S("/admin/people/"), r->params[0]);
  return rq_read(r, show, &(shown){.status = err_http(e->kind), .id = r->params[0],
                                    .problem = e});
}

/* A letter leads to this installation by the address that this request came to. */
static officer_entry entry_by(const rq *r) {
  return (officer_entry){.site = str_cat(r->http->a, r->web->https ? S("https://") : S("http://"),
                                         r->http->host)};
}

err *officer_make(rq *r) {
  const b_new_officer *b = r->body;
  officer_info made;
  officer_entry entry = entry_by(r);
  r->once.status = 201;
  TRY(officer_create(&r->ctx,
                     &(officer_wish){.login = b->login, .name = b->name, .mailbox = b->mailbox},
                     &entry, &made));
  TRY(rq_read(r, show, &(shown){.status = 201, .id = made.id, .password = entry.password,
                                .letter = !entry.password.p}));
  reply_location(r, str_cat(r->http->a, S("/admin/people/"), made.id));
  return NULL;
}

static officer_seen seen(rq *r) {
  r->once.status = 200;
  return (officer_seen){r->params[0], r->seen_version, "/admin/people/"};
}

static err *done(rq *r, err *e) {
  TRY(e);
  if (r->html && r->form)
    return reply_see_other(r, str_cat(r->http->a, S("/admin/people/"), r->params[0]));
  return reply_officer(r, 200, r->params[0]);
}

err *role_give(rq *r) {
  const b_role *b = r->body;
  officer_seen was = seen(r);
  role_wish w = {.role = b->role, .field = b->field, .unit_id = unit_asked(r, b->unit)};
  err *wrong = NULL;
  err_add(&wrong, admin_day_of("from", b->from, &w.from));
  err_add(&wrong, admin_day_of("last", b->last, &w.last));
  if (wrong) return wrong;
  return done(r, officer_give_role(&r->ctx, &was, &w));
}

err *role_stop(rq *r) {
  officer_seen was = seen(r);
  int64_t id;
  if (!str_to_i64(r->params[1], &id))
    return ERR(NOT_FOUND, N_("There is nothing at this address."));
  return done(r, officer_end_role(&r->ctx, &was, id));
}

err *account_off(rq *r) {
  officer_seen was = seen(r);
  return done(r, officer_disable(&r->ctx, &was, true));
}

err *account_on(rq *r) {
  officer_seen was = seen(r);
  return done(r, officer_disable(&r->ctx, &was, false));
}

err *password_give(rq *r) {
  officer_seen was = seen(r);
  officer_entry entry = entry_by(r);
  TRY(officer_new_password(&r->ctx, &was, &entry));
  return rq_read(r, show, &(shown){.status = 200, .id = r->params[0], .password = entry.password,
                                   .letter = !entry.password.p});
}

err *key_unlock(rq *r) {
  officer_seen was = seen(r);
  return done(r, officer_unlock(&r->ctx, &was));
}

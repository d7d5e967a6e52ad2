/* pages_officer: the officers of one's units, and an officer's roles, delegations and leave, for
 * the officer and the head of the unit. */
#include "office/workflow.h"
#include "web/admin_form.h"
#include "web/officers.h"

enum { MOST_CHOICES = 200 };

/* --- the list --- */
static v_choice_list unit_choices(const rq *r, int64_t chosen) {
  const edition *e = r->ctx.edition;
  const actor *who = r->ctx.who;
  v_choice *list = arena_list(r->ctx.a, MOST_CHOICES, v_choice);
  size_t n = 0;
  for (size_t i = 0; i < e->nunits && n < MOST_CHOICES; i++) {
    const unit *u = e->units_by_code[i];
    if (access_works_in(e, who, u->id))
      list[n++] = (v_choice){.value = u->code, .title = u->name, .on = u->id == chosen};
  }
  return (v_choice_list){list, n};
}

/* A colleague is named; the head of the unit may look closer. */
static bool looks_closer(const rq *r, int64_t unit_id) {
  const actor *who = r->ctx.who;
  return access_heads(r->ctx.edition, who, unit_id) || actor_has(who, S("admin"), 0);
}

err *officers_index(rq *r) {
  const b_officers *b = r->body;
  officer_list found;
  const away *gone;
  size_t n;
  int64_t unit_id;
  TRY(officer_unit(&r->ctx, b->unit, &unit_id));
  TRY(officer_find(&r->ctx, &(officer_search){.unit_id = unit_id, .after = b->after}, &found));
  v_officers v = {.unit = fill_unit(r->ctx.edition, unit_id), .more = found.more,
                  .choices = unit_choices(r, unit_id), .me = r->ctx.who->public_id,
                  .oversees = actor_has(r->ctx.who, S("leader"), 0)};
  TRY(fill_officer_lines(r, &found, looks_closer(r, unit_id) ? "/officers/" : NULL, &v.items));
  TRY(leave_away(&r->ctx, unit_id, &gone, &n));
  v.away = fill_away_of(r, gone, n);
  if (found.more) v.next = found.items[found.n - 1].login;
  r->page.title = N_("Officers of the unit");
  return REPLY(r, 200, officers, &v);
}

/* --- one officer --- */
typedef struct shown {
  int status;
  str id;
  const err *problem;
} shown;

static void version_tag(rq *r, int64_t version) {
  if (!r->html) http_set(&r->http->reply, S("ETag"),
                         str_fmt(r->http->a, "\"%lld\"", (long long)version));
}

static err *show(rq *r, void *arg) {
  const shown *s = arg;
  officer_info o;
  v_officer_work v;
  TRY(officer_get(&r->ctx, s->id, &o));
  TRY(fill_work(r, &o, s->problem, &v));
  if (!s->problem) r->page.title = N_("Roles, delegation, leave");
  TRY(REPLY(r, s->status, officer_work, &v));
  version_tag(r, v.version);
  return NULL;
}

err *work_show(rq *r) { return reply_work(r, 200, r->officer.id); }

err *reply_work(rq *r, int status, str id) {
  return rq_read(r, show, &(shown){status, id, NULL});
}

err *work_again(rq *r, err *e) {
  r->page.title = err_title(e->kind);
  r->page.path = str_cat(r->http->a, S("/officers/"), r->officer.id);
  return rq_read(r, show, &(shown){err_http(e->kind), r->officer.id, e});
}

static officer_seen seen(rq *r) {
  r->once.status = 200;
  return (officer_seen){r->officer.id, r->seen_version, "/officers/"};
}

static err *done(rq *r, err *e) {
  TRY(e);
  if (r->html && r->form)
    return reply_see_other(r, str_cat(r->http->a, S("/officers/"), r->officer.id));
  return reply_work(r, 200, r->officer.id);
}

err *delegation_give(rq *r) {
  const b_delegation *b = r->body;
  officer_seen was = seen(r);
  delegation_wish w = {.delegate = b->delegate, .field = b->field, .basis = b->basis};
  err *wrong = NULL;
  err_add(&wrong, admin_day_of("from", b->from, &w.from));
  err_add(&wrong, admin_day_of("last", b->last, &w.last));
  if (wrong) return wrong;
  if (!str_to_i64(b->role, &w.role_id)) w.role_id = 0; /* nobody's */
  return done(r, delegation_make(&r->ctx, &was, &w));
}

err *leave_give(rq *r) {
  const b_leave *b = r->body;
  officer_seen was = seen(r);
  leave_wish w = {.substitute = b->substitute, .basis = b->basis};
  err *wrong = NULL;
  err_add(&wrong, admin_day_of("from", b->from, &w.from));
  err_add(&wrong, admin_day_of("last", b->last, &w.last));
  if (wrong) return wrong;
  return done(r, leave_make(&r->ctx, &was, &w));
}

static err *id_of(rq *r, int64_t *id) {
  if (str_to_i64(r->params[1], id)) return NULL;
  return ERR(NOT_FOUND, N_("There is nothing at this address."));
}

err *delegation_revoke(rq *r) {
  officer_seen was = seen(r);
  int64_t id;
  TRY(id_of(r, &id));
  return done(r, delegation_end(&r->ctx, &was, id));
}

err *leave_revoke(rq *r) {
  officer_seen was = seen(r);
  int64_t id;
  TRY(id_of(r, &id));
  return done(r, leave_end(&r->ctx, &was, id));
}

/* pages_keys: officers' signing keys, for administrators; one's own is on the account page. */
#include "office/officer_keys.h"
#include "web/admin_form.h"
#include "web/officers.h"

static str state_of(const key_line *k) {
  if (instant_is(k->ended_at)) return S("ended");
  if (k->locked) return S("locked");
  return k->refused ? S("refused") : S("good");
}

err *keys_show(rq *r) {
  const b_keys *b = r->body;
  key_wish w = {0};
  key_line *keys;
  size_t n;
  v_keys v = {0};
  if (b->after.n && !str_to_i64(b->after, &w.before))
    return err_at(ERR(INVALID, N_("This page does not exist.")), S("after"), STR_NONE);
  TRY(officer_keys(&r->ctx, &w, &keys, &n, &v.more));
  v_key_line *list = arena_list(r->ctx.a, n, v_key_line);
  for (size_t i = 0; i < n; i++)
    list[i] = (v_key_line){.officer = keys[i].officer, .login = keys[i].login,
                           .name = keys[i].name, .serial = keys[i].serial, .from = keys[i].from,
                           .until = keys[i].until, .ended_at = keys[i].ended_at,
                           .elsewhere = keys[i].elsewhere, .state = state_of(&keys[i]),
                           .refused = keys[i].refused};
  v.items = (v_key_line_list){list, n};
  if (v.more) v.next = str_fmt(r->ctx.a, "%lld", (long long)keys[n - 1].id);
  r->page.title = N_("Signing keys");
  return REPLY(r, 200, keys, &v);
}

static err *done(rq *r) {
  if (r->html && r->form)
    return reply_see_other(r, str_cat(r->http->a, S("/admin/people/"), r->params[0]));
  return reply_officer(r, 200, r->params[0]);
}

err *key_ordered(rq *r) {
  r->once.status = 200;
  TRY(officer_key_order(&r->ctx, &(officer_seen){r->params[0], r->seen_version, "/admin/people/"}));
  return done(r);
}

err *key_stopped(rq *r) {
  const b_key_end *b = r->body;
  r->once.status = 200;
  TRY(officer_key_end(&r->ctx, &(officer_seen){r->params[0], r->seen_version, "/admin/people/"},
                      b->reason));
  return done(r);
}

/* pages_shift: signing that a receptionist leaves open for the shift, and its end. */
#include "office/shift.h"
#include "web/api.h"
#include "web/fill.h"

static err *page_shift(rq *r, int status, const err *e) {
  const actor *who = r->ctx.who;
  v_shift v = {.until = who->shift_until, .minutes = r->ctx.edition->shift_minutes,
               .until_word = clock_word(r, who->shift_until)};
  if (e) v.errors = fill_errors(r, e);
  r->page.title = N_("Leave signing open");
  return REPLY(r, status, shift, &v);
}

err *shift_show(rq *r) { return page_shift(r, 200, NULL); }

err *shift_begin(rq *r) {
  const b_shift_pin *b = r->body;
  TRY(shift_open(&r->ctx, b->pin));
  actor *now = arena_new_of(r->ctx.a, actor);
  *now = *r->ctx.who;
  now->shift_until = (instant){r->ctx.now.us + r->ctx.edition->shift_minutes * MINUTE};
  r->ctx.who = now;
  if (r->html && r->form) return reply_see_other(r, S("/dossiers?view=desk"));
  return page_shift(r, 200, NULL);
}

err *shift_again(rq *r, err *e) {
  r->page.path = S("/shift");
  return page_shift(r, err_http(e->kind), e);
}

err *shift_stop(rq *r) {
  TRY(shift_end(&r->ctx));
  if (r->html && r->form) return reply_see_other(r, S("/dossiers?view=desk"));
  return reply_empty(r);
}

/* pages_batch: one step for several dossiers, sent from a desk, and what came of each.
 *
 * The steps are taken while the request is held; whoever looks meanwhile, or after it was cut off,
 * sees at the same address which are done. */
#include "office/batch.h"
#include "web/api.h"
#include "web/fill.h"
#include "web/officers.h"

enum { LOOK_MINUTES = 2 };

static const char *word_of(const batch_line *l) {
  const char *open = N_("Not done yet");
  return str_eq(l->outcome, S("done"))      ? N_("Done")
         : str_eq(l->outcome, S("refused")) ? N_("Refused")
                                            : open;
}

/* Where the reader came from: a desk of this site. */
static str back_of(str back) {
  return str_starts(back, S("/dossiers?")) ? back : S("/dossiers?view=desk");
}

static void fill_batch(rq *r, const batch_info *b, v_batch *v) {
  const workflow_step *s = workflow_action(b->action);
  v_batch_line *list = arena_list(r->ctx.a, b->n + 1, v_batch_line);
  *v = (v_batch){.id = b->public_id, .action = b->action, .made_at = b->made_at,
                 .word = s ? s->button : "", .items = {list, b->n}};
  for (size_t i = 0; i < b->n; i++) {
    const batch_line *l = &b->lines[i];
    list[i] = (v_batch_line){.code = l->code, .outcome = l->outcome, .word = word_of(l),
                             .reason = l->reason ? error_text(r, l->reason) : STR_NONE};
    v->done += str_eq(l->outcome, S("done"));
    v->refused += str_eq(l->outcome, S("refused"));
  }
  v->open = (int64_t)b->n - v->done - v->refused;
}

typedef struct shown {
  str id, back;
} shown;

static err *show(rq *r, void *arg) {
  const shown *s = arg;
  batch_info b;
  v_batch v;
  TRY(batch_get(&r->ctx, s->id, &b));
  fill_batch(r, &b, &v);
  v.back = back_of(s->back);
  v.running = v.open && r->ctx.now.us - b.made_at.us < LOOK_MINUTES * MINUTE;
  if (v.running && r->html) http_set(&r->http->reply, S("Refresh"), S("2"));
  r->page.title = N_("Several at once");
  return REPLY(r, 200, batch, &v);
}

err *batch_show(rq *r) {
  const b_batch_page *b = r->body;
  return show(r, &(shown){r->params[0], b->back});
}

err *reply_batch(rq *r, str id) { return rq_read(r, show, &(shown){id, STR_NONE}); }

static str address(rq *r, str id, str back) {
  buf to = buf_in(r->http->a);
  buf_fmt(&to, "/batches/%.*s", STR_ARG(id));
  if (back.n) {
    buf_add(&to, S("?back="));
    put_url(&(out){.b = &to}, back);
  }
  return buf_str(&to);
}

err *batch_send(rq *r) {
  const b_batch *b = r->body;
  batch_wish w = {.action = b->action, .items = b->items.items, .n = b->items.n, .pin = b->pin,
                  .officer = b->officer};
  batch_info made;
  r->once.status = 200;
  TRY(batch_run(&r->ctx, &w, &made));
  if (r->html && r->form)
    return reply_see_other(r, address(r, made.public_id, b->back));
  return reply_batch(r, made.public_id);
}

/* Nothing was done: the same dossiers once more, with what was wrong. */
err *batch_again(rq *r, err *e) {
  const b_batch *b = r->body;
  const workflow_step *s = workflow_action(b->action);
  v_batch_line *list = arena_list(r->http->a, b->items.n + 1, v_batch_line);
  for (size_t i = 0; i < b->items.n; i++) {
    ptrdiff_t at = str_chr(b->items.items[i], '@', 0);
    list[i] = (v_batch_line){.item = b->items.items[i], .outcome = S("open"), .word = "",
                             .code = str_sub(b->items.items[i], 0, at < 0 ? 0 : (size_t)at)};
  }
  v_batch v = {.action = b->action, .word = s ? s->button : "", .items = {list, b->items.n},
               .problem = error_text(r, e), .pin = s && !(s->effects & E_LIGHT),
               .officer = b->officer, .open = (int64_t)b->items.n, .back = back_of(b->back)};
  r->page.title = err_title(e->kind);
  r->page.path = S("/dossiers?view=desk");
  return REPLY(r, err_http(e->kind), batch, &v);
}

/* --- what a desk offers --- */
void fill_batch_offer(rq *r, v_dossiers *v) {
  const actor *who = r->ctx.who;
  v_choice *list = arena_list(r->ctx.a, workflow_step_count, v_choice);
  size_t n = 0;
  for (size_t i = 0; i < workflow_step_count; i++) {
    const workflow_step *s = &workflow_steps[i];
    bool mine = s->who & BY(NEXT);
    for (step_by role = 0; role < BY_HOLDER && !mine; role++)
      mine = s->who >> role & 1 && actor_has(who, role_name(role), 0);
    bool assigns = s->effects & E_ASSIGNS;
    if (!mine || !batch_takes(s->action) || assigns != v->unit) continue;
    bool light = s->effects & E_LIGHT;
    list[n++] = (v_choice){.value = s->action, .label = s->button, .on = !light};
    v->pin = v->pin || !light;
  }
  v->batches = (v_choice_list){list, n};
}

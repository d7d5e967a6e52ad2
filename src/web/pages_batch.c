/* pages_batch: one step for several dossiers, sent from a desk, and what came of each.
 *
 * The steps go on after the reply; their page says how far they are and looks again by itself.
 * What was cut off is gone on with by the same request once more, or from that page. */
#include "office/batch.h"
#include "office/shift.h"
#include "web/api.h"
#include "web/fill.h"
#include "web/officers.h"

enum { FEW = 10, PAGE_WAITS = SECOND / 4, PROGRAM_WAITS = 600 * SECOND };

static const char *word_of(const batch_line *l) {
  const char *open = N_("Not done yet");
  return str_eq(l->outcome, S("done"))      ? N_("Done")
         : str_eq(l->outcome, S("refused")) ? N_("Refused")
                                            : open;
}

static bool needs_pin(const rq *r, str action) {
  const workflow_step *s = workflow_action(action);
  return s && !(s->effects & E_LIGHT || shift_covers_step(&r->ctx, s));
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
  v->all = (int64_t)b->n;
  v->ended = v->done + v->refused;
  v->open = v->all - v->ended;
}

typedef struct shown {
  int status;
  str id, back;
  const err *problem; /* with going on, or NULL */
  const batch_info *read; /* NULL: it is read now */
} shown;

static err *show(rq *r, void *arg) {
  const shown *s = arg;
  batch_info b;
  v_batch v;
  if (s->read) b = *s->read;
  else TRY(batch_get(&r->ctx, s->id, &b));
  fill_batch(r, &b, &v);
  v.back = desk_back(s->back);
  bool cut_off = batch_cut_off(&b, r->ctx.now);
  v.running = v.open && !cut_off;
  if (cut_off) v.pin = needs_pin(r, b.action);
  if (s->problem) v.problem = error_text(r, s->problem);
  if (v.running && r->html) http_set(&r->http->reply, S("Refresh"), S("1"));
  r->page.title = N_("Several at once");
  return REPLY(r, s->status, batch, &v);
}

err *batch_show(rq *r) {
  const b_batch_page *b = r->body;
  return show(r, &(shown){200, r->params[0], b->back, NULL, r->batch});
}

err *reply_batch(rq *r, str id) {
  return rq_read(r, show, &(shown){.status = 200, .id = id});
}

static str address(rq *r, str id, str back) {
  return desk_kept(r->http->a, str_cat(r->http->a, S("/batches/"), id), back);
}

/* A page is shown soon: of a few what came of them, of many how far they are; a program waits for
 * the end. */
static err *begun(rq *r, str id, str back, size_t n) {
  bool shown_soon = r->html && r->form;
  TRY(batch_wait(&r->ctx, id, !shown_soon ? PROGRAM_WAITS : n > FEW ? 0 : PAGE_WAITS));
  return shown_soon ? reply_see_other(r, address(r, id, back)) : reply_batch(r, id);
}

/* The request that the key of this one stands for was cut off: it is gone on with. */
static err *go_on(rq *r, str id, str pin, str back) {
  ctx own = r->ctx;
  own.once = NULL;
  TRY(batch_go_on(&own, id, pin));
  return begun(r, id, back, BATCH_MOST);
}

static str once_id(const rq *r) {
  return str_sub(r->once.location, S("/batches/").n, r->once.location.n);
}

err *batch_send(rq *r) {
  const b_batch *b = r->body;
  batch_wish w = {.action = b->action, .items = b->items.items, .n = b->items.n, .pin = b->pin,
                  .officer = b->officer};
  batch_info made;
  if (r->once.location.p) return go_on(r, once_id(r), b->pin, b->back);
  r->once.status = 200;
  TRY(batch_start(&r->ctx, &w, &made));
  return begun(r, made.public_id, b->back, made.n);
}

err *batch_resume(rq *r) {
  const b_batch_pin *b = r->body;
  return go_on(r, r->params[0], b->pin, b->back);
}

static err *cut_off_again(rq *r, str id, str back, err *e) {
  r->page.path = address(r, id, back);
  return rq_read(r, show, &(shown){err_http(e->kind), id, back, e, NULL});
}

err *batch_resume_again(rq *r, err *e) {
  return cut_off_again(r, r->params[0], ((const b_batch_pin *)r->body)->back, e);
}

/* Nothing was done: the same dossiers once more, with what was wrong. */
err *batch_again(rq *r, err *e) {
  const b_batch *b = r->body;
  if (r->once.location.p) return cut_off_again(r, once_id(r), b->back, e);
  const workflow_step *s = workflow_action(b->action);
  v_batch_line *list = arena_list(r->http->a, b->items.n + 1, v_batch_line);
  for (size_t i = 0; i < b->items.n; i++) {
    ptrdiff_t at = str_chr(b->items.items[i], '@', 0);
    list[i] = (v_batch_line){.item = b->items.items[i], .outcome = S("open"), .word = "",
                             .code = str_sub(b->items.items[i], 0, at < 0 ? 0 : (size_t)at)};
  }
  v_batch v = {.action = b->action, .word = s ? s->button : "", .items = {list, b->items.n},
               .problem = error_text(r, e), .pin = needs_pin(r, b->action), .again = true,
               .officer = b->officer, .open = (int64_t)b->items.n, .back = desk_back(b->back)};
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
    bool asks = needs_pin(r, s->action);
    list[n++] = (v_choice){.value = s->action, .label = s->button, .on = asks};
    v->pin = v->pin || asks;
  }
  v->batches = (v_choice_list){list, n};
}

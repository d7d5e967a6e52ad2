/* pages_complaint: complaints: one's own with the form for another, those that a leader has to
 * handle, one with what became of it. */
#include "office/complaint.h"

#include "office/event.h"
#include "web/api.h"
#include "web/fill.h"

static const char *word_of(str state) {
  static const struct {
    const char *state, *word;
  } words[] = {{"open", N_("Made, waits to be accepted")}, {"accepted", N_("Accepted")},
               {"rejected", N_("Rejected")},               {"resolved", N_("Resolved")}};
  for (size_t i = 0; i < COUNT(words); i++)
    if (str_eq(str_of(words[i].state), state)) return words[i].word;
  return "";
}

/* --- lists --- */
v_complaint_line_list fill_complaints(const rq *r, const complaint *list, size_t n) {
  v_complaint_line *lines = arena_list(r->ctx.a, n, v_complaint_line);
  for (size_t i = 0; i < n; i++)
    lines[i] = (v_complaint_line){.id = list[i].public_id, .number = list[i].number,
                                  .state = list[i].state, .state_word = word_of(list[i].state),
                                  .dossier = list[i].dossier,
                                  .unit = fill_unit(r->ctx.edition, list[i].unit_id),
                                  .made_at = list[i].made_at,
                                  .due = fill_due(r, list[i].due_at, INSTANT_NONE)};
  return (v_complaint_line_list){lines, n};
}

static v_choice_list units_of(const rq *r, str chosen) {
  const edition *e = r->ctx.edition;
  v_choice *list = arena_list(r->ctx.a, e->nunits + 1, v_choice);
  size_t n = 0;
  for (size_t i = 0; i < e->nunits; i++) {
    const unit *u = e->units_by_code[i];
    bool lives = u->valid_from <= e->day && (!u->valid_to || u->valid_to > e->day);
    if (!lives || str_eq(u->kind, S("nation"))) continue;
    list[n++] = (v_choice){.value = u->code, .title = u->name, .on = str_eq(u->code, chosen)};
  }
  return (v_choice_list){list, n};
}

/* The officers who have taken a step of the dossier. */
static err *officers_of(rq *r, const dossier *d, str chosen, v_choice_list *to) {
  const event *events;
  size_t n, all = 0;
  TRY(event_list(&r->ctx, d, &events, &n));
  v_choice *list = arena_list(r->ctx.a, n + 1, v_choice);
  for (size_t i = 0; i < n; i++) {
    const json *said;
    bool there = false;
    TRY(json_parse(r->ctx.a, events[i].signed_, &said));
    str id = json_str(json_get(said, S("actor")));
    for (size_t k = 0; k < all; k++) there = there || str_eq(list[k].value, id);
    if (there || str_eq(events[i].role, S("holder")) || events[i].seq == 1) continue;
    list[all++] = (v_choice){.value = id, .title = events[i].actor_name,
                             .on = str_eq(id, chosen)};
  }
  *to = (v_choice_list){list, all};
  return NULL;
}

static err *begin_form(rq *r, const b_complaint *b, v_complaints *v) {
  dossier d;
  v->dossier = b->dossier;
  v->text = b->text;
  v->units = units_of(r, b->unit);
  if (!b->dossier.n) return NULL;
  err *e = dossier_by_code(&r->ctx, b->dossier, &d);
  if (e && err_http(e->kind) >= 500) return e;
  if (e || !access_own(r->ctx.who, &d)) return NULL;
  return officers_of(r, &d, b->officer, &v->officers);
}

static err *show_list(rq *r, const b_complaint *b) {
  complaint *list;
  size_t n;
  bool officer = r->ctx.who->officer;
  TRY(officer ? complaint_waiting(&r->ctx, &list, &n) : complaint_own(&r->ctx, &list, &n));
  v_complaints v = {.items = fill_complaints(r, list, n), .handles = officer};
  if (!officer && r->html) TRY(begin_form(r, b, &v));
  if (r->refused) v.errors = fill_errors(r, r->refused);
  r->page.title = N_("Complaints");
  return REPLY(r, r->refused ? err_http(r->refused->kind) : 200, complaints, &v);
}

err *complaints_show(rq *r) {
  const b_complaints *b = r->body;
  return show_list(r, &(b_complaint){.dossier = b->dossier});
}

static err *list_again(rq *r, void *arg) {
  (void)arg;
  return show_list(r, r->body);
}

/* --- one --- */
static err *show(rq *r, complaint k) {
  complaint_text *texts;
  size_t n;
  TRY(complaint_texts(&r->ctx, k.id, &texts, &n));
  v_complaint_text *list = arena_list(r->ctx.a, n, v_complaint_text);
  for (size_t i = 0; i < n; i++)
    list[i] = (v_complaint_text){.author = texts[i].author, .what = texts[i].what,
                                 .word = word_of(texts[i].what), .text = texts[i].text,
                                 .at = texts[i].at};
  access_thing thing = complaint_thing(&k);
  bool handles = !access_check(&r->ctx, WHO_COMPLAINT_HANDLER, &thing, STR_NONE);
  const b_complaint_answer *sent = r->refused ? r->body : NULL;
  v_complaint v = {.id = k.public_id, .number = k.number, .state = k.state,
                   .state_word = word_of(k.state), .dossier = k.dossier, .officer = k.officer,
                   .unit = fill_unit(r->ctx.edition, k.unit_id),
                   .handler = fill_unit(r->ctx.edition, k.handler_id), .maker = k.maker,
                   .made_at = k.made_at, .answer_by = k.answer_by, .resolve_by = k.resolve_by,
                   .due = fill_due(r, k.due_at, INSTANT_NONE), .ended_at = k.ended_at,
                   .texts = {list, n}, .typed = sent ? sent->text : STR_NONE,
                   .may_answer = handles && str_eq(k.state, S("open")),
                   .may_resolve = handles && str_eq(k.state, S("accepted"))};
  if (r->refused) v.errors = fill_errors(r, r->refused);
  r->page.title = N_("Complaint");
  return REPLY(r, r->refused ? err_http(r->refused->kind) : 200, complaint, &v);
}

err *complaint_show(rq *r) { return show(r, *r->complaint); }

static err *show_id(rq *r, void *arg) {
  complaint k;
  TRY(complaint_get(&r->ctx, *(const str *)arg, &k));
  return show(r, k);
}

err *complaint_send(rq *r) {
  const b_complaint *b = r->body;
  str id;
  complaint_wish w = {.dossier = b->dossier, .unit = b->unit, .officer = b->officer,
                      .text = b->text};
  r->once.status = 201;
  TRY(complaint_make(&r->ctx, &w, &id));
  str location = str_cat(r->http->a, S("/complaints/"), id);
  if (r->html && r->form) return reply_see_other(r, location);
  TRY(rq_read(r, show_id, &id));
  r->http->reply.status = 201;
  reply_location(r, location);
  return NULL;
}

err *complaint_answered(rq *r) {
  const b_complaint_answer *b = r->body;
  TRY(complaint_handle(&r->ctx, r->params[0], b->what, b->text));
  if (r->html && r->form)
    return reply_see_other(r, str_cat(r->http->a, S("/complaints/"), r->params[0]));
  return rq_read(r, show_id, &r->params[0]);
}

err *complaint_again(rq *r, err *e) {
  r->refused = e;
  if (r->route->handler == complaint_send) return rq_read(r, list_again, NULL);
  return rq_read(r, show_id, &r->params[0]);
}

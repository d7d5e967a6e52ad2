/* pages_inbox: a person's notices; for administrators the letters that could not be sent. */
#include "office/digest.h"
#include "office/notice.h"
#include "web/fill.h"

/* --- the inbox --- */
static str title_of(const rq *r, int64_t version_id) {
  return fill_procedure_ref(r->ctx.edition, version_id).name;
}

static v_notice_line_list lines_of(const rq *r, const notice *n) {
  v_notice_line *list = arena_list(r->ctx.a, n->nlines + 1, v_notice_line);
  for (size_t i = 0; i < n->nlines; i++) {
    const notice_line *l = &n->lines[i];
    list[i] = (v_notice_line){.code = l->code, .procedure = title_of(r, l->version_id),
                              .due_at = l->due_at, .late = l->due_at.us < r->ctx.now.us};
  }
  return (v_notice_line_list){list, n->nlines};
}

static void fill_notice(const rq *r, const notice *n, v_notice *v) {
  notice_rule rule = notice_rule_of(n->what);
  *v = (v_notice){.id = str_fmt(r->ctx.a, "%lld", (long long)n->id), .what = n->what,
                  .happened = rule.happened, .todo = rule.todo, .code = n->code,
                  .until = n->until, .due_at = n->due_at, .reception = rule.when == RECEIVE_BY,
                  .at = n->at, .read = instant_is(n->read_at), .day = n->day,
                  .complaint = n->complaint, .number = n->number,
                  .lines = lines_of(r, n), .more = n->more};
  if (n->code.n) v->procedure = title_of(r, n->version_id);
}

err *inbox_show(rq *r) {
  const b_inbox *b = r->body;
  notice_list_page found;
  v_inbox v = {0};
  TRY(notice_inbox(&r->ctx, b->after.has ? b->after.v : 0, &found));
  TRY(notice_unread(&r->ctx, &v.unread));
  v_notice *list = arena_list(r->ctx.a, found.n + 1, v_notice);
  for (size_t i = 0; i < found.n; i++) fill_notice(r, &found.items[i], &list[i]);
  v.items = (v_notice_list){list, found.n};
  v.more = found.more;
  if (found.more) v.next = SOME(found.items[found.n - 1].id);
  r->page.title = N_("Inbox");
  return REPLY(r, 200, inbox, &v);
}

err *inbox_read(rq *r) {
  TRY(notice_open_all(&r->ctx));
  return r->form ? reply_see_other(r, S("/inbox")) : reply_empty(r);
}

/* Where a notice leads: its dossier, its complaint, or where a list is worked off. */
static str place_of(const rq *r, const notice *n) {
  str what = n->what;
  if (n->code.n) return str_cat(r->ctx.a, S("/dossiers/"), n->code);
  if (n->complaint.n) return str_cat(r->ctx.a, S("/complaints/"), n->complaint);
  if (str_eq(what, S("late")) || str_eq(what, S("reception-late")))
    return S("/dossiers?view=unit&light=late");
  return str_eq(what, S("due")) ? S("/dossiers?view=desk") : S("/dossiers?view=unit&light=soon");
}

err *notice_opened(rq *r) {
  notice *n = r->notice;
  v_notice v;
  TRY(notice_open(&r->ctx, n));
  if (r->form) return reply_see_other(r, place_of(r, n));
  n->read_at = r->ctx.now;
  fill_notice(r, n, &v);
  return reply_json(r, 200, &v_notice_type, &v);
}

/* --- letters that could not be sent --- */
static const char *kind_word(str kind) {
  if (str_eq(kind, S("code"))) return N_("a code");
  return str_eq(kind, S("notice")) ? N_("notices") : N_("about an account");
}

err *dead_letters_show(rq *r) {
  const b_dead_letters *b = r->body;
  dead_letters found;
  TRY(mail_dead_list(&r->ctx, b->after, &found));
  v_dead_letter *list = arena_list(r->ctx.a, found.n + 1, v_dead_letter);
  for (size_t i = 0; i < found.n; i++) {
    const dead_letter *m = &found.items[i];
    list[i] = (v_dead_letter){.id = m->id, .kind = m->kind, .kind_word = kind_word(m->kind),
                              .to = m->to, .error = m->error, .tries = m->attempts,
                              .at = m->created_at, .dead_at = m->dead_at, .whole = m->whole};
  }
  v_dead_letters v = {.items = {list, found.n}, .more = found.more};
  if (found.more) v.next = found.items[found.n - 1].id;
  r->page.title = N_("Dead letters");
  return REPLY(r, 200, dead_letters, &v);
}

static err *buried(rq *r) {
  return r->form ? reply_see_other(r, S("/admin/letters")) : reply_empty(r);
}

err *letter_retried(rq *r) {
  TRY(mail_try_again(&r->ctx, r->params[0]));
  return buried(r);
}

err *letter_dropped(rq *r) {
  TRY(mail_drop(&r->ctx, r->params[0]));
  return buried(r);
}

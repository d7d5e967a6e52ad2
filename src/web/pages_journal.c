/* pages_journal: the record of administrative acts, for people and programs. */
#include "office/journal.h"
#include "web/fill.h"

enum { JOURNAL_PAGE = 50 };

static str told(arena *a, const json *v) {
  int64_t n;
  if (!v || v->kind == JSON_NULL) return STR_NONE;
  if (json_int(v, &n)) return str_fmt(a, "%lld", (long long)n);
  if (v->kind == JSON_STRING) return v->s;
  buf b = buf_in(a);
  json_write(&b, v);
  return buf_str(&b);
}

static v_act_detail_list details_of(arena *a, const json *detail) {
  size_t n = detail ? detail->n : 0;
  v_act_detail *list = arena_list(a, n, v_act_detail);
  for (size_t i = 0; i < n; i++) {
    const json *v = &detail->items[i];
    bool differs = v->kind == JSON_OBJECT;
    str value = told(a, differs ? json_get(v, S("new")) : v);
    list[i] = (v_act_detail){.word = act_detail_word(str_dup(a, detail->keys[i])),
                             .differs = differs,
                             .old = differs ? told(a, json_get(v, S("old"))) : STR_NONE,
                             .value = value.p ? value : S("")};
  }
  return (v_act_detail_list){list, n};
}

static void fill_act(arena *a, const journal_row *e, v_act *v) {
  buf b = buf_in(a);
  json_write(&b, e->detail);
  *v = (v_act){.seq = e->seq, .at = e->at, .actor = e->actor, .name = e->actor_name,
               .kind = e->kind, .subject = e->subject, .action = e->action,
               .word = act_words(e->kind, e->action), .detail = buf_str(&b),
               .signed_ = e->signed_, .signature = e->signature, .hash = hex_of(a, e->hash)};
  v->details = details_of(a, e->detail);
}

static v_choice_list kinds(arena *a, str asked) {
  v_choice *list = arena_list(a, act_kind_count + 1, v_choice);
  list[0] = (v_choice){.value = S(""), .label = N_("Everything")};
  for (size_t i = 0; i < act_kind_count; i++)
    list[i + 1] = (v_choice){.value = act_kinds[i].key, .label = act_kinds[i].word,
                             .on = str_eq(act_kinds[i].key, asked)};
  return (v_choice_list){list, act_kind_count + 1};
}

err *journal_show(rq *r) {
  const b_journal *b = r->body;
  arena *a = r->ctx.a;
  journal_wish w = {.kind = b->kind, .subject = b->subject, .before = b->after.has ? b->after.v : 0,
                    .most = JOURNAL_PAGE + 1};
  journal_row *rows;
  size_t n;
  TRY(journal_list(&r->ctx, &w, &rows, &n));
  bool more = n > JOURNAL_PAGE;
  if (more) n = JOURNAL_PAGE;
  v_act *items = arena_list(a, n, v_act);
  for (size_t i = 0; i < n; i++) fill_act(a, &rows[i], &items[i]);
  v_journal v = {.items = {items, n}, .more = more, .kinds = kinds(a, b->kind),
                 .subject = b->subject, .kind = b->kind.p ? b->kind : S("")};
  if (more) v.next = SOME(rows[n - 1].seq);
  r->page.title = N_("Record of administration");
  return REPLY(r, 200, journal, &v);
}

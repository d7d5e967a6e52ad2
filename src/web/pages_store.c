/* pages_store: one's own papers that the state has already, taken for an application; and who else
 * has looked at one's dossier. */
#include "office/counter.h"
#include "office/mandate.h"
#include "web/api.h"
#include "web/fill.h"
#include "web/notes.sql.h"

enum { LOOKS = 50 };

const char *stored_word(const stored_paper *p) {
  if (str_eq(p->origin, S("result"))) return N_("Result, signed and sealed");
  if (str_eq(p->origin, S("digitised"))) return N_("Digitised at a counter");
  return N_("As it was sent");
}

static const char *state_of(const ctx *c, const stored_paper *p) {
  if (str_eq(p->ended_by, S("revoked"))) return N_("Revoked");
  if (instant_is(p->ended_at)) return N_("Replaced by a corrected one");
  return p->last_day && p->last_day < day_of(c->now) ? N_("No longer valid") : N_("Valid");
}

static v_document document_of(const rq *r, const stored_paper *p) {
  bool late = p->last_day && p->last_day < day_of(r->ctx.now);
  return (v_document){.id = p->public_id, .type = p->type, .title = p->title, .origin = p->origin,
                      .origin_word = stored_word(p), .issuer = p->issuer, .number = p->number,
                      .issued = p->issued_day, .last = p->last_day,
                      .holds = !instant_is(p->ended_at) && !late, .ended_by = p->ended_by,
                      .ended_at = p->ended_at, .state_word = state_of(&r->ctx, p),
                      .dossier = p->code, .name = p->name, .media_type = p->media_type,
                      .size = p->size, .sha256 = hex_of(r->ctx.a, p->sha256)};
}

/* Those for whom one acts in everything; for the others what is asked for stands in the form. */
static v_choice_list whom(const actor *who, arena *a, str mandate) {
  v_choice *list = arena_list(a, who->nmandates + 1, v_choice);
  size_t n = 0;
  list[n++] = (v_choice){.value = S(""), .label = N_("My own"), .on = !mandate.n};
  for (size_t i = 0; i < who->nmandates; i++)
    if (!who->mandates[i].procedure_id)
      list[n++] = (v_choice){.value = who->mandates[i].public_id,
                             .title = who->mandates[i].holder,
                             .on = str_eq(mandate, who->mandates[i].public_id)};
  return (v_choice_list){list, n > 1 ? n : 0};
}

err *document_index(rq *r) {
  const b_documents *b = r->body;
  const actor *who = r->ctx.who;
  const mandate_held *m = b->mandate.n ? mandate_of(who, b->mandate, 0) : NULL;
  if (b->mandate.n && !m) return ERR(NOT_FOUND, N_("There is no such mandate."));
  int64_t whose = m ? m->holder_id : who->person_id;
  stored_page found;
  TRY(store_list(&r->ctx, whose, b->after, &found));
  v_document *list = arena_list(r->ctx.a, found.n, v_document);
  for (size_t i = 0; i < found.n; i++) list[i] = document_of(r, &found.items[i]);
  v_documents v = {.items = {list, found.n}, .more = found.more,
                   .holder = m ? m->holder : who->name, .whom = whom(who, r->ctx.a, b->mandate),
                   .mandate = b->mandate};
  if (found.more) v.next = list[found.n - 1].id;
  r->page.title = N_("My documents");
  return REPLY(r, 200, documents, &v);
}

err *document_show(rq *r) {
  const stored_paper *p = &r->stored;
  return reply_blob(r, p->blob, p->media_type, p->name);
}

err *document_take(rq *r) {
  paper p;
  r->once.status = 201;
  TRY(store_take(&r->ctx, r->ctx.who, r->params[0], &p));
  TRY(reply_paper(r, 201, &p));
  reply_location(r, str_cat(r->http->a, S("/papers/"), p.public_id));
  return NULL;
}

/* --- at a counter: of the person there, or of whom they act for --- */
static err *find_there(rq *r, void *arg) {
  person p;
  TRY(counter_person(&r->ctx, r->params[0], &p));
  r->person_id = p.id;
  return counter_as_actor(&r->ctx, p.id, arg);
}

err *person_document(rq *r) {
  actor there;
  stored_paper p;
  TRY(find_there(r, &there));
  TRY(store_get(&r->ctx, &there, r->params[1], &p));
  return reply_blob(r, p.blob, p.media_type, p.name);
}

err *person_document_take(rq *r) {
  actor there;
  paper p;
  r->once.status = 201;
  TRY(rq_read(r, find_there, &there));
  TRY(store_take(&r->ctx, &there, r->params[1], &p));
  TRY(reply_paper(r, 201, &p));
  reply_location(r, str_cat(r->http->a, S("/papers/"), p.public_id));
  return NULL;
}

/* --- who looked --- */
static const char *what_of(str name) {
  static const struct {
    const char *route, *word;
  } words[] = {{"paper_show", N_("A document")}, {"dossier_result", N_("The result")},
               {"dossier_draft", N_("The drawn paper")}, {"dossier_events", N_("The history")}};
  for (size_t i = 0; i < COUNT(words); i++)
    if (str_eq(name, str_of(words[i].route))) return words[i].word;
  return N_("The application");
}

err *dossier_looks(rq *r) {
  const b_looks *b = r->body;
  note_looks_in in = {.dossier = r->dossier.id, .not_by = r->ctx.who->account_id,
                      .before_at = INT64_MAX, .before = INT64_MAX, .most = LOOKS + 1};
  bool found = true;
  note_at_row last;
  int64_t after = 0;
  if (b->after.n && !str_to_i64(b->after, &after))
    return ERR(BAD_REQUEST, N_("The cursor `after` is broken."));
  if (after) TRY(note_at(r->ctx.db, r->ctx.a, after, r->dossier.id, &last, &found));
  if (!found) return ERR(BAD_REQUEST, N_("The cursor `after` is broken."));
  if (after) in.before_at = last.at, in.before = after;
  note_looks_row *rows;
  size_t n;
  TRY(note_looks(r->ctx.db, r->ctx.a, &in, &rows, &n));
  v_looks v = {.dossier = r->dossier.code, .more = n > LOOKS};
  if (v.more) n = LOOKS;
  v_look *list = arena_list(r->ctx.a, n, v_look);
  for (size_t i = 0; i < n; i++)
    list[i] = (v_look){.at = {rows[i].at}, .name = rows[i].name, .what = rows[i].route,
                       .what_word = what_of(rows[i].route)};
  v.items = (v_look_list){list, n};
  if (v.more) v.next = str_fmt(r->ctx.a, "%lld", (long long)rows[n - 1].id);
  r->page.title = N_("Who has looked");
  return REPLY(r, 200, looks, &v);
}

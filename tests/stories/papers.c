/* papers: what a story can say of the papers that the state has already; beside sentences.c. */
#include "base/buf.h"
#include "jobs/jobs.h"
#include "story.h"

static void get(storyteller *t, str who, str path) {
  story_send(t, &(story_request){.who = who, .method = S("GET"), .path = path, .if_match = -1});
  if (t->status != 200)
    story_fail(t, "got %d %.*s", t->status, STR_ARG(str_sub(t->reply, 0, 800)));
}

static const json *said(storyteller *t) {
  const json *v = NULL;
  return json_parse(t->a, t->reply, &v) ? NULL : v;
}

static const json *with(const json *list, const char *member, str value) {
  for (size_t i = 0; list && i < list->n; i++)
    if (str_eq(json_str(json_get(&list->items[i], str_of(member))), value)) return &list->items[i];
  return NULL;
}

/* The newest of a kind among somebody's documents, NULL: none. */
static const json *document_of(storyteller *t, str who, str kind) {
  get(t, who, S("/documents"));
  return with(json_get(said(t), S("items")), "type", kind);
}

static void finds(storyteller *t, const str *p) {
  const json *one = document_of(t, p[0], p[1]), *holds = json_get(one, S("holds"));
  str ended = json_str(json_get(one, S("ended_by")));
  if (!one) return story_fail(t, "no such document: %.*s", STR_ARG(t->reply));
  bool valid = holds && holds->kind == JSON_TRUE;
  bool right = str_eq(p[2], S("valid")) ? valid : str_eq(p[2], S("run out")) ? !valid && !ended.n
                                                                             : str_eq(ended, p[2]);
  if (!right) story_fail(t, "it is otherwise: %.*s", STR_ARG(t->reply));
}

static void finds_none(storyteller *t, const str *p) {
  if (document_of(t, p[0], p[1])) story_fail(t, "there is one: %.*s", STR_ARG(t->reply));
}

/* What the form of a procedure offers for a document of it; for the person at the counter, or the
 * one who asks. */
static const json *offers_for(storyteller *t, str who, str document, str code, str there) {
  get(t, who, str_cat(t->a, S("/procedures/"), code, there.p ? S("/file?for=") : S("/file"),
                      there));
  const json *groups = json_get(said(t), S("groups"));
  for (size_t i = 0; groups && i < groups->n; i++) {
    const json *one = with(json_get(&groups->items[i], S("items")), "id", document);
    if (one) return json_get(one, S("offers"));
  }
  return NULL;
}

static void is_in(storyteller *t, const json *list, str title) {
  if (!with(list, "title", title)) story_fail(t, "it is not: %.*s", STR_ARG(t->reply));
}
static void is_empty(storyteller *t, const json *list) {
  if (!list || list->n) story_fail(t, "there is something: %.*s", STR_ARG(t->reply));
}
static void offered(storyteller *t, const str *p) {
  is_in(t, offers_for(t, p[0], p[2], p[3], STR_NONE), p[1]);
}
static void offered_none(storyteller *t, const str *p) {
  is_empty(t, offers_for(t, p[0], p[1], p[2], STR_NONE));
}
static void offered_there(storyteller *t, const str *p) {
  is_in(t, offers_for(t, p[0], p[2], p[3], t->person), p[1]);
}
static void offered_none_there(storyteller *t, const str *p) {
  is_empty(t, offers_for(t, p[0], p[1], p[2], t->person));
}

static str take(storyteller *t, str who, str id) {
  story_send(t, &(story_request){.who = who, .method = S("POST"), .if_match = -1,
                                 .path = str_cat(t->a, S("/documents/"), id, S("/take"))});
  return json_str(json_get(said(t), S("id")));
}

static void takes(storyteller *t, const str *p) {
  str id = json_str(json_get(document_of(t, p[0], p[1]), S("id")));
  str taken = id.p ? take(t, p[0], id) : STR_NONE;
  if (!taken.p || t->npapers == COUNT(t->papers))
    return story_fail(t, "not taken: %d %.*s", t->status, STR_ARG(t->reply));
  t->papers[t->npapers++] = (pending_paper){p[0], p[2], taken};
}

static str document_there(storyteller *t, str id, const char *rest) {
  return str_cat(t->a, S("/counter/people/"), t->person, S("/documents/"), id, str_of(rest));
}

/* Looked at, and taken, for the person there. */
static void takes_there(storyteller *t, const str *p) {
  const json *one = with(offers_for(t, p[0], p[2], p[3], t->person), "title", p[1]);
  str id = json_str(json_get(one, S("id")));
  if (!id.p || t->npapers == COUNT(t->papers)) return story_fail(t, "it is not offered");
  id = str_dup(t->a, id);
  get(t, p[0], document_there(t, id, ""));
  story_send(t, &(story_request){.who = p[0], .method = S("POST"), .if_match = -1,
                                 .path = document_there(t, id, "/take")});
  str taken = json_str(json_get(said(t), S("id")));
  if (!taken.p) return story_fail(t, "not taken: %d", t->status);
  t->papers[t->npapers++] = (pending_paper){p[0], p[2], str_dup(t->a, taken)};
  get(t, p[0], str_cat(t->a, S("/papers/"), taken));
}

/* "WHO cannot read KIND of OTHER as one of the person there and gets 404" */
static void not_theirs(storyteller *t, const str *p) {
  str id = json_str(json_get(document_of(t, p[2], p[1]), S("id")));
  int64_t wanted;
  if (!id.p || !str_to_i64(p[3], &wanted)) return story_fail(t, "no such document, or status");
  id = str_dup(t->a, id);
  for (int i = 0; i < 2; i++) {
    story_send(t, &(story_request){.who = p[0], .method = i ? S("POST") : S("GET"),
                                   .if_match = -1,
                                   .path = document_there(t, id, i ? "/take" : "")});
    if (t->status != wanted) story_fail(t, "got %d", t->status);
  }
}

static void looked_there(storyteller *t, const str *p) {
  if (web_flush_notes(&t->web)) return story_fail(t, "the looks are not written");
  get(t, p[0], S("/account"));
  const json *looks = json_get(said(t), S("looks"));
  for (size_t i = 0; looks && i < looks->n; i++)
    if (str_eq(json_str(json_get(&looks->items[i], S("route"))), S("person_document")) &&
        str_eq(json_str(json_get(&looks->items[i], S("by"))), p[1]))
      return;
  story_fail(t, "it is not noted: %.*s", STR_ARG(t->reply));
}

/* "WHO cannot take KIND of OTHER" */
static void cannot_take(storyteller *t, const str *p) {
  int64_t wanted;
  str id = json_str(json_get(document_of(t, p[2], p[1]), S("id")));
  if (!id.p || !str_to_i64(p[3], &wanted)) return story_fail(t, "no such document, or status");
  take(t, p[0], id);
  if (t->status != wanted) story_fail(t, "got %d %.*s", t->status, STR_ARG(t->reply));
  story_send(t, &(story_request){.who = p[0], .method = S("GET"), .if_match = -1,
                                 .path = str_cat(t->a, S("/documents/"), id)});
  if (wanted != 422 && t->status != wanted) story_fail(t, "read: %d", t->status);
}

static void looked(storyteller *t, const str *p) {
  if (web_flush_notes(&t->web)) return story_fail(t, "the looks are not written");
  get(t, p[0], str_cat(t->a, S("/dossiers/"), t->code, S("/looks")));
  if (!with(json_get(said(t), S("items")), "name", p[1]))
    story_fail(t, "nobody of that name: %.*s", STR_ARG(t->reply));
}

/* What the first event of the dossier signs of its papers. */
static void signs_reuse(storyteller *t, const str *p) {
  int64_t n;
  get(t, p[0], str_cat(t->a, S("/dossiers/"), t->code, S("/events")));
  const json *events = json_get(said(t), S("items")), *content = NULL;
  str bytes = events && events->n
                  ? base64_read(t->a, json_str(json_get(&events->items[0], S("signed"))))
                  : STR_NONE;
  if (!bytes.n || json_parse(t->a, bytes, &content) || !str_to_i64(p[1], &n))
    return story_fail(t, "no content");
  const json *reused = json_at(content, S("terms.reused"));
  if ((reused ? (int64_t)reused->n : 0) != n) story_fail(t, "it signs %.*s", STR_ARG(bytes));
}

/* "WHO reads of NAME in CODE: asked, known, given otherwise, reused" */
static void reads_asked(storyteller *t, const str *p) {
  static const char *const members[] = {"asked", "known", "edited", "reused"};
  get(t, p[0], str_cat(t->a, S("/admin/procedures/"), p[2]));
  str name = str_eq(p[1], S("filings")) ? S("") : p[1];
  const json *line = with(json_get(said(t), S("asked")), "name", name);
  str rest = p[3], one;
  for (size_t i = 0; i < COUNT(members); i++) {
    int64_t n = -1, wanted = 0;
    json_int(json_get(line, str_of(members[i])), &n);
    bool told = str_split(&rest, '/', &one) && str_to_i64(one, &wanted);
    if (!told || n != wanted)
      return story_fail(t, "%s %lld: %.*s", members[i], (long long)n, STR_ARG(t->reply));
  }
}

static void added_up(storyteller *t, const str *p) {
  (void)p;
  if (jobs_sweep(t->office)) story_fail(t, "the sweep fails");
}

const story_saying paper_sentences[] = {
    {"* reads of * in *: *", reads_asked},
    {"What is kept for a while is swept", added_up},
    {"* reads in the signed filing that * papers were reused", signs_reuse},
    {"* finds * among the documents, *", finds},
    {"* finds no * among the documents", finds_none},
    {"* is offered nothing as * of * for the person there", offered_none_there},
    {"* is offered * as * of * for the person there", offered_there},
    {"* takes * for the person there as * of *", takes_there},
    {"* reads that * has looked at a document at the counter", looked_there},
    {"* cannot read * of * as one of the person there and gets *", not_theirs},
    {"* is offered nothing as * of *", offered_none},
    {"* is offered * as * of *", offered},
    {"* takes * from the documents as *", takes},
    {"* cannot take * of * and gets *", cannot_take},
    {"* reads that * has looked", looked},
    {NULL, NULL},
};

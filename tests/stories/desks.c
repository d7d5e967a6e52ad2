/* desks: what a story can say of desks: searches, the load of officers; beside sentences.c. */
#include "story.h"

static void get(storyteller *t, str who, str path) {
  story_send(t, &(story_request){.who = who, .method = S("GET"), .path = path, .if_match = -1});
  str reply = str_sub(t->reply, 0, 800);
  if (t->status != 200) story_fail(t, "got %d %.*s", t->status, STR_ARG(reply));
}

static const json *list_in(storyteller *t, str name) {
  const json *v = NULL;
  return json_parse(t->a, t->reply, &v) ? NULL : json_get(v, name);
}

/* As a page, in English. */
static void sees_page(storyteller *t, const str *p) {
  str path = p[1];
  ptrdiff_t at = str_find(path, S("CODE"));
  if (at >= 0) path = str_cat(t->a, str_sub(path, 0, (size_t)at), t->code,
                              str_sub(path, (size_t)at + 4, path.n));
  story_send(t, &(story_request){.who = p[0], .method = S("GET"), .path = path, .if_match = -1,
                                 .page = true});
  if (t->status != 200) story_fail(t, "got %d", t->status);
}

/* --- searches --- */
static bool finds(storyteller *t, const str *p) {
  buf path = buf_in(t->a);
  buf_add(&path, S("/dossiers?view=desk&q="));
  put_url(&(out){.b = &path}, p[1]);
  get(t, p[0], buf_str(&path));
  const json *items = list_in(t, S("items"));
  for (size_t i = 0; items && i < items->n; i++)
    if (str_eq(json_str(json_get(&items->items[i], S("code"))), t->code)) return true;
  return false;
}
static void searches(storyteller *t, const str *p) {
  if (!finds(t, p)) story_fail(t, "not found");
}
static void searches_in_vain(storyteller *t, const str *p) {
  if (finds(t, p)) story_fail(t, "found");
}

typedef struct noted {
  const char *sql;
  str said;
} noted;

static err *keep_text(void *arg, const db_value *row) {
  noted *n = arg;
  static _Thread_local char kept[400];
  n->said = (str){kept, row[0].s.n < sizeof kept ? row[0].s.n : sizeof kept};
  for (size_t i = 0; i < n->said.n; i++) kept[i] = row[0].s.p[i];
  return NULL;
}
static err *ask(ctx *c, void *arg) {
  noted *n = arg;
  return db_adhoc(c->db, n->sql, NULL, keep_text, n);
}

static void expect_noted(storyteller *t, const char *sql, str wanted) {
  noted n = {.sql = sql};
  ctx c = {.a = t->a, .office = t->office, .now = instant_now()};
  err *e = web_flush_notes(&t->web);
  if (!e) e = ctx_read(&c, ask, &n);
  if (e) story_fail(t, "%.*s", STR_ARG(err_line(t->a, e)));
  else if (!str_eq(n.said, wanted)) story_fail(t, "noted is %.*s", STR_ARG(n.said));
}

static void search_noted(storyteller *t, const str *p) {
  expect_noted(t, "SELECT a.login || ', ' || s.kind FROM search_note s"
                  " JOIN account a ON a.id = s.account_id ORDER BY s.id DESC LIMIT 1",
               str_cat(t->a, p[0], S(", "), p[1]));
}
static void look_noted(storyteller *t, const str *p) {
  expect_noted(t, "SELECT a.login || ', ' || d.code FROM access_note n"
                  " JOIN account a ON a.id = n.account_id JOIN dossier d ON d.id = n.dossier_id"
                  " ORDER BY n.id DESC LIMIT 1",
               str_cat(t->a, p[0], S(", "), t->code));
}

/* --- the load --- */
static int64_t number_in(const json *v, str name) {
  int64_t n = -1;
  json_int(json_get(v, name), &n);
  return n;
}

/* p: head, name of the officer or "nobody", step, open, due soon, overdue. */
static void loaded(storyteller *t, const str *p) {
  get(t, p[0], S("/dossiers?view=unit"));
  const json *load = list_in(t, S("load"));
  for (size_t i = 0; load && i < load->n; i++) {
    const json *l = &load->items[i];
    str name = json_str(json_get(l, S("name")));
    bool is = str_eq(name.n ? name : S("nobody"), p[1]) &&
              str_eq(json_str(json_get(l, S("step"))), p[2]);
    if (!is) continue;
    str said = str_fmt(t->a, "%lld, %lld, %lld", (long long)number_in(l, S("open")),
                       (long long)number_in(l, S("soon")), (long long)number_in(l, S("late")));
    if (!str_eq(said, str_cat(t->a, p[3], S(", "), p[4], S(", "), p[5])))
      story_fail(t, "it is %.*s", STR_ARG(said));
    return;
  }
  if (!str_eq(p[3], S("0"))) story_fail(t, "nothing of it: %.*s", STR_ARG(t->reply));
}

static void filtered(storyteller *t, const str *p) {
  get(t, p[0], str_cat(t->a, S("/dossiers?"), p[1]));
  if (str_find(t->reply, t->code) < 0) story_fail(t, "not there");
}
static void filtered_out(storyteller *t, const str *p) {
  get(t, p[0], str_cat(t->a, S("/dossiers?"), p[1]));
  if (str_find(t->reply, t->code) >= 0) story_fail(t, "there");
}

/* --- several at once, and signing that is left open --- */
static void post(storyteller *t, story_request q, int wanted) {
  q.method = S("POST");
  q.content_type = S("application/json");
  q.if_match = -1;
  story_send(t, &q);
  str reply = str_sub(t->reply, 0, 800);
  if (t->status != wanted) story_fail(t, "expected %d, got %d %.*s", wanted, t->status,
                                      STR_ARG(reply));
}

/* "CODE@VERSION" as the person sees it. */
static str seen(storyteller *t, str who, str code) {
  int64_t version = 0;
  get(t, who, str_cat(t->a, S("/dossiers/"), code));
  const json *v = list_in(t, S("version"));
  if (!v || !json_int(v, &version)) story_fail(t, "no version: %.*s", STR_ARG(t->reply));
  return str_fmt(t->a, "\"%.*s@%lld\"", STR_ARG(code), (long long)version);
}

/* p: who, action, PIN or nothing; both dossiers of the story. */
static str both_body(storyteller *t, const str *p) {
  str pin = p[2].n ? str_cat(t->a, S(",\"pin\":\""), p[2], S("\"")) : S("");
  return str_cat(t->a, S("{\"action\":\""), p[1], S("\",\"items\":["),
                 seen(t, p[0], t->other), S(","), seen(t, p[0], t->code), S("]"), pin, S("}"));
}

static void expect_lines(storyteller *t, str first, str second) {
  const json *items = list_in(t, S("items"));
  str said[2] = {STR_NONE, STR_NONE};
  for (size_t i = 0; items && i < items->n && i < 2; i++)
    said[i] = json_str(json_get(&items->items[i], S("outcome")));
  if (!str_eq(said[0], first) || !str_eq(said[1], second))
    story_fail(t, "it is %.*s", STR_ARG(str_sub(t->reply, 0, 800)));
}

static void both_at_once(storyteller *t, const str *p) {
  post(t, (story_request){.who = p[0], .path = S("/batches"), .body = both_body(t, p)}, 200);
  expect_lines(t, S("done"), S("done"));
}
static void both_without_pin(storyteller *t, const str *p) {
  const str all[] = {p[0], p[1], STR_NONE};
  both_at_once(t, all);
}
static void both_half(storyteller *t, const str *p) {
  post(t, (story_request){.who = p[0], .path = S("/batches"), .body = both_body(t, p)}, 200);
  expect_lines(t, p[3], p[4]);
}
static void both_not(storyteller *t, const str *p) {
  int64_t wanted = 0;
  if (!str_to_i64(p[3], &wanted)) return story_fail(t, "not a status");
  post(t, (story_request){.who = p[0], .path = S("/batches"), .body = both_body(t, p)},
       (int)wanted);
}
/* The same request twice: the second answers what the first did. */
static void both_twice(storyteller *t, const str *p) {
  story_request q = {.who = p[0], .path = S("/batches"), .body = both_body(t, p),
                     .key = S("twice")};
  post(t, q, 200);
  expect_lines(t, S("done"), S("done"));
  post(t, q, 200);
  expect_lines(t, S("done"), S("done"));
}

static story_request shift_request(storyteller *t, const str *p) {
  return (story_request){.who = p[0], .path = S("/shift"),
                         .body = str_cat(t->a, S("{\"pin\":\""), p[1], S("\"}"))};
}
static void leaves_open(storyteller *t, const str *p) {
  post(t, shift_request(t, p), 200);
}
static void leaves_not_open(storyteller *t, const str *p) {
  int64_t wanted = 0;
  if (!str_to_i64(p[2], &wanted)) return story_fail(t, "not a status");
  post(t, shift_request(t, p), (int)wanted);
}
static void ends_open(storyteller *t, const str *p) {
  story_send(t, &(story_request){.who = p[0], .method = S("POST"), .path = S("/shift/end"),
                                 .if_match = -1});
  if (t->status != 204) story_fail(t, "got %d", t->status);
}
static void receives_open(storyteller *t, const str *p) {
  int64_t version = 0;
  get(t, p[0], str_cat(t->a, S("/dossiers/"), t->code));
  json_int(list_in(t, S("version")), &version);
  story_send(t, &(story_request){.who = p[0], .method = S("POST"), .body = S("{}"),
                                 .path = str_cat(t->a, S("/dossiers/"), t->code, S("/receive")),
                                 .content_type = S("application/json"), .if_match = version});
  if (t->status != 200) story_fail(t, "got %d %.*s", t->status, STR_ARG(t->reply));
}
static void other_too(storyteller *t, const str *p) {
  (void)p;
  str first = t->other;
  t->other = t->code;
  t->code = first;
}

const story_saying desk_sentences[] = {
    {"* leaves signing open with PIN *, but gets *", leaves_not_open},
    {"* leaves signing open with PIN *", leaves_open},
    {"* ends the open signing", ends_open},
    {"* sends * for both with PIN *: * and *", both_half},
    {"* sends * for both twice with PIN *", both_twice},
    {"* sends * for both with PIN *, and gets *", both_not},
    {"* sends * for both with PIN *", both_at_once},
    {"* sends * for both without a PIN", both_without_pin},
    {"* receives it without a PIN", receives_open},
    {"The other one", other_too},
    {"* searches for \"*\" and finds it", searches},
    {"* searches for \"*\" and does not find it", searches_in_vain},
    {"It is noted that * searched by *", search_noted},
    {"It is noted that * saw it", look_noted},
    {"* sees the load of *, to *: * open, * soon, * overdue", loaded},
    {"* looks at the page *", sees_page},
    {"* sees it under *", filtered},
    {"* does not see it under *", filtered_out},
    {NULL, NULL},
};

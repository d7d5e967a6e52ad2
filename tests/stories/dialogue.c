/* dialogue: sentences about questions and answers, ratings and complaints. */
#include "base/buf.h"
#include "office/question.h"
#include "story.h"

static bool expect(storyteller *t, int wanted) {
  if (t->status == wanted) return true;
  str reply = str_sub(t->reply, 0, 600);
  story_fail(t, "expected %d, got %d %.*s", wanted, t->status, STR_ARG(reply));
  return false;
}

static int wanted_of(storyteller *t, str s) {
  int64_t wanted = 0;
  if (!str_to_i64(s, &wanted)) story_fail(t, "not a status");
  return (int)wanted;
}

static void says(storyteller *t, str wanted) {
  if (str_find(t->reply, wanted) < 0)
    story_fail(t, "it says: %.*s", STR_ARG(str_sub(t->reply, 0, 600)));
}

static void post(storyteller *t, str who, str path, str body, int64_t seen) {
  story_send(t, &(story_request){.who = who, .method = S("POST"), .path = path, .body = body,
                                 .content_type = S("application/json"), .if_match = seen});
}

static err *version_of(ctx *c, void *arg) {
  storyteller *t = arg;
  dossier d;
  TRY(dossier_by_code(c, t->code, &d));
  t->version = d.version;
  return NULL;
}

static int64_t seen(storyteller *t) {
  const edition *e = office_edition(t->office);
  ctx c = {.a = t->a, .office = t->office, .edition = e, .now = instant_now()};
  err *x = ctx_read(&c, version_of, t);
  office_release(t->office, e);
  if (x) story_fail(t, "%.*s", STR_ARG(err_line(t->a, x)));
  return t->version;
}

static void step(storyteller *t, str who, const char *action, str body) {
  post(t, who, str_cat(t->a, S("/dossiers/"), t->code, S("/"), str_of(action)), body, seen(t));
}

static str note(storyteller *t, str text) {
  return str_cat(t->a, S("{\"note\":\""), text, S("\"}"));
}

static void asks(storyteller *t, const str *p) {
  step(t, p[0], "ask", note(t, p[1]));
  expect(t, 200);
}
static void asks_not(storyteller *t, const str *p) {
  step(t, p[0], "ask", note(t, p[1]));
  if (expect(t, wanted_of(t, p[2]))) says(t, p[3]);
}
static void answers(storyteller *t, const str *p) {
  step(t, p[0], "answer", note(t, p[1]));
  expect(t, 200);
}
static void answers_not(storyteller *t, const str *p) {
  step(t, p[0], "answer", note(t, p[1]));
  if (expect(t, wanted_of(t, p[2]))) says(t, p[3]);
}

/* What stands above the desk is for people: the office's own list is asked. */
static err *waiting(ctx *c, void *arg) {
  void **args = arg;
  storyteller *t = args[0];
  question_line *list;
  size_t n;
  TRY(account_by_token(c, *(str *)args[1], S("token"), &c->who));
  TRY(question_waiting(c, 10, &list, &n));
  *(bool *)args[2] = false;
  for (size_t i = 0; i < n; i++)
    if (str_eq(list[i].code, t->code)) *(bool *)args[2] = true;
  return NULL;
}

static bool on_desk(storyteller *t, str who) {
  str token = story_token(t, who);
  bool there = false;
  void *args[] = {t, &token, &there};
  const edition *e = office_edition(t->office);
  ctx c = {.a = t->a, .office = t->office, .edition = e, .now = instant_now()};
  err *x = ctx_read(&c, waiting, args);
  office_release(t->office, e);
  if (x) story_fail(t, "%.*s", STR_ARG(err_line(t->a, x)));
  return there;
}
static void desk_shows(storyteller *t, const str *p) {
  if (!on_desk(t, p[0])) story_fail(t, "it is not there");
}
static void desk_shows_not(storyteller *t, const str *p) {
  if (on_desk(t, p[0])) story_fail(t, "it is there");
}

/* --- ratings --- */
static str rating(storyteller *t, str stars, str reasons) {
  buf b = buf_in(t->a);
  buf_fmt(&b, "{\"rating\":%.*s,\"because\":[", STR_ARG(stars));
  for (bool first = true; reasons.n; first = false) {
    ptrdiff_t at = str_find(reasons, S(" and "));
    str one = at < 0 ? reasons : str_sub(reasons, 0, (size_t)at);
    reasons = at < 0 ? STR_NONE : str_sub(reasons, (size_t)at + 5, reasons.n);
    buf_fmt(&b, "%s\"%.*s\"", first ? "" : ",", STR_ARG(one));
  }
  buf_add(&b, S("]}"));
  return buf_str(&b);
}
static void rates(storyteller *t, const str *p) {
  step(t, p[0], "rate", rating(t, p[1], p[2]));
  expect(t, 200);
}
static void rates_not(storyteller *t, const str *p) {
  step(t, p[0], "rate", rating(t, p[1], p[2]));
  expect(t, wanted_of(t, p[3]));
}

/* --- complaints --- */
static err *find_officer(ctx *c, void *arg) {
  str *found = arg;
  const actor *who;
  TRY(account_by_token(c, *found, S("token"), &who));
  *found = who ? who->public_id : STR_NONE;
  return NULL;
}

static str officer(storyteller *t, str login) {
  str found = story_token(t, login);
  const edition *e = office_edition(t->office);
  ctx c = {.a = t->a, .office = t->office, .edition = e, .now = instant_now()};
  err *x = ctx_read(&c, find_officer, &found);
  office_release(t->office, e);
  return x ? STR_NONE : found;
}

static void complain(storyteller *t, str who, str members, str text) {
  post(t, who, S("/complaints"),
       str_cat(t->a, S("{"), members, S(",\"text\":\""), text, S("\"}")), -1);
  if (t->status == 201) t->complaint = t->location;
}
static str about_dossier(storyteller *t) {
  return str_cat(t->a, S("\"dossier\":\""), t->code, S("\""));
}
static void complains(storyteller *t, const str *p) {
  str members = str_cat(t->a, about_dossier(t), S(",\"officer\":\""), officer(t, p[1]), S("\""));
  complain(t, p[0], members, p[2]);
  expect(t, 201);
}
static void complains_unit(storyteller *t, const str *p) {
  str members = str_cat(t->a, S("\"unit\":\""), p[1], S("\",\"officer\":\""), officer(t, p[2]),
                        S("\""));
  complain(t, p[0], members, p[3]);
  expect(t, 201);
}
static void complains_not(storyteller *t, const str *p) {
  complain(t, p[0], about_dossier(t), p[1]);
  expect(t, wanted_of(t, p[2]));
}
static void complaint_is(storyteller *t, const str *p) {
  says(t, str_cat(t->a, S("\"state\":\""), p[0], S("\"")));
  says(t, str_cat(t->a, S("\"number\":\""), p[1], S("\"")));
  says(t, str_cat(t->a, S("\"handler\":{\"code\":\""), p[2], S("\"")));
}
static void limits_are(storyteller *t, const str *p) {
  says(t, str_cat(t->a, S("\"answer_by\":\""), p[0]));
  says(t, str_cat(t->a, S("\"resolve_by\":\""), p[1]));
}
static void handle(storyteller *t, str who, str what, str text) {
  post(t, who, str_cat(t->a, t->complaint, S("/answer")),
       str_cat(t->a, S("{\"what\":\""), what, S("\",\"text\":\""), text, S("\"}")), -1);
}
static void handles(storyteller *t, const str *p) {
  handle(t, p[0], p[1], p[2]);
  if (expect(t, 200)) says(t, str_cat(t->a, S("\"state\":\""), p[1], S("\"")));
}
static void handles_not(storyteller *t, const str *p) {
  handle(t, p[0], p[1], S("Không"));
  expect(t, wanted_of(t, p[2]));
}

const story_saying dialogue_sentences[] = {
    {"* cannot ask it, saying *, and gets *: *", asks_not},
    {"* asks it, saying *", asks},
    {"* cannot answer it, saying *, and gets *: *", answers_not},
    {"* answers it, saying *", answers},
    {"The desk of * shows the question", desk_shows},
    {"The desk of * does not show the question", desk_shows_not},
    {"* cannot rate it * for *, and gets *", rates_not},
    {"* rates it * for *", rates},
    {"* cannot complain about the dossier, saying *, and gets *", complains_not},
    {"* complains about the dossier and *, saying *", complains},
    {"* complains about unit * and *, saying *", complains_unit},
    {"The complaint is *, number *, handled by *", complaint_is},
    {"It is to be answered until * and resolved until *", limits_are},
    {"* cannot answer the complaint with * and gets *", handles_not},
    {"* answers the complaint with *, saying *", handles},
    {NULL, NULL},
};

/* notices: what a story can say of inboxes, letters, lists of the morning and heads. */
#include "jobs/jobs.h"
#include "story.h"

static void get(storyteller *t, str who, str path) {
  story_send(t, &(story_request){.who = who, .method = S("GET"), .path = path, .if_match = -1});
  if (t->status != 200) story_fail(t, "expected 200, got %d", t->status);
}

static const json *items_of(storyteller *t) {
  const json *v = NULL;
  return json_parse(t->a, t->reply, &v) ? NULL : json_get(v, S("items"));
}

static void did(storyteller *t, err *e) {
  if (e) story_fail(t, "%.*s", STR_ARG(err_line(t->a, e)));
}

static void mail_goes(storyteller *t, const str *p) {
  size_t n = 1;
  (void)p;
  while (n && !t->failure.p) did(t, jobs_mail(t->office, t->a, &n));
}

static void reminds(storyteller *t, const str *p) {
  (void)p;
  did(t, jobs_remind(t->office));
}

/* The newest notice that somebody has; the reply tells it. */
static const json *newest(storyteller *t, str who) {
  get(t, who, S("/inbox"));
  const json *items = items_of(t);
  if (!items || !items->n) return story_fail(t, "the inbox is empty"), NULL;
  return &items->items[0];
}

static void is_told(storyteller *t, const str *p) {
  const json *n = newest(t, p[0]);
  str said = json_str(json_get(n, S("happened")));
  if (n && !str_eq(said, str_cat(t->a, p[1], S(".")))) /* the sentence's own is taken off */
    story_fail(t, "it is \"%.*s\"", STR_ARG(said));
  bool complaint = json_str(json_get(n, S("complaint"))).n > 0;
  bool ours = complaint || str_eq(json_str(json_get(n, S("code"))), t->code);
  if (n && !ours) story_fail(t, "it is of another dossier");
}

static void has_to(storyteller *t, const str *p) {
  const json *n = newest(t, p[0]);
  str said = json_str(json_get(n, S("todo"))), until = json_str(json_get(n, S("until")));
  if (n && !str_eq(said, p[1])) story_fail(t, "it is \"%.*s\"", STR_ARG(said));
  if (n && !str_eq(until, p[2])) story_fail(t, "it is until \"%.*s\"", STR_ARG(until));
}

static int64_t told_of(storyteller *t, str who) {
  get(t, who, S("/inbox"));
  const json *items = items_of(t);
  int64_t n = 0;
  for (size_t i = 0; items && i < items->n; i++)
    n += str_eq(json_str(json_get(&items->items[i], S("code"))), t->code);
  return n;
}

static void is_told_nothing(storyteller *t, const str *p) {
  if (told_of(t, p[0])) story_fail(t, "somebody was told");
}

static void notices_are(storyteller *t, const str *p) {
  int64_t wanted, n = told_of(t, p[0]);
  if (!str_to_i64(p[1], &wanted) || n != wanted) story_fail(t, "there are %lld", (long long)n);
}

/* A list of that kind with the dossier on it, the newest that there is. */
static void gets_list(storyteller *t, const str *p) {
  get(t, p[0], S("/inbox"));
  const json *items = items_of(t);
  bool found = false;
  for (size_t i = 0; items && i < items->n && !found; i++) {
    const json *lines = json_get(&items->items[i], S("lines"));
    if (!str_eq(json_str(json_get(&items->items[i], S("what"))), p[1])) continue;
    for (size_t k = 0; lines && k < lines->n; k++)
      found = found || str_eq(json_str(json_get(&lines->items[k], S("code"))), t->code);
  }
  if (!found) story_fail(t, "it is on no such list");
}

static void lists_are(storyteller *t, const str *p) {
  get(t, p[0], S("/inbox"));
  const json *items = items_of(t);
  int64_t wanted, n = 0;
  for (size_t i = 0; items && i < items->n; i++)
    n += str_eq(json_str(json_get(&items->items[i], S("what"))), p[2]);
  if (!str_to_i64(p[1], &wanted) || n != wanted) story_fail(t, "there are %lld", (long long)n);
}

static int64_t unread(storyteller *t, str who) {
  const json *v = NULL;
  int64_t n = -1;
  get(t, who, S("/inbox"));
  if (!json_parse(t->a, t->reply, &v)) json_int(json_get(v, S("unread")), &n);
  return n;
}

static void unread_are(storyteller *t, const str *p) {
  int64_t wanted, n = unread(t, p[0]);
  if (!str_to_i64(p[1], &wanted) || n != wanted) story_fail(t, "there are %lld", (long long)n);
}

static void opens(storyteller *t, const str *p) {
  const json *n = newest(t, p[0]);
  if (!n) return;
  str path = str_cat(t->a, S("/inbox/"), json_str(json_get(n, S("id"))), S("/open"));
  story_send(t, &(story_request){.who = p[0], .method = S("POST"), .path = path, .if_match = -1});
  if (t->status != 200) story_fail(t, "expected 200, got %d", t->status);
}

/* Letters that somebody has got by now, as /demo/mail shows them. */
static void letters_are(storyteller *t, const str *p) {
  get(t, STR_NONE, S("/demo/mail"));
  const json *items = items_of(t);
  str to = str_cat(t->a, p[0], S("@example.vn"));
  int64_t wanted, n = 0;
  for (size_t i = 0; items && i < items->n; i++)
    n += str_eq(json_str(json_get(&items->items[i], S("to"))), to);
  if (!str_to_i64(p[1], &wanted) || n != wanted) story_fail(t, "there are %lld", (long long)n);
}

static void letter_says(storyteller *t, const str *p) {
  get(t, STR_NONE, S("/demo/mail"));
  const json *items = items_of(t);
  str text = items && items->n ? json_str(json_get(&items->items[0], S("text"))) : S("");
  if (str_find(text, p[0]) < 0 || str_find(text, t->code) < 0)
    story_fail(t, "not found in: %.*s", STR_ARG(text));
}

static void wants_no_mails(storyteller *t, const str *p) {
  story_send(t, &(story_request){.who = p[0], .method = S("POST"), .path = S("/account/mails"),
                                 .content_type = S("application/json"),
                                 .body = S("{\"mails\":false}"), .if_match = -1});
  if (t->status != 200) story_fail(t, "expected 200, got %d", t->status);
}

const story_saying notice_sentences[] = {
    {"Mail goes out", mail_goes},
    {"Officers and heads are reminded", reminds},
    {"* is told: *", is_told},
    {"* has to do this: * Until *", has_to},
    {"* is told nothing", is_told_nothing},
    {"* has been told * times", notices_are},
    {"* finds it on the list *", gets_list},
    {"* has got * lists called *", lists_are},
    {"* has * unread notices", unread_are},
    {"* opens the newest notice", opens},
    {"* has got * letters", letters_are},
    {"The newest letter says \"*\"", letter_says},
    {"* wants no mails", wants_no_mails},
    {NULL, NULL},
};

/* people: what a story can say of accounts, identities and mandates; beside sentences.c. */
#include "story.h"

static void expect(storyteller *t, int wanted) {
  if (t->status == wanted) return;
  str reply = str_sub(t->reply, 0, 800);
  story_fail(t, "expected %d, got %d %.*s", wanted, t->status, STR_ARG(reply));
}

static void send(storyteller *t, str who, str path, str body, int wanted) {
  story_send(t, &(story_request){.who = who, .method = S("POST"), .path = path, .body = body,
                                 .content_type = S("application/json"), .if_match = -1});
  expect(t, wanted);
}

static void get(storyteller *t, str who, str path) {
  story_send(t, &(story_request){.who = who, .method = S("GET"), .path = path, .if_match = -1});
  expect(t, 200);
}

static const json *reply_json_of(storyteller *t) {
  const json *v = NULL;
  return json_parse(t->a, t->reply, &v) ? NULL : v;
}

/* Asks for a code; where it is to be entered is t->location.  The code in the newest letter, none
 * when it holds none. */
static str code_for(storyteller *t, const char *path, str mailbox) {
  send(t, STR_NONE, str_of(path), str_cat(t->a, S("{\"mailbox\":\""), mailbox, S("\"}")), 202);
  str at = t->location;
  get(t, STR_NONE, S("/demo/mail"));
  const json *list = json_get(reply_json_of(t), S("items"));
  str text = list && list->n ? json_str(json_get(&list->items[0], S("text"))) : S("");
  ptrdiff_t from = str_find(text, S("code is "));
  t->location = at;
  return from < 0 ? STR_NONE : str_sub(text, (size_t)from + 8, (size_t)from + 16);
}

static void keep_token(storyteller *t, str who) {
  str token = json_str(json_get(reply_json_of(t), S("token")));
  size_t i = 0;
  while (i < t->ntokens && !str_eq(t->tokens[i][0], who)) i++;
  if (!token.p || i == COUNT(t->tokens)) return story_fail(t, "no token");
  t->tokens[i][0] = who, t->tokens[i][1] = token;
  if (i == t->ntokens) t->ntokens++;
}

/* The newest letter's eight digits, and the path of the page that it leads to. */
static void takes_letter(storyteller *t, const str *p) {
  get(t, STR_NONE, S("/demo/mail"));
  const json *list = json_get(reply_json_of(t), S("items"));
  str text = list && list->n ? json_str(json_get(&list->items[0], S("text"))) : S("");
  ptrdiff_t path = str_find(text, S("/reset/")), from = str_find(text, S("code is "));
  if (path < 0 || from < 0) return story_fail(t, "the letter says: %.*s", STR_ARG(text));
  if (str_find(text, S("http://localhost/reset/")) < 0) return story_fail(t, "it leads nowhere");
  str at = str_dup(t->a, str_sub(text, (size_t)path, (size_t)path + 7 + 22));
  str code = str_dup(t->a, str_sub(text, (size_t)from + 8, (size_t)from + 16));
  send(t, STR_NONE, at,
       str_cat(t->a, S("{\"code\":\""), code, S("\",\"password\":\""), p[1], S("\"}")), 201);
  keep_token(t, p[0]);
}

static void registers(storyteller *t, const str *p) {
  str code = code_for(t, "/register", p[0]);
  if (!code.p) return story_fail(t, "no code: %.*s", STR_ARG(str_sub(t->reply, 0, 800)));
  send(t, STR_NONE, t->location,
       str_cat(t->a, S("{\"code\":\""), code, S("\",\"name\":\""), p[1],
               S("\",\"password\":\"năm con mèo\"}")), 201);
  keep_token(t, p[0]);
}

static void registers_again(storyteller *t, const str *p) {
  str code = code_for(t, "/register", p[0]);
  if (code.p) story_fail(t, "there is a code");
}

static void resets(storyteller *t, const str *p) {
  str code = code_for(t, "/reset", p[0]);
  if (!code.p) return story_fail(t, "no code");
  send(t, STR_NONE, t->location,
       str_cat(t->a, S("{\"code\":\""), code, S("\",\"password\":\""), p[1], S("\"}")), 201);
  keep_token(t, p[0]);
}

static void signs_in(storyteller *t, const str *p) {
  int64_t wanted;
  if (!str_to_i64(p[2], &wanted)) return story_fail(t, "not a status");
  send(t, STR_NONE, S("/sessions"),
       str_cat(t->a, S("{\"account\":\""), p[0], S("\",\"password\":\""), p[1], S("\"}")),
       (int)wanted);
}

static void confirms(storyteller *t, const str *p) {
  int64_t wanted;
  if (!str_to_i64(p[4], &wanted)) return story_fail(t, "not a status");
  get(t, p[0], str_cat(t->a, S("/counter/identity?login="), p[1]));
  str id = json_str(json_get(reply_json_of(t), S("id")));
  if (!id.p) return story_fail(t, "no such account");
  send(t, p[0], S("/counter/identity"),
       str_cat(t->a, S("{\"account\":\""), id, S("\",\"full_name\":\""), p[2],
               S("\",\"personal_id\":\""), p[3],
               S("\",\"birth_day\":\"03/02/1999\",\"sex\":\"female\"}")), (int)wanted);
}

static void notes_mandate(storyteller *t, const str *p) {
  send(t, p[0], S("/mandates"),
       str_cat(t->a, S("{\"agent\":\""), p[1], S("\",\"name\":\""), p[2], S("\",\"number\":\""),
               p[3], S("\",\"kind\":\"representative\"}")), 201);
}

static void authorises(storyteller *t, const str *p) {
  send(t, p[0], S("/mandates"),
       str_cat(t->a, S("{\"agent\":\""), p[1], S("\",\"procedure\":\""), p[2], S("\"}")), 201);
}

/* The mandate under which somebody acts for a holder. */
static str mandate_for(storyteller *t, str who, str holder) {
  get(t, who, S("/account"));
  const json *list = json_get(reply_json_of(t), S("acts_for"));
  for (size_t i = 0; list && i < list->n; i++)
    if (str_eq(json_str(json_get(&list->items[i], S("holder"))), holder))
      return json_str(json_get(&list->items[i], S("id")));
  return story_fail(t, "no mandate"), S("none");
}

static void files_for(storyteller *t, const str *p) {
  t->mandate = mandate_for(t, p[0], p[3]);
  story_file(t, p, S("online"), 201);
  t->mandate = STR_NONE;
}

static void mandate_ends(storyteller *t, const str *p) {
  str id = mandate_for(t, p[1], p[2]);
  story_send(t, &(story_request){.who = p[0], .method = S("POST"), .if_match = -1,
                                 .path = str_cat(t->a, S("/mandates/"), id, S("/revoke"))});
  expect(t, 204);
}

static void level_is(storyteller *t, const str *p) {
  get(t, p[0], S("/account"));
  int64_t level = 0;
  json_int(json_get(reply_json_of(t), S("level")), &level);
  if (!str_eq(str_fmt(t->a, "%lld", (long long)level), p[1]))
    story_fail(t, "it is at %lld", (long long)level);
}

static void not_in_list(storyteller *t, const str *p) {
  get(t, p[0], S("/dossiers?view=mine"));
  if (str_find(t->reply, t->code) >= 0) story_fail(t, "it is there");
}

static void first_again(storyteller *t, const str *p) {
  (void)p;
  str code = t->code;
  t->code = t->other, t->other = code;
}

/* who, whose account, the name on the card, its number, the status */
static void corrects(storyteller *t, const str *p) {
  int64_t wanted;
  if (!str_to_i64(p[4], &wanted)) return story_fail(t, "not a status");
  get(t, p[0], str_cat(t->a, S("/counter/identity?login="), p[1]));
  str id = json_str(json_get(reply_json_of(t), S("id")));
  if (!id.p) return story_fail(t, "no such account");
  send(t, p[0], S("/counter/identity"),
       str_cat(t->a, S("{\"correct\":\"misspelt\",\"account\":\""), id, S("\",\"full_name\":\""),
               p[2], str_cat(t->a, S("\",\"personal_id\":\""), p[3],
                             S("\",\"birth_day\":\"03/02/1999\",\"sex\":\"female\"}"))),
       (int)wanted);
}

/* who, whose account, reason, document, the status */
static void unbinds(storyteller *t, const str *p) {
  int64_t wanted;
  if (!str_to_i64(p[4], &wanted)) return story_fail(t, "not a status");
  get(t, p[0], str_cat(t->a, S("/admin/identities?login="), p[1]));
  str id = json_str(json_get(reply_json_of(t), S("id")));
  if (!id.p) return story_fail(t, "no such account");
  send(t, p[0], str_cat(t->a, S("/admin/identities/"), id, S("/unbind")),
       str_cat(t->a, S("{\"reason\":\""), p[2], S("\",\"basis\":\""), p[3], S("\"}")),
       (int)wanted);
}

static void goes_on(storyteller *t, const str *p) {
  send(t, STR_NONE, S("/sessions"),
       str_cat(t->a, S("{\"account\":\""), p[0], S("\",\"password\":\""), p[1], S("\"}")), 201);
  keep_token(t, p[0]);
}

static void account_says(storyteller *t, const str *p) {
  err *e = web_flush_notes(&t->web);
  if (e) return story_fail(t, "%.*s", STR_ARG(err_line(t->a, e)));
  get(t, p[0], S("/account"));
  if (str_find(t->reply, p[1]) < 0) story_fail(t, "it says: %.*s", STR_ARG(t->reply));
}

static void is_signed_out(storyteller *t, const str *p) {
  story_send(t, &(story_request){.who = p[0], .method = S("GET"), .path = S("/account"),
                                 .if_match = -1});
  expect(t, 401);
}

const story_saying people_sentences[] = {
    {"* corrects the name of * to * with * and gets *", corrects},
    {"* takes the number away from *, since *, by *, and gets *", unbinds},
    {"* signs in with * and goes on", goes_on},
    {"* is signed out", is_signed_out},
    {"* takes the code of the letter and sets *", takes_letter},
    {"The account of * says \"*\"", account_says},
    {"* files * with * for *", files_for},
    {"* does not find it among their own", not_in_list},
    {"* registers as *", registers},
    {"The account of * is at level *", level_is},
    {"* asks to register again and gets no code", registers_again},
    {"* gets a new password, *", resets},
    {"* signs in with * and gets *", signs_in},
    {"* confirms the identity of * as * with * and gets *", confirms},
    {"* notes that * represents *, code *", notes_mandate},
    {"* authorises * in *", authorises},
    {"* ends the mandate of * for *", mandate_ends},
    {"We speak of the other dossier", first_again},
    {NULL, NULL},
};

/* officers: sentences about officers: roles, who acts for whom, leave, and two administrators. */
#include <stdio.h>
#include <string.h>

#include "story.h"

static const json *said(storyteller *t) {
  const json *v = NULL;
  return json_parse(t->a, t->reply, &v) ? NULL : v;
}

static void ask(storyteller *t, str who, str path) {
  story_send(t, &(story_request){.who = who, .method = S("GET"), .path = path, .if_match = -1});
}

static void send(storyteller *t, str who, str path, int64_t seen, str body) {
  story_send(t, &(story_request){.who = who, .method = S("POST"), .path = path, .body = body,
                                 .content_type = S("application/json"), .if_match = seen});
}

static void expect(storyteller *t, int wanted) {
  if (t->status != wanted)
    story_fail(t, "expected %d, got %d %.*s", wanted, t->status,
               STR_ARG(str_sub(t->reply, 0, 800)));
}

static void expect_refused(storyteller *t, str why) {
  if (t->status < 400) story_fail(t, "it was allowed");
  else if (str_find(t->reply, why) < 0)
    story_fail(t, "it says otherwise: %.*s", STR_ARG(str_sub(t->reply, 0, 800)));
}

/* The public id of an account, as administrators find it. */
static str id_of(storyteller *t, str login) {
  ask(t, S("admin"), str_cat(t->a, S("/admin/people?q="), login));
  const json *items = json_get(said(t), S("items"));
  for (size_t i = 0; items && i < items->n; i++)
    if (str_eq(json_str(json_get(&items->items[i], S("login"))), login))
      return str_dup(t->a, json_str(json_get(&items->items[i], S("id"))));
  story_fail(t, "there is no officer %.*s", STR_ARG(login));
  return S("none");
}

static str page_of(storyteller *t, const char *kind, str login, const char *rest) {
  return str_cat(t->a, str_of(kind), id_of(t, login), str_of(rest));
}

static int64_t version(storyteller *t, str who, str path) {
  int64_t n = -1;
  ask(t, who, path);
  if (!json_int(json_get(said(t), S("version")), &n))
    story_fail(t, "%.*s does not see it: %d", STR_ARG(who), t->status);
  return n;
}

/* The member "id" of the first of a list whose member is so and which is not over. */
static str find(storyteller *t, const char *list, const char *member, str wanted) {
  const json *items = json_get(said(t), str_of(list));
  for (size_t i = 0; items && i < items->n; i++) {
    const json *x = &items->items[i];
    bool over = str_eq(json_str(json_get(x, S("state"))), S("over"));
    if (!over && (!wanted.p || str_eq(json_str(json_get(x, str_of(member))), wanted)))
      return str_dup(t->a, json_str(json_get(x, S("id"))));
  }
  story_fail(t, "there is none");
  return S("0");
}

/* --- lending --- */
/* who, whose role, which, to whom, last day, document */
static void lend(storyteller *t, str who, const str *p) {
  str own = page_of(t, "/officers/", p[0], "");
  int64_t seen = version(t, who, own);
  str role = find(t, "roles", "role", p[1]);
  send(t, who, str_cat(t->a, own, S("/delegations")), seen,
       str_cat(t->a, S("{\"role\":\""), role, S("\",\"delegate\":\""), p[2], S("\",\"last\":\""),
               p[3], str_cat(t->a, S("\",\"basis\":\""), p[4], S("\"}"))));
}
static void lends(storyteller *t, const str *p) { lend(t, p[0], p), expect(t, 200); }
static void lends_not(storyteller *t, const str *p) { lend(t, p[0], p), expect_refused(t, p[5]); }
static void lends_for(storyteller *t, const str *p) { lend(t, p[0], p + 1), expect(t, 200); }
/* Whoever may not is not even told that there is such an officer. */
static void lends_not_for(storyteller *t, const str *p) {
  send(t, p[0], page_of(t, "/officers/", p[1], "/delegations"), 1,
       S("{\"role\":\"1\",\"delegate\":\"sealer\",\"last\":\"2026-11-25\",\"basis\":\"1\"}"));
  expect(t, 404);
  ask(t, p[0], page_of(t, "/officers/", p[1], ""));
  expect(t, 404);
}

static void revokes(storyteller *t, const str *p) {
  str own = page_of(t, "/officers/", p[0], "");
  int64_t seen = version(t, p[0], own);
  str id = find(t, "given", "role", p[1]);
  send(t, p[0], str_cat(t->a, own, S("/delegations/"), id, S("/end")), seen, STR_NONE);
  expect(t, 200);
}

/* --- leave --- */
static void leaves(storyteller *t, const str *p) {
  str own = page_of(t, "/officers/", p[0], "");
  int64_t seen = version(t, p[0], own);
  send(t, p[0], str_cat(t->a, own, S("/leaves")), seen,
       str_cat(t->a, S("{\"last\":\""), p[1], S("\",\"substitute\":\""), p[2],
               str_cat(t->a, S("\",\"basis\":\""), p[3], S("\"}"))));
  expect(t, 200);
}

static void comes_back(storyteller *t, const str *p) {
  str own = page_of(t, "/officers/", p[0], "");
  int64_t seen = version(t, p[0], own);
  str id = find(t, "leaves", "id", STR_NONE);
  send(t, p[0], str_cat(t->a, own, S("/leaves/"), id, S("/end")), seen, STR_NONE);
  expect(t, 200);
}

static void away_says(storyteller *t, const str *p) {
  ask(t, p[0], S("/officers"));
  expect(t, 200);
  str away = str_sub(t->reply, (size_t)(str_find(t->reply, S("\"away\":")) + 1), t->reply.n);
  t->reply = away;
  if (str_find(t->reply, p[1]) < 0)
    story_fail(t, "not found in: %.*s", STR_ARG(str_sub(t->reply, 0, 800)));
}

static void step_is_behalf(storyteller *t, const str *p) {
  str id = id_of(t, p[1]);
  ask(t, p[0], str_cat(t->a, S("/dossiers/"), t->code, S("/events")));
  const json *items = json_get(said(t), S("items")), *signed_ = NULL;
  if (!items || !items->n) return story_fail(t, "no events");
  str bytes = base64_read(t->a, json_str(json_get(&items->items[items->n - 1], S("signed"))));
  if (json_parse(t->a, bytes, &signed_) ||
      !str_eq(json_str(json_get(signed_, S("behalf"))), id))
    story_fail(t, "what was signed says otherwise: %.*s", STR_ARG(bytes));
}

/* The words on the paper, by pdftotext. */
static void result_says(storyteller *t, const str *p) {
  char text[20000];
  ask(t, p[0], str_cat(t->a, S("/dossiers/"), t->code, S("/result.pdf")));
  expect(t, 200);
  str path = str_cat(t->a, t->folder, S("/said.pdf"));
  FILE *f = fopen(str_z(t->a, path), "wb");
  bool ok = f && fwrite(t->reply.p, 1, t->reply.n, f) == t->reply.n;
  if (f && fclose(f)) ok = false;
  f = ok ? popen(str_cat(t->a, S("pdftotext "), path, S(" -")).p, "r") : NULL;
  if (!f) return story_fail(t, "pdftotext cannot read it");
  size_t n = fread(text, 1, sizeof text, f);
  pclose(f);
  if (str_find((str){text, n}, p[1]) < 0)
    story_fail(t, "it says: %.*s", STR_ARG(((str){text, n})));
}

/* --- roles --- */
/* whose, role, unit, field, last day */
static void give(storyteller *t, const str *p, int64_t seen) {
  str body = str_cat(t->a, S("{\"role\":\""), p[1], S("\",\"unit\":\""), p[2],
                     str_cat(t->a, S("\",\"field\":\""), p[3], S("\",\"last\":\""), p[4],
                             S("\"}")));
  send(t, S("admin"), page_of(t, "/admin/people/", p[0], "/roles"), seen, body);
}

static int64_t seen_now(storyteller *t, str login) {
  return version(t, S("admin"), page_of(t, "/admin/people/", login, ""));
}

static void given(storyteller *t, const str *p) {
  str all[] = {p[0], p[1], p[2], S(""), S("")};
  give(t, all, seen_now(t, p[0]));
  expect(t, 200);
}
static void given_field(storyteller *t, const str *p) {
  str all[] = {p[0], p[1], p[2], p[3], S("")};
  give(t, all, seen_now(t, p[0]));
  expect(t, 200);
}
static void given_until(storyteller *t, const str *p) {
  str all[] = {p[0], p[1], p[2], S(""), p[3]};
  give(t, all, seen_now(t, p[0]));
  expect(t, 200);
}
static void given_not(storyteller *t, const str *p) {
  str all[] = {p[0], p[1], p[2], S(""), p[3]};
  give(t, all, seen_now(t, p[0]));
  expect_refused(t, p[4]);
}

static void ended(storyteller *t, const str *p) {
  int64_t seen = seen_now(t, p[1]);
  str id = find(t, "roles", "role", p[0]);
  str rest = str_cat(t->a, S("/roles/"), id, S("/end"));
  send(t, S("admin"), page_of(t, "/admin/people/", p[1], rest.p), seen, STR_NONE);
  expect(t, 200);
}

static void opened(storyteller *t, const str *p) {
  str body = str_cat(t->a, S("{\"login\":\""), p[0], S("\",\"name\":\""), p[1], S("\"}"));
  send(t, S("admin"), S("/admin/people"), -1, body);
  expect(t, 201);
  str password = json_str(json_get(said(t), S("password")));
  body = str_cat(t->a, S("{\"account\":\""), p[0], S("\",\"password\":\""), password, S("\"}"));
  story_send(t, &(story_request){.method = S("POST"), .path = S("/sessions"), .body = body,
                                 .content_type = S("application/json"), .if_match = -1});
  expect(t, 201);
  str token = json_str(json_get(said(t), S("token")));
  t->given = password;
  if (t->ntokens == COUNT(t->tokens)) return story_fail(t, "too many people");
  t->tokens[t->ntokens][0] = str_dup(t->a, p[0]);
  t->tokens[t->ntokens++][1] = str_dup(t->a, token);
}

/* The given password opens one's own account and nothing else, until it is changed. */
static void has_to_change(storyteller *t, const str *p) {
  ask(t, p[0], S("/dossiers"));
  expect(t, 403);
  expect_refused(t, S("password of your own"));
  ask(t, p[0], S("/officers"));
  expect(t, 403);
  ask(t, p[0], S("/account"));
  expect(t, 200);
}

static void changes_password(storyteller *t, const str *p) {
  send(t, p[0], S("/account/password"), -1,
       str_cat(t->a, S("{\"old\":\""), t->given, S("\",\"password\":\""), p[1], S("\"}")));
  expect(t, 200);
}

static void opened_by_letter(storyteller *t, const str *p) {
  send(t, S("admin"), S("/admin/people"), -1,
       str_cat(t->a, S("{\"login\":\""), p[0], S("\",\"name\":\""), p[1],
               str_cat(t->a, S("\",\"mailbox\":\""), p[2], S("\"}"))));
  expect(t, 201);
  if (json_str(json_get(said(t), S("password"))).p) story_fail(t, "a password is told");
}

/* --- keys --- */
static void key_ordered_for(storyteller *t, const str *p) {
  int64_t seen = seen_now(t, p[1]);
  send(t, p[0], page_of(t, "/admin/people/", p[1], "/key"), seen, STR_NONE);
  expect(t, 200);
}

static void make_key(storyteller *t, str who, str pin) {
  send(t, who, S("/account/key"), -1,
       str_cat(t->a, S("{\"account_password\":\"motcua-demo\",\"pin\":\""), pin, S("\"}")));
}
static void makes_key(storyteller *t, const str *p) { make_key(t, p[0], p[1]), expect(t, 200); }
static void makes_no_key(storyteller *t, const str *p) {
  make_key(t, p[0], p[1]);
  expect_refused(t, p[2]);
}

static void key_ended(storyteller *t, const str *p) {
  int64_t seen = seen_now(t, p[1]);
  send(t, p[0], page_of(t, "/admin/people/", p[1], "/key/end"), seen,
       str_cat(t->a, S("{\"reason\":\""), p[2], S("\"}")));
  expect(t, 200);
}

static void keys_say(storyteller *t, const str *p) {
  ask(t, S("admin"), S("/admin/keys"));
  expect(t, 200);
  const json *items = json_get(said(t), S("items"));
  for (size_t i = 0; items && i < items->n; i++)
    if (str_eq(json_str(json_get(&items->items[i], S("login"))), p[0]) &&
        str_eq(json_str(json_get(&items->items[i], S("state"))), p[1]))
      return;
  story_fail(t, "there is none");
}

/* --- two administrators --- */
static void looks_at(storyteller *t, const str *p) {
  t->seen = version(t, p[0], page_of(t, "/admin/people/", p[1], ""));
}

static void told_stale(storyteller *t, const str *p) {
  str body = str_cat(t->a, S("{\"role\":\""), p[2], S("\",\"unit\":\""), p[3], S("\"}"));
  send(t, p[0], page_of(t, "/admin/people/", p[1], "/roles"), t->seen, body);
  expect(t, 412);
  expect_refused(t, S("meanwhile"));
}

static void has_roles(storyteller *t, const str *p) {
  ask(t, S("admin"), page_of(t, "/admin/people/", p[0], ""));
  const json *roles = json_get(said(t), S("roles"));
  int64_t wanted;
  if (!str_to_i64(p[1], &wanted) || !roles || (int64_t)roles->n != wanted)
    story_fail(t, "they are %zu", roles ? roles->n : 0);
}

static void disabled(storyteller *t, const str *p) {
  int64_t seen = seen_now(t, p[0]);
  send(t, S("admin"), page_of(t, "/admin/people/", p[0], "/disable"), seen, STR_NONE);
  expect(t, 200);
}

static void journal_says(storyteller *t, const str *p) {
  ask(t, S("admin"), S("/admin/journal"));
  expect(t, 200);
  if (str_find(t->reply, p[0]) < 0)
    story_fail(t, "not found in: %.*s", STR_ARG(str_sub(t->reply, 0, 800)));
}

const story_saying officer_sentences[] = {
    {"The head * lends for *: * to * until * by *", lends_for},
    {"* lends * to * until * by *", lends},
    {"* cannot lend * to * until * by *: *", lends_not},
    {"* revokes the delegation of *", revokes},
    {"* is on leave until *, and * acts by *", leaves},
    {"* comes back", comes_back},
    {"* reads of who is away \"*\"", away_says},
    {"* sees that the newest step is signed on behalf of *", step_is_behalf},
    {"The result of * says \"*\"", result_says},
    {"* is given the role * in * in the field *", given_field},
    {"* is given the role * in * until *", given_until},
    {"* cannot be given the role * in * until *: *", given_not},
    {"* is given the role * in *", given},
    {"The role * of * is ended", ended},
    {"The account * is opened for *, mailbox *", opened_by_letter},
    {"The account * is opened for *", opened},
    {"* lets * make a signing key", key_ordered_for},
    {"* makes a key with the PIN *", makes_key},
    {"* cannot make a key with the PIN *: *", makes_no_key},
    {"* ends the key of *, since *", key_ended},
    {"A key of * is *", keys_say},
    {"* has to choose a password first", has_to_change},
    {"* chooses the password *", changes_password},
    {"* looks at the roles of *", looks_at},
    {"* gives * the role * in * and is told that it has changed", told_stale},
    {"* has had * roles", has_roles},
    {"The account of * is disabled", disabled},
    {"The journal says \"*\"", journal_says},
    {"* may lend nothing for *", lends_not_for},
    {NULL, NULL},
};

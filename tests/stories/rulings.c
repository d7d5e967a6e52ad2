/* rulings: sentences about decisions on many dossiers, times of keeping, and taking out all that is
 * kept of oneself. */
#include <stdio.h>
#include <stdlib.h>

#include "base/buf.h"
#include "story.h"

static void expect(storyteller *t, int wanted) {
  if (t->status == wanted) return;
  str reply = str_sub(t->reply, 0, 600);
  story_fail(t, "expected %d, got %d %.*s", wanted, t->status, STR_ARG(reply));
}

static void post(storyteller *t, str who, str path, str body) {
  const edition *e = office_edition(t->office);
  int64_t seen = e->number;
  office_release(t->office, e);
  story_send(t, &(story_request){.who = who, .method = S("POST"), .path = path, .body = body,
                                 .content_type = S("application/json"), .if_match = seen});
}

static void period(storyteller *t, const str *p) {
  post(t, p[0], S("/admin/retention/periods"),
       str_fmt(t->a, "{\"procedure\":\"%.*s\",\"years\":%.*s,\"basis\":\"%.*s\"}", STR_ARG(p[1]),
               STR_ARG(p[2]), STR_ARG(p[3])));
  expect(t, 200);
}

static void erasure(storyteller *t, const str *p) {
  int64_t wanted;
  if (!str_to_i64(p[4], &wanted)) return story_fail(t, "not a status");
  post(t, p[0], S("/admin/retention/rulings"),
       str_fmt(t->a, "{\"number\":\"%.*s\",\"day\":\"2026-01-05\",\"basis\":\"Luật Lưu trữ "
                     "33/2024/QH15\",\"procedure\":\"%.*s\",\"before\":\"%.*s\"}",
               STR_ARG(p[1]), STR_ARG(p[2]), STR_ARG(p[3])));
  expect(t, (int)wanted);
  if (wanted == 201) t->ruling = t->location;
}

static void redating(storyteller *t, const str *p) {
  post(t, p[0], S("/admin/rulings"),
       str_fmt(t->a, "{\"number\":\"%.*s\",\"day\":\"2026-11-24\",\"basis\":\"Thông báo nghỉ\"}",
               STR_ARG(p[1])));
  expect(t, 201);
  t->ruling = t->location;
}

static void approves(storyteller *t, const str *p) {
  int64_t wanted;
  if (!str_to_i64(p[1], &wanted)) return story_fail(t, "not a status");
  post(t, p[0], str_cat(t->a, t->ruling, S("/approve")), S(""));
  expect(t, (int)wanted);
}

static void drops(storyteller *t, const str *p) {
  post(t, p[0], str_cat(t->a, t->ruling, S("/drop")), S(""));
  expect(t, 200);
}

static void looks(storyteller *t, const str *p) {
  story_send(t, &(story_request){.who = p[0], .method = S("GET"), .path = t->ruling,
                                 .if_match = -1});
  expect(t, 200);
}

static void day_set(storyteller *t, const str *p) {
  post(t, p[0], S("/admin/calendar"),
       str_fmt(t->a, "{\"day\":\"%.*s\",\"kind\":\"%.*s\",\"source\":\"Quyết định 1/QĐ-TTg\"}",
               STR_ARG(p[1]), STR_ARG(p[2])));
  expect(t, 200);
}

static void setting_set(storyteller *t, const str *p) {
  post(t, S("admin"), str_cat(t->a, S("/admin/settings/"), p[0]),
       str_cat(t->a, S("{\"value\":\""), p[1], S("\"}")));
  expect(t, 200);
}

static void says(storyteller *t, str wanted) {
  if (str_find(t->reply, wanted) < 0)
    story_fail(t, "it says: %.*s", STR_ARG(str_sub(t->reply, 0, 600)));
}

static void is_so(storyteller *t, const str *p) {
  says(t, str_cat(t->a, S("\"state\":\""), p[0], S("\"")));
  says(t, str_cat(t->a, S("\"done\":"), p[1], S(",\"skipped\":"), p[2], S(",")));
}

static void moves(storyteller *t, const str *p) {
  says(t, str_cat(t->a, S("\"old_due\":\""), p[0], S(":00+07:00\",\"new_due\":\""), p[1], S(":")));
}

/* unzip reads the archive, and the signatures in it are good by openssl. */
static void takes_all(storyteller *t, const str *p) {
  story_send(t, &(story_request){.who = p[0], .method = S("GET"), .path = S("/account/export"),
                                 .if_match = -1});
  expect(t, 200);
  if (t->failure.p) return;
  str file = str_cat(t->a, t->folder, S("/all.zip"));
  FILE *f = fopen(file.p, "wb");
  bool ok = f && fwrite(t->reply.p, 1, t->reply.n, f) == t->reply.n;
  if (f && fclose(f)) ok = false;
  str command = str_fmt(t->a, "bash tests/check_archive.sh %.*s >&2", STR_ARG(t->folder));
  if (!ok || system(command.p)) story_fail(t, "the archive is not as it should be");
}

static void taken_on(storyteller *t, const str *p) {
  says(t, str_cat(t->a, S("\"exported_at\":\""), p[0]));
}

static bool in_archive(storyteller *t, str name) {
  str command = str_fmt(t->a, "test -e '%.*s/all/%.*s'", STR_ARG(t->folder), STR_ARG(name));
  return system(command.p) == 0;
}

static str of_code(storyteller *t, str name) {
  ptrdiff_t at = str_find(name, S("CODE"));
  if (at < 0) return name;
  return str_cat(t->a, str_sub(name, 0, (size_t)at), t->code,
                 str_sub(name, (size_t)at + 4, name.n));
}

static void holds(storyteller *t, const str *p) {
  if (!in_archive(t, of_code(t, p[0]))) story_fail(t, "it is not there");
}
static void holds_not(storyteller *t, const str *p) {
  if (in_archive(t, of_code(t, p[0]))) story_fail(t, "it is there");
}

const story_saying ruling_sentences[] = {
    {"* sets for procedure * a keeping of * years by *", period},
    {"* proposes by * to erase * ended before * and gets *", erasure},
    {"* proposes by * to recompute due dates", redating},
    {"* approves the list and gets *", approves},
    {"* drops the proposal", drops},
    {"admin sets * to *", setting_set},
    {"* looks at the decision", looks},
    {"The decision is *, * done and * left alone", is_so},
    {"The list moves the date from * to *", moves},
    {"* makes * a * day", day_set},
    {"* takes out all that is kept", takes_all},
    {"It was last taken out on *", taken_on},
    {"The archive does not hold *", holds_not},
    {"The archive holds *", holds},
    {NULL, NULL},
};

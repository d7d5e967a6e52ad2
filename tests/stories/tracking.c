/* tracking: sentences about proofs of filing, tracking codes and fees. */
#include <stdio.h>
#include <stdlib.h>

#include "base/buf.h"
#include "story.h"

static const json *said(storyteller *t) {
  const json *v = NULL;
  return json_parse(t->a, t->reply, &v) ? NULL : v;
}

static str under(storyteller *t, const char *rest) {
  return str_cat(t->a, S("/dossiers/"), t->code, str_of(rest));
}

static void wanted_status(storyteller *t, str text) {
  int64_t wanted;
  if (!str_to_i64(text, &wanted)) story_fail(t, "not a status");
  else if (t->status != (int)wanted)
    story_fail(t, "expected %d, got %d %.*s", (int)wanted, t->status,
               STR_ARG(str_sub(t->reply, 0, 800)));
}

/* As json_at, and "0" is the first of a list. */
static const json *within(const json *v, str path) {
  str part;
  int64_t i;
  while (v && str_split(&path, '.', &part)) {
    bool listed = v->kind == JSON_ARRAY && str_to_i64(part, &i);
    if (listed) v = i >= 0 && (size_t)i < v->n ? &v->items[i] : NULL;
    else v = json_get(v, part);
  }
  return v;
}

/* What the last reply's JSON has at a path; "none" for null. */
static void reply_has(storyteller *t, const str *p) {
  const json *v = within(said(t), p[0]);
  int64_t n;
  str text = json_str(v);
  if (json_int(v, &n)) text = str_fmt(t->a, "%lld", (long long)n);
  if (!v || v->kind == JSON_NULL) text = S("none");
  if (!str_eq(text, p[1]))
    story_fail(t, "it is \"%.*s\" in %.*s", STR_ARG(text), STR_ARG(str_sub(t->reply, 0, 900)));
}

/* --- tracking --- */
static void track(storyteller *t, str number, str code) {
  str body = str_cat(t->a, S("{\"number\":\""), number, S("\",\"code\":\""), code, S("\"}"));
  story_send(t, &(story_request){.method = S("POST"), .path = S("/track"), .if_match = -1,
                                 .content_type = S("application/json"), .body = body});
}

static void tracks(storyteller *t, const str *p) {
  (void)p;
  track(t, t->code, t->tracking);
  wanted_status(t, S("200"));
  static const char *const nobody[] = {"Nguyễn", "Minh An", "Trần Thu", "Lê Hoàng", "022192004318"};
  for (size_t i = 0; i < COUNT(nobody); i++)
    if (str_find(t->reply, str_of(nobody[i])) >= 0) story_fail(t, "it names %s", nobody[i]);
}

static void tracks_with(storyteller *t, const str *p) {
  track(t, t->code, p[0]);
  wanted_status(t, p[1]);
}

static void tracks_other(storyteller *t, const str *p) {
  track(t, p[0], t->tracking);
  wanted_status(t, p[1]);
}

static void tracks_former(storyteller *t, const str *p) {
  track(t, t->code, t->tracking_before);
  wanted_status(t, p[0]);
}

static void guesses(storyteller *t, const str *p) {
  int64_t n = 0;
  str_to_i64(p[0], &n);
  for (int64_t i = 0; i < n; i++) track(t, t->code, S("00000-00000"));
}

static void new_code(storyteller *t, const str *p) {
  story_send(t, &(story_request){.who = p[0], .method = S("POST"), .if_match = -1,
                                 .path = under(t, "/tracking")});
  wanted_status(t, p[1]);
  if (t->status != 200) return;
  t->tracking_before = t->tracking;
  t->tracking = json_str(json_get(said(t), S("code")));
}

/* --- fees --- */
static int64_t edition_now(storyteller *t) {
  int64_t n = -1;
  story_send(t, &(story_request){.who = S("admin"), .method = S("GET"), .path = S("/admin"),
                                 .if_match = -1});
  json_int(json_get(said(t), S("edition")), &n);
  return n;
}

/* p[0]: amount or "nothing", p[1]: of which procedure, p[2]: more members of the body */
static void priced(storyteller *t, const str *p, str more) {
  int64_t seen = edition_now(t);
  str amount = str_eq(p[0], S("nothing")) ? S("null") : str_cat(t->a, S("\""), p[0], S("\""));
  str body = str_cat(t->a, S("{\"channel\":\"any\",\"amount\":"), amount,
                     S(",\"basis\":\"Nghị quyết thử\""), more.n ? more : S("}"));
  story_send(t, &(story_request){.who = S("admin"), .method = S("POST"), .if_match = seen,
                                 .path = str_cat(t->a, S("/admin/procedures/"), p[1], S("/tariff")),
                                 .content_type = S("application/json"), .body = body});
  wanted_status(t, S("200"));
  err *e = office_renew(t->office);
  if (e) story_fail(t, "%.*s", STR_ARG(err_line(t->a, e)));
}
static void enters_fee(storyteller *t, const str *p) { priced(t, p, STR_NONE); }
static void enters_fee_from(storyteller *t, const str *p) {
  priced(t, p, str_cat(t->a, S(",\"from\":\""), p[2], S("\"}")));
}

/* --- proof --- */
static void save(storyteller *t, const char *name, str bytes) {
  FILE *f = fopen(str_cat(t->a, t->folder, S("/"), str_of(name)).p, "wb");
  bool ok = f && fwrite(bytes.p, 1, bytes.n, f) == bytes.n;
  if (f && fclose(f)) ok = false;
  if (!ok) story_fail(t, "cannot write %s", name);
}

static void proof_checked(storyteller *t, const str *p) {
  story_send(t, &(story_request){.who = p[0], .method = S("GET"), .if_match = -1,
                                 .path = under(t, "/proof.pdf")});
  wanted_status(t, S("200"));
  if (t->failure.p) return;
  save(t, "proof.pdf", t->reply);
  save(t, "tracking.txt", str_cat(t->a, t->code, S("\n"), t->tracking, S("\n")));
  const char *line = str_cat(t->a, S("bash -c 'tests/check_proof.sh "), t->folder,
                             S(" 2>&1 | tail -5 >&2; exit ${PIPESTATUS[0]}'")).p;
  if (system(line)) story_fail(t, "pdfsig, openssl or zbarimg refuses it");
}

const story_saying tracking_sentences[] = {
    {"The reply's * is *", reply_has},
    {"Anybody tracks it with the code that was told", tracks},
    {"Anybody tracks it with the code of before and gets *", tracks_former},
    {"Anybody tracks it with * and gets *", tracks_with},
    {"Anybody tracks * with its code and gets *", tracks_other},
    {"Somebody guesses * times", guesses},
    {"admin enters a fee of * for * from *", enters_fee_from},
    {"admin enters a fee of * for *", enters_fee},
    {"* asks for a new tracking code and gets *", new_code},
    {"pdfsig, openssl and zbarimg agree on the proof for *", proof_checked},
    {NULL, NULL},
};

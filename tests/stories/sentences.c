/* sentences: what a story can say, one function a sentence; docs in tests/stories/README.md.
 *
 * A pattern's words must match; "…" marks take the words in between, up to the next fixed word. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "jobs/jobs.h"
#include "office/demo.h"
#include "office/signature.h"
#include "office/verify.h"
#include "story.h"
#include "tools/file.h"

enum { PARTS = 7 };

/* Matches s against a pattern with '*' for the parts. */
static bool match(str s, const char *pattern, str part[PARTS]) {
  size_t n = 0;
  str rest = str_of(pattern), fixed;
  bool first = true;
  while (str_split(&rest, '*', &fixed)) {
    if (first) {
      if (!str_starts(s, fixed)) return false;
      s = str_sub(s, fixed.n, s.n);
      first = false;
      continue;
    }
    ptrdiff_t at = fixed.n ? str_find(s, fixed) : (ptrdiff_t)s.n;
    if (at < 0 || n == PARTS) return false;
    part[n++] = str_sub(s, 0, (size_t)at);
    s = str_sub(s, (size_t)at + fixed.n, s.n);
  }
  return s.n == 0;
}

static bool read_data(storyteller *t, str name, str *bytes) {
  const char *path = str_z(t->a, str_cat(t->a, S("tests/data/"), name));
  *bytes = file_read(t->a, path);
  if (!bytes->p) story_fail(t, "cannot read %s", path);
  return bytes->p;
}

static const json *reply_json_of(storyteller *t) {
  const json *v = NULL;
  return json_parse(t->a, t->reply, &v) ? NULL : v;
}

static void expect_status(storyteller *t, int wanted) {
  if (t->status == wanted) return;
  str reply = str_sub(t->reply, 0, 800);
  story_fail(t, "expected %d, got %d %.*s", wanted, t->status, STR_ARG(reply));
}

static str path_of(storyteller *t, const char *tail) {
  return str_cat(t->a, S("/dossiers/"), t->code.p ? t->code : S("none"), str_of(tail));
}

static void get(storyteller *t, str who, str path) {
  story_send(t, &(story_request){.who = who, .method = S("GET"), .path = path, .if_match = -1});
}

/* q without its method and content type; key none: not to be repeated by the server. */
static void post(storyteller *t, story_request q) {
  q.method = S("POST");
  q.content_type = S("application/json");
  t->last = q;
  story_send(t, &q);
  t->last_status = t->status, t->last_location = t->location;
}

/* The dossier as somebody who may read it sees it: straight from the office. */
static err *load(ctx *c, void *arg) {
  storyteller *t = arg;
  static _Thread_local dossier d;
  TRY(dossier_by_code(c, t->code, &d));
  t->version = d.version;
  t->reply = str_fmt(c->a, "%.*s|%lld|%lld|%.*s|%.*s|%.*s|%.*s", STR_ARG(d.state),
                     (long long)d.status, (long long)d.seq,
                     STR_ARG(instant_rfc3339(c->a, d.due_at)), STR_ARG(d.decision),
                     STR_ARG(instant_rfc3339(c->a, d.first_due_at)),
                     STR_ARG(instant_rfc3339(c->a, d.paused_at)));
  return NULL;
}

static str look(storyteller *t, size_t which) {
  const edition *e = office_edition(t->office);
  ctx c = {.a = t->a, .office = t->office, .edition = e, .now = instant_now()};
  err *x = ctx_read(&c, load, t);
  office_release(t->office, e);
  if (x) return story_fail(t, "%.*s", STR_ARG(err_line(t->a, x))), STR_NONE;
  str rest = t->reply, part = STR_NONE;
  for (size_t i = 0; i <= which; i++)
    if (!str_split(&rest, '|', &part)) return STR_NONE;
  return part;
}

/* --- time --- */
static void clock_stands(storyteller *t, const str *p) {
  instant at;
  t->ntokens = 0;
  if (!instant_parse(p[0], &at)) story_fail(t, "not a time");
  else instant_fix(at);
  err *e = office_renew(t->office); /* as jobs do: what is in effect depends on the day */
  if (e) story_fail(t, "%.*s", STR_ARG(err_line(t->a, e)));
  t->ntokens = 0; /* sessions have lapsed by then: everybody signs in anew */
}

static void clock_moves(storyteller *t, const str *p) {
  int64_t n;
  if (!str_to_i64(p[0], &n)) story_fail(t, "not a number");
  else instant_fix((instant){instant_now().us + n * MINUTE});
  if (n >= 60) t->ntokens = 0; /* sessions end */
}

/* --- filing --- */
static void uploads(storyteller *t, const str *p) {
  str bytes;
  if (!read_data(t, p[1], &bytes)) return;
  str body = str_cat(t->a, S("--frontier\r\nContent-Disposition: form-data; name=\"file\"; "
                             "filename=\""), p[1], S("\"\r\nContent-Type: image/jpeg\r\n\r\n"),
                     bytes, S("\r\n--frontier--\r\n"));
  story_send(t, &(story_request){.who = p[0], .method = S("POST"), .path = S("/papers"),
                                 .body = body, .if_match = -1,
                                 .content_type = S("multipart/form-data; boundary=frontier")});
  expect_status(t, 201);
  str id = json_str(json_get(reply_json_of(t), S("id")));
  if (!id.p) story_fail(t, "no id for the paper");
  else if (t->npapers < COUNT(t->papers))
    t->papers[t->npapers++] = (pending_paper){p[0], p[2], id};
}

/* What somebody has uploaded and not given yet, as a body holds it. */
static str papers_of(storyteller *t, str who) {
  buf b = buf_in(t->a);
  buf_char(&b, '{');
  bool first = true;
  for (size_t i = 0; i < t->npapers; i++) {
    if (!str_eq(t->papers[i].who, who)) continue;
    buf_fmt(&b, "%s\"%.*s\":[\"%.*s\"]", first ? "" : ",", STR_ARG(t->papers[i].component),
            STR_ARG(t->papers[i].id));
    first = false;
  }
  buf_char(&b, '}');
  return buf_str(&b);
}

/* They are the dossier's now. */
static void forget_papers(storyteller *t, str who) {
  size_t n = 0;
  for (size_t i = 0; i < t->npapers; i++)
    if (!str_eq(t->papers[i].who, who)) t->papers[n++] = t->papers[i];
  t->npapers = n;
}

static str filing_body(storyteller *t, str who, str code, str data, str channel) {
  str fields;
  if (!read_data(t, data, &fields)) return STR_NONE;
  buf b = buf_in(t->a);
  buf_fmt(&b, "{\"procedure\":\"%.*s\",\"channel\":\"%.*s\",\"fields\":", STR_ARG(code),
          STR_ARG(channel));
  buf_add(&b, str_trim(fields));
  if (t->filing_more.p) buf_add(&b, t->filing_more);
  if (t->mandate.p) buf_fmt(&b, ",\"mandate\":\"%.*s\"", STR_ARG(t->mandate));
  buf_add(&b, S(",\"papers\":"));
  buf_add(&b, papers_of(t, who));
  buf_char(&b, '}');
  return buf_str(&b);
}

void story_file(storyteller *t, const str *p, str channel, int wanted) {
  str body = filing_body(t, p[0], p[1], p[2], channel);
  if (!body.p) return;
  static int64_t number;
  post(t, (story_request){.who = p[0], .path = S("/dossiers"), .body = body, .if_match = -1,
                          .key = str_fmt(t->a, "filing-%lld", (long long)++number)});
  expect_status(t, wanted);
  if (wanted != 201) return;
  t->other = t->code;
  t->code = json_str(json_get(reply_json_of(t), S("code")));
  t->tracking = json_str(json_get(reply_json_of(t), S("tracking_code")));
  if (!t->code.p || !t->tracking.p) story_fail(t, "no code");
  forget_papers(t, p[0]);
}
static void files(storyteller *t, const str *p) { story_file(t, p, S("online"), 201); }
static void files_by(storyteller *t, const str *p) { story_file(t, p, p[3], 201); }
static void files_refused(storyteller *t, const str *p) {
  story_file(t, p, S("online"), 422);
  str wanted = str_cat(t->a, S("\"field\":\""), p[3], S("\""));
  if (str_find(t->reply, wanted) < 0)
    story_fail(t, "no error at %.*s: %.*s", STR_ARG(p[3]), STR_ARG(str_sub(t->reply, 0, 800)));
}

/* --- drafts --- */
static void keep(storyteller *t, str who, str data) {
  str fields;
  if (!read_data(t, data, &fields)) return;
  str draft = t->draft.n ? str_cat(t->a, S(",\"draft\":\""), t->draft, S("\"")) : S("");
  post(t, (story_request){.who = who, .path = S("/drafts"),
                          .if_match = t->draft.n ? t->version : -1,
                          .body = str_cat(t->a, S("{\"procedure\":\""), t->begun,
                                          S("\",\"fields\":"), fields, draft, S("}"))});
  expect_status(t, t->draft.n ? 200 : 201);
  t->draft = json_str(json_get(reply_json_of(t), S("id")));
  if (!json_int(json_get(reply_json_of(t), S("version")), &t->version)) story_fail(t, "no version");
}
static void begins_filing(storyteller *t, const str *p) {
  t->draft = STR_NONE;
  t->begun = p[1];
  keep(t, p[0], str_cat(t->a, p[2], S(".json")));
}
static void goes_on(storyteller *t, const str *p) { keep(t, p[0], p[1]); }
static void sends_draft(storyteller *t, const str *p) {
  get(t, p[0], str_cat(t->a, S("/drafts/"), t->draft));
  expect_status(t, 200);
  buf fields = buf_in(t->a);
  const json *kept = json_get(reply_json_of(t), S("fields"));
  if (!kept) return story_fail(t, "no fields");
  json_write(&fields, kept);
  post(t, (story_request){.who = p[0], .path = S("/dossiers"), .if_match = t->version,
                          .body = str_cat(t->a, S("{\"procedure\":\""), t->begun,
                                          S("\",\"fields\":"), buf_str(&fields),
                                          S(",\"draft\":\""), t->draft, S("\"}"))});
  expect_status(t, 201);
  t->code = json_str(json_get(reply_json_of(t), S("code")));
}

static void draft_gone(storyteller *t, const str *p) {
  get(t, p[0], str_cat(t->a, S("/drafts/"), t->draft));
  expect_status(t, 404);
}

static void repeats(storyteller *t, const str *p) {
  (void)p;
  int before = t->last_status;
  str location = t->last_location;
  post(t, t->last);
  expect_status(t, before);
  if (!str_eq(t->location, location)) story_fail(t, "another location");
}

/* --- steps --- */
static void step(storyteller *t, str who, str verb, str more, int wanted) {
  if (!str_ends(verb, S("s"))) return story_fail(t, "not a step");
  str name = str_sub(verb, 0, verb.n - 1);
  look(t, 0);
  str body = str_cat(t->a, S("{\"note\":\"Đã kiểm tra.\""), more, S("}"));
  static int64_t number;
  post(t, (story_request){.who = who, .path = path_of(t, str_cat(t->a, S("/"), name).p),
                          .body = body, .if_match = t->version,
                          .key = str_fmt(t->a, "step-%lld", (long long)++number)});
  expect_status(t, wanted);
  if (t->status == 200 && str_find(more, S("\"papers\":")) >= 0) forget_papers(t, who);
}
static void jobs_done(storyteller *t, const str *p) {
  (void)p;
  err *e = jobs_run_once(t->office);
  if (e) story_fail(t, "%.*s", STR_ARG(err_line(t->a, e)));
}
#define PIN(pin) S(",\"pin\":\"" pin "\"")

static err *find_who(ctx *c, void *arg) {
  str *found = arg;
  const actor *who;
  TRY(account_by_token(c, *found, S("token"), &who));
  *found = who ? who->public_id : STR_NONE;
  return NULL;
}

/* The public id of an account. */
static str public_id(storyteller *t, str login) {
  str found = story_token(t, login);
  const edition *e = office_edition(t->office);
  ctx c = {.a = t->a, .office = t->office, .edition = e, .now = instant_now()};
  err *x = ctx_read(&c, find_who, &found);
  office_release(t->office, e);
  return x ? STR_NONE : found;
}

static str cut_word(str *rest, const char *by) {
  ptrdiff_t at = str_find(*rest, str_of(by));
  size_t end = at < 0 ? rest->n : (size_t)at, after = at < 0 ? rest->n : end + strlen(by);
  str head = str_sub(*rest, 0, end);
  *rest = str_sub(*rest, after, rest->n);
  return head;
}

static bool plain(str key) { return str_eq(key, S("amount")) || str_eq(key, S("warned")); }

/* "reason missing_paper and until 2026-12-04" as members; the papers that `who` has uploaded and
 * not given yet go with "papers new". */
static str stating(storyteller *t, str who, str what) {
  buf b = buf_in(t->a);
  while (what.n) {
    str value = cut_word(&what, " and "), key = cut_word(&value, " ");
    if (str_eq(key, S("officer"))) value = public_id(t, value);
    buf_fmt(&b, ",\"%.*s\":", STR_ARG(key));
    if (str_eq(key, S("papers"))) buf_add(&b, papers_of(t, who));
    else if (str_eq(key, S("fields"))) buf_add(&b, read_data(t, value, &value) ? value : S("null"));
    else if (plain(key)) buf_add(&b, value);
    else buf_fmt(&b, "\"%.*s\"", STR_ARG(value));
  }
  return buf_str(&b);
}

static str key_for(str verb) {
  const workflow_step *s = workflow_action(str_sub(verb, 0, verb.n - 1));
  return s && s->effects & E_LIGHT ? S("") : PIN("123456");
}

static void steps_stating(storyteller *t, const str *p) {
  step(t, p[0], p[1], str_cat(t->a, key_for(p[1]), stating(t, p[0], p[2])), 200);
}
static void refused_stating(storyteller *t, const str *p) {
  int64_t wanted;
  if (!str_to_i64(p[3], &wanted)) return story_fail(t, "not a status");
  step(t, p[0], p[1], str_cat(t->a, key_for(p[1]), stating(t, p[0], p[2])), (int)wanted);
  if (str_find(t->reply, p[4]) < 0)
    story_fail(t, "it says otherwise: %.*s", STR_ARG(str_sub(t->reply, 0, 800)));
}
static void steps(storyteller *t, const str *p) { step(t, p[0], p[1], key_for(p[1]), 200); }
static void steps_decision(storyteller *t, const str *p) {
  step(t, p[0], p[1], str_cat(t->a, PIN("123456"), S(",\"decision\":\""), p[2], S("\"")), 200);
}
/* To a result that was granted and handed over; p[0]: where the officers are. */
static void five_steps(storyteller *t, const str *p) {
  static const char *const all[][2] = {{"receptionist", "receives"}, {"appraiser", "appraises"},
                                       {"approver", "approves"},     {"sealer", "seals"},
                                       {"returner", "returns"}};
  for (size_t i = 0; i < COUNT(all) && !t->failure.p; i++) {
    bool decides = i == 1 || i == 2;
    step(t, str_cat(t->a, str_of(all[i][0]), S("."), p[0]), str_of(all[i][1]),
         decides ? str_cat(t->a, PIN("123456"), S(",\"decision\":\"grant\"")) : PIN("123456"), 200);
    if (!t->failure.p) jobs_done(t, p);
  }
}
static void refused(storyteller *t, const str *p) {
  int64_t wanted;
  if (!str_to_i64(p[2], &wanted)) return story_fail(t, "not a status");
  step(t, p[0], p[1], key_for(p[1]), (int)wanted);
  if (str_find(t->reply, p[3]) < 0)
    story_fail(t, "it says otherwise: %.*s", STR_ARG(str_sub(t->reply, 0, 800)));
}
static void with_pin(storyteller *t, const str *p) {
  int64_t wanted;
  if (!str_to_i64(p[3], &wanted)) return story_fail(t, "not a status");
  step(t, p[0], p[1], str_cat(t->a, S(",\"pin\":\""), p[2], S("\"")), (int)wanted);
}
static void wrong_pin(storyteller *t, const str *p) {
  int64_t wanted;
  if (!str_to_i64(p[2], &wanted)) return story_fail(t, "not a status");
  step(t, p[0], p[1], PIN("000000"), (int)wanted);
}
static void has_seen(storyteller *t, const str *p) {
  (void)p;
  look(t, 0);
  t->seen_dossier = t->version;
}
static void steps_late(storyteller *t, const str *p) {
  int64_t wanted;
  if (!str_to_i64(p[3], &wanted)) return story_fail(t, "not a status");
  post(t, (story_request){.who = p[0], .if_match = t->seen_dossier,
                          .path = path_of(t, str_cat(t->a, S("/"), str_sub(p[1], 0, p[1].n - 1)).p),
                          .body = str_cat(t->a, S("{\"note\":\"\""), key_for(p[1]),
                                          stating(t, p[0], p[2]), S("}"))});
  expect_status(t, (int)wanted);
}
static void begins_stating(storyteller *t, const str *p) {
  step(t, p[0], str_cat(t->a, p[1], S("s")), stating(t, p[0], p[2]), 202);
  t->signing = t->location;
}
static void begins(storyteller *t, const str *p) {
  step(t, p[0], str_cat(t->a, p[1], S("s")), S(""), 202);
  t->signing = t->location;
  if (!str_starts(t->signing, S("/signings/"))) story_fail(t, "no signing");
}

static void token_signs_expect(storyteller *t, str who, int wanted) {
  get(t, who, t->signing);
  expect_status(t, 200);
  const json *list = json_get(reply_json_of(t), S("to_sign"));
  buf b = buf_in(t->a);
  buf_add(&b, S("{\"signatures\":["));
  for (size_t i = 0; list && i < list->n; i++) {
    str digest = base64_read(t->a, json_str(json_get(&list->items[i], S("digest"))));
    str certificate = base64_read(t->a, json_str(json_get(&list->items[i], S("certificate"))));
    str signature = STR_NONE;
    err *e = story_token_sign(t, who, certificate, digest, &signature);
    if (e) return story_fail(t, "%.*s", STR_ARG(err_line(t->a, e)));
    buf_fmt(&b, "%s\"%.*s\"", i ? "," : "", STR_ARG(base64_of(t->a, signature)));
  }
  buf_add(&b, S("]}"));
  post(t, (story_request){.who = who, .path = t->signing, .body = buf_str(&b), .if_match = -1});
  expect_status(t, wanted);
}
static void token_signs(storyteller *t, const str *p) { token_signs_expect(t, p[0], 200); }
static void token_signs_late(storyteller *t, const str *p) {
  int64_t wanted;
  if (!str_to_i64(p[1], &wanted)) return story_fail(t, "not a status");
  token_signs_expect(t, p[0], (int)wanted);
}
static void signing_gone(storyteller *t, const str *p) {
  get(t, p[0], t->signing);
  expect_status(t, 410);
  post(t, (story_request){.who = p[0], .path = t->signing, .if_match = -1,
                          .body = S("{\"signatures\":[\"AAAA\",\"AAAA\"]}")});
  expect_status(t, 410);
}

/* --- what holds --- */
static void same(storyteller *t, str got, str wanted) {
  if (!str_eq(got, wanted))
    story_fail(t, "it is \"%.*s\"", STR_ARG(got));
}
static void state_is(storyteller *t, const str *p) {
  same(t, look(t, 0), p[0]);
  same(t, look(t, 1), p[1]);
}
static void due_is(storyteller *t, const str *p) { same(t, str_sub(look(t, 3), 0, 16), p[0]); }
static void no_due(storyteller *t, const str *p) {
  (void)p;
  same(t, look(t, 3), S(""));
}
static void first_due_is(storyteller *t, const str *p) {
  same(t, str_sub(look(t, 5), 0, 16), p[0]);
}
static void paused_is(storyteller *t, const str *p) {
  (void)p;
  if (!look(t, 6).n) story_fail(t, "the clock runs");
}
static void events_are(storyteller *t, const str *p) { same(t, look(t, 2), p[0]); }
static void sees(storyteller *t, const str *p) {
  get(t, p[0], path_of(t, ""));
  expect_status(t, 200);
}
static void sees_not(storyteller *t, const str *p) {
  get(t, p[0], path_of(t, ""));
  expect_status(t, 404);
}
static void gets(storyteller *t, const str *p) {
  int64_t wanted;
  if (!str_to_i64(p[2], &wanted)) return story_fail(t, "not a status");
  ptrdiff_t at = str_find(p[1], S("CODE"));
  str path = at < 0 ? p[1]
                    : str_cat(t->a, str_sub(p[1], 0, (size_t)at), t->code,
                              str_sub(p[1], (size_t)at + 4, p[1].n));
  get(t, str_eq(p[0], S("nobody")) ? STR_NONE : p[0], path);
  expect_status(t, (int)wanted);
}
static void it_says(storyteller *t, const str *p) {
  str wanted = str_eq(p[0], S("CODE")) ? t->code : p[0];
  if (str_find(t->reply, wanted) < 0)
    story_fail(t, "not found in: %.*s", STR_ARG(str_sub(t->reply, 0, 800)));
}
static void it_does_not_say(storyteller *t, const str *p) {
  if (str_find(t->reply, p[0]) >= 0)
    story_fail(t, "found in: %.*s", STR_ARG(str_sub(t->reply, 0, 800)));
}
static void code_is_like(storyteller *t, const str *p) {
  bool ok = t->code.n == p[0].n;
  for (size_t i = 0; ok && i < p[0].n; i++)
    ok = p[0].p[i] == 'N' ? t->code.p[i] >= '0' && t->code.p[i] <= '9' : p[0].p[i] == t->code.p[i];
  if (!ok) story_fail(t, "it is %.*s", STR_ARG(t->code));
}
static void on_desk(storyteller *t, const str *p) {
  get(t, p[0], S("/dossiers?view=desk"));
  expect_status(t, 200);
  if (str_find(t->reply, t->code) < 0) story_fail(t, "not there");
}
static void in_list(storyteller *t, const str *p) {
  get(t, p[0], S("/dossiers?view=mine"));
  expect_status(t, 200);
  if (str_find(t->reply, t->code) < 0) story_fail(t, "not there");
}

/* --- keys and programs --- */
static void revoked(storyteller *t, const str *p) {
  err *e = demo_revoke(t->office, t->a, instant_now(), p[0]);
  if (!e) e = office_renew(t->office);
  if (e) story_fail(t, "%.*s", STR_ARG(err_line(t->a, e)));
}
static void expired(storyteller *t, const str *p) {
  err *e = demo_expire(t->office, t->a, instant_now(), p[0]);
  if (!e) e = office_renew(t->office);
  if (e) story_fail(t, "%.*s", STR_ARG(err_line(t->a, e)));
}
static void verifies(storyteller *t, const str *p) {
  (void)p;
  verify_report r;
  err *e = verify_all(t->office, t->a, NULL, NULL, &r);
  if (e) story_fail(t, "%.*s", STR_ARG(err_line(t->a, e)));
  else if (!r.ok) story_fail(t, "%.*s", STR_ARG(r.first_wrong));
}

static bool save(storyteller *t, str name, str bytes) {
  FILE *f = fopen(str_cat(t->a, t->folder, S("/"), name).p, "wb");
  bool ok = f && fwrite(bytes.p, 1, bytes.n, f) == bytes.n;
  if (f && fclose(f)) ok = false;
  if (!ok) story_fail(t, "cannot write %.*s", STR_ARG(name));
  return ok;
}
/* Other people's programs over the result and every signed event. */
static void programs_agree(storyteller *t, const str *p) {
  get(t, p[0], path_of(t, "/result.pdf"));
  expect_status(t, 200);
  if (t->failure.p || !save(t, S("result.pdf"), t->reply)) return;
  get(t, p[0], path_of(t, "/events"));
  const json *items = json_get(reply_json_of(t), S("items"));
  for (size_t i = 0; items && i < items->n; i++) {
    const json *e = &items->items[i];
    if (!str_eq(json_str(json_get(e, S("scheme"))), S("cms"))) continue;
    save(t, str_fmt(t->a, "%zu.signed", i),
         base64_read(t->a, json_str(json_get(e, S("signed")))));
    save(t, str_fmt(t->a, "%zu.cms", i),
         base64_read(t->a, json_str(json_get(e, S("signature")))));
  }
  if (!items || items->n == 0) return story_fail(t, "no events");
  const char *command = str_cat(t->a, S("tests/check_result.sh "), t->folder,
                                S(" 2>&1 | tail -5 >&2; exit ${PIPESTATUS[0]}")).p;
  const char *line = str_cat(t->a, S("bash -c '"), str_of(command), S("'")).p;
  if (system(line)) story_fail(t, "pdfsig or openssl refuses it");
}

static const story_saying sentences[] = {
    {"The clock stands at *", clock_stands},
    {"* minutes pass", clock_moves},
    {"* uploads * as *", uploads},
    {"* files * with * but is refused at *", files_refused},
    {"* files * with * by *", files_by},
    {"* files * with *", files},
    {"* begins * with *.json", begins_filing},
    {"* goes on with *", goes_on},
    {"* sends the draft", sends_draft},
    {"The draft of * is gone", draft_gone},
    {"The same request comes again", repeats},
    {"The code is like *", code_is_like},
    {"The dossier is *, status *", state_is},
    {"It is due at *", due_is},
    {"It was first due at *", first_due_is},
    {"Its clock stands still", paused_is},
    {"It has no due date yet", no_due},
    {"It has * events", events_are},
    {"* finds it on the desk", on_desk},
    {"* finds it among their own", in_list},
    {"* sees the dossier", sees},
    {"* does not see the dossier", sees_not},
    {"* asks for * and gets *", gets},
    {"The reply does not say \"*\"", it_does_not_say},
    {"The reply says \"*\"", it_says},
    {"The paper is drawn", jobs_done},
    {"Notices go out", jobs_done},
    {"* has seen the dossier", has_seen},
    {"* * what was seen, stating *, and gets *", steps_late},
    {"* begins to * with a token, stating *", begins_stating},
    {"* begins to * with a token", begins},
    {"* finds the signing gone", signing_gone},
    {"The token of * signs and gets *", token_signs_late},
    {"The token of * signs", token_signs},
    {"The certificate of * is revoked", revoked},
    {"The certificate of * has run out", expired},
    {"Everything verifies", verifies},
    {"pdfsig and openssl agree for *", programs_agree},
    {"* tries * with a wrong PIN and gets *", wrong_pin},
    {"* tries * with the PIN * and gets *", with_pin},
    {"* tries *, stating *, and gets *: *", refused_stating},
    {"* tries * and gets *: *", refused},
    {"* * it, stating *", steps_stating},
    {"* * it and decides *", steps_decision},
    {"The officers of * take it through the five steps", five_steps},
    {"* * the dossier", steps},
    {NULL, NULL},
};

static bool said_in(storyteller *t, str line, const story_saying *list) {
  for (; list->pattern; list++) {
    str part[PARTS] = {STR_NONE};
    if (!match(line, list->pattern, part)) continue;
    list->say(t, part);
    return true;
  }
  return false;
}

bool story_sentence(storyteller *t, str line) {
  return said_in(t, line, officer_sentences) || said_in(t, line, unit_sentences) ||
         said_in(t, line, ruling_sentences) || said_in(t, line, dialogue_sentences) ||
         said_in(t, line, counter_sentences) || said_in(t, line, people_sentences) ||
         said_in(t, line, tracking_sentences) ||
         said_in(t, line, desk_sentences) ||
         said_in(t, line, paper_sentences) ||
         said_in(t, line, notice_sentences) ||
         said_in(t, line, sentences);
}

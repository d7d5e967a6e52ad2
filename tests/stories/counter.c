/* counter: what a story can say of the counter and who is there; beside sentences.c. */
#include "office/counter.h"
#include "office/verify.sql.h"
#include "story.h"

static const json *reply_json_of(storyteller *t) {
  const json *v = NULL;
  return json_parse(t->a, t->reply, &v) ? NULL : v;
}

static void send(storyteller *t, str who, str path, str body, int wanted) {
  story_send(t, &(story_request){.who = who, .method = S("POST"), .path = path, .body = body,
                                 .content_type = S("application/json"), .if_match = -1});
  if (t->status == wanted) return;
  str reply = str_sub(t->reply, 0, 800);
  story_fail(t, "expected %d, got %d %.*s", wanted, t->status, STR_ARG(reply));
}

/* --- who is there --- */
static const json *found(storyteller *t, str who, str asked) {
  send(t, who, S("/counter"), str_cat(t->a, S("{\"q\":\""), asked, S("\"}")), 200);
  const json *items = json_get(reply_json_of(t), S("items"));
  return items && items->n ? &items->items[0] : NULL;
}

static void finds(storyteller *t, const str *p) {
  const json *hit = found(t, p[0], p[2]);
  if (!hit) return story_fail(t, "nobody is found");
  t->person = json_str(json_get(hit, S("id")));
  str name = json_str(json_get(hit, S("name")));
  if (!str_eq(name, p[1])) story_fail(t, "it is %.*s", STR_ARG(name));
}

static void finds_nobody(storyteller *t, const str *p) {
  if (found(t, p[0], p[1])) story_fail(t, "somebody is found");
}

static void finds_same(storyteller *t, const str *p) {
  const json *hit = found(t, p[0], p[1]);
  if (!hit || !str_eq(json_str(json_get(hit, S("id"))), t->person))
    story_fail(t, "it is somebody else");
}

static void registers(storyteller *t, const str *p) {
  int64_t wanted;
  if (!str_to_i64(p[4], &wanted)) return story_fail(t, "not a status");
  send(t, p[0], S("/counter/people"),
       str_cat(t->a, S("{\"full_name\":\""), p[1], S("\",\"personal_id\":\""), p[2],
               S("\",\"phone\":\""), p[3],
               S("\",\"birth_day\":\"02/03/1961\",\"sex\":\"female\",\"commune\":\"06688\","
                 "\"address\":\"Tổ 5, khu 2\"}")),
       (int)wanted);
  if (wanted == 201) t->person = json_str(json_get(reply_json_of(t), S("id")));
}

/* --- filed for --- */
static void file_with(storyteller *t, const str *p, str more, int wanted) {
  t->filing_more = str_cat(t->a, S(",\"for\":\""), t->person, S("\""), more);
  story_file(t, p, S("counter"), wanted);
  t->filing_more = STR_NONE;
}

static void files_for(storyteller *t, const str *p) { file_with(t, p, S(""), 201); }
static void files_away(storyteller *t, const str *p) {
  file_with(t, p, S(",\"reception\":\"competent\""), 201);
}
static void files_received(storyteller *t, const str *p) {
  file_with(t, p, S(",\"receive\":true,\"pin\":\"123456\""), 201);
}
static void files_compared(storyteller *t, const str *p) {
  file_with(t, p, S(",\"receive\":true,\"compared\":true,\"pin\":\"123456\""), 201);
}
static void files_wrong_pin(storyteller *t, const str *p) {
  file_with(t, p, S(",\"receive\":true,\"pin\":\"000000\""), 403);
}
static void files_refused(storyteller *t, const str *p) {
  file_with(t, p, S(""), 422);
  str wanted = str_cat(t->a, S("\"field\":\""), p[3], S("\""));
  if (str_find(t->reply, wanted) < 0)
    story_fail(t, "no error at %.*s: %.*s", STR_ARG(p[3]), STR_ARG(str_sub(t->reply, 0, 800)));
}

/* --- what is on record --- */
typedef struct looking {
  storyteller *t;
  str holder, filer, support, reception, competent;
  int64_t looks;
} looking;

static str code_of(const ctx *c, int64_t unit_id) {
  const unit *u = edition_unit(c->edition, unit_id);
  return u ? u->code : S("none");
}

static err *read_record(ctx *c, void *arg) {
  looking *l = arg;
  dossier d;
  person holder;
  TRY(dossier_by_code(c, l->t->code, &d));
  TRY(person_get(c, d.holder_id, &holder));
  l->holder = holder.full_name;
  l->support = code_of(c, d.support_unit_id);
  l->reception = code_of(c, d.reception_unit_id);
  l->competent = code_of(c, d.unit_id);
  return NULL;
}

static looking record(storyteller *t) {
  looking l = {.t = t};
  const edition *e = office_edition(t->office);
  ctx c = {.a = t->a, .office = t->office, .edition = e, .now = instant_now()};
  err *x = ctx_read(&c, read_record, &l);
  office_release(t->office, e);
  if (x) story_fail(t, "%.*s", STR_ARG(err_line(t->a, x)));
  return l;
}

static void holder_is(storyteller *t, const str *p) {
  looking l = record(t);
  if (!str_eq(l.holder, p[0])) story_fail(t, "it is %.*s's", STR_ARG(l.holder));
}

static void units_are(storyteller *t, const str *p) {
  looking l = record(t);
  if (!str_eq(l.support, p[0]) || !str_eq(l.reception, p[1]) || !str_eq(l.competent, p[2]))
    story_fail(t, "they are %.*s, %.*s, %.*s", STR_ARG(l.support), STR_ARG(l.reception),
               STR_ARG(l.competent));
}

/* --- scans, figures, opening --- */
typedef struct scans {
  str code, list;
} scans;

static err *read_scans(ctx *c, void *arg) {
  scans *s = arg;
  dossier d;
  const dossier_paper *all;
  size_t n;
  buf b = buf_in(c->a);
  TRY(dossier_by_code(c, s->code, &d));
  TRY(dossier_papers(c, d.id, &all, &n));
  buf_char(&b, '[');
  for (size_t i = 0; i < n; i++) buf_fmt(&b, "%s\"%.*s\"", i ? "," : "", STR_ARG(all[i].id));
  buf_char(&b, ']');
  s->list = buf_str(&b);
  return NULL;
}

str story_scans(storyteller *t) {
  scans s = {.code = t->code};
  const edition *e = office_edition(t->office);
  ctx c = {.a = t->a, .office = t->office, .edition = e, .now = instant_now()};
  err *x = ctx_read(&c, read_scans, &s);
  office_release(t->office, e);
  if (x) story_fail(t, "%.*s", STR_ARG(err_line(t->a, x)));
  return x ? S("[]") : s.list;
}

typedef struct figure {
  str code, measure;
  int64_t n;
} figure;

static err *read_figure(ctx *c, void *arg) {
  figure *f = arg;
  dossier d;
  verify_deltas_row *rows;
  size_t n;
  TRY(dossier_by_code(c, f->code, &d));
  TRY(verify_deltas(c->db, c->a, d.id, &rows, &n));
  for (size_t i = 0; i < n; i++)
    if (str_eq(rows[i].measure, f->measure)) f->n += rows[i].n;
  return NULL;
}

static void figure_is(storyteller *t, const str *p) {
  figure f = {.code = t->code, .measure = p[0]};
  int64_t wanted;
  const edition *e = office_edition(t->office);
  ctx c = {.a = t->a, .office = t->office, .edition = e, .now = instant_now()};
  err *x = ctx_read(&c, read_figure, &f);
  office_release(t->office, e);
  if (x) return story_fail(t, "%.*s", STR_ARG(err_line(t->a, x)));
  if (!str_to_i64(p[1], &wanted) || f.n != wanted) story_fail(t, "it is %lld", (long long)f.n);
}

/* Their newest upload as "result" is put in the store of the person there. */
static void brings(storyteller *t, const str *p) {
  int64_t wanted;
  if (!str_to_i64(p[4], &wanted)) return story_fail(t, "not a status");
  str id = STR_NONE;
  for (size_t i = 0; i < t->npapers; i++)
    if (str_eq(t->papers[i].who, p[0])) id = t->papers[i].id;
  send(t, p[0], str_cat(t->a, S("/counter/people/"), t->person, S("/results")),
       str_cat(t->a, S("{\"type\":\""), p[1], S("\",\"number\":\""), p[2],
               S("\",\"issued\":\""), p[3], S("\",\"pin\":\"123456\",\"papers\":{\"result\":[\""),
               id.p ? id : S("none"), S("\"]}}")),
       (int)wanted);
}

static void opens(storyteller *t, const str *p) {
  story_send(t, &(story_request){.who = p[0], .method = S("GET"), .if_match = -1,
                                 .path = str_cat(t->a, S("/dossiers/"), t->code,
                                                 S("/result.pdf"))});
  if (t->status != 200) story_fail(t, "got %d", t->status);
}

const story_saying counter_sentences[] = {
    {"* finds nobody at the counter by *", finds_nobody},
    {"* finds the same person at the counter by *", finds_same},
    {"* finds * at the counter by *", finds},
    {"* registers * at the counter with number *, phone *, and gets *", registers},
    {"* files * with * for the person there, received by the competent authority", files_away},
    {"* files * with * for the person there and receives it at once", files_received},
    {"* files * with * for the person there, compares the scans and receives it at once",
     files_compared},
    {"* files * with * for the person there with a wrong PIN", files_wrong_pin},
    {"* files * with * for the person there but is refused at *", files_refused},
    {"* files * with * for the person there", files_for},
    {"* puts it in the store of the person there as *, number * of *, and gets *", brings},
    {"* opens the result", opens},
    {"It counts under * as *", figure_is},
    {"The holder is *", holder_is},
    {"Support point, reception and competent authority are *, *, *", units_are},
    {NULL, NULL},
};

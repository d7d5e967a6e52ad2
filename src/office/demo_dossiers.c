/* demo_dossiers: dossiers of the demonstration, filed and carried on through the ordinary gate, by
 * the ordinary people with their ordinary keys; see demo.h.  Keys are unlocked once. */
#include "base/buf.h"
#include "base/defer.h"
#include "office/account.h"
#include "office/demo_impl.h"
#include "office/paper.h"
#include "office/result.h"
#include "office/result.sql.h"
#include "office/signature.sql.h"
#include "office/signature_impl.h"

enum { STEPS = 5, APART_MINUTES = 7, STEP_MINUTES = 1, MEMORY = 256 << 20 };

static const char *const officers[STEPS] = {"receptionist.halong", "appraiser.halong",
                                            "approver.halong", "sealer.halong",
                                            "returner.halong"};

typedef struct cast {
  const actor *citizen, *officer[STEPS];
  keyring keys[STEPS];
  paper photo;
} cast;

/* A white pixel: the least a photo can be. */
static const unsigned char pixel[] = {
    0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0x00, 0x00, 0x00, 0x0D, 0x49, 0x48,
    0x44, 0x52, 0x00, 0x00, 0x00, 0x01, 0x00, 0x00, 0x00, 0x01, 0x08, 0x00, 0x00, 0x00,
    0x00, 0x3A, 0x7E, 0x9B, 0x55, 0x00, 0x00, 0x00, 0x0A, 0x49, 0x44, 0x41, 0x54, 0x78,
    0x9C, 0x63, 0xF8, 0x0F, 0x00, 0x01, 0x01, 0x01, 0x00, 0xB1, 0x38, 0xF6, 0x14, 0x00,
    0x00, 0x00, 0x00, 0x49, 0x45, 0x4E, 0x44, 0xAE, 0x42, 0x60, 0x82};

/* --- the people --- */

typedef struct entry {
  session session;
  const actor *who;
} entry;

static err *who_is(ctx *c, void *arg) {
  entry *e = arg;
  return account_by_token(c, e->session.token, e->session.via, &e->who);
}

static err *enter(ctx *c, const char *login, const actor **who) {
  entry e = {0};
  TRY(account_sign_in_demo(c, str_of(login), &e.session));
  TRY(ctx_read(c, who_is, &e));
  if (!e.who) return ERR(INTERNAL, "a person of the demonstration cannot sign in");
  *who = e.who;
  return account_sign_out(c, e.session.token);
}

typedef struct key_search {
  registered_key own;
  int64_t seal_id;
  bool seals;
} key_search;

static err *find_keys(ctx *c, void *arg) {
  key_search *q = arg;
  TRY(key_of_actor(c, c->now, &q->own));
  if (!q->seals) return NULL;
  registered_key seal;
  const role_held *sealer = actor_role(c->who, S("sealer"), 0, S(""));
  TRY(key_of_authority(c, sealer->unit_id, c->now, &seal));
  q->seal_id = seal.id;
  return NULL;
}

static void cast_leave(cast *k) {
  for (size_t i = 0; i < STEPS; i++) keyring_close(&k->keys[i]);
}

static err *gather(ctx *c, cast *k) {
  TRY(enter(c, "citizen", &k->citizen));
  for (size_t i = 0; i < STEPS; i++) {
    TRY(enter(c, officers[i], &k->officer[i]));
    c->who = k->officer[i];
    key_search q = {.seals = actor_has(c->who, S("sealer"), 0)};
    TRY(ctx_read(c, find_keys, &q));
    TRY(keyring_open(c, q.own.id, q.seal_id, S(DEMO_PIN), &k->keys[i]));
  }
  c->who = k->citizen;
  str photo = {(const char *)pixel, sizeof pixel};
  return paper_store(c, photo, S("giay-chung-sinh.png"), &k->photo);
}

/* --- one dossier --- */

typedef struct draft_search {
  int64_t dossier_id;
  outbox_of_event_row row;
  bool found;
} draft_search;

static err *find_draft(ctx *c, void *arg) {
  draft_search *q = arg;
  int64_t event_id;
  TRY(result_drafting_event(c, q->dossier_id, &event_id));
  return event_id ? outbox_of_event(c->db, c->a, S("draft"), event_id, &q->row, &q->found) : NULL;
}

/* What the job would do in a moment: the next step needs it now. */
static err *draw(ctx *c, const dossier *d, const workflow_step *step) {
  if (!(step->effects & E_DRAFTS)) return NULL;
  draft_search q = {.dossier_id = d->id};
  TRY(ctx_read(c, find_draft, &q));
  if (!q.found) return NULL;
  return result_make_draft(c, d->id, q.row.event_id, q.row.id);
}

static err *carry_on(ctx *c, const cast *k, const dossier *d, int64_t steps, bool reject) {
  str state = d->state;
  for (int64_t i = 0; i < steps; i++) {
    const workflow_step *step = workflow_next(state);
    if (!step || i >= STEPS) return NULL;
    step_wish wish = {.code = d->code, .action = step->action, .seen_version = d->version + i};
    if (step->effects & (E_DECIDES | E_CONFIRMS)) wish.decision = reject ? S("reject") : S("grant");
    if (step->effects & E_DECIDES && reject) {
      wish.reason = (given_reason){.id = S("missing_paper"),
                                   .concerns = S("papers.birth_certificate")};
      wish.note = S("Giấy chứng sinh nộp kèm không đọc được và chưa được bổ sung theo hướng dẫn.");
    }
    c->who = k->officer[i];
    c->now.us += STEP_MINUTES * MINUTE;
    signing *s;
    TRY(signing_begin(c, &wish, &s));
    TRY(signing_with_keys(c, s, &k->keys[i]));
    TRY(draw(c, d, step));
    state = state_name(step->to);
  }
  return NULL;
}

/* Most are finished; each fifth stands at some earlier door; each tenth is refused. */
static err *one(ctx *c, const cast *k, int64_t i) {
  attached photo = {S("birth_certificate"), k->photo.public_id};
  const filing f = {.procedure = S("1.001193"), .channel = S("online"),
                    .fields = demo_birth(c->a, i, c->now), .papers = &photo, .npapers = 1};
  dossier d;
  c->who = k->citizen;
  TRY(dossier_send(c, &f, &d));
  int64_t steps = i % 5 == 4 ? i / 5 % STEPS : STEPS;
  return carry_on(c, k, &d, steps, i % 10 == 7);
}

typedef struct watcher {
  void (*progress)(void *, int64_t done, int64_t all);
  void *arg;
} watcher;

static err *many(ctx *c, cast *k, int64_t n, const watcher *w) {
  instant now = c->now;
  for (int64_t i = 0; i < n; i++) {
    size_t mark = arena_mark(c->a);
    c->now.us = now.us - (n - i) * APART_MINUTES * MINUTE;
    TRY(one(c, k, i));
    arena_rewind(c->a, mark);
    if (w->progress) w->progress(w->arg, i + 1, n);
  }
  return NULL;
}

err *demo_dossiers(office *f, instant now, int64_t n,
                   void (*progress)(void *, int64_t done, int64_t all), void *arg) {
  arena *own = arena_new(MEMORY);
  if (!own) return ERR(UNAVAILABLE, N_("Out of memory."));
  ctx c = {.a = own, .office = f, .now = now};
  c.edition = office_edition(f);
  cast *k = arena_new_of(own, cast);
  watcher w = {progress, arg};
  err *e = gather(&c, k);
  if (!e) e = many(&c, k, n, &w);
  cast_leave(k);
  office_release(f, c.edition);
  arena_free(own);
  return e;
}

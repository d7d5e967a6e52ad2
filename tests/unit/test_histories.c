/* test_histories: random histories by random people through the one gate.
 *
 * Most are walked through step and workflow_apply with signatures of no worth, many to a
 * transaction, and their invariants are asked of the database in ways of their own; some are signed
 * with real keys, drawn and sealed, and then everything must verify.  Every due date that a step
 * has fixed is judged by the second reckoning, in another language (tests/scripts/lib/due.mjs).
 * HISTORIES and SEED in the environment: how many, and which. */
#include "base/rand.h"
#include "office/admin.h"
#include "office/fee.h"
#include "office/result.h"
#include "office/workflow.sql.h"
#include "recount.h"

enum { USUAL = 3000, ON_POSTGRESQL = 300, SIGNED = 30, MOST_STEPS = 16, PEOPLE = 12 };

static const char *const logins[PEOPLE] = {
    "citizen",        "citizen2",        "receptionist.halong", "returner.halong",
    "appraiser.halong", "appraiser2.halong", "approver.halong",   "sealer.halong",
    "leader.halong",  "appraiser",       "approver",            "sealer"};

/* Who holds more than one role is where the separation of duties has work to do. */
static const char more_roles[] =
    "INSERT INTO account_role (id, account_id, unit_id, role, valid_from)"
    " SELECT 9000000 + a.id % 100000 * 10 + r.n, a.id, u.id, r.role, 20250101"
    " FROM account a, unit u, (SELECT 1 AS n, 'appraiser' AS role UNION ALL SELECT 2, 'approver'"
    " UNION ALL SELECT 3, 'sealer') r"
    " WHERE u.code = 'H49.31' AND a.login IN ('approver.halong', 'appraiser2.halong',"
    " 'sealer.halong');"
    "INSERT INTO account_role (id, account_id, unit_id, role, valid_from)"
    " SELECT 8000000 + a.id % 100000, a.id, u.id, 'returner', 20250101 FROM account a, unit u"
    " WHERE u.code = 'H49.01.31' AND a.login IN ('receptionist.halong', 'sealer.halong');";

typedef struct histories {
  whole w;
  const actor *people[PEOPLE];
  str photo, officers[3]; /* public ids */
  uint64_t state;         /* of the generator */
  edition changed;        /* the same with another calendar */
  FILE *dues;             /* cases for the second reckoning */
  const char *dues_path;
  int64_t taken, refused;
  int64_t by_action[ACTION_COUNT];
} histories;

/* splitmix64: a sequence that the seed alone decides. */
static uint64_t next_random(histories *h) {
  uint64_t z = h->state += 0x9E3779B97F4A7C15u;
  z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9u;
  z = (z ^ z >> 27) * 0x94D049BB133111EBu;
  return z ^ z >> 31;
}
static int64_t below(histories *h, int64_t n) { return (int64_t)(next_random(h) % (uint64_t)n); }
static bool one_in(histories *h, int64_t n) { return below(h, n) == 0; }

/* --- a random wish --- */
static str day_text(arena *a, int32_t day) {
  return str_fmt(a, "%04d-%02d-%02d", day / 10000, day / 100 % 100, day % 100);
}

static str some_reason(histories *h, const workflow_step *s) {
  const given_reason *list;
  size_t n;
  const procedure *p = edition_procedure(h->w.c.edition, S("1.001193"));
  reason_list(&h->w.c, p, s->asks & I_REASON ? s->action : S("reject"), &list, &n);
  return n ? list[below(h, (int64_t)n)].id : S("none");
}

static step_wish wish_for(histories *h, ctx *c, const dossier *d, const workflow_step *s) {
  static const char *const units[] = {"H49.07", "H49.32", "H49.31", "H49.01.31"};
  step_wish w = {.code = d->code, .action = s->action, .seen_version = d->version,
                 .note = one_in(h, 9) ? STR_NONE : S("Đã xem xét.")};
  if (one_in(h, 40)) w.seen_version--;
  if (s->effects & E_DECIDES) w.decision = one_in(h, 4) ? S("reject") : S("grant");
  if (s->effects & E_CONFIRMS) w.decision = one_in(h, 9) ? S("reject") : d->decision;
  if (step_needs_reason(s, w.decision))
    w.reason = (given_reason){.id = some_reason(h, s), .clause = S("ND 123/2015 art. 4"),
                              .concerns = one_in(h, 9) ? STR_NONE : S("papers.birth_certificate"),
                              .cure = S("Nộp lại.")};
  int32_t day = day_add(day_of(c->now), (int)below(h, 12) - 1);
  if (s->asks & I_UNTIL) w.until = day_text(c->a, day);
  if (s->asks & I_DUE) w.due = day_text(c->a, day);
  if (s->asks & I_UNIT) w.unit = str_of(units[below(h, 4)]);
  if (s->asks & I_OFFICER) w.officer = h->officers[below(h, 3)];
  if (s->asks & I_AMOUNT) w.amount = SOME(below(h, 20) * 1000);
  if (s->asks & I_RECEIPT) /* now and then one that was used */
    w.receipt = one_in(h, 9) ? S("PT-1")
                             : str_fmt(c->a, "PT-%lld", (long long)(h->refused + h->taken));
  if (s->asks & I_COPIES) w.copies = &h->photo, w.ncopies = one_in(h, 9) ? 0 : 1;
  if (s->asks & I_PROOF && one_in(h, 3)) w.proof = one_in(h, 2) ? S("read") : S("post");
  if (str_eq(w.proof, S("post"))) w.carrier = S("VNPost"), w.shipment = S("RN1");
  if (s->asks & I_METHOD) w.method = one_in(h, 9) ? STR_NONE : S("transfer");
  if (s->asks & I_GROUND) w.ground = one_in(h, 9) ? S("nobody") : S("poor");
  static const str because[] = {{"quick", 5}, {"clear", 5}};
  if (s->asks & I_RATING) w.rating = SOME(below(h, 6));
  if (s->asks & I_RATING) w.because = because, w.nbecause = COUNT(because);
  w.warned = s->asks & I_WARNED && !one_in(h, 5);
  return w;
}

/* --- what must hold after each step --- */

/* Told once more, apart from the table: which actions are whose duty. */
static int duty_told(str action) {
  static const char *const groups[] = {"", " appraise payment-request consult correct ",
                                       " approve stop send-back extend transfer revoke ", " seal ",
                                       " return "};
  char padded[64];
  snprintf(padded, sizeof padded, " %.*s ", STR_ARG(action));
  for (int i = 1; i < (int)COUNT(groups); i++)
    if (strstr(groups[i], padded)) return i;
  return 0;
}

typedef struct model { /* one dossier, followed beside the program */
  int duty_of[PEOPLE];
  clock_pause pauses[MOST_STEPS];
  size_t npauses;
  instant first;         /* as it was fixed at reception */
  int64_t seq;
  const edition *edition; /* whose calendar holds */
} model;

static const char *unit_word(char u) {
  return u == 'w' ? "wd" : u == 'm' ? "mo" : u == 'd' ? "d" : "h";
}

static str minute_text(arena *a, int minute) {
  return str_fmt(a, "%02d:%02d", minute / 60, minute % 60);
}

/* How a due date came about that a step has fixed: reckoned from reception, moved on by the last
 * pause, given by an officer, or given and then looked at again under another calendar. */
static const char *due_kind(const workflow_step *s, bool given) {
  if (s->clock == EXTENDS) return "given";
  if (s->clock == RESUMES) return "moved";
  return s->clock == REDATES && given ? "kept" : "whole";
}

/* The case, what was fixed before and what the program made of it, a line for due.mjs. */
static void tell_due(const histories *h, const model *m, const dossier *before, const dossier *d,
                     const workflow_step *s) {
  arena *a = h->w.c.a;
  size_t mark = arena_mark(a);
  const office_hours *o = edition_hours(m->edition, d->reception_unit_id);
  time_limit limit = procedure_channel(edition_version(m->edition, d->version_id), d->channel)
                         ->limit;
  if (d->extensions) limit.unit = 'w'; /* what was given is a day */
  fprintf(h->dues, "%s\t%.16s\t%lld %s\t%s\t%s-%s/%s-%s\t", due_kind(s, d->extensions > 0),
          instant_rfc3339(a, d->received_at).p, (long long)limit.value, unit_word(limit.unit),
          limit.cutoff ? minute_text(a, limit.cutoff).p : "-", minute_text(a, o->open).p,
          minute_text(a, o->noon_close).p, minute_text(a, o->noon_open).p,
          minute_text(a, o->close).p);
  size_t from = s->clock == RESUMES ? m->npauses - 1 : 0;
  for (size_t i = from; i < m->npauses; i++)
    fprintf(h->dues, "%s%.16s/%.16s", i > from ? " " : "", instant_rfc3339(a, m->pauses[i].from).p,
            instant_rfc3339(a, m->pauses[i].to).p);
  const char *was = instant_is(before->due_at) ? instant_rfc3339(a, before->due_at).p : "-";
  fprintf(h->dues, "%s\t%.19s\t%.19s\t%s\n", m->npauses ? "" : "-", was,
          instant_rfc3339(a, d->due_at).p,
          m->edition == &h->changed ? "2026-11-25 2026-11-30" : "-");
  arena_rewind(a, mark);
}

/* Asked in the train's thread, where a failed assertion would end more than the test. */
#define HOLDS(x) \
  do { \
    if (!(x)) return ERR(INTERNAL, #x); \
  } while (0)
static err *follow(const histories *h, model *m, const dossier *before, const dossier *d,
                   const step_record *r) {
  size_t who = 0;
  while (h->people[who]->account_id != r->actor_id) who++;
  int duty = duty_told(r->step->action);
  if (duty) {
    HOLDS(m->duty_of[who] == 0 || m->duty_of[who] == duty);
    m->duty_of[who] = duty;
  }
  HOLDS((d->seq) == (++m->seq));
  int open_steps = 0;
  for (size_t i = 0; i < workflow_step_count; i++)
    open_steps += !workflow_steps[i].side && workflow_leads(&workflow_steps[i], d->state);
  HOLDS(open_steps <= 1);
  HOLDS((d->version) == (before->version + 1));
  bool waits = str_starts(d->state, S("waiting_"));
  HOLDS((waits) == (instant_is(d->paused_at)));
  HOLDS((waits) == (d->until_day != 0));
  bool ended = str_eq(d->state, S("refused")) || str_eq(d->state, S("withdrawn")) ||
               str_eq(d->state, S("stopped"));
  if (ended) HOLDS(instant_is(d->ended_at) && !instant_is(d->finished_at));
  if (instant_is(before->paused_at) && !waits && !ended)
    m->pauses[m->npauses++] = (clock_pause){before->paused_at, r->at};
  clock_effect clock = r->step->clock;
  if (clock == STARTS) m->first = d->due_at;
  HOLDS(d->first_due_at.us == m->first.us);
  bool fixes = clock == STARTS || clock == RESUMES || clock == EXTENDS || clock == REDATES;
  if (fixes) tell_due(h, m, before, d, r->step);
  else HOLDS(d->due_at.us == before->due_at.us);
  return NULL;
}

/* --- a walk --- */
typedef struct walk {
  histories *h;
  dossier d;
  uint64_t state;
  instant now;
} walk;

static const workflow_step *some_step(histories *h, const dossier *d) {
  const workflow_step *next = workflow_next(d->state);
  if (next && !one_in(h, 3)) return next;
  const workflow_step *s = &workflow_steps[below(h, (int64_t)workflow_step_count)];
  for (int i = 0; i < 6 && !workflow_leads(s, d->state); i++)
    s = &workflow_steps[below(h, (int64_t)workflow_step_count)];
  return s;
}

/* From time to time the calendar changes under the running dossier; at times a decision then dates
 * it anew. */
static bool redate(histories *h, ctx *own, const dossier *d, const workflow_step **s, model *m) {
  bool may = workflow_leads(workflow_action(S("redate")), d->state) && !instant_is(d->ended_at);
  own->ruling = STR_NONE;
  if (one_in(h, 15)) own->edition = m->edition = &h->changed;
  if (!may || m->edition != &h->changed || !one_in(h, 6)) return false;
  own->ruling = S("9/QĐ-UBND");
  *s = workflow_action(S("redate"));
  return true;
}

/* Half of the time somebody who fits by role and unit. */
static err *some_person(histories *h, ctx *c, const dossier *d, const workflow_step *s,
                        size_t *who) {
  ctx own = *c;
  step_taker as;
  *who = (size_t)below(h, PEOPLE);
  for (size_t i = 0; i < PEOPLE && !one_in(h, 20); i++) {
    own.who = h->people[*who];
    TRY(workflow_taker(&own, d, s, &as));
    if (as.role.p) break;
    *who = (*who + 1) % PEOPLE;
  }
  return NULL;
}

static err *apply(ctx *c, const step_wish *w, step_record *r) {
  step_at at;
  step_content content;
  int64_t event_id;
  TRY(step_look(c, w, &at));
  *r = (step_record){.step = at.step, .as = at.as, .salt = rand_str(c->a, 32), .at = at.at,
                     .actor_id = c->who->account_id, .seen_version = at.d.version,
                     .previous = at.d.head};
  TRY(step_state(c, &at, w, &r->said));
  TRY(step_content_of(c, &at, &r->said, r->salt, &content));
  TRY(event_content(c->a, &content, &r->content));
  r->signature = S("of no worth");
  return workflow_apply(c, &at.d, r, &event_id);
}

static err *walk_on(ctx *c, void *arg) {
  walk *k = arg;
  histories *h = k->h;
  ctx own = *c;
  model m = {.first = INSTANT_NONE, .seq = 1, .edition = h->w.c.edition};
  int64_t most = 3 + below(h, MOST_STEPS - 3), tries = 0;
  own.now = k->now;
  while (most > 0 && tries++ < 120) {
    dossier d;
    step_record r;
    TRY(dossier_by_id(c, k->d.id, &d));
    const workflow_step *s = some_step(h, &d);
    size_t who = 0;
    bool decided = redate(h, &own, &d, &s, &m);
    if (!decided) TRY(some_person(h, &own, &d, s, &who));
    own.who = h->people[who];
    step_wish w = wish_for(h, &own, &d, s);
    err *e = apply(&own, &w, &r);
    if (e && err_http(e->kind) >= 500) return e;
    h->refused += e != NULL;
    own.ruling = STR_NONE;
    if (e) continue;
    dossier after;
    TRY(dossier_by_id(c, d.id, &after));
    TRY(follow(h, &m, &d, &after, &r));
    h->taken++;
    h->by_action[workflow_number(s->action)]++;
    most--;
    own.now.us += MINUTE * (one_in(h, 3) ? below(h, 3 * 24 * 60) : below(h, 3 * 60));
  }
  return NULL;
}

/* Each history under a limit of its own, in any unit, now and then with a cut-off. */
static void any_limit(histories *h) {
  static const time_limit limits[] = {{0, 'w', 0}, {2, 'w', 0},  {5, 'w', 900}, {7, 'd', 0},
                                      {1, 'm', 0}, {20, 'h', 0}, {6, 'h', 900}};
  const procedure *p = edition_procedure(h->w.c.edition, S("1.001193"));
  channel_rule *rule = (channel_rule *)(uintptr_t)procedure_channel(p, S("online"));
  rule->limit = limits[below(h, COUNT(limits))];
}

static void file_one(histories *h, dossier *d) {
  attached at = {S("birth_certificate"), h->photo};
  filing f = {.procedure = S("1.001193"), .fields = demo_birth(h->w.c.a, 1, h->w.c.now),
              .papers = &at, .npapers = 1};
  h->w.c.who = h->people[0];
  assert_ok(dossier_send(&h->w.c, &f, d));
}

static err *enter_fee(ctx *c, void *arg) {
  tariff_wanted fee = {.procedure = S("1.001193"), .amount = SOME(8000), .basis = S("NQ 1/2026")};
  exemption_wanted poor = {.procedure = fee.procedure, .id = S("poor"), .title = S("Hộ nghèo"),
                           .basis = fee.basis};
  (void)arg;
  TRY(tariff_set(c, &fee));
  return exemption_set(c, &poor);
}

/* A calendar with two holidays more. */
static void change_calendar(histories *h) {
  const calendar *old = &h->w.c.edition->calendar;
  static const int32_t more[] = {20261125, 20261130};
  int32_t *days = arena_list(h->w.c.a, old->n + COUNT(more), int32_t);
  bool *working = arena_list(h->w.c.a, old->n + COUNT(more), bool);
  size_t n = 0, next = 0;
  for (size_t i = 0; i <= old->n; i++) {
    for (; next < COUNT(more) && (i == old->n || more[next] < old->days[i]); next++)
      days[n++] = more[next];
    if (i == old->n) break;
    working[n] = old->working[i];
    days[n++] = old->days[i];
  }
  h->changed = *h->w.c.edition;
  h->changed.calendar = (calendar){.days = days, .working = working, .n = n};
}

static void begin(histories *h, void **state) {
  const char *seed = getenv("SEED");
  *h = (histories){.state = seed ? strtoull(seed, NULL, 10) : 1};
  whole_open(&h->w, state);
  both_script(h->w.b, more_roles);
  whole_enter(&h->w, "admin");
  assert_ok(admin_change(&h->w.c, h->w.c.edition->number, enter_fee, NULL));
  whole_renew(&h->w);
  for (size_t i = 0; i < PEOPLE; i++) {
    whole_enter(&h->w, logins[i]);
    h->people[i] = h->w.c.who;
  }
  for (size_t i = 0; i < 3; i++) h->officers[i] = h->people[4 + i]->public_id;
  h->w.c.who = h->people[0];
  paper photo;
  assert_ok(paper_store(&h->w.c, a_pdf(h->w.b->a, "a certificate of birth"), S("a.pdf"),
                        &photo));
  h->photo = photo.public_id;
  change_calendar(h);
  h->dues_path = str_fmt(h->w.b->a, "%s/dues", h->w.b->folder).p;
  h->dues = fopen(h->dues_path, "w");
  assert_non_null(h->dues);
}

/* The second reckoning agrees with every date that was fixed. */
static void second_reckoning(histories *h) {
  assert_int_equal(fclose(h->dues), 0);
  const char *command =
      str_fmt(h->w.b->a, "node tests/scripts/lib/due.mjs judge %s", h->dues_path).p;
  FILE *said = popen(command, "r");
  char line[400] = "";
  assert_non_null(said);
  assert_non_null(fgets(line, sizeof line, said));
  print_message("           %s", line);
  assert_int_equal(pclose(said), 0);
}

/* --- what must hold at the end, asked of the database --- */
static void nothing(both *b, const char *what, const char *sql) {
  str n = both_ask(b, sql);
  if (!str_eq(n, S("0"))) print_error("%s: %.*s\n", what, STR_ARG(n));
  assert_true(str_eq(n, S("0")));
}

static void sound(histories *h) {
  both *b = h->w.b;
  recount_all(&h->w);
  nothing(b, "proofs", "SELECT CAST(COUNT(*) AS TEXT) FROM dossier d WHERE handed_at IS NULL AND"
                       " EXISTS (SELECT 1 FROM handover h WHERE h.dossier_id = d.id)");
  nothing(b, "opinions", "SELECT CAST(COUNT(*) AS TEXT) FROM dossier d WHERE consults <> (SELECT"
                         " COUNT(*) FROM consultation c WHERE c.dossier_id = d.id AND"
                         " ended_seq IS NULL)");
  nothing(b, "pauses", "SELECT CAST(COUNT(*) AS TEXT) FROM dossier d WHERE (paused_at IS NOT NULL)"
                       " <> EXISTS (SELECT 1 FROM dossier_pause p WHERE p.dossier_id = d.id AND"
                       " p.to_at IS NULL)");
  nothing(b, "gaps", "SELECT CAST(COUNT(*) AS TEXT) FROM dossier d WHERE seq <> (SELECT COUNT(*)"
                     " FROM event e WHERE e.dossier_id = d.id) OR seq <> (SELECT MAX(seq) FROM"
                     " event e WHERE e.dossier_id = d.id)");
  nothing(b, "heads", "SELECT CAST(COUNT(*) AS TEXT) FROM dossier d JOIN event e ON e.dossier_id ="
                      " d.id AND e.seq = d.seq WHERE e.hash <> d.head");
  nothing(b, "three people",
          "SELECT CAST(COUNT(*) AS TEXT) FROM event x JOIN event y ON y.dossier_id = x.dossier_id"
          " AND y.actor_id = x.actor_id WHERE x.action IN ('appraise', 'approve', 'seal') AND"
          " y.action IN ('appraise', 'approve', 'seal') AND x.action <> y.action");
}

/* What the person is told of: all but this, told once more, apart from the table. */
#define UNTOLD                                                                                  \
  "('send-back', 'consult', 'opinion', 'consult-close', 'assign', 'claim', 'release', 'ask', " \
  "'rate', 'digitise', 'read')"

/* One effect `notice` for each step of which the person is told, none for another. */
static void told_once(both *b) {
  nothing(b, "notices to come",
          "SELECT CAST(COUNT(*) AS TEXT) FROM event e WHERE (SELECT COUNT(*) FROM outbox o WHERE"
          " o.event_id = e.id AND o.kind = 'notice') <>"
          " CASE WHEN e.action IN " UNTOLD " THEN 0 ELSE 1 END");
}

/* And when it is done, one notice in their inbox, in words of that step. */
static void in_the_inbox(both *b) {
  nothing(b, "notices",
          "SELECT CAST(COUNT(*) AS TEXT) FROM event e WHERE (SELECT COUNT(*) FROM notice n JOIN"
          " account a ON a.id = n.account_id WHERE n.event_id = e.id AND n.dossier_id ="
          " e.dossier_id AND n.at = e.at AND a.login = 'citizen' AND"
          " (n.what = e.action OR n.what LIKE e.action || '.%')) <>"
          " CASE WHEN e.action IN " UNTOLD " THEN 0 ELSE 1 END");
  nothing(b, "notices to others", "SELECT CAST(COUNT(*) AS TEXT) FROM notice n JOIN account a ON"
                                  " a.id = n.account_id WHERE a.login <> 'citizen'");
}

/* What has happened cannot be written otherwise. */
static void append_only(both *b) {
  static const char *const ways[] = {"UPDATE event SET at = at", "DELETE FROM event",
                                     "DELETE FROM ledger_entry", "DELETE FROM dossier_duty"};
  for (size_t i = 0; i < COUNT(ways); i++) {
    db_conn *c;
    assert_ok(db_connect(b->d, &c));
    assert_ok(db_begin(c));
    assert_non_null(db_script(c, ways[i]));
    db_rollback(c);
    db_disconnect(c);
  }
}

static void random_histories(void **state) {
  histories h;
  const char *wanted = getenv("HISTORIES");
  begin(&h, state);
  int64_t n = wanted ? strtoll(wanted, NULL, 10) : h.w.b->pg ? ON_POSTGRESQL : USUAL;
  for (int64_t i = 0; i < n; i++) {
    size_t mark = arena_mark(h.w.c.a);
    walk k = {.h = &h, .state = h.state, .now = h.w.c.now};
    any_limit(&h);
    file_one(&h, &k.d);
    assert_ok(ctx_write(&h.w.c, k.d.unit_id, walk_on, &k));
    if (one_in(&h, 100)) assert_ok(jobs_fold(h.w.f)); /* some are folded, some wait */
    arena_rewind(h.w.c.a, mark);
    err_reset();
  }
  sound(&h);
  told_once(h.w.b);
  append_only(h.w.b);
  second_reckoning(&h);
  print_message("           %lld histories, %lld steps taken, %lld refused\n", (long long)n,
                (long long)h.taken, (long long)h.refused);
  for (size_t i = 0; i < workflow_step_count && n >= USUAL; i++) {
    step_action which = workflow_number(workflow_steps[i].action);
    if (!h.by_action[which])
      print_error("%.*s was never taken\n", STR_ARG(workflow_steps[i].action));
    assert_true(h.by_action[which] > 0);
  }
  whole_close(&h.w);
}

/* --- with real keys --- */
static err *own_keys(ctx *c, void *arg) {
  return key_of_actor(c, c->now, arg);
}

static err *take_signed(histories *h, const step_wish *w, const keyring *keys, size_t who) {
  signing *s;
  h->w.c.who = h->people[who];
  if (step_is_light(&h->w.c, w->action)) return step_take(&h->w.c, w);
  TRY(signing_begin(&h->w.c, w, &s));
  return signing_with_keys(&h->w.c, s, &keys[who]);
}

static err *own_seal(ctx *c, void *arg) {
  registered_key seal;
  int64_t unit_id = 0;
  for (size_t i = 0; i < c->who->nroles; i++)
    if (str_eq(c->who->roles[i].role, S("sealer"))) unit_id = c->who->roles[i].unit_id;
  TRY(key_of_authority(c, unit_id, c->now, &seal));
  *(int64_t *)arg = seal.id;
  return NULL;
}

static void open_keys(histories *h, keyring *keys) {
  for (size_t i = 2; i < PEOPLE; i++) {
    registered_key own;
    int64_t seal = 0;
    h->w.c.who = h->people[i];
    if (str_starts(str_of(logins[i]), S("leader"))) continue;
    assert_ok(ctx_read(&h->w.c, own_keys, &own));
    bool seals = str_starts(str_of(logins[i]), S("sealer"));
    if (seals) assert_ok(ctx_read(&h->w.c, own_seal, &seal));
    assert_ok(keyring_open(&h->w.c, own.id, seal, S(DEMO_PIN), &keys[i]));
  }
}

static void signed_histories(void **state) {
  histories h;
  keyring keys[PEOPLE] = {{0}};
  begin(&h, state);
  open_keys(&h, keys);
  for (int i = 0; i < SIGNED; i++) {
    file_one(&h, &h.w.d);
    h.w.code = h.w.d.code;
    for (int tries = 0, most = 3 + (int)below(&h, 12); tries < 150 && most > 0; tries++) {
      const dossier *d = whole_look(&h.w);
      size_t who = (size_t)below(&h, PEOPLE);
      step_wish w = wish_for(&h, &h.w.c, d, some_step(&h, d));
      if (!keys[who].own && who > 1 && !str_starts(str_of(logins[who]), S("leader"))) continue;
      err *e = take_signed(&h, &w, keys, who);
      if (e && err_http(e->kind) >= 500) print_error("%s\n", e->msgid);
      assert_true(!e || err_http(e->kind) < 500);
      h.taken += !e;
      most -= !e;
      if (!e) assert_ok(jobs_run_once(h.w.f));
      if (!e) whole_later(&h.w, below(&h, DAY));
    }
    err_reset();
  }
  sound(&h);
  told_once(h.w.b);
  in_the_inbox(h.w.b);
  whole_sound(&h.w);
  print_message("           %lld signed steps verify\n", (long long)h.taken);
  for (size_t i = 0; i < PEOPLE; i++) keyring_close(&keys[i]);
  fclose(h.dues);
  whole_close(&h.w);
}

int main(void) {
  const struct CMUnitTest tests[] = {BOTH(random_histories), BOTH(signed_histories)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}

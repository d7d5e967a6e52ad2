/* access: see access.h.  Each rule of access.def names one function here. */
#include "office/access.h"

#include "office/store.h"
#include "office/workflow.h"
#include "office/workflow.sql.h"

struct access_asking {
  ctx *c;
  access_thing *t;
  const access_rule *rule;
  str step;
};

static const char *const missing_words[ABOUT_COUNT] = {
#define THING(name, missing) missing,
#include "office/access.def"
};

static err *missing(const access_asking *q) {
  return ERR(NOT_FOUND, missing_words[q->rule->about]);
}

static err *unless(bool may, const char *words) { return may ? NULL : ERR(FORBIDDEN, words); }

static bool has(const access_asking *q, str role) { return actor_has(q->c->who, role, 0); }

/* --- what the rules are made of --- */
bool access_seen(const actor *who) { return who && !who->officer && who->assurance >= 2; }

bool access_for(const actor *who, int64_t person_id, int64_t procedure_id) {
  if (!access_seen(who)) return false;
  bool yes = who->person_id == person_id;
  for (size_t i = 0; i < who->nmandates && !yes; i++) {
    const mandate_held *m = &who->mandates[i];
    yes = m->holder_id == person_id && (!m->procedure_id || m->procedure_id == procedure_id);
  }
  return yes;
}

bool access_own(const actor *who, const dossier *d) {
  if (who->officer) return false;
  return access_seen(who) ? access_for(who, d->holder_id, d->procedure_id)
                          : who->account_id == d->filed_by;
}

bool access_heads(const edition *e, const actor *who, int64_t unit_id) {
  const unit *u = edition_unit(e, unit_id);
  for (; u; u = u->parent_id ? edition_unit(e, u->parent_id) : NULL)
    if (actor_has(who, S("leader"), u->id)) return true;
  return false;
}

bool access_works_in(const edition *e, const actor *who, int64_t unit_id) {
  for (size_t i = 0; i < who->nroles; i++)
    if (who->roles[i].unit_id == unit_id) return true;
  return access_heads(e, who, unit_id);
}

bool access_high_leader(const edition *e, const actor *who) {
  for (size_t i = 0; who && i < who->nroles; i++) {
    const unit *u = edition_unit(e, who->roles[i].unit_id);
    bool high = u && (str_eq(u->kind, S("province")) || str_eq(u->kind, S("ministry")));
    if (high && str_eq(who->roles[i].role, S("leader"))) return true;
  }
  return false;
}

/* An officer of the dossier's units and field; administrators read no dossier. */
static bool in_scope(const actor *who, const dossier *d) {
  for (size_t i = 0; who->officer && i < who->nroles; i++) {
    const role_held *r = &who->roles[i];
    bool here = r->unit_id == d->unit_id || r->unit_id == d->reception_unit_id ||
                (d->support_unit_id && r->unit_id == d->support_unit_id);
    if (here && role_covers(r, d->field) && !str_eq(r->role, S("admin"))) return true;
  }
  return false;
}

/* An officer of a unit whose opinion is awaited reads what it is about. */
static err *consulted(ctx *c, const dossier *d, bool *yes) {
  if (!d->consults || !c->who->officer) return NULL;
  consultations_open_row *rows;
  size_t n;
  TRY(consultations_open(c->db, c->a, d->id, &rows, &n));
  for (size_t i = 0; i < n; i++)
    if (actor_role(c->who, S("appraiser"),
                   edition_unit_on(c->edition, rows[i].unit_id, day_of(c->now)), d->field))
      *yes = true;
  return NULL;
}

err *access_reads(ctx *c, const dossier *d, bool *yes) {
  *yes = c->who && (access_own(c->who, d) || in_scope(c->who, d));
  return c->who && !*yes ? consulted(c, d, yes) : NULL;
}

static bool mine(const access_asking *q) { return q->t->account_id == q->c->who->account_id; }

static err *read_more(access_asking *q) {
  err *(*more)(ctx *, access_thing *) = q->t->more;
  q->t->more = NULL;
  return more ? more(q->c, q->t) : NULL;
}

/* --- who asks --- */
static err *anyone(access_asking *q) {
  (void)q;
  return NULL;
}

static err *demo_only(access_asking *q) {
  return q->c->office->demo ? NULL : ERR(NOT_FOUND, N_("There is nothing at this address."));
}

static err *citizen(access_asking *q) {
  return unless(!q->c->who->officer, N_("This is for citizens."));
}

static err *seen_person(access_asking *q) {
  TRY(citizen(q));
  return unless(access_seen(q->c->who), N_("Your identity has to be seen at a counter first."));
}

static err *known_person(access_asking *q) {
  if (!q->c->who->officer) return seen_person(q);
  return unless(has(q, S("receptionist")), N_("Only citizens and receptionists may do this."));
}

static err *filer(access_asking *q) {
  return unless(!q->c->who->officer || has(q, S("receptionist")),
                N_("Only citizens and receptionists may file."));
}

/* A returns officer sends the sheet that was signed for a result. */
static err *paper_sender(access_asking *q) {
  return has(q, S("returner")) ? NULL : filer(q);
}

static err *complainer(access_asking *q) {
  return unless(!q->c->who->officer || has(q, S("leader")),
                N_("This is for citizens and leaders."));
}

static err *counter(access_asking *q) {
  return unless(has(q, S("receptionist")), N_("Only a receptionist may do this."));
}

static err *officer(access_asking *q) {
  return unless(q->c->who->officer, N_("This is for officers."));
}

static err *overseer(access_asking *q) {
  return unless(has(q, S("leader")) || has(q, S("admin")),
                N_("This is for leaders and administrators."));
}

static err *admin(access_asking *q) {
  return unless(has(q, S("admin")), N_("This is for administrators."));
}

/* --- a dossier --- */
static err *holder_or_scope(access_asking *q) {
  bool reads;
  TRY(access_reads(q->c, q->t->dossiers, &reads));
  return reads ? NULL : missing(q);
}

static err *holder_or_counter(access_asking *q) {
  const dossier *d = q->t->dossiers;
  TRY(holder_or_scope(q));
  return unless(access_own(q->c->who, d) ||
                    actor_role(q->c->who, S("receptionist"), d->reception_unit_id, d->field),
                N_("This is for the holder, and for the receptionist of the dossier."));
}

static err *own_dossier(access_asking *q) {
  return access_own(q->c->who, q->t->dossiers) ? NULL : missing(q);
}

static err *scope(access_asking *q) {
  const dossier *d = q->t->dossiers;
  bool yes = in_scope(q->c->who, d);
  if (!yes) TRY(consulted(q->c, d, &yes));
  if (yes) return NULL;
  if (!access_own(q->c->who, d)) return missing(q);
  return ERR(FORBIDDEN, N_("This is for the officers of the dossier."));
}

/* By role and unit alone: whether it is the step's turn is the workflow's to say. */
static err *taker_of_step(access_asking *q) {
  const workflow_step *s = workflow_action(q->step);
  const dossier *d = q->t->dossiers;
  step_taker as;
  if (!s) return ERR(NOT_FOUND, N_("There is no such step."));
  TRY(workflow_taker(q->c, d, s, &as));
  if (as.role.p) return NULL;
  bool reads;
  int32_t until = 0;
  TRY(access_reads(q->c, d, &reads));
  if (!reads) TRY(workflow_lapsed(q->c, d, s, &until));
  return reads || until ? workflow_no_role(q->c, d, s) : missing(q);
}

/* --- what somebody has made --- */
static err *owner(access_asking *q) { return mine(q) ? NULL : missing(q); }

static err *filing_owner(access_asking *q) {
  TRY(filer(q));
  return owner(q);
}

static err *officer_owner(access_asking *q) {
  TRY(officer(q));
  return owner(q);
}

/* Who acts in one procedure alone uses what it asks for. */
static bool stored_for(const access_asking *q) {
  const actor *who = q->c->who;
  bool yes = access_for(who, q->t->person_id, 0);
  for (size_t i = 0; i < who->nmandates && !yes; i++) {
    int64_t one = who->mandates[i].procedure_id;
    yes = access_for(who, q->t->person_id, one) && store_asked_for(q->c, one, q->t->type);
  }
  return yes;
}

static err *stored_reader(access_asking *q) {
  TRY(seen_person(q));
  return stored_for(q) ? NULL : missing(q);
}

/* One's own.  What was taken from the store for another is read as long as one acts for them, by a
 * receptionist who took it for the person there until it is filed. */
static bool own_paper(access_asking *q) {
  access_thing *t = q->t;
  if (!mine(q)) return false;
  if (!t->person_id || stored_for(q)) return true;
  bool at_counter = t->loose && has(q, S("receptionist"));
  if (at_counter) t->by_person = t->person_id;
  return at_counter;
}

/* What came to a dossier is read by who reads that, the proof of a mandate by its parties. */
static err *mandate_party(access_asking *q);
static err *paper_reader(access_asking *q) {
  access_thing *t = q->t;
  if (own_paper(q)) return NULL;
  TRY(read_more(q));
  for (size_t i = 0; i < t->ndossiers; i++) {
    bool reads;
    TRY(access_reads(q->c, &t->dossiers[i], &reads));
    if (!reads) continue;
    t->by_dossier = t->dossiers[i].id;
    return NULL;
  }
  return mandate_party(q);
}

static err *mandate_party(access_asking *q) {
  const actor *who = q->c->who;
  for (size_t i = 0; i < q->t->nparties; i++) {
    const access_party *p = &q->t->parties[i];
    bool acts = access_seen(who) && who->person_id == p->agent_id;
    if (!acts && !access_for(who, p->holder_id, 0) && !has(q, S("receptionist"))) continue;
    q->t->by_person = p->holder_id;
    return NULL;
  }
  return missing(q);
}

/* --- a complaint, an officer, a unit, a decision --- */
static bool leads(const access_asking *q) {
  return q->t->nunits && actor_has(q->c->who, S("leader"), q->t->units[0]);
}

static err *complaint_party(access_asking *q) {
  TRY(complainer(q));
  return mine(q) || leads(q) ? NULL : missing(q);
}

static err *complaint_handler(access_asking *q) {
  TRY(complaint_party(q));
  TRY(unless(leads(q), N_("This is for the leader of the unit that handles it.")));
  return unless(!mine(q) && q->t->about_id != q->c->who->account_id,
                N_("Nobody handles a complaint of their own or about themselves."));
}

static err *officer_or_head(access_asking *q) {
  TRY(officer(q));
  if (mine(q) || has(q, S("admin"))) return NULL;
  TRY(read_more(q));
  for (size_t i = 0; i < q->t->nunits; i++)
    if (access_heads(q->c->edition, q->c->who, q->t->units[i])) return NULL;
  return missing(q);
}

static err *unit_colleague(access_asking *q) {
  TRY(officer(q));
  bool works = q->t->nunits && access_works_in(q->c->edition, q->c->who, q->t->units[0]);
  return works ? NULL : missing(q);
}

static err *unit_assigner(access_asking *q) {
  const actor *who = q->c->who;
  uint32_t assigners = workflow_action(S("assign"))->who;
  TRY(officer(q));
  for (size_t i = 0; q->t->nunits && i < who->nroles; i++)
    if (who->roles[i].unit_id == q->t->units[0] && role_in(who->roles[i].role, assigners))
      return NULL;
  return missing(q);
}

static err *ruling_approver(access_asking *q) {
  TRY(unless(access_high_leader(q->c->edition, q->c->who),
             N_("This is for the leader of a province or ministry.")));
  return unless(!mine(q), N_("Who has proposed it cannot approve it."));
}

static err *ruling_dropper(access_asking *q) {
  TRY(overseer(q));
  return unless(mine(q) || access_high_leader(q->c->edition, q->c->who),
                N_("This is for the leader of a province or ministry."));
}

/* --- asked --- */
const access_rule access_rules[WHO_COUNT] = {
#define WHO(name, sign_in, about, predicate, meaning) \
  {#name, sign_in, ABOUT_##about, predicate, meaning},
#include "office/access.def"
};

err *access_check(ctx *c, access_who who, access_thing *t, str action) {
  if (who >= WHO_COUNT) return ERR(INTERNAL, "There is no such rule of access.");
  const access_rule *rule = &access_rules[who];
  access_asking q = {.c = c, .t = t ? t : &(access_thing){0}, .rule = rule, .step = action};
  if (rule->sign_in && !c->who) return ERR(UNAUTHENTICATED, N_("Please sign in"));
  if (c->who && c->who->given_password && rule->sign_in && who != WHO_OWN_ACCOUNT)
    return ERR(FORBIDDEN, N_("Please choose a password of your own first: the one that you have "
                             "was given to you by an administrator."));
  if (rule->about == ABOUT_DOSSIER && !q.t->ndossiers) return missing(&q);
  return rule->may(&q);
}

err *access_now(ctx *c, access_who who) {
  if (!c->who) return ERR(UNAUTHENTICATED, N_("Please sign in"));
  TRY(account_again(c, &c->who));
  return access_check(c, who, NULL, STR_NONE);
}

bool access_place(const office *o, access_who who, bool this_machine) {
  return this_machine ? who != WHO_DEMO || o->demo : who != WHO_LOOPBACK && who != WHO_DEMO;
}

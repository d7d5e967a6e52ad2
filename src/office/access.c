/* access: see access.h.  Each rule of access.def is one function, or none where being signed in is
 * all that is asked here. */
#include "office/access.h"

#include "office/ruling.h"
#include "office/workflow.sql.h"

const access_rule access_rules[WHO_COUNT] = {
#define WHO(name, sign_in, dossier, meaning) {#name, sign_in, dossier, meaning},
#include "office/access.def"
#undef WHO
};

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
static err *asked(ctx *c, const dossier *d, bool *yes) {
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
  *yes = c->who && (dossier_own(c->who, d) || in_scope(c->who, d));
  return c->who && !*yes ? asked(c, d, yes) : NULL;
}

bool access_officer(const actor *who, const officer_info *o) {
  return who->account_id == o->account_id || actor_has(who, S("admin"), 0);
}

bool access_heads(const edition *e, const actor *who, int64_t unit_id) {
  const unit *u = edition_unit(e, unit_id);
  for (; u; u = u->parent_id ? edition_unit(e, u->parent_id) : NULL)
    if (actor_has(who, S("leader"), u->id)) return true;
  return false;
}

static err *hidden(void) { return ERR(NOT_FOUND, N_("There is no such dossier.")); }

static err *filer(ctx *c, const dossier *d, str step) {
  (void)d, (void)step;
  if (!c->who->officer || actor_has(c->who, S("receptionist"), 0)) return NULL;
  return ERR(FORBIDDEN, N_("Only citizens and receptionists may file."));
}

static err *holder_or_scope(ctx *c, const dossier *d, str step) {
  (void)step;
  bool reads;
  TRY(access_reads(c, d, &reads));
  return reads ? NULL : hidden();
}

static err *holder_or_counter(ctx *c, const dossier *d, str step) {
  TRY(holder_or_scope(c, d, step));
  if (dossier_own(c->who, d)) return NULL;
  if (actor_role(c->who, S("receptionist"), d->reception_unit_id, d->field)) return NULL;
  return ERR(FORBIDDEN, N_("This is for the holder, and for the receptionist of the dossier."));
}

static err *scope(ctx *c, const dossier *d, str step) {
  (void)step;
  bool yes = in_scope(c->who, d);
  if (!yes) TRY(asked(c, d, &yes));
  if (yes) return NULL;
  if (!dossier_own(c->who, d)) return hidden();
  return ERR(FORBIDDEN, N_("This is for the officers of the dossier."));
}

/* By role and unit alone: whether it is the step's turn is the workflow's to say. */
static err *step_taker_of(ctx *c, const dossier *d, str step) {
  const workflow_step *s = workflow_action(step);
  step_taker as;
  if (!s) return ERR(NOT_FOUND, N_("There is no such step."));
  TRY(workflow_taker(c, d, s, &as));
  if (as.role.p) return NULL;
  bool reads;
  int32_t until = 0;
  TRY(access_reads(c, d, &reads));
  if (!reads) TRY(workflow_lapsed(c, d, s, &until));
  return reads || until ? workflow_no_role(c, d, s) : hidden();
}

static err *officer_only(ctx *c, const dossier *d, str step) {
  (void)d, (void)step;
  return c->who->officer ? NULL : ERR(FORBIDDEN, N_("This is for officers."));
}

static err *overseer(ctx *c, const dossier *d, str step) {
  (void)d, (void)step;
  if (actor_has(c->who, S("leader"), 0) || actor_has(c->who, S("admin"), 0)) return NULL;
  return ERR(FORBIDDEN, N_("This is for leaders and administrators."));
}

static err *citizen(ctx *c, const dossier *d, str step) {
  (void)d, (void)step;
  return c->who->officer ? ERR(FORBIDDEN, N_("This is for citizens.")) : NULL;
}

/* Whose a complaint is, office/complaint looks at. */
static err *complaint_party(ctx *c, const dossier *d, str step) {
  (void)d, (void)step;
  bool may = !c->who->officer || actor_has(c->who, S("leader"), 0);
  return may ? NULL : ERR(FORBIDDEN, N_("This is for citizens and leaders."));
}

static err *high_leader(ctx *c, const dossier *d, str step) {
  (void)d, (void)step;
  if (ruling_approver(c)) return NULL;
  return ERR(FORBIDDEN, N_("This is for the leader of a province or ministry."));
}

static err *admin_only(ctx *c, const dossier *d, str step) {
  (void)d, (void)step;
  if (actor_has(c->who, S("admin"), 0)) return NULL;
  return ERR(FORBIDDEN, N_("This is for administrators."));
}

static err *counter(ctx *c, const dossier *d, str step) {
  (void)d, (void)step;
  if (actor_has(c->who, S("receptionist"), 0)) return NULL;
  return ERR(FORBIDDEN, N_("Only a receptionist may do this."));
}

/* One's own mandates; whose a mandate is, office/mandate looks at. */
static err *known_person(ctx *c, const dossier *d, str step) {
  (void)d, (void)step;
  if (!c->who->officer && c->who->assurance < 2)
    return ERR(FORBIDDEN, N_("Your identity has to be seen at a counter first."));
  bool may = !c->who->officer || actor_has(c->who, S("receptionist"), 0);
  return may ? NULL : ERR(FORBIDDEN, N_("Only citizens and receptionists may do this."));
}

static err *seen_person(ctx *c, const dossier *d, str step) {
  (void)d, (void)step;
  if (c->who->officer) return ERR(FORBIDDEN, N_("This is for citizens."));
  if (c->who->assurance < 2)
    return ERR(FORBIDDEN, N_("Your identity has to be seen at a counter first."));
  return NULL;
}

static err *own_dossier(ctx *c, const dossier *d, str step) {
  (void)step;
  return dossier_own(c->who, d) ? NULL : hidden();
}

static err *demo_only(ctx *c, const dossier *d, str step) {
  (void)d, (void)step;
  return c->office->demo ? NULL : ERR(NOT_FOUND, N_("There is nothing at this address."));
}

err *access_officer_page(ctx *c, str id, officer_info *out) {
  const officer_role *roles;
  size_t n;
  TRY(officer_get(c, id, out));
  if (access_officer(c->who, out)) return NULL;
  TRY(officer_roles(c, out->account_id, &roles, &n));
  for (size_t i = 0; i < n; i++)
    if (officer_role_holds(&roles[i], day_of(c->now)) &&
        access_heads(c->edition, c->who, roles[i].unit_id))
      return NULL;
  return ERR(NOT_FOUND, N_("There is no such officer."));
}

err *access_check(ctx *c, access_who who, const dossier *d, str step) {
  static err *(*const rules[WHO_COUNT])(ctx *, const dossier *, str) = {
      [WHO_FILER] = filer,
      [WHO_DRAFT_OWNER] = filer, /* and form_draft_get finds one's own alone */
      [WHO_HOLDER_OR_SCOPE] = holder_or_scope,
      [WHO_HOLDER_OR_COUNTER] = holder_or_counter,
      [WHO_SCOPE] = scope,
      [WHO_STEP_TAKER] = step_taker_of,
      [WHO_OFFICER] = officer_only,
      [WHO_OFFICER_OR_HEAD] = officer_only,
      [WHO_BATCH_OWNER] = officer_only,
      [WHO_OVERSEER] = overseer,
      [WHO_HIGH_LEADER] = high_leader,
      [WHO_CITIZEN] = citizen,
      [WHO_COMPLAINT_PARTY] = complaint_party,
      [WHO_ADMIN] = admin_only,
      [WHO_DEMO] = demo_only,
      [WHO_COUNTER] = counter,
      [WHO_KNOWN_PERSON] = known_person,
      [WHO_STORE_OWNER] = seen_person,
      [WHO_STORED_READER] = seen_person, /* and store_get finds what is theirs alone */
      [WHO_OWN_DOSSIER] = own_dossier,
  };
  if (who >= WHO_COUNT) return ERR(INTERNAL, "There is no such rule of access.");
  if (access_rules[who].sign_in && !c->who) return ERR(UNAUTHENTICATED, N_("Please sign in"));
  if (c->who && c->who->given_password && access_rules[who].sign_in && who != WHO_OWN_ACCOUNT)
    return ERR(FORBIDDEN, N_("Please choose a password of your own first: the one that you have "
                             "was given to you by an administrator."));
  if (access_rules[who].dossier && !d) return hidden();
  return rules[who] ? rules[who](c, d, step) : NULL;
}

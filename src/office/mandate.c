/* mandate: see mandate.h. */
#include "office/mandate.h"

#include "base/buf.h"
#include "base/rand.h"
#include "kit/text.h"
#include "office/account.sql.h"
#include "office/mail.h"
#include "office/mandate.sql.h"
#include "office/paper.h"
#include "office/paper.sql.h"
#include "office/schema.h"

/* --- those that hold --- */
err *mandate_read_held(ctx *c, actor *who) {
  mandates_held_row *rows;
  TRY(mandates_held(c->db, c->a, who->person_id, day_of(c->now), MANDATES_MOST, &rows,
                    &who->nmandates));
  mandate_held *list = arena_list(c->a, who->nmandates, mandate_held);
  for (size_t i = 0; i < who->nmandates; i++)
    list[i] = (mandate_held){.id = rows[i].id, .holder_id = rows[i].holder_id,
                             .procedure_id = rows[i].procedure_id.has ? rows[i].procedure_id.v : 0,
                             .public_id = rows[i].public_id, .holder = rows[i].holder};
  who->mandates = list;
  return NULL;
}

const mandate_held *mandate_of(const actor *who, str public_id, int64_t procedure_id) {
  for (size_t i = 0; i < who->nmandates; i++) {
    const mandate_held *m = &who->mandates[i];
    bool covers = !m->procedure_id || m->procedure_id == procedure_id;
    if (covers && str_eq(m->public_id, public_id)) return m;
  }
  return NULL;
}

err *mandate_holds(ctx *c, int64_t mandate_id) {
  mandate_valid_row row;
  bool found;
  TRY(mandate_valid(c->db, c->a, mandate_id, day_of(c->now), &row, &found));
  return found ? NULL : ERR(FORBIDDEN, N_("You may no longer act for them."));
}

/* --- whom it is for --- */
bool enterprise_code_valid(str s) {
  bool good = s.n == 10 || s.n == 14;
  for (size_t i = 0; good && i < s.n; i++)
    good = i == 10 ? s.p[i] == '-' : s.p[i] >= '0' && s.p[i] <= '9';
  return good;
}

typedef struct granting {
  const mandate_wish *w;
  mandate_line *made;
  err *errors;
  found_account agent;
  int64_t holder_id;       /* 0: an organisation to be made */
  str holder_name, folded;
  const procedure *procedure;
  int64_t paper_id;
  int32_t from;
  bool counter;
} granting;

static void wrong(granting *g, const char *field, const char *msgid, str arg) {
  err_add(&g->errors, err_at(ERR(INVALID, msgid, arg), str_of(field), STR_NONE));
}

err *mandate_holder_by_number(ctx *c, str number, int64_t *id, str *name) {
  *id = 0;
  *name = STR_NONE;
  if (personal_id_valid(number)) {
    person_by_personal_id_row row;
    person known;
    bool found;
    TRY(person_by_personal_id(c->db, c->a, number, &row, &found));
    if (!found) return NULL;
    TRY(person_get(c, row.id, &known));
    *id = row.id;
    *name = known.full_name;
    return NULL;
  }
  organisation_by_code_row row;
  bool found;
  TRY(organisation_by_code(c->db, c->a, number, &row, &found));
  if (found) *id = row.id, *name = row.full_name;
  return NULL;
}

static err *find_holder(ctx *c, granting *g) {
  const mandate_wish *w = g->w;
  if (!g->counter) {
    g->holder_id = c->who->person_id;
    g->holder_name = c->who->name;
    return NULL;
  }
  bool natural = personal_id_valid(w->number);
  if (!natural && !enterprise_code_valid(w->number))
    wrong(g, "number", N_("This is an enterprise code (10 digits, or 10 and 3) or a personal ID "
                          "number (12)."), STR_NONE);
  if (natural && str_eq(w->kind, S("representative")))
    wrong(g, "kind", N_("A person has no legal representative here, but may authorise somebody."),
          STR_NONE);
  g->holder_name = text_tidy(c->a, w->name.p ? w->name : S(""));
  g->folded = text_fold(c->a, g->holder_name);
  if (!g->folded.n) wrong(g, "name", N_("This is needed."), STR_NONE);
  if (g->errors) return NULL;
  str known;
  TRY(mandate_holder_by_number(c, w->number, &g->holder_id, &known));
  if (g->holder_id && !str_eq(text_fold(c->a, known), g->folded))
    wrong(g, "number", N_("This number is known here under another name; please check both."),
          STR_NONE);
  if (!g->holder_id && natural)
    wrong(g, "number", N_("Nobody with this number is known here yet."), STR_NONE);
  return NULL;
}

/* --- the rest --- */
static err *find_agent(ctx *c, granting *g) {
  bool found;
  TRY(identity_find(c, g->w->agent, &g->agent, &found));
  if (!found) wrong(g, "agent", N_("There is no such account."), STR_NONE);
  else if (g->agent.assurance < 2)
    wrong(g, "agent", N_("The identity of this person has not been seen at a counter yet."),
          STR_NONE);
  else if (g->agent.person_id == g->holder_id)
    wrong(g, "agent", N_("Nobody needs a mandate for themselves."), STR_NONE);
  actor them = {.person_id = g->agent.person_id};
  if (found) TRY(mandate_read_held(c, &them));
  if (them.nmandates >= MANDATES_MOST)
    wrong(g, "agent", N_("This person acts for {0} others already."), S("200"));
  return NULL;
}

static err *find_rest(ctx *c, granting *g) {
  const mandate_wish *w = g->w;
  int32_t today = day_of(c->now);
  g->from = w->from ? w->from : today;
  if (!day_valid(g->from)) wrong(g, "from", N_("This is no day."), STR_NONE);
  if (w->last && (!day_valid(w->last) || w->last < g->from || w->last < today))
    wrong(g, "last", N_("This must be a day that is still to come."), STR_NONE);
  if (w->procedure.n) g->procedure = edition_procedure(c->edition, w->procedure);
  if (w->procedure.n && !g->procedure)
    wrong(g, "procedure", N_("There is no procedure {0}."), w->procedure);
  if (!w->paper.n) return NULL;
  paper proof;
  bool own;
  TRY(paper_own(c, w->paper, &proof, &own));
  if (!own)
    wrong(g, "paper", N_("This paper is unknown; please send it again."), STR_NONE);
  else g->paper_id = proof.id;
  return NULL;
}

static err *make_organisation(ctx *c, granting *g) {
  organisation_insert_in row = {.id = rand_id(), .full_name = g->holder_name,
                                .name_folded = g->folded, .code = g->w->number, .at = c->now.us};
  int64_t made = 0;
  TRY(organisation_insert(c->db, &row, &made));
  g->holder_id = row.id;
  return made ? NULL : err_retry(ERR(RETRY, N_("Busy, please try again.")), 1);
}

static const char letter_text[] = N_(
    "You may act for {0} at the electronic one-stop from now on, in {1}. You choose for whom you "
    "file when you fill in a form. Your account shows this and lets you give it up.");

static err *tell(ctx *c, const granting *g) {
  if (!g->agent.mailbox.p) return NULL;
  str scope = g->procedure ? g->procedure->name : str_of(lang_text(c->language,
                                                                   N_("all procedures")));
  return mail_add(c, &(mail_wish){.to = g->agent.mailbox, .account_id = g->agent.id,
                                  .language = c->language, .subject = N_("You may act for others"),
                                  .text = letter_text, .args = {g->holder_name, scope}});
}

static err *check(ctx *c, granting *g) {
  g->errors = NULL;
  TRY(access_now(c, WHO_KNOWN_PERSON));
  g->counter = c->who->officer;
  TRY(find_holder(c, g));
  TRY(find_agent(c, g));
  TRY(find_rest(c, g));
  return g->errors;
}

static err *grant(ctx *c, void *arg) {
  granting *g = arg;
  TRY(check(c, g));
  if (!g->holder_id) TRY(make_organisation(c, g));
  const mandate_wish *w = g->w;
  int64_t at_unit = g->counter ? identity_counter(c->who) : 0;
  str kind = g->counter && str_eq(w->kind, S("representative")) ? S("representative")
                                                                : S("authorised");
  mandate_insert_in row = {
      .id = rand_id(), .public_id = rand_public_id(c->a), .kind = kind, .holder = g->holder_id,
      .agent = g->agent.person_id, .procedure = g->procedure ? SOME(g->procedure->id) : NONE_I64,
      .from = g->from, .to = w->last ? SOME(day_add(w->last, 1)) : NONE_I64,
      .paper = g->paper_id ? SOME(g->paper_id) : NONE_I64, .by = c->who->account_id,
      .unit = at_unit ? SOME(at_unit) : NONE_I64, .at = c->now.us};
  TRY(mandate_insert(c->db, &row, NULL));
  *g->made = (mandate_line){.public_id = row.public_id, .kind = kind, .holder = g->holder_name,
                            .agent = g->agent.name, .number = g->counter ? w->number : STR_NONE,
                            .procedure = w->procedure, .from = g->from, .last = w->last,
                            .holds = g->from <= day_of(c->now), .revoked_at = INSTANT_NONE};
  if (g->paper_id) TRY(paper_attach(c->db, g->paper_id, c->now.us, NULL));
  return tell(c, g);
}

err *mandate_grant(ctx *c, const mandate_wish *w, mandate_line *made) {
  granting g = {.w = w, .made = made};
  return ctx_write(c, c->who->account_id, grant, &g);
}

/* --- its end --- */
err *mandate_thing(ctx *c, str public_id, access_thing *out) {
  mandate_row_row row;
  bool found = false;
  if (str_utf8(public_id)) TRY(mandate_row(c->db, c->a, public_id, &row, &found));
  if (!found) return ERR(NOT_FOUND, N_("There is no such mandate."));
  access_party *parties = arena_new_of(c->a, access_party);
  *parties = (access_party){row.holder_id, row.agent_id};
  *out = (access_thing){.id = row.id, .parties = parties, .nparties = 1};
  return NULL;
}

static err *revoke(ctx *c, void *arg) {
  access_thing of;
  TRY(account_again(c, &c->who));
  TRY(mandate_thing(c, *(const str *)arg, &of));
  TRY(access_check(c, WHO_MANDATE_PARTY, &of, STR_NONE));
  return mandate_end(c->db, of.id, c->who->account_id, c->now.us, NULL);
}

err *mandate_revoke(ctx *c, str public_id) {
  return ctx_write(c, c->who->account_id, revoke, &public_id);
}

/* --- lists --- */
static mandate_line *lines_of(ctx *c, const mandate_whole_row *rows, size_t n) {
  mandate_line *list = arena_list(c->a, n, mandate_line);
  int32_t today = day_of(c->now);
  for (size_t i = 0; i < n; i++) {
    const mandate_whole_row *r = &rows[i];
    bool begun = r->valid_from <= today, over = r->valid_to.has && r->valid_to.v <= today;
    list[i] = (mandate_line){
        .public_id = r->public_id, .kind = r->kind, .holder = r->holder, .agent = r->agent,
        .number = r->number, .procedure = r->procedure, .from = (int32_t)r->valid_from,
        .last = r->valid_to.has ? day_add((int32_t)r->valid_to.v, -1) : 0,
        .paper = r->paper, .paper_name = r->paper_name,
        .holds = begun && !over && !r->revoked_at.has,
        .revoked_at = r->revoked_at.has ? (instant){r->revoked_at.v} : INSTANT_NONE};
  }
  return list;
}

err *mandate_list_agent(ctx *c, int64_t person_id, mandate_line **out, size_t *n) {
  mandate_whole_row *rows;
  TRY(mandates_of_agent(c->db, c->a, person_id, MANDATES_MOST, &rows, n));
  *out = lines_of(c, rows, *n);
  return NULL;
}

err *mandate_list_holder(ctx *c, int64_t person_id, mandate_line **out, size_t *n) {
  mandate_whole_row *rows;
  TRY(mandates_of_holder(c->db, c->a, person_id, MANDATES_MOST, &rows, n));
  *out = lines_of(c, rows, *n);
  return NULL;
}

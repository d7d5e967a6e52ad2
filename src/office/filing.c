/* filing: what somebody sent, checked: everything that is wrong is found at once, and all that is
 * random is made.  filing_write.c makes a dossier of it; see dossier.h. */
#include "office/filing_impl.h"

#include "base/rand.h"
#include "kit/text.h"
#include "office/account.sql.h"
#include "office/burden.h"
#include "office/counter.h"
#include "office/desk.h"
#include "office/fee.h"
#include "office/find.h"
#include "office/form_check.h"
#include "office/form_schema.h"
#include "office/form_draft.h"
#include "office/forms.h"
#include "office/mandate.h"
#include "office/paper.h"
#include "office/store.h"
#include "office/tracking.h"

enum { MOST_PAPERS = 100, DEPTH = 64 };

/* --- the form --- */
typedef struct checking { /* one filing being checked */
  ctx *c;
  const filing *f;
  const json *fields;
  const person *there; /* at a counter, once found; or NULL */
  const actor *as;     /* c->who, or that person: whose store is open */
  prepared_filing *p;
  err *errors;
} checking;

static void wrong(checking *k, str field, const char *msgid, str arg) {
  bool way = str_eq(field, S("channel"));
  err_add(&k->errors, err_at(ERR(INVALID, msgid, arg), field, way ? S(CHANNELS_CLAUSE) : STR_NONE));
}

/* The same tree with every text NFC and tidy; depth was bounded when it was read. */
static err *tidy_tree(arena *a, const json *v, int depth, const json **out) {
  *out = v;
  if (depth > DEPTH) return ERR(BAD_REQUEST, N_("The form is nested too deep."));
  if (v->kind == JSON_STRING) {
    str text;
    TRY(text_nfc(a, v->s, &text));
    *out = json_of_text(a, text_tidy(a, text));
  }
  if (v->kind != JSON_ARRAY && v->kind != JSON_OBJECT) return NULL;
  const json **items = arena_list(a, v->n, const json *);
  json_member *members = arena_list(a, v->n, json_member);
  for (size_t i = 0; i < v->n; i++) {
    TRY(tidy_tree(a, &v->items[i], depth + 1, &items[i]));
    if (v->kind == JSON_OBJECT) members[i] = (json_member){v->keys[i], items[i]};
  }
  *out = v->kind == JSON_OBJECT ? json_of_members(a, members, v->n) : json_of_list(a, items, v->n);
  return NULL;
}

static err *check_form(checking *k) {
  const procedure *p = k->p->procedure;
  static const json empty = {.kind = JSON_OBJECT};
  TRY(tidy_tree(k->c->a, k->f->fields ? k->f->fields : &empty, 0, &k->fields));
  err *found = NULL;
  form_check(k->c, p, k->fields, &found);
  if (found) err_add(&k->errors, found);
  else TRY(json_canonical(k->c->a, k->fields, &k->p->form));
  k->p->delivery = delivery_of(k->fields, k->p->channel);
  return NULL;
}

/* --- channel and procedure --- */
static void check_channel(checking *k) {
  bool officer = k->c->who->officer;
  str channel = k->f->channel.p ? k->f->channel : officer ? S("counter") : S("online");
  bool fits = officer ? str_eq(channel, S("counter")) || str_eq(channel, S("post"))
                      : str_eq(channel, S("online"));
  k->p->channel = channel;
  if (!fits)
    wrong(k, S("channel"), officer ? N_("An officer files at the counter or for the post.")
                                   : N_("You can file online only; others file at a counter."),
          STR_NONE);
  else if (!procedure_channel(k->p->procedure, channel))
    wrong(k, S("channel"), N_("This procedure is not offered this way."), STR_NONE);
}

/* --- papers --- */
str filing_paper_field(arena *a, str component_id) {
  if (str_starts(component_id, S("fields."))) return component_id;
  return str_cat(a, S("papers."), str_sub(component_id, 0, 100));
}

static str paper_field(checking *k, str component_id) {
  return filing_paper_field(k->c->a, component_id);
}

static bool given_before(const prepared_filing *p, str component_id, int64_t paper_id) {
  for (size_t i = 0; i < p->npapers; i++)
    if (p->paper_ids[i] == paper_id && str_eq(p->papers[i].component, component_id)) return true;
  return false;
}

static bool has_paper(const filing *f, str component_id) {
  for (size_t i = 0; i < f->npapers; i++)
    if (str_eq(f->papers[i].component, component_id)) return true;
  return false;
}

/* One file for a document, or for a field of the form. */
static err *check_paper(checking *k, const attached *at, const json *files) {
  prepared_filing *p = k->p;
  str field = paper_field(k, at->component);
  paper one;
  bool mine;
  TRY(paper_own(k->c, at->paper, &one, &mine));
  if (!mine) wrong(k, field, N_("This paper is unknown; please send it again."), STR_NONE);
  if (!mine || given_before(p, at->component, one.id)) return NULL;
  if (files) {
    err *e = schema_file_fits(p->procedure->schema, files, one.media_type, one.size);
    if (e) err_add(&k->errors, err_at(e, field, STR_NONE));
  }
  dossier_paper *papers = (dossier_paper *)(uintptr_t)p->papers;
  ((int64_t *)(uintptr_t)p->paper_ids)[p->npapers] = one.id;
  papers[p->npapers] = (dossier_paper){.ordinal = (int64_t)p->npapers + 1, .size = one.size,
                                       .component = at->component, .id = one.public_id,
                                       .name = one.name, .media_type = one.media_type,
                                       .sha256 = one.sha256, .stored_id = one.stored_id};
  if (one.stored_id) TRY(store_name(k->c, one.stored_id, &papers[p->npapers].stored));
  p->npapers++;
  return NULL;
}

static bool is_there(const given_papers *g, str id) {
  for (size_t i = 0; g && i < g->nthere; i++)
    if (str_eq(g->there[i].id, id)) return true;
  return false;
}

/* Those of documents, then those that the form names; of a dossier's form the ones that are not
 * there yet.  there: NULL while it is filed. */
static err *check_papers(checking *k, const given_papers *there) {
  const procedure *p = k->p->procedure;
  const json *fields = there ? there->fields : k->fields;
  size_t n = k->f->npapers < MOST_PAPERS ? k->f->npapers : MOST_PAPERS, nfiles = 0;
  const form_file *files = NULL;
  if (p->schema && fields) files = form_files(k->c->a, p->schema, fields, &nfiles);
  if (k->f->npapers > MOST_PAPERS || n + nfiles > MOST_PAPERS)
    wrong(k, S("papers"), N_("A dossier may have 100 papers at most."), STR_NONE);
  k->p->papers = arena_list(k->c->a, MOST_PAPERS + nfiles, dossier_paper);
  k->p->paper_ids = arena_list(k->c->a, MOST_PAPERS + nfiles, int64_t);
  for (size_t i = 0; i < n; i++) {
    if (procedure_component(p, k->f->papers[i].component))
      TRY(check_paper(k, &k->f->papers[i], NULL));
    else
      wrong(k, paper_field(k, k->f->papers[i].component),
            N_("The procedure asks for no such paper."), STR_NONE);
  }
  for (size_t i = 0; i < nfiles; i++)
    if (!is_there(there, files[i].id))
      TRY(check_paper(k, &(attached){files[i].path, files[i].id}, files[i].schema));
  return NULL;
}

/* What was taken from the store must hold today, and belong to the holder. */
static err *check_stored(checking *k, int64_t holder_id) {
  for (size_t i = 0; i < k->p->npapers; i++) {
    const dossier_paper *one = &k->p->papers[i];
    if (!one->stored_id) continue;
    err *e = store_still(k->c, one->stored_id, holder_id);
    if (e && e->kind != ERR_INVALID) return e;
    if (e) err_add(&k->errors, err_at(e, paper_field(k, one->component), STR_NONE));
  }
  return NULL;
}

static void need_papers(checking *k) {
  const procedure *p = k->p->procedure;
  for (size_t i = 0; i < p->ncomponents; i++) {
    const component *c = &p->components[i];
    bool needed = c->required && component_applies(p, c, k->fields, k->c->a);
    if (needed && !has_paper(k->f, c->id))
      wrong(k, paper_field(k, c->id), N_("This paper is needed: {0}."), c->title);
  }
}

/* --- who decides and who receives --- */
static const role_held *counter_role(const actor *who, int64_t usual, str field) {
  const role_held *there = actor_role(who, S("receptionist"), usual, field);
  return there ? there : actor_role(who, S("receptionist"), 0, field);
}

static void check_routing(checking *k) {
  prepared_filing *p = k->p;
  str path = p->procedure->commune_path;
  str commune = path.p ? json_str(json_at(k->fields, path)) : STR_NONE;
  const competence *rule = edition_competence(k->c->edition, p->procedure, commune);
  p->unit = rule ? edition_unit(k->c->edition, rule->unit_id) : NULL;
  if (!p->unit) {
    wrong(k, path.p ? str_cat(k->c->a, S("fields."), path) : S("procedure"),
          N_("No authority is entered yet that decides this here."), STR_NONE);
    return;
  }
  p->unit_id = rule->unit_id;
  p->reception_unit_id = rule->reception_unit_id;
  if (!k->c->who->officer) return;
  const role_held *held = counter_role(k->c->who, rule->reception_unit_id, p->procedure->field);
  p->support_unit_id = held ? held->unit_id : 0;
  if (!str_eq(k->f->reception, S("competent"))) p->reception_unit_id = p->support_unit_id;
  p->behalf = held ? held->behalf : STR_NONE;
  p->filer_unit = edition_unit(k->c->edition, p->support_unit_id);
  p->role = S("receptionist");
  if (!p->filer_unit) wrong(k, S("channel"), N_("Your unit takes no dossiers."), STR_NONE);
}

/* --- the holder --- */
static person_insert_in person_of_form(const checking *k) {
  str path = k->p->procedure->holder_path;
  const json *v = path.p ? json_at(k->fields, path) : NULL;
  return (person_insert_in){.full_name = json_str(json_get(v, S("full_name"))),
                            .personal_id = json_str(json_get(v, S("personal_id"))),
                            .phone = json_str(json_get(v, S("phone"))),
                            .commune = json_str(json_get(v, S("residence_commune"))),
                            .address = json_str(json_get(v, S("residence_address")))};
}

static person_insert_in person_given(const person *p) {
  return (person_insert_in){.full_name = p->full_name, .personal_id = p->personal_id,
                            .phone = p->phone, .commune = p->commune, .address = p->address};
}

static void check_mandate(checking *k, const actor *agent) {
  const mandate_held *m = mandate_of(agent, k->f->mandate, k->p->procedure->id);
  if (!m) {
    wrong(k, S("mandate"),
          agent == k->c->who ? N_("You may not file this for them.")
                             : N_("This person may not file this for them."),
          STR_NONE);
    return;
  }
  k->p->holder_id = m->holder_id;
  k->p->mandate_id = m->id;
  if (!k->c->who->officer) k->p->role = S("authorised");
}

/* Whoever is there is whom the form is about, as far as it says so by a number. */
static void same_person(checking *k, const person *there) {
  str number = person_of_form(k).personal_id;
  if (!number.n || !there->personal_id.n || str_eq(number, there->personal_id)) return;
  wrong(k,
        str_cat(k->c->a, S("fields."), k->p->procedure->holder_path, S(".personal_id")),
        N_("This is not the number of {0}, for whom you file."), there->full_name);
}

/* The person at the counter: the holder, or the agent of whoever they act for. */
static err *check_person(checking *k) {
  person there;
  actor *agent = arena_new_of(k->c->a, actor);
  err *e = counter_person(k->c, k->f->for_person, &there);
  if (e && e->kind != ERR_NOT_FOUND) return e;
  if (e) {
    wrong(k, S("for"), N_("There is no such person."), STR_NONE);
    return NULL;
  }
  k->p->holder_id = there.id;
  person *found = arena_new_of(k->c->a, person);
  *found = there;
  k->there = found;
  same_person(k, &there);
  TRY(counter_as_actor(k->c, there.id, agent));
  k->as = agent;
  if (k->f->mandate.n) check_mandate(k, agent);
  return NULL;
}

/* At a counter the requester of the form is the holder: a known person with that number and name,
 * or a new one. */
static err *check_holder(checking *k) {
  prepared_filing *p = k->p;
  const person *given = k->f->applicant;
  if (!k->c->who->officer) {
    p->holder_id = k->c->who->person_id;
    if (k->f->mandate.n) check_mandate(k, k->c->who);
    return NULL;
  }
  if (k->f->for_person.n) return check_person(k);
  if (given && given->id && !p->holder_id) p->holder_id = given->id;
  if (p->holder_id) return NULL;
  person_insert_in *h = &p->holder;
  *h = given ? person_given(given) : person_of_form(k);
  h->at = k->c->now.us;
  if (!h->full_name.n) {
    if (!k->errors)
      wrong(k, S("fields"), N_("The form does not say whose dossier this is."), STR_NONE);
    return NULL;
  }
  h->name_folded = text_fold(k->c->a, h->full_name);
  if (!h->personal_id.n) {
    h->personal_id = STR_NONE;
    return NULL;
  }
  person_by_personal_id_row known;
  bool found;
  TRY(person_by_personal_id(k->c->db, k->c->a, h->personal_id, &known, &found));
  if (found && !str_eq(known.name_folded, h->name_folded))
    wrong(k, str_cat(k->c->a, S("fields."), p->procedure->holder_path, S(".personal_id")),
          N_("This number is known here under another name; please check both."), STR_NONE);
  return NULL;
}

/* What it will be found by. */
static err *name_keys(checking *k) {
  const person_insert_in *h = &k->p->holder;
  find_who who = {.name = h->full_name, .personal_id = h->personal_id, .phone = h->phone};
  if (k->p->holder_id) TRY(find_person_of(k->c, k->p->holder_id, &who));
  find_keys_of(k->c, &who, k->p->procedure, k->fields, &k->p->keys);
  return NULL;
}

/* --- preparing --- */
static err *unfit(const char *msgid) {
  return err_at(ERR(INVALID, msgid), S("procedure"), STR_NONE);
}

err *dossier_prepare(ctx *c, const filing *f, prepared_filing **out) {
  if (!c->who) return ERR(UNAUTHENTICATED, N_("Please sign in"));
  prepared_filing *p = arena_new_of(c->a, prepared_filing);
  p->procedure = edition_procedure(c->edition, f->procedure);
  if (!p->procedure) return unfit(N_("There is no such procedure."));
  if (!p->procedure->schema)
    return unfit(N_("This procedure is not filed here; its page says where."));
  checking k = {.c = c, .f = f, .p = p, .as = c->who};
  p->role = S("holder");
  check_channel(&k);
  TRY(check_form(&k));
  TRY(check_papers(&k, NULL));
  need_papers(&k);
  check_routing(&k);
  TRY(check_holder(&k));
  TRY(check_stored(&k, p->holder_id));
  form_clauses(p->procedure, k.errors);
  if (k.errors) return k.errors;
  TRY(name_keys(&k));
  TRY(burden_told(c,
                  &(burden_filing){.procedure = p->procedure, .fields = k.fields,
                                   .papers = p->papers, .npapers = p->npapers,
                                   .holder_id = p->holder_id, .there = k.there, .as = k.as},
                  &p->asked));
  p->salt = rand_str(c->a, 32);
  p->tracking = tracking_code(c->a);
  p->charge = fee_of(p->procedure, k.fields, p->channel, c->a);
  p->draft = f->draft;
  p->draft_version = f->draft_version;
  *out = p;
  return NULL;
}

/* --- what comes later --- */
err *form_checked(ctx *c, const procedure *of, const json *fields, str *canonical) {
  prepared_filing p = {.procedure = of};
  filing f = {.fields = fields};
  checking k = {.c = c, .f = &f, .p = &p};
  TRY(check_form(&k));
  *canonical = p.form;
  form_clauses(of, k.errors);
  return k.errors;
}

err *papers_checked(ctx *c, const procedure *of, const attached *given, size_t n,
                    given_papers *out) {
  prepared_filing p = {.procedure = of};
  filing f = {.papers = given, .npapers = n};
  checking k = {.c = c, .f = &f, .p = &p};
  TRY(check_papers(&k, out));
  TRY(check_stored(&k, out->holder_id));
  form_clauses(of, k.errors);
  dossier_paper *papers = arena_list(c->a, p.npapers, dossier_paper);
  for (size_t i = 0; i < p.npapers; i++) {
    papers[i] = p.papers[i];
    papers[i].ordinal = out->first + (int64_t)i;
  }
  out->papers = papers;
  out->ids = p.paper_ids;
  out->n = p.npapers;
  return k.errors;
}

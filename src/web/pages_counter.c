/* pages_counter: what a receptionist does with somebody who stands there: binding the number on a
 * card to an account, and noting who acts for an organisation. */
#include <string.h>

#include "office/identity.h"
#include "web/api.h"
#include "web/entries.h"
#include "web/fill.h"
#include "web/people.h"

static const v_choice sexes[] = {{.value = TEXT(""), .label = N_("Choose")},
                                 {.value = TEXT("female"), .label = N_("Female")},
                                 {.value = TEXT("male"), .label = N_("Male")}};
const v_entry card_entries[CARD_ENTRIES] = {
    {.name = TEXT("personal_id"), .label = N_("Personal ID number"), .hint = N_("12 digits."),
     .kind = TEXT("text"), .mode = TEXT("numeric"), .autocomplete = TEXT("off"), .max = 40,
     .needed = true},
    {.name = TEXT("full_name"), .label = N_("Full name"), .kind = TEXT("text"),
     .autocomplete = TEXT("off"), .max = 200, .needed = true},
    {.name = TEXT("birth_day"), .label = N_("Day of birth"), .hint = N_("Day/month/year."),
     .kind = TEXT("text"), .autocomplete = TEXT("off"), .max = 10, .needed = true},
    {.name = TEXT("sex"), .label = N_("Sex"), .kind = TEXT("text"), .needed = true,
     .options = {sexes, COUNT(sexes)}},
    {.name = TEXT("nationality"), .label = N_("Nationality"), .kind = TEXT("text"),
     .autocomplete = TEXT("off"), .max = 100, .value = TEXT("Việt Nam")}};
static const v_choice corrections[] = {
    {.value = TEXT(""), .label = N_("It is the same")},
    {.value = TEXT("misspelt"), .label = N_("It was misspelt here")},
    {.value = TEXT("changed"), .label = N_("The person has another name now")}};
static const v_entry beside_card[] = {
    {.name = TEXT("address"), .label = N_("Place of residence"), .kind = TEXT("text"),
     .autocomplete = TEXT("off"), .max = 300},
    {.name = TEXT("correct"), .label = N_("Why the name here is not the card's"),
     .hint = N_("Only where it is another one. It is recorded."), .kind = TEXT("text"),
     .options = {corrections, COUNT(corrections)}}};

/* --- the card --- */
enum { IDENTITY_ENTRIES = CARD_ENTRIES + COUNT(beside_card) };

static void identity_table(v_entry table[IDENTITY_ENTRIES]) {
  memcpy(table, card_entries, sizeof card_entries);
  memcpy(table + CARD_ENTRIES, beside_card, sizeof beside_card);
}

typedef struct showing {
  str login, public_id; /* one of them says which account */
  const err *e;
  v_identity v;
} showing;

static err *read_identity(rq *r, void *arg) {
  showing *s = arg;
  found_account a = {0};
  v_entry table[IDENTITY_ENTRIES];
  bool found = false;
  identity_table(table);
  s->v = (v_identity){.asked = s->login, .seen_at = INSTANT_NONE,
                      .entries = entries_of(r, table, IDENTITY_ENTRIES, s->e),
                      .errors = entries_errors(r, table, IDENTITY_ENTRIES, s->e)};
  if (!s->login.n) return NULL;
  TRY(identity_find(&r->ctx, s->login, &a, &found));
  r->person_id = found ? a.person_id : 0;
  if (!found) return NULL;
  s->v.id = a.public_id;
  s->v.login = a.login;
  s->v.mailbox = a.mailbox.n ? a.mailbox : STR_NONE;
  s->v.name = a.name;
  s->v.level = SOME(a.assurance);
  s->v.bound = a.assurance >= 2;
  s->v.claimed_id = a.claimed_id.n ? a.claimed_id : STR_NONE;
  return identity_seen(&r->ctx, a.id, &s->v.seen_at, &s->v.seen_by);
}

static err *identity_page(rq *r, str login, const err *e) {
  showing s = {.login = login, .e = e};
  TRY(rq_read(r, read_identity, &s));
  r->page.title = N_("Confirm an identity");
  r->page.path = S("/counter/identity");
  return REPLY(r, e ? err_http(e->kind) : 200, identity, &s.v);
}

err *identity_show(rq *r) {
  const b_find_account *b = r->body;
  return identity_page(r, b->login.p ? str_trim(b->login) : STR_NONE, NULL);
}

static str account_typed(const rq *r) {
  const form_part *part = r->form ? form_get(r->form, S("login")) : NULL;
  return part ? part->value : STR_NONE;
}

err *identity_again(rq *r, err *e) { return identity_page(r, account_typed(r), e); }

err *identity_confirm(rq *r) {
  const b_identity_card *b = r->body;
  str login;
  TRY(identity_bind(&r->ctx,
                    &(identity_card){.account = b->account,
                                     .personal_id = lang_latin(r->ctx.a, str_trim(b->personal_id)),
                                     .full_name = b->full_name, .sex = b->sex,
                                     .birth_day = day_typed(r->ctx.a, b->birth_day),
                                     .nationality = b->nationality, .ethnicity = b->ethnicity,
                                     .commune = b->commune, .address = b->address,
                                     .correct = b->correct},
                    &login));
  if (!r->form) return identity_page(r, login, NULL);
  buf at = buf_in(r->ctx.a);
  buf_add(&at, S("/counter/identity?login="));
  put_url(&(out){.b = &at}, login);
  return reply_see_other(r, buf_str(&at));
}

/* --- who acts for whom --- */
static const v_choice kinds[] = {
    {.value = TEXT("representative"), .label = N_("legal representative")},
    {.value = TEXT("authorised"), .label = N_("authorised person")}};
static const v_entry mandate_table[] = {
    {.name = TEXT("number"), .label = N_("Enterprise code, or personal ID number of the holder"),
     .hint = N_("10 digits, or 10 and 3 with a hyphen; a person's has 12."), .kind = TEXT("text"),
     .autocomplete = TEXT("off"), .max = 14, .needed = true},
    {.name = TEXT("name"), .label = N_("Name of the organisation or the holder"),
     .kind = TEXT("text"), .autocomplete = TEXT("off"), .max = 300, .needed = true},
    {.name = TEXT("agent"), .label = N_("Account of the person who will act"),
     .hint = N_("E-mail address or login; their identity must be confirmed."),
     .kind = TEXT("text"), .autocomplete = TEXT("off"), .max = 254, .needed = true},
    {.name = TEXT("kind"), .label = N_("As what"), .kind = TEXT("text"), .needed = true,
     .value = TEXT("representative"), .options = {kinds, COUNT(kinds)}},
    {.name = TEXT("procedure"), .label = N_("Procedure code"), .hint = N_("Empty: all procedures."),
     .kind = TEXT("text"), .autocomplete = TEXT("off"), .max = 40},
    {.name = TEXT("last"), .label = N_("Last day"),
     .hint = N_("Day/month/year. Empty: without end."), .kind = TEXT("text"),
     .autocomplete = TEXT("off"), .max = 10}};

typedef struct acting {
  str number;
  const err *e;
  v_mandates v;
} acting;

/* What was uploaded before the form was refused. */
static err *fill_proof(rq *r, acting *x) {
  const form_part *kept = r->form ? form_get(r->form, S("paper")) : NULL;
  for (const err *e = x->e; e; e = e->next)
    if (str_eq(e->field, S("paper"))) x->v.proof_error = error_text(r, e);
  paper proof;
  bool own;
  if (!kept || !kept->value.n) return NULL;
  TRY(paper_own(&r->ctx, kept->value, &proof, &own));
  if (!own) return NULL;
  x->v.proof = proof.public_id;
  x->v.proof_name = proof.name;
  return NULL;
}

static err *read_mandates(rq *r, void *arg) {
  acting *x = arg;
  int64_t holder_id;
  mandate_line *lines;
  size_t n;
  x->v = (v_mandates){.number = x->number.n ? x->number : STR_NONE,
                      .errors = entries_errors(r, mandate_table, COUNT(mandate_table), x->e)};
  TRY(mandate_holder_by_number(&r->ctx, x->number, &holder_id, &x->v.holder));
  r->person_id = holder_id;
  v_entry *table = arena_list(r->ctx.a, COUNT(mandate_table), v_entry);
  memcpy(table, mandate_table, sizeof mandate_table);
  table[0].value = x->number; /* what was looked for is what is noted next */
  table[1].value = x->v.holder;
  x->v.entries = entries_of(r, table, COUNT(mandate_table), x->e);
  TRY(fill_proof(r, x));
  if (!holder_id) return NULL;
  TRY(mandate_list_holder(&r->ctx, holder_id, &lines, &n));
  x->v.items = fill_mandates(r, lines, n);
  return NULL;
}

static err *mandates_page(rq *r, str number, const err *e) {
  acting x = {.number = number, .e = e};
  TRY(rq_read(r, read_mandates, &x));
  r->page.title = N_("Who acts for whom");
  r->page.path = S("/counter/mandates");
  return REPLY(r, e ? err_http(e->kind) : 200, mandates, &x.v);
}

err *mandates_show(rq *r) {
  const b_find_holder *b = r->body;
  return mandates_page(r, lang_latin(r->ctx.a, str_trim(b->number)), NULL);
}

static bool at_counter(const rq *r) { return actor_has(r->ctx.who, S("receptionist"), 0); }

err *mandate_again(rq *r, err *e) {
  const form_part *number = form_get(r->form, S("number"));
  if (!at_counter(r)) return account_again_shown(r, e);
  return mandates_page(r, number ? str_trim(number->value) : STR_NONE, e);
}

/* Stores the proof that came with the form; its id stands in place of the file. */
static err *keep_proof(rq *r, str *id) {
  const form_part *file = r->form ? form_get(r->form, S("proof")) : NULL;
  paper stored;
  if (!file || !file->filename.p || (!file->filename.n && !file->value.n)) return NULL;
  err *e = paper_store(&r->ctx, file->value, file->filename, &stored);
  if (e) return err_at(e, S("paper"), STR_NONE);
  *id = stored.public_id;
  form *with_id = arena_new_of(r->ctx.a, form);
  form_part *parts = arena_list(r->ctx.a, r->form->n + 1, form_part);
  size_t n = 0;
  parts[n++] = (form_part){.name = S("paper"), .value = *id}; /* before an older one */
  for (size_t i = 0; i < r->form->n; i++)
    if (&r->form->parts[i] != file) parts[n++] = r->form->parts[i];
  *with_id = (form){parts, n};
  r->form = with_id;
  return NULL;
}

err *mandate_make(rq *r) {
  const b_mandate *b = r->body;
  mandate_line made;
  str number = b->number.p ? lang_latin(r->ctx.a, str_trim(b->number)) : S("");
  str proof = b->paper;
  TRY(keep_proof(r, &proof));
  mandate_wish w = {.agent = b->agent, .number = number,
                    .name = b->name, .kind = b->kind, .procedure = b->procedure,
                    .from = day_typed(r->ctx.a, b->from), .last = day_typed(r->ctx.a, b->last),
                    .paper = proof};
  TRY(mandate_grant(&r->ctx, &w, &made));
  if (!r->form)
    return reply_json(r, 201, &v_mandate_type, &fill_mandates(r, &made, 1).items[0]);
  if (!at_counter(r)) return reply_see_other(r, S("/account"));
  return reply_see_other(r, str_cat(r->ctx.a, S("/counter/mandates?number="), w.number));
}

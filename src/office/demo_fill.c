/* demo_fill: people, accounts and keys of the demonstration; see demo.h.  Its units are those of
 * catalogue/units.csv.
 *
 * Keys are made and passwords hashed first, then one transaction writes everything.  The tables are
 * in demo_people.c. */
#include "base/buf.h"
#include "base/rand.h"
#include "kit/text.h"
#include "office/catalogue.h"
#include "office/demo_impl.h"
#include "office/identity.sql.h"
#include "office/mandate.sql.h"
#include "office/setting.h"
#include "office/signature_impl.h"
#include "office/unattended.h"

enum { SEALS = 8, PEOPLE = 32 };
#define YEAR (365 * DAY)

typedef struct made_person {
  int64_t id, account_id;
  str public_id, password;
  made_key key; /* id 0: none */
} made_person;

typedef struct filling {
  made_person people[PEOPLE];
  made_key seals[SEALS];
  str passphrases[SEALS]; /* of the seals */
  made_key unattended;
  issuer root, ca;
  str crl, boxed_root, boxed_ca;
} filling;

/* demo_fill has seen that they are all there. */
static const unit *unit_of(const ctx *c, const char *code) {
  return edition_unit_by_code(c->edition, str_of(code));
}

/* --- keys and certificates --- */

err *demo_officer_key(ctx *c, const issuer *by, const issue *what, str pin, made_key *out) {
  issuer pair;
  str passphrase;
  TRY(cert_issue(c->a, by, what, &pair));
  *out = (made_key){.id = rand_id(), .certificate = pair.certificate, .salt = rand_str(c->a, 16)};
  TRY(key_passphrase(c, pin, out->salt, &passphrase));
  err *e = pkcs12_make(c->a, &pair, passphrase, c->office->pkcs12_iterations, &out->secret);
  wipe(pair.key);
  wipe(passphrase);
  return e;
}

static str boxed(ctx *c, str secret) {
  return seal_box(c->a, (str){c->office->secrets.box, sizeof c->office->secrets.box}, secret);
}

static err *make_authorities(ctx *c, filling *w) {
  instant from = {c->now.us - YEAR};
  issue root = {.common_name = S("Motcua Demonstration Root"), .organisation = S("Motcua"),
                .from = from, .to = {c->now.us + 20 * YEAR}, .use = ISSUE_ROOT};
  issue ca = {.common_name = S("Motcua Demonstration Issuing CA"), .organisation = S("Motcua"),
              .from = from, .to = {c->now.us + 15 * YEAR}, .use = ISSUE_CA};
  TRY(cert_issue(c->a, NULL, &root, &w->root));
  TRY(cert_issue(c->a, &w->root, &ca, &w->ca));
  w->boxed_root = base64_of(c->a, boxed(c, w->root.key));
  w->boxed_ca = base64_of(c->a, boxed(c, w->ca.key));
  const revocations none = {.number = 1, .at = from, .next = {c->now.us + 10 * YEAR}};
  return crl_issue(c->a, &w->ca, &none, &w->crl);
}

err *demo_trust(ctx *c, str kind, str der) {
  trust_insert_in row = {.id = rand_id(), .kind = kind, .der = der, .now = c->now.us};
  return trust_insert(c->db, &row, NULL);
}

static issue certificate_for(ctx *c, str name, str unit_name, str holder) {
  return (issue){.common_name = name, .organisation = unit_name, .holder = holder,
                 .from = {c->now.us - YEAR}, .to = {c->now.us + 5 * YEAR}, .use = ISSUE_SIGNER};
}

/* An authority's seal opens with a passphrase that no person knows; each clerk gets it wrapped. */
static err *make_seal(ctx *c, filling *w, size_t i) {
  issuer pair;
  const unit *u = unit_of(c, demo_seals[i]);
  issue what = certificate_for(c, u->name, u->name, holder_unit(c->a, u->code));
  what.use = ISSUE_SEAL;
  TRY(cert_issue(c->a, &w->ca, &what, &pair));
  w->passphrases[i] = hex_of(c->a, rand_str(c->a, 32));
  w->seals[i] = (made_key){.id = rand_id(), .certificate = pair.certificate};
  err *e = pkcs12_make(c->a, &pair, w->passphrases[i], c->office->pkcs12_iterations,
                       &w->seals[i].secret);
  wipe(pair.key);
  return e;
}

/* The Centre's key for receipts: the server uses it by itself, and its name says so. */
static err *make_unattended(ctx *c, filling *w) {
  const unit *u = unit_of(c, CENTRE_CODE);
  issuer pair;
  issue what = certificate_for(c, S(UNATTENDED_NAME), u->name,
                               holder_unit(c->a, u->code));
  what.use = ISSUE_SEAL;
  TRY(cert_issue(c->a, &w->ca, &what, &pair));
  w->unattended = (made_key){.id = rand_id(), .certificate = pair.certificate,
                             .secret = boxed(c, pair.key)};
  wipe(pair.key);
  return NULL;
}

static bool signs(const demo_person *p) {
  return p->role && !str_eq(str_of(p->role), S("admin"));
}

static err *make_person(ctx *c, filling *w, size_t i) {
  const demo_person *p = &demo_people[i];
  made_person *m = &w->people[i];
  *m = (made_person){.id = rand_id(), .account_id = rand_id(),
                     .public_id = rand_public_id(c->a)};
  TRY(password_hash(c->a, S(DEMO_PASSWORD), c->office->password_cost, &m->password));
  if (!signs(p)) return NULL;
  issue what = certificate_for(c, str_of(p->name), unit_of(c, p->unit)->name,
                               holder_account(c->a, m->public_id));
  return demo_officer_key(c, &w->ca, &what, S(DEMO_PIN), &m->key);
}

static err *make_all(ctx *c, filling *w) {
  TRY(make_authorities(c, w));
  for (size_t i = 0; i < demo_seal_count; i++) TRY(make_seal(c, w, i));
  TRY(make_unattended(c, w));
  for (size_t i = 0; i < demo_person_count; i++) TRY(make_person(c, w, i));
  return NULL;
}

/* --- rows --- */

static err *write_person(ctx *c, const demo_person *p, const made_person *m) {
  bool known = p->role || p->personal_id;
  TRY(demo_person_insert(
      c->db,
      &(demo_person_insert_in){
          .id = m->id, .kind = str_of(p->kind), .full_name = str_of(p->name),
          .name_folded = text_fold(c->a, str_of(p->name)),
          .birth_day = p->birth_day ? SOME(p->birth_day) : NONE_I64, .sex = str_of(p->sex),
          .personal_id = str_of(p->personal_id), .ethnicity = known ? S("Kinh") : STR_NONE,
          .nationality = known ? S("Việt Nam") : STR_NONE, .phone = str_of(p->phone),
          .commune = str_of(p->commune), .address = str_of(p->address), .now = c->now.us},
      NULL));
  return demo_account_insert(
      c->db,
      &(demo_account_insert_in){.id = m->account_id, .public_id = m->public_id,
                                .login = str_of(p->login), .person = m->id,
                                .kind = p->role ? S("officer") : S("citizen"),
                                .password = m->password, .assurance = known ? 2 : 1,
                                .mailbox = str_cat(c->a, str_of(p->login), S("@example.vn")),
                                .now = c->now.us},
      NULL);
}

/* Who a company's representative is was seen by the receptionist of the Centre. */
static const made_person *person_called(const filling *w, const char *login) {
  size_t i = 0;
  while (!str_eq(str_of(demo_people[i].login), str_of(login))) i++;
  return &w->people[i];
}

static err *write_companies(ctx *c, const filling *w) {
  const made_person *officer = person_called(w, "receptionist");
  for (size_t i = 0; i < demo_company_count; i++) {
    const demo_company *k = &demo_companies[i];
    organisation_insert_in row = {.id = rand_id(), .full_name = str_of(k->name),
                                  .name_folded = text_fold(c->a, str_of(k->name)),
                                  .code = str_of(k->code), .at = c->now.us};
    TRY(organisation_insert(c->db, &row, NULL));
    mandate_insert_in acts = {.id = rand_id(), .public_id = rand_public_id(c->a),
                              .kind = S("representative"), .holder = row.id,
                              .agent = person_called(w, k->representative)->id,
                              .from = day_add(day_of(c->now), -365), .by = officer->account_id,
                              .unit = SOME(unit_of(c, CENTRE_CODE)->id), .at = c->now.us};
    TRY(mandate_insert(c->db, &acts, NULL));
  }
  return NULL;
}

static err *write_key(ctx *c, str purpose, opt_i64 account_id, opt_i64 unit_id,
                      const made_key *k) {
  return key_insert(c->db,
                    &(key_insert_in){.id = k->id, .purpose = purpose, .account = account_id,
                                     .unit = unit_id, .certificate = k->certificate,
                                     .secret = k->secret, .salt = k->salt, .now = c->now.us},
                    NULL);
}

static err *write_people(ctx *c, const filling *w) {
  for (size_t i = 0; i < demo_person_count; i++) {
    const demo_person *p = &demo_people[i];
    const made_person *m = &w->people[i];
    TRY(write_person(c, p, m));
    if (!p->role) continue;
    int64_t unit_id = unit_of(c, p->unit)->id;
    TRY(demo_role_insert(c->db,
                         &(demo_role_insert_in){.id = rand_id(), .account = m->account_id,
                                                .unit = unit_id, .role = str_of(p->role),
                                                .valid_from = day_add(day_of(c->now), -365)},
                         NULL));
    if (m->key.id)
      TRY(write_key(c, S("officer"), SOME(m->account_id), SOME(unit_id), &m->key));
  }
  return NULL;
}

static err *write_grants(ctx *c, const filling *w, size_t seal) {
  for (size_t i = 0; i < demo_person_count; i++) {
    const demo_person *p = &demo_people[i];
    bool seals = p->role && str_eq(str_of(p->role), S("sealer"));
    if (!seals || !str_eq(str_of(p->unit), str_of(demo_seals[seal]))) continue;
    str wrapped;
    TRY(wrap_to(c->a, w->people[i].key.certificate, w->passphrases[seal], &wrapped));
    TRY(key_grant_insert(c->db,
                         &(key_grant_insert_in){.key = w->seals[seal].id,
                                                .account = w->people[i].account_id,
                                                .wrapped = wrapped, .now = c->now.us},
                         NULL));
  }
  return NULL;
}

static err *write_keys(ctx *c, const filling *w) {
  for (size_t i = 0; i < demo_seal_count; i++) {
    TRY(write_key(c, S("seal"), NONE_I64, SOME(unit_of(c, demo_seals[i])->id), &w->seals[i]));
    TRY(write_grants(c, w, i));
  }
  TRY(write_key(c, S("unattended"), NONE_I64, SOME(unit_of(c, CENTRE_CODE)->id),
                &w->unattended));
  TRY(demo_trust(c, S("root"), w->root.certificate));
  TRY(demo_trust(c, S("ca"), w->ca.certificate));
  TRY(demo_trust(c, S("crl"), w->crl));
  TRY(setting_put(c->db, S("demo_root_key"), w->boxed_root, c->now));
  TRY(setting_put(c->db, S("demo_ca_key"), w->boxed_ca, c->now));
  return setting_put(c->db, S("demo_revoked"), S(""), c->now);
}

/* Whose card the receptionist of the Centre has seen. */
static err *write_bindings(ctx *c, const filling *w) {
  const made_person *officer = person_called(w, "receptionist");
  for (size_t i = 0; i < demo_person_count; i++) {
    const demo_person *p = &demo_people[i];
    if (p->role || !p->personal_id) continue;
    identity_record_in row = {.id = rand_id(), .at = c->now.us,
                              .account = w->people[i].account_id, .person = w->people[i].id,
                              .former = w->people[i].id, .officer = officer->account_id,
                              .unit = unit_of(c, CENTRE_CODE)->id};
    TRY(identity_record(c->db, &row, NULL));
  }
  return NULL;
}

static err *write_all(ctx *c, void *arg) {
  const filling *w = arg;
  TRY(write_people(c, w));
  TRY(write_bindings(c, w));
  TRY(write_companies(c, w));
  TRY(write_keys(c, w));
  return setting_raise_edition(c->db, c->a, c->now);
}

static err *check_tables(const ctx *c) {
  if (demo_seal_count > SEALS || demo_person_count > PEOPLE)
    return ERR(INTERNAL, "the demonstration has outgrown its tables");
  bool all = unit_of(c, CENTRE_CODE) != NULL;
  for (size_t i = 0; i < demo_seal_count; i++) all = all && unit_of(c, demo_seals[i]);
  for (size_t i = 0; i < demo_person_count; i++)
    all = all && (!demo_people[i].unit || unit_of(c, demo_people[i].unit));
  return all ? NULL : ERR(INTERNAL, "a unit of the demonstration is not in catalogue/units.csv");
}

static err *fill(ctx *c) {
  TRY(check_tables(c));
  filling *w = arena_new_of(c->a, filling);
  TRY(make_all(c, w));
  err *e = ctx_write(c, 0, write_all, w);
  wipe(w->root.key);
  wipe(w->ca.key);
  TRY(e);
  return certificate_write(c, "demo-root.pem", w->root.certificate);
}

err *demo_fill(office *f, arena *a, instant now) {
  ctx c = {.a = a, .office = f, .now = now, .edition = office_edition(f)};
  err *e = fill(&c);
  office_release(f, c.edition);
  return e ? e : office_renew(f);
}

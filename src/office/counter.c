/* counter: see counter.h. */
#include "office/counter.h"

#include "base/buf.h"
#include "base/rand.h"
#include "kit/text.h"
#include "office/access.h"
#include "office/account.sql.h"
#include "office/counter.sql.h"
#include "office/find.h"
#include "office/mandate.h"
#include "office/schema.h"

/* --- finding --- */
/* The digits of a number as it was typed; none when there is anything else in it. */
static str digits_of(arena *a, str s) {
  buf b = buf_in(a);
  for (size_t i = 0; i < s.n; i++) {
    if (s.p[i] == ' ' || s.p[i] == '.' || s.p[i] == '-') continue;
    if ((s.p[i] < '0' || s.p[i] > '9') && !(s.p[i] == '+' && i == 0)) return STR_NONE;
    buf_char(&b, s.p[i]);
  }
  str all = buf_str(&b);
  return all.n ? all : STR_NONE;
}

typedef struct finding {
  str asked;
  const char *route;
  counter_hit *hits;
  size_t n;
} finding;

static err *look_up(ctx *c, str asked, counter_found_row **rows, size_t *n) {
  str digits = digits_of(c->a, asked);
  if (personal_id_valid(digits))
    return counter_by_number(c->db, c->a, digits, COUNTER_FOUND_MOST, rows, n);
  bool abroad = str_starts(digits, S("+84"));
  if (digits.p && (abroad || str_starts(digits, S("0")))) {
    str rest = str_sub(digits, abroad ? 3 : 1, digits.n);
    return counter_by_phone(c->db, c->a, str_cat(c->a, S("0"), rest),
                            str_cat(c->a, S("+84"), rest), COUNTER_FOUND_MOST, rows, n);
  }
  return counter_by_account(c->db, c->a, account_login_key(c->a, asked), COUNTER_FOUND_MOST,
                            rows, n);
}

/* Whoever is found has an address from then on. */
static err *give_address(ctx *c, counter_hit *hit) {
  if (hit->public_id.n) return NULL;
  counter_address_of_row row;
  bool found;
  TRY(counter_address(c->db, hit->id, rand_public_id(c->a), NULL));
  TRY(counter_address_of(c->db, c->a, hit->id, &row, &found));
  if (!found) return err_retry(ERR(RETRY, N_("Busy, please try again.")), 1);
  hit->public_id = row.public_id;
  return NULL;
}

static err *note(ctx *c, int64_t person_id, const char *route) {
  return counter_note(c->db,
                      &(counter_note_in){.id = rand_id(), .at = c->now.us,
                                         .account = c->who->account_id, .person = person_id,
                                         .route = str_of(route)},
                      NULL);
}

static err *find(ctx *c, void *arg) {
  finding *f = arg;
  counter_found_row *rows;
  TRY(look_up(c, f->asked, &rows, &f->n));
  f->hits = arena_list(c->a, f->n, counter_hit);
  for (size_t i = 0; i < f->n; i++) {
    const counter_found_row *r = &rows[i];
    f->hits[i] = (counter_hit){.id = r->id, .public_id = r->public_id, .full_name = r->full_name,
                               .personal_id = r->personal_id,
                               .birth_day = r->birth_day.has ? (int32_t)r->birth_day.v : 0};
    TRY(give_address(c, &f->hits[i]));
    TRY(note(c, r->id, f->route));
  }
  return NULL;
}

err *counter_find(ctx *c, str asked, const char *route, const counter_hit **out, size_t *n) {
  finding f = {.asked = str_trim(asked), .route = route};
  *n = 0;
  if (!f.asked.n) return err_at(ERR(INVALID, N_("This is needed.")), S("q"), STR_NONE);
  TRY(ctx_write(c, c->who->account_id, find, &f));
  *out = f.hits;
  *n = f.n;
  return NULL;
}

/* --- registering --- */
typedef struct registering {
  counter_newcomer who;
  str folded, public_id;
} registering;

static void wrong(err **list, const char *field, const char *msgid) {
  err_add(list, err_at(ERR(INVALID, msgid), str_of(field), STR_NONE));
}

static bool is_commune(const edition *e, str code) {
  for (size_t i = 0; i < e->nunits; i++)
    if (str_eq(e->units[i].kind, S("commune")) && str_eq(e->units[i].commune, code)) return true;
  return false;
}

static err *check(ctx *c, registering *r) {
  counter_newcomer *w = &r->who;
  err *list = NULL;
  str number = digits_of(c->a, w->personal_id), phone = digits_of(c->a, w->phone);
  w->full_name = text_tidy(c->a, w->full_name);
  r->folded = text_fold(c->a, w->full_name);
  if (!r->folded.n) wrong(&list, "full_name", N_("This is needed."));
  if (!personal_id_valid(number))
    wrong(&list, "personal_id", N_("A personal ID number has 12 digits."));
  if (!day_valid(w->birth_day) || w->birth_day > day_of(c->now) || w->birth_day < 19000101)
    wrong(&list, "birth_day", N_("This is no day of birth."));
  if (w->phone.n && !phone_number_valid(phone))
    wrong(&list, "phone", N_("This is not a phone number, such as 0912345678."));
  if (w->commune.n && !is_commune(c->edition, w->commune))
    wrong(&list, "commune", N_("This is no commune of the province."));
  w->personal_id = number;
  w->phone = w->phone.n ? phone : STR_NONE;
  if (!w->nationality.n) w->nationality = S("Việt Nam");
  if (!w->commune.n) w->commune = STR_NONE;
  if (!w->address.n) w->address = STR_NONE;
  return list;
}

static err *known_now(ctx *c, registering *r, int64_t person_id) {
  if (c->once) c->once->location = str_cat(c->a, S("/counter/people/"), r->public_id);
  return note(c, person_id, "person_register");
}

static err *complete(ctx *c, registering *r, const person_by_personal_id_row *known) {
  const counter_newcomer *w = &r->who;
  if (!str_eq(known->name_folded, r->folded))
    return err_at(ERR(INVALID, N_("This number is known here under another name; please check "
                                  "both.")),
                  S("personal_id"), STR_NONE);
  TRY(counter_complete(c->db,
                       &(counter_complete_in){.id = known->id, .birth_day = w->birth_day,
                                              .sex = w->sex, .nationality = w->nationality,
                                              .phone = w->phone, .commune = w->commune,
                                              .address = w->address},
                       NULL));
  if (w->phone.n) TRY(find_renew_holder(c, known->id));
  counter_hit hit = {.id = known->id};
  TRY(give_address(c, &hit));
  r->public_id = hit.public_id;
  return known_now(c, r, known->id);
}

static err *enter(ctx *c, void *arg) {
  registering *r = arg;
  const counter_newcomer *w = &r->who;
  person_by_personal_id_row known;
  bool found;
  int64_t added = 0;
  TRY(person_by_personal_id(c->db, c->a, w->personal_id, &known, &found));
  if (found) return complete(c, r, &known);
  counter_insert_in row = {.id = rand_id(), .public_id = rand_public_id(c->a),
                           .full_name = w->full_name, .name_folded = r->folded,
                           .birth_day = w->birth_day, .sex = w->sex,
                           .personal_id = w->personal_id, .nationality = w->nationality,
                           .phone = w->phone, .commune = w->commune, .address = w->address,
                           .at = c->now.us};
  TRY(counter_insert(c->db, &row, &added));
  r->public_id = row.public_id;
  if (added) return known_now(c, r, row.id);
  TRY(person_by_personal_id(c->db, c->a, w->personal_id, &known, &found));
  return found ? complete(c, r, &known)
               : err_retry(ERR(RETRY, N_("Busy, please try again.")), 1);
}

err *counter_register(ctx *c, const counter_newcomer *w, str *public_id) {
  registering r = {.who = *w};
  TRY(check(c, &r));
  TRY(ctx_write(c, c->who->account_id, enter, &r));
  *public_id = r.public_id;
  return NULL;
}

/* --- reading --- */
err *counter_person(ctx *c, str public_id, person *out) {
  counter_person_id_row row;
  bool found = false;
  if (str_utf8(public_id)) TRY(counter_person_id(c->db, c->a, public_id, &row, &found));
  if (!found) return ERR(NOT_FOUND, N_("There is no such person."));
  return person_get(c, row.id, out);
}

err *counter_account_of(ctx *c, int64_t person_id, str *login, int64_t *level) {
  counter_account_row row;
  bool found;
  TRY(counter_account(c->db, c->a, person_id, &row, &found));
  *login = found ? row.login : STR_NONE;
  *level = found ? row.assurance : 0;
  return NULL;
}

err *counter_address_for(ctx *c, int64_t person_id, str *public_id) {
  counter_address_of_row row;
  bool found;
  TRY(counter_address_of(c->db, c->a, person_id, &row, &found));
  *public_id = found && row.public_id.n ? row.public_id : STR_NONE;
  return NULL;
}

err *counter_dossiers_of(ctx *c, int64_t person_id, const dossier **out, size_t *n) {
  counter_dossiers_row *rows;
  size_t all;
  *n = 0;
  TRY(counter_dossiers(c->db, c->a, person_id, COUNTER_DOSSIERS, &rows, &all));
  dossier *list = arena_list(c->a, all, dossier);
  for (size_t i = 0; i < all; i++) {
    bool reads;
    TRY(dossier_by_code(c, rows[i].code, &list[*n]));
    TRY(access_reads(c, &list[*n], &reads));
    *n += reads;
  }
  *out = list;
  return NULL;
}

err *counter_as_actor(ctx *c, int64_t person_id, actor *out) {
  person there;
  TRY(person_get(c, person_id, &there));
  *out = (actor){.person_id = person_id, .assurance = there.personal_id.n ? 2 : 1};
  return mandate_read_held(c, out);
}

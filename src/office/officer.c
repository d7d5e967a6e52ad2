/* officer: see officer.h.  Delegations and leave are in delegation.c. */
#include "office/officer.h"

#include "base/rand.h"
#include "kit/text.h"
#include "office/access.h"
#include "office/delegation.h"
#include "office/demo.sql.h"
#include "office/journal.h"
#include "office/mail.h"
#include "office/officer.sql.h"
#include "office/registration.h"
#include "office/signature_impl.h"
#include "office/workflow.h"

enum { LONGEST_LOGIN = 60, LONGEST_NAME = 200, WORDS = 3, GROUPS = 4, GROUP = 4 };

/* --- reading --- */
static officer_info officer_of(const officer_whole_row *r) {
  return (officer_info){.account_id = r->id, .person_id = r->person_id, .version = r->version,
                   .id = r->public_id, .login = r->login, .name = r->full_name,
                   .mailbox = r->mailbox, .language = r->language,
                   .created_at = {r->created_at},
                   .disabled_at = r->disabled_at.has ? (instant){r->disabled_at.v}
                                                     : INSTANT_NONE};
}

static err *no_officer(void) { return ERR(NOT_FOUND, N_("There is no such officer.")); }

err *officer_get(ctx *c, str id, officer_info *out) {
  officer_whole_row r;
  bool found = false;
  if (str_utf8(id)) TRY(officer_row_by_id(c->db, c->a, id, &r, &found));
  if (!found) return no_officer();
  *out = officer_of(&r);
  return NULL;
}

err *officer_by_login(ctx *c, str login, officer_info *out) {
  officer_whole_row r;
  bool found = false;
  if (str_utf8(login)) TRY(officer_row_by_login(c->db, c->a, login, &r, &found));
  if (!found) return no_officer();
  *out = officer_of(&r);
  return NULL;
}

bool officer_role_holds(const officer_role *r, int32_t day) {
  return r->from <= day && (!r->to || r->to > day);
}

err *officer_roles(ctx *c, int64_t account_id, const officer_role **out, size_t *n) {
  officer_roles_of_row *rows;
  TRY(officer_roles_of(c->db, c->a, account_id, &rows, n));
  officer_role *list = arena_list(c->a, *n, officer_role);
  for (size_t i = 0; i < *n; i++)
    list[i] = (officer_role){.id = rows[i].id, .unit_id = rows[i].unit_id, .role = rows[i].role,
                             .field = rows[i].field, .from = (int32_t)rows[i].valid_from,
                             .to = rows[i].valid_to.has ? (int32_t)rows[i].valid_to.v : 0};
  *out = list;
  return NULL;
}

static err *units_today(ctx *c, access_thing *t) {
  const officer_role *roles;
  size_t n;
  TRY(officer_roles(c, t->account_id, &roles, &n));
  int64_t *units = arena_list(c->a, n, int64_t);
  for (size_t i = 0; i < n; i++)
    if (officer_role_holds(&roles[i], day_of(c->now))) units[t->nunits++] = roles[i].unit_id;
  t->units = units;
  return NULL;
}

access_thing officer_thing(const officer_info *o) {
  return (access_thing){.account_id = o->account_id, .more = units_today};
}

err *officer_key_of(ctx *c, const officer_info *o, officer_key *out) {
  actor as = {.account_id = o->account_id, .public_id = o->id};
  ctx own = *c;
  own.who = &as;
  registered_key key = {0};
  cert_info info;
  *out = (officer_key){0};
  err *refused = key_of_actor(&own, c->now, &key);
  if (refused && err_http(refused->kind) >= 500) return refused;
  if (!key.id) return NULL;
  TRY(cert_read(c->a, key.certificate, &info));
  *out = (officer_key){.known = true, .locked = key.locked, .elsewhere = !key.secret.p,
                       .subject = info.subject, .from = info.from, .until = info.to,
                       .refused = refused ? refused->msgid : NULL};
  return NULL;
}

err *officer_unit(ctx *c, str code, int64_t *unit_id) {
  const unit *u = code.n ? edition_unit_by_code(c->edition, code) : NULL;
  *unit_id = u ? u->id : !code.n && c->who->nroles ? c->who->roles[0].unit_id : 0;
  access_thing thing = {.units = unit_id, .nunits = 1};
  return access_check(c, WHO_UNIT_COLLEAGUE, &thing, STR_NONE);
}

/* A word as it begins in the folded name or the login; LIKE's own signs mean nothing. */
static str pattern_of(arena *a, str word) {
  buf b = buf_in(a);
  buf_add(&b, S("% "));
  for (size_t i = 0; i < word.n; i++)
    if (word.p[i] != '%') buf_char(&b, word.p[i]);
  buf_char(&b, '%');
  return buf_str(&b);
}

static void patterns(arena *a, str words, str out[WORDS]) {
  str rest = text_fold(a, str_sub(words, 0, LONGEST_NAME)), word;
  size_t n = 0;
  while (n < WORDS && str_split(&rest, ' ', &word))
    if (word.n) out[n++] = pattern_of(a, word);
  while (n < WORDS) out[n++] = S("%");
}

err *officer_find(ctx *c, const officer_search *s, officer_list *out) {
  str like[WORDS], after = s->after.p ? s->after : S("");
  officer_whole_row *rows;
  size_t n;
  patterns(c->a, s->words, like);
  if (s->unit_id) {
    TRY(officers_of_unit(c->db, c->a,
                         &(officers_of_unit_in){.unit = s->unit_id, .day = day_of(c->now),
                                                .one = like[0], .two = like[1], .three = like[2],
                                                .after = after, .most = OFFICER_PAGE + 1},
                         &rows, &n));
  } else {
    TRY(officers_all(c->db, c->a,
                     &(officers_all_in){.one = like[0], .two = like[1], .three = like[2],
                                        .after = after, .most = OFFICER_PAGE + 1},
                     &rows, &n));
  }
  *out = (officer_list){.n = n > OFFICER_PAGE ? OFFICER_PAGE : n, .more = n > OFFICER_PAGE};
  officer_info *items = arena_list(c->a, out->n, officer_info);
  for (size_t i = 0; i < out->n; i++) items[i] = officer_of(&rows[i]);
  out->items = items;
  return NULL;
}

bool officer_field_known(const edition *e, str field) {
  for (size_t i = 0; i < e->nprocedures; i++)
    if (str_eq(e->procedures[i].field, field)) return true;
  return false;
}

/* --- a change --- */
typedef struct change {
  const officer_seen *seen;
  officer_fn fn;
  void *arg;
} change;

static err *decide(ctx *c, void *arg) {
  const change *k = arg;
  ctx now = *c;
  officer_info o;
  if (c->who) TRY(account_again(c, &now.who));
  TRY(officer_get(c, k->seen->id, &o));
  int64_t changed, seen = k->seen->version < 0 ? o.version : k->seen->version;
  TRY(officer_raise(c->db, o.account_id, seen, &changed));
  if (changed != 1)
    return ERR(STALE, N_("Somebody else has changed this officer meanwhile. What you see now is "
                         "the newest; what you entered is kept below."));
  TRY(k->fn(&now, &o, k->arg));
  if (c->once) {
    c->once->location = str_cat(c->a, str_of(k->seen->page), o.id);
    c->once->version = seen + 1;
  }
  return NULL;
}

err *officer_change(ctx *c, const officer_seen *seen, officer_fn fn, void *arg) {
  if (c->who && seen->version < 0)
    return ERR(NEEDS_VERSION, N_("Say in If-Match which version of the officer you have seen."));
  return ctx_write(c, 0, decide, &(change){seen, fn, arg});
}

/* The command line is nobody's, and may. */
static err *administers(ctx *c) {
  return c->who ? access_check(c, WHO_ADMIN, NULL, STR_NONE) : NULL;
}

static err *at(const char *field, err *e) { return err_at(e, str_of(field), STR_NONE); }

err *officer_days(ctx *c, int32_t *from, int32_t last, int32_t *to) {
  int32_t today = day_of(c->now);
  if (!*from) *from = today;
  if (*from < today)
    return at("from", ERR(INVALID, N_("The first day is past: {0}."), day_told(c->a, *from)));
  *to = last ? day_add(last, 1) : 0;
  if (last && last < *from)
    return at("last", ERR(INVALID, N_("The last day ({0}) is before the first."),
                          day_told(c->a, last)));
  return NULL;
}

/* --- accounts --- */
/* Sixteen characters that are not mistaken for one another (Crockford's base 32): 80 bits. */
static str password_made(arena *a) {
  static const char letters[] = "0123456789abcdefghjkmnpqrstvwxyz";
  str raw = rand_str(a, GROUPS * GROUP);
  buf b = buf_in(a);
  for (size_t i = 0; i < raw.n; i++) {
    if (i && i % GROUP == 0) buf_char(&b, '-');
    buf_char(&b, letters[(unsigned char)raw.p[i] % 32]);
  }
  return buf_str(&b);
}

static err *login_fit(str login) {
  bool good = login.n >= 3 && login.n <= LONGEST_LOGIN && login.p[0] >= 'a' && login.p[0] <= 'z';
  for (size_t i = 0; good && i < login.n; i++) {
    char ch = login.p[i];
    good = (ch >= 'a' && ch <= 'z') || (ch >= '0' && ch <= '9') || ch == '.' || ch == '-';
  }
  if (good) return NULL;
  return at("login", ERR(INVALID, N_("An account has 3 to 60 small letters, digits, dots and "
                                     "hyphens, and begins with a letter.")));
}

typedef struct creation {
  str login, name, mailbox, hash;
  officer_entry *entry;
  officer_info made;
} creation;

static bool by_letter(const ctx *c, str mailbox, const officer_entry *entry) {
  return mailbox.n && entry->site.n && mail_works(c->office);
}

static err *invite(ctx *c, const officer_info *o, const officer_entry *entry) {
  lang own = c->language;
  lang_of(o->language, &own);
  return code_invite(c, &(invitation){.account_id = o->account_id, .mailbox = o->mailbox,
                                      .login = o->login, .site = entry->site, .language = own});
}

static err *take_mailbox(ctx *c, const officer_info *o) {
  int64_t changed;
  TRY(officer_mailbox(c->db, o->account_id, o->mailbox, &changed));
  if (changed == 1) return NULL;
  return at("mailbox", ERR(CONFLICT, N_("This mailbox has an account already.")));
}

static err *write_officer(ctx *c, void *arg) {
  creation *k = arg;
  ctx now = *c;
  bool taken;
  officer_whole_row known;
  if (c->who) TRY(account_again(c, &now.who));
  TRY(administers(&now));
  k->made = (officer_info){.account_id = rand_id(), .person_id = rand_id(), .version = 1,
                      .id = rand_public_id(c->a), .login = k->login, .name = k->name,
                      .mailbox = k->mailbox, .language = str_of(lang_tag(c->language)),
                      .created_at = c->now, .disabled_at = INSTANT_NONE};
  const officer_info *o = &k->made;
  TRY(officer_row_by_login(c->db, c->a, k->login, &known, &taken));
  if (taken) return at("login", ERR(CONFLICT, N_("This account exists already.")));
  TRY(officer_person_insert(c->db,
                            &(officer_person_insert_in){.id = o->person_id, .full_name = o->name,
                                                        .name_folded = text_fold(c->a, o->name),
                                                        .at = c->now.us},
                            NULL));
  TRY(demo_account_insert(c->db,
                          &(demo_account_insert_in){.id = o->account_id, .public_id = o->id,
                                                    .login = o->login, .person = o->person_id,
                                                    .kind = S("officer"), .password = k->hash,
                                                    .assurance = 2, .now = c->now.us},
                          NULL));
  TRY(officer_password(c->db, o->account_id, k->hash, c->now.us, NULL));
  if (k->mailbox.n) TRY(take_mailbox(c, o));
  if (!k->entry->password.p) TRY(invite(c, o, k->entry));
  if (c->once) c->once->location = str_cat(c->a, S("/admin/people/"), o->id);
  return journal_write(&now, &(journal_entry){.act = ACT_ACCOUNT_CREATED, .subject = o->id});
}

/* The password of an account that gets a letter is known to nobody, until the code replaces it. */
static err *enter_by(ctx *c, str mailbox, officer_entry *entry, str *hash) {
  str password = password_made(c->a);
  TRY(password_hash(c->a, password, c->office->password_cost, hash));
  entry->password = by_letter(c, mailbox, entry) ? STR_NONE : password;
  return NULL;
}

err *officer_create(ctx *c, const officer_wish *w, officer_entry *entry, officer_info *out) {
  str mailbox = w->mailbox.p ? str_trim(w->mailbox) : S("");
  creation k = {.login = w->login, .entry = entry, .mailbox = STR_NONE};
  err *all = NULL;
  err_add(&all, login_fit(w->login));
  if (mailbox.n && !mail_address(mailbox))
    err_add(&all, at("mailbox", ERR(INVALID, N_("This is no e-mail address: name@example.vn"))));
  else if (mailbox.n) k.mailbox = mail_address_key(c->a, mailbox);
  TRY(text_nfc(c->a, w->name, &k.name));
  k.name = text_tidy(c->a, k.name);
  if (!k.name.n || k.name.n > LONGEST_NAME)
    err_add(&all, at("name", ERR(INVALID, N_("The name is missing or too long."))));
  if (all) return all;
  TRY(enter_by(c, k.mailbox, entry, &k.hash));
  TRY(ctx_write(c, 0, write_officer, &k));
  *out = k.made;
  return NULL;
}

static err *disable(ctx *c, const officer_info *o, void *arg) {
  bool off = *(const bool *)arg;
  TRY(administers(c));
  if (c->who && c->who->account_id == o->account_id)
    return ERR(CONFLICT, N_("You cannot disable your own account."));
  if (off == instant_is(o->disabled_at))
    return ERR(CONFLICT, off ? N_("The account is disabled already.")
                             : N_("The account is not disabled."));
  TRY(officer_disabled(c->db, o->account_id, off ? SOME(c->now.us) : NONE_I64, NULL));
  if (off) TRY(officer_sessions_end(c->db, o->account_id, c->now.us, NULL));
  if (off) TRY(delegation_end_all(c, o->account_id, 0));
  return journal_write(c, &(journal_entry){
                              .act = off ? ACT_ACCOUNT_DISABLED : ACT_ACCOUNT_ENABLED,
                              .subject = o->id});
}

err *officer_disable(ctx *c, const officer_seen *seen, bool disabled) {
  return officer_change(c, seen, disable, &disabled);
}

typedef struct renewal {
  str hash, password;
  officer_entry *entry;
} renewal;

static err *set_password(ctx *c, const officer_info *o, void *arg) {
  const renewal *k = arg;
  TRY(administers(c));
  TRY(officer_password(c->db, o->account_id, k->hash, c->now.us, NULL));
  TRY(officer_sessions_end(c->db, o->account_id, c->now.us, NULL));
  bool letter = by_letter(c, o->mailbox, k->entry);
  k->entry->password = letter ? STR_NONE : k->password;
  if (letter) TRY(invite(c, o, k->entry));
  return journal_write(c, &(journal_entry){.act = ACT_PASSWORD_GIVEN, .subject = o->id});
}

err *officer_new_password(ctx *c, const officer_seen *seen, officer_entry *entry) {
  renewal k = {.password = password_made(c->a), .entry = entry};
  TRY(password_hash(c->a, k.password, c->office->password_cost, &k.hash));
  return officer_change(c, seen, set_password, &k);
}

static err *unlock(ctx *c, const officer_info *o, void *arg) {
  (void)arg;
  int64_t changed;
  TRY(administers(c));
  TRY(officer_key_unlock(c->db, o->account_id, &changed));
  if (changed != 1) return ERR(CONFLICT, N_("The key is not locked."));
  return journal_write(c, &(journal_entry){.act = ACT_KEY_UNLOCKED, .subject = o->id});
}

err *officer_unlock(ctx *c, const officer_seen *seen) {
  return officer_change(c, seen, unlock, NULL);
}

/* --- roles --- */
static err *check_role(ctx *c, const role_wish *w) {
  err *all = NULL;
  const unit *u = edition_unit(c->edition, w->unit_id);
  if (!*role_word(w->role)) err_add(&all, at("role", ERR(INVALID, N_("There is no such role."))));
  if (!u || (u->valid_to && u->valid_to <= day_of(c->now)))
    err_add(&all, at("unit", ERR(INVALID, N_("There is no such unit now."))));
  if (w->field.n && !officer_field_known(c->edition, w->field))
    err_add(&all, at("field", ERR(INVALID, N_("No procedure has this field."))));
  return all;
}

static err *journal_role(ctx *c, act which, const officer_info *o, const officer_role *r) {
  const unit *u = edition_unit(c->edition, r->unit_id);
  json_member said[] = {journal_text(c->a, "role", r->role),
                        journal_text(c->a, "unit", u ? u->code : S("")),
                        journal_text(c->a, "field", r->field),
                        journal_text(c->a, "from", day_iso(c->a, r->from)),
                        journal_text(c->a, "until", r->to ? day_iso(c->a, r->to) : S(""))};
  return journal_write(c, &(journal_entry){which, o->id, said, COUNT(said)});
}

static err *give(ctx *c, const officer_info *o, void *arg) {
  const role_wish *w = arg;
  officer_role r = {.id = rand_id(), .unit_id = w->unit_id, .role = w->role,
                    .field = w->field.p ? w->field : S(""), .from = w->from};
  officer_role_overlaps_row twice;
  officer_role_mixes_row mixed;
  bool found;
  TRY(administers(c));
  TRY(officer_days(c, &r.from, w->last, &r.to));
  int32_t to = r.to ? r.to : INT32_MAX;
  TRY(officer_role_overlaps(c->db, c->a,
                            &(officer_role_overlaps_in){
                                .account = o->account_id, .unit = r.unit_id, .role = r.role,
                                .field = r.field, .from_day = r.from,
                                .to_day = to},
                            &twice, &found));
  if (twice.n)
    return at("role", ERR(CONFLICT, N_("The officer has this role there already in these days.")));
  TRY(officer_role_mixes(c->db, c->a,
                         &(officer_role_mixes_in){.account = o->account_id,
                                                  .admin = str_eq(r.role, S("admin")),
                                                  .from_day = r.from, .to_day = to},
                         &mixed, &found));
  if (mixed.n)
    return at("role", ERR(CONFLICT, N_("Administrators read no dossier: who administers holds no "
                                       "other role, and the reverse.")));
  TRY(officer_role_insert(c->db,
                          &(officer_role_insert_in){
                              .id = r.id, .account = o->account_id, .unit = r.unit_id,
                              .role = r.role, .field = r.field, .valid_from = r.from,
                              .valid_to = r.to ? SOME(r.to) : NONE_I64},
                          NULL));
  return journal_role(c, ACT_ROLE_GIVEN, o, &r);
}

err *officer_give_role(ctx *c, const officer_seen *seen, const role_wish *w) {
  TRY(check_role(c, w));
  return officer_change(c, seen, give, (void *)(uintptr_t)w);
}

static err *end_role(ctx *c, const officer_info *o, void *arg) {
  officer_role_of_row had;
  bool found;
  int64_t ended;
  int32_t today = day_of(c->now);
  TRY(administers(c));
  TRY(officer_role_of(c->db, c->a, o->account_id, *(const int64_t *)arg, &had, &found));
  if (!found) return ERR(NOT_FOUND, N_("The officer has no such role."));
  officer_role r = {.id = had.id, .unit_id = had.unit_id, .role = had.role, .field = had.field,
                    .from = (int32_t)had.valid_from, .to = today};
  if (r.to < r.from) r.to = r.from; /* it had not begun */
  TRY(officer_role_end(c->db, r.id, o->account_id, r.to, &ended));
  if (ended != 1) return ERR(CONFLICT, N_("This role has ended already."));
  TRY(delegation_end_all(c, o->account_id, r.id));
  return journal_role(c, ACT_ROLE_ENDED, o, &r);
}

err *officer_end_role(ctx *c, const officer_seen *seen, int64_t role_id) {
  return officer_change(c, seen, end_role, &role_id);
}

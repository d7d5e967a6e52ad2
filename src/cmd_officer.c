/* cmd_officer: `motcua admin ACTION ACCOUNT`: officers' accounts and roles from the command line,
 * by the functions that the pages use; how an installation gets its first administrator.  Each
 * action is in the journal as done at the command line. */
#include <stdio.h>

#include "base/buf.h"
#include "cmd.h"
#include "office/officer.h"
#include "office/workflow.h"

enum { MEMORY = 64 << 20 };

typedef struct order {
  const conf *given;
  officer_info o;
  officer_seen seen;
} order;

static err *day_given(const char *text, int32_t *day) {
  *day = 0;
  if (!text || day_parse(str_of(text), day)) return NULL;
  return ERR(INVALID, N_("A day is written like 2026-12-01."));
}

static str given(const char *text) { return text ? str_of(text) : S(""); }

static void print_entry(const officer_entry *entry) {
  if (entry->password.p)
    printf("The password, shown this once: %.*s\n", STR_ARG(entry->password));
  else printf("A letter with a code goes to the account's mailbox.\n");
}

/* --- the actions --- */
static err *create(ctx *c, order *k) {
  officer_entry entry = {0};
  officer_wish w = {.login = str_of(k->given->words[1]), .name = given(k->given->name)};
  TRY(officer_create(c, &w, &entry, &k->o));
  print_entry(&entry);
  return NULL;
}

static int64_t unit_given(const ctx *c, const conf *g) {
  const unit *u = edition_unit_by_code(c->edition, given(g->unit));
  return u ? u->id : -1;
}

static err *give(ctx *c, order *k) {
  role_wish w = {.role = given(k->given->role), .field = given(k->given->field),
                 .unit_id = unit_given(c, k->given)};
  TRY(day_given(k->given->from, &w.from));
  TRY(day_given(k->given->last, &w.last));
  return officer_give_role(c, &k->seen, &w);
}

typedef struct held {
  const officer_role *roles;
  size_t n;
  int64_t account_id;
} held;

static err *read_roles(ctx *c, void *arg) {
  held *h = arg;
  return officer_roles(c, h->account_id, &h->roles, &h->n);
}

static err *end(ctx *c, order *k) {
  held h = {.account_id = k->o.account_id};
  TRY(ctx_read(c, read_roles, &h));
  for (size_t i = 0; i < h.n; i++)
    if (str_eq(h.roles[i].role, given(k->given->role)) &&
        h.roles[i].unit_id == unit_given(c, k->given) &&
        str_eq(h.roles[i].field, given(k->given->field)) &&
        (!h.roles[i].to || h.roles[i].to > day_of(c->now)))
      return officer_end_role(c, &k->seen, h.roles[i].id);
  return ERR(NOT_FOUND, N_("The officer has no such role."));
}

static err *disable(ctx *c, order *k) { return officer_disable(c, &k->seen, true); }
static err *enable(ctx *c, order *k) { return officer_disable(c, &k->seen, false); }
static err *unlock(ctx *c, order *k) { return officer_unlock(c, &k->seen); }

static err *password(ctx *c, order *k) {
  officer_entry entry = {0};
  TRY(officer_new_password(c, &k->seen, &entry));
  print_entry(&entry);
  return NULL;
}

static err *read_key(ctx *c, void *arg) {
  order *k = arg;
  officer_key key;
  TRY(officer_key_of(c, &k->o, &key));
  printf("key       %s%s\n",
         !key.known ? "none" : key.locked ? "locked" : key.refused ? key.refused : "good",
         key.elsewhere ? " (held elsewhere)" : "");
  return NULL;
}

static err *show(ctx *c, order *k) {
  held h = {.account_id = k->o.account_id};
  TRY(ctx_read(c, read_roles, &h));
  printf("account   %.*s%s\nname      %.*s\n", STR_ARG(k->o.login),
         instant_is(k->o.disabled_at) ? " (disabled)" : "", STR_ARG(k->o.name));
  TRY(ctx_read(c, read_key, k));
  for (size_t i = 0; i < h.n; i++) {
    const officer_role *r = &h.roles[i];
    const unit *u = edition_unit(c->edition, r->unit_id);
    printf("role      %.*s %.*s %.*s, from %.*s%s%.*s\n", STR_ARG(r->role),
           STR_ARG(u ? u->code : S("?")), STR_ARG(r->field.n ? r->field : S("(every field)")),
           STR_ARG(day_iso(c->a, r->from)), r->to ? ", over since " : "",
           STR_ARG(r->to ? day_iso(c->a, r->to) : S("")));
  }
  return NULL;
}

static const struct {
  const char *name;
  err *(*run)(ctx *c, order *k);
  bool of_one; /* who is there already */
} actions[] = {
    {"create", create, false}, {"give", give, true},     {"end", end, true},
    {"disable", disable, true}, {"enable", enable, true}, {"password", password, true},
    {"unlock", unlock, true},  {"show", show, true},
};

/* --- running one --- */
static err *find(ctx *c, void *arg) {
  order *k = arg;
  return officer_by_login(c, str_of(k->given->words[1]), &k->o);
}

static err *run(ctx *c, order *k) {
  size_t i = 0;
  while (i < COUNT(actions) && !str_eq(str_of(actions[i].name), str_of(k->given->words[0]))) i++;
  if (i == COUNT(actions))
    return ERR(INVALID, N_("There is no action \"{0}\"; see admin --help."),
               str_of(k->given->words[0]));
  if (actions[i].of_one) TRY(ctx_read(c, find, k));
  k->seen = (officer_seen){k->o.id, -1, ""};
  return actions[i].run(c, k);
}

err *cmd_officer(const conf *given_) {
  office_options o = cmd_office(given_);
  office *f = NULL;
  arena *a = arena_new(MEMORY);
  if (!a) return ERR(UNAVAILABLE, N_("Out of memory."));
  err *e = office_open(&o, &f);
  if (!e) {
    ctx c = {.a = a, .office = f, .edition = office_edition(f), .now = instant_now()};
    e = err_keep(run(&c, &(order){.given = given_}));
    office_release(f, c.edition);
    office_close(f);
  }
  arena_free(a);
  return e;
}

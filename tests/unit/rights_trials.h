/* rights_trials: test_routes_matrix holds the page of rights against what requests get: what its
 * trials have shown, and everybody at every row.  Part of that file, apart only for its length. */
#ifndef TESTS_RIGHTS_TRIALS_H
#define TESTS_RIGHTS_TRIALS_H

/* The kind of person on the page that an account of the demonstration is. */
static const char *kind_of(const char *login) {
  static char kind[40];
  if (!login) return "nobody";
  if (strcmp(login, "business") == 0 || strcmp(login, "citizen2") == 0) return "citizen";
  snprintf(kind, sizeof kind, "%.*s", (int)strcspn(login, ".2"), login);
  return kind;
}

typedef struct said { /* of one kind at one address */
  bool open, own, units, anywhere;
} said;

static const json *page_read(void) {
  answer r = send_ask(&(ask){.method = "GET", .target = "/rights", .token = token_of("leader")});
  assert_status(r, 200);
  return json_get(json_body(&r), S("items"));
}

static said words_of(const json *where) {
  said s = {.open = true};
  for (size_t i = 0; i < where->n; i++) {
    str word = json_str(&where->items[i]);
    s.own = s.own || str_eq(word, S("own"));
    s.units = s.units || str_eq(word, S("units"));
    s.anywhere = s.anywhere || str_eq(word, S("anywhere"));
  }
  assert_true(s.own || s.units || s.anywhere);
  return s;
}

static said said_of(const json *holders, const char *kind, const route *r) {
  for (size_t i = 0; i < holders->n; i++) {
    const json *h = &holders->items[i], *pages = json_get(h, S("pages"));
    if (!str_eq(json_str(json_get(h, S("role"))), str_of(kind))) continue;
    for (size_t k = 0; k < pages->n; k++) {
      const json *at = &pages->items[k];
      if (str_eq(json_str(json_get(at, S("path"))), r->pattern) &&
          str_eq(json_str(json_get(at, S("method"))), r->method))
        return words_of(json_get(at, S("where")));
    }
    return (said){0};
  }
  fail_msg("the page does not know %s", kind);
  return (said){0};
}

/* What the trials have shown, the page says: a wrong kind finds it closed, the right kind with
 * another's thing closed or open for their own, or their units', alone. */
static void page_of_rights(void **state) {
  (void)state;
  const json *holders = page_read();
  size_t n, compared = 0;
  const route *table = route_table(&n);
  for (size_t i = 0; i < n; i++) {
    const route *at = &table[i];
    const trial *t = trial_of(at);
    if (!said_of(holders, kind_of(t->right), at).open)
      fail_msg("%.*s is not open to %s", STR_ARG(at->pattern), t->right);
    for (size_t k = 0; k < COUNT(t->refused) && t->refused[k].who; k++) {
      const refusal *no = &t->refused[k];
      said s = said_of(holders, kind_of(no->who), at);
      if (no->status != 422 && s.anywhere)
        fail_msg("%.*s: %s got %d, the page says anywhere", STR_ARG(at->pattern), no->who,
                 no->status);
      compared += no->status != 422;
    }
  }
  assert_true(compared > 200);
}

/* Everybody of the demonstration; `there`: of the units in which the trials' things are. */
static const struct {
  const char *login;
  bool there;
} everybody[] = {
    {"newcomer", false}, {"citizen", true}, {"citizen2", false}, {"business", false},
    {"receptionist.halong", true}, {"receptionist", false}, {"appraiser.halong", true},
    {"appraiser2.halong", true}, {"appraiser", false}, {"approver.halong", true},
    {"approver", false}, {"sealer.halong", true}, {"sealer", false}, {"returner.halong", true},
    {"returner", false}, {"leader.halong", true}, {"leader", true}, {"admin", false},
};

/* Those to whom the thing of the trial is no stranger, though they are of no unit of its. */
static bool party(const route *r, const trial *t, const char *login) {
  if (t->right && strcmp(login, t->right) == 0) return true;
  return r->who == WHO_MANDATE_PARTY && strcmp(login, "citizen2") == 0;
}

static bool refusing(int status) { return status == 401 || status == 403 || status == 404; }

static void tried(const route *r, const trial *t, const spot *p, size_t i, said s) {
  const char *login = everybody[i].login;
  bool stranger = !everybody[i].there && !party(r, t, login);
  bool closed = !s.open || (!s.anywhere && stranger);
  bool looks = str_eq(r->method, S("GET"));
  bool dossiers = access_rules[r->who].about == ABOUT_DOSSIER;
  bool near = s.units && everybody[i].there && dossiers && !str_starts(str_of(login), S("leader"));
  if (!closed && !(looks && (s.anywhere || near))) return; /* it would change something */
  if (!closed && !access_rules[r->who].sign_in) return;    /* the same for all: every_row */
  ask q = p->q;
  q.token = token_of(login);
  answer got = send_ask(&q);
  if (refusing(got.status) != closed)
    fail_msg("%.*s %.*s: %s got %d, the page says %s%s%s%s", STR_ARG(r->method),
             STR_ARG(r->pattern), login, got.status, s.open ? "open:" : "closed",
             s.own ? " own" : "", s.units ? " units" : "", s.anywhere ? " anywhere" : "");
}

/* A thing that is theirs, of their units, of others, by everybody, at every row: the page of rights
 * is right.  What it calls closed is refused, and what is another's; what it calls open to look
 * at, is.  (The right person changes something in every_row.) */
static void everybody_everywhere(void **state) {
  (void)state;
  const json *holders = page_read();
  size_t n;
  const route *table = route_table(&n);
  for (size_t i = 0; i < n; i++) {
    const trial *t = trial_of(&table[i]);
    spot p = {0};
    t->make(&p);
    if (p.q.token.p && table[i].who == WHO_OWN_ACCOUNT) continue; /* a session of its own */
    assert_int_equal(said_of(holders, "nobody", &table[i]).open,
                     !access_rules[table[i].who].sign_in);
    for (size_t k = 0; k < COUNT(everybody); k++)
      tried(&table[i], t, &p, k, said_of(holders, kind_of(everybody[k].login), &table[i]));
  }
}

/* --- forms --- */
/* A form that is refused is shown again to be corrected, but never to whom its page is closed. */
static void forms_of_the_refused(void **state) {
  (void)state;
  const json *holders = page_read();
  browser b = enter("citizen2"), forged = {b.cookie, S("x")};
  size_t n, sent = 0;
  const route *table = route_table(&n);
  for (size_t i = 0; i < n; i++) {
    const route *at = &table[i];
    if (!str_eq(at->method, S("POST")) || said_of(holders, "citizen", at).open) continue;
    spot p = {0};
    trial_of(at)->make(&p);
    for (int k = 0; k < 2; k++) {
      answer r = post_form(k ? &forged : &b, p.q.target, "version=1");
      bool told = r.status == 403 || r.status == 404 || r.status == 415;
      if (!told || str_find(r.body, S("name=\"version\"")) >= 0 ||
          str_find(r.body, S("href=\"/admin\"")) >= 0)
        fail_msg("%.*s shows its page to a citizen (%d)", STR_ARG(at->pattern), r.status);
    }
    sent++;
  }
  assert_true(sent > 40);
}
#endif

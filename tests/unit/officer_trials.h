/* officer_trials: what test_routes_matrix asks of the addresses about officers; uses its get, post
 * and token_of. */
#ifndef TESTS_OFFICER_TRIALS_H
#define TESTS_OFFICER_TRIALS_H

static str officer_id(const char *login) {
  answer r = send_ask(&(ask){.method = "GET", .token = token_of("admin"),
                             .target = str_fmt(a, "/admin/people?q=%s", login).p});
  assert_status(r, 200);
  const json *items = json_get(json_body(&r), S("items"));
  for (size_t i = 0; items && i < items->n; i++)
    if (str_eq(json_str(json_get(&items->items[i], S("login"))), str_of(login)))
      return text_of(&items->items[i], "id");
  fail_msg("no officer %s", login);
  return STR_NONE;
}

/* The page of an officer, as `who` sees it. */
static answer officer_seen_by(const char *who, const char *kind, const char *login) {
  str target = str_cat(a, str_of(kind), officer_id(login));
  answer r = send_ask(&(ask){.method = "GET", .target = target.p, .token = token_of(who)});
  assert_status(r, 200);
  return r;
}

/* A change of an officer as it is now. */
static void alter(spot *p, const char *kind, const char *login, str rest, str body) {
  answer r = officer_seen_by("admin", kind, login);
  post(p, str_cat(a, str_of(kind), officer_id(login), rest), body);
  if (!body.p) p->q.type = STR_NONE;
  p->q.more[0] = (http_header){S("If-Match"), header_of(&r, "ETag")};
}

static void rights(spot *p) { get(p, S("/rights")); }
static void colleagues(spot *p) { get(p, S("/officers")); }
static void people(spot *p) { get(p, S("/admin/people?q=ha")); }
static void work(spot *p) { get(p, str_cat(a, S("/officers/"), officer_id("approver.halong"))); }
static void account(spot *p) {
  get(p, str_cat(a, S("/admin/people/"), officer_id("approver.halong")));
}

static str tomorrow(void) { return day_iso(a, day_add(day_of(instant_now()), 1)); }

static void lending(spot *p) {
  answer r = officer_seen_by("admin", "/officers/", "approver.halong");
  str role = text_of(&json_get(json_body(&r), S("roles"))->items[0], "id");
  alter(p, "/officers/", "approver.halong", S("/delegations"),
         str_cat(a, S("{\"role\":\""), role,
                 S("\",\"delegate\":\"leader.halong\",\"basis\":\"1/QĐ\",\"last\":\""),
                 tomorrow(), S("\"}")));
}

static void made(const spot *p, const char *who, int status) {
  ask q = p->q;
  q.token = token_of(who);
  answer r = send_ask(&q);
  assert_status(r, status);
}

static void revoking(spot *p) {
  lending(p);
  made(p, "approver.halong", 200);
  answer r = officer_seen_by("admin", "/officers/", "approver.halong");
  str id = text_of(&json_get(json_body(&r), S("given"))->items[0], "id");
  *p = (spot){0};
  alter(p, "/officers/", "approver.halong", str_cat(a, S("/delegations/"), id, S("/end")),
         STR_NONE);
}

/* Each time a day later: two leaves do not overlap. */
static void leaving_for(spot *p) {
  static int days;
  str day = day_iso(a, day_add(day_of(instant_now()), ++days));
  alter(p, "/officers/", "approver.halong", S("/leaves"),
         str_cat(a, S("{\"basis\":\"1/QĐ\",\"from\":\""), day, S("\",\"last\":\""), day,
                 S("\"}")));
}

static void coming_back(spot *p) {
  leaving_for(p);
  made(p, "approver.halong", 200);
  answer r = officer_seen_by("admin", "/officers/", "approver.halong");
  str id = text_of(&json_get(json_body(&r), S("leaves"))->items[0], "id");
  *p = (spot){0};
  alter(p, "/officers/", "approver.halong", str_cat(a, S("/leaves/"), id, S("/end")), STR_NONE);
}

static const char *new_login(void) {
  static int number;
  return str_fmt(a, "officer.n%d", ++number).p;
}

static void opening_for(spot *p, const char *login) {
  post(p, S("/admin/people"), str_fmt(a, "{\"login\":\"%s\",\"name\":\"Trần Thử\"}", login));
}
static void opening(spot *p) { opening_for(p, new_login()); }

/* An officer of one's own for each trial. */
static const char *somebody(void) {
  spot p = {0};
  const char *login = new_login();
  opening_for(&p, login);
  made(&p, "admin", 201);
  return login;
}

#define GIVE S("{\"role\":\"appraiser\",\"unit\":\"H49.31\"}")
static void giving(spot *p) { alter(p, "/admin/people/", somebody(), S("/roles"), GIVE); }
static void stopping(spot *p) {
  const char *login = somebody();
  alter(p, "/admin/people/", login, S("/roles"), GIVE);
  made(p, "admin", 200);
  answer r = officer_seen_by("admin", "/admin/people/", login);
  str id = text_of(&json_get(json_body(&r), S("roles"))->items[0], "id");
  *p = (spot){0};
  alter(p, "/admin/people/", login, str_cat(a, S("/roles/"), id, S("/end")), STR_NONE);
}
static void disabling(spot *p) {
  alter(p, "/admin/people/", somebody(), S("/disable"), STR_NONE);
}
static void enabling(spot *p) {
  const char *login = somebody();
  alter(p, "/admin/people/", login, S("/disable"), STR_NONE);
  made(p, "admin", 200);
  *p = (spot){0};
  alter(p, "/admin/people/", login, S("/enable"), STR_NONE);
}
static void new_password(spot *p) {
  alter(p, "/admin/people/", somebody(), S("/password"), STR_NONE);
}

static err *lock_key(ctx *c, void *arg) {
  officer_info o;
  key_of_account_row *keys;
  key_count_wrong_row now;
  size_t n;
  bool found;
  (void)arg;
  TRY(officer_by_login(c, S("returner"), &o));
  TRY(key_of_account(c->db, c->a, o.account_id, &keys, &n));
  for (int i = 0; i < PIN_TRIES; i++)
    TRY(key_count_wrong(c->db, c->a, keys[0].id, c->now.us, PIN_TRIES, &now, &found));
  return NULL;
}
static void key_list(spot *p) { get(p, S("/admin/keys")); }
static void ordering_key(spot *p) {
  alter(p, "/admin/people/", somebody(), S("/key"), STR_NONE);
}
/* The right person makes two keys: each trial orders one. */
static void making_key(spot *p) {
  alter(p, "/admin/people/", "returner", S("/key"), STR_NONE);
  made(p, "admin", 200);
  *p = (spot){0};
  post(p, S("/account/key"), S("{\"account_password\":\"motcua-demo\",\"pin\":\"250381\"}"));
}
static void ending_key(spot *p) {
  making_key(p);
  made(p, "returner", 200);
  alter(p, "/admin/people/", "returner", S("/key/end"), S("{\"reason\":\"lost\"}"));
}
static void unlocking(spot *p) {
  ctx c = {.a = a, .office = site.office, .now = instant_now()};
  assert_ok(ctx_write(&c, 0, lock_key, NULL));
  alter(p, "/admin/people/", "returner", S("/key/unlock"), STR_NONE);
}
#endif

/* matrix_people: what test_routes_matrix asks of accounts, counters and mandates. */
#ifndef TESTS_MATRIX_PEOPLE_H
#define TESTS_MATRIX_PEOPLE_H

static void register_form(spot *p) { get(p, S("/register")); }
static void reset_form(spot *p) { get(p, S("/reset")); }
static void own_account_page(spot *p) { get(p, S("/account")); }
static void letters_page(spot *p) { get(p, S("/demo/mail")); }
static void find_account(spot *p) { get(p, S("/counter/identity?login=newcomer")); }
static void who_acts(spot *p) { get(p, S("/counter/mandates?number=5700123456")); }

static void counter_page(spot *p) { get(p, S("/counter")); }
static void finding_person(spot *p) { post(p, S("/counter"), S("{\"q\":\"022196004321\"}")); }
static void entering_person(spot *p) {
  static int number;
  post(p, S("/counter/people"),
       str_fmt(a, "{\"personal_id\":\"0221610000%02d\",\"full_name\":\"Phạm Thị Lụa\","
                  "\"birth_day\":\"02/03/1961\",\"sex\":\"female\"}", number++));
}
static void person_page(spot *p) {
  entering_person(p);
  p->q.token = token_of("receptionist");
  answer r = send_ask(&p->q);
  assert_status(r, 201);
  p->q = (ask){0};
  get(p, header_of(&r, "Location"));
}

static void bringing_result(spot *p) {
  person_page(p);
  str at = str_cat(a, str_of(p->q.target), S("/results"));
  answer r = send_ask(&(ask){.method = "POST", .target = "/papers",
                             .token = token_of("receptionist.halong"),
                             .type = S("multipart/form-data; boundary=x"), .body = upload_body()});
  assert_status(r, 201);
  post(p, at, str_fmt(a, "{\"type\":\"KQ.G15.000031\",\"pin\":\"123456\",\"papers\":"
                         "{\"result\":[\"%.*s\"]}}", STR_ARG(text_of(json_body(&r), "id"))));
}

static str fresh_mailbox(void) {
  static int number;
  return str_fmt(a, "matrix%d@example.vn", number++);
}

static void asking_register(spot *p) {
  post(p, S("/register"), str_cat(a, S("{\"mailbox\":\""), fresh_mailbox(), S("\"}")));
}
static void asking_reset(spot *p) {
  post(p, S("/reset"), str_cat(a, S("{\"mailbox\":\""), fresh_mailbox(), S("\"}")));
}

/* Where the code is to be entered, and the code, as the newest letter of the demonstration says. */
static str code_asked(const char *path, str mailbox, str *code) {
  answer r = send_ask(&(ask){.method = "POST", .target = path, JSON,
                             .body = str_cat(a, S("{\"mailbox\":\""), mailbox, S("\"}"))});
  assert_status(r, 202);
  str at = header_of(&r, "Location");
  r = send_ask(&(ask){.method = "GET", .target = "/demo/mail"});
  const json *newest = &json_get(json_body(&r), S("items"))->items[0];
  assert_true(str_eq(text_of(newest, "to"), mailbox));
  str text = text_of(newest, "text");
  ptrdiff_t digits = str_find(text, S("is "));
  *code = str_sub(text, (size_t)digits + 3, (size_t)digits + 11);
  return at;
}

static void code_form(spot *p, const char *path) {
  str code;
  get(p, code_asked(path, fresh_mailbox(), &code));
}
static void register_code_form(spot *p) { code_form(p, "/register"); }
static void reset_code_form(spot *p) { code_form(p, "/reset"); }

static str registered(const char *name, str *token) {
  str code, mailbox = fresh_mailbox(), at = code_asked("/register", mailbox, &code);
  answer r = send_ask(&(ask){.method = "POST", .target = at.p, JSON,
                             .body = str_fmt(a, "{\"code\":\"%.*s\",\"name\":\"%s\","
                                                "\"password\":\"năm con mèo\"}",
                                             STR_ARG(code), name)});
  assert_status(r, 201);
  *token = text_of(json_body(&r), "token");
  return mailbox;
}

static void registering(spot *p) {
  str code, at = code_asked("/register", fresh_mailbox(), &code);
  post(p, at, str_fmt(a, "{\"code\":\"%.*s\",\"name\":\"Lê Thử\",\"password\":\"năm con mèo\"}",
                      STR_ARG(code)));
}
static void resetting(spot *p) {
  str code, token, at = code_asked("/reset", registered("Lê Quên", &token), &code);
  post(p, at, str_fmt(a, "{\"code\":\"%.*s\",\"password\":\"sáu con mèo\"}", STR_ARG(code)));
}

static void changing_password(spot *p) {
  post(p, S("/account/password"), S("{\"old\":\"năm con mèo\",\"password\":\"sáu con mèo\"}"));
  registered("Lê Đổi", &p->q.token);
}
/* The newest of its sessions but the one that asks. */
static void ending_session(spot *p) {
  sign_in("citizen2");
  str token = sign_in("citizen2");
  answer r = send_ask(&(ask){.method = "GET", .target = "/account", .token = token});
  const json *list = json_get(json_body(&r), S("sessions"));
  assert_true(list->n >= 2);
  str id = text_of(&list->items[1], "id");
  p->q.method = "POST";
  p->q.target = str_cat(a, S("/account/sessions/"), id, S("/end")).p;
  p->q.token = token;
}
static void ending_sessions(spot *p) {
  p->q.method = "POST";
  p->q.target = "/account/sessions/end";
  registered("Lê Nhiều", &p->q.token); /* whose sessions nobody else uses */
}

static void authorising(spot *p) {
  post(p, S("/mandates"), S("{\"agent\":\"citizen2\",\"procedure\":\"1.001612\"}"));
}
static void ending_mandate(spot *p) {
  spot made = {0};
  authorising(&made);
  made.q.token = token_of("citizen");
  answer r = send_ask(&made.q);
  assert_status(r, 201);
  p->q.method = "POST";
  p->q.target = str_cat(a, S("/mandates/"), text_of(json_body(&r), "id"), S("/revoke")).p;
}

static void binding_card(spot *p) {
  static int number;
  str token, mailbox = registered("Vũ Thị Mới", &token);
  answer r = send_ask(&(ask){.method = "GET", .token = token_of("receptionist.halong"),
                             .target = str_cat(a, S("/counter/identity?login="), mailbox).p});
  post(p, S("/counter/identity"),
       str_fmt(a, "{\"account\":\"%.*s\",\"personal_id\":\"0221990000%02d\",\"full_name\":\"Vũ Thị "
                  "Mới\",\"birth_day\":\"1999-02-03\",\"sex\":\"female\"}",
               STR_ARG(text_of(json_body(&r), "id")), number++));
}
static void accounts(spot *p) { get(p, S("/admin/identities?login=citizen2")); }
static void taking_away(spot *p) {
  spot bound = {0};
  binding_card(&bound);
  bound.q.token = token_of("receptionist.halong");
  answer r = send_ask(&bound.q);
  assert_status(r, 200);
  post(p, str_cat(a, S("/admin/identities/"), text_of(json_body(&r), "id"), S("/unbind")),
       S("{\"reason\":\"wrong_account\",\"basis\":\"12/BC-TTPVHCC\"}"));
}
/* Their rows of the table. */
#define PEOPLE_TRIALS \
  {"register_show", NULL, NULL, 200, register_form, {{0}}}, \
  {"register_ask", NULL, NULL, 202, asking_register, {{0}}}, \
  {"register_code", NULL, NULL, 200, register_code_form, {{0}}}, \
  {"register_finish", NULL, NULL, 201, registering, {{0}}}, \
  {"reset_show", NULL, NULL, 200, reset_form, {{0}}}, \
  {"reset_ask", NULL, NULL, 202, asking_reset, {{0}}}, \
  {"reset_code", NULL, NULL, 200, reset_code_form, {{0}}}, \
  {"reset_finish", NULL, NULL, 201, resetting, {{0}}}, \
  {"account_show", NULL, "newcomer", 200, own_account_page, {{0}}}, \
  {"password_change", NULL, "newcomer", 200, changing_password, {{0}}}, \
  {"session_stop", NULL, "citizen2", 204, ending_session, {{0}}}, \
  {"sessions_stop", NULL, "newcomer", 204, ending_sessions, {{0}}}, \
  {"mandate_make", NULL, "citizen", 201, authorising, \
   {{"newcomer", 403, "forbidden"}, {"appraiser.halong", 403, "forbidden"}, \
    {"citizen2", 422, "invalid"}}}, \
  {"mandate_stop", NULL, "citizen", 204, ending_mandate, \
   {STRANGER, {"newcomer", 404, "not-found"}, {"appraiser", 404, "not-found"}}}, \
  {"identity_show", NULL, "receptionist", 200, find_account, \
   {{"citizen", 403, "forbidden"}, {"appraiser.halong", 403, "forbidden"}, \
    {"admin", 403, "forbidden"}}}, \
  {"identity_confirm", NULL, "receptionist.halong", 200, binding_card, \
   {{"citizen", 403, "forbidden"}, {"returner.halong", 403, "forbidden"}, \
    {"admin", 403, "forbidden"}}}, \
  {"counter_show", NULL, "receptionist", 200, counter_page, \
   {{"citizen", 403, "forbidden"}, {"appraiser.halong", 403, "forbidden"}, \
    {"admin", 403, "forbidden"}}}, \
  {"counter_search", NULL, "receptionist", 200, finding_person, \
   {{"citizen", 403, "forbidden"}, {"returner.halong", 403, "forbidden"}, \
    {"admin", 403, "forbidden"}}}, \
  {"person_enter", NULL, "receptionist.halong", 201, entering_person, \
   {{"citizen", 403, "forbidden"}, {"sealer.halong", 403, "forbidden"}, \
    {"admin", 403, "forbidden"}}}, \
  {"person_show", NULL, "receptionist.halong", 200, person_page, \
   {{"citizen", 403, "forbidden"}, {"leader", 403, "forbidden"}, {"admin", 403, "forbidden"}}}, \
  {"result_bring", NULL, "receptionist.halong", 201, bringing_result, \
   {{"citizen", 403, "forbidden"}, {"sealer.halong", 403, "forbidden"}, \
    {"admin", 403, "forbidden"}}}, \
  {"mandates_show", NULL, "receptionist", 200, who_acts, \
   {{"business", 403, "forbidden"}, {"approver", 403, "forbidden"}}}, \
  {"identities_show", NULL, "admin", 200, accounts, \
   {{"citizen", 403, "forbidden"}, {"receptionist", 403, "forbidden"}, \
    {"leader", 403, "forbidden"}}}, \
  {"identity_unbound", NULL, "admin", 200, taking_away, \
   {{"citizen", 403, "forbidden"}, {"receptionist.halong", 403, "forbidden"}, \
    {"leader", 403, "forbidden"}}}, \
  {"demo_mail", NULL, NULL, 200, letters_page, {{0}}},

#endif

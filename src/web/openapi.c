/* openapi: this interface as OpenAPI 3.1, made once from the routes, the views and the bodies.
 *
 * A new row of routes.def or workflow.def appears by itself; the small tables below hold what a row
 * does not say: tags, statuses other than 200, media types that are not JSON. */
#include "office/workflow.h"
#include "web/web.h"

enum { MOST_VIEWS = 200 };

/* --- what the rows do not say --- */
static const struct {
  const char *segment, *tag, *description;
} tags[] = {
    {"procedures", "Procedures", "What can be applied for."},
    {"life-events", "Procedures", NULL},
    {"papers", "Papers", "Files that go with a dossier."},
    {"dossiers", "Dossiers", "Filing, looking, and the five steps."},
    {"signings", "Signings", "Steps signed by a token or a remote service."},
    {"officers", "Officers", "Roles, delegation and leave."},
    {"rights", "Officers", NULL},
    {"sessions", "Sessions", "Signing in and out."},
    {"register", "Accounts", "Opening an account, getting back into it, and one's own account."},
    {"reset", "Accounts", NULL},
    {"account", "Accounts", NULL},
    {"mandates", "Accounts", NULL},
    {"counter", "Counter", "For receptionists who have somebody before them."},
    {"ledger", "Ledger", "What everybody can check: tiles, checkpoint and proofs."},
    {"admin", "Administration", "Units, rules, settings and the record; for administrators."},
    {"demo", "Demonstration", "Only where a demonstration is served, on its own machine."},
    {"", "Pages", "For browsers."},
    {"sign-in", "Pages", NULL},
    {"language", "Pages", NULL},
    {"assets", "Pages", NULL},
    {NULL, "Machine", "For whoever operates or programs against this server."},
};

static const struct {
  route_handler handler;
  int statuses[2];
} successes[] = {
    {session_open, {201, 303}}, {session_close, {204, 303}}, {paper_upload, {201}},
    {import_upload, {201, 303}},
    {filing_send, {201, 303}},  {dossier_step, {200, 202}}, {signing_finish, {200}},
    {officer_make, {201}},      {delegation_give, {200, 303}}, {delegation_revoke, {200, 303}},
    {leave_give, {200, 303}},   {leave_revoke, {200, 303}}, {role_give, {200, 303}},
    {role_stop, {200, 303}},    {account_off, {200, 303}}, {account_on, {200, 303}},
    {key_unlock, {200, 303}},
    {demo_enter, {303}},        {language_set, {303}},
    {register_ask, {202, 303}}, {register_finish, {201, 303}}, {reset_ask, {202, 303}},
    {reset_finish, {201, 303}}, {password_change, {200, 303}}, {session_stop, {204, 303}},
    {sessions_stop, {204, 303}}, {mandate_make, {201, 303}},  {mandate_stop, {204, 303}},
    {identity_confirm, {200, 303}},
};

static const struct {
  route_handler handler;
  const char *type, *schema; /* several types by commas */
} media[] = {
    {procedure_form, "application/schema+json", "{\"type\":\"object\"}"},
    {openapi, "application/json", "{\"type\":\"object\"}"},
    {calendar_file, "text/csv", "{\"type\":\"string\"}"},
    {metrics, "text/plain", "{\"type\":\"string\"}"},
    {ledger_checkpoint_show, "text/plain", "{\"type\":\"string\"}"},
    {ledger_tile_show, "application/octet-stream", "{}"},
    {paper_show, "application/pdf,image/png,image/jpeg", "{}"},
    {asset, "text/css,text/javascript,image/svg+xml,image/png,font/woff2", "{}"},
    {dossier_draft, "application/pdf", "{}"},
    {dossier_result, "application/pdf", "{}"},
};

/* --- writing --- */
typedef struct doc {
  buf b;
  const view_type *views[MOST_VIEWS];
  size_t nviews;
} doc;

static void next(buf *b) {
  char last = b->n ? b->p[b->n - 1] : '{';
  if (last != '{' && last != '[' && last != ':') buf_char(b, ',');
}

static void name(buf *b, const char *s) {
  next(b);
  json_write_str(b, str_of(s));
  buf_char(b, ':');
}

static void open_object(buf *b, const char *s) {
  if (s) name(b, s);
  else next(b);
  buf_char(b, '{');
}

static void close_object(buf *b) { buf_char(b, '}'); }

static void member(buf *b, const char *s, const char *value) {
  name(b, s);
  json_write_str(b, str_of(value));
}

static void raw(buf *b, const char *s, const char *json_text) {
  name(b, s);
  buf_add(b, str_of(json_text));
}

static void reach(doc *d, const view_type *t) {
  for (size_t i = 0; i < d->nviews; i++)
    if (d->views[i] == t) return;
  if (d->nviews == MOST_VIEWS) return;
  d->views[d->nviews++] = t;
  for (size_t i = 0; i < t->n; i++)
    if (t->fields[i].of && !t->fields[i].page_only) reach(d, t->fields[i].of);
}

static void schema_ref(buf *b, const char *type, const char *ending) {
  buf_fmt(b, "{\"schema\":{\"$ref\":\"#/components/schemas/%s%s\"}}", type, ending);
}

/* --- parameters --- */
static void parameter(buf *b, const char *in, str called, const char *description, bool required) {
  open_object(b, NULL);
  name(b, "name");
  json_write_str(b, called);
  member(b, "in", in);
  member(b, "description", description);
  raw(b, "required", required ? "true" : "false");
}

static void path_parameters(buf *b, const route *r) {
  str rest = r->pattern, segment;
  while (str_split(&rest, '/', &segment)) {
    if (!str_starts(segment, S(":")) && !str_starts(segment, S("*"))) continue;
    parameter(b, "path", str_sub(segment, 1, segment.n), "Part of the address.", true);
    raw(b, "schema", "{\"type\":\"string\"}");
    close_object(b);
  }
}

static void query_parameters(buf *b, const route *r) {
  if (r->effect == WRITE || !r->body) return;
  for (size_t i = 0; i < r->body->n; i++) {
    body_field f = r->body->fields[i];
    parameter(b, "query", str_of(f.name), f.about, false);
    f.about = NULL;
    f.optional = false; /* left out, but never null */
    name(b, "schema");
    body_field_schema(b, &f);
    close_object(b);
  }
}

static void parameters(buf *b, const route *r) {
  name(b, "parameters");
  buf_char(b, '[');
  path_parameters(b, r);
  query_parameters(b, r);
  if (r->action.p) {
    parameter(b, "header", S("If-Match"), "The version seen, as a strong tag (428 without).", true);
    raw(b, "schema", "{\"type\":\"string\",\"examples\":[\"\\\"3\\\"\"]}");
    close_object(b);
  }
  if (r->effect == WRITE && access_rules[r->who].sign_in) {
    parameter(b, "header", S("Idempotency-Key"),
              "A request repeated under the same key is done once; kept for 7 days.", false);
    raw(b, "schema", "{\"type\":\"string\",\"minLength\":1,\"maxLength\":200}");
    close_object(b);
  }
  buf_char(b, ']');
}

/* --- bodies --- */
/* What a page's form sends: the same fields, and the token that binds it to the cookie. */
static void form_schema(buf *b, const body_type *t, bool step) {
  static const body_type nothing = {"form", 0, NULL, 0};
  buf own = buf_in(b->a);
  body_schema(&own, t ? t : &nothing);
  str rest = buf_str(&own), start = S("{\"type\":\"object\",\"properties\":{");
  rest = str_sub(rest, start.n, rest.n);
  buf_fmt(b, "{\"schema\":%.*s\"csrf\":{\"type\":\"string\"}", STR_ARG(start));
  if (step) buf_add(b, S(",\"version\":{\"type\":\"integer\"}"));
  if (step) buf_add(b, S(",\"idempotency_key\":{\"type\":\"string\"}"));
  buf_fmt(b, "%s%.*s}", str_starts(rest, S("}")) ? "" : ",", STR_ARG(rest));
}

/* `papers` is a list of ids for each component; said here, for the type alone does not. */
static const char filing_json[] =
    "{\"schema\":{\"allOf\":[{\"$ref\":\"#/components/schemas/filing_request\"},{\"type\":"
    "\"object\",\"properties\":{\"papers\":{\"type\":[\"object\",\"null\"],"
    "\"additionalProperties\":{\"type\":\"array\",\"items\":{\"type\":\"string\"}}}}}]},"
    "\"example\":{\"procedure\":\"1.001193\",\"channel\":\"online\",\"fields\":{\"child\":"
    "{\"full_name\":\"Trần Minh Khuê\"}},\"papers\":{\"birth_certificate\":[\"Q7ZMCvRNEVTFM861"
    "jatWiQ\"]}}}";

/* The names of a filing's form come from the procedure's schema. */
static const char filing_form[] =
    "{\"schema\":{\"type\":\"object\",\"required\":[\"csrf\",\"procedure\"],\"properties\":{"
    "\"csrf\":{\"type\":\"string\"},\"procedure\":{\"type\":\"string\"},"
    "\"channel\":{\"type\":\"string\"},\"idempotency_key\":{\"type\":\"string\"}},"
    "\"additionalProperties\":{\"type\":\"string\"}}}";

static void request_body(buf *b, const route *r) {
  const body_type *t = r->body;
  if (r->effect != WRITE) return;
  open_object(b, "requestBody");
  raw(b, "required", t ? "true" : "false");
  open_object(b, "content");
  if (t == &one_file) {
    raw(b, "multipart/form-data",
        "{\"schema\":{\"type\":\"object\",\"required\":[\"file\"],\"properties\":{\"file\":"
        "{\"type\":\"string\",\"contentMediaType\":\"application/octet-stream\"}}}}");
  } else {
    if (t && r->reply && t == &b_filing_type) raw(b, "application/json", filing_json);
    else if (t && r->reply) name(b, "application/json"), schema_ref(b, t->name, "_request");
    if (t == &b_filing_type)
      raw(b, "multipart/form-data", filing_form);
    else
      name(b, "application/x-www-form-urlencoded"), form_schema(b, t, r->action.p != NULL);
  }
  close_object(b);
  close_object(b);
}

/* --- responses --- */
static void content(doc *d, const route *r, int status) {
  buf *b = &d->b;
  const view_type *t = status == 202 && r->action.p ? &v_signing_type : r->reply;
  if (status == 204 || status == 303) return;
  open_object(b, "content");
  bool listed = false;
  for (size_t i = 0; i < COUNT(media); i++) {
    if (media[i].handler != r->handler) continue;
    str rest = str_of(media[i].type), one;
    while (str_split(&rest, ',', &one)) {
      name(b, str_z(b->a, one));
      buf_fmt(b, "{\"schema\":%s}", media[i].schema);
    }
    listed = true;
  }
  if (!listed && t) {
    reach(d, t);
    name(b, "application/json");
    schema_ref(b, t->name, "");
  }
  close_object(b);
}

static const char *status_word(int status) {
  switch (status) {
    case 201: return "Made.";
    case 202: return "Begun: sign what is listed, or answer with the code that was sent.";
    case 204: return "Done.";
    case 303: return "Done; for a form, where the browser goes next.";
    default: return "As asked.";
  }
}

static void success(doc *d, const route *r, int status) {
  buf *b = &d->b;
  open_object(b, str_fmt(b->a, "%d", status).p);
  member(b, "description", status_word(status));
  bool opens = r->reply == &v_session_type;
  bool located = status == 201 ? !opens && r->handler != mandate_make
                               : status == 202 || status == 303;
  if (located)
    raw(b, "headers",
        "{\"Location\":{\"schema\":{\"type\":\"string\",\"format\":\"uri-reference\"}}}");
  else if (r->reply == &v_dossier_type && status == 200)
    raw(b, "headers",
        "{\"ETag\":{\"description\":\"The version.\",\"schema\":{\"type\":\"string\"}}}");
  content(d, r, status);
  close_object(b);
}

static void failure(buf *b, const char *status) {
  raw(b, status, "{\"$ref\":\"#/components/responses/problem\"}");
}

static void responses(doc *d, const route *r) {
  buf *b = &d->b;
  bool found = false;
  open_object(b, "responses");
  for (size_t i = 0; i < COUNT(successes); i++)
    for (size_t k = 0; successes[i].handler == r->handler && k < 2 && successes[i].statuses[k]; k++)
      success(d, r, successes[i].statuses[k]), found = true;
  if (!found) success(d, r, 200);
  failure(b, "400");
  if (access_rules[r->who].sign_in || r->handler == session_open) failure(b, "401");
  if (access_rules[r->who].sign_in) failure(b, "403");
  if (str_chr(r->pattern, ':', 0) >= 0 || str_chr(r->pattern, '*', 0) >= 0) failure(b, "404");
  bool finishes = r->handler == signing_finish;
  bool keyed = r->effect == WRITE && access_rules[r->who].sign_in;
  if (keyed) failure(b, "409");
  if (finishes) failure(b, "410");
  if (r->action.p || finishes) failure(b, "412");
  if (r->effect == WRITE) failure(b, "413"), failure(b, "415");
  if (r->body) failure(b, "422");
  if (r->action.p) failure(b, "423"), failure(b, "428");
  failure(b, "default");
  close_object(b);
}

/* --- operations --- */
static size_t tag_of(const route *r) {
  str rest = str_sub(r->pattern, 1, r->pattern.n), first = S("");
  str_split(&rest, '/', &first);
  size_t i = 0;
  while (tags[i].segment && !str_eq(first, str_of(tags[i].segment))) i++;
  return i;
}

static str who_takes(arena *a, const workflow_step *s) {
  buf b = buf_in(a);
  buf_add(&b, S("For: "));
  bool first = true;
  for (step_by role = 0; role <= BY_NEXT; role++) {
    if (!(s->who >> role & 1)) continue;
    str word = role < BY_HOLDER    ? str_cat(a, S("the "), role_name(role), S(" of the unit"))
               : role == BY_HOLDER ? S("the holder")
                                   : S("whoever may take the next step");
    if (!first) buf_add(&b, S(", or "));
    buf_add(&b, word);
    first = false;
  }
  if (!(s->effects & E_LIGHT)) buf_add(&b, S(". An officer's step without `pin` waits: 202"));
  buf_char(&b, '.');
  return buf_str(&b);
}

static void operation(doc *d, const route *r) {
  buf *b = &d->b;
  const access_rule *rule = &access_rules[r->who];
  open_object(b, str_eq(r->method, S("GET")) ? "get" : "post");
  const char *id = r->name;
  str summary = str_of(r->summary);
  if (r->action.p) {
    id = str_fmt(b->a, "%s_%.*s", r->name, STR_ARG(r->action)).p;
    summary = str_fmt(b->a, "%s: %.*s", r->summary, STR_ARG(r->action));
  }
  member(b, "operationId", id);
  member(b, "summary", str_z(b->a, summary));
  str who = str_fmt(b->a, "For: %s.", rule->meaning);
  if (r->action.p)
    who = who_takes(b->a, workflow_action(r->action));
  member(b, "description", who.p);
  name(b, "tags");
  buf_fmt(b, "[\"%s\"]", tags[tag_of(r)].tag);
  raw(b, "security", rule->sign_in ? "[{\"bearer\":[]},{\"cookie\":[]}]" : "[]");
  parameters(b, r);
  request_body(b, r);
  responses(d, r);
  close_object(b);
}

static str open_path(arena *a, str pattern) {
  buf b = buf_in(a);
  str rest = str_sub(pattern, 1, pattern.n), segment;
  while (str_split(&rest, '/', &segment)) {
    bool is_parameter = str_starts(segment, S(":")) || str_starts(segment, S("*"));
    buf_fmt(&b, is_parameter ? "/{%.*s}" : "/%.*s",
            STR_ARG(is_parameter ? str_sub(segment, 1, segment.n) : segment));
  }
  return buf_str(&b);
}

static void paths(doc *d) {
  size_t n;
  const route *table = route_table(&n);
  open_object(&d->b, "paths");
  for (size_t i = 0; i < n; i++) {
    bool first = true;
    for (size_t k = 0; k < i; k++) first = first && !str_eq(table[k].pattern, table[i].pattern);
    if (!first) continue;
    open_object(&d->b, open_path(d->b.a, table[i].pattern).p);
    for (size_t k = i; k < n; k++)
      if (str_eq(table[k].pattern, table[i].pattern)) operation(d, &table[k]);
    close_object(&d->b);
  }
  close_object(&d->b);
}

static void schemas(doc *d) {
  buf *b = &d->b;
  size_t n;
  const route *table = route_table(&n);
  open_object(b, "schemas");
  reach(d, &v_problem_type);
  for (size_t i = 0; i < d->nviews; i++) {
    name(b, d->views[i]->name);
    view_schema(b, d->views[i]);
  }
  for (size_t i = 0; i < n; i++) {
    const route *r = &table[i];
    bool first = r->body && r->body != &one_file && r->reply && r->effect == WRITE;
    for (size_t k = 0; first && k < i; k++) first = table[k].body != r->body;
    if (!first) continue;
    name(b, str_fmt(b->a, "%s_request", r->body->name).p);
    body_schema(b, r->body);
  }
  close_object(b);
}

static void components(doc *d) {
  buf *b = &d->b;
  open_object(b, "components");
  schemas(d);
  open_object(b, "responses");
  open_object(b, "problem");
  member(b, "description", "Why not (RFC 9457); `errors` names fields and clauses of law.");
  open_object(b, "content");
  name(b, "application/problem+json");
  schema_ref(b, "problem", "");
  close_object(b);
  close_object(b);
  close_object(b);
  open_object(b, "securitySchemes");
  raw(b, "bearer",
      "{\"type\":\"http\",\"scheme\":\"bearer\","
      "\"description\":\"The token of POST /sessions.\"}");
  raw(b, "cookie",
      "{\"type\":\"apiKey\",\"in\":\"cookie\",\"name\":\"motcua\",\"description\":"
      "\"A browser's session; what changes something needs the form token `csrf` as well.\"}");
  close_object(b);
  close_object(b);
}

static void head(buf *b) {
  member(b, "openapi", "3.1.0");
  open_object(b, "info");
  member(b, "title", "Motcua");
  member(b, "version", MOTCUA_VERSION);
  member(b, "description",
         "Electronic one-stop for public services. The same addresses serve people and programs: a "
         "page where Accept names text/html, JSON otherwise.");
  raw(b, "license", "{\"name\":\"Apache-2.0\",\"identifier\":\"Apache-2.0\"}");
  raw(b, "contact", "{\"name\":\"The operator of this installation\"}");
  close_object(b);
  raw(b, "servers", "[{\"url\":\"/\",\"description\":\"This installation\"}]");
  name(b, "tags");
  buf_char(b, '[');
  for (size_t i = 0; i < COUNT(tags); i++) {
    if (!tags[i].description) continue;
    open_object(b, NULL);
    member(b, "name", tags[i].tag);
    member(b, "description", tags[i].description);
    close_object(b);
  }
  buf_char(b, ']');
}

str web_openapi(arena *a) {
  doc d = {.b = buf_in(a)};
  buf_char(&d.b, '{');
  head(&d.b);
  paths(&d);
  components(&d);
  close_object(&d.b);
  return buf_str(&d.b);
}

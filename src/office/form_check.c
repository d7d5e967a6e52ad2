/* form_check: see form_check.h. */
#include "office/form_check.h"

#include "office/form_schema.h"
#include "office/place.h"
#include "office/schema.h"

enum { DEPTH = 64 };

typedef struct checking {
  const ctx *c;
  const json *root;
  err **errors;
} checking;

typedef struct spot { /* one value, under its schema */
  const json *schema, *value;
  const json *group; /* the object that it stands in, or NULL */
  str path, cites;
  int depth;
} spot;

static void fault(const checking *k, const spot *s, err *e) {
  err_add(k->errors, err_at(e, s->path, s->cites));
}

static void check_day(const checking *k, const spot *s) {
  int32_t day;
  if (!str_eq(json_str(schema_ui(k->root, s->schema, S("not_after"))), S("today"))) return;
  if (day_parse(json_str(s->value), &day) && day > day_of(k->c->now))
    fault(k, s, ERR(INVALID, N_("This day is still to come.")));
}

static void check_line(const checking *k, const spot *s) {
  str text = json_str(s->value);
  int64_t most;
  if (json_int(schema_key(k->root, s->schema, S("maxLength")), &most) && most > SCHEMA_LONG_TEXT)
    return;
  for (size_t i = 0; i < text.n; i++)
    if (text.p[i] == '\n' || text.p[i] == '\r' || text.p[i] == '\t') {
      fault(k, s, ERR(INVALID, N_("This must be one line.")));
      return;
    }
}

/* The text beside it that a ui keyword names. */
static str beside(const checking *k, const spot *s, str keyword) {
  str name = json_str(schema_ui(k->root, s->schema, keyword));
  return name.n ? json_str(json_get(s->group, name)) : STR_NONE;
}

/* A commune of the province that is stated beside it, as both are today. */
static void check_place(const checking *k, const spot *s) {
  const edition *e = k->c->edition;
  str code = json_str(s->value);
  if (!schema_ui(k->root, s->schema, S("within")) || !code.n) return;
  if (place_of(province_of(e, beside(k, s, S("within"))), code)) return;
  const place *now = place_find(e, place_now(e, code), NULL);
  if (now && !str_eq(now->code, code))
    fault(k, s, ERR(INVALID, N_("This commune is no more; choose its successor, {0}."), now->name));
  else
    fault(k, s, ERR(INVALID, N_("Please choose a commune of the province above.")));
}

static void check_number(const checking *k, const spot *s) {
  str number = json_str(s->value), sex = beside(k, s, S("sex"));
  int32_t born;
  if (!str_eq(schema_text(k->root, s->schema, S("format")), S("personal-id"))) return;
  if (!personal_id_valid(number)) return; /* its format is told already */
  int year = personal_id_year(number);
  if (day_parse(beside(k, s, S("born")), &born) && born / 10000 != year)
    fault(k, s, ERR(INVALID, N_("The number is that of somebody born in {0}; the date of birth "
                                "beside it is another."), str_fmt(k->c->a, "%d", year)));
  if (sex.n && str_eq(sex, S("female")) != personal_id_female(number))
    fault(k, s, ERR(INVALID, N_("The number is that of somebody of another sex than is stated "
                                "beside it.")));
}

static void check_spot(const checking *k, spot s) {
  str own = schema_text(k->root, s.schema, S("cites"));
  if (own.n) s.cites = own;
  if (!s.value || s.depth > DEPTH) return;
  if (s.value->kind == JSON_STRING) {
    check_day(k, &s);
    check_line(k, &s);
    check_place(k, &s);
    check_number(k, &s);
  }
  bool object = s.value->kind == JSON_OBJECT;
  const json *inner = schema_key(k->root, s.schema, object ? S("properties") : S("items"));
  for (size_t i = 0; object && inner && i < inner->n; i++)
    check_spot(k, (spot){&inner->items[i], json_get(s.value, inner->keys[i]), s.value,
                         str_cat(k->c->a, s.path, S("."), inner->keys[i]), s.cites, s.depth + 1});
  for (size_t i = 0; s.value->kind == JSON_ARRAY && inner && i < s.value->n; i++)
    check_spot(k, (spot){inner, &s.value->items[i], NULL,
                         str_fmt(k->c->a, "%.*s.%zu", STR_ARG(s.path), i), s.cites, s.depth + 1});
}

void form_check(ctx *c, const procedure *p, const json *data, err **errors) {
  const checking k = {c, p->schema, errors};
  (void)schema_check(p->check, data, c->a, S("fields"), errors);
  check_spot(&k, (spot){.schema = p->schema, .value = data, .path = S("fields")});
}

void form_clauses(const procedure *p, err *errors) {
  for (err *e = errors; e; e = e->next) {
    bool paper = str_starts(e->field, S("papers"));
    const component *c = paper ? procedure_component(p, str_sub(e->field, 7, e->field.n)) : NULL;
    if (e->cites.n || !(paper || str_starts(e->field, S("fields")))) continue;
    if (c && c->cites.n) e->cites = c->cites;
    else if (p->nlegal_basis) e->cites = p->legal_basis[0];
  }
}

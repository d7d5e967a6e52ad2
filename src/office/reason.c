/* reason: see reason.h. */
#include "office/reason.h"

#include "office/catalogue.h"
#include "office/form_schema.h"

#define OTHER S("other")
#define WHOLE S("dossier")

static given_reason of_json(const json *v) {
  return (given_reason){
      .id = json_str(json_get(v, S("id"))), .title = json_str(json_get(v, S("title"))),
      .title_en = json_str(json_get(v, S("title_en"))),
      .title_bn = json_str(json_get(v, S("title_bn"))),
      .clause = json_str(json_get(v, S("clause"))),
      .concerns = json_str(json_get(v, S("concerns"))), .cure = json_str(json_get(v, S("cure"))),
      .cure_en = json_str(json_get(v, S("cure_en"))),
      .cure_bn = json_str(json_get(v, S("cure_bn")))};
}

static bool is_for(const json *v, str action) {
  const json *list = json_get(v, S("for"));
  for (size_t i = 0; list && i < list->n; i++)
    if (str_eq(json_str(&list->items[i]), action)) return true;
  return false;
}

static size_t collect(const json *list, str action, given_reason *all, size_t n) {
  for (size_t i = 0; list && i < list->n; i++)
    if (is_for(&list->items[i], action)) all[n++] = of_json(&list->items[i]);
  return n;
}

void reason_list(ctx *c, const procedure *p, str action, const given_reason **list, size_t *n) {
  const json *own = p ? p->reasons : NULL, *general = c->edition->reasons;
  size_t most = (own ? own->n : 0) + (general ? general->n : 0);
  given_reason *all = arena_list(c->a, most + 1, given_reason);
  *n = collect(own, action, all, 0);
  *n = collect(general, action, all, *n);
  *list = all;
}

static bool known_place(const procedure *p, str concerns) {
  if (str_eq(concerns, WHOLE)) return true;
  if (str_starts(concerns, S("papers.")))
    return procedure_component(p, str_sub(concerns, 7, concerns.n)) != NULL;
  return str_starts(concerns, S("fields.")) && p->schema && reason_concerns(p, concerns).p;
}

static void must(err **all, bool good, str field, const char *msgid) {
  if (!good) err_add(all, err_at(ERR(INVALID, msgid), field, STR_NONE));
}

static str first(str said, str listed) { return str_trim(said).n ? str_trim(said) : listed; }

static err *canonical(arena *a, const given_reason *r, str *chosen) {
  json_member members[] = {{S("id"), json_of_text(a, r->id)},
                           {S("title"), json_of_text(a, r->title)},
                           {S("title_en"), json_of_text(a, r->title_en.p ? r->title_en : S(""))},
                           {S("title_bn"), json_of_text(a, r->title_bn.p ? r->title_bn : S(""))},
                           {S("clause"), json_of_text(a, r->clause)},
                           {S("concerns"), json_of_text(a, r->concerns)},
                           {S("cure"), json_of_text(a, r->cure)},
                           {S("cure_en"), json_of_text(a, r->cure_en.p ? r->cure_en : S(""))},
                           {S("cure_bn"), json_of_text(a, r->cure_bn.p ? r->cure_bn : S(""))}};
  return json_canonical(a, json_of_members(a, members, COUNT(members)), chosen);
}

err *reason_fix(ctx *c, const procedure *p, const reason_wish *w, str *chosen) {
  const given_reason *list, *listed = NULL, *wish = &w->given;
  size_t n;
  err *all = NULL;
  reason_list(c, p, w->action, &list, &n);
  for (size_t i = 0; i < n && !listed; i++)
    if (str_eq(list[i].id, wish->id)) listed = &list[i];
  if (!listed)
    return err_at(ERR(INVALID, N_("Please choose the reason from the list.")), S("reason"),
                  STR_NONE);
  given_reason r = *listed;
  r.clause = first(wish->clause, listed->clause);
  r.concerns = first(wish->concerns, listed->concerns);
  r.cure = first(wish->cure, listed->cure);
  if (!str_eq(r.cure, listed->cure)) r.cure_en = r.cure_bn = STR_NONE;
  must(&all, r.clause.n > 0, S("clause"), N_("Please name the clause of the law."));
  must(&all, r.concerns.n > 0, S("concerns"), N_("Please say which field or paper it concerns."));
  must(&all, !r.concerns.n || known_place(p, r.concerns), S("concerns"),
       N_("The procedure has no such field or paper."));
  must(&all, r.cure.n > 0, S("cure"), N_("Please say what the person can do about it."));
  must(&all, !str_eq(r.id, OTHER) || str_trim(w->note).n > 0, S("note"),
       N_("Please give the reason in words."));
  return all ? all : canonical(c->a, &r, chosen);
}

bool reason_read(arena *a, str chosen, given_reason *out) {
  const json *v;
  *out = (given_reason){0};
  if (!chosen.n || json_parse(a, chosen, &v)) return false;
  *out = of_json(v);
  return out->id.n > 0;
}

str reason_concerns(const procedure *p, str concerns) {
  if (!p || str_eq(concerns, WHOLE)) return STR_NONE;
  if (str_starts(concerns, S("papers."))) {
    const component *k = procedure_component(p, str_sub(concerns, 7, concerns.n));
    return k ? k->title : STR_NONE;
  }
  if (!str_starts(concerns, S("fields.")) || concerns.n == 7) return STR_NONE;
  return schema_text(p->schema, schema_at(p->schema, p->schema, str_sub(concerns, 7, concerns.n)),
                     S("title"));
}

str clause_told(arena *a, str cites) {
  str rest = cites, kind, number, article;
  if (!str_split(&rest, ' ', &kind) || !str_eq(kind, S("ND")) || !str_split(&rest, ' ', &number))
    return cites;
  str decree = str_cat(a, S("Nghị định "), number, S("/NĐ-CP"));
  if (!str_split(&rest, ' ', &article)) return decree; /* "art." or "arts" */
  return str_cat(a, decree, S(", điều "), rest);
}

err *reason_check(const json *list) {
  if (!list) return NULL;
  bool good = list->kind == JSON_ARRAY;
  for (size_t i = 0; good && i < list->n; i++) {
    const json *v = &list->items[i], *uses = json_get(v, S("for"));
    given_reason r = of_json(v);
    good = r.id.n && r.title.n && uses && uses->kind == JSON_ARRAY && uses->n > 0;
    for (size_t k = 0; good && k < i; k++) good = !str_eq(of_json(&list->items[k]).id, r.id);
  }
  if (good) return NULL;
  return err_at(ERR(INVALID, N_("The catalogue's member {0} is missing or wrong."), S("reasons")),
                S("reasons"), STR_NONE);
}

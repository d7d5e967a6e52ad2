/* pages_admin: what needs attention, settings, and the table of pages that show a form again. */
#include "web/pages_admin.h"

#include "office/admin.h"
#include "office/doctor.h"
#include "office/setting.h"

const admin_page admin_pages[] = {
    {units_create, page_units, "/admin/units"},
    {unit_renamed, page_unit, "/admin/units/"},
    {unit_moved, page_unit, "/admin/units/"},
    {unit_dissolved, page_unit, "/admin/units/"},
    {unit_hours_set, page_unit, "/admin/units/"},
    {calendar_changed, page_calendar, "/admin/calendar"},
    {routing_set, page_routing, "/admin/routing"},
    {routing_end, page_routing, "/admin/routing"},
    {settings_set, page_settings, "/admin/settings"},
    {procedure_based, page_procedure_admin, "/admin/procedures/"},
    {procedure_priced, page_procedure_admin, "/admin/procedures/"},
    {procedure_exempted, page_procedure_admin, "/admin/procedures/"},
    {identity_unbound, page_identities, "/admin/identities"},
    {import_upload, page_imports, "/admin/imports"},
    {import_applied, page_imports, "/admin/imports"},
    {retention_ordered, page_retention, "/admin/retention"},
    {erasure_proposed, page_retention, "/admin/retention"},
    {redating_proposed, page_rulings, "/admin/rulings"},
    {edition_restored, page_imports, "/admin/imports"},
};
const size_t admin_page_count = COUNT(admin_pages);

/* --- what needs attention --- */
err *admin_show(rq *r) {
  doctor_fact *facts;
  size_t n;
  TRY(doctor_facts(&r->ctx, &facts, &n));
  v_fact *list = arena_list(r->ctx.a, n, v_fact);
  for (size_t i = 0; i < n; i++)
    list[i] = (v_fact){.what = facts[i].what, .n = facts[i].n, .look = facts[i].look,
                       .about = facts[i].about, .at = str_of(facts[i].at)};
  v_admin v = {.edition = r->ctx.edition->number, .facts = {list, n}};
  r->page.title = N_("Administration");
  return REPLY(r, 200, admin, &v);
}

/* --- settings --- */
static const char *when_word(setting_when when) {
  static const char *const words[] = {[SETTING_NOW] = N_("applies at once"),
                                      [SETTING_START] = N_("applies from the next start"),
                                      [SETTING_NEVER] = N_("fixed at the installation")};
  return words[when];
}

static v_setting_line setting_line(const setting_rule *s, str value) {
  static const str whens[] = {[SETTING_NOW] = {"NOW", 3}, [SETTING_START] = {"START", 5},
                              [SETTING_NEVER] = {"NEVER", 5}};
  bool number = s->kind == SETTING_NUMBER;
  return (v_setting_line){.name = s->name, .value = value, .usual = s->usual,
                          .meaning = s->meaning, .when = whens[s->when],
                          .when_word = when_word(s->when),
                          .least = number ? SOME(s->least) : NONE_I64,
                          .most = number ? SOME(s->most) : NONE_I64};
}

static v_admin_form setting_form(rq *r, const setting_rule *s, str value) {
  const admin_value values[] = {{"value", value}, {NULL, STR_NONE}};
  const admin_row row = {settings_set, s->name.p, &b_setting_type, s->name.p, N_("Change"),
                         s->meaning, s->name};
  return admin_form(r, &row, str_cat(r->ctx.a, S("/admin/settings/"), s->name), values);
}

static err *fill_settings(rq *r, v_settings *v) {
  arena *a = r->ctx.a;
  v_setting_line *list = arena_list(a, setting_rule_count, v_setting_line);
  v_admin_form *forms = arena_list(a, setting_rule_count, v_admin_form);
  size_t n = 0;
  for (size_t i = 0; i < setting_rule_count; i++) {
    const setting_rule *s = &setting_rules[i];
    str value;
    TRY(setting_value(r->ctx.db, a, s->name.p, &value));
    list[i] = setting_line(s, value);
    if (s->when != SETTING_NEVER) forms[n++] = setting_form(r, s, value);
  }
  *v = (v_settings){.items = {list, setting_rule_count}, .edition = r->ctx.edition->number,
                    .forms = {forms, n}};
  return NULL;
}

err *page_settings(rq *r) {
  v_settings v;
  TRY(fill_settings(r, &v));
  r->page.title = N_("Settings");
  return REPLY(r, admin_status(r), settings, &v);
}

err *settings_show(rq *r) { return page_settings(r); }

typedef struct order {
  str name, value;
} order;

static err *set(ctx *c, void *arg) {
  const order *o = arg;
  return setting_change(c, o->name, o->value);
}

err *settings_set(rq *r) {
  order o = {r->params[0], ((const b_setting *)r->body)->value};
  TRY(admin_change(&r->ctx, r->seen_version, set, &o));
  return admin_done(r, S("/admin/settings"));
}

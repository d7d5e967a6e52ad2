/* trials_admin: what test_routes_matrix asks of the pages of administration; included there, after
 * its helpers. */
#ifndef TESTS_TRIALS_ADMIN_H
#define TESTS_TRIALS_ADMIN_H
#include "office/import.h"

static void overview(spot *p) { get(p, S("/admin")); }
static void all_units(spot *p) { get(p, S("/admin/units?q=ha+long")); }
static void one_unit(spot *p) { get(p, S("/admin/units/H49.31")); }
static void one_year(spot *p) { get(p, S("/admin/calendar?year=2026")); }
static void year_file(spot *p) { get(p, S("/admin/calendar.csv?year=2026")); }
static void all_rules(spot *p) { get(p, S("/admin/routing")); }
static void all_settings(spot *p) { get(p, S("/admin/settings")); }

static int64_t edition_now(void) {
  const edition *e = office_edition(site.office);
  int64_t number = e->number;
  office_release(site.office, e);
  return number;
}

/* A change of the edition that is there when it is made. */
static void change(spot *p, const char *target, str body) {
  post(p, str_of(target), body);
  str seen = str_fmt(a, "\"%lld\"", (long long)edition_now());
  p->q.more[0] = (http_header){S("If-Match"), seen};
}
static int turns; /* each trial changes something else */
static void new_unit(spot *p) {
  change(p, "/admin/units",
         str_fmt(a, "{\"code\":\"H49.T%d\",\"kind\":\"department\",\"name\":\"Phòng thử\","
                    "\"parent\":\"H49\"}", turns++));
}
static void new_name(spot *p) {
  change(p, "/admin/units/H49.32/rename", str_fmt(a, "{\"name\":\"Phường %d\"}", turns++));
}
static void new_parent(spot *p) {
  change(p, "/admin/units/H49.32/move", S("{\"parent\":\"H49\"}"));
}
static void dissolving(spot *p) {
  new_unit(p);
  p->q.token = token_of("admin");
  answer r = send_ask(&p->q);
  assert_status(r, 200);
  p->q = (ask){0};
  change(p, str_fmt(a, "/admin/units/H49.T%d/dissolve", turns - 1).p,
         S("{\"until\":\"2026-12-31\",\"successor\":\"H49.31\"}"));
}
static void new_hours(spot *p) {
  change(p, "/admin/units/H49.32/hours",
         S("{\"weekday\":\"6\",\"opens\":\"07:30\",\"noon_closes\":\"11:00\","
           "\"noon_opens\":\"11:00\",\"closes\":\"11:30\"}"));
}
static void new_day(spot *p) {
  change(p, "/admin/calendar",
         S("{\"day\":\"2027-08-31\",\"kind\":\"holiday\",\"source\":\"TB 1\"}"));
}
static void new_rule(spot *p) {
  change(p, "/admin/routing",
         S("{\"level\":\"ministry\",\"unit\":\"H49.02\",\"reception\":\"H49.01\"}"));
}
static void ended_rule(spot *p) {
  new_rule(p);
  p->q.token = token_of("admin");
  answer r = send_ask(&p->q);
  assert_status(r, 200);
  p->q = (ask){0};
  change(p, "/admin/routing/end", S("{\"level\":\"ministry\"}"));
}
static void new_setting(spot *p) {
  change(p, "/admin/settings/soon_days", str_fmt(a, "{\"value\":\"%d\"}", 2 + turns++ % 20));
}
static void all_imports(spot *p) { get(p, S("/admin/imports")); }
static void uploading(spot *p) {
  post(p, S("/admin/uploads/calendar"),
       str_fmt(a, "--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"days.csv\"\r\n"
                  "Content-Type: text/csv\r\n\r\nday,kind,source\n2029-05-%02d,holiday,TB\n"
                  "\r\n--x--\r\n", turns++ % 28 + 1));
  p->q.type = S("multipart/form-data; boundary=x");
}
static str uploaded(spot *p) {
  uploading(p);
  p->q.token = token_of("admin");
  answer r = send_ask(&p->q);
  assert_status(r, 201);
  p->q = (ask){0};
  return header_of(&r, "Location");
}
static void one_import(spot *p) { get(p, uploaded(p)); }
static void applying(spot *p) {
  str at = uploaded(p);
  p->q.method = "POST";
  p->q.target = str_cat(a, at, S("/apply")).p;
}
static void importing(const char *file) {
  import_report r = {.a = a};
  import_source s = {.kind = IMPORT_CATALOGUE, .name = file, .bytes = file_read(a, file)};
  import_work *w;
  ctx c = {.a = a, .office = site.office, .now = instant_now()};
  assert_ok(import_read(&s, &r, &w));
  assert_ok(import_run(&c, w));
}
static void restoring(spot *p) { /* there is something to go back from */
  int64_t before = edition_now();
  importing("tests/data/import/good.jsonl");
  if (edition_now() == before) importing("tests/data/import/changed.jsonl");
  change(p, "/admin/editions/restore", str_fmt(a, "{\"as_of\":%lld}", (long long)before));
}
static void all_procedures(spot *p) { get(p, S("/admin/procedures?look=flagged")); }
static void one_procedure_admin(spot *p) { get(p, S("/admin/procedures/1.001193")); }
static void new_basis(spot *p) {
  change(p, "/admin/procedures/1.001193/basis", str_fmt(a, "{\"acts\":\"Luật số %d\"}", turns++));
}
static void new_tariff(spot *p) {
  change(p, "/admin/procedures/1.001612/tariff",
         str_fmt(a, "{\"channel\":\"online\",\"amount\":\"%d\",\"basis\":\"NQ 1\"}", ++turns));
}
static void new_exemption(spot *p) {
  change(p, "/admin/procedures/1.001612/exemption",
         str_fmt(a, "{\"ground\":\"g%d\",\"title\":\"Hộ nghèo\",\"basis\":\"NQ 1\"}", ++turns));
}
static void journal(spot *p) { get(p, S("/admin/journal?kind=unit")); }

#define NO_ADMIN {"citizen", 403, "forbidden"}, {"leader", 403, "forbidden"}, \
                 {"receptionist.halong", 403, "forbidden"}
#define ADMIN_TRIALS \
  {"admin_show", NULL, "admin", 200, overview, {NO_ADMIN}}, \
  {"units_show", NULL, "admin", 200, all_units, {NO_ADMIN}}, \
  {"units_create", NULL, "admin", 200, new_unit, {NO_ADMIN}}, \
  {"unit_show", NULL, "admin", 200, one_unit, {NO_ADMIN}}, \
  {"unit_renamed", NULL, "admin", 200, new_name, {NO_ADMIN}}, \
  {"unit_moved", NULL, "admin", 200, new_parent, {NO_ADMIN}}, \
  {"unit_dissolved", NULL, "admin", 200, dissolving, {NO_ADMIN}}, \
  {"unit_hours_set", NULL, "admin", 200, new_hours, {NO_ADMIN}}, \
  {"calendar_show", NULL, "admin", 200, one_year, {NO_ADMIN}}, \
  {"calendar_file", NULL, "admin", 200, year_file, {NO_ADMIN}}, \
  {"calendar_changed", NULL, "admin", 200, new_day, {NO_ADMIN}}, \
  {"routing_show", NULL, "admin", 200, all_rules, {NO_ADMIN}}, \
  {"routing_set", NULL, "admin", 200, new_rule, {NO_ADMIN}}, \
  {"routing_end", NULL, "admin", 200, ended_rule, {NO_ADMIN}}, \
  {"settings_show", NULL, "admin", 200, all_settings, {NO_ADMIN}}, \
  {"settings_set", NULL, "admin", 200, new_setting, {NO_ADMIN}}, \
  {"procedures_looked", NULL, "admin", 200, all_procedures, {NO_ADMIN}}, \
  {"procedure_looked", NULL, "admin", 200, one_procedure_admin, {NO_ADMIN}}, \
  {"procedure_based", NULL, "admin", 200, new_basis, {NO_ADMIN}}, \
  {"procedure_priced", NULL, "admin", 200, new_tariff, {NO_ADMIN}}, \
  {"procedure_exempted", NULL, "admin", 200, new_exemption, {NO_ADMIN}}, \
  {"imports_show", NULL, "admin", 200, all_imports, {NO_ADMIN}}, \
  {"import_upload", NULL, "admin", 201, uploading, {NO_ADMIN}}, \
  {"import_show", NULL, "admin", 200, one_import, {NO_ADMIN}}, \
  {"import_applied", NULL, "admin", 200, applying, {NO_ADMIN}}, \
  {"edition_restored", NULL, "admin", 200, restoring, {NO_ADMIN}}, \
  {"journal_show", NULL, "admin", 200, journal, {NO_ADMIN}}
#endif

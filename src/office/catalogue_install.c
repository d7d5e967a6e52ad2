/* catalogue_install: the files that the program carries (catalogue/README.md) into the database:
 * procedures, calendar, units and who decides what.  Called by install.c. */
#include "base/buf.h"
#include "base/csv.h"
#include "base/embed.h"
#include "base/rand.h"
#include "kit/crypto.h"
#include "office/catalogue.h"
#include "office/catalogue.sql.h"
#include "office/import_impl.h"
#include "office/setting.h"

enum { REPORT_MEMORY = 16 << 20, RULES_FROM = 20250701 };

/* --- one procedure a file --- */
static err *install_procedure(ctx *c, str text) {
  procedure p;
  TRY(procedure_read(c->a, text, &p));
  catalogue_procedure_row known;
  bool found;
  TRY(catalogue_procedure(c->db, c->a, p.code, &known, &found));
  int64_t id = found ? known.id : rand_id();
  if (!found) TRY(catalogue_add_procedure(c->db, id, p.code, NULL));
  catalogue_version_row old;
  TRY(catalogue_version(c->db, c->a, id, p.version, &old, &found));
  str digest = sha256(c->a, text);
  if (!found) {
    catalogue_add_version_in row = {.id = rand_id(), .procedure = id, .version = p.version,
                                    .valid_from = p.valid_from, .content = text, .sha256 = digest,
                                    .at = c->now.us};
    return catalogue_publish(c, &row);
  }
  if (!str_eq(old.sha256, digest))
    return ERR(CONFLICT, N_("This version of procedure {0} is published with another text."),
               p.code);
  return NULL;
}

/* CODE.json; the other files are named by a word. */
static bool is_procedure(str name) {
  return str_ends(name, S(".json")) && name.p[0] >= '0' && name.p[0] <= '9';
}

static err *install_files(ctx *c) {
  for (int i = 0; i < embedded_catalogue_count; i++)
    if (is_procedure(str_of(embedded_catalogue[i].name)))
      TRY(install_procedure(c, embedded_catalogue[i].bytes));
  return NULL;
}

/* --- one procedure a line: what a file of its own has not given a newer text --- */
static err *install_lines(ctx *c, import_report *r) {
  str line, rest = catalogue_file("procedures.jsonl");
  size_t room = 1 + str_count(rest, '\n'), n = 0;
  import_record *records = arena_list(c->a, room, import_record);
  int32_t from = 0;
  while (str_split(&rest, '\n', &line)) {
    if (!line.n) continue;
    records[n].line = (int64_t)n + 1;
    if (!import_split(line, &records[n], &from))
      return ERR(INTERNAL, N_("The table {0} has a wrong line: {1}"), S("procedures.jsonl"),
                 str_sub(line, 0, 60));
    n++;
  }
  return import_put(c, &(import_file){records, n}, from, r);
}

/* --- the calendar --- */
err *calendar_read(arena *a, str csv, const calendar_row **rows, size_t *n) {
  size_t room = 1 + str_count(csv, '\n'), count = 0;
  calendar_row *all = arena_list(a, room, calendar_row);
  str line, rest = csv;
  for (bool head = true; str_split(&rest, '\n', &line); head = false) {
    line = str_trim(line);
    if (head || !line.n) continue;
    str day, kind = STR_NONE, left = line;
    calendar_row *row = &all[count++];
    bool good = str_split(&left, ',', &day) && day_parse(day, &row->day) &&
                str_split(&left, ',', &kind) && left.n;
    row->working = str_eq(kind, S("working"));
    row->source = left;
    if (!good || (!row->working && !str_eq(kind, S("holiday"))))
      return ERR(INVALID, N_("The calendar's line {0} is not \"day,kind,source\"."), line);
  }
  *rows = all;
  *n = count;
  return NULL;
}

err *calendar_shipped(arena *a, calendar *out) {
  const calendar_row *rows;
  size_t n;
  TRY(calendar_read(a, catalogue_file("calendar.csv"), &rows, &n));
  int32_t *days = arena_list(a, n, int32_t);
  bool *working = arena_list(a, n, bool);
  for (size_t i = 0; i < n; i++) {
    days[i] = rows[i].day;
    working[i] = rows[i].working;
  }
  *out = (calendar){.days = days, .working = working, .n = n};
  return NULL;
}

static err *install_calendar(ctx *c) {
  const calendar_row *rows;
  size_t n;
  TRY(calendar_read(c->a, catalogue_file("calendar.csv"), &rows, &n));
  for (size_t i = 0; i < n; i++)
    TRY(catalogue_add_day(c->db, rows[i].day, rows[i].working ? S("working") : S("holiday"),
                          rows[i].source, NULL));
  return NULL;
}

/* --- units, and who decides --- */
static err *install_units(ctx *c, import_report *r) {
  str line, rest = catalogue_file("units.csv");
  size_t room = 1 + str_count(rest, '\n'), n = 0;
  unit_wish *wishes = arena_list(c->a, room, unit_wish);
  for (int64_t number = 1; str_split(&rest, '\n', &line); number++) {
    if (number == 1 || !line.n) continue;
    csv_row row;
    const char *why = csv_read(c->a, line, &row) ? unit_wish_of(&row, &wishes[n]) : "";
    if (why)
      return ERR(INTERNAL, N_("The table {0} has a wrong line: {1}"), S("units.csv"), line);
    wishes[n++].line = number;
  }
  return units_put(c, "units.csv", wishes, n, r);
}

static const catalogue_units_row *unit_coded(const catalogue_units_row *rows, size_t n, str code) {
  for (size_t i = 0; i < n; i++)
    if (str_eq(rows[i].code, code)) return &rows[i];
  return NULL;
}

typedef struct ruling {
  const catalogue_units_row *units;
  const catalogue_rules_row *rules;
  size_t nunits, nrules;
} ruling;

static err *add_rule(ctx *c, const ruling *w, str field, str level, str department) {
  for (size_t i = 0; i < w->nrules; i++)
    if (str_eq(w->rules[i].field, field) && str_eq(w->rules[i].level, level) &&
        !w->rules[i].commune.n)
      return NULL;
  const catalogue_units_row *decides = unit_coded(w->units, w->nunits, department);
  const catalogue_units_row *centre = unit_coded(w->units, w->nunits, S(CENTRE_CODE));
  if (!decides || !centre)
    return ERR(INTERNAL, N_("The table {0} has a wrong line: {1}"), S("routing.csv"), department);
  return catalogue_add_rule(c->db,
                            &(catalogue_add_rule_in){.id = rand_id(), .field = field,
                                                     .level = level, .commune = S(""),
                                                     .unit = decides->id,
                                                     .reception = centre->id,
                                                     .valid_from = RULES_FROM},
                            NULL);
}

/* Fields of the province by catalogue/routing.csv; what nobody has mapped goes to the Centre. */
static err *install_rules(ctx *c) {
  ruling w;
  catalogue_units_row *units;
  catalogue_rules_row *rules;
  TRY(catalogue_units(c->db, c->a, &units, &w.nunits));
  TRY(catalogue_rules(c->db, c->a, &rules, &w.nrules));
  w.units = units;
  w.rules = rules;
  TRY(add_rule(c, &w, S(""), S("province"), S(CENTRE_CODE)));
  TRY(add_rule(c, &w, S(""), S("commune"), S(CENTRE_CODE)));
  str line, rest = catalogue_file("routing.csv");
  for (bool head = true; str_split(&rest, '\n', &line); head = false) {
    csv_row row;
    if (head || !line.n) continue;
    if (!csv_read(c->a, line, &row) || row.n != 2)
      return ERR(INTERNAL, N_("The table {0} has a wrong line: {1}"), S("routing.csv"), line);
    TRY(add_rule(c, &w, row.fields[0], S("province"), row.fields[1]));
  }
  return NULL;
}

static err *install_all(ctx *c, import_report *r) {
  TRY(install_files(c));
  TRY(install_lines(c, r));
  TRY(install_calendar(c));
  TRY(install_units(c, r));
  TRY(install_rules(c));
  return setting_raise_edition(c->db, c->a, c->now);
}

err *catalogue_install(ctx *c) {
  import_report r = {.a = arena_new(REPORT_MEMORY)};
  if (!r.a) return ERR(UNAVAILABLE, N_("Out of memory."));
  err *e = err_keep(install_all(c, &r));
  arena_free(r.a);
  return e;
}

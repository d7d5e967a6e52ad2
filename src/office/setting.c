/* setting: see setting.h. */
#include "office/setting.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/buf.h"
#include "office/setting.sql.h"

const setting_rule setting_rules[] = {
#define SETTING(name, kind, least, most, usual, when, meaning) \
  {TEXT(name), SETTING_##kind, least, most, TEXT(usual), SETTING_##when, meaning},
#include "office/setting.def"
#undef SETTING
};
const size_t setting_rule_count = COUNT(setting_rules);

const setting_rule *setting_find(str name) {
  for (size_t i = 0; i < setting_rule_count; i++)
    if (str_eq(setting_rules[i].name, name)) return &setting_rules[i];
  return NULL;
}

/* --- what a row allows --- */
static err *not_allowed(const char *msgid, str arg0, str arg1) {
  return err_at(ERR(INVALID, msgid, arg0, arg1), S("value"), STR_NONE);
}

static err *check_number(const setting_rule *rule, str value) {
  int64_t n;
  char least[24], most[24];
  if (str_to_i64(value, &n) && n >= rule->least && n <= rule->most) return NULL;
  snprintf(least, sizeof least, "%" PRId64, rule->least);
  snprintf(most, sizeof most, "%" PRId64, rule->most);
  return not_allowed(N_("A whole number from {0} to {1} is expected."), str_of(least),
                     str_of(most));
}

/* The number of "8; 2027-01-01: 16" that holds on a day; false: it is not written so. */
static bool number_on(const setting_rule *rule, str value, int32_t day, int64_t *n) {
  str part;
  int64_t one;
  int32_t from = 0, before = 0;
  for (bool first = true; str_split(&value, ';', &part); first = false, before = from) {
    ptrdiff_t colon = first ? -1 : str_chr(part, ':', 0);
    str when = str_trim(str_sub(part, 0, colon < 0 ? 0 : (size_t)colon));
    if (!first && (!day_parse(when, &from) || from <= before)) return false;
    if (!str_to_i64(str_trim(str_sub(part, (size_t)(colon + 1), part.n)), &one)) return false;
    if (one < rule->least || one > rule->most) return false;
    if (first || from <= day) *n = one;
  }
  return true;
}

static err *check_dated(const setting_rule *rule, str value) {
  int64_t n;
  if (value.n && number_on(rule, value, 0, &n)) return NULL;
  return not_allowed(N_("A number is expected, or several with the days from which they hold, in "
                        "their order: 8; 2027-01-01: 16."), STR_NONE, STR_NONE);
}

#define CODE_CHARACTERS "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._{:}"
static err *check_pattern(const setting_rule *rule, str value) {
  bool good = str_find(value, S("{agency}")) >= 0 && str_find(value, S("{seq")) >= 0 &&
              (str_find(value, S("{yymmdd}")) >= 0 || str_find(value, S("{yyyymmdd}")) >= 0) &&
              (int64_t)value.n <= rule->most;
  for (size_t i = 0; good && i < value.n; i++) /* it stands in addresses */
    good = memchr(CODE_CHARACTERS, value.p[i], sizeof CODE_CHARACTERS - 1) != NULL;
  if (good) return NULL;
  return not_allowed(N_("A pattern has {agency}, a day and {seq}, and else letters, digits, "
                        "hyphens and points."), STR_NONE, STR_NONE);
}

err *setting_check(const setting_rule *rule, str value) {
  if (rule->kind == SETTING_DATED) return check_dated(rule, value);
  return rule->kind == SETTING_NUMBER ? check_number(rule, value) : check_pattern(rule, value);
}

/* --- rows --- */
err *setting_get(db_conn *c, arena *a, str name, str *value) {
  setting_select_row row;
  bool found;
  TRY(setting_select(c, a, name, &row, &found));
  *value = found ? row.value : STR_NONE;
  return NULL;
}

err *setting_int(db_conn *c, arena *a, str name, int64_t otherwise, int64_t *value) {
  str text;
  TRY(setting_get(c, a, name, &text));
  *value = otherwise;
  if (text.p && !str_to_i64(text, value))
    return ERR(INTERNAL, N_("The setting {0} is not a number."), name);
  return NULL;
}

err *setting_value(db_conn *c, arena *a, const char *name, str *value) {
  const setting_rule *rule = setting_find(str_of(name));
  if (!rule) return ERR(INTERNAL, N_("There is no setting {0}."), str_of(name));
  TRY(setting_get(c, a, rule->name, value));
  if (!value->p) *value = rule->usual;
  if (!setting_check(rule, *value)) return NULL;
  return ERR(INTERNAL, N_("The setting {0} is out of range."), rule->name);
}

err *setting_number(db_conn *c, arena *a, const char *name, int64_t *value) {
  str text;
  TRY(setting_value(c, a, name, &text));
  return str_to_i64(text, value) ? NULL
                                 : ERR(INTERNAL, N_("The setting {0} is not a number."),
                                       str_of(name));
}

err *setting_number_on(db_conn *c, arena *a, const char *name, int32_t day, int64_t *value) {
  str text;
  TRY(setting_value(c, a, name, &text));
  return number_on(setting_find(str_of(name)), text, day, value)
             ? NULL
             : ERR(INTERNAL, N_("The setting {0} is not a number."), str_of(name));
}

int64_t setting_dated(const char *name, str value, int32_t day) {
  const setting_rule *rule = setting_find(str_of(name));
  int64_t n = 0;
  if (rule && !number_on(rule, value, day, &n)) number_on(rule, rule->usual, day, &n);
  return n;
}

err *setting_put(db_conn *c, str name, str value, instant now) {
  return setting_upsert(c, name, value, now.us, NULL);
}

/* --- the edition --- */
err *setting_raise_edition(db_conn *c, arena *a, instant now) {
  (void)a;
  return edition_raise(c, now.us, NULL);
}

err *setting_raise_edition_from(db_conn *c, arena *a, int64_t seen, instant now) {
  int64_t changed = 0;
  TRY(edition_raise_from(c, str_fmt(a, "%" PRId64, seen), now.us, &changed));
  if (changed) return NULL;
  return ERR(STALE, N_("Somebody else has changed the installation since you saw it. Look at what "
                       "is there now; what you entered is still here."));
}

/* setting: what an administrator has set for this installation (setting.def), what the program
 * itself keeps under a name, and the number of its edition.
 *
 *   instance            32 hex digits, made once
 *   demo                "1" in a demonstration folder, else "0"
 *   demo_root_key, demo_ca_key, demo_revoked   of its certificate authority (office/demo.h)
 *   edition             raised whenever what an edition holds changes */
#ifndef OFFICE_SETTING_H
#define OFFICE_SETTING_H
#include "base/time.h"
#include "kit/db.h"

typedef enum setting_kind { SETTING_NUMBER, SETTING_DATED, SETTING_PATTERN } setting_kind;
typedef enum setting_when { SETTING_NOW, SETTING_START, SETTING_NEVER } setting_when;
typedef struct setting_rule { /* a row of setting.def */
  str name;
  setting_kind kind;
  int64_t least, most;   /* of a number; most bytes of a pattern */
  str usual;
  setting_when when;
  const char *meaning;   /* msgid */
} setting_rule;
extern const setting_rule setting_rules[];
extern const size_t setting_rule_count;
/* NULL: setting.def has no such row. */
const setting_rule *setting_find(str name);
/* ERR_INVALID, at the field `value`, for a value that the row does not allow. */
err *setting_check(const setting_rule *rule, str value);

/* *value is none when it was never set. */
err *setting_get(db_conn *c, arena *a, str name, str *value);
err *setting_int(db_conn *c, arena *a, str name, int64_t otherwise, int64_t *value);
/* A row of setting.def as it is, or as it usually is; ERR_INTERNAL when it holds what the row does
 * not allow. */
err *setting_value(db_conn *c, arena *a, const char *name, str *value);
err *setting_number(db_conn *c, arena *a, const char *name, int64_t *value);
/* The number of a DATED row that holds on a day. */
err *setting_number_on(db_conn *c, arena *a, const char *name, int32_t day, int64_t *value);
/* The same of such a value at hand; what the row does not allow counts as its usual one.  Pure. */
int64_t setting_dated(const char *name, str value, int32_t day);
/* Inside a transaction that writes. */
err *setting_put(db_conn *c, str name, str value, instant now);
/* The next number of the edition, so that every process loads it anew.  Waits for others who do. */
err *setting_raise_edition(db_conn *c, arena *a, instant now);
/* The same if the number is still `seen`; ERR_STALE otherwise. */
err *setting_raise_edition_from(db_conn *c, arena *a, int64_t seen, instant now);
#endif

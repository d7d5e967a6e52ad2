/* setting: see setting.h. */
#include "office/setting.h"

#include <inttypes.h>

#include "base/buf.h"
#include "office/setting.sql.h"

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

err *setting_put(db_conn *c, str name, str value, instant now) {
  return setting_upsert(c, name, value, now.us, NULL);
}

err *setting_raise_edition(db_conn *c, arena *a, instant now) {
  int64_t number;
  TRY(setting_int(c, a, S("edition"), 0, &number));
  return setting_put(c, S("edition"), str_fmt(a, "%" PRId64, number + 1), now);
}

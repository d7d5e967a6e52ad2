/* setting: what an administrator has set for this installation, and the number of its edition.
 *
 *   instance            32 hex digits, made once
 *   demo                "1" in a demonstration folder, else "0"
 *   demo_root_key, demo_ca_key, demo_revoked   of its certificate authority (office/demo.h)
 *   edition             raised whenever catalogue, units, calendar, competence or trust change
 *   soon_days           working days before its due day on which a dossier is due soon (1; to 30)
 *   code_pattern        of dossier codes: "{agency}-{yymmdd}-{seq:4}"
 *   password_kib, password_passes, pin_kib, pin_passes   costs of Argon2id
 *   pkcs12_iterations   of PBKDF2 in key files */
#ifndef OFFICE_SETTING_H
#define OFFICE_SETTING_H
#include "base/time.h"
#include "kit/db.h"

/* *value is none when it was never set. */
err *setting_get(db_conn *c, arena *a, str name, str *value);
err *setting_int(db_conn *c, arena *a, str name, int64_t otherwise, int64_t *value);
/* Inside a transaction that writes. */
err *setting_put(db_conn *c, str name, str value, instant now);
/* The next number of the edition, so that every process loads it anew. */
err *setting_raise_edition(db_conn *c, arena *a, instant now);
#endif

/* admin_impl: what the files of admin share. */
#ifndef OFFICE_ADMIN_IMPL_H
#define OFFICE_ADMIN_IMPL_H
#include "office/admin.h"
#include "office/admin.sql.h"
#include "office/journal.h"

/* ERR_INVALID at a field of the request. */
err *admin_wrong(const char *field, const char *msgid, str arg);
/* *from 0 becomes today; ERR_INVALID when it is past. */
err *admin_begins(ctx *c, const char *field, int32_t *from);
/* The unit of that code; ERR_INVALID when it is none, or does not exist on that day. */
err *admin_open_unit(ctx *c, const char *field, str code, int32_t day, admin_unit_row *out);
#endif

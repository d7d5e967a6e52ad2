/* once: keeps what a request with an Idempotency-Key was answered; for ctx.c alone, the rest stands
 * in ctx.h. */
#ifndef OFFICE_ONCE_H
#define OFFICE_ONCE_H
#include "office/ctx.h"

/* Stores c->once when the decide has set its location.  ERR_CONFLICT when the same key is being
 * answered at the same time. */
err *once_keep(ctx *c);
#endif

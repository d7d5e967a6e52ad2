/* counter_impl: what counter_file.c and counter_result.c share. */
#ifndef OFFICE_COUNTER_IMPL_H
#define OFFICE_COUNTER_IMPL_H
#include "office/counter.h"
#include "office/signature_impl.h"

/* The receptionist's own key, by the PIN, or without one while it stays open for the shift
 * (office/shift.h); ERR_INVALID at "pin" where neither is there. */
err *counter_unlock(ctx *c, str pin, registered_key *own, keyring *keys);
#endif

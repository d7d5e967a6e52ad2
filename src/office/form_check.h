/* form_check: is what a form holds right?
 *
 * Its schema says so (office/schema.h), and what JSON Schema has no word for: a day of
 * `ui.not_after`; a text drawn as one line is one line; a commune is one of the province that
 * `ui.within` names beside it; a personal ID number tells the year of birth and the sex that the
 * fields beside it, named by its `ui.born` and `ui.sex`, state (Decree 137/2015 art. 13). */
#ifndef OFFICE_FORM_CHECK_H
#define OFFICE_FORM_CHECK_H
#include "office/ctx.h"

/* Appends every fault to *errors: ERR_INVALID, its field a path from "fields", its clause that of
 * the schema nearest around it that has one (`cites`).  Needs c->edition, c->now. */
void form_check(ctx *c, const procedure *p, const json *data, err **errors);
/* Gives the faults at fields and papers that have no clause yet one: the document's own (`cites`),
 * else the first of the procedure's legal basis; where that is unknown they stay without. */
void form_clauses(const procedure *p, err *errors);
#endif

/* known: what the state knows of who files, as data of a form: each field says by `ui.source` what
 * it asks (catalogue/README.md).  Only a person whose identity was seen is known. */
#ifndef OFFICE_KNOWN_H
#define OFFICE_KNOWN_H
#include "office/account.h"

/* What is known before anybody has typed. */
typedef struct form_knows {
  const person *person; /* NULL: the state knows nobody, or not well enough */
  str delivery;         /* how the result is usually wanted */
  const edition *edition;
} form_knows;
/* As data: by ui.source what is known, else the `default`. */
const json *form_known(arena *a, const json *schema, const form_knows *known);
/* The data with the group of that path ("fields.mother", "fields.members.0") filled in as being
 * about the person: each of its properties by `ui.mine`, where that is known.  As they are when
 * there is no such group, or nobody is known. */
const json *form_mine(arena *a, const json *schema, const json *data, str path,
                      const form_knows *known);
/* The value of one source ("person.full_name"); NULL: not known. */
const json *known_value(const edition *e, arena *a, const person *p, str source);
/* c->who as the state knows them, NULL where it does not.  Needs c->db. */
err *known_person(ctx *c, const person **out);
/* Of `there`, who is at a counter; NULL: of c->who.  Needs c->db. */
err *known_of(ctx *c, const person *there, form_knows *out);
/* For a procedure's form: of `there`, who is at a counter; NULL: of c->who.  Needs c->db. */
err *known_data(ctx *c, const procedure *p, const person *there, const json **data);
#endif

/* forms: the form of each procedure as it is used, made with the edition.
 *
 * A form of a procedure's own gets the parts that it refers to (catalogue/parts.json), the lists of
 * units that `ui.choices_from` asks for, the way of receiving the result (`delivery`) and, where
 * papers hang on a case that the applicant chooses, `case`.  A procedure that is filed here and
 * brings no form gets the one of catalogue/derived.json, with the paper of its result. */
#ifndef OFFICE_FORMS_H
#define OFFICE_FORMS_H
#include "kit/lang.h"
#include "office/edition.h"

typedef struct forms forms;
/* Reads parts and derived form; e's units must be loaded.  All is in e->a. */
err *forms_open(const edition *e, forms **out);
/* Completes or derives p's form; ERR_INVALID when what came of it is no form (forms are checked
 * when they are published: then parts.json or derived.json is wrong). */
err *forms_complete(forms *f, procedure *p);
/* A form with the parts it may refer to among its $defs; its own of the same name stay.  For
 * schema_compile, before an edition is there. */
err *forms_with_parts(arena *a, const json *form, const json **out);

/* The communes of the Centre's province by name (Vietnamese order); dissolved ones are not open. */
typedef struct commune_named {
  str key, code, vi, en; /* code: official; key: what they are sorted by */
  bool open;
} commune_named;
const commune_named *communes_of(const edition *e, arena *a, size_t *n);

/* Does the case hold: chosen as `case`, or told by its `when`?  scratch is given back. */
bool case_holds(const procedure_case *c, const json *fields, arena *scratch);
/* The case of that id; NULL: none. */
const procedure_case *procedure_case_of(const procedure *p, str id);
/* Some case that must be chosen. */
bool procedure_chooses(const procedure *p);
/* Is the paper one of a case that holds, or of none? */
bool component_applies(const procedure *p, const component *c, const json *fields, arena *scratch);

/* What a paper of a dossier was brought for: the title of the procedure's document, of the field of
 * the form ("fields.PATH"), else the id itself.  p may be NULL. */
str paper_title(arena *a, const procedure *p, str component, lang l);

/* Channels, and that any counter takes any dossier, are of this decree. */
#define CHANNELS_CLAUSE "ND 118/2025"
/* Can it be filed here at all, by this or another channel? */
bool procedure_filed_here(const procedure *p);
/* "online", "counter" or "post": what the form says (delivery.method), else as the channel is. */
str delivery_of(const json *fields, str channel);
#endif

/* schema: JSON Schema 2020-12, compiled once and then checked often.
 *
 * Keywords: the whole of the core, applicator, unevaluated and validation vocabularies; `format`,
 * content and meta-data say nothing about validity, unless formats are asserted.  References lead
 * within the document, to the resources given beside it, and to the metaschema of 2020-12; any
 * other is refused.  Numbers are exact, lengths are code points, patterns are office/pattern.h's.
 * A compiled schema never changes and may be read by any number of threads.
 * Both are total and bounded on any input: docs/schema.md. */
#ifndef OFFICE_SCHEMA_H
#define OFFICE_SCHEMA_H
#include "kit/json.h"

enum { SCHEMA_LONG_TEXT = 300 }; /* maxLength above which a text may have several lines */

typedef enum schema_manner {
  SCHEMA_PLAIN = 0,
  SCHEMA_FORMATS = 1, /* formats are asserted; one that is not known here is refused */
  SCHEMA_STRICT = 2,  /* a keyword that is not known here is refused */
  SCHEMA_FORM = SCHEMA_FORMATS | SCHEMA_STRICT /* as forms are published */
} schema_manner;

typedef struct schema_program schema_program;

/* Compiles into a; text must live as long.  others is an object of further resources by address, or
 * NULL.  ERR_INVALID names the place in the schema ({0}, a JSON pointer) and what is wrong there: a
 * keyword's value, a reference that leads nowhere or back to itself, a pattern; in strict manners
 * also what is not known here. */
err *schema_compile(arena *a, const json *text, schema_manner manner, const json *others,
                    const schema_program **made);

/* Does data (NULL is null) fit?  With errors, every fault is appended there: ERR_INVALID each, its
 * field a dotted path from prefix ("fields"), its cites the clause ("cites") of the schema nearest
 * around it that has one, a reference being around what it leads to; at most 100.  Without (NULL),
 * it stops at the first.  What is too large or too deep to be checked does not fit.  scratch is
 * given back what was taken from it. */
bool schema_check(const schema_program *p, const json *data, arena *scratch, str prefix,
                  err **errors);

/* 12 digits with a valid century/sex digit (Decree 137/2015 art. 13). */
bool personal_id_valid(str s);
/* What a valid number tells of its holder. */
int personal_id_year(str s); /* of birth */
bool personal_id_female(str s);
/* A Vietnamese phone number without blanks. */
bool phone_number_valid(str s);
#endif

/* schema: a JSON Schema 2020-12 validator for forms; total and bounded on any input.
 *
 * Keywords: type, enum, const, minimum, maximum, minLength, maxLength, minItems, maxItems,
 * required, properties, additionalProperties, items, allOf, anyOf, not, if/then/else,
 * dependentRequired, format (date, personal-id, phone, email), $ref within the document ($defs).
 * All errors are reported at once, each at its field (dotted path) with the clause the schema
 * cites. */
#ifndef OFFICE_SCHEMA_H
#define OFFICE_SCHEMA_H
#include "kit/json.h"

enum { SCHEMA_LONG_TEXT = 300 }; /* maxLength above which a text may have several lines */

/* Appends to *errors (ERR_INVALID each); prefix is put before every path ("fields"). */
void schema_check(const json *schema, const json *data, str prefix, err **errors);
/* ERR_INVALID for a keyword, value or format that this validator does not know: publishing refuses
 * such a form. */
err *schema_supported(const json *schema);
/* 12 digits with a valid century/sex digit (Decree 137/2015 art. 13). */
bool personal_id_valid(str s);
#endif

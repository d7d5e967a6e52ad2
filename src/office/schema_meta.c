/* schema_meta: the metaschema of 2020-12 and its vocabularies under their own addresses, so that a
 * schema may refer to them; says what JSON Schema core and validation say of each keyword's value.
 * Texts that hold for all of them are left out. */
#include "office/schema_impl.h"

#define BASE "https://json-schema.org/draft/2020-12/"
#define RESOURCE(name, vocabulary, rest) \
  "{\"$id\":\"" BASE name "\",\"$schema\":\"" BASE "schema\"," vocabulary \
  "\"$dynamicAnchor\":\"meta\",\"type\":[\"object\",\"boolean\"]," rest "}"
#define VOCABULARY(name, asserted) "\"" BASE "vocab/" name "\":" asserted
#define META "{\"$dynamicRef\":\"#meta\"}"
#define A_TEXT "{\"type\":\"string\"}"
#define ADDRESS "{\"type\":\"string\",\"format\":\"uri-reference\"}"
#define MAP(of) "{\"type\":\"object\",\"additionalProperties\":" of "}"
#define COUNT_OF "{\"$ref\":\"#/$defs/nonNegativeInteger\"}"
#define NUMBER "{\"type\":\"number\"}"
#define YES_NO "{\"type\":\"boolean\"}"
#define SCHEMAS "{\"$ref\":\"#/$defs/schemaArray\"}"
#define NAMES "{\"$ref\":\"#/$defs/stringArray\"}"

const char schema_metaschema[] =
    "["
    RESOURCE("schema",
      "\"$vocabulary\":{" VOCABULARY("core", "true") "," VOCABULARY("applicator", "true") ","
      VOCABULARY("unevaluated", "true") "," VOCABULARY("validation", "true") ","
      VOCABULARY("meta-data", "true") "," VOCABULARY("format-annotation", "true") ","
      VOCABULARY("content", "true") "},",
      "\"allOf\":[{\"$ref\":\"meta/core\"},{\"$ref\":\"meta/applicator\"},"
      "{\"$ref\":\"meta/unevaluated\"},{\"$ref\":\"meta/validation\"},"
      "{\"$ref\":\"meta/meta-data\"},"
      "{\"$ref\":\"meta/format-annotation\"},{\"$ref\":\"meta/content\"}],"
      "\"properties\":{\"definitions\":" MAP(META) ",\"dependencies\":" MAP("{\"anyOf\":[" META
      ",{\"$ref\":\"meta/validation#/$defs/stringArray\"}]}") ","
      "\"$recursiveAnchor\":{\"$ref\":\"meta/core#/$defs/anchorString\"},"
      "\"$recursiveRef\":{\"$ref\":\"meta/core#/$defs/uriReferenceString\"}}") ","
    RESOURCE("meta/core", "",
      "\"properties\":{\"$id\":{\"$ref\":\"#/$defs/uriReferenceString\",\"pattern\":\"^[^#]*#?$\"},"
      "\"$schema\":{\"$ref\":\"#/$defs/uriString\"},"
      "\"$ref\":{\"$ref\":\"#/$defs/uriReferenceString\"},"
      "\"$anchor\":{\"$ref\":\"#/$defs/anchorString\"},"
      "\"$dynamicRef\":{\"$ref\":\"#/$defs/uriReferenceString\"},"
      "\"$dynamicAnchor\":{\"$ref\":\"#/$defs/anchorString\"},"
      "\"$vocabulary\":{\"type\":\"object\",\"propertyNames\":{\"$ref\":\"#/$defs/uriString\"},"
      "\"additionalProperties\":" YES_NO "},\"$comment\":" A_TEXT ",\"$defs\":" MAP(META) "},"
      "\"$defs\":{\"anchorString\":{\"type\":\"string\","
      "\"pattern\":\"^[A-Za-z_][-A-Za-z0-9._]*$\"},"
      "\"uriString\":{\"type\":\"string\",\"format\":\"uri\"},"
      "\"uriReferenceString\":" ADDRESS "}") ","
    RESOURCE("meta/applicator", "",
      "\"properties\":{\"prefixItems\":" SCHEMAS ",\"items\":" META ",\"contains\":" META ","
      "\"additionalProperties\":" META ",\"properties\":" MAP(META) ",\"patternProperties\":"
      "{\"type\":\"object\",\"additionalProperties\":" META ","
      "\"propertyNames\":{\"format\":\"regex\"}},\"dependentSchemas\":" MAP(META) ","
      "\"propertyNames\":" META ",\"if\":" META ",\"then\":" META ",\"else\":" META ","
      "\"allOf\":" SCHEMAS ",\"anyOf\":" SCHEMAS ",\"oneOf\":" SCHEMAS ",\"not\":" META "},"
      "\"$defs\":{\"schemaArray\":{\"type\":\"array\",\"minItems\":1,\"items\":" META "}}") ","
    RESOURCE("meta/unevaluated", "",
      "\"properties\":{\"unevaluatedItems\":" META ",\"unevaluatedProperties\":" META "}") ","
    RESOURCE("meta/validation", "",
      "\"properties\":{\"type\":{\"anyOf\":[{\"$ref\":\"#/$defs/simpleTypes\"},{\"type\":\"array\","
      "\"items\":{\"$ref\":\"#/$defs/simpleTypes\"},\"minItems\":1,\"uniqueItems\":true}]},"
      "\"const\":true,\"enum\":{\"type\":\"array\",\"items\":true},"
      "\"multipleOf\":{\"type\":\"number\",\"exclusiveMinimum\":0},\"maximum\":" NUMBER ","
      "\"exclusiveMaximum\":" NUMBER ",\"minimum\":" NUMBER ",\"exclusiveMinimum\":" NUMBER ","
      "\"maxLength\":" COUNT_OF ",\"minLength\":" COUNT_OF ","
      "\"pattern\":{\"type\":\"string\",\"format\":\"regex\"},\"maxItems\":" COUNT_OF ","
      "\"minItems\":" COUNT_OF ",\"uniqueItems\":" YES_NO ",\"maxContains\":" COUNT_OF ","
      "\"minContains\":" COUNT_OF ",\"maxProperties\":" COUNT_OF ",\"minProperties\":" COUNT_OF ","
      "\"required\":" NAMES ",\"dependentRequired\":" MAP(NAMES) "},"
      "\"$defs\":{\"nonNegativeInteger\":{\"type\":\"integer\",\"minimum\":0},"
      "\"simpleTypes\":{\"enum\":[\"array\",\"boolean\",\"integer\",\"null\",\"number\",\"object\","
      "\"string\"]},\"stringArray\":{\"type\":\"array\",\"items\":" A_TEXT ","
      "\"uniqueItems\":true}}") ","
    RESOURCE("meta/meta-data", "",
      "\"properties\":{\"title\":" A_TEXT ",\"description\":" A_TEXT ",\"default\":true,"
      "\"deprecated\":" YES_NO ",\"readOnly\":" YES_NO ",\"writeOnly\":" YES_NO ","
      "\"examples\":{\"type\":\"array\",\"items\":true}}") ","
    RESOURCE("meta/format-annotation", "", "\"properties\":{\"format\":" A_TEXT "}") ","
    RESOURCE("meta/content", "",
      "\"properties\":{\"contentEncoding\":" A_TEXT ",\"contentMediaType\":" A_TEXT ","
      "\"contentSchema\":" META "}")
    "]";

/* edition: catalogue, units, calendar, competence and trust as one read-only value.
 *
 * Built aside from the database, swapped by one pointer, freed when its last reader is done.  All
 * that is in it lives in its arena. */
#ifndef OFFICE_EDITION_H
#define OFFICE_EDITION_H
#include "base/memo.h"
#include "kit/cms.h"
#include "kit/db.h"
#include "kit/json.h"
#include "office/clock.h"

typedef struct unit {
  int64_t id, parent_id; /* parent 0: none */
  str code, kind, name, name_en, commune; /* commune: official code, or none */
} unit;

typedef struct component { /* a document of a procedure */
  str id;                  /* stable within a version: "birth_certificate" */
  str title, title_en;     /* official Vietnamese title; English help, may be none */
  str note;                /* guidance (Vietnamese), may be none */
  bool required;
  int64_t originals, copies;
} component;

typedef struct channel_rule {
  str channel;          /* online, counter, post, vneid */
  bool has_limit;
  time_limit limit;     /* office/clock.h */
  str basis;            /* source of the limit, shown with it */
} channel_rule;

typedef struct procedure_result {
  str code, name;       /* KQ.G15.000031, Giấy khai sinh */
  bool positive;        /* the one a grant gives; exactly one is */
} procedure_result;

typedef struct procedure {
  int64_t id, version_id, version;
  str code, name, field, level, agency, kind, service_level; /* full | partial | information */
  const str *audiences;
  size_t naudiences;
  const component *components;
  size_t ncomponents;
  const channel_rule *channels;
  size_t nchannels;
  const procedure_result *results;
  size_t nresults;
  str register_type;     /* kind of number the result gets: "KS" gives 12/2026/KS */
  const json *schema;    /* the form (JSON Schema 2020-12 with ui keywords), or NULL */
  str schema_text;       /* the same as text, served as it is */
  const json *paper;     /* how the result is drawn: office/result.h */
  str commune_path;      /* where the form names the commune that decides, or none */
  str holder_path;       /* where the form describes the holder for a counter, or none */
} procedure;

typedef struct competence {
  str field, level, commune;
  int64_t unit_id, reception_unit_id;
} competence;

typedef struct edition {
  arena *a;
  int64_t number;
  int32_t day;                 /* for which it was loaded: what is in effect depends on it */
  const procedure *procedures; /* newest version in effect of each, sorted by code */
  size_t nprocedures;
  const procedure *versions;   /* every version, sorted by version_id */
  size_t nversions;
  const unit *units;           /* sorted by id */
  size_t nunits;
  const competence *competences;
  size_t ncompetences;
  calendar calendar;
  trust *trust;
  memo *made;                  /* what its readers made of it alone */
} edition;

/* Reads everything anew, inside a snapshot; the caller frees it.  Rows are in effect from the day
 * valid_from until the day before valid_to. */
err *edition_load(db_conn *c, instant now, edition **out);
void edition_free(edition *e);
const procedure *edition_procedure(const edition *e, str code);          /* NULL: none */
const procedure *edition_version(const edition *e, int64_t version_id);  /* NULL: none */
const unit *edition_unit(const edition *e, int64_t id);                  /* NULL: none */
const unit *edition_unit_by_code(const edition *e, str code);
/* Who decides and who receives (field, level, commune of the applicant); commune "" rules are the
 * fallback.  NULL: unmapped. */
const competence *edition_competence(const edition *e, const procedure *p, str commune);
/* NULL: none, as for the next two. */
const component *procedure_component(const procedure *p, str id);
const channel_rule *procedure_channel(const procedure *p, str channel);
const procedure_result *procedure_positive(const procedure *p);
#endif

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
  int64_t successor_id;              /* who took over when it was dissolved; 0: none */
  int32_t valid_from, valid_to;      /* valid_to 0: open; the edition has it before and after */
  str code, kind, name, name_en, commune; /* commune: official code, or none */
  bool has_below;                    /* units belong to it */
} unit;

typedef struct component { /* a document of a procedure */
  str id;                  /* stable within a version: "birth_certificate" */
  str title;               /* official, in Vietnamese */
  str title_en, title_bn;  /* help in the reader's language; may be none */
  str note;                /* guidance (Vietnamese), may be none */
  str cites;               /* the clause that asks for it, or none */
  bool required;
  bool cut;                /* the source gives its title shortened */
  const str *cases;        /* ids of those for which it is; none: whatever the case */
  size_t ncases;
  int64_t originals, copies;
  bool digitise;           /* what comes on paper must be scanned and signed */
} component;

typedef struct procedure_case { /* one of the cases on which papers hang: office/forms.h */
  str id, text, text_en, text_bn; /* in other languages may be none */
  const json *when;     /* a schema over the form that tells it; NULL: the applicant chooses */
  const struct schema_program *check; /* the same, compiled */
} procedure_case;

typedef struct case_limit { /* one of several limits of a channel */
  time_limit limit;
  str text;             /* for which case; empty where the source does not say */
} case_limit;

typedef struct channel_rule {
  str channel;          /* online, counter, post, vneid */
  bool has_limit;       /* false: no limit is known (nlimits 0), or several and no single one */
  time_limit limit;     /* office/clock.h */
  str basis;            /* source of the limit, shown with it */
  const case_limit *limits; /* every limit of the channel, also when there is but one */
  size_t nlimits;
} channel_rule;

typedef struct fee_rule { /* a row of the tariff: office/fee.h */
  str case_id, channel;  /* for which; none: for every one */
  bool entered;          /* false: somebody has taken it back; it is not known */
  bool each;             /* for each copy that the form asks for */
  int64_t amount;        /* đồng; 0: free by law */
  str basis;
  int32_t from;          /* entered for days from; 0: it came with the version */
} fee_rule;
typedef struct fee_ground { /* who need not pay */
  str id, title, title_en, title_bn, basis; /* en and bn may be none */
} fee_ground;

typedef struct procedure_result {
  str code, name;       /* KQ.G15.000031, Giấy khai sinh */
  bool positive;        /* the one a grant gives; exactly one is */
} procedure_result;

enum { LEVEL_MINISTRY = 1, LEVEL_PROVINCE = 2, LEVEL_COMMUNE = 4 };

typedef struct procedure {
  int64_t id, version_id, version;
  int32_t valid_from;
  str code, name, field, level, agency, kind, service_level; /* full | partial | information */
  str short_vi, short_en, short_bn; /* what people call it; may be none */
  unsigned levels;       /* LEVEL_ bits: who may decide it; level is the one that routing prefers */
  str authority;         /* who is competent by law, as published; may be none */
  str source;            /* where the facts come from; may be none */
  bool ended;            /* from this version on it is offered no more */
  str operated_elsewhere; /* who runs it on a system of its own; none: filed here */
  const str *notes;      /* guidance that the source lists among the documents */
  size_t nnotes;
  const str *legal_basis; /* acts; empty when unknown */
  size_t nlegal_basis;
  str clauses_from;      /* where these and the clauses of form and reasons come from; or none */
  const str *flags;      /* what an administrator should look at: catalogue/README.md */
  size_t nflags;
  const str *audiences;
  size_t naudiences;
  const procedure_case *cases;
  size_t ncases;
  const component *components;
  size_t ncomponents;
  const channel_rule *channels;
  size_t nchannels;
  const procedure_result *results;
  size_t nresults;
  const fee_rule *fees;
  size_t nfees;
  const fee_ground *grounds;
  size_t ngrounds;
  str fee_count;         /* where the form has the number of copies, or none */
  str register_type;     /* kind of number the result gets: "KS" gives 12/2026/KS */
  const json *schema;    /* the form (JSON Schema 2020-12, ui keywords); NULL: not filed here */
  const struct schema_program *check; /* the same, compiled: office/schema.h */
  bool derived;          /* the form and the result's paper are those of catalogue/derived.json */
  str schema_text;       /* the same as text, served as it is */
  const json *reasons;   /* why somebody is turned away, or NULL: office/reason.h */
  const json *paper;     /* how the result is drawn: office/result.h */
  str commune_path;      /* where the form names the commune that decides, or none */
  str holder_path;       /* where the form describes the holder for a counter, or none */
} procedure;

typedef struct competence { /* field empty: every field that has no rule of its own */
  str field, level, commune;
  int64_t unit_id, reception_unit_id; /* those in effect: of a dissolved unit its successor */
} competence;

typedef struct unit_hours { /* weekday 0: working days; 1 Monday … 7 Sunday: reception that day */
  int64_t unit_id, weekday;
  office_hours hours;
} unit_hours;

typedef struct notice_rules { /* office/setting.def, on the edition's day */
  int64_t digest_minutes, mail_tries, mail_wait, mail_wait_most; /* the waits in seconds */
  int64_t morning_minutes, escalation_hours;
} notice_rules;

typedef struct edition {
  arena *a;
  int64_t number;
  str code_pattern;            /* of new dossiers' codes (office/setting.def) */
  int32_t day;                 /* for which it was loaded: what is in effect depends on it */
  const procedure *procedures; /* newest version in effect of each, sorted by code */
  size_t nprocedures;
  const procedure *versions;   /* every version, sorted by version_id */
  size_t nversions;
  const unit *units;           /* sorted by id */
  size_t nunits;
  const unit **units_by_code;
  int64_t tree;                /* tells one shape of the tree of units from another; never 0 */
  const unit_hours *hours;     /* sorted by unit and weekday */
  size_t nhours;
  const competence *competences;
  size_t ncompetences;
  calendar calendar;
  int shift_minutes;           /* so long signing stays open where nothing is done */
  str reception_hours;         /* from sending to reception, by the day of sending */
  str correction_days;         /* for correcting a result, by the day on which that begins */
  int soon_days;               /* working days before the due day that are "soon" */
  int64_t upload_mb, upload_mb_officer; /* megabytes that an account may send in a day */
  notice_rules notices;
  const json *reasons;         /* those of every procedure: office/reason.h */
  trust *trust;
  const struct search_index *search;     /* over procedures: office/search.h */
  const struct life_event *life_events;  /* in their order: office/life.h */
  size_t nlife_events;
  const struct paper_type *paper_types;  /* kinds of papers: office/paper_type.h */
  size_t npaper_types;
  const struct province *provinces;      /* of addresses: office/place.h */
  size_t nprovinces;
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
/* Is the unit that one, or below it? */
bool edition_unit_within(const edition *e, int64_t id, int64_t above);
/* The unit itself, or who has taken over by that day, and over again; id when it was dissolved
 * without.  edition_successor: by the edition's own day. */
int64_t edition_unit_on(const edition *e, int64_t id, int32_t day);
int64_t edition_successor(const edition *e, int64_t id);
/* The units whose work the unit has taken over by the edition's day, in ids; *n of them.  What is
 * counted and listed for a unit is what is counted and listed for it and for these. */
int64_t *edition_predecessors(const edition *e, arena *a, int64_t id, size_t *n);
/* Who decides and who receives (field, level, commune of the applicant).  First the rule of the
 * field for the commune, then of the field anywhere, then of any field for the commune, then of any
 * field anywhere, which sends to the Centre what nobody has mapped.  NULL: no rule at all. */
const competence *edition_competence(const edition *e, const procedure *p, str commune);
/* Mapped to somebody, not merely to the Centre that takes what is left. */
bool edition_mapped(const edition *e, const procedure *p);
/* Office hours of the unit's working days: its own, its parent's, at the top the usual ones. */
const office_hours *edition_hours(const edition *e, int64_t unit_id);
/* When the unit receives on that weekday (1 Monday … 7 Sunday) beside its working days, or NULL. */
const office_hours *edition_reception(const edition *e, int64_t unit_id, int weekday);
/* NULL: none, as for the next two. */
const component *procedure_component(const procedure *p, str id);
const channel_rule *procedure_channel(const procedure *p, str channel);
const procedure_result *procedure_positive(const procedure *p);
#endif

/* import_impl: what the files of the import share: records on their way in, tables, the report. */
#ifndef OFFICE_IMPORT_IMPL_H
#define OFFICE_IMPORT_IMPL_H
#include "office/import.h"

enum { IMPORT_MOST = 20000, TITLE_MOST = 160, NAME_MOST = 1200 };

/* A procedure in the catalogue's own form, but for its head (import_content). */
typedef struct import_record {
  int64_t line;
  str code, body;
} import_record;

typedef struct import_file {
  const import_record *records;
  size_t n;
} import_file;

typedef struct agency_row { /* catalogue/agencies.csv */
  str spelling, name;
  bool other_province;
} agency_row;

typedef struct operator_row { /* catalogue/operated_elsewhere.csv */
  str field, operator_, unless; /* unless: parts of agencies' names, by ';' */
} operator_row;

typedef struct full_row { /* catalogue/full.csv */
  str code, from, basis;
} full_row;

typedef struct import_tables {
  const agency_row *agencies;
  size_t nagencies;
  const operator_row *operators;
  size_t noperators;
  const full_row *fulls;
  size_t nfulls;
} import_tables;
/* From the files that the program carries; all in a. */
err *import_tables_read(arena *a, import_tables *out);

/* One record being put into our form. */
typedef struct conversion {
  arena *a;       /* of one record: given back after it */
  const import_tables *tables;
  import_report *report;
  const json *object;
  int64_t line;
  str code;
  const char *why; /* what refuses the file, or NULL */
  str why_arg;
  const char *flags[8];
  size_t nflags;
  int64_t composed, blanks; /* texts that were put into NFC or had their blanks mended */
} conversion;
/* Reads c->object into c->code and body (in c->a), or sets c->why. */
err *import_convert(conversion *c, str *body);
void import_refuse(conversion *c, const char *why, str arg);
/* One of the flags of catalogue/README.md, once, with its row in the report. */
void import_flag(conversion *c, const char *flag, str why);
/* NFC, single blanks, none at the ends. */
str import_clean(conversion *c, str s);
/* At most `most` characters, ended by "…" when it had more. */
str import_shorten(arena *a, str s, size_t most, bool *cut);
void import_note(import_report *r, int64_t line, str code, const char *kind, str what);
/* A line on its way.  What reads it sets the code as soon as that is known, and last where no
 * further line is to be read. */
struct lines;
typedef struct import_line {
  struct lines *lines;
  str text, code;
  int64_t number;
  bool last;
} import_line;
typedef err *(*import_line_fn)(void *arg, import_line *line);
/* Every line of s to fn; one that it refuses (ERR_INVALID) leaves nothing but that in the report,
 * and the next one is read.  *n: the records that fn has made; none of any kind is refused too. */
err *import_lines(const import_source *s, import_report *r, import_line_fn fn, void *arg,
                  const size_t *n);
/* A row is refused for e, an error of base/lines.h; another error is given back. */
err *import_refuse_row(import_report *r, int64_t line, str code, err *e);
/* For a code that stands in an earlier line too. */
err *import_refuse_twice(import_report *r, const char *name, int64_t line, str code);
/* NULL where no row is refused; else the list that import_read promises. */
err *import_refusal(import_report *r, const char *name);
#define import_say(c, kind, ...) \
  import_note((c)->report, (c)->line, (c)->code, kind, str_fmt((c)->report->a, __VA_ARGS__))

/* One spelling for each agency of a list; unknown ones stay and are reported, but a text that is no
 * name makes the whole none. */
str import_agencies(conversion *c, str list);
/* The result that a grant gives: its index, n when there is none; flags what is unsure. */
size_t import_positive(conversion *c, const str *names, size_t n);

/* The whole text of a version.  import_split is its reverse, for the lines of procedures.jsonl. */
str import_content(arena *a, const import_record *r, int64_t version, int32_t from);
bool import_split(str content, import_record *out, int32_t *from);
err *import_read_catalogue(const import_source *s, import_report *r, import_file *out);
/* Inside a transaction: adds what is new or changed, keeps what has a version of its own. */
err *import_put(ctx *c, const import_file *f, int32_t from, import_report *r);

/* A unit as a file wants it; codes none where there is no such unit. */
typedef struct unit_wish {
  int64_t line;
  str code, kind, name, name_en, parent, commune, successor;
  int32_t valid_from, valid_to; /* valid_to 0: open */
  bool refused;                 /* its row is; it stays for those that name it */
} unit_wish;
/* Nine texts, the columns of catalogue/units.csv; NULL, or a msgid that says what is wrong, and
 * which field. */
const char *unit_wish_read(const str *texts, size_t n, unit_wish *out, const char **field);
/* A row of catalogue/units.csv. */
struct csv_row;
const char *unit_wish_of(const struct csv_row *row, unit_wish *out);
/* Inside a transaction: adds and changes units and routes communes to them.  path: the file that
 * errors name with the wish's line, or NULL: then the first error is the only one.  A unit that is
 * there ends tomorrow at the earliest, and what has ended stays as it was: what was signed until
 * then must remain true. */
err *units_put(ctx *c, const char *path, const unit_wish *wishes, size_t n, import_report *r);

/* A day as a file wants it, and as a row of catalogue/calendar.csv; the msgid as above. */
typedef struct day_wish {
  int64_t line;
  int32_t day;
  str kind, source;
} day_wish;
const char *day_wish_of(const struct csv_row *row, day_wish *out);

/* A line of the country's file. */
typedef struct commune_row {
  int64_t line;
  str province_code, province, code, name, name_en;
  bool refused; /* its row is */
} commune_row;

typedef struct units_file {
  arena *a;
  const char *path;
  import_report *report;
  unit_wish *wishes; /* of our own form */
  commune_row *communes;
  size_t n; /* of either */
  bool country;
} units_file;
err *import_read_units(const import_source *s, import_report *r, units_file **out);
err *import_put_units(ctx *c, const units_file *f, import_report *r);
#endif

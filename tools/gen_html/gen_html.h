/* gen_html: what its files share.  views.c reads views.view, markup.c follows the HTML of a
 * template, expr.c resolves the names in {{...}}, template.c writes the C functions. */
#ifndef GEN_HTML_H
#define GEN_HTML_H
#include "base/buf.h"

extern arena *mem; /* lives as long as the program */

/* Says "file:line: message" and ends the program with 1. */
_Noreturn void fail(const char *file, int line, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
str text_of(const char *path);
/* Writes folder/name unless it holds these bytes already. */
void save(const char *folder, const char *name, str text);
bool is_word(str s); /* [a-z_][a-z0-9_]* */
/* The name of a field in C: a keyword ("signed") gets a _ behind. */
str c_name(str name);
/* The text as a C string literal, broken at its line ends. */
str c_literal(str s);

/* --- views.view --- */
typedef enum type_kind {
  K_TEXT,
  K_INT,
  K_BOOL,
  K_TIME,
  K_DATE,
  K_BYTES,
  K_RAW,
  K_MSGID,
  K_HTML,
  K_VIEW,
  K_POINTER,
  K_LIST,
  K_TEXTS,
  K_COUNT /* the n of a list; in templates alone */
} type_kind;
typedef struct view view;
typedef struct field {
  str name;
  type_kind kind;
  str of_name;
  view *of; /* K_VIEW, K_POINTER, K_LIST */
  bool optional, page_only, json_only, secret;
  opt_i64 min, max;
  str one_of; /* a|b|c or none */
  str about;  /* in quotes behind the type, or none */
  int line;
} field;
struct view {
  str name;
  bool body, query; /* a query is a body too */
  field *fields;
  size_t n;
  int line;
  enum { NEW, OPEN, DONE } written;
  view *next;
};
view *views_read(const char *path, str text);
view *views_find(view *all, str name, bool body);
const field *views_field(const view *v, str name);
str views_header(const char *path, view *all);
str views_source(view *all);

/* --- markup: a small HTML tokenizer that knows where in a page it is --- */
typedef enum where { IN_TEXT, IN_TAG, IN_VALUE } where;
typedef enum frame_kind { F_ELEMENT, F_IF, F_FOR, F_WITH, F_PIECE } frame_kind;
typedef struct frame {
  frame_kind kind;
  str name; /* element; for F_FOR the C expression of the list */
  int line;
  where at;     /* where the block began */
  size_t scope; /* variables known outside */
  bool had_else, value_start;
  bool blank, blank_then; /* whether white space was last: at the beginning, before else */
} frame;
typedef struct markup {
  const char *file;
  str text;
  size_t at;
  int line;
  where where;
  char quote;       /* IN_VALUE: the quote that ends it */
  str attribute;    /* IN_VALUE: its name */
  bool value_start; /* nothing written in the value yet */
  str tag;          /* IN_TAG, IN_VALUE */
  frame stack[200];
  size_t depth;
  bool blank; /* what was written last ended with white space */
  buf lit;    /* literal markup not yet written */
} markup;
/* Takes the text up to the next "{{" or the end into m->lit, checking it. */
void markup_run(markup *m);
frame *markup_push(markup *m, frame_kind kind, str name);
/* The innermost frame, which must be a block; complains of an open element or of nothing open. */
frame *markup_block(markup *m, const char *word);
void markup_pop(markup *m);

/* --- expressions --- */
typedef enum token_kind { T_END, T_WORD, T_STRING, T_NUMBER, T_SIGN } token_kind;
typedef struct token {
  token_kind kind;
  str s; /* T_STRING: without quotes and escapes */
} token;
typedef struct variable {
  str name, c;  /* c: the C expression */
  bool pointer; /* its fields are reached by -> */
  type_kind kind;
  view *of;
} variable;
typedef struct place {
  str c; /* C expression of the value */
  type_kind kind;
  view *of;
  bool optional, pointer;
} place;
typedef struct scope {
  variable vars[40];
  size_t n;
  const char *file;
  int line;
} scope;
/* Cuts the inside of {{...}}; the list ends with T_END. */
size_t tokens_of(const char *file, int line, str text, token *out, size_t most);
place expr_place(const scope *s, token t);
/* The C condition of `if`. */
str expr_truth(const scope *s, const token *t);
view *frame_view(void); /* the fields of {{page....}} */

/* --- templates --- */
typedef struct piece {
  str name;
  view *type; /* NULL: takes nothing */
  bool list;
  str parameter;
  const char *file;
  int line;
  struct piece *next;
} piece;
typedef struct output {
  view *views;
  piece *pieces;
  buf header, source, msgids;
} output;
/* First pass: the pieces that a file defines. */
void template_pieces(output *o, const char *file, str text);
/* Second pass: its functions. */
void template_write(output *o, const char *file, str text);
#endif

/* err: what went wrong, as a value.  NULL is success.
 *
 * A function that can fail returns err *.  TRY(x) hands an error upward.  An err carries a kind
 * (whose number is its HTTP status), a message as a gettext msgid with {0}..{3} for arguments, the
 * form field and the clause of law it concerns, and the place that raised it.  Several field errors
 * are a list through next.
 * Errors live in a small arena of their thread until err_reset (start of a request or job);
 * err_copy moves one to another arena, as the write train does between threads. */
#ifndef BASE_ERR_H
#define BASE_ERR_H
#include "base/arena.h"

typedef enum err_kind {
#define ERROR_KIND(name, http, title) ERR_##name,
#include "base/err.def"
#undef ERROR_KIND
} err_kind;

typedef struct err err;
struct err {
  err_kind kind;
  const char *msgid; /* English; {0}..{3} stand for args */
  str args[4];
  str field;         /* dotted path of the form field, or none */
  str cites;         /* clause, for example "ND 118/2025 art. 9", or none */
  int retry_after;   /* seconds for Retry-After, 0 for none */
  const char *file;
  int line;
  err *next;         /* further errors of the same request */
};

#define TRY(x)                   \
  do {                           \
    err *try_error_ = (x);       \
    if (try_error_) return try_error_; \
  } while (0)

/* Marks a msgid for translation where it stands. */
#define N_(msgid) msgid

/* return ERR(CONFLICT, N_("The key of {0} is locked."), name); up to four str arguments. */
#define ERR(kind, msgid, ...) \
  err_make(__FILE__, __LINE__, ERR_##kind, msgid, (const str[4]){__VA_ARGS__})
err *err_make(const char *file, int line, err_kind kind, const char *msgid, const str args[4]);
/* Sets field and cites (none to leave) and returns e:
 * return err_at(ERR(...), S("pin"), STR_NONE); */
err *err_at(err *e, str field, str cites);
/* Sets Retry-After, in seconds. */
err *err_retry(err *e, int seconds);
/* Appends to a list of errors; *list may be NULL at first. */
void err_add(err **list, err *e);
/* How many a list holds. */
size_t err_count(const err *e);

int err_http(err_kind kind);
const char *err_title(err_kind kind);
const char *err_name(err_kind kind);
/* The message in the given translation (NULL for the msgid itself) with its arguments filled in; in
 * an argument that is a message itself, {0} stands for the last argument. */
str err_text(arena *a, const err *e, const char *translated);
/* One English line for a log or a terminal: kind, message, field, place. */
str err_line(arena *a, const err *e);

err *err_copy(arena *a, const err *e);
/* A copy among this thread's own errors, of one in an arena that may end before it is read. */
err *err_keep(const err *e);
void err_reset(void);
#endif

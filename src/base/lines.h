/* lines: a text read line by line, as a stranger's: bounded, UTF-8, whole.
 *
 * Errors are ERR_INVALID with the file's name and the line's number. */
#ifndef BASE_LINES_H
#define BASE_LINES_H
#include "base/err.h"

enum { LINES_MOST_BYTES = 32 << 20, LINES_LONGEST = 256 << 10 };

typedef struct lines lines;

/* The bytes of an ordinary file, in a.  ERR_TOO_LARGE over LINES_MOST_BYTES, with the line in which
 * they end. */
err *lines_load(arena *a, const char *path, str *bytes);
/* Lines of bytes, which are borrowed; name is what errors call them.  ERR_TOO_LARGE over
 * LINES_MOST_BYTES. */
err *lines_of(arena *a, const char *name, str bytes, lines **out);
/* Both. */
err *lines_open(arena *a, const char *path, lines **out);
/* The next line without its end ("\n" or "\r\n"), a part of the bytes; *more false after the last.
 * Refused: no UTF-8 or NUL, longer than LINES_LONGEST, a last line without its end (the file is but
 * a part).  After a line that is refused the next one can be read. */
err *lines_next(lines *l, str *line, bool *more);
int64_t lines_number(const lines *l); /* of the line read last, from 1 */
/* How many lines of at least `shortest` bytes there can be. */
size_t lines_room(const lines *l, size_t shortest);
/* "FILE, line N: reason"; reason is a msgid, arg its {0}.  The arguments of the error are these
 * four, in this order. */
err *lines_wrong(const lines *l, const char *reason, str arg);
/* The same for a line read earlier. */
err *lines_wrong_at(const char *name, int64_t number, const char *reason, str arg);
#endif

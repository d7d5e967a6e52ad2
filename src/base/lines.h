/* lines: a text file read line by line, as a stranger's: bounded, UTF-8, whole.
 *
 * Memory is one line; errors are ERR_INVALID with the file's name and the line's number. */
#ifndef BASE_LINES_H
#define BASE_LINES_H
#include "base/err.h"

enum { LINES_MOST_BYTES = 32 << 20, LINES_LONGEST = 256 << 10 };

typedef struct lines lines;

/* Opens an ordinary file of at most LINES_MOST_BYTES; lives in a, ends with lines_close. */
err *lines_open(arena *a, const char *path, lines **out);
void lines_close(lines *l);
/* The next line without its end ("\n" or "\r\n"), valid until the next call; *more false after the
 * last.  Refused: no UTF-8 or NUL, longer than LINES_LONGEST, a last line without its end (the file
 * is but a part), more bytes than lines_open saw. */
err *lines_next(lines *l, str *line, bool *more);
int64_t lines_number(const lines *l); /* of the line read last, from 1 */
/* How many lines of at least `shortest` bytes the file can hold. */
size_t lines_room(const lines *l, size_t shortest);
/* "FILE, line N: reason"; reason is a msgid, arg its {0}. */
err *lines_wrong(const lines *l, const char *reason, str arg);
/* The same for a line read earlier. */
err *lines_wrong_at(const char *path, int64_t number, const char *reason, str arg);
#endif

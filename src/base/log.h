/* log: one line per happening on stderr, without personal data.
 *
 * Lines are "time level message"; the level is a syslog word.  Never log names, form data, notes,
 * tokens, PINs, tracking codes or query strings: log codes, ids and kinds. */
#ifndef BASE_LOG_H
#define BASE_LOG_H
#include "base/err.h"

typedef enum log_level { LOG_DEBUG_, LOG_INFO_, LOG_WARNING_, LOG_ERROR_ } log_level;

void log_set(log_level least);
void log_line(log_level level, const char *format, ...) __attribute__((format(printf, 2, 3)));
#define log_debug(...) log_line(LOG_DEBUG_, __VA_ARGS__)
#define log_info(...) log_line(LOG_INFO_, __VA_ARGS__)
#define log_warning(...) log_line(LOG_WARNING_, __VA_ARGS__)
#define log_error(...) log_line(LOG_ERROR_, __VA_ARGS__)
/* An error with the place that raised it. */
void log_err(log_level level, const char *doing, const err *e);
#endif

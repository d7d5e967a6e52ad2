/* log: see log.h.  One write(2) per line, so that lines of several threads do not mix. */
#include "base/log.h"

#include <errno.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <unistd.h>

#include "base/defer.h"
#include "base/time.h"

static _Atomic int least_level = LOG_INFO_;

void log_set(log_level least) { atomic_store(&least_level, (int)least); }

void log_line(log_level level, const char *format, ...) {
  static const char *const word[] = {"debug", "info", "warning", "error"};
  if ((int)level < atomic_load(&least_level)) return;
  char line[2048];
  civil c = civil_of(instant_now());
  int n = snprintf(line, sizeof line, "%04d-%02d-%02dT%02d:%02d:%02d.%03d+07:00 %s ", c.year,
                   c.month, c.day, c.hour, c.minute, c.second, c.us / 1000, word[level]);
  va_list args;
  va_start(args, format);
  int m = vsnprintf(line + n, sizeof line - (size_t)n - 1, format, args);
  va_end(args);
  size_t size = (size_t)n + (m < 0 ? 0 : (size_t)m);
  if (size > sizeof line - 2) size = sizeof line - 2;
  for (size_t i = (size_t)n; i < size; i++)
    if ((unsigned char)line[i] < ' ') line[i] = ' ';
  line[size++] = '\n';
  int saved = errno;
  ssize_t ignored = write(STDERR_FILENO, line, size);
  (void)ignored; /* nowhere left to say it */
  errno = saved;
}

void log_err(log_level level, const char *doing, const err *e) {
  log_line(level, "%s: %s %s (%s:%d)", doing, err_name(e->kind), e->msgid, e->file, e->line);
}

void close_fd(int *fd) {
  if (*fd >= 0) close(*fd);
}

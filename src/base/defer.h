/* defer: a scope's end cleans up.  DEFER(fn) type *x = ...; calls fn(&x) when x leaves scope. */
#ifndef BASE_DEFER_H
#define BASE_DEFER_H
#define DEFER(fn) __attribute__((cleanup(fn)))
/* Defines fn_at(type **) for a destructor fn(type *), to be named in DEFER. */
#define DEFER_FOR(type, fn)                  \
  static inline void fn##_at(type **at) {    \
    if (*at) fn(*at);                        \
  }
/* DEFER(close_fd) int fd = open(...); a negative fd is left alone. */
void close_fd(int *fd);
#endif

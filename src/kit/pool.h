/* pool: worker threads, started on demand up to a maximum, and the queue that feeds them.
 *
 * A job is a struct inside what it works on, so queueing allocates nothing and cannot fail.  Jobs
 * start in the order of pool_put.  Each starts with an empty list of errors (err_reset). */
#ifndef KIT_POOL_H
#define KIT_POOL_H
#include "base/err.h"

typedef struct pool pool;
typedef struct pool_job pool_job;
struct pool_job {
  void (*run)(void *arg);
  void *arg;
  pool_job *next; /* the queue's own */
};

/* Starts the first of at most `most` threads; ERR_UNAVAILABLE when the system gives none. */
err *pool_start(int most, pool **out);
/* The job's memory belongs to the pool until run is called, then to run. */
void pool_put(pool *p, pool_job *job);
/* Runs all that waits, then ends the threads.  Nothing may be put meanwhile, except by jobs. */
void pool_stop(pool *p);

typedef struct pool_figures {
  int64_t threads, busy, waiting;
} pool_figures;
pool_figures pool_read(pool *p);
#endif

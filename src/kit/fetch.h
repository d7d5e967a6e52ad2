/* fetch: one HTTP request to another server, by libcurl.
 *
 * http and https alone, no redirections, no proxies of the environment, certificates checked;
 * bounded in time and size.  Connections are kept and used again. */
#ifndef KIT_FETCH_H
#define KIT_FETCH_H
#include "base/err.h"

typedef struct fetcher fetcher;

typedef struct fetch_request {
  const char *method, *url;
  const str *headers;  /* "Name: value" */
  size_t nheaders;
  str body;            /* none: no body */
  int into;            /* > 0: what a 2xx brings is written to this descriptor */
  int64_t most;        /* bytes of the reply's body */
  int seconds;         /* for the whole; it may be silent for a third of them */
} fetch_request;

typedef struct fetch_reply {
  int status;
  str body;            /* in the arena; none when it went into a descriptor */
  int64_t size;        /* bytes of the body */
} fetch_reply;

err *fetch_open(fetcher **out);
void fetch_close(fetcher *f);
/* A reply of any status is a success.  ERR_UNAVAILABLE: no reply, or not a whole one;
 * ERR_TOO_LARGE: over most; ERR_STORAGE: the descriptor takes no more.  Threads may share f. */
err *fetch(fetcher *f, arena *a, const fetch_request *q, fetch_reply *out);
#endif

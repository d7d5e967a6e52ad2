/* http: an HTTP/1.1 server by libmicrohttpd, with our own request guard and a pool of workers.
 *
 * I/O threads (epoll) read requests.  When the headers are complete, the guard (kit/guard.h)
 * refuses what is malformed, then `head` runs on the I/O thread: it answers at once (HTTP_ANSWER),
 * without the body, or asks for the body (HTTP_BODY), kept in memory up to memory_limit and in a
 * spooled file beyond; or first for a worker (HTTP_ASK), where `ask` decides between the two.  With
 * the whole body there (none is a whole body too), the connection is
 * suspended and `work` runs on a worker, fills the reply, and the connection is resumed.  Request
 * and reply live in the request's arena, rewound after the reply has been sent (and after `after`).
 * The connection ends after a refusal, after HTTP_ANSWER to a request with a body, and after a
 * chunked body.  HEAD is answered as GET would be; the server leaves the body out. */
#ifndef KIT_HTTP_H
#define KIT_HTTP_H
#include "base/err.h"

typedef struct http_header {
  str name, value;
} http_header;

typedef struct http_reply {
  int status;
  http_header headers[24];
  size_t nheaders;
  str body;        /* in the request's arena, or static */
  int fd;          /* > 0: send [fd_offset, fd_offset + fd_size) of this file; closed afterwards */
  int64_t fd_offset, fd_size;
  bool close;      /* close the connection afterwards */
  void (*after)(void *); /* after(user) on a worker once the reply was handed over, or NULL */
} http_reply;

typedef struct http_request {
  arena *a;
  str method, target; /* as sent */
  str path, query;    /* percent-encoded; query without '?', none when absent */
  const http_header *headers;
  size_t nheaders;
  str host, content_type, content_length, accept, accept_language, cookie, authorization;
  str peer;           /* IP address of the other end */
  bool loopback;      /* both ends are loopback addresses */
  str body;           /* the whole body: memory, or a mapping of the spooled file */
  const char *spool;  /* path of the spooled file, or NULL; removed afterwards unless moved */
  size_t body_limit, memory_limit; /* set by head with HTTP_BODY; over it: 413 and close */
  http_reply reply;
  void *user;         /* the web floor's own */
} http_request;

/* First value of a header by name (any case), or none. */
str http_get(const http_request *r, str name);
/* Adds a reply header; name and value must outlive the reply (arena or static). */
void http_set(http_reply *r, str name, str value);

typedef enum http_verdict { HTTP_ANSWER, HTTP_BODY, HTTP_ASK } http_verdict;
typedef struct http_options {
  const char *listen;     /* "127.0.0.1:8080", "[::1]:8080"; port 0 takes a free one */
  int io_threads;         /* 0: two */
  int workers;            /* most worker threads, started on demand; 0: 64 */
  int connections;        /* most at once; 0: 12000 */
  int timeout;            /* seconds of silence; 0: 30 */
  size_t arena_limit;     /* per request; 0: 32 MiB */
  const char *spool_folder; /* NULL: a body over memory_limit is too large */
  http_verdict (*head)(http_request *r, void *arg);
  http_verdict (*ask)(http_request *r, void *arg); /* never HTTP_ASK */
  void (*work)(http_request *r, void *arg);
  /* Fills the reply for what never reaches head or work: malformed, too large (413), no room to
   * spool (507), server ending (503).  On the I/O thread; headers may be missing (all none). */
  void (*refused)(http_request *r, err *e, void *arg);
  void *arg;
} http_options;

typedef struct http_server http_server;
/* Raises the soft limit of open files to the hard one.  ERR_INVALID: listen is not an address;
 * ERR_UNAVAILABLE: it is in use, or the system refuses. */
err *http_start(const http_options *o, http_server **out);
int http_port(const http_server *s);
/* Takes no more connections, resumes and finishes all requests, then ends. */
void http_stop(http_server *s);

typedef struct http_figures {
  int64_t requests, refused, open_connections, busy_workers, waiting;
  int64_t by_class[6]; /* replies by status / 100 */
} http_figures;
http_figures http_read(const http_server *s);
#endif

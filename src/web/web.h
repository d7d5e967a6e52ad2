/* web: a request on its way from the router through its handler to the reply.
 *
 * dispatch.c finds the route, refuses what the host, origin, token, method or size forbid, finds
 * out who asks, loads the dossier the route names, asks office/access, parses the body, and calls
 * the handler.  A handler fills a view and returns reply_view; the reply is HTML by the view's
 * template or JSON by its fields, as the request's Accept wants. */
#ifndef WEB_WEB_H
#define WEB_WEB_H
#include "kit/form.h"
#include "kit/http.h"
#include "office/access.h"
#include "office/form_draft.h"
#include "office/paper.h"
#include "office/reason.h"
#include "office/store.h"
#include "web/html.h"
#include "web/view.h"
#include "web/views.h"

typedef enum route_effect { EDITION, READ, WRITE, NOTE } route_effect;
typedef struct rq rq;
typedef err *(*route_handler)(rq *r);
typedef struct route {
  str method, pattern;       /* "/dossiers/:code/receive" */
  route_handler handler;
  const char *name;          /* of the handler: OpenAPI operationId with the action appended */
  access_who who;
  route_effect effect;
  const body_type *body;     /* NULL: none; &one_file: MULTIPART; of a GET its query */
  const view_type *reply;    /* NULL: none; &reply_pdf, &reply_file: bytes */
  const char *summary;
  str action;                /* of workflow.def, or none */
} route;
extern const body_type one_file;
extern const view_type reply_pdf, reply_file;
/* All routes in the order of routes.def, one for each step where STEPS stands; boot lifetime. */
const route *route_table(size_t *n);
/* The route of a path; params gets up to two decoded parameters.  HEAD finds what GET finds.  NULL:
 * no such path, or *allow lists the methods that this path takes. */
const route *route_find(str method, str path, arena *a, str params[2], str *allow);

typedef struct web { /* the web floor's boot lifetime */
  office *office;
  str origins[4];            /* accepted Host values: listened address, --public-url */
  size_t norigins;
  bool https;                /* public URL is https: cookies are Secure */
  http_server *server;       /* NULL in stories, which run in-process */
  str openapi;               /* web_openapi, made once */
  void (*wrote)(void *);     /* called after a request that may have written (jobs), or NULL */
  void *wrote_arg;
} web;

struct rq {
  http_request *http;
  web *web;
  const route *route;
  ctx ctx;
  str params[2];
  dossier dossier;           /* what the route's rule is about is loaded (things.c) */
  paper paper;
  struct signing *signing;
  stored_paper stored;
  form_draft form_draft;     /* or just saved */
  officer_info officer;
  struct notice *notice;
  struct batch_info *batch;
  struct complaint *complaint;
  int64_t person_id;         /* of whom a counter's page tells: the look is noted; or 0 */
  const void *body;          /* b_NAME by route->body, or NULL; zeroed where it could not be read */
  const form *form;          /* the parsed form or multipart, or NULL for JSON; once form_filing has
                                stored the files, their ids stand in place of them */
  bool permitted;            /* the route's rule has let them in */
  bool html;                 /* the reply's kind */
  lang lang;
  page page;
  int64_t seen_version;      /* If-Match or hidden field; -1: none */
  str cookie_token;          /* session or visit cookie: what form tokens are bound to */
  str bearer;                /* of Authorization, or none */
  str allow;                 /* for 405 */
  err *(*after)(rq *r);      /* what a look leaves on record before the reply goes: outside of the
                                snapshot; or NULL */
  const err *refused;        /* why a form is shown again, or NULL */
  str cache;                 /* Cache-Control of an EDITION reply; none: no-cache */
  once once;                 /* ctx.once points here when the request carries a key */
};

#define ROUTE(method, path, handler, ...) err *handler(rq *r);
#define STEPS(path, handler, ...) err *handler(rq *r);
#include "web/routes.def"
#ifdef ROUTES_EXTRA /* a row more, by which a test shows that a row is enough */
#include ROUTES_EXTRA
#endif
#undef ROUTE
#undef STEPS

/* Runs fn in a snapshot, with ctx.db set meanwhile; in the one that is open, if one is. */
err *rq_read(rq *r, err *(*fn)(rq *r, void *arg), void *arg);

/* --- replies --- */
/* The page in its frame for HTML; its view's fields for JSON (a dossier with its version as ETag).
 * REPLY(r, 200, dossier, &v) takes the page dossier.html and checks that v is a v_dossier. */
err *reply_view(rq *r, int status, const html_page *page, const void *v);
#define REPLY(r, status, view, v) \
  reply_view((r), (status), &html_page_##view, (const v_##view *){(v)})
err *reply_json(rq *r, int status, const view_type *type, const void *v);
err *reply_text(rq *r, str content_type, str body);                /* 200; body is copied */
err *reply_static(rq *r, str content_type, str body);              /* 200; body is borrowed */
err *reply_blob(rq *r, str blob, str content_type, str file_name); /* inline, private */
/* An open file, which is closed when it has been sent; to be kept under a name. */
err *reply_file_of(rq *r, int fd, int64_t size, str content_type);
err *reply_download(rq *r, int fd, int64_t size, str content_type, str file_name);
err *reply_see_other(rq *r, str location);                         /* 303 */
err *reply_empty(rq *r);                                           /* 204 */
/* Sets the ETag; 304 without a body for who has it already (RFC 9110 13.1.2). */
void reply_tag(rq *r, str tag);
void reply_location(rq *r, str location); /* beside the reply that the same handler makes */
void reply_error(rq *r, const err *e);
/* next when it is a path of this site, else otherwise. */
str local_path(str next, str otherwise);
/* The message of an error, and the word, in the request's language. */
str error_text(const rq *r, const err *e);
const char *tr(const rq *r, const char *msgid);
/* hh:mm in Vietnam; none for INSTANT_NONE. */
str clock_word(const rq *r, instant t);

/* --- the door --- */
http_verdict web_head(http_request *h, void *web);
/* Before the body of what brings files: who asks, may they, and have they room left today. */
http_verdict web_ask(http_request *h, void *web);
void web_work(http_request *h, void *web);
void web_refused(http_request *h, err *e, void *web);
/* One whole request without a socket, for stories and tests: guard, head and work in turn.  Needs
 * a, method, target, headers and body; the rest of h is filled from these as kit/http does. */
void web_serve(web *w, http_request *h);
/* Writes the access notes that wait; called every second while serving, and at the end. */
err *web_flush_notes(web *w);
str web_openapi(arena *a);
#endif

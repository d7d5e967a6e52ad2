/* door: what the files of the dispatcher share. */
#ifndef WEB_DOOR_H
#define WEB_DOOR_H
#include "office/find.h"
#include "web/web.h"

/* --- dispatch_head.c --- */
/* All that the headers decide, in this order: host, forwarded demonstrations, route and method,
 * credentials, who must be signed in, origin, kind and size of the body. Sets the body's limits. */
err *door_head(rq *r);
/* The media type of the request's body without its parameters. */
bool door_media(const rq *r, str type);
/* GET and HEAD. */
bool door_safe(const rq *r);
bool door_large(const rq *r); /* its body may be files */
/* "motcua", or "__Host-motcua" with https. */
str door_cookie_name(const rq *r);

/* --- caller.c --- */
/* The address of who asks: the other end; behind a proxy on this machine (which an https public
 * URL means, this program speaking no TLS) what that proxy has seen. */
str caller_address(const rq *r);
/* "Firefox, Windows": enough to tell one's own browsers apart. */
str caller_agent(arena *a, str user_agent);

/* --- kept.c --- */
/* Answers an EDITION route with what was made before from this edition; false: nothing is kept. */
bool kept_reply(rq *r);
/* Gives the 200 that was just made a tag, the hash of its bytes, and keeps it with the edition;
 * unless its handler gave one, or forbade to store it. */
void keep_reply(rq *r);

/* --- csrf.c --- */
/* What a form must bring as `csrf`; none without a cookie to bind it to. */
str csrf_token(const rq *r);
/* ERR_FORBIDDEN unless Origin or Sec-Fetch-Site say that the page was ours. */
err *csrf_origin(const rq *r);
/* ERR_FORBIDDEN unless the form's token is right. */
err *csrf_form(const rq *r);
/* A form of this route changes nothing but the browser's own cookie: it needs no token. */
bool csrf_free(const rq *r);

/* --- things.c --- */
/* Reads what the route's rule is about into r; t: whose it is.  ERR_NOT_FOUND: there is none. */
err *thing_find(rq *r, access_thing *t);

/* --- once.c --- */
/* Takes the request's Idempotency-Key, if it has one, for the signed-in account: ERR_CONFLICT while
 * another request runs under it.  value: the JSON body, or NULL. */
err *once_begin(rq *r, const json *value);
/* Answers with what an earlier request under the key made, if there was one: the reply's status is
 * set then.  Needs ctx.db. */
err *once_replay(rq *r);
void once_end(rq *r);

/* --- notes.c --- */
/* Queues that the account has looked at the dossier, or at the person of r->person_id. */
void note_look(rq *r);
/* The same of each that a search has shown, and that there was a search; never for what. */
void note_search(rq *r, const find_list *found);

/* --- figures of this process, for /metrics --- */
void count_filed(void);
int64_t filed_so_far(void);
#endif

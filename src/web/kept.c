/* kept: replies that hang on the edition alone are made once (see door.h).
 *
 * A reply is kept in edition.made as its tag, body and headers, under language, kind and
 * address; an address with a query or an escape is not kept, so that there are no more keys than
 * pages.  What the browser sends in If-None-Match is looked at each time. */
#include "web/door.h"

enum { HEADERS_MOST = sizeof((http_reply *)0)->headers / sizeof(http_header) };

static bool plain(str target) {
  return str_chr(target, '?', 0) < 0 && str_chr(target, '%', 0) < 0;
}

static str key_of(const rq *r) {
  return str_cat(r->http->a, r->html ? S("html ") : S("data "), str_of(lang_tag(r->lang)), S(" "),
                 r->http->target);
}

bool kept_reply(rq *r) {
  size_t n;
  if (!plain(r->http->target)) return false;
  const str *texts = memo_get(r->ctx.edition->made, key_of(r), &n);
  if (!texts) return false;
  arena *a = r->http->a; /* the edition may end before the reply is sent */
  http_reply *reply = &r->http->reply;
  reply->status = 200;
  reply->body = str_dup(a, texts[1]);
  for (size_t i = 2; i < n; i += 2) http_set(reply, str_dup(a, texts[i]), str_dup(a, texts[i + 1]));
  reply_tag(r, str_dup(a, texts[0]));
  return true;
}

static void keep(const rq *r, str tag) {
  const http_reply *reply = &r->http->reply;
  str texts[2 + 2 * HEADERS_MOST] = {tag, reply->body};
  size_t n = 2;
  for (size_t i = 0; i < reply->nheaders; i++) {
    texts[n++] = reply->headers[i].name;
    texts[n++] = reply->headers[i].value;
  }
  memo_put(r->ctx.edition->made, key_of(r), texts, n);
}

static bool tagged(const http_reply *reply) {
  for (size_t i = 0; i < reply->nheaders; i++)
    if (str_eq(reply->headers[i].name, S("ETag"))) return true;
  return false;
}

void keep_reply(rq *r) {
  const http_reply *reply = &r->http->reply;
  if (reply->status != 200 || str_eq(r->cache, S("no-store")) || tagged(reply)) return;
  arena *a = r->http->a;
  str sum = str_sub(sha256(a, reply->body), 0, 16);
  str tag = str_cat(a, S("\""), base64url_of(a, sum), S("\""));
  if (plain(r->http->target)) keep(r, tag);
  reply_tag(r, tag);
}

/* http: the two helpers of http.h that need no library. */
#include "kit/http.h"

#include "base/log.h"

str http_get(const http_request *r, str name) {
  for (size_t i = 0; i < r->nheaders; i++)
    if (str_eq_nocase(r->headers[i].name, name)) return r->headers[i].value;
  return STR_NONE;
}

void http_set(http_reply *r, str name, str value) {
  if (r->nheaders == COUNT(r->headers)) {
    log_error("http: a reply has too many headers; %.*s is left out", STR_ARG(name));
    return;
  }
  r->headers[r->nheaders++] = (http_header){name, value};
}

/* csrf: requests by cookie must come from our own pages.
 *
 * Two proofs: the browser's word (Origin, else Sec-Fetch-Site), looked at before any upload, and a
 * form token, HMAC of the cookie's value, so that nothing is stored.  A visitor's cookie serves as
 * well, which covers signing in. */
#include "web/door.h"

static const str csrf_label = {"motcua/csrf/1", sizeof "motcua/csrf/1" - 1};

str csrf_token(const rq *r) {
  if (!r->cookie_token.p) return STR_NONE;
  const office_secrets *s = &r->web->office->secrets;
  arena *a = r->http->a;
  return base64url_of(a, hmac(a, (str){s->csrf, sizeof s->csrf}, csrf_label, r->cookie_token));
}

bool csrf_free(const rq *r) { return r->route->handler == language_set; }

err *csrf_origin(const rq *r) {
  str origin = http_get(r->http, S("Origin")), site = http_get(r->http, S("Sec-Fetch-Site"));
  str scheme = r->web->https ? S("https://") : S("http://");
  bool ours = !origin.p || (str_starts(origin, scheme) &&
                            str_eq_nocase(str_sub(origin, scheme.n, origin.n), r->http->host));
  bool same = !site.p || str_eq(site, S("same-origin"));
  if ((origin.p || site.p) && ours && same) return NULL;
  return ERR(FORBIDDEN, N_("The form came from another site."));
}

err *csrf_form(const rq *r) {
  str token = csrf_token(r);
  const form_part *sent = r->form ? form_get(r->form, S("csrf")) : NULL;
  if (token.p && sent && str_eq_secret(token, sent->value)) return NULL;
  return ERR(FORBIDDEN, N_("The form is too old or not ours. Load the page again."));
}

/* filing: the form of a procedure: what it brings, and the page again when something is wrong. */
#ifndef WEB_FILING_H
#define WEB_FILING_H
#include "web/web.h"

/* What POST /dossiers brought, from a form (r->form) or from JSON (r->body).  The files of a form
 * are stored first, whatever else is wrong, and their ids take their place in r->form as
 * "kept.COMPONENT", so that nothing has to be uploaded twice.  to is filled as far as it goes even
 * when errors are given.  Outside of transactions. */
err *form_filing(rq *r, filing *to);
/* The papers alone, for a step that brings some: files of the form, or JSON as in a filing. */
err *form_attached(rq *r, const json *papers, const attached **list, size_t *n);
/* Both lists as one, so that a form shows all that is wrong at once: of `more` what is ERR_INVALID
 * and at a field that `first` does not name. */
err *errors_joined(err *first, err *more);
/* The empty page.  Needs a snapshot.  With errors it is page_filing_again (web/api.h). */
err *page_filing(rq *r, const procedure *p);
#endif

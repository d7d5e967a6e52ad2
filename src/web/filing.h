/* filing: the form of a procedure: what it brings, and its page, new, from a draft or once more. */
#ifndef WEB_FILING_H
#define WEB_FILING_H
#include "office/form_draft.h"
#include "web/web.h"

/* What POST /dossiers or POST /drafts brought, from a form (r->form) or from JSON (r->body).  The
 * files of a form are stored first, whatever else is wrong, and their ids take their place in
 * r->form as "kept.COMPONENT" (of a field's file as the field), so that nothing has to be uploaded
 * twice.  keeps: for a draft, all
 * that was typed stays.  to is filled as far as it goes even when errors are given.  Outside of
 * transactions. */
err *form_filing(rq *r, bool keeps, filing *to);
/* The papers alone, for a step that brings some: files of the form, or JSON as in a filing. */
err *form_attached(rq *r, const json *papers, const attached **list, size_t *n);
/* The files of a form that failed a moment ago: they are here already.  Needs a snapshot. */
err *kept_files(rq *r, str id, v_paper_list *v);
/* Both lists as one, so that a form shows all that is wrong at once: of `more` what is ERR_INVALID
 * and at a field that `first` does not name. */
err *errors_joined(err *first, err *more);
/* A field of the form, none when it is empty; the button that was pressed (`do`), or none. */
str filing_text(const form *f, str name);
str filing_action(const rq *r);

/* The empty page, with what is known filled in, of the person who is there (their id, or none) or
 * of whoever asks; first the choice of a case where papers hang on one that is not named.  Needs a
 * snapshot.  With errors it is page_filing_again (web/api.h). */
err *page_filing(rq *r, const procedure *p, str case_id, str for_person);
/* The page with a draft's data, and what has changed in the procedure since.  Needs a snapshot. */
err *page_draft(rq *r, const form_draft *d);
/* Puts what is known of who files, at a counter of who is there, into the group of that path
 * ("fields.mother").  Needs a snapshot. */
err *filing_mine(rq *r, filing *f, str path);
/* True when the form holds nothing but what was filled in before anybody typed.  Needs a
 * snapshot. */
err *filing_untouched(rq *r, const filing *f, bool *untouched);

/* What a new version of a procedure asks otherwise than the one that d was filled in for. */
v_change_list draft_changes(rq *r, const form_draft *d, const procedure *now);
#endif

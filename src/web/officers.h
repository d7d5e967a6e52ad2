/* officers: the views of officers, for the pages of administrators and of officers themselves. */
#ifndef WEB_OFFICERS_H
#define WEB_OFFICERS_H
#include "office/delegation.h"
#include "web/fill.h"

/* All need a snapshot.  e: what was wrong with the form that is shown again, or NULL. */
err *fill_officer(rq *r, const officer_info *o, const err *e, v_officer *v);
err *fill_work(rq *r, const officer_info *o, const err *e, v_officer_work *v);
/* under: the address of their pages, or NULL where the reader may not look closer. */
err *fill_officer_lines(rq *r, const officer_list *found, const char *under,
                        v_officer_line_list *to);
v_option_list fill_units(const rq *r);
/* Who is on leave today in the actor's units. */
err *fill_away(rq *r, v_away_list *to);
v_away_list fill_away_of(const rq *r, const away *list, size_t n);
v_typed fill_typed(const rq *r);

/* The officer's page again: after a change, or with a form's errors. */
err *reply_officer(rq *r, int status, str id);
err *reply_work(rq *r, int status, str id);
err *people_again(rq *r, err *e);
err *officer_again(rq *r, err *e);
err *work_again(rq *r, err *e);
#endif

/* pages_admin: the pages of administration, and which page shows a form again that was refused. */
#ifndef WEB_PAGES_ADMIN_H
#define WEB_PAGES_ADMIN_H
#include "web/admin_form.h"

typedef struct admin_page {
  route_handler post;
  err *(*show)(rq *r);
  const char *path; /* of the page; ends in / where the first parameter follows */
} admin_page;
extern const admin_page admin_pages[];
extern const size_t admin_page_count;

enum { ADMIN_PAGE = 50 };
v_unit_line admin_unit_line(const rq *r, const unit *u);
/* After a refusal with r->refused set; a page's status is admin_status. */
err *page_units(rq *r);
err *page_unit(rq *r);
err *page_calendar(rq *r);
err *page_routing(rq *r);
err *page_settings(rq *r);
err *page_imports(rq *r);
err *page_procedure_admin(rq *r);
err *page_retention(rq *r);
err *page_rulings(rq *r);
err *page_identities(rq *r);
#endif

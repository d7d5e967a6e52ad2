/* extra: the handler of the one more route of tests/stories/extra/routes.def. */
#include "web/web.h"

err *extra_page(rq *r);
err *extra_page(rq *r) {
  v_health v = {.status = S("extra"), .version = S("1")};
  return reply_json(r, 200, &v_health_type, &v);
}

/* site_edition: the site of web_client.h with its edition held for a whole group of tests. */
#ifndef TESTS_SITE_EDITION_H
#define TESTS_SITE_EDITION_H
#include "web_client.h"

static const edition *now;

static inline int open_all(void **state) {
  if (open_site(state)) return -1;
  now = office_edition(site.office);
  return 0;
}

static inline int close_all(void **state) {
  office_release(site.office, now);
  return close_site(state);
}
#endif

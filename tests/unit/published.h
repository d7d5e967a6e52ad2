/* published: a procedure of the test's own, published as a next version while the site serves. */
#ifndef TESTS_PUBLISHED_H
#define TESTS_PUBLISHED_H
#include <string.h>

#include "base/rand.h"
#include "kit/crypto.h"
#include "office/catalogue.h"
#include "office/catalogue.sql.h"
#include "office/setting.h"
#include "web_client.h"

typedef struct publishing {
  const char *code;
  str content;
} publishing;

static inline err *publish_row(ctx *c, void *arg) {
  const publishing *w = arg;
  procedure p;
  catalogue_procedure_row known;
  bool found;
  TRY(procedure_read(c->a, w->content, &p));
  TRY(catalogue_procedure(c->db, c->a, str_of(w->code), &known, &found));
  int64_t id = found ? known.id : rand_id();
  if (!found) TRY(catalogue_add_procedure(c->db, id, str_of(w->code), NULL));
  catalogue_add_version_in row = {.id = rand_id(), .procedure = id, .version = p.version,
                                  .valid_from = p.valid_from, .content = w->content,
                                  .sha256 = sha256(c->a, w->content), .at = c->now.us};
  TRY(catalogue_add_version(c->db, &row, NULL));
  return setting_raise_edition(c->db, c->a, c->now);
}

/* members: what stands in the file beside what every file must have. */
static inline void publish(const char *code, int version, const char *members) {
  publishing w = {code, str_fmt(a, "{\"code\":\"%s\",\"version\":%d,\"valid_from\":\"2026-01-01\","
                                   "\"name\":\"Thủ tục thử\",\"field\":\"Hộ tịch\","
                                   "\"level\":\"province\",\"kind\":\"Khác\","
                                   "\"audiences\":[\"Công dân Việt Nam\"],"
                                   "\"service_level\":{\"value\":\"partial\"},"
                                   "%s"
                                   "\"register_type\":\"T\",\"results\":[{\"code\":\"T\","
                                   "\"name\":\"Giấy\",\"positive\":true}],%s}",
                                code, version,
                                strstr(members, "\"channels\"")
                                    ? "" : "\"channels\":[{\"channel\":\"online\"}],",
                                members)};
  ctx c = {.a = a, .office = site.office, .edition = office_edition(site.office),
           .now = instant_now()};
  assert_ok(ctx_write(&c, 0, publish_row, &w));
  office_release(site.office, c.edition);
  assert_ok(office_renew(site.office));
}
#endif

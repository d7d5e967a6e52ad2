/* in_folder: a folder of one's own for a group of tests, its files, and other people's programs run
 * in it; certificates made for the occasion. */
#ifndef TESTS_IN_FOLDER_H
#define TESTS_IN_FOLDER_H
#include "in_arena.h"
#include "kit/cms.h"
#include "tools/file.h"

static char folder[] = "/tmp/motcua-test.XXXXXX";

static inline int open_folder(void **state) {
  return open_arena(state) || !mkdtemp(folder) ? -1 : 0;
}

static inline int close_folder(void **state) {
  int rc = system(str_fmt(a, "rm -rf %s", folder).p);
  return close_arena(state) || rc;
}

static inline void save(const char *name, str bytes) {
  FILE *f = fopen(str_fmt(a, "%s/%s", folder, name).p, "wb");
  assert_non_null(f);
  assert_int_equal(fwrite(bytes.p, 1, bytes.n, f), bytes.n);
  fclose(f);
}

static inline str load(const char *name) {
  str bytes = file_read(a, str_fmt(a, "%s/%s", folder, name).p);
  assert_non_null(bytes.p);
  return bytes;
}

/* A shell command in the folder succeeds; else its output is shown. */
static inline void must_run(const char *command) {
  if (system(str_fmt(a, "cd %s && (%s) >log 2>&1", folder, command).p))
    fail_msg("%s\n%s", command, load("log").p);
}

/* A key and its certificate, good from 2026 to 2028. */
static inline err *make(const issuer *by, int use, const char *name, issuer *out) {
  issue what = {.common_name = str_of(name), .organisation = S("Sở Tư pháp tỉnh Đồng Tháp"),
                .holder = use == ISSUE_SIGNER ? S("account:41") : STR_NONE,
                .from = day_at(20260101, 0), .to = day_at(20290101, 0)};
  what.use = (unsigned)use;
  return cert_issue(a, by, &what, out);
}
#endif

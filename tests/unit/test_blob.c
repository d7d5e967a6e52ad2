/* test_blob: what goes in comes out, is named by no one else, and no id leads elsewhere. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <fcntl.h>
#include <pthread.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/defer.h"
#include "kit/blob.h"
#include "kit/crypto.h"

static arena *a;
static blob_store *s;
static char folder[64];

#define assert_kind(call, wanted)                                   \
  do {                                                              \
    err *kind_error_ = (call);                                      \
    assert_non_null(kind_error_);                                   \
    assert_string_equal(err_name(kind_error_->kind), err_name(wanted)); \
  } while (0)

static int setup(void **state) {
  (void)state;
  a = arena_new(64 << 20);
  snprintf(folder, sizeof folder, "/tmp/motcua-test.XXXXXX");
  if (!a || !mkdtemp(folder)) return -1;
  return blob_open(str_fmt(a, "%s/blobs", folder).p, true, &s) ? -1 : 0;
}

static int teardown(void **state) {
  (void)state;
  char command[128];
  blob_close(s);
  arena_free(a);
  snprintf(command, sizeof command, "rm -rf '%s'", folder);
  return system(command) ? -1 : 0;
}

static str put(str bytes) {
  str id, digest;
  assert_null(blob_put(s, a, bytes, &id, &digest));
  assert_true(str_eq(digest, sha256(a, bytes)));
  assert_int_equal(id.n, 32);
  return id;
}

static int64_t files_in(const char *sub) {
  char command[160];
  int64_t n = -1;
  snprintf(command, sizeof command, "find '%s/blobs/%s' -type f | wc -l", folder, sub);
  FILE *f = popen(command, "r");
  char line[32] = "";
  if (fgets(line, sizeof line, f)) str_to_i64(str_trim(str_of(line)), &n);
  pclose(f);
  return n;
}

static void content_comes_back(void **state) {
  (void)state;
  str large = {arena_alloc(a, 3 << 20), 3 << 20}, got;
  const str all[] = {S("paper"), S(""), S("\0\1\0"), large};
  str ids[COUNT(all)];
  for (size_t i = 0; i < COUNT(all); i++) ids[i] = put(all[i]);
  for (size_t i = 0; i < COUNT(all); i++) {
    assert_null(blob_get(s, a, ids[i], 4 << 20, &got));
    assert_true(got.n == all[i].n && !memcmp(got.p, all[i].p, got.n));
  }
  assert_false(str_eq(put(S("same")), put(S("same"))));
  assert_kind(blob_get(s, a, ids[3], 1000, &got), ERR_TOO_LARGE);
  assert_int_equal(files_in("tmp"), 0);
  struct stat st;
  const char *path = str_fmt(a, "%s/blobs/%.2s/%s", folder, ids[0].p, ids[0].p).p;
  assert_int_equal(stat(path, &st), 0);
  assert_int_equal(st.st_mode & 07777, 0600);
}

static void no_id_leads_elsewhere(void **state) {
  (void)state;
  const str bad[] = {S(""), S("../../etc/passwd"), S("/etc/passwd"), STR_NONE,
                     S("0123456789abcdef0123456789abcde"), S("0123456789ABCDEF0123456789ABCDEF"),
                     S("..23456789abcdef0123456789abcdef"), S("01/3456789abcdef0123456789abcdef"),
                     S("0123456789abcdef0123456789abcdef")};
  for (size_t i = 0; i < COUNT(bad); i++) {
    str got;
    int fd;
    int64_t size;
    assert_kind(blob_get(s, a, bad[i], 100, &got), ERR_NOT_FOUND);
    assert_kind(blob_fd(s, bad[i], &fd, &size), ERR_NOT_FOUND);
    assert_kind(blob_remove(s, bad[i]), ERR_NOT_FOUND);
  }
}

static err *tally(void *arg, str id, int64_t size, int64_t modified_us) {
  int64_t *sum = arg;
  assert_int_equal(id.n, 32);
  assert_true(modified_us > 0);
  sum[0]++;
  sum[1] += size;
  return NULL;
}
static err *stop(void *arg, str id, int64_t size, int64_t modified_us) {
  (void)arg, (void)id, (void)size, (void)modified_us;
  return ERR(GONE, "stop");
}

static void all_are_listed(void **state) {
  (void)state;
  int64_t sum[2] = {0, 0};
  str first = STR_NONE;
  for (int i = 0; i < 50; i++) first = put(S("12345"));
  assert_null(blob_remove(s, first));
  assert_null(blob_each(s, 0, BLOB_PARTS, tally, sum));
  assert_true(sum[0] == 49 && sum[1] == 245);
  assert_kind(blob_each(s, 0, BLOB_PARTS, stop, NULL), ERR_GONE);
}

static void a_stale_temporary_file_is_swept(void **state) {
  (void)state;
  const char *old = str_fmt(a, "%s/blobs/tmp/old", folder).p;
  const char *fresh = str_fmt(a, "%s/blobs/tmp/fresh", folder).p;
  close(open(old, O_CREAT | O_WRONLY, 0600));
  close(open(fresh, O_CREAT | O_WRONLY, 0600));
  struct timespec ago[2] = {{time(NULL) - 100000, 0}, {time(NULL) - 100000, 0}};
  assert_int_equal(utimensat(AT_FDCWD, old, ago, 0), 0);
  blob_close(s);
  assert_null(blob_open(str_fmt(a, "%s/blobs", folder).p, false, &s));
  assert_int_equal(access(old, F_OK), -1);
  assert_int_equal(access(fresh, F_OK), 0);
}

static void a_missing_folder_is_an_error(void **state) {
  (void)state;
  blob_store *none;
  assert_kind(blob_open("/nowhere/blobs", true, &none), ERR_NOT_FOUND);
  assert_kind(blob_open(str_fmt(a, "%s/other", folder).p, false, &none), ERR_UNAVAILABLE);
}

static void *put_many(void *arg) {
  (void)arg;
  arena *mine = arena_new(1 << 20);
  str id, digest, got;
  bool ok = true;
  for (int i = 0; i < 40 && ok; i++)
    ok = !blob_put(s, mine, S("together"), &id, &digest) && !blob_get(s, mine, id, 100, &got) &&
         str_eq(got, S("together"));
  arena_free(mine);
  return ok ? NULL : mine;
}

static void threads_share_a_store(void **state) {
  (void)state;
  pthread_t t[4];
  void *said;
  for (size_t i = 0; i < COUNT(t); i++) pthread_create(&t[i], NULL, put_many, NULL);
  for (size_t i = 0; i < COUNT(t); i++) {
    pthread_join(t[i], &said);
    assert_null(said);
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test_setup_teardown(content_comes_back, setup, teardown),
      cmocka_unit_test_setup_teardown(no_id_leads_elsewhere, setup, teardown),
      cmocka_unit_test_setup_teardown(all_are_listed, setup, teardown),
      cmocka_unit_test_setup_teardown(a_stale_temporary_file_is_swept, setup, teardown),
      cmocka_unit_test_setup_teardown(a_missing_folder_is_an_error, setup, teardown),
      cmocka_unit_test_setup_teardown(threads_share_a_store, setup, teardown),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}

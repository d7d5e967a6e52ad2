/* test_s3: kit/sigv4 against the examples that its makers give, and kit/blob over a store beside
 * the test (tests/s3.sh), which checks every signature itself; and over one that misbehaves. */
#include <arpa/inet.h>
#include <pthread.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/rand.h"
#include "in_folder.h"
#include "kit/blob_impl.h"
#include "kit/crypto.h"
#include "kit/sigv4.h"

#define assert_ok(call)                                   \
  do {                                                    \
    err *said_ = (call);                                  \
    if (said_) print_error("%s\n", err_line(a, said_).p); \
    assert_null(said_);                                   \
  } while (0)
#define assert_kind(call, wanted) assert_string_equal(kind_of(call), #wanted)
static const char *kind_of(err *e) { return e ? err_name(e->kind) : ""; }

/* Amazon Simple Storage Service API Reference, "Examples: Signature Calculations". */
static void the_examples_are_signed(void **state) {
  (void)state;
  const sigv4_key key = {S("AKIAIOSFODNN7EXAMPLE"), S("wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"),
                         S("us-east-1")};
  str none = hex_of(a, sha256(a, S("")));
  str payload = str_cat(a, S("x-amz-content-sha256:"), none);
  const str ranged[] = {S("host:examplebucket.s3.amazonaws.com"), S("range:bytes=0-9"), payload,
                        S("x-amz-date:20130524T000000Z")};
  const str bare[] = {ranged[0], ranged[2], ranged[3]};
  const struct {
    str path, query;
    const str *headers;
    size_t n;
    const char *signature;
  } examples[] = {
      {S("/test.txt"), S(""), ranged, 4,
       "f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41"},
      {S("/"), S("lifecycle="), bare, 3,
       "fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543"},
      {S("/"), S("max-keys=2&prefix=J"), bare, 3,
       "34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7"},
  };
  for (size_t i = 0; i < COUNT(examples); i++) {
    str said = sigv4_sign(a, &key, &(sigv4_request){
        .method = S("GET"), .path = examples[i].path, .query = examples[i].query,
        .headers = examples[i].headers, .nheaders = examples[i].n, .payload = none,
        .date = S("20130524T000000Z")});
    assert_true(str_ends(said, str_of(examples[i].signature)));
  }
  assert_string_equal(sigv4_encode(a, S("a/b c+d~é")).p, "a%2Fb%20c%2Bd~%C3%A9");
}

static blob_store *store(void) {
  blob_store *s;
  if (!getenv("MOTCUA_TEST_S3")) skip();
  assert_ok(blob_open_s3(getenv("MOTCUA_TEST_S3"), getenv("MOTCUA_TEST_S3_KEY"), &s));
  return s;
}

static void content_comes_back(void **state) {
  (void)state;
  blob_store *s = store();
  str large = rand_str(a, 3 << 20), got, id, digest;
  const str all[] = {S("paper"), S(""), S("\0\1\0"), large};
  for (size_t i = 0; i < COUNT(all); i++) {
    assert_ok(blob_put(s, a, all[i], &id, &digest));
    assert_true(str_eq(digest, sha256(a, all[i])));
    assert_ok(blob_get(s, a, id, 4 << 20, &got));
    assert_true(str_eq(got, all[i]));
    int64_t size = 0, hashed = 0;
    int fd;
    assert_ok(blob_fd(s, id, &fd, &size));
    assert_ok(sha256_file(a, fd, &got, &hashed));
    assert_true(size == (int64_t)all[i].n && hashed == size && str_eq(got, digest));
    close(fd);
  }
  assert_kind(blob_get(s, a, id, 1000, &got), TOO_LARGE);
  assert_ok(blob_remove(s, id));
  assert_kind(blob_get(s, a, id, 4 << 20, &got), NOT_FOUND);
  assert_kind(blob_get(s, a, S("../x"), 100, &got), NOT_FOUND);
  blob_close(s);
}

static err *tally(void *arg, str id, int64_t size, int64_t modified_us) {
  int64_t *sum = arg;
  assert_true(blob_is_id(id) && modified_us > 0);
  sum[0]++;
  sum[1] += size;
  return NULL;
}

static void a_list_goes_over_pages(void **state) {
  (void)state;
  enum { FILES = 1010 };
  blob_store *s = store();
  int64_t before[2] = {0, 0}, one[2] = {0, 0}, parts[2] = {0, 0};
  str id, digest;
  assert_ok(s->each(s, S(""), tally, before));
  for (int i = 0; i < FILES; i++) assert_ok(blob_put(s, a, S("12345"), &id, &digest));
  assert_ok(s->each(s, S(""), tally, one));
  assert_int_equal(one[0] - before[0], FILES);
  assert_int_equal(one[1] - before[1], FILES * 5);
  assert_ok(blob_each(s, 0, BLOB_PARTS, tally, parts));
  assert_true(parts[0] == one[0] && parts[1] == one[1]);
  blob_close(s);
}

static void a_wrong_key_opens_nothing(void **state) {
  (void)state;
  blob_store *s = store();
  blob_close(s);
  save("key", S("aws_access_key_id=motcua-test\naws_secret_access_key=guessed\n"));
  const char *file = str_fmt(a, "%s/key", folder).p;
  assert_kind(blob_open_s3(getenv("MOTCUA_TEST_S3"), file, &s), UNAVAILABLE);
}

static void an_address_is_checked(void **state) {
  (void)state;
  blob_store *s;
  save("good", S("aws_access_key_id=a\naws_secret_access_key=b\n"));
  save("half", S("aws_access_key_id=a\n"));
  const char *good = str_fmt(a, "%s/good", folder).p, *half = str_fmt(a, "%s/half", folder).p;
  static const char *const bad[] = {
      "s3://", "s3://bucket", "s3://bucket?region=x", "s3://?endpoint=http://h",
      "s3://b?endpoint=ftp://h", "s3://b?endpoint=http://h/path", "s3://b?endpoint=http://",
      "s3://b/a b?endpoint=http://h", "s3://b?endpoint=http://h&more=x", "folder"};
  for (size_t i = 0; i < COUNT(bad); i++) assert_kind(blob_open_s3(bad[i], good, &s), INVALID);
  const char *nobody = "s3://b/p?endpoint=http://127.0.0.1:1&region=vn-1";
  assert_kind(blob_open_s3(nobody, NULL, &s), UNAVAILABLE);
  assert_kind(blob_open_s3(nobody, "/nowhere", &s), NOT_FOUND);
  assert_kind(blob_open_s3(nobody, half, &s), UNAVAILABLE);
  assert_kind(blob_open_s3(nobody, good, &s), UNAVAILABLE);
}

/* --- a store that misbehaves: answers all connections in order, then is silent --- */
typedef struct liar {
  int fd, asked;
  const char *const *answers;
} liar;

static void *lie(void *arg) {
  liar *l = arg;
  static char bytes[1 << 16];
  for (; l->answers[l->asked]; l->asked++) {
    int c = accept(l->fd, NULL, NULL);
    if (recv(c, bytes, sizeof bytes, 0) < 0) break;
    const char *said = l->answers[l->asked];
    send(c, said, strlen(said), MSG_NOSIGNAL);
    close(c);
  }
  return NULL;
}

#define OK_LIST "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n<>"
static void told(const char *const *answers, const char *wanted, str content) {
  struct sockaddr_in sa = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
  socklen_t n = sizeof sa;
  int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  assert_int_equal(bind(fd, (struct sockaddr *)&sa, n) || listen(fd, 8), 0);
  getsockname(fd, (struct sockaddr *)&sa, &n);
  liar l = {fd, 0, answers};
  pthread_t t;
  blob_store *s;
  str got;
  pthread_create(&t, NULL, lie, &l);
  const char *address = str_fmt(a, "s3://b?endpoint=http://127.0.0.1:%d", ntohs(sa.sin_port)).p;
  assert_ok(blob_open_s3(address, str_fmt(a, "%s/good", folder).p, &s));
  err *e = blob_get(s, a, S("0123456789abcdef0123456789abcdef"), 100, &got);
  assert_string_equal(kind_of(e), wanted);
  if (!e) assert_true(str_eq(got, content));
  pthread_join(t, NULL);
  assert_null(answers[l.asked]); /* asked as often as it should be */
  blob_close(s);
  close(fd);
}
#define TOLD(wanted, content, ...) \
  told((const char *const[]){OK_LIST, __VA_ARGS__, NULL}, wanted, content)

static void a_store_that_stumbles_is_asked_again(void **state) {
  (void)state;
#define BUSY "HTTP/1.1 503 Slow Down\r\nContent-Length: 0\r\n\r\n"
#define CUT "HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\nonly a part"
#define WHOLE "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nwhole"
  TOLD("", S("whole"), BUSY, CUT, WHOLE);
  TOLD("", S("whole"), "", WHOLE);
  TOLD("UNAVAILABLE", S(""), BUSY, BUSY, BUSY);
  TOLD("UNAVAILABLE", S(""), CUT, CUT, CUT);
  TOLD("UNAVAILABLE", S(""), "nonsense", "nonsense", "nonsense");
  TOLD("NOT_FOUND", S(""), "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n");
  TOLD("UNAVAILABLE", S(""), "HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n");
  TOLD("TOO_LARGE", S(""), "HTTP/1.1 200 OK\r\nContent-Length: 200\r\n\r\n"
       "0123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890"
       "0123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890"
       "012345678901234567");
  TOLD("UNAVAILABLE", S(""), "HTTP/1.1 307 Elsewhere\r\nLocation: http://127.0.0.1:1/\r\n"
                             "Content-Length: 0\r\n\r\n");
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(the_examples_are_signed),
      cmocka_unit_test(content_comes_back),
      cmocka_unit_test(a_list_goes_over_pages),
      cmocka_unit_test(a_wrong_key_opens_nothing),
      cmocka_unit_test(an_address_is_checked),
      cmocka_unit_test(a_store_that_stumbles_is_asked_again),
  };
  return cmocka_run_group_tests(tests, open_folder, close_folder);
}

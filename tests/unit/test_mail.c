/* test_mail: which mailboxes are taken, and that nothing which somebody typed becomes a header. */
#include "in_arena.h"

#include <stdio.h>

#include "kit/mail.h"

static const mail_server relay = {.url = "smtp://127.0.0.1", .from = "motcua@example.vn",
                                  .clear = true};

static void addresses(void **state) {
  (void)state;
  static const char *const good[] = {"a@example.vn", "An.Nguyen+x@sub.example.vn", "a@localhost",
                                     "o'neil_1@x-y.vn", "0@1.vn"};
  static const char *const bad[] = {
      "", "a", "@example.vn", "a@", "a@vn", "a@.vn", "a@example.", "a@ex..vn", ".a@example.vn",
      "a.@example.vn", "a..b@example.vn", "a@-x.vn", "a@x-.vn", "a b@example.vn", "a@exa mple.vn",
      "a@example.vn\r\nBcc: b@example.vn", "a\n@example.vn", "\"a\"@example.vn", "<a@example.vn>",
      "a@b@example.vn", "á@example.vn", "a@exämple.vn", "a,b@example.vn", "a@[127.0.0.1]",
      "a@example.vn ", "a;b@example.vn", "a(b)@example.vn"};
  for (size_t i = 0; i < COUNT(good); i++)
    if (!mail_address(str_of(good[i]))) fail_msg("\"%s\" was refused", good[i]);
  for (size_t i = 0; i < COUNT(bad); i++)
    if (mail_address(str_of(bad[i]))) fail_msg("\"%s\" was taken", bad[i]);
  assert_false(mail_address(STR_NONE));
  str part = S("abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyzabcdefghijk"); /* 63 */
  str longest = str_cat(a, S("a@"), part, S("."), part, S("."), part, S("."), str_sub(part, 0, 60));
  assert_int_equal(longest.n, MAIL_LONGEST_ADDRESS);
  assert_true(mail_address(longest));
  assert_false(mail_address(str_cat(a, longest, S("x"))));
  assert_false(mail_address(str_cat(a, S("a@x"), part, S(".vn"))));
  assert_true(mail_address(str_cat(a, part, S("x@a.vn"))));
  assert_false(mail_address(str_cat(a, part, S("xy@a.vn"))));
  assert_true(str_eq(mail_address_key(a, S("An@Example.VN")), S("an@example.vn")));
}

/* Between "NAME: " at the start of a line and the line that does not go on. */
static str header(str message, const char *name) {
  str from = str_cat(a, S("\r\n"), str_of(name), S(": "));
  ptrdiff_t at = str_find(message, from);
  assert_true(at >= 0);
  str rest = str_sub(message, (size_t)at + from.n, message.n);
  size_t end = 0;
  while (!(rest.p[end] == '\r' && rest.p[end + 2] != ' ')) end++;
  return str_sub(rest, 0, end);
}

/* What the encoded words say (RFC 2047), each decoded by itself. */
static str decoded(str words) {
  buf b = buf_in(a);
  str word;
  for (str rest = words; str_split(&rest, ' ', &word);) {
    word = str_trim(word);
    if (!word.n) continue;
    assert_true(word.n <= 75 && str_starts(word, S("=?UTF-8?B?")) && str_ends(word, S("?=")));
    str bytes = base64_read(a, str_sub(word, 10, word.n - 2));
    assert_true(bytes.p && str_utf8(bytes)); /* no letter is cut */
    buf_add(&b, bytes);
  }
  return buf_str(&b);
}

static void subjects(void **state) {
  (void)state;
  static const char *const texts[] = {
      "Mở tài khoản", "a\r\nBcc: b@example.vn", "=?UTF-8?Q?x?=", "\xC4\x91",
      "Thủ tục đăng ký khai sinh có yếu tố nước ngoài tại khu vực biên giới đã được tiếp nhận, "
      "hẹn trả kết quả ngày 24 tháng 11 năm 2026 tại điểm tiếp nhận phường Hạ Long"};
  mail_letter m = {.id = S("id"), .to = S("a@example.vn"), .language = S("vi"),
                   .text = S("x"), .at = {INT64_C(1795500000000000)}};
  for (size_t i = 0; i < COUNT(texts); i++) {
    m.subject = str_of(texts[i]);
    str message = mail_message(a, &relay, &m);
    assert_true(str_eq(decoded(header(message, "Subject")), m.subject));
    assert_true(str_find(message, S("\r\nBcc")) < 0);
  }
  m.subject = S("plain words");
  assert_true(str_eq(header(mail_message(a, &relay, &m), "Subject"), m.subject));
}

static void bodies(void **state) {
  (void)state;
  mail_letter m = {.id = S("id-1"), .to = S("a@example.vn"), .language = S("vi"),
                   .subject = S("x"), .at = {INT64_C(1795489200000000)},
                   .text = S("Mã của bạn\n.\n\r\nBcc: b@example.vn\n--\n")};
  str message = mail_message(a, &relay, &m);
  ptrdiff_t at = str_find(message, S("\r\n\r\n"));
  str body = str_sub(message, (size_t)at + 4, message.n), plain = S(""), line;
  for (str rest = body; str_split(&rest, '\n', &line);) {
    assert_true(line.n <= 77);
    plain = str_cat(a, plain, str_trim(line));
  }
  str text = base64_read(a, plain);
  assert_true(str_starts(text, S("Mã của bạn\r\n.\r\n\r\nBcc: b@example.vn\r\n--\r\n")));
  assert_true(str_find(message, S("\r\nBcc")) < 0);
  assert_true(str_eq(header(message, "Message-ID"), S("<id-1@example.vn>")));
  assert_true(str_starts(message, S("Date: Tue, 24 Nov 2026 ")));
}

static void servers(void **state) {
  (void)state;
  static const struct {
    mail_options o;
    bool good, clear;
  } cases[] = {
      {{"smtp://127.0.0.1:25", "a@example.vn", NULL, NULL}, true, true},
      {{"smtp://[::1]:25", "a@example.vn", NULL, NULL}, true, true},
      {{"smtp://localhost", "a@example.vn", NULL, "/ca"}, true, false},
      {{"smtp://mail.example.vn:587", "a@example.vn", NULL, NULL}, true, false},
      {{"smtp://localhost.example.vn", "a@example.vn", NULL, NULL}, true, false},
      {{"smtps://127.0.0.1:465", "a@example.vn", NULL, NULL}, true, false},
      {{"smtp://", "a@example.vn", NULL, NULL}, false, false},
      {{"smtp://x/y", "a@example.vn", NULL, NULL}, false, false},
      {{"smtp://u:p@x", "a@example.vn", NULL, NULL}, false, false},
      {{"smtp://x y", "a@example.vn", NULL, NULL}, false, false},
      {{"http://x", "a@example.vn", NULL, NULL}, false, false},
      {{"smtp://x", NULL, NULL, NULL}, false, false},
      {{"smtp://x", "nobody", NULL, NULL}, false, false},
      {{"smtp://x", "a@example.vn", "/nosuch/file", NULL}, false, false},
  };
  for (size_t i = 0; i < COUNT(cases); i++) {
    mail_server s;
    err *e = mail_server_read(a, &cases[i].o, &s);
    if (!e != cases[i].good) fail_msg("%s", cases[i].o.url);
    if (!e && s.clear != cases[i].clear) fail_msg("%s: clear", cases[i].o.url);
  }
}

/* Nobody listens there: an error within the time, worth another try. */
static void nobody_there(void **state) {
  (void)state;
  mail_server s = relay;
  s.url = "smtp://127.0.0.1:1";
  mail_letter m = {.id = S("id"), .to = S("a@example.vn"), .language = S("vi"), .subject = S("x"),
                   .text = S("x"), .at = {0}};
  err *e = mail_send(a, &s, &m);
  assert_non_null(e);
  assert_int_equal(e->kind, ERR_UNAVAILABLE);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(addresses), cmocka_unit_test(subjects),     cmocka_unit_test(bodies),
      cmocka_unit_test(servers),   cmocka_unit_test(nobody_there),
  };
  return cmocka_run_group_tests_name("mail", tests, open_arena, close_arena);
}

/* fuzz_guard: kit/guard over any head, and what must hold of every head that it accepts.
 * Input: METHOD SP TARGET LF, then NAME ":" VALUE LF for each header, all bytes allowed. */
#include "fuzz/target.h"
#include "kit/guard.h"

static size_t count(const http_header *h, size_t n, str name) {
  size_t found = 0;
  for (size_t i = 0; i < n; i++) found += str_eq_nocase(h[i].name, name);
  return found;
}

static bool all_digits(str s) {
  size_t n = 0;
  while (n < s.n && s.p[n] >= '0' && s.p[n] <= '9') n++;
  return n == s.n && n > 0;
}

static void check_accepted(str target, const http_header *h, size_t n) {
  size_t lengths = count(h, n, S("Content-Length")), codings = count(h, n, S("Transfer-Encoding"));
  must(count(h, n, S("Host")) == 1 && lengths + codings <= 1);
  must(target.n <= 8192 && str_starts(target, S("/")) && !str_starts(target, S("//")));
  must(str_find(target, S("%00")) < 0);
  ptrdiff_t mark = str_chr(target, '?', 0);
  str path = mark < 0 ? target : str_sub(target, 0, (size_t)mark);
  must(str_find(path, S("/../")) < 0 && !str_ends(path, S("/..")) && str_find(path, S("//")) < 0);
  for (size_t i = 0; i < n; i++) {
    must(h[i].name.n > 0 && str_chr(h[i].name, ' ', 0) < 0);
    must(str_chr(h[i].value, '\0', 0) < 0 && str_chr(h[i].value, '\r', 0) < 0);
    if (str_eq_nocase(h[i].name, S("Content-Length")))
      must(all_digits(h[i].value));
  }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  static http_header headers[128];
  str rest = {size ? (const char *)data : "", size}, line;
  size_t n = 0;
  str_split(&rest, '\n', &line);
  ptrdiff_t blank = str_chr(line, ' ', 0);
  str method = str_sub(line, 0, blank < 0 ? line.n : (size_t)blank);
  str target = str_sub(line, blank < 0 ? line.n : (size_t)blank + 1, line.n);
  while (n < COUNT(headers) && str_split(&rest, '\n', &line)) {
    ptrdiff_t colon = str_chr(line, ':', 0);
    size_t end = colon < 0 ? line.n : (size_t)colon;
    headers[n++] = (http_header){str_sub(line, 0, end), str_sub(line, end + 1, line.n)};
  }
  if (!guard_check(method, target, headers, n)) check_accepted(target, headers, n);
  err_reset();
  return 0;
}

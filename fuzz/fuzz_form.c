/* fuzz_form: kit/form over any bytes, and what must hold of every form that it accepts.  Input: a
 * header value up to the first LF (taken as Content-Type, Cookie and Accept), then the body. */
#include "fuzz/target.h"
#include "kit/form.h"

static void check_accepted(const form *f) {
  must(f->n <= FORM_MOST_PARTS);
  for (size_t i = 0; i < f->n; i++) {
    const form_part *p = &f->parts[i];
    must(p->name.n > 0 && p->name.n <= FORM_MOST_NAME && str_utf8(p->name) && p->value.p);
    must(p->filename.p || str_utf8(p->value));
    must(str_chr(p->filename, '/', 0) < 0 && str_chr(p->filename, '\\', 0) < 0);
    must(form_get(f, p->name) != NULL);
  }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  arena *a = fresh();
  form f;
  str body = {size ? (const char *)data : "", size}, header;
  str_split(&body, '\n', &header);
  if (!form_read(a, header, body, &f)) check_accepted(&f);
  if (!form_query(a, body, &f)) check_accepted(&f);
  str cookie = cookie_get(header, S("session"));
  must(str_chr(cookie, ';', 0) < 0 && str_chr(cookie, ' ', 0) < 0);
  if (http_accepts_html(header)) must(header.n >= S("text/html").n);
  str path = form_decode(a, header);
  must(!path.p || (path.n <= header.n && str_utf8(path)));
  return 0;
}

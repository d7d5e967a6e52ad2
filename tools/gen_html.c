/* gen_html: views and templates to C.
 *
 *   gen_html --views src/web/views.view --out build/gen/web FILE.html...
 * Writes views.h, views.c, html.h, html.c and msgids.c (for xgettext).  tools/README.md has the two
 * languages; the parts are in tools/gen_html/. */
#include "gen_html/gen_html.h"

#include <ctype.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "file.h"

arena *mem;

_Noreturn void fail(const char *file, int line, const char *format, ...) {
  fprintf(stderr, "%s:%d: ", file, line);
  va_list args;
  va_start(args, format);
  vfprintf(stderr, format, args);
  va_end(args);
  fputc('\n', stderr);
  exit(1);
}

str text_of(const char *path) {
  str s = file_read(mem, path);
  if (!s.p) fail(path, 1, "cannot be read");
  if (!str_utf8(s)) fail(path, 1, "is not UTF-8");
  return s;
}

void save(const char *folder, const char *name, str text) {
  const char *path = str_fmt(mem, "%s/%s", folder, name).p;
  str old = file_read(mem, path);
  if (old.p && str_eq(old, text)) return;
  FILE *f = fopen(path, "wb");
  bool good = f && fwrite(text.p, 1, text.n, f) == text.n;
  if (!f || fclose(f) || !good) fail(path, 1, "cannot be written");
}

bool is_word(str s) {
  if (!s.n || isdigit((unsigned char)s.p[0])) return false;
  for (size_t i = 0; i < s.n; i++)
    if (!islower((unsigned char)s.p[i]) && !isdigit((unsigned char)s.p[i]) && s.p[i] != '_')
      return false;
  return true;
}

str c_literal(str s) {
  buf b = buf_in(mem);
  buf_char(&b, '"');
  for (size_t i = 0; i < s.n; i++) {
    unsigned char c = (unsigned char)s.p[i];
    if (c == '\n') buf_add(&b, i + 1 < s.n ? S("\\n\"\n      \"") : S("\\n"));
    else if (c == '"' || c == '\\' || c == '?') buf_fmt(&b, "\\%c", c);
    else if (c < 32 || c == 127) buf_fmt(&b, "\\%03o", c);
    else buf_char(&b, (char)c);
  }
  buf_char(&b, '"');
  return buf_str(&b);
}

static const char made[] = "/* Made by tools/gen_html. */\n";

static void write_all(const char *views, const char *folder, char **files, int n) {
  output o = {.header = buf_in(mem), .source = buf_in(mem), .msgids = buf_in(mem)};
  o.views = views_read(views, text_of(views));
  buf_fmt(&o.header, "%s#ifndef WEB_HTML_H\n#define WEB_HTML_H\n#include \"web/views.h\"\n\n",
          made);
  buf_fmt(&o.source, "%s#include \"web/html.h\"\n", made);
  buf_fmt(&o.msgids,
          "%s#include \"base/err.h\"\nextern const char *const template_msgids[];\n"
          "const char *const template_msgids[] = {\n",
          made);
  for (int i = 0; i < n; i++) template_pieces(&o, files[i], text_of(files[i]));
  for (int i = 0; i < n; i++) template_write(&o, files[i], text_of(files[i]));
  buf_add(&o.header, S("#endif\n"));
  buf_add(&o.msgids, S("  NULL,\n};\n"));
  save(folder, "views.h", views_header(views, o.views));
  save(folder, "views.c", views_source(o.views));
  save(folder, "html.h", buf_str(&o.header));
  save(folder, "html.c", buf_str(&o.source));
  save(folder, "msgids.c", buf_str(&o.msgids));
}

static int by_name(const void *a, const void *b) {
  return strcmp(*(char *const *)a, *(char *const *)b);
}

int main(int argc, char **argv) {
  const char *views = NULL, *folder = NULL;
  int i = 1;
  for (; i + 1 < argc && argv[i][0] == '-'; i += 2) {
    if (strcmp(argv[i], "--views") == 0) views = argv[i + 1];
    else if (strcmp(argv[i], "--out") == 0) folder = argv[i + 1];
    else break;
  }
  if (!views || !folder || (i < argc && argv[i][0] == '-'))
    return fputs("usage: gen_html --views FILE --out FOLDER FILE.html...\n", stderr), 2;
  mem = arena_new((size_t)256 << 20);
  if (!mem) return perror("gen_html"), 1;
  qsort(argv + i, (size_t)(argc - i), sizeof *argv, by_name);
  write_all(views, folder, argv + i, argc - i);
  arena_free(mem);
  return 0;
}

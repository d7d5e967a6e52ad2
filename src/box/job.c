/* job: one file from its first byte to the answer.
 *
 * Beside what each format's reader proves, a file must not be a second thing too: no archive may
 * end where it ends, no page of the web begin it. */
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "box/box.h"

enum { ZIP_END = 22, ZIP_COMMENT = 65535, HEAD = 1024 };

bool write_all(int out, const void *bytes, size_t n) {
  for (const char *p = bytes; n;) {
    ssize_t done = write(out, p, n);
    if (done <= 0) return false;
    p += done;
    n -= (size_t)done;
  }
  return true;
}

static box_verdict (*const readers[BOX_KINDS])(sheet *) = {
    [BOX_PDF] = pdf_read, [BOX_PNG] = png_read, [BOX_JPEG] = jpeg_read, [BOX_HEIC] = heic_read};

bool points_allowed(int64_t width, int64_t height, int64_t most) {
  return width > 0 && height > 0 && width <= BOX_SIDE && height <= BOX_SIDE &&
         width * height <= most;
}

/* An archive is found from its end: its last record and a comment that reaches exactly the file's
 * end (APPNOTE.TXT 4.3.16). */
static bool is_archive(str s) {
  size_t from = s.n > ZIP_END + ZIP_COMMENT ? s.n - ZIP_END - ZIP_COMMENT : 0;
  for (size_t i = from; i + ZIP_END <= s.n; i++) {
    const unsigned char *p = (const unsigned char *)s.p + i;
    if (memcmp(p, "PK\5\6", 4)) continue;
    if (i + ZIP_END + (size_t)(p[20] | p[21] << 8) == s.n) return true;
  }
  return false;
}

static bool begins_with(str s, size_t at, str word) {
  return at + word.n <= s.n && str_eq_nocase(str_sub(s, at, at + word.n), word);
}

static bool is_page(str s) {
  static const char *const marks[] = {"<html", "<script", "<!doctype", "<svg", "<body", "<?php"};
  str head = str_sub(s, 0, HEAD);
  for (size_t at = 0; at < head.n; at++)
    for (size_t i = 0; head.p[at] == '<' && i < COUNT(marks); i++)
      if (begins_with(head, at, str_of(marks[i]))) return true;
  return false;
}

void job_read(sheet *s) {
  box_answer *a = &s->said;
  box_kind kind = s->bytes.n ? kind_of(s->bytes) : BOX_NO_KIND;
  *a = (box_answer){.verdict = BOX_UNKNOWN, .kind = (int32_t)kind, .kept = (int64_t)s->bytes.n};
  if (!readers[kind]) return;
  a->verdict = (int32_t)readers[kind](s);
  if (a->verdict != BOX_FINE) return;
  str kept = str_sub(s->bytes, 0, (size_t)a->kept);
  if (is_archive(s->bytes) || is_archive(kept) || (kind == BOX_PDF && is_page(kept)))
    a->verdict = BOX_TRAILING;
  else if (kind == BOX_JPEG || kind == BOX_PNG)
    a->written = kind == BOX_JPEG ? jpeg_bare(s->out, kept) : png_bare(s->out, kept);
  if (a->written < 0) a->verdict = BOX_HEAVY;
}

void job_run(const int fds[BOX_FDS]) {
  struct stat st;
  sheet s = {.out = fds[BOX_OUT], .said = {.verdict = BOX_UNSAFE}};
  bool good = !fstat(fds[BOX_FILE], &st) && st.st_size >= 0 && st.st_size <= BOX_BYTES;
  size_t n = good ? (size_t)st.st_size : 0;
  void *map = n ? mmap(NULL, n, PROT_READ, MAP_PRIVATE, fds[BOX_FILE], 0) : NULL;
  if (map == MAP_FAILED) good = false;
  if (good && !sandbox_close()) {
    s.bytes = (str){map ? map : "", n};
    job_read(&s);
  }
  ssize_t told = write(fds[BOX_ANSWER], &s.said, sizeof s.said);
  _exit(told == sizeof s.said ? 0 : 1);
}

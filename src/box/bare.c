/* bare: a picture without what it tells beside itself: place, time, camera, owner, a smaller
 * picture of what was cut away.
 *
 * Nothing is drawn anew: parts are copied byte for byte or left out.  What shows the picture
 * stays: colours (JFIF, Adobe, ICC; PNG's own), and which side is up, in an Exif part of its own.
 * Works on pictures that their readers have proved. */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "box/box.h"

enum { ORIENTATION = 0x0112, SHORT = 3, ENTRY = 12, UPRIGHT = 1, ORIENTATIONS = 8 };
enum { SOI = 0xd8, EOI = 0xd9, SOS = 0xda, APP0 = 0xe0, APP1 = 0xe1, APP2 = 0xe2, APP14 = 0xee,
       APP15 = 0xef, COM = 0xfe, RST0 = 0xd0, RST7 = 0xd7, TEM = 1 };

/* --- what stays is copied in as few pieces as there are --- */
typedef struct copy {
  str from;
  int out;
  size_t done;    /* of `from`: copied or left out */
  int64_t n;      /* bytes written */
  bool bad;
} copy;

static void put(copy *c, str s) {
  c->n += (int64_t)s.n;
  if (c->n > BOX_WRITTEN || !write_all(c->out, s.p, s.n)) c->bad = true;
}

/* Copies up to `at` and goes on at `next`, in whose place `instead` stands. */
static void leave_out(copy *c, size_t at, size_t next, str instead) {
  put(c, str_sub(c->from, c->done, at));
  if (instead.n) put(c, instead);
  c->done = next;
}

/* -1: it cannot be written; 0: there was nothing to leave out. */
static int64_t copied(copy *c) {
  if (!c->done) return 0;
  put(c, str_sub(c->from, c->done, c->from.n));
  return c->bad ? -1 : c->n;
}

static unsigned byte(str s, size_t i) { return i < s.n ? (unsigned char)s.p[i] : 0; }

/* --- Exif (CIPA DC-008 4.6): which side is up --- */
static size_t number(str s, size_t i, size_t n, bool little) {
  size_t v = 0;
  for (size_t k = 0; k < n; k++) v = v << 8 | byte(s, little ? i + n - 1 - k : i + k);
  return v;
}

static unsigned orientation_of(str tiff) {
  bool little = str_starts(tiff, S("II*"));
  if (tiff.n < 10 || (!little && !str_starts(tiff, (str){"MM\0*", 4}))) return UPRIGHT;
  size_t from = number(tiff, 4, 4, little);
  if (from > tiff.n - 2) return UPRIGHT;
  size_t entries = number(tiff, from, 2, little);
  for (size_t i = 0, p = from + 2; i < entries && p + ENTRY <= tiff.n; i++, p += ENTRY) {
    if (number(tiff, p, 2, little) != ORIENTATION) continue;
    size_t side = number(tiff, p + 8, 2, little);
    bool told = number(tiff, p + 2, 2, little) == SHORT && side && side <= ORIENTATIONS;
    return told ? (unsigned)side : UPRIGHT;
  }
  return UPRIGHT;
}

enum { TIFF = 26, TIFF_SIDE = 19 };
static const char tiff_alone[TIFF] = "MM\0*\0\0\0\10\0\1\1\22\0\3\0\0\0\1"; /* and zeros */

static size_t add_tiff(char *to, unsigned side) {
  memcpy(to, tiff_alone, TIFF);
  to[TIFF_SIDE] = (char)side;
  return TIFF;
}

/* --- JPEG (ITU T.81 B.1) --- */
static bool shows(unsigned marker, str body) {
  if (marker == APP0) return str_starts(body, (str){"JFIF", 5});
  if (marker == APP2) return str_starts(body, (str){"ICC_PROFILE", 12});
  if (marker == APP14) return str_starts(body, S("Adobe"));
  return !(marker >= APP0 && marker <= APP15) && marker != COM;
}

/* In place of an Exif part: one with the orientation alone, or nothing.  room: 36 bytes. */
static str exif_alone(char *room, unsigned marker, str body) {
  static const char head[] = "\xff\xe1\0\42" "Exif\0";
  if (marker != APP1 || !str_starts(body, (str){"Exif\0", 6})) return STR_NONE;
  unsigned side = orientation_of(str_sub(body, 6, body.n));
  if (side == UPRIGHT) return STR_NONE;
  memcpy(room, head, sizeof head);
  return (str){room, sizeof head + add_tiff(room + sizeof head, side)};
}

/* From the points of a scan to the next marker. */
static size_t scan_end(str s, size_t i) {
  while (i < s.n) {
    const char *p = memchr(s.p + i, 0xff, s.n - i);
    if (!p) return s.n;
    i = (size_t)(p - s.p);
    unsigned next = byte(s, i + 1);
    if (next && next != 0xff && !(next >= RST0 && next <= RST7)) return i;
    i += next == 0xff ? 1 : 2;
  }
  return s.n;
}

int64_t jpeg_bare(int out, str s) {
  copy c = {.from = s, .out = out};
  size_t i = 2;
  while (i + 4 <= s.n) {
    unsigned marker = byte(s, i) == 0xff ? byte(s, i + 1) : 0;
    if (!marker || marker == 0xff) { /* readers skip to the next marker: nothing is shown by it */
      leave_out(&c, i, i + 1, STR_NONE);
      i++;
      continue;
    }
    if (marker == EOI) break;
    bool single = marker == SOI || marker == TEM || (marker >= RST0 && marker <= RST7);
    size_t next = single ? i + 2 : i + 2 + number(s, i + 2, 2, false);
    if (next > s.n) return -1;
    char room[40];
    str body = str_sub(s, i + 4, next), instead = exif_alone(room, marker, body);
    bool same = instead.n && str_eq(instead, str_sub(s, i, next));
    if (!single && !shows(marker, body) && !same) leave_out(&c, i, next, instead);
    i = marker == SOS ? scan_end(s, next) : next;
  }
  return copied(&c);
}

/* --- PNG (ISO/IEC 15948 5.3) --- */
static unsigned long crc_of(str s) {
  unsigned long crc = 0xffffffffUL;
  for (size_t i = 0; i < s.n; i++) {
    crc ^= byte(s, i);
    for (int k = 0; k < 8; k++) crc = crc & 1 ? 0xedb88320UL ^ crc >> 1 : crc >> 1;
  }
  return crc ^ 0xffffffffUL;
}

static bool chunk_shows(str name) {
  static const char *const names[] = {"IHDR", "PLTE", "IDAT", "IEND", "tRNS", "gAMA", "cHRM",
                                      "sRGB", "iCCP", "cICP", "sBIT", "pHYs", "bKGD"};
  for (size_t i = 0; i < COUNT(names); i++)
    if (str_eq(name, str_of(names[i]))) return true;
  return false;
}

static str exif_chunk(char *room, str name, str tiff) {
  unsigned side = str_eq(name, S("eXIf")) ? orientation_of(tiff) : UPRIGHT;
  if (side == UPRIGHT) return STR_NONE;
  memcpy(room, "\0\0\0\32eXIf", 8);
  size_t n = 8 + add_tiff(room + 8, side);
  unsigned long crc = crc_of((str){room + 4, n - 4});
  for (int k = 0; k < 4; k++) room[n++] = (char)(crc >> (24 - 8 * k));
  return (str){room, n};
}

int64_t png_bare(int out, str s) {
  enum { SIGNATURE = 8, FRAME = 12 }; /* length, name and sum of a chunk */
  copy c = {.from = s, .out = out};
  for (size_t i = SIGNATURE; i + FRAME <= s.n;) {
    size_t n = number(s, i, 4, false);
    if (n > s.n - i - FRAME) return -1;
    size_t next = i + FRAME + n;
    str name = str_sub(s, i + 4, i + 8);
    char room[40];
    str instead = exif_chunk(room, name, str_sub(s, i + 8, i + 8 + n));
    bool same = instead.n && str_eq(instead, str_sub(s, i, next));
    if (!chunk_shows(name) && !same) leave_out(&c, i, next, instead);
    i = next;
  }
  return copied(&c);
}

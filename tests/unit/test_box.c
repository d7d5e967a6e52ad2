/* test_box: kit/box with the real helper: what it takes, what it refuses and why, and that a file
 * that breaks its reader breaks nothing else.  Files are made by ImageMagick, qpdf, heif-enc and
 * zip's own bytes when the test runs. */
#include <pthread.h>
#include <signal.h>
#include <unistd.h>

#include "a_paper.h"
#include "in_folder.h"
#include "kit/box.h"
#include "base/rand.h"

static box_helper *b;
static char here[4096];

#define assert_ok(call)                                                     \
  do {                                                                      \
    err *said_ = (call);                                                    \
    if (said_) print_error("%s\n", err_line(a, said_).p);                   \
    assert_null(said_);                                                     \
  } while (0)

static int start(void **state) {
  if (open_folder(state) || !getcwd(here, sizeof here)) return -1;
  return box_open(TEST_BOX, 2, &b) != NULL;
}
static int end(void **state) {
  box_close(b);
  return close_folder(state);
}

/* What the helper says of a file, as the word that its message has in kit/box.def; "" for none. */
static const char *said(str bytes) {
  static const char *const words[][2] = {
#define BOX_VERDICT(name, kind, msgid) {#name, msgid},
#include "kit/box.def"
#undef BOX_VERDICT
  };
  box_paper p;
  err_reset();
  err *e = box_read(b, bytes, &p);
  box_drop(&p);
  for (size_t i = 0; e && i < COUNT(words); i++)
    if (strcmp(e->msgid, words[i][1]) == 0) return words[i][0];
  return e ? e->msgid : "";
}
#define assert_said(bytes, word) assert_string_equal(said(bytes), word)

static str joined(str one, str two) { return str_cat(a, one, two); }
static str cut(str s, size_t percent) { return str_sub(s, 0, s.n * percent / 100); }

static str digests(const char *name) {
  box_paper p;
  assert_ok(box_read(b, load(name), &p));
  str all = str_cat(a, p.page_digests);
  box_drop(&p);
  return all;
}

/* What tells a page is what it draws with: not numbers of objects, packing or its place in the
 * file; a change on one page changes that one's alone. */
static void pages_are_told(void **state) {
  (void)state;
  str draws = S("<</Length 20>>\nstream\n0 0 m 9 9 l S 1 2 3\nendstream");
  str other = S("<</Length 20>>\nstream\n0 0 m 9 9 l S 1 2 4\nendstream");
  str objects[] = {
      S("<</Type/Catalog/Pages 2 0 R>>"),
      S("<</Type/Pages/Count 2/Kids[3 0 R 4 0 R]/MediaBox[0 0 9 9]/Resources<</A 7 0 R>>>>"),
      S("<</Type/Page/Parent 2 0 R/Contents 5 0 R/Annots[<</Type/Annot/P 4 0 R>>]>>"),
      S("<</Type/Page/Parent 2 0 R/Contents 6 0 R>>"), draws, draws,
      S("<</Self 7 0 R/Name/Loop>>")};
  save("told.pdf", a_pdf_of(a, "one", objects, COUNT(objects)));
  save("again.pdf", a_pdf_of(a, "another file", objects, COUNT(objects)));
  must_run("qpdf --object-streams=generate --compress-streams=y told.pdf packed-told.pdf && "
           "qpdf --linearize told.pdf linear-told.pdf");
  str told = digests("told.pdf");
  assert_int_equal(told.n, 64);
  assert_false(str_eq(str_sub(told, 0, 32), str_sub(told, 32, 64)));
  assert_true(str_eq(told, digests("told.pdf")));
  assert_true(str_eq(told, digests("again.pdf")));
  assert_true(str_eq(told, digests("packed-told.pdf")));
  assert_true(str_eq(told, digests("linear-told.pdf")));
  objects[5] = other;
  save("changed.pdf", a_pdf_of(a, "one", objects, COUNT(objects)));
  str changed = digests("changed.pdf");
  assert_true(str_eq(str_sub(told, 0, 32), str_sub(changed, 0, 32)));
  assert_false(str_eq(str_sub(told, 32, 64), str_sub(changed, 32, 64)));
}

static void papers_are_taken(void **state) {
  (void)state;
  box_paper p;
  must_run("convert -size 640x480 plasma:red-blue photo.jpg && "
           "convert photo.jpg -strip photo.png && "
           "convert photo.jpg -interlace JPEG progressive.jpg && "
           "convert photo.jpg -strip -interlace PNG interlaced.png");
  str photo = load("photo.jpg");
  str image = S("<</Type/XObject/Subtype/Image/Width 640/Height 480/ColorSpace/DeviceRGB"
                "/BitsPerComponent 8/Filter/DCTDecode");
  const str objects[] = {
      S("<</Type/Catalog/Pages 2 0 R>>"), S("<</Type/Pages/Count 2/Kids[3 0 R 4 0 R]>>"),
      S("<</Type/Page/Parent 2 0 R/MediaBox[0 0 640 480]/Contents 6 0 R"
        "/Resources<</XObject<</I 5 0 R>>>>>>"),
      S("<</Type/Page/Parent 2 0 R/MediaBox[0 0 640 480]>>"),
      str_cat(a, image, str_fmt(a, "/Length %zu>>\nstream\n", photo.n), photo, S("\nendstream")),
      S("<</Length 24>>\nstream\n640 0 0 480 0 0 cm /I Do\nendstream")};
  save("two.pdf", a_pdf_of(a, "scanned", objects, COUNT(objects)));
  must_run("qpdf --linearize two.pdf linear.pdf && "
           "qpdf --object-streams=generate two.pdf packed.pdf");
  static const struct {
    const char *name, *type;
    int width, pages;
  } good[] = {{"photo.jpg", "image/jpeg", 640, 0},      {"progressive.jpg", "image/jpeg", 640, 0},
              {"photo.png", "image/png", 640, 0},       {"interlaced.png", "image/png", 640, 0},
              {"two.pdf", "application/pdf", 0, 2},     {"linear.pdf", "application/pdf", 0, 2},
              {"packed.pdf", "application/pdf", 0, 2}};
  for (size_t i = 0; i < COUNT(good); i++) {
    str bytes = load(good[i].name);
    assert_ok(box_read(b, bytes, &p));
    assert_string_equal(p.media_type, good[i].type);
    assert_int_equal(p.width, good[i].width);
    assert_int_equal(p.pages, good[i].pages);
    assert_true(str_eq(p.bytes, bytes) && !p.anew);
    box_drop(&p);
  }
  assert_ok(box_read(b, a_pdf(a, "small"), &p));
  assert_ok(box_read(b, a_png(), &p));
}

/* --- what pictures tell beside themselves --- */
static str segment(unsigned marker, str head, str body) {
  size_t n = head.n + body.n + 2;
  char *p = arena_list(a, 4, char);
  memcpy(p, (const char[]){(char)0xff, (char)marker, (char)(n >> 8), (char)n}, 4);
  return str_cat(a, (str){p, 4}, head, body);
}

/* Exif (CIPA DC-008) of a telephone: lying on its side (6), made by, and a place in Hà Nội. */
static const char exif_with_place[] =
    "II*\0\10\0\0\0\3\0\x0f\1\2\0\12\0\0\0\x32\0\0\0\x12\1\3\0\1\0\0\0\6\0\0\0"
    "\x25\x88\4\0\1\0\0\0\x3c\0\0\0\0\0\0\0Telephone\0"
    "\2\0\1\0\2\0\2\0\0\0N\0\0\0\2\0\5\0\3\0\0\0\x5a\0\0\0\0\0\0\0"
    "\x15\0\0\0\1\0\0\0\1\0\0\0\1\0\0\0\x2a\0\0\0\1\0\0\0";

static void assert_tells_nothing(str bytes) {
  static const char *const words[] = {"Telephone", "GPSLatitude", "Photoshop",
                                      "xpacket", "a remark", "an owner"};
  for (size_t i = 0; i < COUNT(words); i++)
    assert_int_equal(str_find(bytes, str_of(words[i])), -1);
  assert_int_equal(str_find(bytes, (str){exif_with_place + 62, 30}), -1);
}

static str points_of(const char *file) {
  must_run(str_fmt(a, "convert %s -auto-orient rgb:- | sha256sum >points", file).p);
  return load("points");
}

static void a_photo_is_kept_without_its_place_and_camera(void **state) {
  (void)state;
  box_paper p, again;
  must_run("convert -size 64x48 plasma:red-blue plain.jpg && "
           "convert plain.jpg -interlace JPEG scans.jpg");
  static const char *const files[] = {"plain.jpg", "scans.jpg"};
  str exif = (str){exif_with_place, sizeof exif_with_place - 1};
  for (size_t i = 0; i < COUNT(files); i++) {
    str bytes = load(files[i]);
    str colours = segment(0xe2, (str){"ICC_PROFILE\0\1\1", 14}, S("of this camera"));
    str told = str_cat(a, colours, segment(0xe1, (str){"Exif\0", 6}, exif),
                       segment(0xe1, (str){"http://ns.adobe.com/xap/1.0/", 29},
                               S("<?xpacket begin?>GPSLatitude")),
                       segment(0xed, (str){"Photoshop 3.0", 14}, S("8BIM an owner")),
                       segment(0xfe, S(""), S("a remark")));
    str film = S("\0\0\0\x18" "ftypmp42 GPSLatitude");
    save("told.jpg", str_cat(a, str_sub(bytes, 0, 2), told, str_sub(bytes, 2, bytes.n), film));
    assert_ok(box_read(b, load("told.jpg"), &p));
    assert_true(p.anew);
    assert_tells_nothing(p.bytes);
    assert_true(str_find(p.bytes, colours) > 0);
    save("kept.jpg", p.bytes);
    assert_true(str_eq(points_of("kept.jpg"), points_of("told.jpg"))); /* and the right way up */
    must_run("test \"$(identify -format '%[orientation]' kept.jpg)\" = RightTop");
    assert_ok(box_read(b, p.bytes, &again)); /* there is nothing more to leave out */
    assert_true(!again.anew && str_eq(again.bytes, p.bytes));
    box_drop(&p);
  }
}

static str chunk(const char *name, str body) {
  str inside = str_cat(a, str_of(name), body);
  unsigned long crc = 0xffffffffUL;
  for (size_t i = 0; i < inside.n; i++) {
    crc ^= (unsigned char)inside.p[i];
    for (int k = 0; k < 8; k++) crc = crc & 1 ? 0xedb88320UL ^ crc >> 1 : crc >> 1;
  }
  crc ^= 0xffffffffUL;
  char *ends = arena_list(a, 8, char);
  for (int k = 0; k < 4; k++) {
    ends[k] = (char)(body.n >> (24 - 8 * k));
    ends[4 + k] = (char)(crc >> (24 - 8 * k));
  }
  return str_cat(a, (str){ends, 4}, inside, (str){ends + 4, 4});
}

static void a_png_is_kept_without_its_remarks(void **state) {
  (void)state;
  box_paper p, again;
  must_run("convert -size 64x48 plasma:red-blue -strip plain.png");
  str bytes = load("plain.png"), exif = (str){exif_with_place, sizeof exif_with_place - 1};
  str told = str_cat(a, chunk("eXIf", exif), chunk("tEXt", (str){"Author\0an owner", 15}),
                     chunk("tIME", (str){"\7\352\1\1\1\1\1", 7}), chunk("prVt", S("a remark")));
  save("told.png", str_cat(a, str_sub(bytes, 0, 33), told, str_sub(bytes, 33, bytes.n)));
  assert_ok(box_read(b, load("told.png"), &p));
  assert_true(p.anew);
  assert_tells_nothing(p.bytes);
  assert_int_equal(str_find(p.bytes, S("tIME")), -1);
  save("kept.png", p.bytes);
  assert_true(str_eq(points_of("kept.png"), points_of("told.png")));
  assert_true(str_find(p.bytes, S("eXIf")) > 0);
  assert_ok(box_read(b, p.bytes, &again));
  assert_true(!again.anew && str_eq(again.bytes, p.bytes));
  box_drop(&p);
}

/* Adds n to the four bytes, most significant first, that stand `from` the name of a box. */
static void add_at(char *bytes, size_t size, const char *name, ptrdiff_t from, unsigned n) {
  ptrdiff_t at = str_find((str){bytes, size}, str_of(name));
  assert_true(at > 0);
  unsigned char *p = (unsigned char *)bytes + at + from;
  unsigned v = n;
  for (int i = 0; i < 4; i++) v += (unsigned)p[i] << (24 - 8 * i);
  for (int i = 0; i < 4; i++) p[i] = (unsigned char)(v >> (24 - 8 * i));
}

/* What heif-enc has written, as a camera on its side writes it: with a quarter of a turn (ISO/IEC
 * 23008-12 6.5.10) as a fourth property of the one picture. */
static str turned(str heic) {
  ptrdiff_t ipma = str_find(heic, S("ipma")), mdat = str_find(heic, S("mdat"));
  assert_true(ipma > 4 && mdat > ipma);
  size_t properties = (size_t)ipma - 4, end = (size_t)mdat - 4;
  str whole = str_cat(a, str_sub(heic, 0, properties), S("\0\0\0\x09irot\3"),
                      str_sub(heic, properties, end), S("\x84"), str_sub(heic, end, heic.n));
  char *p = (char *)(uintptr_t)whole.p;
  static const char *const grown[] = {"meta", "iprp"};
  for (size_t i = 0; i < COUNT(grown); i++) add_at(p, whole.n, grown[i], -4, 10);
  add_at(p, whole.n, "ipco", -4, 9);
  add_at(p, whole.n, "ipma", -4, 1);
  add_at(p, whole.n, "ipma", 11, 1); /* properties of the item: a byte, four of them now */
  add_at(p, whole.n, "iloc", 16, 10);     /* where the picture's bytes begin */
  return whole;
}

static void a_heic_becomes_an_upright_jpeg(void **state) {
  (void)state;
  box_paper p;
  must_run("convert -size 320x200 gradient:white-black top.jpg && "
           "heif-enc -q 80 top.jpg -o top.heic");
  static const char exif[] = "\xff\xe1\0\x22" "Exif\0\0MM\0\x2a\0\0\0\x08\0\1"
                             "\1\x12\0\3\0\0\0\1\0\1\0\0\0\0\0"; /* and a NUL at the end */
  str top = load("top.jpg");
  str note = {exif, sizeof exif};
  save("told.jpg", str_cat(a, str_sub(top, 0, 2), note, str_sub(top, 2, top.n)));
  must_run("heif-enc -q 80 told.jpg -o told.heic");
  assert_true(str_find(load("told.heic"), S("Exif")) > 0);
  assert_ok(box_read(b, load("top.heic"), &p));
  assert_true(p.anew);
  assert_string_equal(p.media_type, "image/jpeg");
  assert_int_equal(p.width, 320);
  assert_int_equal(p.height, 200);
  assert_int_equal(str_find(p.bytes, S("Exif")), -1);
  save("back.jpg", p.bytes);
  box_drop(&p);
  must_run("compare -metric AE -fuzz 6% top.jpg back.jpg null: 2>off; test $(cat off) -lt 640");
  assert_ok(box_read(b, turned(load("top.heic")), &p));
  assert_int_equal(p.width, 200);
  assert_int_equal(p.height, 320);
  box_drop(&p);
  assert_ok(box_read(b, load("told.heic"), &p)); /* what it tells of camera and place */
  assert_int_equal(str_find(p.bytes, S("Exif")), -1);
  box_drop(&p);
  assert_said(cut(load("top.heic"), 60), "DAMAGED");
  assert_said(cut(load("top.heic"), 3), "DAMAGED");
  for (int i = 0; i < 60; i++) { /* garbage: taken or not, nothing breaks */
    str heic = str_dup(a, load("told.heic"));
    unsigned where[2];
    rand_bytes(where, sizeof where);
    rand_bytes((char *)(uintptr_t)heic.p + where[0] % (heic.n - 8), 1 + where[1] % 8);
    assert_string_not_equal(said(heic), "UNSAFE");
  }
}

static void what_is_not_whole_is_refused(void **state) {
  (void)state;
  assert_said(S(""), "UNKNOWN");
  assert_said(S("hello"), "UNKNOWN");
  assert_said(S("<html>%PDF-1.7 %%EOF"), "UNKNOWN");
  assert_said(S("GIF89a\1\0\1\0\0\0\0;"), "UNKNOWN");
  static const char *const cuttable[] = {"photo.jpg", "progressive.jpg", "photo.png",
                                         "interlaced.png", "two.pdf", "packed.pdf"};
  for (size_t i = 0; i < COUNT(cuttable); i++)
    for (size_t percent = 30; percent < 100; percent += 23)
      assert_said(cut(load(cuttable[i]), percent), "DAMAGED");
  str pdf = a_pdf(a, "x");
  char *broken = (char *)(uintptr_t)str_dup(a, pdf).p;
  broken[str_find(pdf, S("xref")) + 12] = '9';
  memcpy(broken + str_find(pdf, S("startxref")) + 10, "999", 3);
  assert_said(((str){broken, pdf.n}), "DAMAGED");
}

static void a_second_thing_inside_is_refused(void **state) {
  (void)state;
  str zip = S("PK\3\4\0\0\0\0\0\0some entryPK\5\6\0\0\0\0\1\0\1\0\0\0\0\0\0\0\0\0\0\0");
  static const char *const names[] = {"photo.jpg", "photo.png", "two.pdf"};
  for (size_t i = 0; i < COUNT(names); i++) {
    assert_said(joined(load(names[i]), zip), "TRAILING");
    assert_said(joined(load(names[i]), S("<script>alert(1)</script>")), "TRAILING");
  }
  str pdf = a_pdf(a, "<html><script>alert(1)</script>");
  assert_said(pdf, "TRAILING");
  str html = S("%PDF-1.7\n<html><body onload=\"alert(1)\">\n%%EOF\n");
  assert_said(html, "DAMAGED");
  /* an archive whose comment is the PDF's end */
  str end = S("startxref\n0\n%%EOF\n");
  str hidden = str_cat(a, S("PK\5\6\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0"), S("\x12\0"), end);
  assert_string_not_equal(said(str_cat(a, load("two.pdf"), hidden)), "");
}

static void a_cameras_tail_is_left_out(void **state) {
  (void)state;
  box_paper p;
  str photo = load("photo.jpg");
  const str tails[] = {photo, S("\0\0\0\x18" "ftypmp42 and a film"), S("notes of the camera SEFT"),
                       S("\0\0\0\0")};
  for (size_t i = 0; i < COUNT(tails); i++) {
    assert_ok(box_read(b, joined(photo, tails[i]), &p));
    assert_true(str_eq(p.bytes, photo));
  }
}

static void pdfs_that_act_are_refused(void **state) {
  (void)state;
  assert_said(a_pdf_with(a, "", "/OpenAction<</S/JavaScript/JS(app.alert(1))>>"), "ACTIVE");
  assert_said(a_pdf_with(a, "", "/OpenAction<</S/Java#53cript>>"), "ACTIVE");
  assert_said(a_pdf_with(a, "", "/OpenAction<</S/Launch/F(cmd.exe)>>"), "ACTIVE");
  assert_said(a_pdf_with(a, "", "/Names<</EmbeddedFiles<</Names[]>>>>"), "ACTIVE");
  assert_said(a_pdf_with(a, "", "/AcroForm<</XFA[]>>"), "ACTIVE");
  must_run("echo hidden >note && qpdf --add-attachment note -- two.pdf attached.pdf && "
           "qpdf --encrypt secret secret 256 -- two.pdf closed.pdf && "
           "qpdf --encrypt '' owner 256 -- two.pdf owned.pdf && "
           "qpdf --empty --pages $(yes two.pdf | head -251) -- many.pdf");
  assert_said(load("attached.pdf"), "ACTIVE");
  assert_said(load("closed.pdf"), "ENCRYPTED");
  assert_said(load("owned.pdf"), "ENCRYPTED");
  assert_said(load("many.pdf"), "PAGES");
}

static void bombs_go_off_inside(void **state) {
  (void)state;
  box_paper p;
  must_run(str_fmt(a, "node %s/tests/unit/data/bombs.mjs .", here).p);
  assert_said(load("bomb.png"), "LARGE");
  assert_said(load("huge.jpg"), "LARGE");
  assert_said(load("wide.jpg"), "LARGE");
  assert_ok(box_read(b, load("notes.png"), &p)); /* what nobody asks for is not unpacked */
  assert_said(a_pdf_stream(a, load("flate1"), "/FlateDecode"), "HEAVY");
  assert_said(a_pdf_stream(a, load("flate2"), "/FlateDecode/FlateDecode"), "HEAVY");
  assert_said(a_pdf_stream(a, S("not packed at all"), "/FlateDecode"), "DAMAGED");
  assert_ok(box_read(b, a_png(), &p)); /* and the next file is read */
}

static void *read_some(void *arg) {
  const str *photo = arg;
  for (int i = 0; i < 8; i++) {
    box_paper p;
    err_reset();
    if (box_read(b, *photo, &p)) return arg;
    box_drop(&p);
  }
  return NULL;
}

static void a_killed_helper_is_started_again(void **state) {
  (void)state;
  box_paper p;
  assert_ok(box_ready(b));
  assert_int_equal(system("pkill -9 -P $PPID motcua-box"), 0);
  usleep(50000);
  assert_ok(box_read(b, a_png(), &p));
}

static void threads_share_the_helper(void **state) {
  (void)state;
  str photo = load("photo.jpg");
  pthread_t t[6];
  void *failed;
  for (size_t i = 0; i < COUNT(t); i++) pthread_create(&t[i], NULL, read_some, &photo);
  for (size_t i = 0; i < COUNT(t); i++) {
    pthread_join(t[i], &failed);
    assert_null(failed);
  }
}

static void without_a_helper_nothing_is_taken(void **state) {
  (void)state;
  box_helper *none;
  box_paper p;
  assert_ok(box_open("/nowhere/motcua-box", 0, &none));
  err *e = box_read(none, a_png(), &p);
  assert_int_equal(e->kind, ERR_UNAVAILABLE);
  assert_true(e->retry_after > 0);
  assert_non_null(box_ready(none));
  box_close(none);
  assert_ok(box_open("/bin/false", 0, &none));
  assert_int_equal(box_read(none, a_png(), &p)->kind, ERR_UNAVAILABLE);
  box_close(none);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(pages_are_told), cmocka_unit_test(papers_are_taken),
      cmocka_unit_test(a_photo_is_kept_without_its_place_and_camera),
      cmocka_unit_test(a_png_is_kept_without_its_remarks),
      cmocka_unit_test(a_heic_becomes_an_upright_jpeg),
      cmocka_unit_test(what_is_not_whole_is_refused),
      cmocka_unit_test(a_second_thing_inside_is_refused),
      cmocka_unit_test(a_cameras_tail_is_left_out),
      cmocka_unit_test(pdfs_that_act_are_refused),
      cmocka_unit_test(bombs_go_off_inside),
      cmocka_unit_test(a_killed_helper_is_started_again),
      cmocka_unit_test(threads_share_the_helper),
      cmocka_unit_test(without_a_helper_nothing_is_taken),
  };
  return cmocka_run_group_tests(tests, start, end);
}

/* test_pdf: a paper is drawn, approved and sealed, then read by ours, pdfsig, openssl, qpdf and
 * pdftotext; every way of altering it is refused.  KEEP=folder keeps the files. */
#include <pthread.h>

#include "in_folder.h"
#include "kit/crypto.h"
#include "kit/page.h"
#include "kit/pdfsign.h"

static issuer root, ca, officer, seal;
static str draft, approved, sealed;

/* --- help --- */

static instant now(void) { return (instant){day_at(20261124, 17 * 60).us}; }

static const page_box boxes[] = {{340, 84, 190, 66}, {140, 74, 262, 84}};
static const str names[] = {{"approver", 8}, {"seal", 4}};

static err *draw(const page_block *blocks, size_t n, str *pdf) {
  const str captions[] = {S("CHỦ TỊCH"), STR_NONE};
  page_paper p = {.title = S("Giấy khai sinh (bản chính)"), .date = now(), .blocks = blocks,
                  .n = n, .fields = boxes, .field_names = names, .field_captions = captions,
                  .nfields = 2};
  return page_draw(a, &p, pdf);
}

static err *draw_birth(str *pdf) {
  const page_block blocks[] = {
      {PAGE_AUTHORITY, S("ỦY BAN NHÂN DÂN TỈNH ĐỒNG THÁP"), S("ỦY BAN NHÂN DÂN XÃ TRUNG AN")},
      {PAGE_NATION, STR_NONE, S("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc")},
      {PAGE_TITLE, STR_NONE, S("GIẤY KHAI SINH")},
      {PAGE_SUBTITLE, STR_NONE, S("(Bản chính)")},
      {PAGE_SPACE, STR_NONE, STR_NONE},
      {PAGE_FIELD, S("Họ, chữ đệm, tên"), S("NGUYỄN NGỌC BẢO AN")},
      {PAGE_FIELD, S("Ngày, tháng, năm sinh"),
       S("05/11/2026 (ngày năm tháng mười một năm hai nghìn không trăm hai mươi sáu)")},
      {PAGE_FIELD, S("Giới tính"), S("Nữ")},
      {PAGE_FIELD, S("Dân tộc"), S("Kinh")},
      {PAGE_FIELD, S("Quốc tịch"), S("Việt Nam")},
      {PAGE_FIELD, S("Nơi sinh"), S("Bệnh viện Phụ sản Tiền Giang, phường Mỹ Tho, tỉnh Đồng Tháp")},
      {PAGE_FIELD, S("Số định danh cá nhân"), S("082326001234")},
      {PAGE_FIELD, S("Họ, chữ đệm, tên người mẹ"), S("TRẦN THỊ KIM NGÂN")},
      {PAGE_FIELD, S("Họ, chữ đệm, tên người cha"), S("NGUYỄN VĂN HÙNG")},
      {PAGE_FIELD, S("Nơi cư trú của cha mẹ"), S("Ấp Bình Tạo, xã Trung An, tỉnh Đồng Tháp")},
      {PAGE_TEXT, STR_NONE, S("Giấy khai sinh này là bản điện tử, có giá trị như bản giấy; "
                              "chữ ký số của người có thẩm quyền và của cơ quan nằm trong tệp.")},
      {PAGE_ITALIC, STR_NONE, S("Đồng Tháp, ngày 24 tháng 11 năm 2026")}};
  return draw(blocks, COUNT(blocks), pdf);
}

static err *sign_with(const issuer *who, str pdf, const pdf_signing *s, str *out) {
  pdf_prepared p;
  cms_pending pending;
  str file, signature, cms;
  signing_key *k;
  TRY(pdf_prepare(a, pdf, s, &p));
  TRY(cms_begin(a, who->certificate, p.digest, &pending));
  TRY(pkcs12_make(a, who, S("pass"), 1000, &file));
  TRY(key_open(file, S("pass"), &k));
  err *e = key_sign(a, k, pending.digest, &signature);
  key_close(k);
  TRY(e);
  TRY(cms_complete(a, str_cat(a, who->certificate, ca.certificate), &pending, signature, &cms));
  return pdf_embed(a, &p, cms, out);
}

static err *stamped(bool red, pdf_signing *s) {
  const str blue_lines[] = {S("Lê Hoàng Minh"), S("Chủ tịch Ủy ban nhân dân xã Trung An"),
                            S("Ký số: 24/11/2026 17:00:00 +07:00")};
  const str red_lines[] = {S("ỦY BAN NHÂN DÂN\nXÃ TRUNG AN"), S("Số: 123/2026"),
                           S("Ngày ký: 24/11/2026"), S("17:00:00 +07:00")};
  page_stamp stamp = {.w = boxes[red].w, .h = boxes[red].h, .red = red,
                      .lines = red ? red_lines : blue_lines, .n = red ? 4 : 3};
  s->field = names[red];
  s->signer = red ? S("Ủy ban nhân dân xã Trung An") : S("Lê Hoàng Minh");
  s->reason = red ? S("Seal (123/2026)") : S("Phê duyệt");
  s->location = S("Đồng Tháp");
  s->at = now();
  return page_stamp_draw(a, &stamp, &s->appearance);
}

static err *make_all(void) {
  pdf_signing s;
  TRY(make(NULL, ISSUE_ROOT, "Gốc thử nghiệm", &root));
  TRY(make(&root, ISSUE_CA, "CA thử nghiệm", &ca));
  TRY(make(&ca, ISSUE_SIGNER, "Lê Hoàng Minh", &officer));
  TRY(make(&ca, ISSUE_SEAL, "Ủy ban nhân dân xã Trung An", &seal));
  TRY(draw_birth(&draft));
  TRY(stamped(false, &s));
  TRY(sign_with(&officer, draft, &s, &approved));
  TRY(stamped(true, &s));
  return sign_with(&seal, approved, &s, &sealed);
}

static int open_all(void **state) {
  if (open_folder(state)) return -1;
  err *e = make_all();
  if (e) fprintf(stderr, "%s\n", err_line(a, e).p);
  return e != NULL;
}
static int close_all(void **state) {
  const char *keep = getenv("KEEP");
  int rc = keep ? system(str_fmt(a, "cp -r %s/. %s", folder, keep).p) : 0;
  return close_folder(state) || rc;
}

/* As a reader of the result does it: structure, then each CMS, then each path. */
static err *verify(str pdf, size_t want) {
  pdf_signature *list;
  size_t n;
  trust *t;
  TRY(pdf_signatures(a, pdf, &list, &n));
  if (n != want) return ERR(INVALID, "another number of signatures");
  const trust_parts parts = {.roots = {&root.certificate, 1}, .cas = {&ca.certificate, 1}};
  TRY(trust_new(&parts, &t));
  err *e = NULL;
  for (size_t i = 0; i < n && !e; i++) {
    str certificate;
    e = cms_verify(a, list[i].cms, list[i].digest, &certificate);
    if (!e) e = trust_check(t, certificate, now());
  }
  trust_free(t);
  return e;
}

/* --- tests --- */

static void drawing(void **state) {
  (void)state;
  str again;
  assert_null(draw_birth(&again));
  assert_true(str_eq(draft, again));
  save("draft.pdf", draft);
  must_run("qpdf --check draft.pdf && ! grep -i warn log");
  must_run("pdftotext -layout draft.pdf - | tee text");
  static const char *const wanted[] = {"CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
                                       "Độc lập - Tự do - Hạnh phúc", "GIẤY KHAI SINH",
                                       "NGUYỄN NGỌC BẢO AN", "TRẦN THỊ KIM NGÂN", "CHỦ TỊCH",
                                       "Đồng Tháp, ngày 24 tháng 11 năm 2026"};
  for (size_t i = 0; i < COUNT(wanted); i++)
    assert_true(str_find(load("text"), str_of(wanted[i])) >= 0);
  must_run("pdfinfo draft.pdf | grep -q 'Pages: *1$' && pdfinfo draft.pdf | grep -q 'Tagged: *yes'"
           " && pdfinfo draft.pdf | grep -q 'version: *1.7'");
  must_run("pdffonts draft.pdf | tail -n +3 | grep -v 'NotoSer.* yes yes yes' | (! grep .)");
  must_run("qpdf --json draft.pdf | tr -d ' \\n' | tee json | grep -q '\"/Lang\":\"u*:*vi\"'");
  assert_true(str_find(load("json"), S("\"/SigFlags\":3")) > 0);
  assert_null(verify(draft, 0));
}

static void long_texts(void **state) {
  (void)state;
  page_block blocks[120] = {{PAGE_TITLE, STR_NONE, S("Danh sách")}};
  buf words = buf_in(a), joined = buf_in(a);
  for (int i = 0; i < 500; i++) buf_fmt(&words, "từ%d ", i);
  for (int i = 0; i < 300; i++) buf_add(&joined, S("khôngngắt"));
  for (size_t i = 1; i < COUNT(blocks); i++)
    blocks[i] = (page_block){PAGE_FIELD, S("Một nhãn dài hơn chỗ dành cho nó rất nhiều lần thật"),
                             str_fmt(a, "giá trị %zu hết", i)};
  blocks[10].text = buf_str(&joined);
  blocks[20] = (page_block){PAGE_TEXT, STR_NONE, buf_str(&words)};
  blocks[COUNT(blocks) - 1] = (page_block){PAGE_ITALIC, STR_NONE, S("ngày cuối")};
  str pdf;
  assert_null(draw(blocks, COUNT(blocks), &pdf));
  save("long.pdf", pdf);
  must_run("qpdf --check long.pdf");
  must_run("pdftotext -layout long.pdf text");
  for (size_t i = 1; i < COUNT(blocks) - 1; i++)
    if (i != 10 && i != 20) assert_true(str_find(load("text"), blocks[i].text) >= 0);
  assert_true(str_find(load("text"), S("từ499")) >= 0);
  /* Nothing is drawn beyond the margins: every word's box lies inside. */
  must_run("pdftotext -bbox long.pdf box && awk -F'\"' '/<word/ { n++; if ($2 < 60 || $4 < 20 || "
           "$6 > 545 || $8 > 800) { print; bad = 1 } } END { exit bad || n < 500 }' box");
  for (size_t n = 1; n < COUNT(blocks); n++) assert_null(draw(blocks, n, &pdf));
  blocks[3].text = S("\xff\xfe");
  assert_non_null(draw(blocks, COUNT(blocks), &pdf));
  char *huge = arena_alloc(a, 300000);
  memset(huge, 'x', 300000);
  blocks[3].text = (str){huge, 300000};
  err *e = draw(blocks, COUNT(blocks), &pdf);
  assert_int_equal(e->kind, ERR_TOO_LARGE);
}

static void whole(void **state) {
  (void)state;
  pdf_signature *list;
  size_t n;
  assert_null(verify(approved, 1));
  assert_null(verify(sealed, 2));
  assert_true(str_starts(approved, draft));
  assert_true(str_starts(sealed, approved));
  assert_null(pdf_signatures(a, sealed, &list, &n));
  assert_string_equal(list[0].field.p, "approver");
  assert_string_equal(list[1].field.p, "seal");
  assert_int_equal(list[0].revision_end, approved.n);
  assert_int_equal(list[1].revision_end, sealed.n);
  print_message("draft %zu, approved %zu, sealed %zu bytes\n", draft.n, approved.n, sealed.n);

  save("approved.pdf", approved);
  save("sealed.pdf", sealed);
  save("root.der", root.certificate);
  must_run("openssl x509 -inform DER -in root.der -out root.pem && mkdir nss && certutil -N "
           "--empty-password -d nss && certutil -A -t CT,C,C -n root -i root.pem -d nss");
  must_run("qpdf --check sealed.pdf && ! grep -i warn log");
  must_run("LC_ALL=C.UTF-8 pdfsig -nssdir nss sealed.pdf | tee report");
  str report = load("report");
  str second = str_sub(report, (size_t)str_find(report, S("Signature #2")), report.n);
  str first = str_sub(report, 0, report.n - second.n);
  assert_true(str_find(first, S("Signature is Valid")) > 0);
  assert_true(str_find(first, S("Certificate is Trusted")) > 0);
  assert_true(str_find(first, S("Not total document signed")) > 0);
  assert_true(str_find(first, S("ETSI.CAdES.detached")) > 0);
  assert_true(str_find(second, S("Signature is Valid")) > 0);
  assert_true(str_find(second, S("Certificate is Trusted")) > 0);
  assert_true(str_find(second, S("- Total document signed")) > 0);
  must_run("pdfsig -nssdir nss approved.pdf | grep -q -- '- Total document signed'");
  must_run("pdftotext -layout sealed.pdf text && grep -q '123/2026' text && grep -q Minh text");

  for (size_t i = 0; i < n; i++) { /* the CMS over exactly its revision without Contents */
    str revision = str_sub(sealed, 0, list[i].revision_end);
    ptrdiff_t at = 0;
    for (ptrdiff_t hit; (hit = str_find(str_sub(revision, (size_t)at, revision.n),
                                        S("/Contents <3"))) >= 0;)
      at += hit + 10;
    size_t end = (size_t)str_chr(revision, '>', (size_t)at) + 1;
    save("content", str_cat(a, str_sub(revision, 0, (size_t)at),
                            str_sub(revision, end, revision.n)));
    save("cms", list[i].cms);
    must_run("openssl cms -verify -binary -cades -purpose any -inform DER -in cms -content content"
             " -CAfile root.pem -out /dev/null");
  }
}

static void refusals(void **state) {
  (void)state;
  pdf_signing s;
  pdf_prepared p;
  str out;
  assert_null(stamped(false, &s));
  err *e = pdf_prepare(a, approved, &s, &p);
  assert_string_equal(e->msgid, "{0} is signed already.");
  s.field = S("nobody");
  assert_int_equal(pdf_prepare(a, draft, &s, &p)->kind, ERR_INVALID);
  s.field = STR_NONE;
  assert_int_equal(pdf_prepare(a, draft, &s, &p)->kind, ERR_INVALID);
  s.field = names[0];
  assert_int_equal(pdf_prepare(a, S("not a PDF"), &s, &p)->kind, ERR_INVALID);
  s.appearance = S("not a PDF");
  assert_int_equal(pdf_prepare(a, draft, &s, &p)->kind, ERR_INVALID);
  s.appearance = STR_NONE; /* an invisible signature */
  assert_null(sign_with(&officer, draft, &s, &out));
  assert_null(verify(out, 1));
  assert_null(pdf_prepare(a, draft, &s, &p));
  char *big = arena_alloc(a, p.room);
  assert_int_equal(pdf_embed(a, &p, (str){big, p.room / 2 + 1}, &out)->kind, ERR_TOO_LARGE);
}

static str changed(str pdf, size_t at, char c) {
  str copy = str_dup(a, pdf);
  ((char *)(uintptr_t)copy.p)[at] = c;
  return copy;
}

static str replaced(str pdf, str what, str with) {
  ptrdiff_t at = -1, hit;
  for (size_t from = 0; (hit = str_find(str_sub(pdf, from, pdf.n), what)) >= 0;) {
    at = (ptrdiff_t)from + hit; /* the last one */
    from = (size_t)at + 1;
  }
  assert_true(at >= 0);
  return str_cat(a, str_sub(pdf, 0, (size_t)at), with,
                 str_sub(pdf, (size_t)at + what.n, pdf.n));
}

static void alterations(void **state) {
  (void)state;
  size_t mark = arena_mark(a), passed = 0;
  pdf_signature *list;
  size_t n, step = sealed.n / 4000 + 1, contents = approved.n;
  contents += (size_t)str_find(str_sub(sealed, approved.n, sealed.n), S("/Contents <"));
  for (size_t at = 0; at < sealed.n; at += step) {
    bool accepted = !verify(changed(sealed, at, (char)(sealed.p[at] ^ 1)), 2);
    if (accepted) assert_true(at > contents && at < contents + 4000);
    passed += accepted;
    arena_rewind(a, mark);
    err_reset();
  }
  assert_true(passed < 40); /* in the last CMS: its carried CA, versions, the spelling of a name */
  for (size_t at = 0; at < approved.n; at += 97) { /* below the seal no byte may change */
    assert_non_null(verify(changed(sealed, at, (char)(sealed.p[at] ^ 1)), 2));
    arena_rewind(a, mark);
    err_reset();
  }
  for (size_t size = 0; size < sealed.n; size += 61) {
    if (size == draft.n || size == approved.n) continue;
    assert_non_null(pdf_signatures(a, str_sub(sealed, 0, size), &list, &n));
    arena_rewind(a, mark);
    err_reset();
  }
  assert_non_null(verify(str_cat(a, sealed, S("\n")), 2));
  assert_non_null(verify(str_cat(a, sealed, S("% more\n%%EOF\n")), 2));
  assert_non_null(verify(replaced(sealed, S("[0 "), S("[1 ")), 2));
  assert_non_null(verify(replaced(sealed, S("/ETSI.CAdES"), S("/ETSI.CAdET")), 2));
  ptrdiff_t range = str_find(str_sub(sealed, approved.n, sealed.n), S("/ByteRange [0 "));
  for (size_t i = 14; i < 40; i++) {
    size_t at = approved.n + (size_t)range + i;
    if (sealed.p[at] == ']') break;
    assert_non_null(pdf_signatures(a, changed(sealed, at, '7' + (sealed.p[at] == '7')), &list, &n));
  }
  save("bad.pdf", changed(sealed, (size_t)str_find(sealed, S("/MediaBox [ 0 0 595")) + 16, '4'));
  assert_non_null(verify(load("bad.pdf"), 2));
  must_run("pdfsig -nssdir nss bad.pdf | grep -c 'Digest Mismatch' | grep -q 2");
}

/* A later revision that swaps the page: right for a viewer, and refused here. */
static void hidden_revision(void **state) {
  (void)state;
  ptrdiff_t page = str_find(sealed, S(" 0 obj\n<< /Type /Page %"));
  size_t from = (size_t)page;
  while (sealed.p[from - 1] != '\n') from--;
  int number = atoi(sealed.p + from);
  str tail = str_sub(sealed, sealed.n - 20, sealed.n), line = STR_NONE;
  while (str_split(&tail, '\n', &line) && line.n && (line.p[0] < '0' || line.p[0] > '9')) continue;
  ptrdiff_t root_at = str_find(str_sub(sealed, approved.n, sealed.n), S(" /Root "));
  str root_entry = str_sub(sealed, approved.n + (size_t)root_at, approved.n + (size_t)root_at + 14);
  buf b = buf_in(a);
  buf_add(&b, sealed);
  buf_fmt(&b, "%d 0 obj\n<< /Type /Page >>\nendobj\n", number);
  size_t xref = b.n;
  buf_fmt(&b, "xref\n%d 1\n%010zu 00000 n \ntrailer\n<< /Size 900 /Prev %.*s%.*s >>\nstartxref\n"
          "%zu\n%%%%EOF\n", number, sealed.n, STR_ARG(line), STR_ARG(root_entry), xref);
  assert_non_null(verify(buf_str(&b), 2));
  assert_non_null(verify(buf_str(&b), 3));
  save("shadow.pdf", buf_str(&b));
  must_run("pdfsig -nssdir nss shadow.pdf | grep -c 'Signature is Valid' | grep -q 2");
}

static void noise(void **state) {
  (void)state;
  uint64_t seed = 88172645463325252u;
  size_t mark = arena_mark(a);
  for (int round = 0; round < 1500; round++) {
    char *copy = (char *)(uintptr_t)str_dup(a, sealed).p;
    for (int k = 0; k < 1 + round % 6; k++) {
      seed ^= seed << 13, seed ^= seed >> 7, seed ^= seed << 17;
      size_t at = (size_t)(seed % sealed.n), to = (size_t)((seed >> 32) % sealed.n);
      size_t n = (size_t)(seed >> 20 & 63);
      if (seed & 64 || to + n > sealed.n || at + n > sealed.n) copy[at] = (char)(seed >> 24);
      else memmove(copy + at, copy + to, n);
    }
    pdf_signature *list;
    size_t n;
    if (!pdf_signatures(a, (str){copy, sealed.n}, &list, &n)) assert_true(n <= 2);
    arena_rewind(a, mark);
    err_reset();
  }
}

static void *draw_in_thread(void *failed) {
  arena *mine = arena_new(64 << 20);
  const page_block b[] = {{PAGE_TITLE, STR_NONE, S("Giấy phép")},
                          {PAGE_FIELD, S("Họ tên"), S("Trần Đức Lương")}};
  page_paper p = {.title = S("Giấy phép"), .date = now(), .blocks = b, .n = 2};
  const str lines[] = {S("Trần Đức Lương")};
  page_stamp stamp = {.w = 120, .h = 40, .lines = lines, .n = 1};
  for (int i = 0; i < 20; i++) {
    str pdf;
    if (page_draw(mine, &p, &pdf) || page_stamp_draw(mine, &stamp, &pdf)) *(bool *)failed = true;
    arena_reset(mine, 1 << 20);
  }
  arena_free(mine);
  return NULL;
}

static void threads(void **state) {
  (void)state;
  pthread_t t[4];
  bool failed[4] = {false};
  for (int i = 0; i < 4; i++)
    assert_int_equal(pthread_create(&t[i], NULL, draw_in_thread, &failed[i]), 0);
  for (int i = 0; i < 4; i++) {
    pthread_join(t[i], NULL);
    assert_false(failed[i]);
  }
}

static void speed(void **state) {
  (void)state;
  enum { TIMES = 100 };
  size_t mark = arena_mark(a), n;
  pdf_signing s;
  pdf_prepared p;
  pdf_signature *list;
  int64_t took[4], since = ticks_us();
  for (int i = 0; i < TIMES; i++, arena_rewind(a, mark)) {
    str pdf;
    assert_null(draw_birth(&pdf));
  }
  took[0] = ticks_us() - since, since = ticks_us();
  for (int i = 0; i < TIMES; i++, arena_rewind(a, mark)) assert_null(stamped(true, &s));
  took[1] = ticks_us() - since;
  assert_null(stamped(true, &s));
  mark = arena_mark(a), since = ticks_us();
  for (int i = 0; i < TIMES; i++, arena_rewind(a, mark))
    assert_null(pdf_prepare(a, approved, &s, &p));
  took[2] = ticks_us() - since, since = ticks_us();
  for (int i = 0; i < TIMES; i++, arena_rewind(a, mark))
    assert_null(pdf_signatures(a, sealed, &list, &n));
  took[3] = ticks_us() - since;
  print_message("microseconds: draw %d, stamp_draw %d, pdf_prepare %d, pdf_signatures %d\n",
                (int)(took[0] / TIMES), (int)(took[1] / TIMES), (int)(took[2] / TIMES),
                (int)(took[3] / TIMES));
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(drawing),         cmocka_unit_test(long_texts),
      cmocka_unit_test(whole),           cmocka_unit_test(refusals),
      cmocka_unit_test(alterations),     cmocka_unit_test(hidden_revision),
      cmocka_unit_test(noise),           cmocka_unit_test(threads),
      cmocka_unit_test(speed),
  };
  return cmocka_run_group_tests(tests, open_all, close_all);
}

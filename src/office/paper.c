/* paper: see paper.h.  What a file is, is told by its bytes, never by its name or by what the
 * sender says of it. */
#include "office/paper.h"

#include "base/rand.h"
#include "kit/text.h"
#include "office/access.h"
#include "office/paper.sql.h"

enum { LONGEST_NAME = 200, PDF_TAIL = 1024, PNG_SIDE = 1 << 20 };

/* --- kinds --- */
static unsigned byte_at(str s, size_t i) { return (unsigned char)s.p[i]; }

static uint32_t big_endian(str s, size_t i) {
  return byte_at(s, i) << 24 | byte_at(s, i + 1) << 16 | byte_at(s, i + 2) << 8 | byte_at(s, i + 3);
}

/* ISO 32000-1 7.5: the header at the very beginning, %%EOF at the end. */
static bool is_pdf(str s) {
  str tail = str_sub(s, s.n > PDF_TAIL ? s.n - PDF_TAIL : 0, s.n);
  return s.n > 16 && (str_starts(s, S("%PDF-1.")) || str_starts(s, S("%PDF-2."))) &&
         str_find(tail, S("%%EOF")) >= 0;
}

/* PNG (ISO/IEC 15948) 5.2 and 11.2.2: the signature, then IHDR with sides that are not zero. */
static bool is_png(str s) {
  if (s.n < 45 || !str_starts(s, S("\x89PNG\r\n\x1a\n"))) return false;
  return big_endian(s, 8) == 13 && str_eq(str_sub(s, 12, 16), S("IHDR")) &&
         big_endian(s, 16) - 1 < PNG_SIDE && big_endian(s, 20) - 1 < PNG_SIDE;
}

/* JPEG (ITU T.81 B.1): SOI, marker segments up to the first scan, EOI after it. */
static bool is_jpeg(str s) {
  if (s.n < 20 || !str_starts(s, S("\xff\xd8\xff"))) return false;
  size_t at = 2;
  while (at + 4 <= s.n && byte_at(s, at) == 0xff) {
    unsigned marker = byte_at(s, at + 1);
    if (marker == 0xff) {
      at++;
      continue;
    }
    size_t length = byte_at(s, at + 2) << 8 | byte_at(s, at + 3);
    if (marker < 0xc0 || length < 2) return false;
    at += 2 + length;
    if (marker == 0xda) return at < s.n && str_find(str_sub(s, at, s.n), S("\xff\xd9")) >= 0;
  }
  return false;
}

static const struct {
  bool (*is)(str s);
  const char *media_type, *name;
} kinds[] = {{is_pdf, "application/pdf", "giay-to.pdf"},
             {is_png, "image/png", "giay-to.png"},
             {is_jpeg, "image/jpeg", "giay-to.jpg"}};

/* --- names --- */
/* U+202A to U+202E, U+2066 to U+2069, U+200E, U+200F: they turn a name's end around. */
static size_t turning(str s, size_t i) {
  if (s.n - i < 3 || byte_at(s, i) != 0xe2) return 0;
  unsigned b = byte_at(s, i + 1), c = byte_at(s, i + 2);
  bool turns = (b == 0x80 && ((c >= 0xaa && c <= 0xae) || c == 0x8e || c == 0x8f)) ||
               (b == 0x81 && c >= 0xa6 && c <= 0xa9);
  return turns ? 3 : 0;
}

static str clean_name(arena *a, str name, const char *otherwise) {
  str nfc;
  if (!name.n || text_nfc(a, str_sub(name, 0, 4096), &nfc)) return str_of(otherwise);
  for (size_t i = nfc.n; i; i--)
    if (nfc.p[i - 1] == '/' || nfc.p[i - 1] == '\\') {
      nfc = str_sub(nfc, i, nfc.n);
      break;
    }
  buf b = buf_in(a);
  for (size_t i = 0, skip; i < nfc.n; i += skip ? skip : 1) {
    skip = turning(nfc, i);
    if (!skip && byte_at(nfc, i) >= ' ' && byte_at(nfc, i) != 0x7f) buf_char(&b, nfc.p[i]);
  }
  str clean = str_trim(buf_str(&b));
  while (clean.n && clean.p[0] == '.') clean = str_sub(clean, 1, clean.n);
  size_t end = clean.n < LONGEST_NAME ? clean.n : LONGEST_NAME;
  while (end && end < clean.n && (byte_at(clean, end) & 0xc0) == 0x80) end--;
  return end ? str_dup(a, str_sub(clean, 0, end)) : str_of(otherwise);
}

/* --- storing --- */
typedef struct upload {
  paper p;      /* as it will be when it is new */
  paper stored; /* as it is */
  bool known;
} upload;

static err *find_same(ctx *c, void *arg) {
  upload *u = arg;
  paper_same_row row;
  TRY(paper_same(c->db, c->a, u->p.owner_id, u->p.sha256, &row, &u->known));
  if (u->known)
    u->stored = (paper){.id = row.id, .owner_id = u->p.owner_id, .size = row.size,
                        .public_id = row.public_id, .blob = row.blob, .sha256 = row.sha256,
                        .media_type = row.media_type, .name = row.name};
  return NULL;
}

static err *write_row(ctx *c, void *arg) {
  upload *u = arg;
  TRY(find_same(c, u));
  if (u->known) {
    TRY(paper_touch(c->db, u->stored.id, c->now.us, NULL)); /* kept as long as a new one */
  } else {
    const paper *p = &u->p;
    if (!p->blob.p) return err_retry(ERR(RETRY, N_("Busy, please try again.")), 1);
    u->stored = *p;
    TRY(paper_insert(c->db,
                     &(paper_insert_in){.id = p->id, .public_id = p->public_id,
                                        .owner = p->owner_id, .blob = p->blob,
                                        .sha256 = p->sha256, .size = p->size,
                                        .media_type = p->media_type, .name = p->name,
                                        .at = c->now.us},
                     NULL));
  }
  if (c->once) c->once->location = str_cat(c->a, S("/papers/"), u->stored.public_id);
  return NULL;
}

err *paper_store(ctx *c, str bytes, str file_name, paper *out) {
  if (!c->who) return ERR(UNAUTHENTICATED, N_("Please sign in"));
  if (!bytes.n) return err_at(ERR(INVALID, N_("The file is empty.")), S("file"), STR_NONE);
  if (bytes.n > PAPER_MOST)
    return err_at(ERR(TOO_LARGE, N_("A file may have 20 MB at most.")), S("file"), STR_NONE);
  size_t kind = 0;
  while (kind < COUNT(kinds) && !kinds[kind].is(bytes)) kind++;
  if (kind == COUNT(kinds))
    return err_at(ERR(MEDIA, N_("Only whole PDF, PNG and JPEG files are accepted.")), S("file"),
                  STR_NONE);
  upload u = {.p = {.owner_id = c->who->account_id, .sha256 = sha256(c->a, bytes)}};
  TRY(ctx_read(c, find_same, &u));
  if (!u.known) {
    u.p.id = rand_id();
    u.p.public_id = rand_public_id(c->a);
    u.p.size = (int64_t)bytes.n;
    u.p.media_type = str_of(kinds[kind].media_type);
    u.p.name = clean_name(c->a, file_name, kinds[kind].name);
    TRY(blob_put(c->office->blobs, c->a, bytes, &u.p.blob, &u.p.sha256));
  }
  err *e = ctx_write(c, u.p.owner_id, write_row, &u);
  bool unused = e ? e->kind != ERR_UNAVAILABLE : !str_eq(u.stored.blob, u.p.blob);
  if (u.p.blob.p && unused) (void)blob_remove(c->office->blobs, u.p.blob);
  *out = u.stored;
  return e;
}

/* --- reading --- */
err *paper_get(ctx *c, str public_id, paper *out) {
  paper_row_row row;
  bool found = false;
  if (str_utf8(public_id)) TRY(paper_row(c->db, c->a, public_id, &row, &found));
  if (!found) return ERR(NOT_FOUND, N_("There is no such paper."));
  *out = (paper){.id = row.id, .owner_id = row.owner_id, .size = row.size,
                 .public_id = row.public_id, .blob = row.blob, .sha256 = row.sha256,
                 .media_type = row.media_type, .name = row.name};
  return NULL;
}

err *paper_readable(ctx *c, paper *p) {
  if (!c->who) return ERR(UNAUTHENTICATED, N_("Please sign in"));
  if (p->owner_id == c->who->account_id) return NULL;
  paper_dossiers_row *rows;
  size_t n;
  TRY(paper_dossiers(c->db, c->a, p->id, &rows, &n));
  for (size_t i = 0; i < n; i++) {
    dossier d = {.id = rows[i].id, .holder_id = rows[i].holder_id, .filed_by = rows[i].filed_by,
                 .unit_id = rows[i].unit_id, .reception_unit_id = rows[i].reception_unit_id,
                 .field = rows[i].field};
    if (!access_reads(c->who, &d)) continue;
    p->dossier_id = d.id;
    return NULL;
  }
  return ERR(NOT_FOUND, N_("There is no such paper."));
}

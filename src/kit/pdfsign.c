/* pdfsign: see pdfsign.h.  A revision of ours is: the widget with /V and /AP added and nothing else
 * changed, the signature dictionary, the objects of its appearance.  The reader accepts no other,
 * which shuts out changes hidden in later revisions.  Objects and tables: pdfread.c, pdfwrite.c. */
#include "kit/pdfsign.h"

#include <string.h>

#include "kit/crypto.h"
#include "kit/pdf_impl.h"

enum { ROOM = 16384, FIELDS_MOST = 32, TEXT_MOST = 1000, NUMBERS = 10 };

static err *altered(void) {
  return ERR(INVALID, N_("This PDF was not made here, or was altered."));
}

/* --- what a file consists of --- */

typedef struct form {
  int field[FIELDS_MOST]; /* object numbers of the widgets */
  size_t n;
} form;

static bool read_form(const pdf_file *f, form *out) {
  pdf_object catalog, widget;
  str trailer = f->revision[0].trailer, value;
  if (!pdf_find(f, 0, pdf_reference(pdf_get(trailer, S("/Root"))), &catalog)) return false;
  str fields = pdf_get(pdf_get(catalog.value, S("/AcroForm")), S("/Fields"));
  for (size_t at = 0; pdf_element(fields, &at, &value);) {
    int number = pdf_reference(value);
    if (out->n == FIELDS_MOST || !pdf_find(f, 0, number, &widget)) return false;
    if (!str_eq(pdf_get(widget.value, S("/FT")), S("/Sig")) ||
        pdf_get(widget.value, S("/V")).p || pdf_get(widget.value, S("/AP")).p)
      return false;
    out->field[out->n++] = number;
  }
  return out->n > 0;
}

/* A widget as it reads once signed. */
static str signed_widget(arena *a, str empty, int signature, int appearance) {
  buf b = buf_in(a);
  buf_add(&b, str_sub(empty, 0, empty.n - 2));
  buf_fmt(&b, " /V %d 0 R", signature);
  if (appearance > 0) buf_fmt(&b, " /AP << /N %d 0 R >>", appearance);
  buf_add(&b, S(" >>"));
  return buf_str(&b);
}

typedef struct defined {
  const pdf_file *f;
  int revision;
  bool all;
} defined;
static int look(void *arg, int number) {
  defined *d = arg;
  if (number >= d->f->size || !d->f->revision[d->revision].at[number]) d->all = false;
  return number;
}

/* Every reference in what a revision brings is defined in it: none waits for a later object. */
static bool references_defined(const pdf_file *f, int revision) {
  defined d = {.f = f, .revision = revision, .all = true};
  const size_t *now = f->revision[revision].at;
  const size_t *before = revision ? f->revision[revision - 1].at : NULL;
  for (int n = 1; n < f->size && d.all; n++) {
    pdf_object o;
    if (!now[n] || (before && before[n] == now[n])) continue;
    if (!pdf_find(f, revision, n, &o)) return false;
    pdf_copy(NULL, o.value, look, &d);
  }
  return d.all;
}

/* The only object that a revision changes; -1 when that is none, several, or no empty field. */
static int changed_field(const pdf_file *f, const form *form_, int revision) {
  const size_t *now = f->revision[revision].at, *before = f->revision[revision - 1].at;
  int64_t fresh = pdf_integer(pdf_get(f->revision[revision - 1].trailer, S("/Size")));
  int changed = -1;
  for (int n = 1; n < f->size; n++) {
    if (now[n] == before[n]) continue;
    if (!before[n] && n >= fresh) continue;
    if (!before[n] || changed >= 0) return -1;
    changed = n;
  }
  for (size_t i = 0; i < form_->n; i++)
    if (form_->field[i] == changed) return changed;
  return -1;
}

/* The CMS in the hex digits: one DER value, then zeros only. */
static str cms_of(arena *a, str hex) {
  str raw = hex_read(a, hex);
  const unsigned char *p = (const unsigned char *)raw.p;
  if (raw.n < 4 || p[0] != 0x30) return STR_NONE;
  size_t bytes = p[1] & 0x80 ? p[1] & 0x7Fu : 0, n = bytes ? 0 : p[1];
  if (bytes > 3 || (p[1] == 0x80)) return STR_NONE;
  for (size_t i = 0; i < bytes; i++) n = n << 8 | p[2 + i];
  n += 2 + bytes;
  if (n > raw.n) return STR_NONE;
  for (size_t i = n; i < raw.n; i++)
    if (p[i]) return STR_NONE;
  return str_sub(raw, 0, n);
}

static bool range_is(str array, const size_t want[4]) {
  str value;
  size_t n = 0;
  for (size_t at = 0; pdf_element(array, &at, &value); n++)
    if (n == 4 || pdf_integer(value) != (int64_t)want[n]) return false;
  return n == 4;
}

static str digest_of(arena *a, str file, const size_t range[4]) {
  return sha256_of(a, (const str[]){str_sub(file, 0, range[1]),
                                    str_sub(file, range[2], range[2] + range[3]), STR_NONE});
}

static bool same_entry(const pdf_file *f, int revision, str key) {
  return str_eq(pdf_get(f->revision[revision].trailer, key), pdf_get(f->revision[0].trailer, key));
}

static bool read_signature(arena *a, const pdf_file *f, const form *form_, int revision,
                           pdf_signature *out) {
  pdf_object old, new, dictionary;
  int field = changed_field(f, form_, revision);
  if (!pdf_find(f, revision - 1, field, &old) || !pdf_find(f, revision, field, &new)) return false;
  int signature = pdf_reference(pdf_get(new.value, S("/V")));
  int appearance = pdf_reference(pdf_get(pdf_get(new.value, S("/AP")), S("/N")));
  if (pdf_get(old.value, S("/V")).p || !pdf_find(f, revision, signature, &dictionary)) return false;
  if (!str_eq(new.value, signed_widget(a, old.value, signature, appearance))) return false;
  if (f->revision[revision - 1].at[signature] || !references_defined(f, revision)) return false;
  str contents = pdf_get(dictionary.value, S("/Contents"));
  if (contents.n < 2 || contents.p[0] != '<') return false;
  size_t from = (size_t)(contents.p - f->bytes.p), to = from + contents.n;
  size_t range[4] = {0, from, to, f->revision[revision].end - to};
  out->field = pdf_ascii(a, pdf_get(old.value, S("/T")));
  out->cms = cms_of(a, str_sub(contents, 1, contents.n - 1));
  out->digest = digest_of(a, f->bytes, range);
  out->revision_end = f->revision[revision].end;
  return str_eq(pdf_get(dictionary.value, S("/Type")), S("/Sig")) &&
         str_eq(pdf_get(dictionary.value, S("/SubFilter")), S("/ETSI.CAdES.detached")) &&
         range_is(pdf_get(dictionary.value, S("/ByteRange")), range) && out->field.p &&
         out->cms.p && same_entry(f, revision, S("/Root")) && same_entry(f, revision, S("/Info"));
}

static err *read_history(arena *a, str pdf, pdf_file *f, form *form_, pdf_signature *list) {
  TRY(pdf_open(a, pdf, f));
  if (!read_form(f, form_) || !references_defined(f, 0)) return altered();
  for (int i = 1; i < f->nrevisions; i++)
    if (!read_signature(a, f, form_, i, &list[i - 1])) return altered();
  return NULL;
}

err *pdf_signatures(arena *a, str pdf, pdf_signature **out, size_t *n) {
  pdf_file *f = arena_new_of(a, pdf_file);
  form form_ = {.n = 0};
  *out = arena_list(a, PDF_REVISIONS_MOST, pdf_signature);
  *n = 0;
  TRY(read_history(a, pdf, f, &form_, *out));
  *n = (size_t)f->nrevisions - 1;
  return NULL;
}

/* --- the appearance: another file's page as a form (ISO 32000-1 8.10) --- */

typedef struct import {
  const pdf_file *from;
  pdf_writer *to;
  int *number; /* by the other file's numbers: ours, 0 for not yet met */
  int *queue;
  int n;
} import;

static int imported(void *arg, int number) {
  import *i = arg;
  if (number >= i->from->size) return 0;
  if (!i->number[number]) {
    i->number[number] = pdf_number(i->to);
    i->queue[i->n++] = number;
  }
  return i->number[number];
}

static void put_stream(pdf_writer *w, str bytes) {
  buf_add(&w->out, S("\nstream\n"));
  buf_add(&w->out, bytes);
  buf_add(&w->out, S("\nendstream"));
}

static void copy_entry(import *i, str dictionary, str key) {
  str value = pdf_get(dictionary, key);
  if (!value.p) return;
  buf_fmt(&i->to->out, "%.*s ", STR_ARG(key));
  pdf_copy(&i->to->out, value, imported, i);
}

/* Objects met, those met in them, and so on. */
static bool copy_queue(import *i) {
  for (int k = 0; k < i->n; k++) {
    pdf_object o;
    if (i->to->size > PDF_OBJECTS_MOST / 2 || !pdf_find(i->from, 0, i->queue[k], &o)) return false;
    pdf_begin(i->to, i->number[i->queue[k]]);
    pdf_copy(&i->to->out, o.value, imported, i);
    if (o.stream.p) put_stream(i->to, o.stream);
    pdf_close(i->to);
  }
  return true;
}

static bool find_page(const pdf_file *f, pdf_object *page) {
  pdf_object catalog, pages;
  str only;
  size_t at = 0;
  str root = pdf_get(f->revision[0].trailer, S("/Root"));
  if (!pdf_find(f, 0, pdf_reference(root), &catalog)) return false;
  if (!pdf_find(f, 0, pdf_reference(pdf_get(catalog.value, S("/Pages"))), &pages)) return false;
  return pdf_element(pdf_get(pages.value, S("/Kids")), &at, &only) &&
         pdf_find(f, 0, pdf_reference(only), page);
}

/* Writes the page's objects; the number of the form that draws it. */
static err *put_appearance(arena *a, pdf_writer *w, str pdf, int *number) {
  pdf_file *f = arena_new_of(a, pdf_file);
  pdf_object page, contents;
  TRY(pdf_open(a, pdf, f));
  bool good = f->nrevisions == 1 && find_page(f, &page) &&
              pdf_find(f, 0, pdf_reference(pdf_get(page.value, S("/Contents"))), &contents) &&
              contents.stream.p && f->size + w->size < PDF_OBJECTS_MOST / 2;
  if (!good) return altered();
  size_t most = (size_t)f->size;
  import i = {.from = f, .to = w, .number = arena_list(a, most, int),
              .queue = arena_list(a, most, int)};
  *number = pdf_number(w);
  pdf_begin(w, *number);
  buf_add(&w->out, S("<< /Type /XObject /Subtype /Form /BBox "));
  pdf_copy(&w->out, pdf_get(page.value, S("/MediaBox")), imported, &i);
  copy_entry(&i, page.value, S("/Resources"));
  copy_entry(&i, page.value, S("/Group"));
  copy_entry(&i, contents.value, S("/Filter"));
  buf_fmt(&w->out, "/Length %zu >>", contents.stream.n);
  put_stream(w, contents.stream);
  pdf_close(w);
  return copy_queue(&i) ? NULL : altered();
}

/* --- preparing --- */

static void put_text(buf *b, const char *key, str text) {
  if (!text.n) return;
  buf_add(b, str_of(key));
  pdf_text(b, text);
}

/* The signature dictionary (ISO 32000-1 12.8.1) with blanks where range and CMS go. */
static void put_signature(pdf_writer *w, const pdf_signing *s, pdf_prepared *out, size_t *range) {
  buf *b = &w->out;
  buf_add(b, S("<< /Type /Sig /Filter /Adobe.PPKLite /SubFilter /ETSI.CAdES.detached /M "));
  pdf_date(b, s->at);
  put_text(b, " /Name ", s->signer);
  put_text(b, " /Reason ", s->reason);
  put_text(b, " /Location ", s->location);
  buf_add(b, S(" /ByteRange "));
  *range = b->n;
  memset(buf_room(b, 5 + 3 * (NUMBERS + 1)), ' ', 5 + 3 * (NUMBERS + 1));
  buf_add(b, S(" /Contents <"));
  out->contents = b->n;
  out->room = ROOM;
  memset(buf_room(b, ROOM), '0', ROOM);
  buf_add(b, S("> >>"));
}

static void fill_range(arena *a, char *file, size_t at, const size_t range[4]) {
  str text = str_fmt(a, "[0 %zu %zu %zu]", range[1], range[2], range[3]);
  memcpy(file + at, text.p, text.n);
}

/* Identifier: the first part stays, the second names the revision (14.4). */
static str trailer_entries(arena *a, const pdf_file *f, str so_far) {
  str old = f->revision[0].trailer, first = STR_NONE;
  size_t at = 0;
  pdf_element(pdf_get(old, S("/ID")), &at, &first);
  str second = hex_of(a, str_sub(sha256(a, so_far), 0, 16));
  return str_fmt(a, " /Root %.*s /Info %.*s /ID [%.*s <%.*s>]",
                 STR_ARG(pdf_get(old, S("/Root"))), STR_ARG(pdf_get(old, S("/Info"))),
                 STR_ARG(first), STR_ARG(second));
}

typedef struct place { /* a signature field that is still empty */
  int number;
  str widget;
} place;

static err *find_field(arena *a, const pdf_file *f, const form *form_, str name, place *out) {
  for (size_t i = 0; i < form_->n; i++) {
    pdf_object o;
    if (!pdf_find(f, f->nrevisions - 1, form_->field[i], &o)) continue;
    if (!name.n || !str_eq(pdf_ascii(a, pdf_get(o.value, S("/T"))), name)) continue;
    if (pdf_get(o.value, S("/V")).p) return ERR(INVALID, N_("{0} is signed already."), name);
    *out = (place){form_->field[i], o.value};
    return NULL;
  }
  return ERR(INVALID, N_("This paper has no place for the signature {0}."), name);
}

static bool usable(str text) { return text.n <= TEXT_MOST && str_utf8(text); }

err *pdf_prepare(arena *a, str pdf, const pdf_signing *s, pdf_prepared *out) {
  pdf_file *f = arena_new_of(a, pdf_file);
  form form_ = {.n = 0};
  pdf_signature before[PDF_REVISIONS_MOST];
  int appearance = 0;
  place at = {0};
  TRY(read_history(a, pdf, f, &form_, before));
  if (!usable(s->signer) || !usable(s->reason) || !usable(s->location))
    return ERR(INVALID, N_("What a signature says of itself is too long."));
  TRY(find_field(a, f, &form_, s->field, &at));
  if (f->nrevisions == PDF_REVISIONS_MOST || pdf.n > PDF_MOST / 2)
    return ERR(TOO_LARGE, N_("This paper can take no more signatures."));
  pdf_writer w = pdf_write(a, pdf, f->size);
  int signature = pdf_number(&w);
  if (s->appearance.n) TRY(put_appearance(a, &w, s->appearance, &appearance));
  pdf_begin(&w, at.number);
  buf_add(&w.out, signed_widget(a, at.widget, signature, appearance));
  pdf_close(&w);
  size_t range_at;
  pdf_begin(&w, signature);
  put_signature(&w, s, out, &range_at);
  pdf_close(&w);
  str entries = trailer_entries(a, f, buf_str(&w.out));
  out->bytes = pdf_finish(&w, entries, f->revision[f->nrevisions - 1].xref);
  size_t to = out->contents + out->room + 1;
  size_t range[4] = {0, out->contents - 1, to, out->bytes.n - to};
  fill_range(a, w.out.p, range_at, range);
  out->digest = digest_of(a, out->bytes, range);
  return NULL;
}

err *pdf_embed(arena *a, const pdf_prepared *p, str cms, str *pdf) {
  if (cms.n * 2 > p->room) return ERR(TOO_LARGE, N_("The signature is too large for its place."));
  if (p->contents > p->bytes.n || p->room > p->bytes.n - p->contents || cms.n == 0)
    return ERR(INTERNAL, "a signature's place lies outside the file");
  str hex = hex_of(a, cms);
  str copy = str_dup(a, p->bytes);
  memcpy((char *)(uintptr_t)copy.p + p->contents, hex.p, hex.n);
  *pdf = copy;
  return NULL;
}

/* pdf: PDF (ISO 32000) by qpdf without its repairs: every object read, every stream unpacked.
 *
 * Refused: what does not begin and end as a PDF, a broken table of objects, passwords, and what
 * acts by itself or carries other files: 12.6.4.17 JavaScript, 12.6.4.6 Launch, 7.11.4 embedded
 * files, 12.7.5 forms that are sent elsewhere, 13.3 to 13.6 sound, films, three dimensions. */
#include <stdlib.h>
#include <string.h>

#include <qpdf/qpdf-c.h>

#include "box/box.h"

enum { OBJECTS = 1 << 20, UNPACKED = 1 << 30 };

typedef struct walk {
  qpdf_data q;
  qpdf_oh *heap;     /* to be read */
  size_t n, room;
  unsigned char *seen; /* a bit for each object's number */
  size_t unpacked;
  box_verdict verdict;
} walk;

static bool is_one_of(const char *word, const char *const *list) {
  while (*list && strcmp(word, *list)) list++;
  return *list;
}

static bool stop(walk *w, box_verdict why) {
  if (w->verdict == BOX_FINE) w->verdict = why;
  return false;
}

/* Whether memory was what a stream needed and did not get: qpdf tells it among its warnings. */
static bool no_memory(qpdf_data q) {
  bool found = false;
  while (!found && qpdf_more_warnings(q))
    found = strstr(qpdf_get_error_full_text(q, qpdf_next_warning(q)), "bad_alloc");
  return found;
}

/* The newest error of qpdf as a verdict. */
static box_verdict wrong(qpdf_data q) {
  if (!qpdf_has_error(q)) return BOX_DAMAGED;
  enum qpdf_error_code_e code = qpdf_get_error_code(q, qpdf_get_error(q));
  if (code == qpdf_e_password) return BOX_ENCRYPTED;
  return code == qpdf_e_internal || no_memory(q) ? BOX_HEAVY : BOX_DAMAGED;
}

static bool push(walk *w, qpdf_oh o) {
  if (w->n == w->room) {
    size_t room = w->room ? w->room * 2 : 1024;
    qpdf_oh *more = room > OBJECTS ? NULL : realloc(w->heap, room * sizeof *more);
    if (!more) return stop(w, BOX_HEAVY);
    w->heap = more;
    w->room = room;
  }
  w->heap[w->n++] = o;
  return true;
}

/* Whether it is met for the first time. */
static bool is_new(walk *w, qpdf_oh o) {
  int id = qpdf_oh_get_object_id(w->q, o);
  if (id <= 0) return true;
  if (id >= OBJECTS) return stop(w, BOX_HEAVY);
  unsigned char bit = (unsigned char)(1 << id % 8), *at = &w->seen[id / 8];
  bool met = *at & bit;
  *at |= bit;
  return !met;
}

static bool active(walk *w, const char *key, qpdf_oh value) {
  static const char *const keys[] = {"/JS", "/JavaScript", "/EmbeddedFiles", "/EF", "/XFA", NULL};
  static const char *const kinds[] = {"/S", "/Subtype", "/Type", NULL};
  static const char *const names[] = {
      "/JavaScript", "/Launch",   "/SubmitForm", "/ImportData", "/EmbeddedFile", "/FileAttachment",
      "/RichMedia",  "/Rendition", "/Movie",     "/Sound",      "/3D",           NULL};
  if (is_one_of(key, keys)) return true;
  return is_one_of(key, kinds) && qpdf_oh_is_name(w->q, value) &&
         is_one_of(qpdf_oh_get_name(w->q, value), names);
}

static bool read_members(walk *w, qpdf_oh dictionary) {
  qpdf_oh_begin_dict_key_iter(w->q, dictionary);
  while (qpdf_oh_dict_more_keys(w->q)) {
    const char *key = qpdf_oh_dict_next_key(w->q);
    qpdf_oh value = qpdf_oh_get_key(w->q, dictionary, key);
    if (active(w, key, value)) return stop(w, BOX_ACTIVE);
    if (!push(w, value)) return false;
  }
  return true;
}

static bool unpack(walk *w, qpdf_oh stream) {
  unsigned char *bytes = NULL;
  size_t n = 0;
  if (qpdf_oh_get_stream_data(w->q, stream, qpdf_dl_generalized, NULL, &bytes, &n) & QPDF_ERRORS)
    return stop(w, wrong(w->q));
  free(bytes);
  if (n > UNPACKED - w->unpacked) return stop(w, BOX_HEAVY);
  w->unpacked += n;
  return true;
}

static bool read_one(walk *w, qpdf_oh o) {
  switch (qpdf_oh_get_type_code(w->q, o)) {
    case ot_array:
      for (int i = 0, n = qpdf_oh_get_array_n_items(w->q, o); i < n; i++)
        if (!push(w, qpdf_oh_get_array_item(w->q, o, i))) return false;
      return true;
    case ot_dictionary: return read_members(w, o);
    case ot_stream: return unpack(w, o) && push(w, qpdf_oh_get_dict(w->q, o));
    default: return true;
  }
}

static box_verdict read_all(qpdf_data q) {
  walk w = {.q = q, .seen = calloc(OBJECTS / 8, 1)};
  if (w.seen) push(&w, qpdf_get_trailer(q));
  else w.verdict = BOX_HEAVY;
  while (w.n && w.verdict == BOX_FINE) {
    qpdf_oh o = w.heap[--w.n];
    if (is_new(&w, o)) read_one(&w, o);
    if (qpdf_has_error(q)) stop(&w, wrong(q));
    qpdf_oh_release(q, o);
  }
  free(w.heap);
  free(w.seen);
  return w.verdict;
}

static box_verdict check(qpdf_data q, sheet *s) {
  qpdf_silence_errors(q);
  qpdf_set_suppress_warnings(q, QPDF_TRUE);
  qpdf_set_attempt_recovery(q, QPDF_FALSE);
  if (qpdf_read_memory(q, "paper", s->bytes.p, s->bytes.n, NULL) & QPDF_ERRORS) return wrong(q);
  if (qpdf_is_encrypted(q)) return BOX_ENCRYPTED;
  s->said.pages = qpdf_get_num_pages(q);
  if (qpdf_has_error(q) || s->said.pages < 1) return wrong(q);
  return s->said.pages > BOX_PAGES_MOST ? BOX_PAGES : read_all(q);
}

/* 7.5: the header at the very beginning, %%EOF at the end and nothing after it but white space. */
static box_verdict bounds(str s) {
  if (!str_starts(s, S("%PDF-1.")) && !str_starts(s, S("%PDF-2."))) return BOX_UNKNOWN;
  size_t end = s.n;
  while (end && (s.p[end - 1] == 0 || str_chr(S(" \t\r\n\f"), s.p[end - 1], 0) >= 0)) end--;
  if (str_ends(str_sub(s, 0, end), S("%%EOF"))) return BOX_FINE;
  return str_find(str_sub(s, end > 4096 ? end - 4096 : 0, end), S("%%EOF")) >= 0 ? BOX_TRAILING
                                                                                : BOX_DAMAGED;
}

box_verdict pdf_read(sheet *s) {
  box_verdict verdict = bounds(s->bytes);
  if (verdict != BOX_FINE) return verdict;
  qpdf_data q = qpdf_init();
  verdict = check(q, s);
  qpdf_cleanup(&q);
  return verdict;
}

/* pdf: PDF (ISO 32000) by qpdf without its repairs: every object read, every stream unpacked.
 *
 * Refused: what does not begin and end as a PDF, a broken table of objects, passwords, and what
 * acts by itself or carries other files: 12.6.4.17 JavaScript, 12.6.4.6 Launch, 7.11.4 embedded
 * files, 12.7.5 forms that are sent elsewhere, 13.3 to 13.6 sound, films, three dimensions. */
#include <stdlib.h>
#include <string.h>

#include <qpdf/qpdf-c.h>

#include "box/box.h"

enum { OBJECTS = 1 << 20, UNPACKED = 1 << 30, NESTED = 200 };

typedef struct unpacked {
  unsigned char digest[DIGEST_SIZE];
  bool whole;        /* no filter is left */
} unpacked;

typedef struct walk {
  qpdf_data q;
  qpdf_oh *heap;     /* to be read */
  size_t n, room;
  unsigned char *seen; /* a bit for each object's number */
  struct unpacked **streams;    /* by number: of its unpacked bytes, or NULL */
  uint32_t *page_of, *place_of; /* by number: the page that met it last, and as the how-manyth */
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
  QPDF_BOOL whole = QPDF_FALSE;
  if (qpdf_oh_get_stream_data(w->q, stream, qpdf_dl_generalized, &whole, &bytes, &n) & QPDF_ERRORS)
    return stop(w, wrong(w->q));
  int id = qpdf_oh_get_object_id(w->q, stream);
  unpacked *u = id > 0 && id < OBJECTS ? malloc(sizeof *u) : NULL;
  if (u) {
    digest_of(bytes, n, u->digest);
    u->whole = whole;
    free(w->streams[id]);
    w->streams[id] = u;
  }
  free(bytes);
  if (!u) return stop(w, BOX_HEAVY);
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

static void read_objects(walk *w) {
  push(w, qpdf_get_trailer(w->q));
  while (w->n && w->verdict == BOX_FINE) {
    qpdf_oh o = w->heap[--w->n];
    if (is_new(w, o)) read_one(w, o);
    if (qpdf_has_error(w->q)) stop(w, wrong(w->q));
    qpdf_oh_release(w->q, o);
  }
}

/* --- what a page draws with --- */
typedef struct paging {
  walk *w;
  digest d;
  uint32_t page, met; /* from 1; objects met on it */
} paging;

static void feed(paging *p, qpdf_oh o, int depth);

/* An object that the page has met already is fed by its place; false then. */
static bool meets(paging *p, qpdf_oh o) {
  int id = qpdf_oh_get_object_id(p->w->q, o);
  if (id <= 0 || id >= OBJECTS) return true;
  bool again = p->w->page_of[id] == p->page;
  if (!again) p->w->place_of[id] = ++p->met;
  p->w->page_of[id] = p->page;
  uint32_t place = p->w->place_of[id];
  char told[4] = {(char)(place >> 24), (char)(place >> 16), (char)(place >> 8), (char)place};
  digest_text(&p->d, again ? 'R' : 'O', (str){told, sizeof told});
  return !again;
}

static bool elsewhere(paging *p, qpdf_oh dictionary) {
  qpdf_oh type = qpdf_oh_get_key(p->w->q, dictionary, "/Type");
  static const char *const kinds[] = {"/Page", "/Pages", "/Catalog", NULL};
  bool yes = qpdf_oh_is_name(p->w->q, type) && is_one_of(qpdf_oh_get_name(p->w->q, type), kinds);
  qpdf_oh_release(p->w->q, type);
  return yes;
}

/* How a stream was packed is no part of what it is. */
static bool left_out(const char *key, bool whole) {
  static const char *const always[] = {"/Parent", "/Length", NULL};
  static const char *const packing[] = {"/Filter", "/DecodeParms", NULL};
  return is_one_of(key, always) || (whole && is_one_of(key, packing));
}

static void feed_members(paging *p, qpdf_oh dictionary, int depth, bool whole) {
  qpdf_data q = p->w->q;
  if (depth && elsewhere(p, dictionary)) {
    digest_text(&p->d, 'P', S(""));
    return;
  }
  digest_text(&p->d, '<', S(""));
  size_t n = 0, room = 0;
  char **keys = NULL; /* qpdf has one iterator alone: the keys are taken first */
  qpdf_oh_begin_dict_key_iter(q, dictionary);
  while (qpdf_oh_dict_more_keys(q)) {
    const char *key = qpdf_oh_dict_next_key(q);
    if (n == room) {
      room = room ? room * 2 : 16;
      char **more = realloc(keys, room * sizeof *keys);
      if (!more) break;
      keys = more;
    }
    if (!(keys[n] = strdup(key))) break;
    n++;
  }
  for (size_t i = 0; i < n; i++) {
    bool skipped = left_out(keys[i], whole);
    qpdf_oh value = qpdf_oh_get_key(q, dictionary, keys[i]);
    if (!skipped) digest_text(&p->d, 'K', str_of(keys[i]));
    if (!skipped) feed(p, value, depth + 1);
    qpdf_oh_release(q, value);
    free(keys[i]);
  }
  free(keys);
  digest_text(&p->d, '>', S(""));
}

static void feed_items(paging *p, qpdf_oh array, int depth) {
  digest_text(&p->d, '[', S(""));
  for (int i = 0, n = qpdf_oh_get_array_n_items(p->w->q, array); i < n; i++) {
    qpdf_oh item = qpdf_oh_get_array_item(p->w->q, array, i);
    feed(p, item, depth + 1);
    qpdf_oh_release(p->w->q, item);
  }
  digest_text(&p->d, ']', S(""));
}

static void feed_stream(paging *p, qpdf_oh stream, int depth) {
  int id = qpdf_oh_get_object_id(p->w->q, stream);
  const unpacked *u = id > 0 && id < OBJECTS ? p->w->streams[id] : NULL;
  qpdf_oh dictionary = qpdf_oh_get_dict(p->w->q, stream);
  feed_members(p, dictionary, depth, u && u->whole);
  qpdf_oh_release(p->w->q, dictionary);
  if (u) digest_text(&p->d, 'S', (str){(const char *)u->digest, DIGEST_SIZE});
}

static void feed(paging *p, qpdf_oh o, int depth) {
  qpdf_data q = p->w->q;
  if (depth > NESTED) digest_text(&p->d, '!', S(""));
  if (depth > NESTED || !meets(p, o)) return;
  switch (qpdf_oh_get_type_code(q, o)) {
    case ot_array: feed_items(p, o, depth); break;
    case ot_dictionary: feed_members(p, o, depth, false); break;
    case ot_stream: feed_stream(p, o, depth); break;
    default: digest_text(&p->d, '=', str_of(qpdf_oh_unparse_resolved(q, o)));
  }
}

static void tell_pages(walk *w, sheet *s) {
  if (qpdf_push_inherited_attributes_to_page(w->q) & QPDF_ERRORS) stop(w, wrong(w->q));
  for (int i = 0; i < s->said.pages && w->verdict == BOX_FINE; i++) {
    paging p = {.w = w, .page = (uint32_t)i + 1};
    unsigned char told[DIGEST_SIZE];
    qpdf_oh page = qpdf_get_page_n(w->q, (size_t)i);
    digest_begin(&p.d);
    feed(&p, page, 0);
    digest_end(&p.d, told);
    qpdf_oh_release(w->q, page);
    if (qpdf_has_error(w->q)) stop(w, wrong(w->q));
    if (!write_all(s->out, told, sizeof told)) stop(w, BOX_HEAVY);
  }
  s->said.written = (int64_t)s->said.pages * DIGEST_SIZE;
}

static box_verdict read_all(qpdf_data q, sheet *s) {
  walk w = {.q = q, .seen = calloc(OBJECTS / 8, 1), .streams = calloc(OBJECTS, sizeof *w.streams),
            .page_of = calloc(OBJECTS, sizeof *w.page_of),
            .place_of = calloc(OBJECTS, sizeof *w.place_of)};
  if (!w.seen || !w.streams || !w.page_of || !w.place_of) stop(&w, BOX_HEAVY);
  if (w.verdict == BOX_FINE) read_objects(&w);
  if (w.verdict == BOX_FINE) tell_pages(&w, s);
  for (size_t i = 0; w.streams && i < OBJECTS; i++) free(w.streams[i]);
  free(w.streams);
  free(w.page_of);
  free(w.place_of);
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
  return s->said.pages > BOX_PAGES_MOST ? BOX_PAGES : read_all(q, s);
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

/* paper: see paper.h.  What a file is, is told by its bytes (kit/box), never by its name or by what
 * the sender says of it. */
#include "office/paper.h"

#include "base/rand.h"
#include "kit/clamd.h"
#include "kit/text.h"
#include "office/paper.sql.h"

enum { LONGEST_NAME = 200 };

/* --- names --- */
static unsigned byte_at(str s, size_t i) { return (unsigned char)s.p[i]; }

/* U+202A to U+202E, U+2066 to U+2069, U+200E, U+200F: they turn a name's end around. */
static size_t turning(str s, size_t i) {
  if (s.n - i < 3 || byte_at(s, i) != 0xe2) return 0;
  unsigned b = byte_at(s, i + 1), c = byte_at(s, i + 2);
  bool turns = (b == 0x80 && ((c >= 0xaa && c <= 0xae) || c == 0x8e || c == 0x8f)) ||
               (b == 0x81 && c >= 0xa6 && c <= 0xa9);
  return turns ? 3 : 0;
}

/* The name without the ending of a kind of file that can be sent. */
static str without_ending(str name) {
  static const char *const endings[] = {".pdf", ".png", ".jpg", ".jpeg", ".heic", ".heif"};
  for (size_t i = 0; i < COUNT(endings); i++) {
    str ending = str_of(endings[i]);
    if (name.n > ending.n && str_eq_nocase(str_sub(name, name.n - ending.n, name.n), ending))
      return str_sub(name, 0, name.n - ending.n);
  }
  return name;
}

/* The last part of what it was called, without what a reader cannot see, with its true ending. */
static str clean_name(arena *a, str name, str ending) {
  str nfc, otherwise = str_cat(a, S("giay-to"), ending);
  if (!name.n || text_nfc(a, str_sub(name, 0, 4096), &nfc)) return otherwise;
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
  clean = without_ending(clean);
  size_t end = clean.n < LONGEST_NAME ? clean.n : LONGEST_NAME;
  while (end && end < clean.n && (byte_at(clean, end) & 0xc0) == 0x80) end--;
  return end ? str_cat(a, str_sub(clean, 0, end), ending) : otherwise;
}

/* --- how much in a day --- */
static int64_t room_of_day(const ctx *c) {
  int64_t mb = c->who->officer ? c->edition->upload_mb_officer : c->edition->upload_mb;
  return mb << 20;
}

static err *day_is_full(const ctx *c) {
  int64_t left = day_at(day_add(day_of(c->now), 1), 0).us - c->now.us;
  str most = str_fmt(c->a, "%lld", (long long)(room_of_day(c) >> 20));
  return err_retry(ERR(TOO_MANY, N_("From one account {0} MB of documents are taken in a day; "
                                    "please go on tomorrow, or bring them to a reception point."),
                       most),
                   (int)(left / SECOND) + 1);
}

err *paper_room(ctx *c, int64_t bytes) {
  upload_bytes_row row = {0};
  bool found;
  TRY(upload_bytes(c->db, c->a, c->who->account_id, day_of(c->now), &row, &found));
  return row.bytes + bytes > room_of_day(c) ? day_is_full(c) : NULL;
}

/* Counted before the helper reads it, so that refused files count too. */
static err *count_bytes(ctx *c, void *arg) {
  int64_t bytes = *(const int64_t *)arg, most = room_of_day(c), counted = 0;
  if (bytes > most) return day_is_full(c);
  upload_count_in in = {.account = c->who->account_id, .day = day_of(c->now), .bytes = bytes,
                        .most = most};
  TRY(upload_count(c->db, &in, &counted));
  return counted ? NULL : day_is_full(c);
}

/* In a transaction of its own, which is not the request's answer yet. */
static err *count(ctx *c, int64_t bytes) {
  struct once *kept = c->once;
  c->once = NULL;
  err *e = ctx_write(c, c->who->account_id, count_bytes, &bytes);
  c->once = kept;
  return e;
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
                                        .pages = p->pages, .at = c->now.us},
                     NULL));
  }
  if (c->once) c->once->location = str_cat(c->a, S("/papers/"), u->stored.public_id);
  return NULL;
}

static err *at_file(err *e) { return e && !e->field.p ? err_at(e, S("file"), STR_NONE) : e; }

/* A file that is not here yet: stored as the helper hands it back, then written down. */
static err *store(ctx *c, upload *u, const box_paper *read, str file_name) {
  u->p.sha256 = sha256(c->a, read->bytes);
  TRY(ctx_read(c, find_same, u));
  if (u->known) return ctx_write(c, u->p.owner_id, write_row, u);
  u->p.pages = read->page_digests.n ? str_cat(c->a, read->page_digests) : u->p.sha256;
  u->p.id = rand_id();
  u->p.public_id = rand_public_id(c->a);
  u->p.size = (int64_t)read->bytes.n;
  u->p.media_type = str_of(read->media_type);
  u->p.name = clean_name(c->a, file_name, str_of(read->ending));
  TRY(blob_put(c->office->blobs, c->a, read->bytes, &u->p.blob, &u->p.sha256));
  err *e = ctx_write(c, u->p.owner_id, write_row, u);
  bool unused = e ? e->kind != ERR_UNAVAILABLE : !str_eq(u->stored.blob, u->p.blob);
  if (unused) (void)blob_remove(c->office->blobs, u->p.blob);
  return e;
}

err *paper_store(ctx *c, str bytes, str file_name, paper *out) {
  if (!c->who) return ERR(UNAUTHENTICATED, N_("Please sign in"));
  if (!bytes.n) return at_file(ERR(INVALID, N_("The file is empty.")));
  if (bytes.n > PAPER_MOST) return at_file(ERR(TOO_LARGE, N_("A file may have 20 MB at most.")));
  upload u = {.p = {.owner_id = c->who->account_id, .sha256 = sha256(c->a, bytes)}};
  TRY(ctx_read(c, find_same, &u));
  err *e;
  if (u.known) {
    e = ctx_write(c, u.p.owner_id, write_row, &u);
  } else {
    box_paper read;
    TRY(at_file(count(c, (int64_t)bytes.n)));
    TRY(at_file(box_read(c->office->box, bytes, &read)));
    e = c->office->clamd ? at_file(clamd_scan(c->office->clamd, bytes)) : NULL;
    if (!e) e = store(c, &u, &read, file_name);
    box_drop(&read);
  }
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
                 .media_type = row.media_type, .name = row.name, .pages = row.pages,
                 .stored_id = row.stored_id.has ? row.stored_id.v : 0, .type = row.type,
                 .person_id = row.person_id.has ? row.person_id.v : 0,
                 .loose = !row.attached_at.has};
  return NULL;
}

static err *dossiers_of(ctx *c, access_thing *t) {
  paper_dossiers_row *rows;
  TRY(paper_dossiers(c->db, c->a, t->id, &rows, &t->ndossiers));
  dossier *list = arena_list(c->a, t->ndossiers, dossier);
  for (size_t i = 0; i < t->ndossiers; i++) {
    list[i] = (dossier){.id = rows[i].id, .holder_id = rows[i].holder_id,
                        .filed_by = rows[i].filed_by, .procedure_id = rows[i].procedure_id,
                        .field = rows[i].field, .consults = rows[i].consults};
    dossier_in_charge(c,
                      &(dossier_units){rows[i].unit_id, rows[i].reception_unit_id,
                                       rows[i].support_unit_id.has ? rows[i].support_unit_id.v : 0},
                      &list[i]);
  }
  t->dossiers = list;
  return NULL;
}

static err *parties_of(ctx *c, access_thing *t) {
  paper_proofs_row *rows;
  TRY(paper_proofs(c->db, c->a, t->id, &rows, &t->nparties));
  access_party *list = arena_list(c->a, t->nparties, access_party);
  for (size_t i = 0; i < t->nparties; i++)
    list[i] = (access_party){rows[i].holder_id, rows[i].agent_id};
  t->parties = list;
  return NULL;
}

/* To whom it came: most papers are asked for by who uploaded them, and need none of this. */
static err *came_to(ctx *c, access_thing *t) {
  TRY(dossiers_of(c, t));
  return parties_of(c, t);
}

access_thing paper_thing(const paper *p) {
  return (access_thing){.id = p->id, .account_id = p->owner_id, .person_id = p->person_id,
                        .type = p->type, .loose = p->loose, .more = came_to};
}

err *paper_own(ctx *c, str public_id, paper *out, bool *own) {
  err *e = paper_get(c, public_id, out);
  if (!e) e = access_check(c, WHO_PAPER_OWNER, &(access_thing){.account_id = out->owner_id},
                           STR_NONE);
  *own = !e;
  return e && e->kind != ERR_NOT_FOUND ? e : NULL;
}

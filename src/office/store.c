/* store: see store.h. */
#include "office/store.h"

#include "base/buf.h"
#include "base/rand.h"
#include "office/desk.h"
#include "office/paper.sql.h"
#include "office/store.sql.h"

/* --- putting in --- */
static opt_i64 day_or_null(int32_t day) { return day ? SOME(day) : NONE_I64; }

err *store_put(ctx *c, const stored_paper *p) {
  int32_t last = p->last_day ? p->last_day
                             : paper_type_last_day(c->edition, p->type, p->issued_day);
  return stored_insert(c->db,
                       &(stored_insert_in){
                           .id = rand_id(), .public_id = rand_public_id(c->a),
                           .person = p->person_id, .type = p->type, .title = p->title,
                           .origin = p->origin, .issuer = p->issuer, .number = p->number,
                           .issued_day = day_or_null(p->issued_day), .last_day = day_or_null(last),
                           .dossier = p->dossier_id ? SOME(p->dossier_id) : NONE_I64,
                           .copy = p->copy_id ? SOME(p->copy_id) : NONE_I64,
                           .seq = p->seq, .ordinal = p->ordinal,
                           .blob = p->blob, .sha256 = p->sha256, .size = p->size,
                           .media_type = p->media_type, .name = p->name, .at = c->now.us},
                       NULL);
}

err *store_received(ctx *c, const dossier *d, int64_t seq) {
  const procedure *of = edition_version(c->edition, d->version_id);
  stored_received_row *rows;
  size_t n;
  TRY(stored_received(c->db, c->a, d->id, &rows, &n));
  for (size_t i = 0; of && i < n; i++) {
    const component *what = procedure_component(of, rows[i].component);
    const paper_type *types[TYPES_MOST];
    if (!what || !paper_types_for(c->edition, what, c->a, types)) continue;
    TRY(store_put(c, &(stored_paper){
                         .person_id = d->holder_id, .dossier_id = d->id, .seq = seq,
                         .ordinal = rows[i].ordinal, .type = types[0]->type, .title = what->title,
                         .origin = rows[i].signed_seq.has ? S("digitised") : S("received"),
                         .blob = rows[i].blob, .sha256 = rows[i].sha256, .size = rows[i].size,
                         .media_type = rows[i].media_type, .name = rows[i].name}));
  }
  return NULL;
}

err *store_digitised(ctx *c, int64_t dossier_id, int64_t ordinal) {
  return stored_digitised(c->db, dossier_id, ordinal, NULL);
}

/* "Giấy khai sinh 12-2026-KS.pdf" */
static str file_name(arena *a, str title, str number) {
  buf b = buf_in(a);
  buf_add(&b, title);
  if (number.n) buf_char(&b, ' ');
  for (size_t i = 0; i < number.n; i++) buf_char(&b, number.p[i] == '/' ? '-' : number.p[i]);
  buf_add(&b, S(".pdf"));
  return buf_str(&b);
}

err *store_result(ctx *c, const dossier *d, int64_t seq) {
  const procedure *of = edition_version(c->edition, d->version_id);
  const procedure_result *gives = of ? procedure_positive(of) : NULL;
  const unit *by = edition_unit(c->edition, d->unit_id);
  stored_result_row row;
  bool found;
  if (!gives || !str_eq(d->decision, S("grant"))) return NULL;
  TRY(stored_result(c->db, c->a, d->id, &row, &found));
  if (!found) return NULL;
  const paper_type *known = paper_type_of(c->edition, gives->code);
  str title = known ? known->name : gives->name;
  TRY(stored_end_result(c->db, d->id, c->now.us, S("replaced"), NULL));
  return store_put(c, &(stored_paper){
                          .person_id = d->holder_id, .dossier_id = d->id, .seq = seq,
                          .type = gives->code.n ? gives->code : of->code, .title = title,
                          .origin = S("result"), .issuer = by ? by->name : STR_NONE,
                          .number = row.number,
                          .issued_day = (int32_t)(row.number_day.has ? row.number_day.v : 0),
                          .blob = row.blob, .sha256 = row.sha256, .size = row.size,
                          .media_type = S("application/pdf"),
                          .name = file_name(c->a, title, row.number)});
}

err *store_revoke(ctx *c, const dossier *d) {
  return stored_end_result(c->db, d->id, c->now.us, S("revoked"), NULL);
}

/* --- reading --- */
static int32_t day_of_row(opt_i64 day) { return day.has ? (int32_t)day.v : 0; }

static stored_paper paper_of(const stored_whole_row *r) {
  return (stored_paper){.id = r->id, .person_id = r->person_id,
                        .dossier_id = r->dossier_id.has ? r->dossier_id.v : 0,
                        .seq = r->seq, .ordinal = r->ordinal, .public_id = r->public_id,
                        .type = r->type, .title = r->title, .origin = r->origin,
                        .issuer = r->issuer, .number = r->number,
                        .issued_day = day_of_row(r->issued_day),
                        .last_day = day_of_row(r->last_day), .blob = r->blob,
                        .sha256 = r->sha256, .media_type = r->media_type, .name = r->name,
                        .size = r->size, .stored_at = {r->stored_at},
                        .ended_at = r->ended_at.has ? (instant){r->ended_at.v} : INSTANT_NONE,
                        .ended_by = r->ended_by, .code = r->code};
}

static const stored_paper *papers_of(arena *a, const stored_whole_row *rows, size_t n) {
  stored_paper *all = arena_list(a, n, stored_paper);
  for (size_t i = 0; i < n; i++) all[i] = paper_of(&rows[i]);
  return all;
}

static bool fits(str type, const paper_type *const *types, size_t n) {
  for (size_t i = 0; i < n; i++)
    if (str_eq(type, types[i]->type)) return true;
  return false;
}

bool store_fits(const stored_paper *p, const paper_type *const *types, size_t n) {
  return fits(p->type, types, n);
}

bool store_asked_for(ctx *c, int64_t procedure_id, str type) {
  const edition *e = c->edition;
  size_t k = 0;
  while (k < e->nprocedures && e->procedures[k].id != procedure_id) k++;
  if (k == e->nprocedures) return false;
  const procedure *p = &e->procedures[k];
  for (size_t i = 0; i < p->ncomponents; i++) {
    const paper_type *types[TYPES_MOST];
    size_t n = paper_types_for(e, &p->components[i], c->a, types);
    if (fits(type, types, n)) return true;
  }
  return false;
}

err *store_held(ctx *c, int64_t person_id, const stored_paper **out, size_t *n) {
  stored_whole_row *rows;
  TRY(stored_held(c->db, c->a, person_id, day_of(c->now), OFFERS_MOST, &rows, n));
  *out = papers_of(c->a, rows, *n);
  return NULL;
}

static err *unknown(void) { return ERR(NOT_FOUND, N_("There is no such paper.")); }

err *store_list(ctx *c, int64_t person_id, str after, stored_page *out) {
  size_t n;
  stored_whole_row *rows, last = {.id = INT64_MAX};
  bool found = true;
  if (after.n) TRY(stored_by_public_id(c->db, c->a, after, &last, &found));
  if (!found || (after.n && last.person_id != person_id)) return unknown();
  TRY(stored_list(c->db, c->a, person_id, last.id, LIST_PAGE + 1, &rows, &n));
  out->more = n > LIST_PAGE;
  out->n = out->more ? LIST_PAGE : n;
  out->items = papers_of(c->a, rows, out->n);
  return NULL;
}

access_thing store_thing(const stored_paper *p) {
  return (access_thing){.id = p->id, .person_id = p->person_id, .type = p->type};
}

err *store_get(ctx *c, const actor *as, str public_id, stored_paper *out) {
  stored_whole_row row;
  bool found = false;
  if (str_utf8(public_id)) TRY(stored_by_public_id(c->db, c->a, public_id, &row, &found));
  if (!found) return unknown();
  *out = paper_of(&row);
  ctx for_them = *c;
  for_them.who = as;
  access_thing thing = store_thing(out);
  return access_check(&for_them, WHO_STORED_READER, &thing, STR_NONE);
}

/* --- taking --- */
static err *holds(ctx *c, const stored_paper *p) {
  if (instant_is(p->ended_at) && str_eq(p->ended_by, S("revoked")))
    return ERR(INVALID, N_("“{0}” was revoked on {1}; please choose another paper."), p->title,
               day_told(c->a, day_of(p->ended_at)));
  if (instant_is(p->ended_at))
    return ERR(INVALID, N_("“{0}” was replaced by a corrected one on {1}; please choose that."),
               p->title, day_told(c->a, day_of(p->ended_at)));
  if (p->last_day && p->last_day < day_of(c->now))
    return ERR(INVALID, N_("“{0}” was good until {1}; please choose another paper."), p->title,
               day_told(c->a, p->last_day));
  return NULL;
}

typedef struct taking {
  const actor *as;
  str public_id;
  paper *out;
} taking;

static err *take(ctx *c, void *arg) {
  const taking *t = arg;
  int64_t owner = c->who->account_id;
  stored_paper p;
  paper_taken_row row;
  bool found;
  TRY(store_get(c, t->as, t->public_id, &p));
  TRY(holds(c, &p));
  TRY(paper_taken(c->db, c->a, owner, p.id, &row, &found));
  *t->out = (paper){.id = found ? row.id : rand_id(), .owner_id = owner, .size = p.size,
                    .public_id = found ? row.public_id : rand_public_id(c->a), .blob = p.blob,
                    .sha256 = p.sha256, .media_type = p.media_type, .name = p.name,
                    .stored_id = p.id};
  const paper *q = t->out;
  if (c->once) c->once->location = str_cat(c->a, S("/papers/"), q->public_id);
  if (found) return paper_touch(c->db, q->id, c->now.us, NULL);
  return paper_take(c->db,
                    &(paper_take_in){.id = q->id, .public_id = q->public_id, .owner = owner,
                                     .stored = p.id, .blob = q->blob, .sha256 = q->sha256,
                                     .size = q->size, .media_type = q->media_type,
                                     .name = q->name, .at = c->now.us},
                    NULL);
}

err *store_take(ctx *c, const actor *as, str public_id, paper *out) {
  if (!c->who) return ERR(UNAUTHENTICATED, N_("Please sign in"));
  return ctx_write(c, c->who->account_id, take, &(taking){as, public_id, out});
}

err *store_still(ctx *c, int64_t stored_id, int64_t holder_id) {
  stored_whole_row row;
  bool found;
  TRY(stored_by_id(c->db, c->a, stored_id, &row, &found));
  if (!found) return ERR(INVALID, N_("This paper is unknown; please send it again."));
  stored_paper p = paper_of(&row);
  if (p.person_id != holder_id)
    return ERR(INVALID, N_("“{0}” belongs to another person than the application."), p.title);
  return holds(c, &p);
}

err *store_name(ctx *c, int64_t stored_id, str *public_id) {
  stored_whole_row row = {0};
  bool found;
  TRY(stored_by_id(c->db, c->a, stored_id, &row, &found));
  *public_id = row.public_id;
  return NULL;
}

/* catalogue_publish: a version with the number of its edition, and the catalogue of an earlier
 * edition published once more; see catalogue.h. */
#include "base/buf.h"
#include "base/rand.h"
#include "kit/crypto.h"
#include "office/catalogue.h"
#include "office/catalogue.sql.h"

err *catalogue_publish(ctx *c, const catalogue_add_version_in *row) {
  TRY(catalogue_add_version(c->db, row, NULL));
  return catalogue_version_edition(c->db, row->id, NULL);
}

/* --- an earlier edition --- */
typedef struct seen { /* a version as it was read */
  str content;
  int64_t version, valid_from;
} seen;

typedef struct restoring {
  ctx *c;
  int64_t procedure_id, published;
  seen then, newest; /* of the procedure that is being read; content none: not yet */
  size_t mark;
} restoring;

/* The text of a version under another number and day, its other members as they are. */
static str retold(arena *a, const json *v, int64_t version, int32_t from, bool ended) {
  json_member *members = arena_list(a, v->n + 1, json_member);
  size_t n = 0;
  for (size_t i = 0; i < v->n; i++) {
    if (str_eq(v->keys[i], S("ended"))) continue;
    members[n] = (json_member){v->keys[i], &v->items[i]};
    if (str_eq(v->keys[i], S("version"))) members[n].value = json_of_int(a, version);
    if (str_eq(v->keys[i], S("valid_from"))) members[n].value = json_of_text(a, day_iso(a, from));
    n++;
  }
  if (ended) members[n++] = (json_member){S("ended"), json_of_bool(a, true)};
  buf b = buf_in(a);
  json_write(&b, json_of_members(a, members, n));
  return buf_str(&b);
}

static bool has_ended(const json *v) {
  const json *ended = json_get(v, S("ended"));
  return ended && ended->kind == JSON_TRUE;
}

/* What it should say from now on, compared under one number and day with what it says. */
static err *restore_one(restoring *r) {
  ctx *c = r->c;
  arena *a = c->a;
  const json *newest, *then;
  str is, wanted;
  if (!r->newest.content.p) return NULL;
  bool new_since = !r->then.content.p;
  TRY(json_parse(a, r->newest.content, &newest));
  TRY(json_parse(a, new_since ? r->newest.content : r->then.content, &then));
  bool ends = new_since || has_ended(then);
  int64_t version = r->newest.version + 1;
  int32_t from = (int32_t)r->newest.valid_from, today = day_of(c->now);
  if (from < today) from = today;
  is = retold(a, newest, version, from, has_ended(newest));
  wanted = retold(a, then, version, from, ends);
  if (str_eq(is, wanted)) return NULL;
  r->published++;
  catalogue_add_version_in row = {.id = rand_id(), .procedure = r->procedure_id,
                                  .version = version, .valid_from = from, .content = wanted,
                                  .sha256 = sha256(a, wanted), .at = c->now.us};
  return catalogue_publish(c, &row);
}

static err *next_version(void *arg, const catalogue_versions_row *row) {
  restoring *r = arg;
  if (row->procedure_id != r->procedure_id) {
    TRY(restore_one(r));
    arena_rewind(r->c->a, r->mark);
    r->procedure_id = row->procedure_id;
    r->then = r->newest = (seen){0};
  }
  seen s = {str_dup(r->c->a, row->content), row->version, row->valid_from};
  r->newest = s;
  if (row->before) r->then = s;
  return NULL;
}

err *catalogue_restore(ctx *c, int64_t as_of, int64_t *n) {
  restoring r = {.c = c, .mark = arena_mark(c->a)};
  TRY(catalogue_versions(c->db, as_of, next_version, &r));
  TRY(restore_one(&r));
  *n = r.published;
  return NULL;
}

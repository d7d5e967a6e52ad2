/* draft_changes: what a new version of a procedure asks otherwise, so that a draft that was begun
 * before says so; see filing.h. */
#include "kit/json.h"
#include "office/forms.h"
#include "web/filing.h"
#include "web/fill.h"
#include "web/form.h"
#include "web/form_impl.h"

enum { LEAVES_MOST = 500 };

typedef struct leaf {
  str path; /* "child.full_name" */
  const json *schema;
} leaf;

typedef struct leaves {
  arena *a;
  const json *root;
  leaf items[LEAVES_MOST];
  size_t n;
} leaves;

static void collect(leaves *l, const json *schema, str path, int depth) {
  const json *all = schema_key(l->root, schema, S("properties"));
  for (size_t i = 0; all && all->kind == JSON_OBJECT && i < all->n; i++) {
    const json *own = &all->items[i];
    str at = path.n ? str_cat(l->a, path, S("."), all->keys[i]) : all->keys[i];
    bool inner = schema_is(l->root, own, S("object")), list = schema_repeats(l->root, own);
    if (inner && depth < FORM_DEPTH_MOST) collect(l, own, at, depth + 1);
    else if (!inner && l->n < LEAVES_MOST) l->items[l->n++] = (leaf){at, own};
    if (list && depth < FORM_DEPTH_MOST) /* what each entry asks stands for all of them */
      collect(l, schema_key(l->root, own, S("items")), str_cat(l->a, at, S(".0")), depth + 1);
  }
}

static const leaf *find(const leaves *l, str path) {
  for (size_t i = 0; i < l->n; i++)
    if (str_eq(l->items[i].path, path)) return &l->items[i];
  return NULL;
}

/* What a person would notice: the words, the kind, the values to choose from. */
static bool same(arena *a, const leaves *x, const leaf *one, const leaves *y, const leaf *other) {
  static const char *const keys[] = {"title", "type", "format", "enum", "maxLength", "minimum",
                                     "maximum"};
  for (size_t i = 0; i < COUNT(keys); i++) {
    const json *v = schema_key(x->root, one->schema, str_of(keys[i]));
    const json *w = schema_key(y->root, other->schema, str_of(keys[i]));
    buf b = buf_in(a), c = buf_in(a);
    if (v) json_write(&b, v);
    str text = buf_str(&b);
    if (w) json_write(&c, w);
    if (!str_eq(text, buf_str(&c))) return false;
  }
  return true;
}

typedef struct told {
  rq *r;
  v_change *items;
  size_t n, room;
} told;

static void tell(told *t, const char *what, str label, str typed) {
  if (t->n == t->room) return;
  static const struct {
    const char *what, *word;
  } words[] = {{"added", N_("New:")}, {"removed", N_("No longer asked:")},
               {"limit", N_("The time limit is now:")}, {"fee", N_("The fee is now:")},
               {"changed", N_("Asked otherwise:")}};
  size_t i = 0;
  while (i + 1 < COUNT(words) && !str_eq(str_of(words[i].what), str_of(what))) i++;
  t->items[t->n++] = (v_change){.what = str_of(what), .word = words[i].word, .label = label,
                                .stated = typed.n ? typed : STR_NONE};
}

static str label_in(told *t, const json *schema, str path) {
  int64_t rank;
  str label = form_label(t->r, schema, str_cat(t->r->ctx.a, S("fields."), path), &rank);
  return label.n ? label : path;
}

static void compare_fields(told *t, const procedure *old, const procedure *now, const json *data) {
  arena *a = t->r->ctx.a;
  leaves *before = arena_new_of(a, leaves), *after = arena_new_of(a, leaves);
  before->a = after->a = a;
  before->root = old->schema;
  after->root = now->schema;
  collect(before, old->schema, S(""), 0);
  collect(after, now->schema, S(""), 0);
  for (size_t i = 0; i < after->n; i++) {
    const leaf *l = find(before, after->items[i].path);
    if (!l) tell(t, "added", label_in(t, now->schema, after->items[i].path), STR_NONE);
    else if (!same(a, before, l, after, &after->items[i]))
      tell(t, "changed", label_in(t, now->schema, l->path), STR_NONE);
  }
  for (size_t i = 0; i < before->n; i++) {
    const leaf *l = &before->items[i];
    if (find(after, l->path)) continue;
    str typed = form_typed(a, old->schema, l->schema, json_at(data, l->path), t->r->lang);
    tell(t, "removed", label_in(t, old->schema, l->path), typed);
  }
}

static void compare_papers(told *t, const procedure *old, const procedure *now) {
  for (size_t i = 0; i < now->ncomponents; i++) {
    const component *c = &now->components[i], *was = procedure_component(old, c->id);
    bool alike = was && str_eq(was->title, c->title) && was->required == c->required &&
                 str_eq(was->note, c->note);
    if (!alike) tell(t, was ? "changed" : "added", c->title, STR_NONE);
  }
  for (size_t i = 0; i < old->ncomponents; i++)
    if (!procedure_component(now, old->components[i].id))
      tell(t, "removed", old->components[i].title, STR_NONE);
}

/* "5,000 ₫ / 8,000 ₫"; for the way in which it is filed. */
static str fees_told(const rq *r, const procedure *p, str channel) {
  buf b = buf_in(r->ctx.a);
  for (size_t i = 0; i < p->nfees; i++) {
    const fee_rule *f = &p->fees[i];
    char room[LANG_ROOM];
    if (!f->entered || (f->channel.n && !str_eq(f->channel, channel))) continue;
    if (b.n) buf_add(&b, S(" / "));
    buf_add(&b, lang_number(r->lang, f->amount, room));
    buf_add(&b, S(" ₫"));
  }
  return buf_str(&b);
}

static void compare_told(told *t, const char *what, str before, str after) {
  if (str_eq(before, after)) return;
  tell(t, what, after.n ? after : say(t->r, N_("not entered"), STR_NONE, STR_NONE), STR_NONE);
}

v_change_list draft_changes(rq *r, const form_draft *d, const procedure *now) {
  const procedure *old = edition_version(r->ctx.edition, d->version_id);
  const json *data = NULL;
  if (!old || !old->schema || !now->schema || old->version_id == now->version_id)
    return (v_change_list){0};
  if (json_parse(r->ctx.a, d->fields, &data)) data = NULL;
  told t = {.r = r, .room = 2 * LEAVES_MOST};
  t.items = arena_list(r->ctx.a, t.room, v_change);
  compare_fields(&t, old, now, data);
  compare_papers(&t, old, now);
  compare_told(&t, "limit", limits_told(r, old, d->channel), limits_told(r, now, d->channel));
  compare_told(&t, "fee", fees_told(r, old, d->channel), fees_told(r, now, d->channel));
  return (v_change_list){t.items, t.n};
}

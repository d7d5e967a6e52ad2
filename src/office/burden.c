/* burden: see burden.h. */
#include "office/burden.h"

#include <stdlib.h>

#include "base/buf.h"
#include "base/rand.h"
#include "office/burden.sql.h"
#include "office/form_schema.h"
#include "office/forms.h"
#include "office/known.h"
#include "office/store.h"

enum { LINES_MOST = 400, DEPTH_MOST = 16, FOLDED_AT_ONCE = 200 };

/* --- what one filing was asked --- */
typedef struct telling {
  ctx *c;
  const burden_filing *f;
  const person *known;
  bool mine;              /* the group is about them: a button could have filled it in */
  burden_line *lines;
  size_t n;
} telling;

static burden_line *line_of(telling *t, str name) {
  if (t->n == LINES_MOST) return NULL;
  t->lines[t->n] = (burden_line){.name = name, .asked = 1};
  return &t->lines[t->n++];
}

static void leaf(telling *t, const json *schema, const json *value, str name) {
  const json *root = t->f->procedure->schema;
  burden_line *l = line_of(t, name);
  str source = json_str(schema_ui(root, schema, S("source")));
  if (!source.n && t->mine) source = json_str(schema_ui(root, schema, S("mine")));
  const json *known = t->known && source.n
                          ? known_value(t->c->edition, t->c->a, t->known, source)
                          : NULL;
  if (!l || !known) return;
  l->known = 1;
  l->edited = !value || !str_eq(json_str(value), json_str(known));
}

/* Does the group name whom the state knows? */
static bool about_known(const telling *t, const json *all, const json *data) {
  for (size_t i = 0; t->known && i < all->n; i++) {
    str mine = json_str(schema_ui(t->f->procedure->schema, &all->items[i], S("mine")));
    if (str_ends(mine, S(".full_name")))
      return str_eq(json_str(json_get(data, all->keys[i])), t->known->full_name);
  }
  return false;
}

static void walk(telling *t, const json *schema, const json *data, str name, int depth) {
  const json *root = t->f->procedure->schema;
  const json *all = schema_key(root, schema, S("properties"));
  if (!all || all->kind != JSON_OBJECT || depth > DEPTH_MOST) {
    leaf(t, schema, data, name);
    return;
  }
  bool outer = t->mine;
  t->mine = about_known(t, all, data);
  for (size_t i = 0; i < all->n; i++) {
    form_when w;
    if (schema_when(root, &all->items[i], &w) && !when_holds(&w, t->f->fields, data)) continue;
    walk(t, &all->items[i], json_get(data, all->keys[i]),
         str_cat(t->c->a, name, S("."), all->keys[i]), depth + 1);
  }
  t->mine = outer;
}

static void document(telling *t, const component *c, const stored_paper *held, size_t nheld) {
  const paper_type *types[TYPES_MOST];
  bool given = false, reused = false, known = false;
  for (size_t i = 0; i < t->f->npapers; i++) {
    if (!str_eq(t->f->papers[i].component, c->id)) continue;
    given = true;
    reused = reused || t->f->papers[i].stored_id;
  }
  bool needed = c->required && component_applies(t->f->procedure, c, t->f->fields, t->c->a);
  if (!given && !needed) return;
  size_t n = nheld ? paper_types_for(t->c->edition, c, t->c->a, types) : 0;
  for (size_t i = 0; i < nheld && !known; i++) known = store_fits(&held[i], types, n);
  burden_line *l = line_of(t, str_cat(t->c->a, S("papers."), c->id));
  if (!l) return;
  l->known = known || reused;
  l->reused = reused;
  l->edited = l->known && !reused;
}

/* [["",1,0,1],["fields.child.full_name",0,0,0],…]: name, known, edited, reused. */
static str written(arena *a, const telling *t) {
  const json **rows = arena_list(a, t->n, const json *);
  for (size_t i = 0; i < t->n; i++) {
    const burden_line *l = &t->lines[i];
    const json *row[] = {json_of_text(a, l->name), json_of_int(a, l->known),
                         json_of_int(a, l->edited), json_of_int(a, l->reused)};
    rows[i] = json_of_list(a, row, COUNT(row));
  }
  buf b = buf_in(a);
  json_write(&b, json_of_list(a, rows, t->n));
  return buf_str(&b);
}

err *burden_told(ctx *c, const burden_filing *f, str *told) {
  telling t = {.c = c, .f = f, .lines = arena_list(c->a, LINES_MOST, burden_line)};
  const stored_paper *held = NULL;
  size_t nheld = 0;
  t.known = f->there;
  if (!f->there) TRY(known_person(c, &t.known));
  if (access_for(f->as, f->holder_id, f->procedure->id))
    TRY(store_held(c, f->holder_id, &held, &nheld));
  burden_line *whole = line_of(&t, S(""));
  walk(&t, f->procedure->schema, f->fields, S("fields"), 0);
  for (size_t i = 0; i < f->procedure->ncomponents; i++)
    document(&t, &f->procedure->components[i], held, nheld);
  for (size_t i = 1; i < t.n; i++) {
    whole->known |= t.lines[i].known;
    whole->edited |= t.lines[i].edited;
    whole->reused |= t.lines[i].reused;
  }
  *told = written(c->a, &t);
  return NULL;
}

err *burden_write(ctx *c, int64_t procedure_id, str told) {
  return burden_filed(c->db,
                      &(burden_filed_in){.id = rand_id(), .procedure = procedure_id,
                                         .day = day_of(c->now), .told = told},
                      NULL);
}

/* --- adding up --- */
typedef struct sum {
  int64_t procedure_id, day;
  burden_line line;
} sum;

static bool read_row(const json *row, burden_line *l) {
  if (row->kind != JSON_ARRAY || row->n != 4) return false;
  *l = (burden_line){.name = json_str(&row->items[0]), .asked = 1};
  return l->name.p && json_int(&row->items[1], &l->known) && json_int(&row->items[2], &l->edited) &&
         json_int(&row->items[3], &l->reused);
}

typedef struct sums {
  arena *a;
  sum *list;
  size_t n, room;
} sums;

static void add(sums *s, const sum *one) {
  if (s->n == s->room) {
    sum *larger = arena_list(s->a, s->room * 2 + 64, sum);
    for (size_t i = 0; i < s->n; i++) larger[i] = s->list[i];
    s->list = larger;
    s->room = s->room * 2 + 64;
  }
  s->list[s->n++] = *one;
}

/* The lines of one filing; what cannot be read is left out. */
static void append(sums *s, str told, sum of) {
  const json *rows;
  if (json_parse(s->a, told, &rows) || rows->kind != JSON_ARRAY) return;
  for (size_t i = 0; i < rows->n; i++)
    if (read_row(&rows->items[i], &of.line)) add(s, &of);
}

static int in_order(const void *x, const void *y) {
  const sum *a = x, *b = y;
  if (a->procedure_id != b->procedure_id) return a->procedure_id < b->procedure_id ? -1 : 1;
  if (a->day != b->day) return a->day < b->day ? -1 : 1;
  return str_cmp(a->line.name, b->line.name);
}

/* Sorted, and those of one name as one. */
static void merge(sums *s) {
  size_t kept = 0;
  if (s->n) qsort(s->list, s->n, sizeof *s->list, in_order);
  for (size_t i = 0; i < s->n; i++) {
    const sum *one = &s->list[i];
    if (kept && in_order(&s->list[kept - 1], one) == 0) {
      burden_line *to = &s->list[kept - 1].line;
      to->asked += one->line.asked, to->known += one->line.known;
      to->edited += one->line.edited, to->reused += one->line.reused;
    } else {
      s->list[kept++] = *one;
    }
  }
  s->n = kept;
}

err *burden_fold(ctx *c, bool *more) {
  burden_waiting_row *rows;
  size_t n;
  sums s = {.a = c->a};
  TRY(burden_waiting(c->db, c->a, FOLDED_AT_ONCE, &rows, &n));
  for (size_t i = 0; i < n; i++) {
    int64_t mine = 0; /* another process may add up the same rows */
    TRY(burden_taken(c->db, rows[i].id, &mine));
    if (mine)
      append(&s, rows[i].told, (sum){.procedure_id = rows[i].procedure_id, .day = rows[i].day});
  }
  merge(&s);
  for (size_t i = 0; i < s.n; i++) {
    const burden_line *l = &s.list[i].line;
    TRY(burden_add(c->db,
                   &(burden_add_in){.procedure = s.list[i].procedure_id, .day = s.list[i].day,
                                    .name = l->name, .asked = l->asked, .known = l->known,
                                    .edited = l->edited, .reused = l->reused},
                   NULL));
  }
  *more = n == FOLDED_AT_ONCE;
  return NULL;
}

err *burden_of(ctx *c, int64_t procedure_id, int32_t since, const burden_line **out, size_t *n) {
  burden_sums_row *folded;
  burden_waiting_of_row *rows;
  size_t nfolded, nrows;
  sums s = {.a = c->a};
  TRY(burden_sums(c->db, c->a, procedure_id, since, &folded, &nfolded));
  TRY(burden_waiting_of(c->db, c->a, procedure_id, since, &rows, &nrows));
  for (size_t i = 0; i < nfolded; i++)
    add(&s, &(sum){.line = {folded[i].name, folded[i].asked, folded[i].known, folded[i].edited,
                            folded[i].reused}});
  for (size_t i = 0; i < nrows; i++) append(&s, rows[i].told, (sum){0});
  merge(&s);
  burden_line *lines = arena_list(c->a, s.n + 1, burden_line);
  for (size_t i = 0; i < s.n; i++) lines[i] = s.list[i].line;
  *out = lines;
  *n = s.n;
  return NULL;
}

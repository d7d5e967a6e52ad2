/* find: see find.h.  What is asked for is told by how it looks: a number of 12 digits is a personal
 * ID, another one a phone or an enterprise code, with a digit among letters a dossier's code, the
 * rest a name. */
#include "office/find.h"

#include <stdlib.h>

#include "kit/text.h"
#include "office/access.h"
#include "office/desk_impl.h"
#include "office/find.sql.h"

enum { NAME_WORDS = 6, NAME_BYTES = 64, NUMBER_BYTES = 16, FEWEST_LETTERS = 2, FEWEST_DIGITS = 8,
       MOST_DIGITS = 14, ID_DIGITS = 12, TURNED_BYTES = 8 };

/* --- keys --- */
/* Its digits alone, as it is dialled within the country; none when it is no number. */
static str number_of(arena *a, str text) {
  char *digits = arena_alloc(a, text.n + 1);
  size_t n = 0;
  for (size_t i = 0; i < text.n; i++) {
    char c = text.p[i];
    if (c >= '0' && c <= '9') digits[n++] = c;
    else if (str_chr(S(" .-()+"), c, 0) < 0) return STR_NONE;
  }
  str all = {digits, n};
  bool abroad = n == 11 && str_starts(all, S("84"));
  if (abroad) all = str_cat(a, S("0"), str_sub(all, 2, n));
  return n >= FEWEST_DIGITS && n <= MOST_DIGITS ? all : STR_NONE;
}

static str number_key(ctx *c, str digits) {
  str secret = {c->office->secrets.search, sizeof c->office->secrets.search};
  str mac = hmac(c->a, secret, S("motcua/dossier-key/1"), digits);
  return str_cat(c->a, S("#"), str_sub(mac, 0, NUMBER_BYTES));
}

static void add_key(find_keys *k, str key) {
  for (size_t i = 0; i < k->n; i++)
    if (str_eq(k->items[i], key)) return;
  if (k->n < FIND_KEYS_MOST) k->items[k->n++] = key;
}

static void add_name(ctx *c, find_keys *k, str name) {
  str rest = name.n ? text_fold(c->a, name) : STR_NONE;
  for (int i = 0; i < NAME_WORDS && rest.n; i++) {
    str word;
    add_key(k, str_sub(rest, 0, NAME_BYTES));
    str_split(&rest, ' ', &word);
  }
}

static void add_number(ctx *c, find_keys *k, str text) {
  str digits = text.n ? number_of(c->a, text) : STR_NONE;
  if (digits.p) add_key(k, number_key(c, digits));
}

static void add_person(ctx *c, find_keys *k, const find_who *p) {
  add_name(c, k, p->name);
  add_number(c, k, p->personal_id);
  add_number(c, k, p->enterprise_code);
  add_number(c, k, p->phone);
}

void find_keys_of(ctx *c, const find_who *holder, const procedure *p, const json *fields,
                  find_keys *out) {
  *out = (find_keys){0};
  add_person(c, out, holder);
  const json *v = p && p->holder_path.p && fields ? json_at(fields, p->holder_path) : NULL;
  if (!v) return;
  find_who named = {.name = json_str(json_get(v, S("full_name"))),
                       .personal_id = json_str(json_get(v, S("personal_id"))),
                       .phone = json_str(json_get(v, S("phone")))};
  add_person(c, out, &named);
}

err *find_person_of(ctx *c, int64_t person_id, find_who *out) {
  find_person_row_row row;
  bool found;
  TRY(find_person_row(c->db, c->a, person_id, &row, &found));
  *out = (find_who){0};
  if (found) *out = (find_who){row.full_name, row.personal_id, row.enterprise_code, row.phone};
  return NULL;
}

err *find_write(ctx *c, const dossier *d, const find_keys *k) {
  int64_t units[] = {d->row_unit_id, d->row_reception_id, d->row_support_id};
  if (units[1] == units[0]) units[1] = 0;
  if (units[2] == units[0] || units[2] == units[1]) units[2] = 0;
  for (size_t u = 0; u < COUNT(units); u++)
    for (size_t i = 0; i < k->n && units[u]; i++)
      TRY(find_key_insert(c->db,
                          &(find_key_insert_in){.dossier = d->id, .unit = units[u],
                                                .field = d->field, .key = k->items[i],
                                                .turned = -d->id},
                          NULL));
  return NULL;
}

err *find_renew(ctx *c, int64_t dossier_id) {
  dossier d;
  find_who holder;
  find_keys keys;
  str form;
  const json *fields = NULL;
  TRY(dossier_by_id(c, dossier_id, &d));
  if (d.erased_by) return find_forget(c, d.id);
  TRY(dossier_form(c, d.id, &form));
  if (form.p) TRY(json_parse(c->a, form, &fields));
  TRY(find_person_of(c, d.holder_id, &holder));
  find_keys_of(c, &holder, edition_version(c->edition, d.version_id), fields, &keys);
  TRY(find_forget(c, d.id));
  return find_write(c, &d, &keys);
}

err *find_renew_holder(ctx *c, int64_t person_id) {
  return find_renew_all(c->db, person_id, c->now.us, NULL);
}

err *find_forget(ctx *c, int64_t dossier_id) { return find_keys_delete(c->db, dossier_id, NULL); }

/* --- what is asked for --- */
typedef struct asked { /* a range of keys */
  str from, until;     /* from <= key < until */
  str after;           /* the last key seen, with its turned */
  int64_t turned;
} asked;

static bool has_digit(str s) {
  for (size_t i = 0; i < s.n; i++)
    if (s.p[i] >= '0' && s.p[i] <= '9') return true;
  return false;
}

static err *read_words(ctx *c, str words, str *kind, asked *q) {
  str text = str_trim(words), digits = number_of(c->a, text);
  if (digits.p) {
    *kind = digits.n == ID_DIGITS ? S("personal_id") : S("phone");
    q->from = number_key(c, digits);
    q->until = str_cat(c->a, q->from, (str){"\0", 1}); /* that key alone */
    return NULL;
  }
  *kind = has_digit(text) ? S("code") : S("name");
  if (has_digit(text)) return NULL;
  q->from = str_sub(text_fold(c->a, text), 0, NAME_BYTES);
  q->until = str_cat(c->a, q->from, S("\xFF"));
  if (q->from.n >= FEWEST_LETTERS) return NULL;
  return err_at(ERR(INVALID, N_("Please write a code, a whole number, or two letters of a name.")),
                S("q"), STR_NONE);
}

/* A cursor is where the page before ended: turned, then the key. */
static str place_text(arena *a, const find_key_row *r) {
  char turned[TURNED_BYTES];
  for (int i = 0; i < TURNED_BYTES; i++) turned[i] = (char)((uint64_t)r->turned >> (56 - 8 * i));
  return base64url_of(a, str_cat(a, (str){turned, sizeof turned}, r->key));
}

static err *read_place(ctx *c, str after, asked *q) {
  str raw;
  uint64_t turned = 0;
  q->after = q->from;
  q->turned = INT64_MIN;
  if (!after.p) return NULL;
  TRY(cursor_bytes(c->a, after, &raw));
  if (raw.n <= TURNED_BYTES) return cursor_broken();
  for (int i = 0; i < TURNED_BYTES; i++) turned = turned << 8 | (unsigned char)raw.p[i];
  q->after = str_sub(raw, TURNED_BYTES, raw.n);
  q->turned = (int64_t)turned;
  bool within = str_cmp(q->after, q->from) >= 0 && str_cmp(q->after, q->until) < 0;
  return within ? NULL : cursor_broken();
}

/* --- found --- */
typedef struct found {
  find_key_row *rows;
  size_t n;
  const find_key_row *bound; /* behind it there may be more that was not read */
} found;

static int order(const void *x, const void *y) {
  const find_key_row *a = x, *b = y;
  int by_key = str_cmp(a->key, b->key);
  return by_key ? by_key : (a->turned > b->turned) - (a->turned < b->turned);
}

static err *read_queue(ctx *c, const asked *q, const queue *at, found *to) {
  find_key_row *rows;
  size_t n;
  if (at->field.n)
    TRY(find_in_field(c->db, c->a,
                      &(find_in_field_in){.unit = at->unit_id, .field = at->field,
                                          .until_key = q->until, .after_key = q->after,
                                          .turned = q->turned, .most = LIST_PAGE + 1},
                      &rows, &n));
  else
    TRY(find_in_unit(c->db, c->a,
                     &(find_in_unit_in){.unit = at->unit_id, .until_key = q->until,
                                        .after_key = q->after, .turned = q->turned,
                                        .most = LIST_PAGE + 1},
                     &rows, &n));
  bool cut = n > LIST_PAGE && (!to->bound || order(&rows[n - 1], to->bound) < 0);
  if (cut) to->bound = &rows[n - 1];
  find_key_row *all = arena_list(c->a, to->n + n + 1, find_key_row);
  for (size_t i = 0; i < to->n; i++) all[i] = to->rows[i];
  for (size_t i = 0; i < n; i++) all[to->n + i] = rows[i];
  to->rows = all;
  to->n += n;
  return NULL;
}

static bool shown_already(const dossier_list *l, int64_t id) {
  for (size_t i = 0; i < l->n; i++)
    if (l->items[i].id == id) return true;
  return false;
}

/* A dossier that is found by several keys comes once on a page. */
static err *make_page(ctx *c, const found *f, dossier_list *out) {
  dossier_line *items = arena_list(c->a, LIST_PAGE, dossier_line);
  const find_key_row *last = NULL;
  out->items = items;
  for (size_t i = 0; i < f->n; i++) {
    const find_key_row *r = &f->rows[i];
    dossier_listed_row row;
    bool there, known = shown_already(out, r->dossier_id);
    out->more = (!known && out->n == LIST_PAGE) || (f->bound && order(r, f->bound) >= 0);
    if (out->more) break;
    last = r;
    if (known) continue;
    TRY(dossier_listed_by_id(c->db, c->a, r->dossier_id, &row, &there));
    if (there) items[out->n++] = list_line(&row);
  }
  if (out->more && last) out->next = place_text(c->a, last);
  return NULL;
}

static err *by_code(ctx *c, str code, dossier_list *out) {
  dossier d;
  bool reads;
  char *upper = arena_alloc(c->a, code.n + 1);
  for (size_t i = 0; i < code.n; i++)
    upper[i] = code.p[i] >= 'a' && code.p[i] <= 'z' ? (char)(code.p[i] - 32) : code.p[i];
  err *e = dossier_by_code(c, (str){upper, code.n}, &d);
  if (e && e->kind == ERR_NOT_FOUND) return NULL;
  TRY(e);
  TRY(access_reads(c, &d, &reads));
  find_key_row row = {.dossier_id = d.id};
  return reads ? make_page(c, &(found){.rows = &row, .n = 1}, out) : NULL;
}

/* The units and fields in which the officer reads dossiers (office/access.c, in_scope). */
static size_t scope(ctx *c, queue *list) {
  const actor *who = c->who;
  size_t n = 0;
  for (int by_field = 0; by_field < 2; by_field++) /* first those that hold the others */
    for (size_t i = 0; i < who->nroles; i++) {
      const role_held *r = &who->roles[i];
      if ((r->field.n > 0) == by_field && !str_eq(r->role, S("admin")))
        n = queues_add(c, list, n, (queue){.unit_id = r->unit_id, .field = r->field});
    }
  return n;
}

err *dossier_find(ctx *c, str words, str after, find_list *out) {
  asked q = {0};
  found f = {0};
  *out = (find_list){0};
  TRY(access_check(c, WHO_OFFICER, NULL, STR_NONE));
  TRY(read_words(c, words, &out->kind, &q));
  if (str_eq(out->kind, S("code"))) return by_code(c, str_trim(words), &out->list);
  TRY(read_place(c, after, &q));
  queue *queues = arena_list(c->a, QUEUES_MOST, queue);
  size_t n = scope(c, queues);
  for (size_t i = 0; i < n; i++) TRY(read_queue(c, &q, &queues[i], &f));
  if (f.n) qsort(f.rows, f.n, sizeof *f.rows, order);
  return make_page(c, &f, &out->list);
}

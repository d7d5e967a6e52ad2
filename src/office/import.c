/* import: see import.h: one frame for the kinds of files; what each holds is in import_catalogue.c,
 * import_units.c and, for days, here. */
#include "office/import.h"

#include "base/buf.h"
#include "base/csv.h"
#include "base/lines.h"
#include "kit/crypto.h"
#include "office/admin.sql.h"
#include "office/import_impl.h"
#include "office/journal.h"
#include "office/restore.h"
#include "office/setting.h"

enum { DAYS_MOST = 4000, SOURCE_MOST = 500 };

struct import_work {
  import_source source;
  import_report *report, read; /* read: as it was after reading */
  import_file catalogue;
  units_file *units;
  day_wish *days;
  size_t ndays;
  bool undone; /* a decide was undone on purpose: nothing to change, or a preview */
};

static const str kinds[] = {{"catalogue", 9}, {"units", 5}, {"calendar", 8}};

import_kind import_kind_of(str word) {
  size_t i = 0;
  while (i < COUNT(kinds) && !str_eq(kinds[i], word)) i++;
  return (import_kind)i;
}

str import_word(import_kind kind) { return kinds[kind]; }

/* --- days --- */
const char *day_wish_of(const csv_row *row, day_wish *out) {
  if (row->n != 3) return N_("it has too many or too few columns.");
  if (!day_parse(row->fields[0], &out->day)) return N_("the day is not understood.");
  out->kind = row->fields[1];
  out->source = row->fields[2];
  if (!str_eq(out->kind, S("holiday")) && !str_eq(out->kind, S("working")))
    return N_("the kind is not understood.");
  return out->source.n && out->source.n <= SOURCE_MOST ? NULL
                                                       : N_("the source is missing or too long.");
}

static err *read_day(void *arg, import_line *l) {
  static const char *const head[] = {"day", "kind", "source"};
  import_work *w = arg;
  csv_row row;
  day_wish *d = &w->days[w->ndays];
  bool good = csv_read(w->report->a, l->text, &row), first = l->number == 1;
  l->last = w->ndays == DAYS_MOST || (first && !(good && csv_is_head(&row, head, COUNT(head))));
  if (w->ndays == DAYS_MOST)
    return lines_wrong(l->lines, N_("there are too many records."), STR_NONE);
  if (!good) return lines_wrong(l->lines, N_("its quotes or columns are wrong."), STR_NONE);
  if (l->last) return lines_wrong(l->lines, N_("these columns are not known."), STR_NONE);
  if (first) return NULL;
  l->code = row.fields[0];
  const char *why = day_wish_of(&row, d);
  if (why) return lines_wrong(l->lines, why, STR_NONE);
  for (size_t i = 0; i < w->ndays; i++)
    if (w->days[i].day == d->day)
      return lines_wrong(l->lines, N_("the code {0} stands in an earlier line too."), l->code);
  d->line = l->number;
  w->ndays++;
  return NULL;
}

static err *read_days(import_work *w) {
  w->days = arena_list(w->report->a, DAYS_MOST + 1, day_wish);
  TRY(import_lines(&w->source, w->report, read_day, w, &w->ndays));
  return import_refusal(w->report, w->source.name);
}

static err *put_day(ctx *c, const day_wish *d, import_report *r) {
  admin_day_row old;
  bool found;
  TRY(admin_day(c->db, c->a, d->day, &old, &found));
  if (found && str_eq(old.kind, d->kind) && str_eq(old.source, d->source)) {
    r->same++;
    return NULL;
  }
  if (found) r->changed++;
  else r->added++;
  if (found || r->lists_added)
    import_note(r, d->line, day_iso(c->a, d->day), found ? "changed" : "added", d->source);
  return restore_day(c, d->day, found ? &old : NULL, d->kind, d->source);
}

/* --- the frame --- */
err *import_read(const import_source *s, import_report *r, import_work **out) {
  import_work *w = arena_new_of(r->a, import_work);
  *w = (import_work){.source = *s, .report = r};
  *out = w;
  if (s->kind == IMPORT_CATALOGUE) TRY(import_read_catalogue(s, r, &w->catalogue));
  else if (s->kind == IMPORT_UNITS) TRY(import_read_units(s, r, &w->units));
  else TRY(read_days(w));
  w->read = *r;
  return NULL;
}

err *import_write(ctx *c, import_work *w) {
  import_report *r = w->report;
  *r = w->read;
  if (w->source.kind == IMPORT_CATALOGUE)
    return import_put(c, &w->catalogue, day_of(c->now), r);
  if (w->source.kind == IMPORT_UNITS) return import_put_units(c, w->units, r);
  for (size_t i = 0; i < w->ndays; i++) TRY(put_day(c, &w->days[i], r));
  return NULL;
}

err *import_record_act(ctx *c, const import_work *w) {
  const import_report *r = w->report;
  int64_t number;
  str name = str_of(w->source.name);
  for (ptrdiff_t at; (at = str_chr(name, '/', 0)) >= 0;)
    name = str_sub(name, (size_t)at + 1, name.n);
  TRY(setting_int(c->db, c->a, S("edition"), 0, &number));
  json_member d[] = {journal_text(c->a, "file", str_sub(name, 0, 200)),
                     journal_text(c->a, "sha256", hex_of(c->a, sha256(c->a, w->source.bytes))),
                     journal_int(c->a, "added", r->added),
                     journal_int(c->a, "changed", r->changed),
                     journal_int(c->a, "edition", number)};
  return journal_write(c, &(journal_entry){.act = ACT_IMPORTED,
                                           .subject = import_word(w->source.kind), .detail = d,
                                           .ndetail = COUNT(d)});
}

/* Undone by its error, which import_run and import_preview take for what it is. */
static err *undo(import_work *w) {
  w->undone = true;
  return ERR(CONFLICT, N_("Nothing was changed."));
}

static err *preview(ctx *c, void *arg) {
  import_work *w = arg;
  TRY(import_write(c, w));
  return undo(w);
}

static err *run(ctx *c, void *arg) {
  import_work *w = arg;
  w->undone = false;
  TRY(setting_raise_edition(c->db, c->a, c->now));
  TRY(import_write(c, w));
  if (!w->report->added && !w->report->changed) return undo(w);
  return import_record_act(c, w);
}

err *import_preview(ctx *c, import_work *w) {
  ctx own = *c;
  own.once = NULL;
  w->undone = false;
  err *e = ctx_write(&own, 0, preview, w);
  return w->undone ? NULL : e;
}

err *import_run(ctx *c, import_work *w) {
  err *e = ctx_write(c, 0, run, w);
  if (e && !w->undone) return e;
  return office_renew(c->office);
}

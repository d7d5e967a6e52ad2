/* verify: reads everything again in one snapshot and names the first wrong thing; see verify.h.
 *
 * A dossier at a time, so that memory stays bounded: verify_event.c replays its events by
 * workflow.def, verify_figures.c recounts, verify_paper.c looks at its files, verify_books.c at
 * what stands above dossiers. */
#include "office/verify.h"

#include "base/buf.h"
#include "office/forms.h"
#include "office/verify_impl.h"

enum { PAGE = 500 };
#define SUMS_MEMORY ((size_t)2 << 30)

err *wrong(verifier *v, str where, str what) {
  if (v->report->ok) {
    v->report->ok = false;
    v->report->first_wrong = str_cat(v->c.a, where, S(": "), what);
  }
  return ERR(INVALID, "{0}: {1}", where, what);
}

err *wrong_event(examined *x, const verify_events_row *e, str what) {
  arena *a = x->v->c.a;
  str where = str_fmt(a, "%.*s, event %lld (%.*s)", STR_ARG(x->d.code), (long long)e->seq,
                      STR_ARG(e->action));
  return wrong(x->v, where, what);
}

/* --- the row of a dossier against its replayed events --- */

static err *same_time(examined *x, instant row, instant events, str what) {
  return row.us == events.us ? NULL
                             : wrong(x->v, x->d.code, str_cat(x->v->c.a, what,
                                     S(" is not what its events say")));
}

/* What the newest form says of the result's way is what the row says. */
static err *delivery_fits(examined *x) {
  const json *fields;
  str newest;
  TRY(dossier_form(&x->v->c, x->d.id, &newest));
  if (!newest.p) return NULL;
  bool good = !json_parse(x->v->c.a, newest, &fields) &&
              str_eq(delivery_of(fields, x->d.channel), x->d.delivery);
  return good ? NULL
              : wrong(x->v, x->d.code, S("the way of the result is not what its form says"));
}

static err *row_fits(examined *x) {
  const dossier *row = &x->d, *r = &x->replayed;
  verifier *v = x->v;
  if (!str_eq(row->state, r->state))
    return wrong(v, row->code, S("the state is not what its events say"));
  if (row->status != r->status)
    return wrong(v, row->code, S("the status is not what its events say"));
  if (row->seq != r->seq)
    return wrong(v, row->code, S("the number of events is not what the dossier says"));
  if (!str_eq(row->head, r->head))
    return wrong(v, row->code, S("the head is not the hash of the newest event"));
  if (!str_eq(row->field, x->p->field))
    return wrong(v, row->code, S("its field is not that of its procedure"));
  if (!str_eq(row->decision, r->decision))
    return wrong(v, row->code, S("the decision is not what its events say"));
  if (row->unit_id != edition_unit_on(v->c.edition, r->unit_id, day_of(v->c.now)) ||
       row->consults != r->consults ||
      row->supplements != r->supplements || row->extensions != r->extensions ||
      row->until_day != r->until_day)
    return wrong(v, row->code, S("unit, requests or new dates are not what its events say"));
  if (row->assignee_id != r->assignee_id || !str_eq(row->assignee_role, r->assignee_role))
    return wrong(v, row->code, S("it is assigned to somebody else than its events say"));
  if (row->scans != dossier_scans(x->p, row->channel, x->filed, x->nfiled) ||
      row->scans_signed != r->scans_signed)
    return wrong(v, row->code, S("its digitised copies are not what its papers and events say"));
  if (row->opened_seq != r->opened_seq)
    return wrong(v, row->code, S("whether the result was opened is not what its events say"));
  TRY(same_time(x, row->reached_at, r->reached_at, S("reached_at")));
  TRY(same_time(x, row->handed_at, r->handed_at, S("handed_at")));
  if (!str_eq(row->fee, r->fee))
    return wrong(v, row->code, S("how its fee stands is not what its events say"));
  if (row->rating != r->rating)
    return wrong(v, row->code, S("the rating is not what its events say"));
  TRY(same_time(x, row->asked_at, r->asked_at, S("asked_at")));
  TRY(same_time(x, row->correct_by, r->correct_by, S("correct_by")));
  TRY(same_time(x, row->paused_at, r->paused_at, S("paused_at")));
  TRY(same_time(x, row->first_due_at, r->first_due_at, S("first_due_at")));
  TRY(delivery_fits(x));
  TRY(same_time(x, row->submitted_at, r->submitted_at, S("submitted_at")));
  TRY(same_time(x, row->received_at, r->received_at, S("received_at")));
  TRY(same_time(x, row->due_at, r->due_at, S("due_at")));
  TRY(same_time(x, row->finished_at, r->finished_at, S("finished_at")));
  return same_time(x, row->ended_at, r->ended_at, S("ended_at"));
}

/* --- one dossier --- */

static str stored_as_signed(const json *reused, int64_t ordinal) {
  int64_t one = 0;
  for (size_t i = 0; reused && reused->kind == JSON_ARRAY && i < reused->n; i++)
    if (json_int(json_get(&reused->items[i], S("ordinal")), &one) && one == ordinal)
      return json_str(json_get(&reused->items[i], S("stored")));
  return STR_NONE;
}

/* What the filing says of its papers, which may be destroyed since. */
static err *papers_as_signed(examined *x) {
  const json *first;
  if (json_parse(x->v->c.a, x->events[0].content, &first))
    return wrong_event(x, &x->events[0], S("the signed content is not canonical JSON"));
  const json *list = json_get(first, S("papers")), *reused = json_at(first, S("terms.reused"));
  size_t n = list && list->kind == JSON_ARRAY ? list->n : 0;
  dossier_paper *filed = arena_list(x->v->c.a, n + 1, dossier_paper);
  for (size_t i = 0; i < n; i++) {
    filed[i] = (dossier_paper){.seq = 1,
                               .component = json_str(json_get(&list->items[i], S("component")))};
    json_int(json_get(&list->items[i], S("ordinal")), &filed[i].ordinal);
    filed[i].stored = stored_as_signed(reused, filed[i].ordinal);
  }
  x->filed = filed;
  x->nfiled = n;
  if (!x->d.erased_by) return NULL;
  x->d.reused = reused ? (int64_t)reused->n : 0;
  return NULL;
}

static err *verify_dossier(verifier *v, int64_t id) {
  ctx *c = &v->c;
  examined *x = arena_new_of(c->a, examined);
  x->v = v;
  TRY(dossier_by_id(c, id, &x->d));
  x->p = edition_version(c->edition, x->d.version_id);
  if (!x->p || x->p->id != x->d.procedure_id)
    return wrong(v, x->d.code, S("its procedure and version do not belong together"));
  TRY(dossier_papers(c, id, &x->papers, &x->npapers));
  for (size_t i = 0; i < x->npapers; i++)
    x->d.reused += x->papers[i].seq == 1 && x->papers[i].stored.n;
  TRY(verify_events(c->db, c->a, id, &x->events, &x->n));
  if (x->n == 0) return wrong(v, x->d.code, S("it has no event"));
  TRY(papers_as_signed(x));
  x->after = arena_list(c->a, x->n, dossier);
  said *all = arena_list(c->a, x->n, said);
  x->duties = arena_list(c->a, x->n, duty_held);
  x->rows.pauses = arena_list(c->a, x->n, verify_pauses_row);
  x->rows.consultations = arena_list(c->a, x->n, verify_consultations_row);
  x->rows.obligations = arena_list(c->a, x->n, verify_obligations_row);
  x->rows.handovers = arena_list(c->a, x->n, verify_handovers_row);
  for (size_t i = 0; i < x->n; i++) {
    TRY(verify_event(x, i, &all[i]));
    x->after[i] = x->replayed;
  }
  TRY(verify_erased(x));
  TRY(row_fits(x));
  TRY(verify_rows(x));
  TRY(verify_figures(x, all));
  TRY(verify_results_of(x, all));
  TRY(verify_proof_of(x));
  v->report->dossiers++;
  v->report->events += (int64_t)x->n;
  return NULL;
}

typedef struct run {
  verifier v;
  void (*progress)(void *, int64_t done, int64_t all);
  void *arg;
} run;

static err *verify_dossiers(run *r) {
  verifier *v = &r->v;
  verify_counts_row counts;
  bool found;
  TRY(verify_counts(v->c.db, v->c.a, &counts, &found));
  int64_t after = INT64_MIN;
  for (size_t n = PAGE; n == PAGE;) {
    size_t page_mark = arena_mark(v->c.a);
    verify_page_row *rows;
    TRY(verify_page(v->c.db, v->c.a, after, PAGE, &rows, &n));
    for (size_t i = 0; i < n; i++) {
      size_t mark = arena_mark(v->c.a);
      after = rows[i].id;
      TRY(verify_dossier(v, after));
      arena_rewind(v->c.a, mark);
      if (r->progress) r->progress(r->arg, v->report->dossiers, counts.dossiers);
    }
    arena_rewind(v->c.a, page_mark);
  }
  return NULL;
}

static err *verify_snapshot(ctx *c, void *arg) {
  run *r = arg;
  r->v.c = *c;
  TRY(verify_server_keys(c->db, c->a, &r->v.server_keys, &r->v.nserver_keys));
  TRY(verify_dossiers(r));
  TRY(verify_folds(&r->v));
  TRY(verify_books(&r->v));
  TRY(verify_ledger(&r->v));
  TRY(verify_rulings(&r->v));
  TRY(verify_people(&r->v));
  return verify_journal(&r->v);
}

err *verify_all(office *f, arena *a, void (*progress)(void *, int64_t done, int64_t all),
                void *arg, verify_report *out) {
  *out = (verify_report){.ok = true};
  arena *sums = arena_new(SUMS_MEMORY);
  if (!sums) return ERR(UNAVAILABLE, N_("Out of memory."));
  run r = {.v = {.report = out, .counted = {.a = sums}}, .progress = progress, .arg = arg};
  ctx c = {.a = a, .office = f, .now = instant_now()};
  c.edition = office_edition(f);
  r.v.c = c;
  err *e = verify_published(&r.v);
  if (!e) e = ctx_read(&c, verify_snapshot, &r);
  office_release(f, c.edition);
  arena_free(sums);
  return out->ok ? e : NULL;
}

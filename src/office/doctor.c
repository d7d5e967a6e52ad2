/* doctor: see doctor.h.  Called by cmd_admin.c and web/pages_admin.c. */
#include "office/doctor.h"

#include <stdlib.h>

#include "base/buf.h"
#include "office/doctor.sql.h"
#include "office/mail.h"
#include "office/outbox.sql.h"

enum { FIXED_FACTS = 16, KEYS = 200 };

typedef struct facts {
  ctx *c;
  doctor_fact *all;
  size_t n;
} facts;

static void add(facts *f, const char *what, int64_t n, bool look, const char *at) {
  f->all[f->n++] = (doctor_fact){.what = what, .n = n, .look = look, .at = at};
}

/* --- the catalogue --- */
static bool without_limit(const procedure *p) {
  for (size_t i = 0; i < p->nchannels; i++)
    if (!p->channels[i].nlimits) return true;
  return false;
}

static void catalogue(facts *f) {
  const edition *e = f->c->edition;
  int64_t elsewhere = 0, flagged = 0, unlimited = 0;
  for (size_t i = 0; i < e->nprocedures; i++) {
    const procedure *p = &e->procedures[i];
    elsewhere += p->operated_elsewhere.n > 0;
    flagged += p->nflags > 0;
    unlimited += !p->operated_elsewhere.n && without_limit(p);
  }
  add(f, N_("edition"), e->number, false, "/admin/imports");
  add(f, N_("procedures"), (int64_t)e->nprocedures, false, "/procedures");
  add(f, N_("procedures run elsewhere"), elsewhere, false, NULL);
  add(f, N_("procedures to be looked at"), flagged, flagged > 0,
      "/admin/procedures?look=flagged");
  add(f, N_("procedures with a channel without limit"), unlimited, unlimited > 0,
      "/admin/procedures?look=unlimited");
  add(f, N_("units"), (int64_t)e->nunits, false, "/admin/units");
}

static int by_field(const void *a, const void *b) {
  return str_cmp((*(const procedure *const *)a)->field, (*(const procedure *const *)b)->field);
}

/* Fields for which nobody has said who decides: their dossiers go to the Centre. */
static void unmapped(facts *f) {
  const edition *e = f->c->edition;
  arena *a = f->c->a;
  const procedure **left = arena_list(a, e->nprocedures, const procedure *);
  size_t n = 0;
  for (size_t i = 0; i < e->nprocedures; i++) {
    const procedure *p = &e->procedures[i];
    if (!p->operated_elsewhere.n && !edition_mapped(e, p)) left[n++] = p;
  }
  add(f, N_("unmapped procedures"), (int64_t)n, n > 0,
      "/admin/procedures?look=unmapped");
  qsort(left, n, sizeof *left, by_field);
  for (size_t from = 0, to; from < n; from = to) {
    for (to = from; to < n && str_eq(left[to]->field, left[from]->field);) to++;
    f->all[f->n++] = (doctor_fact){
        .what = N_("to the Centre"), .n = (int64_t)(to - from), .look = true,
        .at = "/admin/routing",
        .about = str_fmt(a, "%.*s (%.*s)", STR_ARG(left[from]->field), STR_ARG(left[from]->code))};
  }
}

/* --- keys --- */
static err *ending(facts *f, int64_t *n) {
  ctx *c = f->c;
  instant soon = {c->now.us + DOCTOR_SOON_DAYS * DAY};
  int64_t after = INT64_MIN;
  for (size_t m = KEYS; m == KEYS;) {
    size_t mark = arena_mark(c->a);
    doctor_keys_row *rows;
    TRY(doctor_keys(c->db, c->a, after, KEYS, &rows, &m));
    for (size_t i = 0; i < m; i++) {
      cert_info info;
      err *e = cert_read(c->a, rows[i].certificate, &info);
      *n += e || info.to.us < soon.us;
      after = rows[i].id;
    }
    arena_rewind(c->a, mark);
  }
  return NULL;
}

static err *keys(facts *f) {
  doctor_locked_row locked;
  bool found;
  int64_t ends = 0;
  TRY(doctor_locked(f->c->db, f->c->a, &locked, &found));
  TRY(ending(f, &ends));
  add(f, N_("signing keys that are locked"), locked.keys, locked.keys > 0, NULL);
  add(f, N_("keys of the Centre for proofs of filing"), locked.unattended, !locked.unattended,
      NULL);
  add(f, N_("certificates that end within 30 days"), ends, ends > 0, NULL);
  return NULL;
}

/* Running dossiers that are late, or soon, where neither their unit nor one above has a head. */
static err *untold(facts *f) {
  doctor_untold_row *rows;
  size_t n;
  int64_t all = 0;
  TRY(doctor_untold(f->c->db, f->c->a, &rows, &n));
  for (size_t i = 0; i < n; i++) all += rows[i].n;
  add(f, N_("dossiers near or past their due date of which no head was told"), all, all > 0,
      "/admin/people");
  for (size_t i = 0; i < n; i++) {
    const unit *u = edition_unit(f->c->edition, rows[i].unit);
    f->all[f->n++] = (doctor_fact){.what = N_("no head for"), .n = rows[i].n, .look = true,
                                   .at = "/admin/people", .about = u ? u->name : S("?")};
  }
  return NULL;
}

err *doctor_facts(ctx *c, doctor_fact **out, size_t *n) {
  facts f = {.c = c};
  outbox_figures_row outbox;
  bool found;
  f.all = arena_list(c->a, FIXED_FACTS + c->edition->nprocedures + c->edition->nunits, doctor_fact);
  catalogue(&f);
  unmapped(&f);
  TRY(keys(&f));
  TRY(untold(&f));
  TRY(outbox_figures(c->db, c->a, &outbox, &found));
  mail_figures mail;
  TRY(mail_count(c, &mail));
  add(&f, N_("letters waiting"), mail.waiting, false, NULL);
  add(&f, N_("dead letters"), mail.dead, mail.dead > 0, "/admin/letters");
  add(&f, N_("jobs waiting"), outbox.waiting, false, NULL);
  add(&f, N_("jobs that failed once"), outbox.failing, outbox.failing > 0, NULL);
  *out = f.all;
  *n = f.n;
  return NULL;
}

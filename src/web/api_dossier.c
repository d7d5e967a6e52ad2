/* api_dossier: filing, the steps, signing elsewhere, the signed history.
 *
 * A program gets the dossier as it is afterwards; a person is led to its page (303).  A step that
 * fails on a page shows the page again with the reason (step_again). */
#include "office/counter.h"
#include "office/shift.h"
#include "office/tracking.h"
#include "web/api.h"
#include "web/door.h"
#include "web/filing.h"
#include "web/fill.h"
#include "web/step.h"

static str address(rq *r, const char *kind, str id) {
  return str_fmt(r->http->a, "/%s/%.*s", kind, STR_ARG(id));
}

/* --- the dossier as reply --- */
typedef struct shown {
  int status;
  str code, problem;
} shown;

static str back_sent(const rq *r) { return r->form ? filing_text(r->form, S("back")) : STR_NONE; }

static err *show_known(rq *r, int status, const dossier *d, str problem) {
  v_dossier v = {0};
  TRY(fill_dossier(r, d, &v));
  v.problem = problem;
  v.back = desk_back(back_sent(r));
  if (r->refused) v.errors = fill_errors(r, r->refused);
  return REPLY(r, status, dossier, &v);
}

static err *show(rq *r, void *arg) {
  const shown *s = arg;
  dossier d;
  TRY(dossier_by_code(&r->ctx, s->code, &d));
  return show_known(r, s->status, &d, s->problem);
}

err *reply_dossier(rq *r, int status, str code) {
  return rq_read(r, show, &(shown){status, code, STR_NONE});
}

static err *still_read(rq *r, void *arg) {
  dossier d;
  TRY(dossier_by_code(&r->ctx, *(const str *)arg, &d));
  bool reads;
  TRY(access_reads(&r->ctx, &d, &reads));
  str back = back_sent(r);
  bool plain = str_eq(desk_back(back), desk_back(STR_NONE));
  str to = desk_kept(r->http->a, address(r, "dossiers", d.code), plain ? STR_NONE : back);
  return reply_see_other(r, reads ? to : desk_back(back));
}

/* What a form or a program gets after a step.  Who has passed a dossier on, or given the opinion
 * that was asked for, may see it no more: the desk is shown. */
static err *done(rq *r, str code) {
  if (r->html && r->form) return rq_read(r, still_read, &code);
  return reply_dossier(r, 200, code);
}

/* --- filing --- */
typedef struct sending {
  filing filing;
  prepared_filing *prepared;
  dossier made;
  err *later; /* what went wrong after the filing */
} sending;

static err *prepare(rq *r, void *arg) {
  sending *s = arg;
  return dossier_prepare(&r->ctx, &s->filing, &s->prepared);
}

static err *file_it(ctx *c, void *arg) {
  sending *s = arg;
  return dossier_file(c, s->prepared, &s->made);
}

static err *show_made(rq *r, void *arg) {
  const sending *s = arg;
  dossier d;
  v_dossier v = {0};
  TRY(dossier_by_code(&r->ctx, s->made.code, &d));
  TRY(fill_dossier(r, &d, &v));
  v.back = desk_back(STR_NONE);
  v.tracking_code = tracking_code_told(r->ctx.a, dossier_tracking(s->prepared));
  return REPLY(r, 201, dossier, &v);
}

static bool wants_receiving(const rq *r) {
  if (r->form) return str_eq(filing_action(r), S("receive"));
  return ((const b_filing *)r->body)->receive;
}

static str pin_of(const rq *r) {
  return r->form ? filing_text(r->form, S("pin")) : ((const b_filing *)r->body)->pin;
}

static bool compared(const rq *r) {
  return r->form ? filing_text(r->form, S("compared")).n > 0
                 : ((const b_filing *)r->body)->compared;
}

static err *send(rq *r, sending *s) {
  if (r->ctx.who->officer && wants_receiving(r))
    return counter_file(&r->ctx, s->prepared, &(counter_wish){pin_of(r), compared(r)}, &s->made,
                        &s->later);
  return ctx_write(&r->ctx, dossier_lane(s->prepared), file_it, s);
}

/* It is filed, and the page of the dossier says what was not done. */
static err *show_unreceived(rq *r, const sending *s) {
  err *e = err_copy(r->http->a, s->later);
  r->refused = e;
  r->page.title = err_title(e->kind);
  r->page.path = address(r, "dossiers", s->made.code);
  return rq_read(r, show, &(shown){err_http(e->kind), s->made.code, error_text(r, e)});
}

err *filing_send(rq *r) {
  sending s = {0};
  once *kept = r->ctx.once;
  r->ctx.once = NULL; /* the papers of the form are not what the key stands for */
  err *e = form_filing(r, false, &s.filing);
  r->ctx.once = kept;
  TRY(errors_joined(e, rq_read(r, prepare, &s)));
  r->once.status = 201;
  TRY(send(r, &s));
  count_filed();
  str location = address(r, "dossiers", s.made.code);
  if (r->html && r->form) {
    TRY(s.later ? show_unreceived(r, &s) : reply_see_other(r, location));
    tracking_hand_over(r, s.made.code, dossier_tracking(s.prepared));
    return NULL;
  }
  TRY(rq_read(r, show_made, &s));
  reply_location(r, location);
  return NULL;
}

/* --- steps --- */
static err *keep(rq *r, signing *s) {
  str id;
  if (r->html && r->form)
    return err_at(ERR(INVALID, N_("Please enter the PIN of your signing key.")), S("pin"),
                  STR_NONE);
  r->once.status = 202;
  TRY(signing_keep(&r->ctx, s, &id));
  TRY(reply_signing(r, 202, id, s));
  reply_location(r, address(r, "signings", id));
  return NULL;
}

err *dossier_step(rq *r) {
  const b_step *b = r->body;
  if (r->seen_version < 0)
    return ERR(NEEDS_VERSION, N_("Say in If-Match which version of the dossier you have seen."));
  step_wish wish;
  signing *s;
  TRY(step_wish_of(r, &wish));
  r->once.status = 200;
  if (step_is_light(&r->ctx, r->route->action)) {
    TRY(step_take(&r->ctx, &wish));
    return done(r, r->dossier.code);
  }
  TRY(signing_begin(&r->ctx, &wish, &s));
  if (!b->pin.n && shift_signs(&r->ctx, s)) {
    TRY(signing_with_shift(&r->ctx, s));
    return done(r, r->dossier.code);
  }
  if (!b->pin.p) return keep(r, s);
  r->once.status = 200;
  TRY(signing_with_pin(&r->ctx, s, b->pin));
  return done(r, r->dossier.code);
}

err *step_again(rq *r, const err *e) {
  r->page.title = err_title(e->kind);
  r->page.path = address(r, "dossiers", r->dossier.code);
  r->refused = e;
  shown s = {err_http(e->kind), r->dossier.code, error_text(r, e)};
  return rq_read(r, show, &s);
}

/* --- signing elsewhere --- */
err *reply_signing(rq *r, int status, str id, const signing *s) {
  const signing_digest *digests;
  size_t n;
  signing_digests(r->http->a, s, &digests, &n);
  v_to_sign *items = arena_list(r->http->a, n, v_to_sign);
  for (size_t i = 0; i < n; i++)
    items[i] = (v_to_sign){.what = digests[i].what,
                           .certificate = digests[i].certificate,
                           .digest = digests[i].digest,
                           .attributes = digests[i].attributes,
                           .content = digests[i].content};
  v_signing v = {.id = id,
                 .dossier = signing_dossier(s),
                 .action = signing_action(s),
                 .expires_at = signing_expires(s),
                 .to_sign = {items, n}};
  r->page.title = N_("What is to be signed");
  return REPLY(r, status, signing, &v);
}

err *signing_show(rq *r) { return reply_signing(r, 200, r->params[0], r->signing); }

err *signing_finish(rq *r) {
  const b_signatures *b = r->body;
  str *raw = arena_list(r->http->a, b->signatures.n + 1, str);
  for (size_t i = 0; i < b->signatures.n; i++) {
    raw[i] = base64_read(r->http->a, b->signatures.items[i]);
    if (!raw[i].p)
      return err_at(ERR(INVALID, N_("A signature is standard base64.")),
                    str_fmt(r->http->a, "signatures.%zu", i), STR_NONE);
  }
  r->once.status = 200;
  TRY(signing_complete(&r->ctx, r->signing, raw, b->signatures.n));
  return done(r, signing_dossier(r->signing));
}

/* --- the signed history --- */
err *dossier_events(rq *r) {
  const event *list;
  size_t n;
  TRY(event_list(&r->ctx, &r->dossier, &list, &n));
  v_event_proof *items = arena_list(r->http->a, n, v_event_proof);
  for (size_t i = 0; i < n; i++)
    items[i] = (v_event_proof){.seq = list[i].seq,
                               .step = list[i].action,
                               .at = list[i].at,
                               .scheme = list[i].scheme,
                               .signed_ = list[i].signed_,
                               .signature = list[i].signature,
                               .hash = hex_of(r->http->a, list[i].hash),
                               .note = fill_note(r, &list[i]),
                               .reason = fill_chosen(r, &r->dossier, &list[i])};
  return reply_json(r, 200, &v_events_type,
                    &(v_events){.items = {items, n}, .total = SOME((int64_t)n)});
}

/* pages_proof: the proof of filing, and the tracking code that its reader has just got. */
#include "kit/qr.h"
#include "office/forms.h"
#include "office/proof.h"
#include "office/tracking.h"
#include "web/api.h"
#include "web/fill.h"

#define COOKIE "tracking"

/* --- the code, told once --- */
static str key_of(const rq *r) {
  const office_secrets *s = &r->web->office->secrets;
  return (str){s->box, sizeof s->box};
}

static str named(const rq *r, str number) {
  return str_cat(r->http->a, S("tracking "), number, S(" "));
}

void tracking_hand_over(rq *r, str number, str code) {
  arena *a = r->http->a;
  str box = seal_box(a, key_of(r), str_cat(a, named(r, number), code));
  http_set(&r->http->reply, S("Set-Cookie"),
           str_fmt(a, COOKIE "=%.*s; Path=/dossiers/%.*s; Max-Age=3600; HttpOnly; "
                   "SameSite=Strict%s",
                   STR_ARG(hex_of(a, box)), STR_ARG(number), r->web->https ? "; Secure" : ""));
}

const v_tracking_told *tracking_told_of(const rq *r, str number) {
  arena *a = r->http->a;
  str kept = cookie_get(r->http->cookie, S(COOKIE)), text, head = named(r, number);
  str box = kept.n ? hex_read(a, kept) : STR_NONE;
  if (!r->html || !box.p || open_box(a, key_of(r), box, &text) || !str_starts(text, head))
    return NULL;
  v_tracking_told *v = arena_new_of(a, v_tracking_told);
  v->code = tracking_code_told(a, str_sub(text, head.n, text.n));
  return v;
}

err *tracking_new(rq *r) {
  str code, to = str_fmt(r->http->a, "/dossiers/%.*s/proof", STR_ARG(r->dossier.code));
  TRY(tracking_renew(&r->ctx, &r->dossier, &code));
  if (!r->form)
    return reply_json(r, 200, &v_tracking_told_type,
                      &(v_tracking_told){.code = tracking_code_told(r->http->a, code)});
  TRY(reply_see_other(r, to));
  tracking_hand_over(r, r->dossier.code, code);
  return NULL;
}

/* --- the proof --- */
static const char *way_of_filing(str channel) {
  if (str_eq(channel, S("online"))) return N_("Online");
  if (str_eq(channel, S("counter"))) return N_("In person");
  return str_eq(channel, S("post")) ? N_("By post") : N_("VNeID app");
}

static v_attached_list files_of(const rq *r, const procedure *p, const proof_facts *f) {
  v_attached *list = arena_list(r->ctx.a, f->npapers + 1, v_attached);
  for (size_t i = 0; i < f->npapers; i++) {
    const dossier_paper *x = &f->papers[i];
    list[i] = (v_attached){.component = x->component,
                           .title = paper_title(r->ctx.a, p, x->component, r->lang),
                           .id = x->id, .name = x->name, .media_type = x->media_type,
                           .size = x->size, .sha256 = hex_of(r->ctx.a, x->sha256)};
  }
  return (v_attached_list){list, f->npapers};
}

static err *fill_file(rq *r, v_proof *v) {
  proof_file file;
  bool found;
  v->sealed_at = INSTANT_NONE;
  TRY(proof_find(&r->ctx, &r->dossier, &file, &found));
  if (!found) return NULL;
  v->sealed_at = file.at;
  v->sha256 = hex_of(r->ctx.a, file.sha256);
  v->href = str_fmt(r->ctx.a, "/dossiers/%.*s/proof.pdf", STR_ARG(r->dossier.code));
  return NULL;
}

err *proof_show(rq *r) {
  const dossier *d = &r->dossier;
  arena *a = r->ctx.a;
  proof_facts f;
  qr code;
  TRY(workflow_kept(&r->ctx, d));
  TRY(proof_of(&r->ctx, d, &f));
  str address = tracking_address(r->web->office, a, d->code);
  TRY(qr_make(a, address, &code));
  v_proof v = {.code = d->code, .procedure = fill_procedure_ref(r->ctx.edition, d->version_id),
               .channel = d->channel, .channel_word = way_of_filing(d->channel),
               .submitted_at = d->submitted_at, .unit = fill_unit(r->ctx.edition, d->unit_id),
               .reception = fill_unit(r->ctx.edition, d->reception_unit_id),
               .event = hex_of(a, f.event), .content = f.content,
               .content_sha256 = hex_of(a, f.sha256), .track = address,
               .tracking = tracking_told_of(r, d->code), .qr = qr_path(a, &code),
               .qr_side = code.side + 2 * QR_QUIET};
  v.papers = files_of(r, edition_version(r->ctx.edition, d->version_id), &f);
  v.renews = !access_check(&r->ctx, WHO_HOLDER_OR_COUNTER, DOSSIER_THING(d), STR_NONE);
  TRY(fill_file(r, &v));
  r->page.title = N_("Proof of filing");
  return REPLY(r, 200, proof, &v);
}

err *proof_file_show(rq *r) {
  proof_file file;
  bool found;
  TRY(workflow_kept(&r->ctx, &r->dossier));
  TRY(proof_find(&r->ctx, &r->dossier, &file, &found));
  if (!found) return err_retry(ERR(CONFLICT, N_("The paper is still being drawn.")), 1);
  str name = str_fmt(r->http->a, "%.*s-proof.pdf", STR_ARG(r->dossier.code));
  return reply_blob(r, file.blob, S("application/pdf"), name);
}

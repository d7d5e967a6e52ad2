/* fill: see fill.h.  What only a dossier's page needs is in fill_dossier.c, what only the
 * catalogue's pages need in fill_procedure.c. */
#include "web/fill.h"

str say(const rq *r, const char *msgid, str arg0, str arg1) {
  err e = {.msgid = msgid, .args = {arg0, arg1}};
  return lang_message(r->ctx.a, r->lang, &e);
}

v_procedure_ref fill_procedure_ref(const edition *e, int64_t version_id) {
  const procedure *p = edition_version(e, version_id);
  if (!p) return (v_procedure_ref){0};
  return (v_procedure_ref){.code = p->code, .name = p->name, .version = p->version};
}

v_unit_ref fill_unit(const edition *e, int64_t unit_id) {
  const unit *u = edition_unit(e, unit_id);
  if (!u) return (v_unit_ref){0};
  return (v_unit_ref){.code = u->code, .name = u->name};
}

v_field_error fill_error(const rq *r, const err *e) {
  return (v_field_error){.field = e->field.p ? e->field : S(""), .message = error_text(r, e),
                         .cites = r->html ? clause_told(r->http->a, e->cites) : e->cites};
}

v_field_error_list fill_errors(const rq *r, const err *e) {
  size_t n = 0;
  v_field_error *list = arena_list(r->http->a, err_count(e), v_field_error);
  for (; e; e = e->next) list[n++] = fill_error(r, e);
  return (v_field_error_list){list, n};
}

const v_due *fill_paused(const rq *r, instant at) {
  if (!instant_is(at)) return NULL;
  v_due *d = arena_new_of(r->ctx.a, v_due);
  *d = (v_due){.word = N_("Paused"), .mark = S("pause"), .at = at};
  return d;
}

const v_due *fill_due(const rq *r, instant due, instant finished) {
  if (!instant_is(due)) return NULL;
  v_due *d = arena_new_of(r->ctx.a, v_due);
  bool open = !instant_is(finished);
  const edition *e = r->ctx.edition;
  due_light light = clock_light(&e->calendar, due, open ? r->ctx.now : finished, e->soon_days);
  *d = (v_due){.word = N_("On time"), .mark = S("ok"), .at = due};
  if (light == DUE_OVERDUE) {
    d->word = N_("Overdue");
    d->mark = S("late");
  } else if (open && light == DUE_SOON) {
    d->word = N_("Due soon");
    d->mark = S("soon");
  }
  return d;
}

/* step: see step.h.  Which field of a body belongs to which input is said here alone. */
#include "web/step.h"

#include "web/filing.h"
#include "web/form.h"

enum { ALWAYS = 1 << 30, DECIDES = 1 << 29, SIGNED = 1 << 28 };

static const struct {
  const char *field;
  int asks;
} inputs[] = {
    {"back", ALWAYS},
    {"note", ALWAYS},       {"pin", SIGNED},         {"decision", DECIDES},
    {"reason", I_REASON},   {"clause", I_REASON},    {"concerns", I_REASON},
    {"cure", I_REASON},     {"until", I_UNTIL},      {"due", I_DUE},
    {"unit", I_UNIT},       {"officer", I_OFFICER},  {"amount", I_AMOUNT},
    {"receipt", I_RECEIPT}, {"method", I_METHOD},    {"ground", I_GROUND},
    {"warned", I_WARNED},   {"fields", I_FIELDS},    {"papers", I_PAPERS | I_PROOF},
    {"copies", I_COPIES},   {"proof", I_PROOF},      {"carrier", I_PROOF},
    {"shipment", I_PROOF},
    {"rating", I_RATING},    {"because", I_RATING},
};

static int asked_by(const workflow_step *s) {
  int asks = s->asks | ALWAYS;
  if (s->effects & (E_DECIDES | E_CONFIRMS)) asks |= DECIDES;
  if (s->effects & E_DECIDES) asks |= I_REASON;
  if (!(s->effects & E_LIGHT)) asks |= SIGNED;
  return asks;
}

const body_type *step_body(arena *a, const workflow_step *s) {
  body_type *t = arena_new_of(a, body_type);
  body_field *fields = arena_list(a, b_step_type.n, body_field);
  int asks = asked_by(s);
  *t = b_step_type;
  t->name = str_fmt(a, "step_%.*s", STR_ARG(s->action)).p;
  t->fields = fields;
  t->n = 0;
  for (size_t i = 0; i < b_step_type.n; i++)
    for (size_t k = 0; k < COUNT(inputs); k++)
      if (str_eq(str_of(inputs[k].field), str_of(b_step_type.fields[i].name)) &&
          inputs[k].asks & asks)
        fields[t->n++] = b_step_type.fields[i];
  return t;
}

bool body_takes_files(const body_type *t) {
  for (size_t i = 0; i < t->n; i++)
    if (str_eq(str_of(t->fields[i].name), S("papers")) ||
        str_eq(str_of(t->fields[i].name), S("paper")))
      return true;
  return false;
}

/* --- the wish --- */
bool step_brings_fields(const form *f) {
  for (size_t i = 0; f && i < f->n; i++)
    if (str_starts(f->parts[i].name, S("fields."))) return true;
  return false;
}

static err *fields_of(rq *r, const b_step *b, const json **fields) {
  *fields = b->fields;
  if (!r->form) return NULL;
  *fields = NULL;
  const procedure *p = edition_version(r->ctx.edition, r->dossier.version_id);
  if (!step_brings_fields(r->form) || !p || !p->schema) return NULL;
  return form_data(r->ctx.a, p->schema, r->form, fields);
}

err *step_wish_of(rq *r, step_wish *w) {
  const b_step *b = r->body;
  *w = (step_wish){.code = r->dossier.code, .action = r->route->action, .note = b->note,
                   .decision = b->decision, .seen_version = r->seen_version,
                   .reason = {.id = b->reason, .clause = b->clause, .concerns = b->concerns,
                              .cure = b->cure},
                   .until = b->until, .due = b->due, .unit = b->unit, .officer = b->officer,
                   .receipt = b->receipt, .method = b->method, .ground = b->ground,
                   .amount = b->amount, .warned = b->warned,
                   .copies = b->copies.items, .ncopies = b->copies.n, .proof = b->proof,
                   .carrier = b->carrier, .shipment = b->shipment,
                   .rating = b->rating, .because = b->because.items, .nbecause = b->because.n};
  err *e = NULL;
  if (body_takes_files(r->route->body)) e = form_attached(r, b->papers, &w->papers, &w->npapers);
  return errors_joined(e, fields_of(r, b, &w->fields));
}

/* event: the signed content of a step and its place in the chain (docs/adr/0001 and 0004). */
#ifndef OFFICE_EVENT_H
#define OFFICE_EVENT_H
#include "office/workflow.h"

typedef struct step_content {
  str instance, dossier, action, procedure, channel, decision, actor, role, unit;
  str behalf;               /* public id of whose role it is by delegation; none: the actor's own */
  str previous;             /* raw hash */
  str salt;                 /* 32 raw bytes */
  str note, form;           /* plain; form none where it is not covered */
  const dossier_paper *papers;
  size_t npapers;
  str draft, result, number; /* draft, result: raw SHA-256 or none */
  int64_t seq, procedure_version, number_day;
  instant received_at, due_at, at;
  const stated *said;        /* what is stated besides, signed as `terms`; NULL: nothing */
} step_content;
/* The canonical bytes (RFC 8785), in a: "motcua/step/1", or with terms "motcua/step/2". */
err *event_content(arena *a, const step_content *s, str *bytes);
/* SHA-256 of each page, raw in a row, as a list of hex texts. */
const json *event_pages(arena *a, str pages);
/* Hex HMAC-SHA-256 of a note, a form's canonical JSON or a paper's raw SHA-256 under its label. */
str event_mac(arena *a, str salt, str label, str bytes);
str event_hash(arena *a, str content, str signature);
str event_leaf(arena *a, str salt, str hash);

typedef struct event {
  int64_t id, dossier_id, seq, actor_id;
  str action, scheme, signed_, signature, hash; /* raw bytes */
  str actor_name, role, unit_code, unit_name, decision; /* from the content and tables */
  str behalf_name;    /* of whom the step was taken on behalf; none: nobody */
  str note, reason;   /* none when erased; canonical JSON (office/reason.h) */
  instant at, due_at; /* due_at: where it is fixed or given anew */
  int32_t until;
  str to_unit;        /* name of the unit that is named, or none */
} event;
/* All events of a dossier by seq.  Needs c->db. */
err *event_list(ctx *c, const dossier *d, const event **out, size_t *n);
/* Writes event, salt, note, leaf and queue rows; for workflow_apply and dossier_file alone. */
typedef struct event_row {
  int64_t dossier_id, seq, actor_id;
  str action, scheme, content, signature, salt, note, reason;
  instant at;
} event_row;
err *event_append(ctx *c, const event_row *e, int64_t *id, str *hash);
#endif

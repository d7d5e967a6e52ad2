/* workflow: the table of states and actions, and the one gate through which a dossier changes.
 *
 * Adding an action is adding a row to workflow.def: router, permission, page, OpenAPI and tests
 * follow it.  A step is begun, signed and completed (office/signature.h); completing goes through
 * workflow_apply, and there is no other way. */
#ifndef OFFICE_WORKFLOW_H
#define OFFICE_WORKFLOW_H
#include "office/dossier.h"

typedef enum step_action {
  ACTION_SUBMIT,
#define STEP(from, action, ...) ACTION_##action,
#include "office/workflow.def"
#ifdef WORKFLOW_EXTRA
#include WORKFLOW_EXTRA
#endif
#undef STEP
  ACTION_COUNT
} step_action;

typedef enum step_place { RECEPTION, COMPETENT } step_place;
typedef enum clock_effect { STARTS, RUNS, STOPS, ENDED } clock_effect;
typedef enum step_effect {
  E_NONE = 0,
  E_PAPERS = 1,      /* its content covers form and papers */
  E_DECIDES = 2,     /* names the proposed decision */
  E_DRAFTS = 4,      /* a job draws the result's draft */
  E_CONFIRMS = 8,    /* must name the decision that was proposed */
  E_SIGNS = 16,      /* signs the drawn paper too (approver's field) */
  E_NUMBERS = 32,    /* takes number and date from the register */
  E_SEALS = 64,      /* signs the paper with the authority's seal */
  E_HANDS_OVER = 128 /* hands the sealed result to the holder */
} step_effect;

typedef struct workflow_step {
  str from, action, to, role;
  step_place where;
  uint32_t apart; /* bit per step_action */
  clock_effect clock;
  int status;
  int effects;
  const char *button, *done; /* msgids */
  str cites;
} workflow_step;
extern const workflow_step workflow_steps[];
extern const size_t workflow_step_count;

/* The row of an action from a state, or NULL; the row of an action from any state, or NULL. */
const workflow_step *workflow_find(str from, str action);
const workflow_step *workflow_action(str action);
/* The next action of a state (the first row from it), or NULL at the end. */
const workflow_step *workflow_next(str state);
/* The number of an action's name, ACTION_COUNT when there is none of that name. */
step_action workflow_number(str name);
/* msgids; "" for an unknown one. */
const char *state_word(str state);
const char *role_word(str role);

/* May c->who take this step of d now?  State, role, unit, separation of duties, in this order, each
 * with its own message: ERR_CONFLICT out of order (naming the step that comes first),
 * ERR_FORBIDDEN wrong role, unit or field, role ended, or same person.  Needs c->db. */
err *workflow_allowed(ctx *c, const dossier *d, const workflow_step *s);
/* The dossier's unit for which the step is taken. */
int64_t workflow_unit(const dossier *d, const workflow_step *s);
/* The role by which the actor would take it (actor_role), NULL: none. */
const role_held *workflow_role(const actor *who, const dossier *d, const workflow_step *s);
/* The decision that the step states, none where it states none; wished none: grant.  ERR_INVALID
 * for another word or a step that decides nothing, ERR_CONFLICT when it is not the proposed one. */
err *workflow_decision(const dossier *d, const workflow_step *s, str wished, str *decision);

/* Why workflow_role gives none: the role ended (and when), another role, unit or field.  Needs
 * c->db. */
err *workflow_no_role(ctx *c, const dossier *d, const workflow_step *s);

/* What a completed step brings to the transaction. */
typedef struct step_record {
  const workflow_step *step;
  str decision, note, salt;
  str content, signature; /* exact bytes signed, and the CMS */
  instant at, received_at, due_at;
  int64_t actor_id;
  str behalf;             /* public id of whose role it is, none: the actor's own */
  int64_t seen_version;
  str previous;           /* hash of the event it follows */
} step_record;
/* The one transition, inside a decide: version (412), allowed, event, salt, note, leaf and queue,
 * deltas, outbox rows, new state.  Gives the event's id. */
err *workflow_apply(ctx *c, const dossier *d, const step_record *r, int64_t *event_id);
/* Counts a refused step of c->who, in a transaction of its own. */
err *workflow_count_refusal(ctx *c, str action);
/* The dossier as the step leaves it (but for its head), a pure function; verify replays with it. */
dossier workflow_after(const dossier *d, const step_record *r);
/* ERR_STALE with the message that everybody gives. */
err *workflow_stale(void);
#endif

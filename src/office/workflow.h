/* workflow: the table of states and actions, and the one gate through which a dossier changes.
 *
 * Adding an action is adding a row to workflow.def: router, permission, page, OpenAPI, diagram and
 * tests follow it.  What is stated in a step is fixed by office/step.h; an officer's is then begun,
 * signed and completed (office/signature.h).  All end in workflow_apply; there is no other way. */
#ifndef OFFICE_WORKFLOW_H
#define OFFICE_WORKFLOW_H
#include "office/dossier.h"

#ifndef WORKFLOW_EXTRA
#define WORKFLOW_EXTRA "office/none.def"
#endif

typedef enum step_action {
  ACTION_SUBMIT,
#define STEP(from, action, ...) ACTION_##action,
#define SIDE STEP
#include "office/workflow.def"
#include WORKFLOW_EXTRA
#undef SIDE
#undef STEP
  ACTION_COUNT
} step_action;

typedef enum dossier_state {
#define STATE(code, json, word) STATE_##code,
#include "office/state.def"
#undef STATE
  STATE_COUNT,
  STATE_SAME
} dossier_state;
/* Sets of states, a bit each. */
#define IN(state) (UINT32_C(1) << STATE_##state)
#define OPEN (IN(RECEIVED) | IN(APPRAISED) | IN(WAITING_SUPPLEMENT) | IN(WAITING_PAYMENT))
#define FINISHING (IN(APPROVED) | IN(SEALED))
#define ANY ((UINT32_C(1) << STATE_COUNT) - 1)
#define DESKS (IN(RECEIVED) | IN(APPRAISED) | IN(APPROVED) | IN(SEALED))

/* Who may: roles of role.def; the holder (or who filed it); who may take the next step. */
typedef enum step_by {
#define ROLE(code, json, word) BY_##code,
#include "office/role.def"
#undef ROLE
  BY_HOLDER,
  BY_NEXT,
  BY_RULING /* a decision that the office carries out on many (office/ruling.h) */
} step_by;
#define BY(who) (UINT32_C(1) << BY_##who)

typedef enum step_place { RECEPTION, COMPETENT, HERE, ASKED, COUNTER, EITHER } step_place;
typedef enum step_duty { NO_DUTY, APPRAISING, APPROVING, SEALING, RETURNING } step_duty;
typedef enum clock_effect {
  STARTS, RUNS, PAUSES, RESUMES, EXTENDS, REDATES, CORRECTS, STOPS, ENDED
} clock_effect;
enum { KEPT = 0 }; /* the status stays */
typedef enum step_asks {
  I_NOTE = 1,        /* a note */
  I_ON_BEHALF = 1 << 17, /* a note of an officer who does it for the holder: what they asked for */
  I_REASON = 2,      /* a structured reason (office/reason.h) */
  I_UNTIL = 4,       /* the last day for whoever must answer */
  I_UNIT = 8,        /* a unit */
  I_OFFICER = 16,    /* an officer */
  I_DUE = 32,        /* the new due date */
  I_AMOUNT = 64,     /* how much is to be paid */
  I_RECEIPT = 128,   /* the number of the receipt */
  I_PAPERS = 256,    /* papers, or a corrected form, or a note */
  I_FIELDS = 512,    /* may bring the form anew */
  I_METHOD = 1 << 13, /* how it was paid: cash or transfer */
  I_COPIES = 1 << 14, /* papers whose scans are signed as digitised copies */
  I_PROOF = 1 << 15, /* how the result was handed over */
  I_GROUND = 1 << 16, /* why a fee need not be paid */
  I_WARNED = 1024,   /* for a second request: that one knows what it does to the figures */
  I_RULING = 2048,   /* the number of the decision */
  I_RATING = 4096    /* 1 to 5, and reasons of rating.def */
} step_asks;
typedef enum step_effect {
  E_NONE = 0,
  E_PAPERS = 1,      /* its content covers form and papers as filed */
  E_DECIDES = 2,     /* names the proposed decision */
  E_DRAFTS = 4,      /* a job draws the result's draft */
  E_CONFIRMS = 8,    /* must name the decision that was proposed */
  E_SIGNS = 16,      /* signs the drawn paper too (approver's field) */
  E_NUMBERS = 32,    /* takes number and date from the register */
  E_SEALS = 64,      /* signs the paper with the authority's seal */
  E_HANDS_OVER = 128, /* hands the sealed result to the holder */
  E_SETTLED = 1 << 8, /* only when no opinion is awaited */
  E_FIRST = 1 << 9,  /* never while a result that was handed over is corrected */
  E_ASKS = 1 << 10,  /* a request for documents: the first by anybody, a second by the approver */
  E_LAPSED = 1 << 11, /* of a dossier that waits, only after the last day */
  E_MOVES = 1 << 12, /* the named unit decides from now on */
  E_CONSULTS = 1 << 13, /* the named unit's opinion is awaited */
  E_ANSWERS = 1 << 14,
  E_CLOSES = 1 << 15, /* the named unit's opinion is no longer awaited */
  E_ASSIGNS = 1 << 16, /* the next step is the named officer's */
  E_CLAIMS = 1 << 17,
  E_RELEASES = 1 << 18,
  E_BILLS = 1 << 19,
  E_PAYS = 1 << 20,
  E_FEE = 1 << 30,   /* of the fee that was fixed at filing, while it is open; not of a request */
  E_QUESTION = 1 << 23, /* waits for an answer; only one at a time */
  E_REPLY = 1 << 24,
  E_RATES = 1 << 25, /* once */
  E_INTERNAL = 1 << 22, /* among officers: the applicant sees "in process" and gets no notice */
  E_REVOKES = 1 << 26, /* the result holds no more */
  E_DIGITISES = 1 << 27,
  E_READS = 1 << 28, /* the holder opened the sealed result */
  E_QUIET = 1 << 29, /* nothing that the applicant is written a notice of */
  E_LIGHT = 1 << 21  /* moves nothing of the holder's: signed by the server, without a PIN */
} step_effect;

typedef struct workflow_step {
  uint32_t from;   /* set of states */
  str action;
  dossier_state to;   /* STATE_SAME: the state stays */
  uint32_t who;    /* set of step_by */
  step_place where;
  step_duty duty;
  clock_effect clock;
  int status;      /* KEPT: it stays */
  int asks, effects;
  const char *button, *done; /* msgids */
  str cites;
  bool side;
} workflow_step;
extern const workflow_step workflow_steps[];
extern const size_t workflow_step_count;

/* The table as a page (Markdown with Mermaid diagrams), in a: docs/workflow.md. */
str workflow_told(arena *a);

/* The row of an action, or NULL; the number of an action's name, ACTION_COUNT for another. */
const workflow_step *workflow_action(str action);
step_action workflow_number(str name);
/* What comes next in a state, or NULL at the end. */
const workflow_step *workflow_next(str state);
/* Does the row lead out of this state? */
bool workflow_leads(const workflow_step *s, str state);
/* The number of a state, STATE_COUNT for none; is it in the set? */
dossier_state state_number(str state);
bool state_in(str state, uint32_t set);
str state_name(dossier_state state);
str role_name(step_by role);
bool role_in(str role, uint32_t set);
/* msgids; "" for an unknown one. */
const char *state_word(str state);
const char *role_word(str role);
/* Who takes the step, in a word (msgid): the first of the row. */
const char *workflow_who(const workflow_step *s);
/* Is it signed by the server, when taken in this role? */
bool workflow_server_signs(const workflow_step *s, str role);

/* The dossier's unit for which an officer takes the step; 0 for ASKED. */
int64_t workflow_unit(const dossier *d, const workflow_step *s);

typedef struct step_taker { /* as what somebody takes a step */
  str role;         /* of role.def, or "holder" */
  int64_t unit_id;  /* for which; 0: for oneself */
  str behalf;       /* public id of whose role it is by delegation; none: one's own */
  int64_t about;    /* ASKED: seq of the request for an opinion */
} step_taker;
/* As what c->who could take the step by role and unit alone, whatever the state: the first that
 * fits of the row's roles.  Role none: not at all.  Needs c->db. */
err *workflow_taker(ctx *c, const dossier *d, const workflow_step *s, step_taker *out);
/* May c->who take this step of d now?  State, role, unit, separation of duties, assignment, and
 * what the row's effects demand, in this order, each with its own message: ERR_CONFLICT out of
 * order (naming the step that comes first), ERR_FORBIDDEN wrong role, unit or field, role ended,
 * or same person.  Needs c->db. */
err *workflow_allowed(ctx *c, const dossier *d, const workflow_step *s, step_taker *as);
/* What the effects of the row demand of dossier and role on a day; pure: verify asks it too. */
err *workflow_demands(const dossier *d, const workflow_step *s, str role, int32_t day);
/* The decision that the step states, none where it states none; wished none: grant.  ERR_INVALID
 * for another word or a step that decides nothing, ERR_CONFLICT when it is not the proposed one. */
err *workflow_decision(const dossier *d, const workflow_step *s, str wished, str *decision);

/* Why workflow_taker gives none: the role ended (and when), another role, unit or field; the day on
 * which such a role of c->who ended, 0: none.  Need c->db. */
err *workflow_no_role(ctx *c, const dossier *d, const workflow_step *s);
err *workflow_lapsed(ctx *c, const dossier *d, const workflow_step *s, int32_t *until);

/* What is stated in a step, checked and fixed (office/step.h); an event's content says the same. */
typedef struct stated {
  str decision, note;
  str reason;              /* canonical JSON of a structured reason, or none */
  str form;                /* canonical JSON of a form that is brought anew, or none */
  const dossier_paper *papers; /* brought by this step */
  const int64_t *paper_ids;
  size_t npapers;
  int32_t until;           /* yyyymmdd, 0: none */
  str unit, officer;       /* code, public id; none */
  int64_t unit_id, officer_id;
  int64_t about, amount;   /* seq of the event that it answers; đồng; 0: none */
  str receipt, method, ground; /* of a payment; why a fee need not be paid */
  str fee;                 /* of a filing: how its fee stands (office/fee.h), none: not entered */
  str ruling;              /* number of the decision */
  int64_t rating;          /* 1 to 5; 0: none */
  str because;             /* codes of rating.def, joined by commas, or none */
  bool warned;
  const dossier_paper *copies; /* signed as digitised copies: ordinal, component, sha256, pages */
  size_t ncopies;
  str proof, carrier, shipment; /* of handing over: read, sheet, post; none */
  int64_t opened_seq;          /* for read: of the event */
  instant received_at, due_at;
} stated;

/* What a completed step brings to the transaction. */
typedef struct step_record {
  const workflow_step *step;
  step_taker as;
  stated said;
  str salt;
  str content, signature; /* exact bytes signed, and the signature */
  instant at;
  int64_t actor_id;
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
/* ERR_GONE naming the decision that destroyed its personal data, if one did.  Needs c->db. */
err *workflow_kept(ctx *c, const dossier *d);
/* ERR_STALE with the message that everybody gives. */
err *workflow_stale(void);
#endif

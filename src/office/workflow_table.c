/* workflow_table: the rows of workflow.def in memory, and the words of states and roles; see
 * workflow.h.
 *
 * Names for JSON and the database come from workflow.def itself: actions are its names in small
 * letters with hyphens, states and roles their texts in state.def and role.def. */
#include "office/workflow.h"

#define STEP(from, action, ...) static char action_##action[] = #action;
#define SIDE STEP
#include "office/workflow.def"
#include WORKFLOW_EXTRA
#undef SIDE
#undef STEP

static char *const action_names[] = {
#define STEP(from, action, ...) action_##action,
#define SIDE STEP
#include "office/workflow.def"
#include WORKFLOW_EXTRA
#undef SIDE
#undef STEP
};

/* The preprocessor cannot write small letters; this runs before main, once. */
__attribute__((constructor)) static void name_actions(void) {
  for (size_t i = 0; i < COUNT(action_names); i++)
    for (char *p = action_names[i]; *p; p++) {
      if (*p >= 'A' && *p <= 'Z') *p = (char)(*p + ('a' - 'A'));
      if (*p == '_') *p = '-';
    }
}

#define WORD(array) {(array), sizeof(array) - 1}
const workflow_step workflow_steps[] = {
#define ROW(s_side, s_from, s_action, s_to, s_who, s_where, s_duty, s_clock, s_status, s_asks, \
            s_effects, s_button, s_done, s_cites) \
  {.from = s_from, .action = WORD(action_##s_action), .to = STATE_##s_to, .who = s_who, \
   .where = s_where, .duty = s_duty, .clock = s_clock, .status = s_status, .asks = s_asks, \
   .effects = s_effects, .button = s_button, .done = s_done, .cites = WORD(s_cites), \
   .side = s_side},
#define STEP(...) ROW(false, __VA_ARGS__)
#define SIDE(...) ROW(true, __VA_ARGS__)
#include "office/workflow.def"
#include WORKFLOW_EXTRA
#undef SIDE
#undef STEP
};
const size_t workflow_step_count = COUNT(workflow_steps);

/* --- finding --- */

const workflow_step *workflow_action(str name) {
  for (size_t i = 0; i < workflow_step_count; i++)
    if (str_eq(workflow_steps[i].action, name)) return &workflow_steps[i];
  return NULL;
}

step_action workflow_number(str name) {
  if (str_eq(name, S("submit"))) return ACTION_SUBMIT;
  for (size_t i = 0; i < workflow_step_count; i++)
    if (str_eq(workflow_steps[i].action, name)) return (step_action)(i + 1);
  return ACTION_COUNT;
}

bool workflow_leads(const workflow_step *s, str state) { return state_in(state, s->from); }

const workflow_step *workflow_next(str state) {
  for (size_t i = 0; i < workflow_step_count; i++)
    if (!workflow_steps[i].side && workflow_leads(&workflow_steps[i], state))
      return &workflow_steps[i];
  return NULL;
}

/* --- states and roles --- */

typedef struct named {
  str code;
  const char *word;
} named;

static const named states[STATE_COUNT] = {
#define STATE(code, json, word) {{json, sizeof(json) - 1}, word},
#include "office/state.def"
#undef STATE
};
_Static_assert(STATE_COUNT <= 32, "a set of states has a bit for each");

static const named roles[BY_HOLDER] = {
#define ROLE(code, json, word) {{json, sizeof(json) - 1}, word},
#include "office/role.def"
#undef ROLE
};

dossier_state state_number(str state) {
  size_t i = 0;
  while (i < STATE_COUNT && !str_eq(states[i].code, state)) i++;
  return (dossier_state)i;
}

bool state_in(str state, uint32_t set) {
  dossier_state i = state_number(state);
  return i < STATE_COUNT && set >> i & 1;
}

str state_name(dossier_state state) { return state < STATE_COUNT ? states[state].code : STR_NONE; }

bool role_in(str role, uint32_t set) {
  for (step_by i = 0; i < BY_HOLDER; i++)
    if (set >> i & 1 && str_eq(roles[i].code, role)) return true;
  return false;
}

str role_name(step_by role) { return role < BY_HOLDER ? roles[role].code : STR_NONE; }

const char *state_word(str state) {
  dossier_state i = state_number(state);
  return i < STATE_COUNT ? states[i].word : "";
}

const char *role_word(str role) {
  if (str_eq(role, S("holder"))) return N_("Person filing");
  if (str_eq(role, S("ruling"))) return N_("By decision");
  for (size_t i = 0; i < COUNT(roles); i++)
    if (str_eq(roles[i].code, role)) return roles[i].word;
  return "";
}

const char *workflow_who(const workflow_step *s) {
  if (s->who & BY(HOLDER)) return N_("Person filing");
  for (size_t i = 0; i < COUNT(roles); i++)
    if (s->who >> i & 1) return roles[i].word;
  return "";
}

int64_t workflow_unit(const dossier *d, const workflow_step *s) {
  switch (s->where) {
    case RECEPTION: return d->reception_unit_id;
    case COMPETENT:
    case EITHER: return d->unit_id;
    case HERE: {
      const workflow_step *next = workflow_next(d->state);
      return next && next->where != HERE ? workflow_unit(d, next) : 0;
    }
    default: return 0;
  }
}

/* workflow_told: workflow.def as a page: the diagrams of states (Mermaid) and the table; see
 * workflow.h.  docs/workflow.md is what this writes. */
#include "base/buf.h"
#include "office/workflow.h"

static const char *const places[] = {[RECEPTION] = "reception", [COMPETENT] = "competent unit",
                                     [HERE] = "unit of the next step",
                                     [ASKED] = "unit that is asked",
                                     [COUNTER] = "support point, else reception",
                                     [EITHER] = "either unit"};
static const char *const duties[] = {[NO_DUTY] = "", [APPRAISING] = "appraises",
                                     [APPROVING] = "approves", [SEALING] = "seals",
                                     [RETURNING] = "hands over"};
static const char *const clocks[] = {[STARTS] = "starts", [RUNS] = "runs", [PAUSES] = "pauses",
                                     [RESUMES] = "goes on", [EXTENDS] = "new date",
                                     [REDATES] = "recomputed", [CORRECTS] = "limit of its own",
                                     [STOPS] = "stops", [ENDED] = "ended"};
static const struct {
  int bit;
  const char *word;
} inputs[] = {{I_NOTE, "note"},       {I_ON_BEHALF, "note (an officer)"},
              {I_REASON, "reason"},   {I_UNTIL, "last day"},
              {I_UNIT, "unit"},       {I_OFFICER, "officer"}, {I_DUE, "new due date"},
              {I_AMOUNT, "amount"},   {I_RECEIPT, "receipt"}, {I_PAPERS, "papers"},
              {I_METHOD, "cash or transfer"}, {I_GROUND, "ground"},
              {I_FIELDS, "form"},     {I_WARNED, "warning"},
              {I_RULING, "decision"}, {I_RATING, "rating"},
              {I_COPIES, "scans"},    {I_PROOF, "proof"}};

static void item(buf *b, bool *first, str word) {
  if (!*first) buf_add(b, S(", "));
  buf_add(b, word);
  *first = false;
}

static void states_of(buf *b, uint32_t set) {
  bool first = true;
  for (dossier_state k = 0; k < STATE_COUNT; k++)
    if (set >> k & 1) item(b, &first, state_name(k));
}

static void people_of(buf *b, uint32_t set) {
  bool first = true;
  for (step_by by = 0; by <= BY_RULING; by++)
    if (set >> by & 1)
      item(b, &first, by < BY_HOLDER    ? role_name(by)
                      : by == BY_HOLDER ? S("holder")
                      : by == BY_NEXT   ? S("whoever is next")
                                        : S("a decision on many dossiers"));
}

static void asks_of(buf *b, const workflow_step *s) {
  bool first = true;
  if (s->effects & (E_DECIDES | E_CONFIRMS)) item(b, &first, S("decision"));
  for (size_t i = 0; i < COUNT(inputs); i++)
    if (s->asks & inputs[i].bit) item(b, &first, str_of(inputs[i].word));
}

static str signer(const workflow_step *s) {
  if (s->effects & E_LIGHT) return S("server");
  if (s->who == BY(HOLDER)) return S("server");
  return s->who & BY(HOLDER) ? S("officer; for the holder the server") : S("officer");
}

/* One arrow for each pair of states, with all that leads along it. */
static void arrows(buf *b, bool side) {
  for (dossier_state from = 0; from < STATE_COUNT; from++)
    for (dossier_state to = 0; to < STATE_COUNT; to++) {
      bool first = true;
      for (size_t i = 0; i < workflow_step_count; i++) {
        const workflow_step *s = &workflow_steps[i];
        if (s->side != side || s->to != to || !(s->from >> from & 1)) continue;
        if (first)
          buf_fmt(b, "  %.*s --> %.*s: ", STR_ARG(state_name(from)), STR_ARG(state_name(to)));
        item(b, &first, s->action);
      }
      if (!first) buf_char(b, '\n');
    }
}

static void ends(buf *b) {
  for (dossier_state k = 0; k < STATE_COUNT; k++)
    if (!workflow_next(state_name(k))) buf_fmt(b, "  %.*s --> [*]\n", STR_ARG(state_name(k)));
}

static void row(buf *b, const workflow_step *s) {
  buf_fmt(b, "| %s`%.*s`%s | ", s->side ? "" : "**", STR_ARG(s->action), s->side ? "" : "**");
  states_of(b, s->from);
  str to = s->to < STATE_COUNT ? state_name(s->to) : S("stays");
  buf_fmt(b, " | %.*s | ", STR_ARG(to));
  people_of(b, s->who);
  buf_fmt(b, " | %s | %s | %s | ", places[s->where], duties[s->duty], clocks[s->clock]);
  if (s->status != KEPT) buf_fmt(b, "%d", s->status);
  buf_add(b, S(" | "));
  asks_of(b, s);
  buf_fmt(b, " | %.*s |\n", STR_ARG(signer(s)));
}

str workflow_told(arena *a) {
  buf b = buf_in(a);
  buf_add(&b, S("# The workflow\n\nMade by `motcua workflow` from `src/office/workflow.def`; a "
                "test compares the two.\n\n## The straight way\n```mermaid\nstateDiagram-v2\n  "
                "direction LR\n  [*] --> submitted: submit\n"));
  arrows(&b, false);
  buf_add(&b, S("```\n\n## The side ways\nActions that leave the state are in the table alone.\n"
                "```mermaid\nstateDiagram-v2\n  direction LR\n"));
  arrows(&b, true);
  ends(&b);
  buf_add(&b, S("```\n\n## The table\nIn bold what comes next in its states. Status: of the "
                "national list of ten, where it changes.\n\n"
                "| action | from | to | who | for the | duty | clock | status | to be stated | "
                "signed by |\n|---|---|---|---|---|---|---|---|---|---|\n"));
  for (size_t i = 0; i < workflow_step_count; i++) row(&b, &workflow_steps[i]);
  return buf_str(&b);
}

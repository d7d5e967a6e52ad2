/* reason: why somebody is turned away, as data: clause, field or paper concerned, what cures it.
 *
 * A procedure has a closed list (`reasons` of its version, catalogue/README.md); after it come the
 * general ones of catalogue/reasons.json.  What the list leaves open the officer must say; free
 * text is the step's note.  Chosen, it is canonical JSON: signed by its HMAC, kept erasably beside
 * the event (docs/adr/0004). */
#ifndef OFFICE_REASON_H
#define OFFICE_REASON_H
#include "office/ctx.h"

typedef struct given_reason {
  str id, title, title_en, title_bn;
  str clause;        /* "ND 61/2018 art. 17" */
  str concerns;      /* "papers.ID", "fields.PATH", or "dossier" */
  str cure, cure_en, cure_bn; /* what cures it */
} given_reason;

/* Those for an action ("reject" for the decision not granted), the procedure's own first. */
void reason_list(ctx *c, const procedure *p, str action, const given_reason **list, size_t *n);
typedef struct reason_wish {
  str action, note;   /* "reject" for the decision not granted */
  given_reason given; /* id of the list; what is none is taken from there */
} reason_wish;
/* The canonical JSON of a wish.  ERR_INVALID at reason, clause, concerns, cure (each that is
 * missing or wrong), and at note where the list's entry says nothing itself ("other"). */
err *reason_fix(ctx *c, const procedure *p, const reason_wish *wish, str *chosen);
/* What was chosen; false when it is no such JSON. */
bool reason_read(arena *a, str chosen, given_reason *out);
/* What it concerns, in words: the paper's title, the field's label; none for the whole dossier. */
str reason_concerns(const procedure *p, str concerns);
/* A clause as a page or paper names it, in Vietnamese: "ND 123/2015 art. 4" is "Nghị định
 * 123/2015/NĐ-CP, điều 4"; another is given back as it is. */
str clause_told(arena *a, str cites);
/* Are these reasons well formed (a list of the catalogue)?  ERR_INVALID names what is wrong. */
err *reason_check(const json *list);
#endif

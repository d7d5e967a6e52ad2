/* desk: lists of dossiers: one's own, what waits for one's roles, what waits in the units that one
 * heads.  A page costs the same however many dossiers there are. */
#ifndef OFFICE_DESK_H
#define OFFICE_DESK_H
#include "office/dossier.h"

typedef struct desk_place { /* where a dossier stands: columns of its row beside the state */
  int64_t unit_id;    /* for which the next step is taken; 0: it is on no desk */
  int64_t officer_id; /* to whom that step is assigned; 0: nobody */
  int64_t due_order;  /* when that is due: the due date, or while it waits for reception the last
                         moment to receive it; the greatest value while there is none */
} desk_place;
/* A pure function of the dossier and the edition's calendar and hours. */
desk_place desk_of(const edition *e, const dossier *d);

typedef struct dossier_line { /* a row of a list */
  int64_t id;
  str code, procedure, state, channel, holder;
  str assignee;         /* to whom the next step is assigned, or none */
  int64_t status, version, unit_id, reception_unit_id;
  instant submitted_at, received_at, due_at, paused_at, finished_at;
  instant desk_due_at;  /* due_at, or until when it is to be received */
} dossier_line;
typedef struct dossier_list {
  const dossier_line *items;
  size_t n;
  bool more;
  str next; /* opaque keyset cursor for ?after=, none at the end */
} dossier_list;
enum { LIST_PAGE = 50 };

typedef struct list_wish { /* each but view may be none: everything */
  str view;      /* "mine" (newest first), "desk" (what waits for the actor's roles, soonest due
                    first), "unit" (what waits in the units where the actor may assign) */
  str after;     /* a cursor; ERR_BAD_REQUEST for a broken one */
  str step;      /* the action that comes next */
  str light;     /* late, soon, ok, paused: the last shows what the applicant is waited for */
  str procedure; /* its code; ERR_NOT_FOUND for an unknown one */
  str unit;      /* of "unit": the code of one of them; ERR_NOT_FOUND for another */
  str whose;     /* "me", "free" (nobody's), or an officer's public id */
  instant due_by; /* of a desk: what is due until then; 0: whenever */
} list_wish;
/* Needs c->db. */
err *dossier_list_of(ctx *c, const list_wish *w, dossier_list *out);
#endif

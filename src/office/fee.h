/* fee: what a filing costs, who need not pay it, and how the axis of payment stands.
 *
 * The tariff is data: rows of a version in the catalogue, or entered by an administrator from a day
 * on, for a case, a channel, both or neither, each with its legal basis.  Without a row the fee is
 * "not entered", which is never shown as 0; a row of 0 says that the law asks for nothing.  What is
 * due is fixed when a dossier is filed and signed in its event (docs/adr/0005).  The axis is apart
 * from the state: none of its steps moves a dossier. */
#ifndef OFFICE_FEE_H
#define OFFICE_FEE_H
#include "office/ctx.h"

#define FEE_MOST INT64_C(1000000000000) /* đồng */

/* How a filing's fee stands, as the column `fee` of a dossier has it. */
extern const str fee_not_entered, fee_none, fee_due, fee_claimed, fee_paid, fee_exempt;
/* msgid; "" for another. */
const char *fee_word(str fee);
/* Is it still to be paid, or confirmed that it need not be? */
bool fee_open(str fee);

/* The row for a filing by that channel with these data: one for its case and channel goes before
 * one for its case, that before one for the channel, that before one for all.  NULL: none. */
const fee_rule *fee_rule_of(const procedure *p, const json *fields, str channel, arena *scratch);
/* NULL: none of that id. */
const fee_ground *fee_ground_of(const procedure *p, str id);

typedef struct fee_charge {
  str fee;         /* not_entered, none, due or claimed */
  int64_t amount;  /* đồng; 0 unless it is due or claimed */
} fee_charge;
/* What a filing owes: the row's amount, times the number of copies where it is asked for each; with
 * a ground of exemption in the form (`exemption`) it is claimed until a receptionist confirms. */
fee_charge fee_of(const procedure *p, const json *fields, str channel, arena *scratch);

/* --- administration: inside admin_change --- */
typedef struct tariff_wanted {
  str procedure, case_id, channel; /* none: every case, every channel */
  opt_i64 amount;      /* đồng, 0: free by law; none: not entered from that day on */
  bool each;           /* for each copy */
  str basis;           /* act and clause; needed with an amount */
  int32_t from;        /* 0: today */
} tariff_wanted;
err *tariff_set(ctx *c, const tariff_wanted *w);
typedef struct exemption_wanted {
  str procedure, id, title, title_en, title_bn, basis;
  bool ends;           /* it is offered no more from that day on */
  int32_t from;
} exemption_wanted;
err *exemption_set(ctx *c, const exemption_wanted *w);

/* --- for edition.c --- */
/* All that administrators have entered and that is in effect on the day; in a. */
typedef struct fees_entered fees_entered;
err *fees_load(db_conn *c, arena *a, int32_t day, const fees_entered **out);
/* Puts them over what a version says. */
void fees_enter(arena *a, const fees_entered *all, procedure *p);
#endif

/* verify_impl: what the files of verify share.  A thing that is wrong is an err that wrong() made:
 * it has put its line into the report, and the first one ends the run. */
#ifndef OFFICE_VERIFY_IMPL_H
#define OFFICE_VERIFY_IMPL_H
#include "office/signature.h"
#include "office/signed_note.h"
#include "office/tally.h"
#include "office/verify.h"
#include "office/verify.sql.h"

typedef struct verifier {
  ctx c;
  verify_report *report;
  verify_server_keys_row *server_keys;
  size_t nserver_keys;
  checkpoint published;   /* as it was before the snapshot that is read */
  tally counted;   /* what the folds must hold, by line of units; in an arena of its own */
  int64_t waiting; /* deltas that are in no fold yet */
} verifier;

typedef struct duty_held {
  int64_t actor_id;
  step_duty duty;
} duty_held;

typedef struct counted { /* rows beside the dossier as its events give them */
  verify_pauses_row *pauses;
  verify_consultations_row *consultations;
  verify_obligations_row *obligations;
  verify_handovers_row *handovers;
  size_t npauses, nconsultations, nobligations, nhandovers;
} counted;

/* One dossier under examination: its row, and what its events make of it. */
typedef struct examined {
  verifier *v;
  dossier d;              /* the row */
  const procedure *p;
  verify_events_row *events;
  size_t n;
  dossier replayed;       /* after the events looked at so far */
  dossier *after;         /* after each of them */
  step_taker as;          /* as what the present event was taken */
  duty_held *duties;
  size_t nduties;
  counted rows;
  str form;               /* that the present event covers; none: erased */
  const dossier_paper *papers;
  size_t npapers;
  const dossier_paper *filed; /* those of the filing, as it says: ordinal and component */
  size_t nfiled;
} examined;

/* What an event's content says, read once. */
typedef struct said {
  const json *all;
  stated stated;
  str role, unit, draft, result, number; /* draft, result: raw or none */
  str behalf;             /* none: the actor's own role */
  int64_t number_day;
} said;

err *wrong(verifier *v, str where, str what);
err *wrong_event(examined *x, const verify_events_row *e, str what);

/* Chain, content, signature, order of one event; x->replayed moves on (verify_event.c). */
err *verify_event(examined *x, size_t i, said *s);
/* The unit whose opinion was asked for by the event of that seq, and is awaited; 0: none. */
int64_t asked_unit(const examined *x, int64_t seq);
/* What the filing says of its fee. */
void count_filing(examined *x, const stated *what);
/* What the present event adds to the rows beside the dossier; and do they stand so in the tables
 * (verify_rows.c)? */
err *count_rows(examined *x, const step_record *r);
err *verify_rows(examined *x);
/* What its events add to the figures; and are the folds the sums of that (verify_figures.c)? */
err *verify_figures(examined *x, const said *all);
err *verify_folds(verifier *v);
/* Drafts, results, their files and signatures, the number (verify_paper.c). */
err *verify_results_of(examined *x, const said *said);
/* The proof of filing (verify_proof.c). */
err *verify_proof_of(examined *x);
/* The bytes of a stored file of 16 MB at most, which have the digest that its row says. */
err *verify_load(verifier *v, str where, str blob, str sha256, str *bytes);
/* The stored file: there, as long and with the digest that its row says. */
err *verify_blob(verifier *v, str where, str blob, str sha256, int64_t size);
/* Papers, procedures, registers and totals (verify_books.c). */
err *verify_books(verifier *v);
/* Results on paper that were signed as digitised copies (verify_copy.c). */
err *verify_copies_signed(verifier *v);
/* Nothing is left of what a decision destroyed, and all is there of what none did; a due date that
 * a decision gave; the decisions themselves (verify_ruling.c). */
err *verify_erased(examined *x);
err *verify_redated(examined *x, const verify_events_row *e, const said *s);
err *verify_rulings(verifier *v);
/* Levels and bindings of accounts (verify_people.c). */
err *verify_people(verifier *v);
/* The checkpoint that is published, read before the snapshot, so that it is no newer; then places,
 * checkpoints and tiles of the ledger (verify_ledger.c). */
err *verify_published(verifier *v);
err *verify_ledger(verifier *v);
/* The chain of administrative acts (verify_journal.c). */
err *verify_journal(verifier *v);
#endif

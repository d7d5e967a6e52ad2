/* jobs: what follows a commit: draws drafts, tells people, sends mail, sweeps, renews the edition.
 *
 * Three threads per process look every 200 ms and when woken: one at the outbox, one at the mail,
 * one at the ledger.
 * Rows are taken by lease, so several processes may run jobs beside each other; each kind is
 * idempotent by its event. */
#ifndef JOBS_JOBS_H
#define JOBS_JOBS_H
#include "office/outbox.h"

typedef struct jobs jobs;
/* Starts the threads; ERR_UNAVAILABLE when the system gives none. */
err *jobs_start(office *f, jobs **out);
/* Something was written that may be due: look now.  Cheap, from any thread. */
void jobs_wake(jobs *j);
/* Finishes the jobs at hand, then ends the threads. */
void jobs_stop(jobs *j);

/* Runs everything that is due now, on this thread, until nothing is left.  A failure is noted in
 * its row and tried again later; only a failing database is an error here. */
err *jobs_run_once(office *f);
/* Removes uploads that no dossier took within 24 hours, keys of repeated requests after 7 days,
 * begun steps and codes a day after they lapsed, sessions and letters 90 days after; voids numbers
 * left reserved in earlier years.  Goes through an hour's share of the files (sweep_blobs). */
err *jobs_sweep(office *f);
/* Of one part of the store (0 to BLOB_PARTS - 1): notes files older than a day that no row names,
 * and removes those noted a day ago that none names still. */
err *sweep_blobs(ctx *c, int part);
/* Whether a file is gone, by what blob_remove says: one that was not there is gone too. */
err *blob_gone(err *e);

/* Tells heads what is late or nearly (office/escalation.h), and in the morning officers what is due
 * (office/morning.h); until nothing is left. */
err *jobs_remind(office *f);
/* Adds all deltas that wait to the sums of the figures, a bite to a transaction. */
err *jobs_fold(office *f);
/* Writes the letters of those whose notices have gathered, and gives those that wait to the mail
 * server, where there is one; *n: how many it looked at. */
err *jobs_mail(office *f, arena *a, size_t *n);

/* Gives waiting events their places in the ledger and publishes it (office/ledger.h), twice a
 * second at most; *n is 0.  The second: until nothing waits, at once. */
err *jobs_ledger(office *f, arena *a, size_t *n);
err *jobs_ledger_once(office *f);

/* One bite of the oldest decision that waits to be listed or carried out (office/ruling.h); *n 0:
 * none waits. */
err *jobs_ruling(ctx *c, size_t *n);

/* One kind of outbox row each; they do the effect and mark the row done in one transaction. */
err *job_draft(ctx *c, const outbox_row *r);
err *job_notice(ctx *c, const outbox_row *r);
err *job_proof(ctx *c, const outbox_row *r);
err *job_keys(ctx *c, const outbox_row *r);
#endif

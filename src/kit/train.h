/* train: durable writes, many to a commit (docs/adr/0002).
 *
 * A caller hands over a decide function and waits.  A writer thread takes all that wait, runs each
 * in a savepoint of one transaction and commits once; one fsync answers everyone aboard.  A decide
 * that fails rolls its own savepoint back and gets its error; a transaction that fails as a whole
 * is run again, one decide each, so a decide must touch nothing but the database and its own arena,
 * and must give the same answer when it runs twice.
 * SQLite has one lane, PostgreSQL a few; the lane is chosen by the unit's hash, so that rows of one
 * unit are written by one connection. */
#ifndef KIT_TRAIN_H
#define KIT_TRAIN_H
#include "kit/db.h"

typedef struct train train;

/* lanes is clipped to 1 on SQLite; most: decides per commit (PostgreSQL: at most 50). */
err *train_start(db *d, int lanes, int most, train **out);
/* Finishes what waits, then ends the writers and their connections; meanwhile and from then on
 * train_run answers ERR_UNAVAILABLE.  train_free, once nobody calls any more, stops first. */
void train_stop(train *t);
void train_free(train *t);

/* Called on the writer's thread while the caller waits.  Allocate from a only. */
typedef err *(*train_decide)(db_conn *c, arena *a, void *arg);
/* Returns when decide's work is durable, or with its error (copied into a). */
err *train_run(train *t, uint64_t lane, arena *a, train_decide decide, void *arg);

typedef struct train_figures {
  int64_t commits, decides, failed, rerun; /* since the start; decides / commits: the mean train */
  int64_t waiting;                         /* now */
} train_figures;
train_figures train_read(const train *t);
#endif

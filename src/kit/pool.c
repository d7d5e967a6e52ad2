/* pool: see pool.h.  One mutex over the queue; a thread is added when a job finds none idle.  When
 * the system refuses another thread the job waits for those there are. */
#include "kit/pool.h"

#include <pthread.h>
#include <stdlib.h>

struct pool {
  pthread_mutex_t lock;
  pthread_cond_t work;
  pool_job *first, **last;
  pthread_t *threads;
  int most, started, idle;
  int64_t waiting;
  bool stopping;
};

static pool_job *take(pool *p) {
  pool_job *job = p->first;
  p->first = job->next;
  if (!p->first) p->last = &p->first;
  p->waiting--;
  return job;
}

static void *worker(void *arg) {
  pool *p = arg;
  pthread_setname_np(pthread_self(), "worker");
  pthread_mutex_lock(&p->lock);
  for (;;) {
    while (!p->first && !p->stopping) {
      p->idle++;
      pthread_cond_wait(&p->work, &p->lock);
      p->idle--;
    }
    if (!p->first) break;
    pool_job *job = take(p);
    pthread_mutex_unlock(&p->lock);
    err_reset();
    job->run(job->arg);
    pthread_mutex_lock(&p->lock);
  }
  pthread_mutex_unlock(&p->lock);
  return NULL;
}

static bool add_thread(pool *p) {
  if (p->started == p->most) return false;
  if (pthread_create(&p->threads[p->started], NULL, worker, p)) return false;
  p->started++;
  return true;
}

static void drop(pool *p) {
  pthread_cond_destroy(&p->work);
  pthread_mutex_destroy(&p->lock);
  free(p->threads);
  free(p);
}

err *pool_start(int most, pool **out) {
  pool *p = calloc(1, sizeof *p);
  if (!p) return ERR(UNAVAILABLE, N_("No memory for the worker threads"));
  p->most = most < 1 ? 1 : most;
  p->last = &p->first;
  pthread_mutex_init(&p->lock, NULL);
  pthread_cond_init(&p->work, NULL);
  p->threads = calloc((size_t)p->most, sizeof *p->threads);
  if (!p->threads || !add_thread(p)) {
    drop(p);
    return ERR(UNAVAILABLE, N_("The system gives no worker thread"));
  }
  *out = p;
  return NULL;
}

void pool_put(pool *p, pool_job *job) {
  job->next = NULL;
  pthread_mutex_lock(&p->lock);
  *p->last = job;
  p->last = &job->next;
  p->waiting++;
  if (p->waiting > p->idle) add_thread(p);
  pthread_cond_signal(&p->work);
  pthread_mutex_unlock(&p->lock);
}

void pool_stop(pool *p) {
  if (!p) return;
  pthread_mutex_lock(&p->lock);
  p->stopping = true;
  pthread_cond_broadcast(&p->work);
  for (int i = 0; i < p->started; i++) { /* a job may still add a thread */
    pthread_t t = p->threads[i];
    pthread_mutex_unlock(&p->lock);
    pthread_join(t, NULL);
    pthread_mutex_lock(&p->lock);
  }
  pthread_mutex_unlock(&p->lock);
  drop(p);
}

pool_figures pool_read(pool *p) {
  pthread_mutex_lock(&p->lock);
  pool_figures f = {p->started, p->started - p->idle, p->waiting};
  pthread_mutex_unlock(&p->lock);
  return f;
}

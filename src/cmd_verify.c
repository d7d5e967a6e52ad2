/* cmd_verify: `motcua verify`: reads everything again (office/verify.h) and says what it found. */
#include <stdio.h>
#include <unistd.h>

#include "base/buf.h"
#include "cmd.h"
#include "office/verify.h"

#define MEMORY ((size_t)512 << 20)

static void show(void *arg, int64_t done, int64_t all) {
  int64_t *last = arg, percent = all ? done * 100 / all : 100;
  if (*last < 0 || percent == *last) return;
  *last = percent;
  fprintf(stderr, "\r%lld of %lld dossiers%s", (long long)done, (long long)all,
          done == all ? "\n" : "");
}

static err *report(const verify_report *r, bool terminal) {
  if (!r->ok) {
    if (terminal) fputc('\n', stderr);
    return ERR(INVALID, N_("wrong: {0}"), r->first_wrong);
  }
  printf("verified %lld dossiers, %lld events, %lld signatures, %lld files, %lld figures, "
         "%lld entries of the ledger, %lld acts of administration: nothing wrong\n",
         (long long)r->dossiers, (long long)r->events, (long long)r->signatures,
         (long long)r->blobs, (long long)r->deltas, (long long)r->entries,
         (long long)r->acts);
  if (r->erased)
    printf("the personal data of %lld dossiers were destroyed by %lld decisions\n",
           (long long)r->erased, (long long)r->erasures);
  return NULL;
}

err *cmd_verify(const conf *c) {
  office_options o = cmd_office(c);
  arena *a = arena_new(MEMORY);
  if (!a) return ERR(UNAVAILABLE, N_("Out of memory."));
  bool terminal = isatty(STDERR_FILENO);
  int64_t last = terminal ? 0 : -1;
  office *f = NULL;
  verify_report r;
  err *e = office_open(&o, &f);
  if (!e) e = verify_all(f, a, show, &last, &r);
  if (!e) e = report(&r, terminal);
  if (f) office_close(f);
  arena_free(a);
  return e;
}

/* cmd_workflow: `motcua workflow`: the table of steps as docs/workflow.md has it. */
#include <stdio.h>

#include "cmd.h"
#include "office/workflow.h"

enum { MEMORY = 1 << 20 };

err *cmd_workflow(const conf *c) {
  (void)c;
  arena *a = arena_new(MEMORY);
  if (!a) return ERR(UNAVAILABLE, N_("Out of memory."));
  str page = workflow_told(a);
  bool written = fwrite(page.p, 1, page.n, stdout) == page.n && fflush(stdout) == 0;
  arena_free(a);
  return written ? NULL : ERR(STORAGE, N_("Standard output cannot be written."));
}

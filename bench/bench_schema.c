/* bench_schema verdict|faults|text-verdict|text-faults FORM DOCUMENTS SECONDS: documents checked a
 * second on one thread, by the form as it is published: the verdict alone or every fault, trees
 * that were parsed before or texts.  DOCUMENTS holds one a line.  The same as schema_ajv.mjs. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/time.h"
#include "office/schema.h"
#include "tools/file.h"

typedef struct bench {
  const schema_program *p;
  arena *a; /* of one document */
  str *texts;
  const json **trees;
  size_t n, right;
  bool parse, faults;
} bench;

static void one(bench *b, size_t i) {
  const json *v = b->parse ? NULL : b->trees[i];
  err *errors = NULL;
  size_t mark = arena_mark(b->a);
  if (b->parse && json_parse_any(b->a, b->texts[i], &v)) exit(1);
  b->right += schema_check(b->p, v, b->a, STR_NONE, b->faults ? &errors : NULL);
  if (errors) err_reset();
  arena_rewind(b->a, mark);
}

static double rate(bench *b, double seconds) {
  int64_t from = ticks_us(), until = from + (int64_t)(seconds * 1e6), now;
  size_t n = 0;
  do {
    for (size_t i = 0; i < b->n; i++, n++) one(b, i);
  } while ((now = ticks_us()) < until);
  return (double)n * 1e6 / (double)(now - from);
}

static int complain(const err *e) {
  fprintf(stderr, "bench_schema: %s\n", e->msgid);
  return 1;
}

int main(int argc, char **argv) {
  if (argc != 5) return fputs("bench_schema WHAT FORM DOCUMENTS SECONDS\n", stderr), 2;
  arena *a = arena_new((size_t)1 << 30);
  bench b = {.a = arena_new((size_t)64 << 20), .parse = strncmp(argv[1], "text", 4) == 0,
             .faults = strstr(argv[1], "faults") != NULL};
  if (!a || !b.a) return 1;
  const json *form;
  str all = file_read(a, argv[3]), line;
  err *e = json_parse(a, file_read(a, argv[2]), &form);
  if (e || (e = schema_compile(a, form, SCHEMA_FORM, NULL, &b.p))) return complain(e);
  size_t most = str_count(all, '\n');
  b.texts = arena_list(a, most, str);
  b.trees = arena_list(a, most, const json *);
  while (b.n < most && str_split(&all, '\n', &line)) {
    if ((e = json_parse_any(a, line, &b.trees[b.n]))) return complain(e);
    b.texts[b.n++] = line;
  }
  (void)rate(&b, 0.2);
  printf("%.0f\n", rate(&b, atof(argv[4])));
  arena_free(b.a);
  arena_free(a);
  return b.right ? 0 : 1;
}

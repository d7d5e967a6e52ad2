/* replay: runs a fuzz target over every file of the folders named, without a fuzzer, so that the
 * corpora are ordinary tests.  Link with one fuzz_*.c.  Prints how many inputs ran. */
#include <dirent.h>
#include <stdio.h>

#include "fuzz/target.h"

static int run_file(const char *path) {
  FILE *f = fopen(path, "rbe");
  if (!f) return -1;
  uint8_t *bytes = NULL;
  size_t size = 0, room = 0, n = 0;
  do {
    size += n;
    if (size == room) {
      uint8_t *more = realloc(bytes, room = room ? room * 2 : 4096);
      if (!more) abort();
      bytes = more;
    }
    n = fread(bytes + size, 1, room - size, f);
  } while (n > 0);
  fclose(f);
  uint8_t *exact = malloc(size ? size : 1); /* so that a sanitizer sees the end */
  if (!exact) abort();
  for (size_t i = 0; i < size; i++) exact[i] = bytes[i];
  LLVMFuzzerTestOneInput(exact, size);
  free(exact);
  free(bytes);
  return 0;
}

int main(int n, char **arg) {
  int ran = 0;
  for (int i = 1; i < n; i++) {
    DIR *d = opendir(arg[i]);
    if (!d) {
      fprintf(stderr, "replay: cannot open the folder %s\n", arg[i]);
      return 2;
    }
    for (struct dirent *e; (e = readdir(d));) {
      char path[4096];
      snprintf(path, sizeof path, "%s/%s", arg[i], e->d_name);
      if (e->d_type == DT_REG) ran += run_file(path) == 0;
    }
    closedir(d);
  }
  printf("%d inputs replayed\n", ran);
  return ran ? 0 : 1;
}

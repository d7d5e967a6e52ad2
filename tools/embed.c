/* embed: turns files into C tables of bytes (assembler .incbin), one table per kind.
 *
 *   embed migrations|catalogue|locale|assets OUT.c FILE...
 * The tables are declared in base/embed.h, that of the migrations in kit/migrate.h; a file keeps
 * its base name.  Files are sorted by name, so that builds agree. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/str.h"

static const char *base_name(const char *path) {
  const char *slash = strrchr(path, '/');
  return slash ? slash + 1 : path;
}

static int by_name(const void *a, const void *b) {
  return strcmp(base_name(*(char *const *)a), base_name(*(char *const *)b));
}

int main(int argc, char **argv) {
  if (argc < 3) return fputs("usage: embed KIND OUT.c FILE...\n", stderr), 2;
  const char *kind = argv[1];
  char **files = argv + 3;
  int n = argc - 3;
  qsort(files, (size_t)n, sizeof *files, by_name);
  FILE *f = fopen(argv[2], "w");
  if (!f) return perror(argv[2]), 1;
  fprintf(f, "/* Made by tools/embed. */\n#include \"base/str.h\"\n");
  bool migrations = strcmp(kind, "migrations") == 0;
  if (migrations) fprintf(f, "#include \"kit/migrate.h\"\n");
  for (int i = 0; i < n; i++)
    fprintf(f,
            "__asm__(\".section .rodata\\n.balign 16\\n"
            "embed_%s_%d: .incbin \\\"%s\\\"\\nembed_%s_%d_end: .byte 0\\n.text\\n\");\n"
            "extern const char embed_%s_%d[], embed_%s_%d_end[];\n",
            kind, i, files[i], kind, i, kind, i, kind, i);
  /* Sizes are known here, so that the tables are constant data. */
  if (migrations) fprintf(f, "const migration migrations[] = {\n");
  else
    fprintf(f, "const struct embedded { const char *name; str bytes; } embedded_%s[] = {\n", kind);
  for (int i = 0; i < n; i++) {
    FILE *in = fopen(files[i], "rb");
    if (!in || fseek(in, 0, SEEK_END)) return perror(files[i]), 1;
    long size = ftell(in);
    fclose(in);
    if (migrations)
      fprintf(f, "  {%d, \"%s\", {embed_%s_%d, %ld}},\n", atoi(base_name(files[i])),
              base_name(files[i]), kind, i, size);
    else fprintf(f, "  {\"%s\", {embed_%s_%d, %ld}},\n", base_name(files[i]), kind, i, size);
  }
  if (migrations) fprintf(f, "};\nconst int migration_count = %d;\n", n);
  else fprintf(f, "  {0, {0, 0}},\n};\nconst int embedded_%s_count = %d;\n", kind, n);
  return fclose(f) ? (perror(argv[2]), 1) : 0;
}

/* file: a whole file in an arena, and the entries of a folder; what tools, tests and benchmarks
 * read their input with. */
#ifndef TOOLS_FILE_H
#define TOOLS_FILE_H
#include <dirent.h>
#include <stdio.h>
#include <sys/stat.h>

#include "base/buf.h"

/* None when it cannot be opened or read to its end. */
static inline str file_read(arena *into, const char *path) {
  FILE *f = fopen(path, "rb");
  if (!f) return STR_NONE;
  buf b = buf_in(into);
  char part[8192];
  for (size_t n; (n = fread(part, 1, sizeof part, f)) > 0;) buf_add(&b, (str){part, n});
  bool good = !ferror(f);
  fclose(f);
  return good ? buf_str(&b) : STR_NONE;
}

typedef struct folder_entry {
  const char *path;
  str name;
  bool folder, lost; /* lost: it cannot be looked at */
} folder_entry;

/* Gives each entry but hidden ones to fn; false when the folder cannot be opened. */
static inline bool folder_each(arena *into, const char *path,
                               void (*fn)(void *arg, const folder_entry *e), void *arg) {
  DIR *d = opendir(path);
  if (!d) return false;
  for (struct dirent *e; (e = readdir(d));) {
    if (e->d_name[0] == '.') continue;
    struct stat st;
    folder_entry found = {.path = str_fmt(into, "%s/%s", path, e->d_name).p,
                          .name = str_dup(into, str_of(e->d_name))};
    found.lost = stat(found.path, &st);
    found.folder = !found.lost && S_ISDIR(st.st_mode);
    fn(arg, &found);
  }
  closedir(d);
  return true;
}
#endif

/* gen_sql: named SQL becomes typed C (see tools/README.md, "Queries").
 *
 *   gen_sql --migrations DIR --out DIR src/FLOOR/NAME.sql...
 * Writes OUT/FLOOR/NAME.sql.h and .c for each, and OUT/queries.c.  Every statement is prepared on
 * the migrated schema in SQLite, which also tells the columns' types; the first mistake ends the
 * run with FILE:LINE and a reason, before anything is written. */
#include <dirent.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "file.h"
#include "gen_sql/gen_sql.h"
#include "kit/migrate.h"

enum { LONGEST = 1 << 20 };

arena *A;
sqlite3 *schema;

_Noreturn void fail(const char *path, int line, const char *format, ...) {
  va_list args;
  va_start(args, format);
  fprintf(stderr, "%s:%d: ", path, line);
  vfprintf(stderr, format, args);
  fputc('\n', stderr);
  va_end(args);
  exit(1);
}

str read_file(const char *path) {
  str text = file_read(A, path);
  if (!text.p || text.n > LONGEST) fail(path, 1, "cannot be read, or is larger than 1 MB");
  if (!str_utf8(text)) fail(path, 1, "is not UTF-8 text");
  return text;
}

/* --- the schema --- */

static int by_name(const void *a, const void *b) {
  return strcmp(*(char *const *)a, *(char *const *)b);
}

static void run_schema(const char *path, str sql) {
  char *said = NULL;
  str text = migrate_text(A, sql, DB_SQLITE);
  if (!text.p) fail(path, 1, "a \"-- sqlite\" or \"-- postgresql\" and its \"-- end\" do not pair");
  if (sqlite3_exec(schema, text.p, NULL, NULL, &said) != SQLITE_OK) fail(path, 1, "%s", said);
}

static void migrate(const char *folder) {
  if (sqlite3_open(":memory:", &schema) != SQLITE_OK) fail(folder, 1, "SQLite cannot be opened");
  sqlite3_db_config(schema, SQLITE_DBCONFIG_DQS_DML, 0, NULL);
  sqlite3_db_config(schema, SQLITE_DBCONFIG_DQS_DDL, 0, NULL);
  run_schema("schema_migration", str_of(migrate_table));
  DIR *d = opendir(folder);
  if (!d) fail(folder, 1, "cannot be opened");
  char *files[1000];
  size_t n = 0;
  for (struct dirent *e; (e = readdir(d)) && n < COUNT(files);)
    if (str_ends(str_of(e->d_name), S(".sql")))
      files[n++] = (char *)(uintptr_t)str_fmt(A, "%s/%s", folder, e->d_name).p;
  closedir(d);
  qsort(files, n, sizeof *files, by_name);
  for (size_t i = 0; i < n; i++) run_schema(files[i], read_file(files[i]));
}

/* src/office/dossier.sql is floor office, name dossier. */
static source source_of(const char *path) {
  str rest = str_of(path), piece, floor = STR_NONE, name = STR_NONE;
  while (str_split(&rest, '/', &piece)) {
    floor = name;
    name = piece;
  }
  if (!floor.n || !str_ends(name, S(".sql"))) fail(path, 1, "is not FLOOR/NAME.sql");
  source s = {.path = path, .floor = z(floor), .name = z(str_sub(name, 0, name.n - 4))};
  if (!is_name(s.name) || !is_name(s.floor)) fail(path, 1, "needs a name of small letters");
  return s;
}

int main(int argc, char **argv) {
  if (argc < 5 || strcmp(argv[1], "--migrations") != 0 || strcmp(argv[3], "--out") != 0)
    return fputs("usage: gen_sql --migrations DIR --out DIR src/FLOOR/NAME.sql...\n", stderr), 2;
  A = arena_new((size_t)4 << 30);
  if (!A) return fputs("gen_sql: no memory\n", stderr), 1;
  migrate(argv[2]);
  int n = argc - 5;
  source *sources = arena_list(A, (size_t)n + 1, source);
  for (int i = 0; i < n; i++) {
    sources[i] = source_of(argv[5 + i]);
    read_source(&sources[i]);
  }
  for (int i = 0; i < n; i++) {
    mkdir(str_fmt(A, "%s/%s", argv[4], sources[i].floor).p, 0777);
    write_source(argv[4], &sources[i]);
  }
  write_list(argv[4], sources, n);
  sqlite3_close(schema);
  arena_free(A);
  return 0;
}

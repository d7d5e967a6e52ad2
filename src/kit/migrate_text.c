/* migrate_text: a migration's text for one kind of database (see migrate.h).
 *
 * Alone in its file, without any library, because tools/gen_sql is built with it too.  Strings and
 * comments are left as they are; everything else is compared word by word. */
#include "base/buf.h"
#include "kit/migrate.h"

static bool word_char(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

/* The end of the string, comment, word or single character that begins at i. */
static size_t token_end(str s, size_t i) {
  if (s.p[i] == '\'' || s.p[i] == '"') {
    ptrdiff_t end = str_chr(s, s.p[i], i + 1);
    return end < 0 ? s.n : (size_t)end + 1;
  }
  if (s.p[i] == '-' && i + 1 < s.n && s.p[i + 1] == '-') {
    ptrdiff_t end = str_chr(s, '\n', i);
    return end < 0 ? s.n : (size_t)end;
  }
  if (s.p[i] == '/' && i + 1 < s.n && s.p[i + 1] == '*') {
    ptrdiff_t end = str_find(str_sub(s, i + 2, s.n), S("*/"));
    return end < 0 ? s.n : i + (size_t)end + 4;
  }
  if (s.p[i] == '[') {
    ptrdiff_t end = str_chr(s, ']', i);
    return end < 0 ? s.n : (size_t)end + 1;
  }
  size_t end = i;
  while (end < s.n && word_char(s.p[end])) end++;
  return end > i ? end : i + 1;
}

static str word_for(str word, db_kind kind) {
  bool sqlite = kind == DB_SQLITE;
  if (str_eq(word, S("[strict]"))) return sqlite ? S("STRICT") : S("");
  if (sqlite && str_eq_nocase(word, S("bigint"))) return S("INTEGER");
  if (sqlite && str_eq_nocase(word, S("bytea"))) return S("BLOB");
  return word;
}

static void add_words(buf *out, str s, db_kind kind) {
  for (size_t i = 0; i < s.n;) {
    size_t end = token_end(s, i);
    buf_add(out, word_for(str_sub(s, i, end), kind));
    i = end;
  }
}

/* Lines of the other database become empty ones, so that line numbers in errors stay true. */
static bool keep_blocks(arena *a, str sql, db_kind kind, str *kept) {
  static const char *const name[] = {[DB_SQLITE] = "-- sqlite", [DB_POSTGRESQL] = "-- postgresql"};
  buf out = buf_in(a);
  str rest = sql, line;
  int inside = -1;
  while (str_split(&rest, '\n', &line)) {
    str mark = str_trim(line);
    bool end = str_eq(mark, S("-- end"));
    int opens = str_eq(mark, str_of(name[DB_SQLITE]))       ? DB_SQLITE
                : str_eq(mark, str_of(name[DB_POSTGRESQL])) ? DB_POSTGRESQL
                                                            : -1;
    if ((end && inside < 0) || (opens >= 0 && inside >= 0)) return false;
    if (!end && opens < 0 && (inside < 0 || inside == (int)kind)) buf_add(&out, line);
    if (end) inside = -1;
    if (opens >= 0) inside = opens;
    buf_char(&out, '\n');
  }
  *kept = buf_str(&out);
  return inside < 0;
}

str migrate_text(arena *a, str sql, db_kind kind) {
  str kept;
  if (!keep_blocks(a, sql, kind, &kept)) return STR_NONE;
  buf out = buf_in(a);
  add_words(&out, kept, kind);
  return buf_str(&out);
}

const char migrate_table[] =
    "CREATE TABLE IF NOT EXISTS schema_migration (\n"
    "  number BIGINT NOT NULL PRIMARY KEY, name TEXT NOT NULL, sha256 TEXT NOT NULL,\n"
    "  at BIGINT NOT NULL) [strict];\n";

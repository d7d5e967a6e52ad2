/* csv: see csv.h. */
#include "base/csv.h"

#include "base/buf.h"

/* A quoted field at the start of *rest, which moves behind it. */
static bool quoted(arena *a, str *rest, str *out) {
  buf b = buf_in(a);
  for (size_t i = 1; i < rest->n; i++) {
    if (rest->p[i] != '"') {
      buf_char(&b, rest->p[i]);
      continue;
    }
    bool twice = i + 1 < rest->n && rest->p[i + 1] == '"';
    if (twice) {
      buf_char(&b, '"');
      i++;
      continue;
    }
    *out = buf_str(&b);
    *rest = str_sub(*rest, i + 1, rest->n);
    return !rest->n || rest->p[0] == ',';
  }
  return false;
}

bool csv_read(arena *a, str line, csv_row *out) {
  str rest = line;
  out->n = 0;
  for (;;) {
    if (out->n == CSV_MOST) return false;
    str *field = &out->fields[out->n++];
    if (rest.n && rest.p[0] == '"') {
      if (!quoted(a, &rest, field)) return false;
    } else {
      ptrdiff_t comma = str_chr(rest, ',', 0);
      size_t n = comma < 0 ? rest.n : (size_t)comma;
      *field = n ? str_sub(rest, 0, n) : S("");
      rest = str_sub(rest, n, rest.n);
      if (str_chr(*field, '"', 0) >= 0) return false;
    }
    if (!rest.n) return true;
    rest = str_sub(rest, 1, rest.n);
    if (!rest.n) rest = S("");
  }
}

str csv_text(arena *a, const csv_row *row) {
  buf b = buf_in(a);
  for (size_t i = 0; i < row->n; i++) {
    str s = row->fields[i];
    bool plain = str_chr(s, ',', 0) < 0 && str_chr(s, '"', 0) < 0;
    if (i) buf_char(&b, ',');
    if (!plain) buf_char(&b, '"');
    for (size_t k = 0; k < s.n; k++) {
      if (s.p[k] == '"') buf_char(&b, '"');
      buf_char(&b, s.p[k]);
    }
    if (!plain) buf_char(&b, '"');
  }
  return buf_str(&b);
}

bool csv_is_head(const csv_row *row, const char *const *names, size_t n) {
  if (row->n != n) return false;
  for (size_t i = 0; i < n; i++)
    if (!str_eq(row->fields[i], str_of(names[i]))) return false;
  return true;
}

bool csv_each(arena *a, str csv, const csv_table *t, void *arg, str *wrong) {
  str line;
  for (bool head = true; str_split(&csv, '\n', &line); head = false) {
    csv_row row;
    line = str_trim(line);
    if (!line.n) continue;
    bool good = csv_read(a, line, &row) && row.n == t->n;
    if (good && head) good = csv_is_head(&row, t->names, t->n);
    else if (good) good = t->line(arg, row.fields);
    *wrong = line;
    if (!good) return false;
  }
  return true;
}

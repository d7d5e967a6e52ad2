/* life: see life.h. */
#include "office/life.h"

#include "base/csv.h"

static const char *const columns[] = {"event",    "vi",       "en",       "bn",
                                      "about_vi", "about_en", "about_bn", "codes"};

static bool is_event(str s) {
  for (size_t i = 0; i < s.n; i++)
    if ((s.p[i] < 'a' || s.p[i] > 'z') && s.p[i] != '-') return false;
  return s.n > 0;
}

static bool read_line(arena *a, const edition *e, str line, life_event *out) {
  csv_row row;
  if (!csv_read(a, line, &row) || row.n != COUNT(columns)) return false;
  for (size_t i = 0; i < row.n; i++)
    if (!row.fields[i].n) return false;
  const str *f = row.fields;
  *out = (life_event){
      .event = f[0], .name = f[1], .name_en = f[2], .name_bn = f[3],
      .about = f[4], .about_en = f[5], .about_bn = f[6]};
  if (!is_event(out->event)) return false;
  str rest = f[7], code;
  const procedure **list = arena_list(a, rest.n, const procedure *);
  while (str_split(&rest, ' ', &code)) {
    if (!code.n) return false;
    const procedure *p = edition_procedure(e, code);
    if (p) list[out->n++] = p;
  }
  out->procedures = list;
  return true;
}

err *life_read(arena *a, const edition *e, str csv, const life_event **events, size_t *n) {
  size_t room = 1 + str_count(csv, '\n'), count = 0;
  life_event *all = arena_list(a, room, life_event);
  str line, rest = csv;
  for (bool head = true; str_split(&rest, '\n', &line); head = false) {
    line = str_trim(line);
    csv_row names;
    if (!line.n) continue;
    bool good = head ? csv_read(a, line, &names) && csv_is_head(&names, columns, COUNT(columns))
                     : read_line(a, e, line, &all[count]);
    for (size_t i = 0; i < count && !head; i++)
      good = good && !str_eq(all[i].event, all[count].event);
    if (!good)
      return ERR(INVALID, N_("This line of the events in life is wrong: {0}"), str_dup(a, line));
    count += !head;
  }
  *events = all;
  *n = count;
  return NULL;
}

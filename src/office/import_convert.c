/* import_convert: one record of the national database into the catalogue's own form; what had to be
 * repaired, and what an administrator should look at, is said in the report.  See import_impl.h;
 * agencies and results are in import_tables.c, files and database in import_catalogue.c. */
#include "kit/text.h"
#include "office/import_impl.h"

enum { COMPONENTS_MOST = 99, COUNT_MOST = 10, LIMITS_MOST = 8, SAMPLE = 60 };

void import_refuse(conversion *c, const char *why, str arg) {
  if (c->why) return;
  c->why = why;
  c->why_arg = arg;
}

void import_flag(conversion *c, const char *flag, str why) {
  for (size_t i = 0; i < c->nflags; i++)
    if (str_eq(str_of(c->flags[i]), str_of(flag))) return;
  if (c->nflags < COUNT(c->flags)) c->flags[c->nflags++] = flag;
  import_say(c, "flagged", "%s: %.*s", flag, STR_ARG(why));
}

/* --- texts --- */

/* Bytes of white space at s[i]: ASCII, or U+00A0. */
static size_t blank_at(str s, size_t i) {
  unsigned char b = (unsigned char)s.p[i];
  if (b == ' ' || b == '\t' || b == '\n' || b == '\r') return 1;
  return b == 0xc2 && i + 1 < s.n && (unsigned char)s.p[i + 1] == 0xa0 ? 2 : 0;
}

str import_clean(conversion *c, str s) {
  str composed;
  if (text_nfc(c->a, s, &composed)) {
    err_reset();
    import_refuse(c, N_("a text holds a control character."), STR_NONE);
    return S("");
  }
  c->composed += !str_eq(composed, s);
  buf b = buf_in(c->a);
  bool gap = false;
  for (size_t i = 0, n; i < composed.n; i += n ? n : 1) {
    n = blank_at(composed, i);
    if (n) {
      gap = true;
      continue;
    }
    if (gap && b.n) buf_char(&b, ' ');
    gap = false;
    buf_char(&b, composed.p[i]);
  }
  str clean = buf_str(&b);
  c->blanks += !str_eq(clean, composed);
  return clean;
}

str import_shorten(arena *a, str s, size_t most, bool *cut) {
  size_t count = 0, end = 0, word = 0;
  for (size_t i = 0; i < s.n; i++) {
    if (((unsigned char)s.p[i] & 0xc0) == 0x80) continue; /* inside a character */
    if (++count == most) end = i;
    if (s.p[i] == ' ' && count < most) word = i;
  }
  if (count <= most) return s;
  *cut = true;
  if (word > end / 2) end = word;
  return str_cat(a, str_trim(str_sub(s, 0, end)), S("…"));
}

static str text_in(conversion *c, const json *v, str member) {
  const json *t = json_get(v, member);
  if (!t || t->kind != JSON_STRING) {
    import_refuse(c, N_("the member {0} is missing or no text."), member);
    return S("");
  }
  return import_clean(c, t->s);
}

static const json *list_in(conversion *c, str member) {
  static const json empty = {.kind = JSON_ARRAY};
  const json *v = json_get(c->object, member);
  if (v && v->kind == JSON_ARRAY) return v;
  import_refuse(c, N_("the member {0} is missing or no list."), member);
  return &empty;
}

/* --- writing members --- */
static void key(buf *b, const char *name) {
  if (b->n && b->p[b->n - 1] != '{') buf_char(b, ',');
  json_write_str(b, str_of(name));
  buf_char(b, ':');
}

static void put(buf *b, const char *name, str value) {
  if (!value.n) return;
  key(b, name);
  json_write_str(b, value);
}

static void put_list(buf *b, const char *name, const str *list, size_t n) {
  if (!n) return;
  key(b, name);
  for (size_t i = 0; i < n; i++) {
    buf_char(b, i ? ',' : '[');
    json_write_str(b, list[i]);
  }
  buf_char(b, ']');
}

/* --- levels, audiences --- */
static void put_levels(conversion *c, buf *b) {
  static const char *const words[][2] = {{"Cấp bộ", "ministry"}, {"Cấp tỉnh", "province"},
                                         {"Cấp xã", "commune"}};
  const json *list = list_in(c, S("levels"));
  str own[COUNT(words)];
  size_t n = 0;
  for (size_t k = 0; k < COUNT(words); k++)
    for (size_t i = 0; i < list->n; i++)
      if (str_eq(json_str(&list->items[i]), str_of(words[k][0])) && n < COUNT(own))
        own[n++] = str_of(words[k][1]);
  if (!n || n != list->n) import_refuse(c, N_("the levels are not understood."), STR_NONE);
  put_list(b, "levels", own, n);
  put(b, "level", n ? own[n - 1] : S("province"));
}

/* "Cán bộ, công chức, viên chức" is one audience, which the source has split at its commas. */
static void put_audiences(conversion *c, buf *b) {
  const json *list = list_in(c, S("audience"));
  str *all = arena_list(c->a, list->n, str);
  size_t n = 0;
  bool joined = false;
  for (size_t i = 0; i < list->n; i++) {
    str s = json_str(&list->items[i]);
    if (!s.n) import_refuse(c, N_("the member {0} is missing or no text."), S("audience"));
    bool part = str_eq(s, S("công chức")) || str_eq(s, S("viên chức"));
    joined = joined || part;
    if (part) continue;
    all[n++] = str_eq(s, S("Cán bộ")) ? S("Cán bộ, công chức, viên chức") : import_clean(c, s);
  }
  if (joined) import_say(c, "repaired", "audience: officials were split at commas");
  put_list(b, "audiences", all, n);
}

/* --- components and notes --- */
typedef struct shelf { /* the documents of one record */
  str notes[COMPONENTS_MOST];
  size_t nnotes;
  int64_t papers, source_cuts, our_cuts, counts;
} shelf;

static int64_t count_in(conversion *c, const json *v, str member, shelf *s) {
  int64_t n = -1;
  if (!json_int(json_get(v, member), &n) || n < 0) {
    import_refuse(c, N_("the number {0} of a document is missing or none."), member);
    return 0;
  }
  if (n <= COUNT_MOST) return n;
  s->counts++;
  import_say(c, "repaired", "documents: %s %lld read as 1", member.p, (long long)n);
  return 1;
}

static void put_component(conversion *c, buf *b, const json *v, shelf *s) {
  str title = text_in(c, v, S("title"));
  int64_t originals = count_in(c, v, S("originals"), s), copies = count_in(c, v, S("copies"), s);
  bool cut = str_ends(title, S("…")), ours = false;
  s->source_cuts += cut;
  if (!title.n) import_refuse(c, N_("a document has no title."), STR_NONE);
  title = import_shorten(c->a, title, TITLE_MOST, &ours);
  s->our_cuts += ours && !cut;
  if (!originals && !copies) {
    s->notes[s->nnotes++] = title;
    return;
  }
  buf_add(b, s->papers ? S(",{") : S("{"));
  buf_fmt(b, "\"id\":\"c%02lld\"", (long long)++s->papers);
  put(b, "title", title);
  key(b, "originals");
  buf_int(b, originals);
  key(b, "copies");
  buf_int(b, copies);
  if (cut || ours) buf_add(b, S(",\"cut\":true"));
  buf_char(b, '}');
}

static void put_components(conversion *c, buf *b) {
  const json *list = list_in(c, S("components"));
  shelf *s = arena_new_of(c->a, shelf);
  if (list->n > COMPONENTS_MOST) import_refuse(c, N_("it has too many documents."), STR_NONE);
  if (c->why) return;
  key(b, "components");
  buf_char(b, '[');
  for (size_t i = 0; i < list->n && !c->why; i++) put_component(c, b, &list->items[i], s);
  buf_char(b, ']');
  put_list(b, "notes", s->notes, s->nnotes);
  if (s->nnotes)
    import_say(c, "repaired", "documents: %zu of %zu without a count kept as notes", s->nnotes,
               list->n);
  if (s->source_cuts)
    import_say(c, "repaired", "documents: %lld titles are cut in the source, marked",
               (long long)s->source_cuts);
  if (s->our_cuts)
    import_say(c, "repaired", "documents: %lld texts shortened to %d characters",
               (long long)s->our_cuts, TITLE_MOST);
  if (!s->papers) import_flag(c, "no_document", S("nothing is listed"));
}

/* --- channels --- */
typedef struct channel_read {
  const char *source, *word;
  bool offered, unknown; /* unknown: offered without a limit */
  str limits[LIMITS_MOST];
  size_t n;
} channel_read;

static str limit_in(conversion *c, const json *v) {
  static const char *const units[][2] = {{"Ngày làm việc", "wd"}, {"Ngày", "d"}, {"Giờ", "h"},
                                         {"Giờ làm việc", "h"}, {"Tháng", "mo"}};
  const json *value = json_get(v, S("time_value")), *word = json_get(v, S("time_unit"));
  int64_t n;
  time_limit parsed;
  if (!value || !word)
    import_refuse(c, N_("a channel has no time limit, not even null."), STR_NONE);
  if (c->why || value->kind == JSON_NULL) return STR_NONE;
  for (size_t i = 0; json_int(value, &n) && i < COUNT(units); i++) {
    if (!str_eq(json_str(word), str_of(units[i][0]))) continue;
    str text = str_fmt(c->a, "%lld %s", (long long)n, units[i][1]);
    if (clock_limit_parse(text, &parsed)) return text;
  }
  import_refuse(c, N_("a time limit is not understood."), STR_NONE);
  return STR_NONE;
}

static void read_channel(conversion *c, const json *v, channel_read *ways, size_t nways) {
  str name = json_str(json_get(v, S("channel")));
  size_t at = 0;
  while (at < nways && !str_eq(name, str_of(ways[at].source))) at++;
  if (at == nways) {
    import_refuse(c, N_("there is no channel \"{0}\"."), str_sub(name, 0, 100));
    return;
  }
  channel_read *way = &ways[at];
  str limit = limit_in(c, v);
  way->offered = true;
  if (!limit.p) way->unknown = true;
  for (size_t i = 0; i < way->n; i++)
    if (str_eq(way->limits[i], limit)) limit = STR_NONE;
  if (limit.p && way->n < LIMITS_MOST) way->limits[way->n++] = limit;
}

/* One known limit is the channel's; several, or one beside an unknown, are for cases that the
 * source does not name, so none of them is taken. */
static bool put_channels(conversion *c, buf *b) {
  channel_read ways[] = {{.source = "Trực tuyến", .word = "online"},
                         {.source = "Trực tiếp", .word = "counter"},
                         {.source = "Dịch vụ bưu chính", .word = "post"}};
  const json *list = list_in(c, S("channels"));
  for (size_t i = 0; i < list->n; i++) read_channel(c, &list->items[i], ways, COUNT(ways));
  key(b, "channels");
  buf_char(b, '[');
  bool several = false, any = false;
  for (size_t i = 0; i < COUNT(ways); i++) {
    const channel_read *way = &ways[i];
    if (!way->offered) continue;
    buf_add(b, any ? S(",{") : S("{"));
    any = true;
    put(b, "channel", str_of(way->word));
    if (way->n == 1 && !way->unknown) put(b, "limit", way->limits[0]);
    else put_list(b, "limits", way->limits, way->n);
    several = several || way->n > 1 || (way->n && way->unknown);
    buf_char(b, '}');
  }
  buf_char(b, ']');
  if (several)
    import_flag(c, "several_limits", S("several in one channel, for cases that are lost"));
  if (!any) import_flag(c, "no_channel", S("none is named"));
  return ways[0].offered;
}

/* --- results, service level --- */
/* null, or empty, where the source has none. */
static str code_in(conversion *c, const json *v) {
  const json *code = json_get(v, S("code"));
  return code && code->kind == JSON_NULL ? S("") : text_in(c, v, S("code"));
}

static void put_results(conversion *c, buf *b) {
  const json *list = list_in(c, S("results"));
  str *names = arena_list(c->a, list->n, str);
  for (size_t i = 0; i < list->n; i++) names[i] = text_in(c, &list->items[i], S("name"));
  if (!list->n) import_flag(c, "no_result", S("none is listed"));
  size_t positive = import_positive(c, names, list->n);
  key(b, "results");
  buf_char(b, '[');
  for (size_t i = 0; i < list->n; i++) {
    bool cut = false;
    str code = code_in(c, &list->items[i]);
    buf_add(b, i ? S(",{") : S("{"));
    put(b, "code", code);
    put(b, "name", import_shorten(c->a, names[i], TITLE_MOST, &cut));
    if (i == positive) buf_add(b, b->p[b->n - 1] == '{' ? S("\"positive\":true")
                                                        : S(",\"positive\":true"));
    buf_char(b, '}');
    if (!names[i].n) import_refuse(c, N_("a result has no name."), STR_NONE);
    if (!code.n) import_flag(c, "result_without_code", names[i]);
    if (cut) import_say(c, "repaired", "results: a name shortened to %d characters", TITLE_MOST);
  }
  buf_char(b, ']');
}

static bool names_one_of(str text, str parts) {
  str part;
  while (str_split(&parts, ';', &part))
    if (part.n && str_find(text, part) >= 0) return true;
  return false;
}

static str operator_of(const conversion *c, str field, str agency) {
  for (size_t i = 0; i < c->tables->noperators; i++) {
    const operator_row *o = &c->tables->operators[i];
    if (str_eq(o->field, field) && !names_one_of(agency, o->unless)) return o->operator_;
  }
  return STR_NONE;
}

static void put_service(conversion *c, buf *b, bool online, str operator_) {
  const full_row *full = NULL;
  for (size_t i = 0; i < c->tables->nfulls; i++)
    if (str_eq(c->tables->fulls[i].code, c->code)) full = &c->tables->fulls[i];
  if (full && (!online || operator_.n)) {
    import_flag(c, "not_full", S("full.csv names it, but it cannot be filed online here"));
    full = NULL;
  }
  key(b, "service_level");
  buf_char(b, '{');
  put(b, "value", full ? S("full") : online && !operator_.n ? S("partial") : S("information"));
  if (full) {
    put(b, "from", full->from);
    put(b, "basis", full->basis);
  }
  buf_char(b, '}');
  if (!operator_.n) return;
  key(b, "operated_elsewhere");
  buf_char(b, '{');
  put(b, "operator", operator_);
  buf_char(b, '}');
}

/* --- the whole --- */
static const char *const members[] = {"code", "name", "levels", "kind", "field", "audience",
                                      "authority", "agency", "channels", "results", "components"};

static void check_members(conversion *c) {
  if (c->object->kind != JSON_OBJECT) {
    import_refuse(c, N_("it is no JSON object."), STR_NONE);
    return;
  }
  for (size_t i = 0; i < c->object->n; i++) {
    size_t k = 0;
    while (k < COUNT(members) && !str_eq(c->object->keys[i], str_of(members[k]))) k++;
    if (k == COUNT(members))
      import_refuse(c, N_("there is no member {0} here."), str_sub(c->object->keys[i], 0, 100));
  }
}

/* "1.001193", "2.000635.H49": digits, letters, full stops and hyphens. */
static bool code_fits(str s) {
  if (s.n < 3 || s.n > 40) return false;
  for (size_t i = 0; i < s.n; i++) {
    char ch = s.p[i];
    bool good = (ch >= '0' && ch <= '9') || (ch >= 'A' && ch <= 'Z') ||
                (i && i + 1 < s.n && (ch == '.' || ch == '-'));
    if (!good) return false;
  }
  return true;
}

static str agency_in(conversion *c, str member) {
  const json *v = json_get(c->object, member);
  str raw = json_str(v), clean = text_in(c, c->object, member);
  if (str_eq(clean, S("Không có thông tin"))) return S("");
  bool part = str_chr(raw, '\n', 0) >= 0, cut = false;
  str names = part ? STR_NONE : import_agencies(c, clean);
  if (names.p) return names;
  import_say(c, "dropped", "%s: no agency's name: %.*s", member.p,
             STR_ARG(import_shorten(c->a, clean, SAMPLE, &cut)));
  return S("");
}

static void put_flags(conversion *c, buf *b, str name) {
  str flags[COUNT(c->flags)];
  if (str_starts(name, S("Công bố Danh mục")))
    import_flag(c, "title_of_decision", S("the name is a decision's, not a procedure's"));
  if (c->composed)
    import_say(c, "repaired", "texts: %lld put into composed form (NFC)", (long long)c->composed);
  if (c->blanks)
    import_say(c, "repaired", "texts: %lld had line ends or double blanks", (long long)c->blanks);
  for (size_t i = 0; i < c->nflags; i++) flags[i] = str_of(c->flags[i]);
  put_list(b, "flags", flags, c->nflags);
}

err *import_convert(conversion *c, str *body) {
  check_members(c);
  if (c->why) return NULL;
  c->code = text_in(c, c->object, S("code"));
  if (!c->why && !code_fits(c->code)) import_refuse(c, N_("the code is not understood."), STR_NONE);
  str name = text_in(c, c->object, S("name")), field = text_in(c, c->object, S("field"));
  if (!name.n || name.n > NAME_MOST * 3)
    import_refuse(c, N_("the name is missing or too long."), STR_NONE);
  if (!field.n) import_refuse(c, N_("the member {0} is missing or no text."), S("field"));
  if (c->why) return NULL;
  str agency = agency_in(c, S("agency")), authority = agency_in(c, S("authority"));
  buf b = buf_in(c->a);
  put(&b, "source", S("Cơ sở dữ liệu quốc gia về thủ tục hành chính"));
  put(&b, "name", name);
  put(&b, "field", field);
  put_levels(c, &b);
  put(&b, "agency", agency);
  put(&b, "authority", authority);
  put(&b, "kind", text_in(c, c->object, S("kind")));
  put_audiences(c, &b);
  put_components(c, &b);
  if (c->why) return NULL;
  bool online = put_channels(c, &b);
  put_results(c, &b);
  str competent = agency.n ? agency : authority;
  put_service(c, &b, online, operator_of(c, field, competent));
  put_flags(c, &b, name);
  *body = buf_str(&b);
  return NULL;
}

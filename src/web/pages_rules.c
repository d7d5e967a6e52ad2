/* pages_rules: the calendar and the table of who decides, for administrators. */
#include "base/buf.h"
#include "office/admin.h"
#include "office/admin.sql.h"
#include "web/fill.h"
#include "web/pages_admin.h"

/* --- calendar --- */
static int64_t year_asked(const rq *r) {
  bool shows = r->route->handler == calendar_show || r->route->handler == calendar_file;
  const b_calendar_of *b = shows ? r->body : NULL;
  return b && b->year.has ? b->year.v : r->ctx.edition->day / 10000;
}

static err *days_of(rq *r, int64_t year, admin_days_row **rows, size_t *n) {
  return admin_days(r->ctx.db, r->ctx.a, year * 10000, year * 10000 + 1231, rows, n);
}

static const admin_row one_day = {calendar_changed, "day", &b_calendar_day_type, N_("Set a day"),
                                  N_("Set"),
                                  N_("A day “as the plain week” is taken off the list."), {0}};

err *page_calendar(rq *r) {
  arena *a = r->ctx.a;
  int64_t year = year_asked(r);
  admin_days_row *rows;
  size_t n;
  TRY(days_of(r, year, &rows, &n));
  v_calendar_day *list = arena_list(a, n, v_calendar_day);
  for (size_t i = 0; i < n; i++) {
    int weekday = day_weekday((int32_t)rows[i].day);
    list[i] = (v_calendar_day){
        .day = (int32_t)rows[i].day, .kind = rows[i].kind, .source = rows[i].source,
        .kind_word = admin_word("kind", rows[i].kind),
        .weekday = admin_word("weekday", str_fmt(a, "%d", weekday ? weekday : 7))};
  }
  v_admin_form *forms = arena_list(a, 1, v_admin_form);
  forms[0] = admin_form(r, &one_day, S("/admin/calendar"), NULL);
  v_calendar v = {.year = year, .items = {list, n}, .edition = r->ctx.edition->number,
                  .before = (int)year - 1, .after = (int)year + 1, .forms = {forms, 1}};
  r->page.title = N_("Calendar");
  return REPLY(r, admin_status(r), calendar, &v);
}

err *calendar_show(rq *r) { return page_calendar(r); }

static void csv_field(buf *b, str s) {
  bool quoted = str_chr(s, ',', 0) >= 0 || str_chr(s, '"', 0) >= 0;
  if (!quoted) {
    buf_add(b, s);
    return;
  }
  buf_char(b, '"');
  for (size_t i = 0; i < s.n; i++) {
    if (s.p[i] == '"') buf_char(b, '"');
    buf_char(b, s.p[i]);
  }
  buf_char(b, '"');
}

err *calendar_file(rq *r) {
  arena *a = r->ctx.a;
  admin_days_row *rows;
  size_t n;
  TRY(days_of(r, year_asked(r), &rows, &n));
  buf b = buf_in(a);
  buf_add(&b, S("day,kind,source\n"));
  for (size_t i = 0; i < n; i++) {
    buf_add(&b, day_iso(a, (int32_t)rows[i].day));
    buf_char(&b, ',');
    buf_add(&b, rows[i].kind);
    buf_char(&b, ',');
    csv_field(&b, rows[i].source);
    buf_char(&b, '\n');
  }
  return reply_text(r, S("text/csv; charset=utf-8"), buf_str(&b));
}

typedef struct order {
  const void *body;
  int32_t day;
} order;

static err *set_day(ctx *c, void *arg) {
  const order *o = arg;
  const b_calendar_day *b = o->body;
  bool none = str_eq(b->kind, S("none"));
  return calendar_set(c, o->day, none ? STR_NONE : b->kind, b->source);
}

err *calendar_changed(rq *r) {
  const b_calendar_day *b = r->body;
  order o = {.body = b};
  TRY(admin_day_of("day", b->day, &o.day));
  TRY(admin_change(&r->ctx, r->seen_version, set_day, &o));
  return admin_done(r, str_fmt(r->http->a, "/admin/calendar?year=%d", (int)(o.day / 10000)));
}

/* --- who decides --- */
static const admin_row rows_of_rules[] = {
    {routing_set, "rule", &b_competence_type, N_("Say who decides"), N_("Set"),
     N_("A rule for the same field, level and commune ends on that day."), {0}},
    {routing_end, "end", &b_competence_end_type, N_("End a rule"), N_("End it"),
     N_("What no rule maps goes to the Centre."), {0}},
};

/* The cursor: field, level, commune and id, parted by tabs. */
static bool read_after(str after, str part[4], int64_t *id) {
  str rest = after;
  for (int i = 0; i < 4; i++)
    if (!str_split(&rest, '\t', &part[i])) return false;
  return !rest.p && str_to_i64(part[3], id);
}

err *page_routing(rq *r) {
  const b_routing *b = r->route->handler == routing_show ? r->body : NULL;
  arena *a = r->ctx.a;
  str part[4] = {S(""), S(""), S(""), S("")};
  int64_t id = INT64_MIN;
  admin_rules_row *found;
  size_t n;
  if (b && b->after.n && !read_after(b->after, part, &id))
    return err_at(ERR(BAD_REQUEST, N_("The place in the list is not one that was given out.")),
                  S("after"), STR_NONE);
  TRY(admin_rules(r->ctx.db, a,
                  &(admin_rules_in){.field = part[0], .level = part[1], .commune = part[2],
                                    .id = id, .day = r->ctx.edition->day,
                                    .most = ADMIN_PAGE + 1},
                  &found, &n));
  v_routing v = {.more = n > ADMIN_PAGE, .edition = r->ctx.edition->number};
  if (v.more) n = ADMIN_PAGE;
  v_rule *list = arena_list(a, n, v_rule);
  for (size_t i = 0; i < n; i++) {
    const unit *u = edition_unit_by_code(r->ctx.edition, found[i].unit);
    const unit *p = edition_unit_by_code(r->ctx.edition, found[i].reception);
    list[i] = (v_rule){.id = found[i].id, .field = found[i].field, .level = found[i].level,
                       .level_word = admin_word("level", found[i].level),
                       .commune = found[i].commune,
                       .unit = {found[i].unit, u ? u->name : S("")},
                       .reception = {found[i].reception, p ? p->name : S("")},
                       .valid_from = (int32_t)found[i].valid_from,
                       .valid_to = found[i].valid_to.has ? (int32_t)found[i].valid_to.v : 0};
  }
  if (v.more)
    v.next = str_fmt(a, "%.*s\t%.*s\t%.*s\t%lld", STR_ARG(list[n - 1].field),
                     STR_ARG(list[n - 1].level), STR_ARG(list[n - 1].commune),
                     (long long)list[n - 1].id);
  v_admin_form *forms = arena_list(a, COUNT(rows_of_rules), v_admin_form);
  forms[0] = admin_form(r, &rows_of_rules[0], S("/admin/routing"), NULL);
  forms[1] = admin_form(r, &rows_of_rules[1], S("/admin/routing/end"), NULL);
  v.items = (v_rule_list){list, n};
  v.forms = (v_admin_form_list){forms, COUNT(rows_of_rules)};
  r->page.title = N_("Who decides");
  return REPLY(r, admin_status(r), routing, &v);
}

err *routing_show(rq *r) { return page_routing(r); }

static err *set_rule(ctx *c, void *arg) {
  const order *o = arg;
  const b_competence *b = o->body;
  return competence_set(c, &(competence_wanted){.field = b->field, .level = b->level,
                                                .commune = b->commune, .unit = b->unit,
                                                .reception = b->reception, .from = o->day});
}

err *routing_set(rq *r) {
  const b_competence *b = r->body;
  order o = {.body = b};
  TRY(admin_day_of("from", b->from, &o.day));
  TRY(admin_change(&r->ctx, r->seen_version, set_rule, &o));
  return admin_done(r, S("/admin/routing"));
}

static err *end_rule(ctx *c, void *arg) {
  const order *o = arg;
  const b_competence_end *b = o->body;
  return competence_end(c, &(competence_wanted){.field = b->field, .level = b->level,
                                                .commune = b->commune, .from = o->day});
}

err *routing_end(rq *r) {
  const b_competence_end *b = r->body;
  order o = {.body = b};
  TRY(admin_day_of("until", b->until, &o.day));
  TRY(admin_change(&r->ctx, r->seen_version, end_rule, &o));
  return admin_done(r, S("/admin/routing"));
}

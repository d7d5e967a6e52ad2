/* admin_form: see admin_form.h. */
#include "web/admin_form.h"

#include "base/log.h"
#include "office/journal.h"
#include "web/fill.h"
#include "web/pages_admin.h"

/* --- words and controls --- */
static const struct {
  const char *name, *value, *word;
} words[] = {
    {"kind", "nation", N_("Nation")},
    {"kind", "ministry", N_("Ministry or equivalent agency")},
    {"kind", "province", N_("Province")},
    {"kind", "department", N_("Department")},
    {"kind", "commune", N_("Commune, ward or special zone")},
    {"kind", "centre", N_("Public administrative service centre")},
    {"kind", "branch", N_("Branch of the centre")},
    {"kind", "point", N_("Reception point")},
    {"kind", "holiday", N_("Holiday")},
    {"kind", "working", N_("Working day")},
    {"kind", "none", N_("As the plain week")},
    {"level", "ministry", N_("Ministry level")},
    {"level", "province", N_("Province level")},
    {"level", "commune", N_("Commune level")},
    {"channel", "any", N_("Every way of filing")},
    {"channel", "online", N_("Online")},
    {"channel", "counter", N_("In person")},
    {"channel", "post", N_("By post")},
    {"channel", "vneid", N_("VNeID app")},
    {"each", "no", N_("For the whole application")},
    {"each", "yes", N_("For each copy")},
    {"offered", "yes", N_("It holds")},
    {"offered", "no", N_("It ends")},
    {"reason", "wrong_account", N_("The number was bound to the wrong account")},
    {"reason", "wrong_number", N_("The card was not the person's own")},
    {"reason", "asked", N_("The person asks for it")},
    {"weekday", "0", N_("Every working day")},
    {"weekday", "1", N_("Monday")},
    {"weekday", "2", N_("Tuesday")},
    {"weekday", "3", N_("Wednesday")},
    {"weekday", "4", N_("Thursday")},
    {"weekday", "5", N_("Friday")},
    {"weekday", "6", N_("Saturday")},
    {"weekday", "7", N_("Sunday")},
};

const char *admin_word(const char *name, str value) {
  for (size_t i = 0; i < COUNT(words); i++)
    if (str_eq(str_of(words[i].name), str_of(name)) && str_eq(str_of(words[i].value), value))
      return words[i].word;
  return "";
}

/* What a field's name says of its control. */
static const struct {
  const char *name, *kind, *hint;
} controls[] = {
    {"from", "date", N_("The first day; left empty: today.")},
    {"until", "date", N_("The first day on which it is no more.")},
    {"day", "date", NULL},
    {"opens", "time", NULL},
    {"noon_closes", "time", NULL},
    {"noon_opens", "time", NULL},
    {"closes", "time", NULL},
    {"code", "text", N_("As in the list of agencies, for example H49.31.")},
    {"parent", "text", N_("The code of the unit above it.")},
    {"successor", "text", N_("The code of the unit that has its work from that day on.")},
    {"commune", "text", N_("The official code of five digits; empty: none, or everywhere.")},
    {"unit", "text", N_("The code of the unit.")},
    {"reception", "text", N_("The code of the unit.")},
    {"field", "text", N_("As procedures name it; empty: every other field.")},
    {"before", "date", N_("Dossiers that ended before this day.")},
    {"number", "text", N_("As on the document, for example 12/QĐ-UBND.")},
    {"years", "text", N_("Whole years after the dossier has ended.")},
    {"procedure", "text", N_("The code of the procedure.")},
    {"basis", "text", N_("The law or document on which it rests.")},
    {"source", "text", N_("Number and day of the document that orders it.")},
    {"amount", "text", N_("For example 8000; empty: not entered.")},
    {"case", "text", N_("The id of the case; empty: every case.")},
    {"ground", "text", N_("A short name in small letters, for example poor_household.")},
    {"basis", "text", N_("Number and day of the document that orders it.")},
    {"acts", "lines", N_("One act a line: kind, number, day, what it is about.")},
};

static size_t control_of(const char *name) {
  size_t i = 0;
  while (i < COUNT(controls) && !str_eq(str_of(controls[i].name), str_of(name))) i++;
  return i;
}

/* --- one form --- */
static bool refused_form(const rq *r, const admin_row *row) {
  return r->refused && r->form && r->route->handler == row->handler &&
         (!row->of.p || str_eq(row->of, r->params[0]));
}

static str typed(const rq *r, const char *name) {
  const form_part *part = form_get(r->form, str_of(name));
  return part && !part->filename.p ? part->value : S("");
}

static str at_first(const admin_value *values, const char *name) {
  for (; values && values->name; values++)
    if (str_eq(str_of(values->name), str_of(name))) return values->value;
  return S("");
}

static v_choice_list choices(arena *a, const body_field *f, str chosen) {
  size_t n = 0;
  while (f->one_of && f->one_of[n]) n++;
  v_choice *list = arena_list(a, n, v_choice);
  for (size_t i = 0; i < n; i++) {
    str value = str_of(f->one_of[i]);
    const char *word = admin_word(f->name, value);
    list[i] = (v_choice){.value = value, .label = *word ? word : f->one_of[i],
                         .on = str_eq(value, chosen)};
  }
  return (v_choice_list){list, n};
}

static v_admin_field control(rq *r, const admin_row *row, const body_field *f,
                             const admin_value *values) {
  arena *a = r->ctx.a;
  size_t c = control_of(f->name);
  bool failed = refused_form(r, row);
  v_admin_field v = {.id = str_fmt(a, "%s.%s", row->id, f->name), .name = str_of(f->name),
                     .label = act_detail_word(str_of(f->name)),
                     .kind = c < COUNT(controls) ? str_of(controls[c].kind) : S("text"),
                     .hint = c < COUNT(controls) && controls[c].hint ? controls[c].hint : "",
                     .value = failed ? typed(r, f->name) : at_first(values, f->name),
                     .required = !f->optional, .most = f->max.has ? f->max.v : 500};
  if (f->one_of) v.kind = S("select");
  if (f->one_of) v.choices = choices(a, f, v.value);
  for (const err *e = failed ? r->refused : NULL; e; e = e->next)
    if (str_eq(e->field, v.name)) v.error = error_text(r, e);
  return v;
}

static v_field_error_list errors_of(rq *r, const admin_row *row) {
  size_t n = 0;
  v_field_error *list = arena_list(r->ctx.a, err_count(r->refused), v_field_error);
  for (const err *e = r->refused; e; e = e->next) {
    const char *field = NULL;
    for (size_t i = 0; e->field.n && i < row->body->n; i++)
      if (str_eq(e->field, str_of(row->body->fields[i].name))) field = row->body->fields[i].name;
    v_field_error *v = &list[n++];
    *v = fill_error(r, e);
    v->field = S("");
    if (!field) continue;
    v->field = str_fmt(r->ctx.a, "%s.%s", row->id, field);
    v->label = str_of(tr(r, act_detail_word(str_of(field))));
  }
  return (v_field_error_list){list, n};
}

v_admin_form admin_form(rq *r, const admin_row *row, str action, const admin_value *values) {
  bool failed = refused_form(r, row);
  v_admin_field *fields = arena_list(r->ctx.a, row->body->n, v_admin_field);
  for (size_t i = 0; i < row->body->n; i++)
    fields[i] = control(r, row, &row->body->fields[i], values);
  v_admin_form v = {.id = str_of(row->id), .action = action, .title = row->title,
                    .button = row->button, .hint = row->hint ? row->hint : "",
                    .version = r->ctx.edition->number, .fields = {fields, row->body->n},
                    .open = failed, .problem = ""};
  if (!failed) return v;
  v.problem = err_title(r->refused->kind);
  v.errors = errors_of(r, row);
  return v;
}

/* --- answers --- */
err *admin_done(rq *r, str back) {
  if (r->html && r->form) return reply_see_other(r, back);
  office *f = r->web->office;
  const edition *now = office_edition(f);
  v_changed v = {.edition = now->number};
  office_release(f, now);
  return reply_json(r, 200, &v_changed_type, &v);
}

int admin_status(const rq *r) { return r->refused ? err_http(r->refused->kind) : 200; }

static err *show(rq *r, void *arg) {
  const admin_page *p = arg;
  return p->show(r);
}

err *admin_again(rq *r, err *e) {
  for (size_t i = 0; i < admin_page_count; i++) {
    const admin_page *p = &admin_pages[i];
    if (p->post != r->route->handler) continue;
    r->refused = e;
    bool of_one = str_ends(str_of(p->path), S("/"));
    r->page.path = str_cat(r->ctx.a, str_of(p->path), of_one ? r->params[0] : S(""));
    office_release(r->web->office, r->ctx.edition); /* what is there now, for the next try */
    err *late = office_renew(r->web->office);
    if (late) log_err(LOG_WARNING_, "renewing the edition", late);
    r->ctx.edition = office_edition(r->web->office);
    return rq_read(r, show, (void *)(uintptr_t)p);
  }
  return e;
}

/* --- values --- */
err *admin_day_of(const char *field, str text, int32_t *day) {
  *day = 0;
  if (!text.n || day_parse(text, day)) return NULL;
  return err_at(ERR(INVALID, N_("A day is written like 2026-12-01.")), str_of(field), STR_NONE);
}

err *admin_minutes(const char *field, str text, int *minutes) {
  int64_t h = 0, m = 0;
  str hour = str_sub(text, 0, 2), minute = str_sub(text, 3, 5);
  bool good = text.n == 5 && text.p[2] == ':';
  for (size_t i = 0; good && i < 5; i++)
    good = i == 2 || (text.p[i] >= '0' && text.p[i] <= '9');
  for (size_t i = 0; good && i < 2; i++) {
    h = h * 10 + (hour.p[i] - '0');
    m = m * 10 + (minute.p[i] - '0');
  }
  *minutes = (int)(h * 60 + m);
  if (good && h < 24 && m < 60) return NULL;
  return err_at(ERR(INVALID, N_("A time is written like 07:30.")), str_of(field), STR_NONE);
}

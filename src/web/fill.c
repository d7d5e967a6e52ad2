/* fill: see fill.h.  What only a dossier's page needs is in fill_dossier.c. */
#include "web/fill.h"

str say(const rq *r, const char *msgid, str arg0, str arg1) {
  err e = {.msgid = msgid, .args = {arg0, arg1}};
  return err_text(r->ctx.a, &e, tr(r, msgid));
}

v_procedure_ref fill_procedure_ref(const edition *e, int64_t version_id) {
  const procedure *p = edition_version(e, version_id);
  if (!p) return (v_procedure_ref){0};
  return (v_procedure_ref){.code = p->code, .name = p->name, .version = p->version};
}

v_unit_ref fill_unit(const edition *e, int64_t unit_id) {
  const unit *u = edition_unit(e, unit_id);
  if (!u) return (v_unit_ref){0};
  return (v_unit_ref){.code = u->code, .name = u->name};
}

bool procedure_takes(const procedure *p, str channel) {
  return p->schema && procedure_channel(p, channel);
}

static const char *service_word(str level) {
  if (str_eq(level, S("full"))) return N_("fully online");
  if (str_eq(level, S("partial"))) return N_("partly online");
  return N_("information only");
}

void fill_procedure_line(const procedure *p, v_procedure_line *v) {
  *v = (v_procedure_line){
      .code = p->code,
      .name = p->name,
      .field = p->field,
      .level = p->level,
      .service_level = p->service_level,
      .service_word = service_word(p->service_level),
      .online = procedure_channel(p, S("online")) != NULL,
  };
}

static const char *channel_word(str channel) {
  if (str_eq(channel, S("online"))) return N_("Online");
  if (str_eq(channel, S("counter"))) return N_("In person");
  if (str_eq(channel, S("post"))) return N_("By post");
  return N_("VNeID app");
}

static str limit_data(arena *a, const time_limit *l) {
  const char *word = l->unit == 'w' ? "wd" : l->unit == 'd' ? "d" : l->unit == 'm' ? "mo" : "h";
  return str_fmt(a, "%lld %s", (long long)l->value, word);
}

static str limit_text(const rq *r, const time_limit *l) {
  arena *a = r->ctx.a;
  str n = str_fmt(a, "%lld", (long long)l->value);
  if (l->value == 0 && l->cutoff) {
    str cutoff = str_fmt(a, "%02d:%02d", l->cutoff / 60, l->cutoff % 60);
    return say(r, N_("The same day; received after {0}, the next working day"), cutoff, STR_NONE);
  }
  if (l->value == 0) return say(r, N_("The same day"), STR_NONE, STR_NONE);
  bool one = l->value == 1;
  const char *msgid = one ? N_("1 office hour") : N_("{0} office hours");
  if (l->unit == 'w') msgid = one ? N_("1 working day") : N_("{0} working days");
  if (l->unit == 'd') msgid = one ? N_("1 day") : N_("{0} days");
  if (l->unit == 'm') msgid = one ? N_("1 month") : N_("{0} months");
  return say(r, msgid, n, STR_NONE);
}

static void fill_channels(const rq *r, const procedure *p, v_procedure *v) {
  v_channel *list = arena_list(r->ctx.a, p->nchannels, v_channel);
  for (size_t i = 0; i < p->nchannels; i++) {
    const channel_rule *c = &p->channels[i];
    list[i] = (v_channel){.channel = c->channel, .label = channel_word(c->channel),
                          .basis = c->basis};
    if (i == 0 || !str_eq(c->basis, c[-1].basis)) list[i].basis_once = c->basis;
    if (!c->has_limit) continue;
    list[i].limit = limit_data(r->ctx.a, &c->limit);
    list[i].limit_text = limit_text(r, &c->limit);
  }
  v->channels = (v_channel_list){list, p->nchannels};
}

void fill_procedure(const rq *r, const procedure *p, v_procedure *v) {
  arena *a = r->ctx.a;
  *v = (v_procedure){
      .code = p->code, .name = p->name, .version = p->version, .field = p->field,
      .level = p->level, .agency = p->agency, .kind = p->kind, .service_level = p->service_level,
      .service_word = service_word(p->service_level), .has_form = p->schema != NULL,
      .online = procedure_takes(p, S("online")),
  };
  v_component *needs = arena_list(a, p->ncomponents, v_component);
  for (size_t i = 0; i < p->ncomponents; i++) {
    const component *c = &p->components[i];
    needs[i] = (v_component){.id = c->id, .title = c->title, .help = c->title_en, .note = c->note,
                             .required = c->required, .originals = c->originals,
                             .copies = c->copies};
  }
  v->components = (v_component_list){needs, p->ncomponents};
  v_procedure_result *gives = arena_list(a, p->nresults, v_procedure_result);
  for (size_t i = 0; i < p->nresults; i++)
    gives[i] = (v_procedure_result){.code = p->results[i].code, .name = p->results[i].name,
                                    .positive = p->results[i].positive};
  v->results = (v_procedure_result_list){gives, p->nresults};
  fill_channels(r, p, v);
}

const v_due *fill_due(const rq *r, instant due, instant finished) {
  if (!instant_is(due)) return NULL;
  v_due *d = arena_new_of(r->ctx.a, v_due);
  instant end = instant_is(finished) ? finished : r->ctx.now;
  *d = (v_due){.word = N_("On time"), .mark = S("ok"), .at = due};
  if (end.us > due.us) {
    d->word = N_("Overdue");
    d->mark = S("late");
  } else if (!instant_is(finished) && due.us - end.us < DAY) {
    d->word = N_("Due soon");
    d->mark = S("soon");
  }
  return d;
}

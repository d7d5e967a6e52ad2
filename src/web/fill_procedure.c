/* fill_procedure: procedures and events of life as the catalogue's pages show them; see fill.h. */
#include "office/life.h"
#include "web/fill.h"

bool procedure_takes(const procedure *p, str channel) {
  return p->schema && !p->operated_elsewhere.n && procedure_channel(p, channel);
}

/* --- words --- */
static const struct {
  unsigned bit;
  str code;
  const char *word;
} levels[] = {
    {LEVEL_PROVINCE, {"province", 8}, N_("Province level")},
    {LEVEL_COMMUNE, {"commune", 7}, N_("Commune level")},
    {LEVEL_MINISTRY, {"ministry", 8}, N_("Ministry level")},
};

static text_list level_codes(const rq *r, unsigned bits) {
  str *codes = arena_list(r->ctx.a, COUNT(levels), str);
  size_t n = 0;
  for (size_t i = 0; i < COUNT(levels); i++)
    if (bits & levels[i].bit) codes[n++] = levels[i].code;
  return (text_list){codes, n};
}

static str level_text(const rq *r, unsigned bits) {
  buf b = buf_in(r->ctx.a);
  for (size_t i = 0; i < COUNT(levels); i++)
    if (bits & levels[i].bit) buf_fmt(&b, "%s%s", b.n ? " · " : "", tr(r, levels[i].word));
  return buf_str(&b);
}

static const char *service_word(str level) {
  if (str_eq(level, S("full"))) return N_("fully online");
  if (str_eq(level, S("partial"))) return N_("partly online");
  return N_("information only");
}

static const char *channel_word(str channel) {
  if (str_eq(channel, S("online"))) return N_("Online");
  if (str_eq(channel, S("counter"))) return N_("In person");
  if (str_eq(channel, S("post"))) return N_("By post");
  return N_("VNeID app");
}

static str optional(str s) { return s.n ? s : STR_NONE; }

/* --- limits --- */
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

/* The channel that most people take, of those with a limit. */
static const channel_rule *usual_channel(const procedure *p) {
  static const char *const order[] = {"online", "counter", "post", "vneid"};
  for (size_t i = 0; i < COUNT(order); i++) {
    const channel_rule *c = procedure_channel(p, str_of(order[i]));
    if (c && c->nlimits) return c;
  }
  return NULL;
}

str fill_short(const rq *r, const procedure *p) {
  return optional(r->lang == LANG_VI ? p->short_vi : lang_own(r->lang, p->short_en, p->short_bn));
}

/* --- a hit --- */
void fill_procedure_line(const rq *r, const procedure *p, v_procedure_line *v) {
  const channel_rule *c = usual_channel(p);
  *v = (v_procedure_line){
      .code = p->code,
      .name = p->name,
      .short_name = fill_short(r, p),
      .field = p->field,
      .levels = level_codes(r, p->levels),
      .level_text = level_text(r, p->levels),
      .service_level = p->service_level,
      .service_word = service_word(p->service_level),
      .online = procedure_channel(p, S("online")) != NULL,
      .operated_elsewhere = optional(p->operated_elsewhere),
  };
  if (!c) {
    v->limit_word = N_("no time limit entered");
  } else if (c->has_limit) {
    time_limit l = c->limit;
    l.cutoff = 0; /* the page of the procedure tells */
    v->limit = limit_data(r->ctx.a, &l);
    v->limit_text = limit_text(r, &l);
  } else {
    v->limit_word = N_("several time limits");
  }
}

v_procedure_line_list fill_procedure_lines(const rq *r, const procedure *const *list, size_t n) {
  v_procedure_line *lines = arena_list(r->ctx.a, n, v_procedure_line);
  for (size_t i = 0; i < n; i++) fill_procedure_line(r, list[i], &lines[i]);
  return (v_procedure_line_list){lines, n};
}

/* --- the whole --- */
static v_case_limit_list fill_limits(const rq *r, const channel_rule *c) {
  v_case_limit *list = arena_list(r->ctx.a, c->nlimits, v_case_limit);
  for (size_t i = 0; i < c->nlimits; i++)
    list[i] = (v_case_limit){.limit = limit_data(r->ctx.a, &c->limits[i].limit),
                             .limit_text = limit_text(r, &c->limits[i].limit),
                             .when = optional(c->limits[i].text)};
  return (v_case_limit_list){list, c->nlimits};
}

str limits_told(const rq *r, const procedure *p, str channel) {
  const channel_rule *c = procedure_channel(p, channel);
  buf b = buf_in(r->ctx.a);
  for (size_t i = 0; c && i < c->nlimits; i++) {
    if (i) buf_add(&b, S(" / "));
    buf_add(&b, limit_text(r, &c->limits[i].limit));
    if (c->limits[i].text.n) buf_add(&b, str_cat(r->ctx.a, S(" – "), c->limits[i].text));
  }
  return buf_str(&b);
}

static void fill_channels(const rq *r, const procedure *p, v_procedure *v) {
  v_channel *list = arena_list(r->ctx.a, p->nchannels, v_channel);
  for (size_t i = 0; i < p->nchannels; i++) {
    const channel_rule *c = &p->channels[i];
    list[i] = (v_channel){.channel = c->channel, .label = channel_word(c->channel),
                          .limits = fill_limits(r, c), .basis = optional(c->basis)};
    if (i == 0 || !str_eq(c->basis, c[-1].basis)) list[i].basis_once = list[i].basis;
    list[i].unsaid = c->nlimits > 1 && !c->limits[0].text.n;
    if (c->has_limit) list[i].limit = limit_data(r->ctx.a, &c->limit);
  }
  v->channels = (v_channel_list){list, p->nchannels};
}

str fill_case(const rq *r, const procedure_case *c, str *tag) {
  str own = lang_own(r->lang, c->text_en, c->text_bn);
  *tag = own.n ? str_of(lang_tag(r->lang)) : S("vi");
  return own.n ? own : c->text;
}

str fill_help(const rq *r, const component *c) {
  str own = lang_own(r->lang, c->title_en, c->title_bn);
  return own.n ? own : STR_NONE;
}

static bool of_case(const component *c, str id) {
  for (size_t i = 0; i < c->ncases; i++)
    if (str_eq(c->cases[i], id)) return true;
  return false;
}

/* Those of every case first, then case by case; what is of several stands in each. */
static void group_needs(const rq *r, const procedure *p, v_procedure *v) {
  v_need_group *groups = arena_list(r->ctx.a, p->ncases + 1, v_need_group);
  size_t n = 0;
  for (size_t g = 0; g <= p->ncases; g++) {
    v_component *items = arena_list(r->ctx.a, p->ncomponents, v_component);
    size_t k = 0;
    groups[n] = (v_need_group){.lang = S("vi")};
    if (g) groups[n].title = fill_case(r, &p->cases[g - 1], &groups[n].lang);
    for (size_t i = 0; i < p->ncomponents; i++) {
      const component *c = &p->components[i];
      if (g ? of_case(c, p->cases[g - 1].id) : !c->ncases) items[k++] = v->components.items[i];
    }
    groups[n].items = (v_component_list){items, k};
    n += k > 0;
  }
  v->needs = (v_need_group_list){groups, n};
}

static void fill_needs(const rq *r, const procedure *p, v_procedure *v) {
  v_component *needs = arena_list(r->ctx.a, p->ncomponents, v_component);
  v_case *cases = arena_list(r->ctx.a, p->ncases, v_case);
  for (size_t i = 0; i < p->ncomponents; i++) {
    const component *c = &p->components[i];
    needs[i] = (v_component){.id = c->id, .title = c->title, .help = fill_help(r, c),
                             .note = c->note, .required = c->required, .cut = c->cut,
                             .originals = c->originals, .copies = c->copies,
                             .cases = {c->cases, c->ncases}};
    v->some_cut = v->some_cut || c->cut;
  }
  for (size_t i = 0; i < p->ncases; i++) {
    cases[i] = (v_case){.id = p->cases[i].id, .chosen = !p->cases[i].when};
    cases[i].text = fill_case(r, &p->cases[i], &cases[i].lang);
  }
  v->cases = (v_case_list){cases, p->ncases};
  v->components = (v_component_list){needs, p->ncomponents};
  group_needs(r, p, v);
}

/* What a grant gives comes first. */
static void fill_results(const rq *r, const procedure *p, v_procedure *v) {
  v_procedure_result *gives = arena_list(r->ctx.a, p->nresults, v_procedure_result);
  size_t n = 0;
  for (int positive = 1; positive >= 0; positive--)
    for (size_t i = 0; i < p->nresults; i++) {
      const procedure_result *one = &p->results[i];
      if (one->positive == (bool)positive)
        gives[n++] = (v_procedure_result){one->code, one->name, one->positive};
    }
  v->results = (v_procedure_result_list){gives, n};
}

void fill_procedure(const rq *r, const procedure *p, v_procedure *v) {
  bool takes = procedure_takes(p, S("online"));
  *v = (v_procedure){
      .code = p->code, .name = p->name, .short_name = fill_short(r, p), .version = p->version,
      .field = p->field, .levels = level_codes(r, p->levels),
      .level_text = level_text(r, p->levels),
      .agency = optional(p->agency), .authority = optional(p->authority), .kind = p->kind,
      .service_level = p->service_level, .service_word = service_word(p->service_level),
      .operated_elsewhere = optional(p->operated_elsewhere),
      .legal_basis = {p->legal_basis, p->nlegal_basis}, .clauses_from = p->clauses_from,
      .notes = {p->notes, p->nnotes},
      .has_form = p->schema != NULL, .form_derived = p->derived, .online = takes,
      .fees = fill_fees(r, p), .exemptions = fill_exemptions(r, p),
      .at_counter = procedure_takes(p, S("counter")), .by_post = procedure_takes(p, S("post")),
  };
  fill_needs(r, p, v);
  fill_channels(r, p, v);
  fill_results(r, p, v);
}

/* --- events of life --- */
v_life_card_list fill_life_cards(const rq *r) {
  const edition *e = r->ctx.edition;
  v_life_card *cards = arena_list(r->ctx.a, e->nlife_events, v_life_card);
  for (size_t i = 0; i < e->nlife_events; i++) {
    const life_event *l = &e->life_events[i];
    str name = lang_own(r->lang, l->name_en, l->name_bn);
    str about = lang_own(r->lang, l->about_en, l->about_bn);
    cards[i] = (v_life_card){l->event, name.n ? name : l->name, about.n ? about : l->about};
  }
  return (v_life_card_list){cards, e->nlife_events};
}

/* form_shown: data of a form as labels and values, for the page of a dossier; see form.h. */
#include "kit/text.h"
#include "office/place.h"
#include "web/fill.h"
#include "web/form_impl.h"

typedef struct showing {
  rq *r;
  const json *root;
  const v_attached_list *papers;
  v_shown_group *groups;
  size_t n, room;
} showing;

static str shown_value(const showing *s, const json *schema, const json *v);

static str shown_list(const showing *s, const json *schema, const json *v) {
  buf b = buf_in(s->r->ctx.a);
  for (size_t i = 0; i < v->n; i++) {
    if (v->items[i].kind == JSON_ARRAY) continue;
    str one = shown_value(s, schema_key(s->root, schema, S("items")), &v->items[i]);
    if (b.n && one.n) buf_add(&b, S(", "));
    buf_add(&b, one);
  }
  return buf_str(&b);
}

static str shown_value(const showing *s, const json *schema, const json *v) {
  bool vietnamese;
  int32_t day;
  if (v->kind == JSON_TRUE || v->kind == JSON_FALSE)
    return say(s->r, v->kind == JSON_TRUE ? N_("yes") : N_("no"), STR_NONE, STR_NONE);
  if (v->kind == JSON_INT) {
    str number = form_typed(s->r->ctx.a, s->root, schema, v, s->r->lang);
    bool money = str_eq(json_str(schema_ui(s->root, schema, S("widget"))), S("money"));
    return money ? str_cat(s->r->ctx.a, number, S(" ₫")) : number;
  }
  if (v->kind == JSON_ARRAY) return shown_list(s, schema, v);
  str text = json_str(v);
  if (schema_key(s->root, schema, S("enum")))
    return schema_choice(s->root, schema, text, s->r->lang, &vietnamese);
  if (schema_ui(s->root, schema, S("within"))) {
    const place *p = place_find(s->r->ctx.edition, text, NULL);
    return !p ? text : s->r->lang == LANG_EN ? p->name_en : p->name;
  }
  if (!str_eq(schema_text(s->root, schema, S("format")), S("date")) || !day_parse(text, &day))
    return text;
  buf b = buf_in(s->r->ctx.a);
  put_day(&(out){.b = &b, .lang = s->r->lang}, day);
  return buf_str(&b);
}

static v_attached_list shown_files(const showing *s, const json *ids) {
  v_attached *list = arena_list(s->r->ctx.a, ids->n + 1, v_attached);
  size_t n = 0;
  for (size_t i = 0; ids->kind == JSON_ARRAY && i < ids->n; i++)
    for (size_t k = 0; k < s->papers->n; k++)
      if (str_eq(s->papers->items[k].id, json_str(&ids->items[i]))) {
        list[n++] = s->papers->items[k];
        break;
      }
  return (v_attached_list){list, n};
}

static str label_of(const showing *s, const json *schema, str name, str *tag) {
  bool vietnamese;
  str text = schema_label(s->root, schema, S("title"), s->r->lang, &vietnamese);
  *tag = str_of(lang_tag(vietnamese ? LANG_VI : s->r->lang));
  return text.n ? text : name;
}

static bool is_group(const showing *s, const json *schema, const json *v) {
  return v->kind == JSON_OBJECT || (v->kind == JSON_ARRAY && schema_repeats(s->root, schema));
}

static void show_object(showing *s, const json *object, const json *data, v_shown_group group,
                        int depth);

/* A group inside, or each of those that repeat. */
static void show_inner(showing *s, const json *schema, const json *v, str name, int depth) {
  v_shown_group group = {0};
  group.title = label_of(s, schema, name, &group.lang);
  if (v->kind == JSON_OBJECT) {
    show_object(s, schema, v, group, depth);
    return;
  }
  for (size_t i = 0; i < v->n; i++) {
    v_shown_group one = group;
    char room[LANG_ROOM];
    str number = lang_number(s->r->lang, (int64_t)i + 1, room);
    one.title = str_cat(s->r->ctx.a, group.title, S(" "), number);
    show_object(s, schema_key(s->root, schema, S("items")), &v->items[i], one, depth);
  }
}

/* group: as which its own fields are shown. */
static void show_object(showing *s, const json *object, const json *data, v_shown_group group,
                        int depth) {
  const json *all = schema_key(s->root, object, S("properties"));
  size_t n = 0, most = all && all->kind == JSON_OBJECT ? all->n : 0;
  v_shown_field *fields = arena_list(s->r->ctx.a, most + 1, v_shown_field);
  for (size_t i = 0; i < most; i++) {
    const json *v = json_get(data, all->keys[i]);
    if (!v || v->kind == JSON_NULL || is_group(s, &all->items[i], v)) continue;
    v_shown_field *f = &fields[n++];
    f->label = label_of(s, &all->items[i], all->keys[i], &f->lang);
    if (schema_holds_files(s->root, &all->items[i])) f->files = shown_files(s, v);
    else f->value = shown_value(s, &all->items[i], v);
  }
  group.items = (v_shown_field_list){fields, n};
  if (n && s->n < s->room) s->groups[s->n++] = group;
  for (size_t i = 0; i < most && depth < FORM_DEPTH_MOST; i++) {
    const json *v = json_get(data, all->keys[i]);
    if (v && is_group(s, &all->items[i], v))
      show_inner(s, &all->items[i], v, all->keys[i], depth + 1);
  }
}

v_shown_group_list form_shown(rq *r, const json *schema, const json *data,
                              const v_attached_list *papers) {
  enum { GROUPS_MOST = 200 };
  showing s = {.r = r, .root = schema, .papers = papers, .room = GROUPS_MOST};
  s.groups = arena_list(r->ctx.a, GROUPS_MOST, v_shown_group);
  show_object(&s, schema, data, (v_shown_group){.lang = S("vi")}, 0);
  return (v_shown_group_list){s.groups, s.n};
}

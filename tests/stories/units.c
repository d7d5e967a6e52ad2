/* units: sentences about the reorganisation of units. */
#include "story.h"

static str edition_now(storyteller *t, str who) {
  int64_t number = 0;
  const json *v = NULL;
  story_send(t, &(story_request){.who = who, .method = S("GET"), .path = S("/admin"),
                                 .if_match = -1});
  if (t->status != 200 || json_parse(t->a, t->reply, &v) ||
      !json_int(json_get(v, S("edition")), &number))
    story_fail(t, "%.*s sees no edition: %d", STR_ARG(who), t->status);
  return str_fmt(t->a, "%lld", (long long)number);
}

/* who, unit, successor, first day */
static void dissolve(storyteller *t, const str *p) {
  int64_t seen = -1;
  str_to_i64(edition_now(t, p[0]), &seen);
  str body = str_cat(t->a, S("{\"successor\":\""), p[2], S("\",\"until\":\""), p[3], S("\"}"));
  story_send(t, &(story_request){.who = p[0], .method = S("POST"), .if_match = seen,
                                 .path = str_cat(t->a, S("/admin/units/"), p[1], S("/dissolve")),
                                 .content_type = S("application/json"), .body = body});
}

static void dissolves(storyteller *t, const str *p) {
  dissolve(t, p);
  if (t->status != 200) story_fail(t, "got %d %.*s", t->status, STR_ARG(t->reply));
}

static void dissolves_not(storyteller *t, const str *p) {
  dissolve(t, p);
  if (t->status < 400) story_fail(t, "it was allowed");
  else if (str_find(t->reply, p[4]) < 0) story_fail(t, "it says: %.*s", STR_ARG(t->reply));
}

/* The unit in charge, and where it was filed, as the dossier's page has them. */
static void names_both(storyteller *t, const str *p) {
  const json *v = NULL;
  story_send(t, &(story_request){.who = p[0], .method = S("GET"), .if_match = -1,
                                 .path = str_cat(t->a, S("/dossiers/"), t->code)});
  bool read = t->status == 200 && !json_parse(t->a, t->reply, &v);
  if (!read || !str_eq(json_str(json_at(v, S("unit.code"))), p[1]) ||
      !str_eq(json_str(json_at(v, S("unit_before.code"))), p[2]))
    story_fail(t, "it says: %d %.*s", t->status, STR_ARG(str_sub(t->reply, 0, 800)));
}

static void is_with(storyteller *t, const str *p) {
  const json *v = NULL;
  story_send(t, &(story_request){.who = p[0], .method = S("GET"), .if_match = -1,
                                 .path = str_cat(t->a, S("/dossiers/"), t->code)});
  bool read = t->status == 200 && !json_parse(t->a, t->reply, &v);
  if (!read || !str_eq(json_str(json_at(v, S("unit.code"))), p[1]))
    story_fail(t, "it says: %d %.*s", t->status, STR_ARG(str_sub(t->reply, 0, 800)));
}

/* unit, how many, of what */
static void figures_say(storyteller *t, const str *p) {
  const json *v = NULL;
  story_send(t, &(story_request){.who = S("admin"), .method = S("GET"), .if_match = -1,
                                 .path = str_cat(t->a, S("/admin/units/"), p[0])});
  if (t->status != 200 || json_parse(t->a, t->reply, &v)) return story_fail(t, "no page");
  const json *list = json_get(v, S("figures"));
  for (size_t i = 0; list && i < list->n; i++) {
    int64_t n = -1;
    if (!str_eq(json_str(json_get(&list->items[i], S("measure"))), p[2])) continue;
    json_int(json_get(&list->items[i], S("n")), &n);
    if (!str_eq(str_fmt(t->a, "%lld", (long long)n), p[1]))
      story_fail(t, "they say %lld", (long long)n);
    return;
  }
  story_fail(t, "there is no such figure");
}

const story_saying unit_sentences[] = {
    {"The figures of * say * *", figures_say},
    {"* cannot dissolve * into * on *: *", dissolves_not},
    {"* dissolves * into * on *", dissolves},
    {"* sees that it is with * and was filed with *", names_both},
    {"* sees that it is with *", is_with},
    {NULL, NULL},
};

/* router: the table of addresses and the tree that finds a route by its path.
 *
 * The table is routes.def with one row for each action of workflow.def where STEPS stands.  The
 * tree has a node for each segment of the patterns; a literal segment goes before a parameter, and
 * a last segment "*" takes the whole rest of a path. */
#include <pthread.h>
#include <stdlib.h>

#include "kit/form.h"
#include "web/step.h"

enum { ROUTER_ARENA = 1 << 20, MOST_ROUTES = 500, MOST_METHODS = 4, MOST_SEGMENTS = 8 };

const body_type one_file = {"one_file", 0, NULL, 0};
const view_type reply_pdf = {"pdf", 0, NULL, 0};
const view_type reply_file = {"file", 0, NULL, 0};

/* Words of routes.def that are no views; &b_NONE_type is a null pointer (C17 6.5.3.2). */
#define b_NONE_type (*(const body_type *)NULL)
#define b_MULTIPART_type one_file
#define v_NONE_type (*(const view_type *)NULL)
#define v_PDF_type reply_pdf
#define v_FILE_type reply_file

static const struct {
  route r;
  bool steps;
} rows[] = {
#define ROW(method, path, handler, who, effect, body, reply, summary, steps)                \
  {{{#method, sizeof #method - 1}, {path, sizeof path - 1}, handler, #handler, WHO_##who,   \
    effect, &b_##body##_type, &v_##reply##_type, summary, {NULL, 0}}, steps},
#define ROUTE(method, path, handler, who, effect, body, reply, summary) \
  ROW(method, path, handler, who, effect, body, reply, summary, false)
#define STEPS(path, handler, who, effect, body, reply, summary) \
  ROW(POST, path, handler, who, effect, body, reply, summary, true)
#include "web/routes.def"
#ifdef ROUTES_EXTRA
#include ROUTES_EXTRA
#endif
#undef ROUTE
#undef STEPS
};

typedef struct node node;
struct node {
  str segment;       /* ":" for a parameter, "*" for a rest */
  const route *routes[MOST_METHODS];
  size_t nroutes;
  node *child, *next; /* literals before the parameter */
};

static struct {
  pthread_once_t made;
  arena *a;
  route *table;
  size_t n;
  node root;
} router = {.made = PTHREAD_ONCE_INIT};

static bool is_open(str segment) {
  return str_starts(segment, S(":")) || str_starts(segment, S("*"));
}

static node *descend(node *from, str segment) {
  if (is_open(segment)) segment.n = 1;
  node **at = &from->child;
  for (; *at && !is_open((*at)->segment); at = &(*at)->next)
    if (str_eq((*at)->segment, segment)) return *at;
  for (node *open = *at; open && is_open(segment); open = open->next)
    if (str_eq(open->segment, segment)) return open;
  node *made = arena_new_of(router.a, node);
  *made = (node){.segment = segment, .next = *at};
  *at = made;
  return made;
}

static void plant(const route *r) {
  node *at = &router.root;
  str rest = str_sub(r->pattern, 1, r->pattern.n), segment;
  while (rest.n && str_split(&rest, '/', &segment)) at = descend(at, segment);
  if (at->nroutes == MOST_METHODS) abort();
  at->routes[at->nroutes++] = r;
}

static void add(const route *r) {
  if (router.n == MOST_ROUTES) abort();
  router.table[router.n++] = *r;
}

static void add_steps(const route *r) {
  for (size_t i = 0; i < workflow_step_count; i++) {
    if (workflow_steps[i].who == BY(RULING)) continue; /* nobody's to ask for */
    route step = *r;
    step.action = workflow_steps[i].action;
    step.pattern = str_cat(router.a, r->pattern, step.action);
    step.body = step_body(router.a, &workflow_steps[i]);
    add(&step);
  }
}

static void make(void) {
  router.a = arena_new(ROUTER_ARENA);
  if (!router.a) abort();
  router.table = arena_list(router.a, MOST_ROUTES, route);
  for (size_t i = 0; i < COUNT(rows); i++) {
    if (rows[i].steps) add_steps(&rows[i].r);
    else add(&rows[i].r);
  }
  for (size_t i = 0; i < router.n; i++) plant(&router.table[i]);
}

const route *route_table(size_t *n) {
  pthread_once(&router.made, make);
  *n = router.n;
  return router.table;
}

/* The node of a path whose segments begin at i; raw gets the parameters as sent. */
static const node *walk(const node *from, const str *segments, size_t n, str *raw) {
  if (n == 0) return from->nroutes ? from : NULL;
  for (const node *c = from->child; c; c = c->next) {
    if (str_eq(c->segment, S("*"))) {
      const char *end = segments[n - 1].p + segments[n - 1].n;
      raw[0] = (str){segments[0].p, (size_t)(end - segments[0].p)};
      return c;
    }
    bool parameter = str_eq(c->segment, S(":"));
    if (!parameter && !str_eq(c->segment, segments[0])) continue;
    if (parameter && !segments[0].n) continue;
    if (parameter) raw[0] = segments[0];
    const node *hit = walk(c, segments + 1, n - 1, raw + parameter);
    if (hit) return hit;
  }
  return NULL;
}

static bool answers(const route *r, str method) {
  return str_eq(r->method, method) || (str_eq(method, S("HEAD")) && str_eq(r->method, S("GET")));
}

static str methods_of(arena *a, const node *at) {
  buf b = buf_in(a);
  for (size_t i = 0; i < at->nroutes; i++) {
    str method = at->routes[i]->method;
    buf_fmt(&b, "%s%.*s%s", i ? ", " : "", STR_ARG(method),
            str_eq(method, S("GET")) ? ", HEAD" : "");
  }
  return buf_str(&b);
}

const route *route_find(str method, str path, arena *a, str params[2], str *allow) {
  size_t count;
  route_table(&count);
  params[0] = params[1] = *allow = STR_NONE;
  str segments[MOST_SEGMENTS], raw[MOST_SEGMENTS + 1] = {{NULL, 0}};
  size_t n = 0;
  str rest = str_sub(path, 1, path.n);
  if (!str_starts(path, S("/"))) return NULL;
  while (rest.p && path.n > 1 && n < MOST_SEGMENTS && str_split(&rest, '/', &segments[n])) n++;
  if (path.n > 1 && rest.p) return NULL;
  const node *at = walk(&router.root, segments, n, raw);
  if (!at) return NULL;
  for (size_t i = 0; i < 2 && raw[i].p; i++) {
    params[i] = form_decode(a, raw[i]);
    if (!params[i].p) return NULL;
  }
  for (size_t i = 0; i < at->nroutes; i++)
    if (answers(at->routes[i], method)) return at->routes[i];
  *allow = methods_of(a, at);
  return NULL;
}

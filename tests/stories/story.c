/* story: see story.h.  Prints TAP, one line a story; a failing sentence is named with its line.
 *
 *   story [--database postgresql://…] FILE.story...
 * Files are in the folder, or, inside tests/s3.sh, in the store that it starts.
 * Starting and ending: a folder, `install_base`, `demo_fill`; the parts of the program are those
 * that serve uses. */
#include "story.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "office/demo.h"
#include "tools/file.h"

void story_fail(storyteller *t, const char *format, ...) {
  char text[1500];
  va_list args;
  va_start(args, format);
  vsnprintf(text, sizeof text, format, args);
  va_end(args);
  if (!t->failure.p) t->failure = str_dup(t->a, str_of(text));
}

void story_send(storyteller *t, const story_request *q) {
  http_header headers[10];
  size_t n = 0;
  headers[n++] = (http_header){S("Host"), S("localhost")};
  str accept = q->page ? S("text/html") : S("application/json");
  headers[n++] = (http_header){S("Accept"), accept};
  headers[n++] = (http_header){S("Accept-Language"), S("en")};
  if (q->content_type.p) headers[n++] = (http_header){S("Content-Type"), q->content_type};
  if (q->body.p)
    headers[n++] = (http_header){S("Content-Length"), str_fmt(t->a, "%zu", q->body.n)};
  if (q->key.p) headers[n++] = (http_header){S("Idempotency-Key"), q->key};
  if (q->if_match >= 0)
    headers[n++] = (http_header){S("If-Match"), str_fmt(t->a, "\"%lld\"", (long long)q->if_match)};
  if (q->who.p)
    headers[n++] = (http_header){S("Authorization"),
                                 str_cat(t->a, S("Bearer "), story_token(t, q->who))};
  arena *mine = arena_new((size_t)64 << 20);
  ptrdiff_t mark = str_chr(q->path, '?', 0);
  http_request h = {
      .a = mine, .method = q->method, .target = q->path,
      .path = mark < 0 ? q->path : str_sub(q->path, 0, (size_t)mark),
      .query = mark < 0 ? STR_NONE : str_sub(q->path, (size_t)mark + 1, q->path.n),
      .headers = headers, .nheaders = n, .host = S("localhost"), .accept = accept,
      .accept_language = S("en"), .content_type = q->content_type, .peer = S("127.0.0.1"),
      .loopback = true, .body = q->body, .reply = {.fd = -1}};
  h.content_length = http_get(&h, S("Content-Length"));
  h.authorization = http_get(&h, S("Authorization"));
  err_reset();
  web_serve(&t->web, &h);
  t->status = h.reply.status;
  t->reply = str_dup(t->a, h.reply.body);
  t->location = STR_NONE;
  for (size_t i = 0; i < h.reply.nheaders; i++)
    if (str_eq_nocase(h.reply.headers[i].name, S("Location")))
      t->location = str_dup(t->a, h.reply.headers[i].value);
  if (h.reply.fd >= 0) {
    char *p = arena_alloc(t->a, (size_t)h.reply.fd_size);
    ssize_t got = pread(h.reply.fd, p, (size_t)h.reply.fd_size, h.reply.fd_offset);
    t->reply = got == h.reply.fd_size ? (str){p, (size_t)got} : STR_NONE;
    close(h.reply.fd);
  }
  arena_free(mine);
}

str story_token(storyteller *t, str who) {
  for (size_t i = 0; i < t->ntokens; i++)
    if (str_eq(t->tokens[i][0], who)) return t->tokens[i][1];
  str body = str_cat(t->a, S("{\"account\":\""), who, S("\",\"password\":\"motcua-demo\"}"));
  story_send(t, &(story_request){.method = S("POST"), .path = S("/sessions"), .body = body,
                                 .content_type = S("application/json"), .if_match = -1});
  const json *v = NULL;
  err *e = json_parse(t->a, t->reply, &v);
  str token = e ? STR_NONE : json_str(json_get(v, S("token")));
  if (!token.p) story_fail(t, "%.*s cannot sign in: %d", STR_ARG(who), t->status);
  if (t->ntokens < COUNT(t->tokens)) {
    t->tokens[t->ntokens][0] = who;
    t->tokens[t->ntokens++][1] = token;
  }
  return token.p ? token : S("none");
}

static err *start(storyteller *t, instant now) {
  char folder[] = "/tmp/motcua-story-XXXXXX";
  if (!mkdtemp(folder)) return ERR(INTERNAL, "No temporary folder.");
  t->folder = str_dup(t->a, str_of(folder));
  const char *dir = str_z(t->a, t->folder);
  TRY(office_create(&(office_options){
      .folder = dir, .database = t->database.p ? str_z(t->a, t->database) : NULL}));
  TRY(office_open(&(office_options){
      .folder = dir, .database = t->database.p ? str_z(t->a, t->database) : NULL,
      .box = TEST_BOX, .blobs = getenv("MOTCUA_TEST_S3"),
      .blobs_credentials = getenv("MOTCUA_TEST_S3_KEY")}, &t->office));
  TRY(install_base(t->office, t->a, now, true));
  TRY(demo_fill(t->office, t->a, now));
  TRY(office_renew(t->office));
  t->web = (web){.office = t->office, .origins = {S("localhost")}, .norigins = 1,
                 .openapi = web_openapi(t->a)};
  return NULL;
}

static void finish(storyteller *t) {
  story_note_rows(t);
  instant_fix(INSTANT_NONE);
  if (t->office) (void)web_flush_notes(&t->web); /* they are this database's */
  if (t->office) office_close(t->office);
  if (!t->folder.p) return;
  const char *command = str_z(t->a, str_cat(t->a, S("rm -rf "), t->folder, S(" "), t->folder,
                                            S(".secret")));
  if (system(command)) fprintf(stderr, "story: cannot remove %s\n", str_z(t->a, t->folder));
}

/* PostgreSQL: each story starts on an empty database. */
static err *empty_database(str url, arena *a) {
  db *d;
  TRY(db_open(str_z(a, url), false, 1, &d));
  db_conn *c;
  err *e = db_connect(d, &c);
  if (!e) {
    e = db_script(c, "DROP SCHEMA public CASCADE; CREATE SCHEMA public;");
    db_disconnect(c);
  }
  db_close(d);
  return e;
}

static bool tell(const char *path, str database, int number) {
  arena *a = arena_new((size_t)1 << 30);
  storyteller t = {.a = a, .database = database};
  str text = STR_NONE, line, title = str_of(path);
  int at = 0;
  text = file_read(a, path);
  bool ok = text.p;
  if (!ok) story_fail(&t, "cannot read %s: %s", path, strerror(errno));
  instant now;
  instant_parse(S("2026-11-24T09:00"), &now);
  instant_fix(now);
  err *e = ok && database.p ? empty_database(database, a) : NULL;
  if (!e && ok) e = start(&t, now);
  if (e) story_fail(&t, "start: %s", err_line(a, e).p);
  while (!t.failure.p && str_split(&text, '\n', &line)) {
    at++;
    line = str_trim(line);
    if (line.n == 0 || line.p[0] == '#') continue;
    if (str_starts(line, S("Story: "))) {
      title = str_sub(line, 7, line.n);
      continue;
    }
    if (str_ends(line, S("."))) line.n--;
    if (!story_sentence(&t, line) && !t.failure.p) story_fail(&t, "no such sentence");
    if (t.failure.p)
      printf("# %s:%d: %.*s\n#   %.*s\n", path, at, STR_ARG(line), STR_ARG(t.failure));
  }
  if (t.failure.p && !at) printf("# %.*s\n", STR_ARG(t.failure));
  ok = !t.failure.p;
  printf("%s %d - %.*s (%s)\n", ok ? "ok" : "not ok", number, STR_ARG(title),
         database.p ? "PostgreSQL" : "SQLite");
  fflush(stdout);
  finish(&t);
  arena_free(a);
  return ok;
}

int main(int argc, char **argv) {
  str database = STR_NONE;
  int first = 1, failed = 0;
  bool every = argc > 1 && strcmp(argv[1], "--every-row") == 0;
  if (every) argc--, argv++;
  if (argc > 2 && strcmp(argv[1], "--database") == 0) {
    database = str_of(argv[2]);
    first = 3;
  }
  printf("1..%d\n", argc - first + every);
  for (int i = first; i < argc; i++)
    if (!tell(argv[i], database, i - first + 1)) failed++;
  if (every) {
    bool all = story_every_row();
    printf("%s %d - every row of workflow.def is taken, in each of its roles\n",
           all ? "ok" : "not ok", argc - first + 1);
    failed += !all;
  }
  return failed ? 1 : 0;
}

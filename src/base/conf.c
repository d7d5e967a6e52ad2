/* conf: getopt_long over the table of conf.def; see conf.h. */
#include "base/conf.h"

#include <getopt.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"

enum { TEXT, COUNT_, FLAG, LIST, PLAIN = 256 };
#define KIND_TEXT TEXT
#define KIND_COUNT COUNT_
#define KIND_FLAG FLAG
#define KIND_LIST LIST

typedef struct option_row {
  int kind;
  size_t at; /* in conf */
  const char *name, *environment, *otherwise, *argument, *commands, *help;
} option_row;

static const option_row rows[] = {
#define OPTION(kind, field, name, environment, otherwise, argument, commands, help) \
  {KIND_##kind, offsetof(conf, field), name, environment, otherwise, argument, commands, help},
#include "base/conf.def"
#undef OPTION
};

/* Is the word one of the list's, parted by blanks?  An option of no command is everybody's. */
static bool belongs(const option_row *row, const char *command) {
  str list = str_of(row->commands), word;
  if (!list.n) return true;
  while (command && str_split(&list, ' ', &word))
    if (str_eq(word, str_of(command))) return true;
  return false;
}

static err *store(const option_row *row, const char *text, conf *out) {
  char *at = (char *)out + row->at;
  if (row->kind == FLAG) {
    *(bool *)at = true;
  } else if (row->kind == TEXT) {
    if (!*text) return ERR(INVALID, N_("--{0} needs a value."), str_of(row->name));
    *(const char **)at = text;
  } else if (row->kind == LIST) {
    conf_LIST *list = (conf_LIST *)at;
    if (list->n == CONF_LIST_MOST)
      return ERR(INVALID, N_("--{0} is given too often."), str_of(row->name));
    list->items[list->n++] = text;
  } else {
    int64_t n;
    if (!str_to_i64(str_of(text), &n) || n < 0 || n > 1000000000)
      return ERR(INVALID, N_("--{0} needs a number, not \"{1}\"."), str_of(row->name),
                 str_of(text));
    *(int64_t *)at = n;
  }
  return NULL;
}

static err *usual(const char *command, conf *out) {
  for (size_t i = 0; i < COUNT(rows); i++) {
    const option_row *row = &rows[i];
    if (!belongs(row, command)) continue;
    if (row->otherwise) TRY(store(row, row->otherwise, out));
    const char *set = row->environment ? getenv(row->environment) : NULL;
    if (set && *set) TRY(store(row, set, out));
  }
  return NULL;
}

err *conf_read(int argc, char *const *argv, const char *command, conf *out) {
  struct option known[COUNT(rows) + 1] = {0};
  int n = 0, which;
  for (size_t i = 0; i < COUNT(rows); i++)
    if (belongs(&rows[i], command))
      known[n++] = (struct option){
          rows[i].name, rows[i].kind == FLAG ? no_argument : required_argument, NULL,
          PLAIN + (int)i};
  *out = (conf){0};
  TRY(usual(command, out));
  optind = 0; /* glibc: start anew */
  opterr = 0;
  while ((which = getopt_long(argc, argv, "+:", known, NULL)) != -1) {
    str given = str_of(argv[optind - 1 < argc ? optind - 1 : argc - 1]);
    if (which == ':') return ERR(INVALID, N_("{0} needs a value."), given);
    if (which < PLAIN) return ERR(INVALID, N_("There is no option {0} here."), given);
    TRY(store(&rows[which - PLAIN], optarg ? optarg : "", out));
  }
  if (optind < argc)
    return ERR(INVALID, N_("\"{0}\" is a word too many."), str_of(argv[optind]));
  return NULL;
}

void conf_help(FILE *to, const char *command) {
  for (size_t i = 0; i < COUNT(rows); i++) {
    const option_row *row = &rows[i];
    if (command && !belongs(row, command)) continue;
    char left[64];
    snprintf(left, sizeof left, "--%s%s%s", row->name, row->argument ? " " : "",
             row->argument ? row->argument : "");
    fprintf(to, "  %-24s %s", left, row->help);
    if (row->otherwise && row->kind == TEXT) fprintf(to, " (usual: %s)", row->otherwise);
    if (row->environment) fprintf(to, " [%s]", row->environment);
    fputc('\n', to);
  }
}

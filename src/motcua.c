/* motcua: the program: finds the command by the table below and runs it.  Options are in
 * base/conf.def, each command in a cmd_*.c. */
#include <signal.h>
#include <stdio.h>
#include <string.h>

#include "base/buf.h"
#include "cmd.h"

enum { WRONG_ARGUMENTS = 2 };

static const struct {
  const char *name;
  err *(*run)(const conf *);
  const char *what;
  int words; /* that stand before its options */
  const char *usage;
  bool anywhere; /* needs no installation */
} commands[] = {
    {"init", cmd_init, "make a new installation in a folder", 0, "", false},
    {"serve", cmd_serve, "serve pages and programs", 0, "", false},
    {"verify", cmd_verify, "read everything again and name the first wrong thing", 0, "", false},
    {"migrate", cmd_migrate, "bring the database to this program's schema", 0, "", false},
    {"doctor", cmd_doctor, "say how the installation is", 0, "", false},
    {"import", cmd_import, "put procedures or units from a file into the catalogue", 2,
     " catalogue|units|calendar FILE", false},
    {"schema", cmd_schema, "check JSON from standard input by a JSON Schema", 1, " SCHEMA", true},
    {"admin", cmd_officer, "open and close officers' accounts, give and end roles", 2,
     " create|show|give|end|disable|enable|password|unlock ACCOUNT", false},
    {"due", cmd_due, "say when something is due, by the calendar of working days", 0, "", true},
    {"workflow", cmd_workflow, "say the table of steps as a page with its diagrams", 0, "", true},
};

static int help(void) {
  puts("motcua: the electronic one-stop for public services\n\n"
       "usage: motcua COMMAND [OPTIONS]\n");
  for (size_t i = 0; i < COUNT(commands); i++)
    printf("  %-10s %s\n", commands[i].name, commands[i].what);
  puts("\nOptions:");
  conf_help(stdout, NULL);
  return 0;
}

static int help_on(size_t i) {
  printf("usage: motcua %s%s [OPTIONS]: %s\n\n", commands[i].name, commands[i].usage,
         commands[i].what);
  conf_help(stdout, commands[i].name);
  return 0;
}

static int version(void) {
  puts("motcua " MOTCUA_VERSION);
  return 0;
}

static int complain(const err *e, int status) {
  arena *a = arena_new((size_t)1 << 20);
  if (a) fprintf(stderr, "motcua: %.*s\n", STR_ARG(err_text(a, e, NULL)));
  if (a) arena_free(a);
  return status;
}

static int run(size_t i, int argc, char **argv) {
  conf c;
  int words = 0;
  while (words < commands[i].words && words + 1 < argc && argv[words + 1][0] != '-') words++;
  err *e = conf_read(argc - words, argv + words, commands[i].name, &c);
  if (e) return complain(e, WRONG_ARGUMENTS);
  for (int k = 0; k < words; k++) c.words[k] = argv[k + 1];
  if (c.help) return help_on(i);
  if (c.version) return version();
  if (words < commands[i].words && !c.batch)
    return complain(ERR(INVALID, N_("{0} needs{1}."), str_of(commands[i].name),
                        str_of(commands[i].usage)),
                    WRONG_ARGUMENTS);
  if (!c.data && !c.compile && !commands[i].anywhere)
    return complain(ERR(INVALID, N_("{0} needs --data DIR."), str_of(commands[i].name)),
                    WRONG_ARGUMENTS);
  e = commands[i].run(&c);
  if (fflush(stdout) && !e) e = ERR(STORAGE, N_("The output cannot be written."));
  return e ? complain(e, e->kind == ERR_BAD_REQUEST ? WRONG_ARGUMENTS : 1) : 0;
}

int main(int argc, char **argv) {
  signal(SIGPIPE, SIG_IGN);
  for (size_t i = 0; argc > 1 && i < COUNT(commands); i++)
    if (strcmp(argv[1], commands[i].name) == 0) return run(i, argc - 1, argv + 1);
  if (argc > 1 && argv[1][0] != '-')
    return complain(ERR(INVALID, N_("There is no command \"{0}\"; try --help."), str_of(argv[1])),
                    WRONG_ARGUMENTS);
  conf c;
  err *e = conf_read(argc, argv, NULL, &c);
  if (e) return complain(e, WRONG_ARGUMENTS);
  if (c.version) return version();
  if (c.help) return help();
  return complain(ERR(INVALID, N_("A command is needed; try --help.")), WRONG_ARGUMENTS);
}

/* conf: what the command line and the environment say, by one table (base/conf.def). */
#ifndef BASE_CONF_H
#define BASE_CONF_H
#include <stdio.h>

#include "base/err.h"

enum { CONF_LIST_MOST = 64 };

typedef const char *conf_TEXT; /* NULL: not given */
typedef struct conf_LIST {     /* may be given several times */
  const char *items[CONF_LIST_MOST];
  size_t n;
} conf_LIST;
typedef int64_t conf_COUNT;    /* zero or more */
typedef bool conf_FLAG;

typedef struct conf {
#define OPTION(kind, field, ...) conf_##kind field;
#include "base/conf.def"
#undef OPTION
  const char *words[2]; /* what stands before the options, for the commands that take any */
} conf;

/* Reads the options of one command (NULL: before any command, --help and --version alone).  argv[0]
 * is the command's name; texts are argv's and the environment's own.  ERR_INVALID: unknown, not of
 * this command, lacks its argument, no number, too often, or a word too
 * many. */
err *conf_read(int argc, char *const *argv, const char *command, conf *out);
/* The options of one command (NULL: all), a line or two each. */
void conf_help(FILE *to, const char *command);
#endif

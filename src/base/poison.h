/* poison: included by force above the kit floor; names that leak, overflow or trust their input
 * do not compile there (docs/architecture.md, "Lifetimes"). */
#ifndef BASE_POISON_H
#define BASE_POISON_H
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#undef alloca  /* macros cannot be poisoned: clang has these two with _FORTIFY_SOURCE */
#undef sprintf
#undef vsprintf
#pragma GCC poison malloc calloc realloc free strdup strndup strcpy strcat sprintf vsprintf
#pragma GCC poison atoi atol atoll strtok gets setjmp longjmp alloca
#endif

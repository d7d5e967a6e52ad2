/* sandbox: what a process that reads a file may still ask of the kernel, by libseccomp.
 *
 * The list is what memory, the file at hand and the answer need.  Whatever else is asked for ends
 * the process (SIGSYS), as do the limits of time and size; signals cannot be held off, since
 * asking for that is not on the list. */
#include <errno.h>
#include <fcntl.h>
#include <seccomp.h>
#include <stdio.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "box/box.h"

/* No filter is fit for the allocator of a sanitizer, nor a limit on addresses for its shadow. */
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
enum { SANITIZED = 1 };
#else
enum { SANITIZED = 0 };
#endif

static const int allowed[] = {
    SCMP_SYS(read),  SCMP_SYS(write),   SCMP_SYS(close),        SCMP_SYS(munmap),
    SCMP_SYS(brk),   SCMP_SYS(mremap),  SCMP_SYS(madvise),      SCMP_SYS(futex),
    SCMP_SYS(lseek), SCMP_SYS(fstat),   SCMP_SYS(rt_sigreturn), SCMP_SYS(clock_gettime),
    SCMP_SYS(exit),  SCMP_SYS(exit_group), SCMP_SYS(getrandom), SCMP_SYS(newfstatat),
};
/* What the run-time of a sanitizer asks for beside. */
static const int sanitizers[] = {
    SCMP_SYS(sigaltstack), SCMP_SYS(rt_sigprocmask), SCMP_SYS(rt_sigaction), SCMP_SYS(gettid),
    SCMP_SYS(getpid),      SCMP_SYS(sched_yield),    SCMP_SYS(mincore),      SCMP_SYS(prctl),
    SCMP_SYS(readlink),    SCMP_SYS(sched_getaffinity), SCMP_SYS(getrlimit), SCMP_SYS(prlimit64),
};

static int let(scmp_filter_ctx f) {
  int rc = 0;
  for (size_t i = 0; !rc && i < COUNT(allowed); i++)
    rc = seccomp_rule_add(f, SCMP_ACT_ALLOW, allowed[i], 0);
  for (size_t i = 0; SANITIZED && !rc && i < COUNT(sanitizers); i++)
    rc = seccomp_rule_add(f, SCMP_ACT_ALLOW, sanitizers[i], 0);
  const struct scmp_arg_cmp no_code = SCMP_A2(SCMP_CMP_MASKED_EQ, PROT_EXEC, 0);
  if (!rc) rc = seccomp_rule_add_array(f, SCMP_ACT_ALLOW, SCMP_SYS(mmap), 1, &no_code);
  if (!rc) rc = seccomp_rule_add_array(f, SCMP_ACT_ALLOW, SCMP_SYS(mprotect), 1, &no_code);
  return rc;
}

static bool limit(int which, rlim_t most) {
  const struct rlimit both = {most, most};
  return setrlimit((__rlimit_resource_t)which, &both) == 0;
}

/* Bytes of addresses that this process has already. */
static rlim_t addresses(void) {
  long pages = 0;
  FILE *f = fopen("/proc/self/statm", "re");
  if (!f) return 0;
  if (fscanf(f, "%ld", &pages) != 1) pages = 0;
  fclose(f);
  return (rlim_t)pages * (rlim_t)sysconf(_SC_PAGESIZE);
}

const char *sandbox_close(void) {
  rlim_t own = addresses();
  if (!own) return "the size of the process cannot be read";
  bool bounded = limit(RLIMIT_CPU, BOX_CPU_SECONDS) && limit(RLIMIT_FSIZE, BOX_WRITTEN) &&
                 limit(RLIMIT_CORE, 0) && limit(RLIMIT_NPROC, 0) && limit(RLIMIT_NOFILE, 0) &&
                 (SANITIZED || limit(RLIMIT_AS, own + BOX_MEMORY));
  if (!bounded) return "the system refuses a limit";
  alarm(BOX_SECONDS);
  if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)) return "the system cannot give up privileges";
  scmp_filter_ctx f = seccomp_init(SCMP_ACT_KILL_PROCESS);
  if (!f) return "seccomp gives no memory";
  int rc = let(f);
  if (!rc) rc = seccomp_load(f);
  seccomp_release(f);
  return rc ? "the system has no seccomp filter" : NULL;
}

const char *sandbox_try(void) {
  enum { OPENED, REFUSED };
  int status = 0;
  fflush(NULL);
  pid_t child = fork();
  if (child < 0) return "the system gives no process";
  if (!child) {
    if (sandbox_close()) _exit(REFUSED);
    int fd = open("/dev/null", O_RDONLY | O_CLOEXEC);
    _exit(fd < 0 ? REFUSED : OPENED);
  }
  while (waitpid(child, &status, 0) < 0)
    if (errno != EINTR) return "the sandbox cannot be tried";
  if (WIFSIGNALED(status) && WTERMSIG(status) == SIGSYS) return NULL;
  return "the sandbox does not hold: the system has no seccomp filter";
}

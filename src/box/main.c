/* motcua-box: the helper program that reads untrusted files; started by kit/box.
 *
 * Loads what its libraries need, shows that its sandbox holds, says so, and then forks a process
 * for every file that comes over its socket.  It touches no byte of a file itself.  It ends when
 * the socket's other end is closed. */
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "box/box.h"

static const char *prepare(void) {
  const char *why = kind_open();
  if (!why) why = heic_open();
  if (!why) why = sandbox_try();
  return why;
}

static bool greet(const char *why) {
  box_hello hello = {.verdict = why ? BOX_UNSAFE : BOX_FINE};
  if (why) snprintf(hello.why, sizeof hello.why, "%s", why);
  return send(BOX_SOCKET, &hello, sizeof hello, MSG_NOSIGNAL) == sizeof hello && !why;
}

/* The descriptors of one file; false at the end. */
static bool take(int fds[BOX_FDS]) {
  char byte;
  union {
    struct cmsghdr head;
    char room[CMSG_SPACE(sizeof(int[BOX_FDS]))];
  } control;
  struct iovec one = {&byte, 1};
  struct msghdr m = {.msg_iov = &one, .msg_iovlen = 1, .msg_control = control.room,
                     .msg_controllen = sizeof control.room};
  ssize_t n;
  do n = recvmsg(BOX_SOCKET, &m, MSG_CMSG_CLOEXEC);
  while (n < 0 && errno == EINTR);
  const struct cmsghdr *head = n == 1 ? CMSG_FIRSTHDR(&m) : NULL;
  if (!head || head->cmsg_type != SCM_RIGHTS || head->cmsg_len != CMSG_LEN(sizeof(int[BOX_FDS])))
    return false;
  memcpy(fds, CMSG_DATA(head), sizeof(int[BOX_FDS]));
  return true;
}

static void refuse(int answer) {
  const box_answer none = {.verdict = BOX_UNSAFE};
  if (send(answer, &none, sizeof none, MSG_NOSIGNAL) < 0) perror("motcua-box: answering");
}

int main(void) {
  prctl(PR_SET_DUMPABLE, 0);
  const char *why = prepare();
  if (why) fprintf(stderr, "motcua-box: %s\n", why);
  if (!greet(why)) return 1;
  signal(SIGCHLD, SIG_IGN); /* nobody waits for those that read */
  for (int fds[BOX_FDS]; take(fds);) {
    pid_t child = fork();
    if (!child) {
      close(BOX_SOCKET);
      job_run(fds);
    }
    if (child < 0) refuse(fds[BOX_ANSWER]);
    for (int i = 0; i < BOX_FDS; i++) close(fds[i]);
  }
  return 0;
}

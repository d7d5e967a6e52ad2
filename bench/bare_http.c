/* bare_http: libmicrohttpd alone, the limit that `make bench` puts beside ours: one prepared reply
 * for every request; no checks, no copies.
 *
 *   bare_http PORT BODY HEAD    the bytes of a file, with the headers that ours sent with them */
#include <microhttpd.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static struct MHD_Response *prepared;

static enum MHD_Result answer(void *arg, struct MHD_Connection *c, const char *url,
                              const char *method, const char *version, const char *data,
                              size_t *size, void **state) {
  static int seen;
  (void)arg, (void)url, (void)method, (void)version, (void)data;
  if (!*state) {
    *state = &seen;
    return MHD_YES;
  }
  if (*size) {
    *size = 0;
    return MHD_YES;
  }
  return MHD_queue_response(c, MHD_HTTP_OK, prepared);
}

static size_t read_file(const char *path, char **bytes) {
  FILE *f = fopen(path, "rb");
  if (!f || fseek(f, 0, SEEK_END)) return 0;
  long n = ftell(f);
  rewind(f);
  *bytes = calloc(1, (size_t)n + 1);
  size_t got = *bytes ? fread(*bytes, 1, (size_t)n, f) : 0;
  fclose(f);
  return got == (size_t)n ? got : 0;
}

/* All but those that the library writes itself. */
static void copy_headers(char *head) {
  for (char *rest = head, *line; (line = strsep(&rest, "\n"));) {
    char *colon = strstr(line, ": ");
    line[strcspn(line, "\r")] = '\0';
    if (!colon || !strncasecmp(line, "Date:", 5) || !strncasecmp(line, "Connection:", 11) ||
        !strncasecmp(line, "Content-Length:", 15))
      continue;
    *colon = '\0';
    MHD_add_response_header(prepared, line, colon + 2);
  }
}

int main(int n, char **arg) {
  char *body, *head;
  size_t size;
  if (n != 4 || !(size = read_file(arg[2], &body)) || !read_file(arg[3], &head)) return 2;
  prepared = MHD_create_response_from_buffer(size, body, MHD_RESPMEM_PERSISTENT);
  copy_headers(head);
  struct MHD_Daemon *d = MHD_start_daemon(
      MHD_USE_EPOLL_INTERNAL_THREAD, (uint16_t)atoi(arg[1]), NULL, NULL, answer, NULL,
      MHD_OPTION_THREAD_POOL_SIZE, 2u, MHD_OPTION_CONNECTION_LIMIT, 12000u,
      MHD_OPTION_CONNECTION_TIMEOUT, 30u, MHD_OPTION_END);
  if (!d) return 1;
  for (;;) pause();
}

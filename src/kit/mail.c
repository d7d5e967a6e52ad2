/* mail: see mail.h.  A message is written here, libcurl speaks with the server. */
#include "kit/mail.h"

#include <curl/curl.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/defer.h"
#include "kit/crypto.h"

enum {
  CONNECT_SECONDS = 10,
  WHOLE_SECONDS = 60,
  LINE = 76,        /* of base64, RFC 2045 6.8 */
  WORD_BYTES = 42,  /* of text in an encoded word of at most 75 characters, RFC 2047 2 */
  LOGIN_MOST = 400,
  LONGEST_LOCAL = 64
};

DEFER_FOR(CURL, curl_easy_cleanup)

/* --- addresses --- */
static bool plain(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

static bool atom(char c) { return plain(c) || (c && strchr("!#$%&'*+-/=?^_`{|}~", c)); }

/* Parts of allowed characters with single dots between. */
static bool dotted(str s, bool (*allowed)(char), size_t *parts) {
  *parts = 0;
  for (str rest = s, part; str_split(&rest, '.', &part); ++*parts) {
    if (!part.n) return false;
    for (size_t i = 0; i < part.n; i++)
      if (!allowed(part.p[i])) return false;
  }
  return *parts > 0;
}

static bool in_label(char c) { return plain(c) || c == '-'; }

bool mail_address(str s) {
  ptrdiff_t at = str_chr(s, '@', 0);
  if (!s.p || at < 1 || at > LONGEST_LOCAL || s.n > MAIL_LONGEST_ADDRESS) return false;
  str domain = str_sub(s, (size_t)at + 1, s.n), label;
  size_t parts;
  if (!dotted(str_sub(s, 0, (size_t)at), atom, &parts) || !dotted(domain, in_label, &parts))
    return false;
  for (str rest = domain; str_split(&rest, '.', &label);)
    if (label.n > 63 || label.p[0] == '-' || label.p[label.n - 1] == '-') return false;
  return parts > 1 || str_eq_nocase(domain, S("localhost"));
}

str mail_address_key(arena *a, str s) {
  char *p = arena_alloc(a, s.n + 1);
  for (size_t i = 0; i < s.n; i++)
    p[i] = s.p[i] >= 'A' && s.p[i] <= 'Z' ? (char)(s.p[i] + 32) : s.p[i];
  return (str){p, s.n};
}

/* --- settings --- */
static str host_in(str url) {
  str rest = str_sub(url, (size_t)str_find(url, S("://")) + 3, url.n);
  ptrdiff_t end = str_starts(rest, S("[")) ? str_chr(rest, ']', 0) + 1 : str_chr(rest, ':', 0);
  return str_sub(rest, 0, end > 0 ? (size_t)end : rest.n);
}

static bool on_this_machine(str host) {
  return str_starts(host, S("127.")) || str_eq(host, S("[::1]")) ||
         str_eq_nocase(host, S("localhost"));
}

static err *read_login(arena *a, const char *path, mail_server *out) {
  char *text = arena_alloc(a, LOGIN_MOST + 1);
  struct stat st;
  DEFER(close_fd) int fd = open(path, O_RDONLY | O_CLOEXEC);
  ssize_t n = fd < 0 || fstat(fd, &st) ? -1 : read(fd, text, LOGIN_MOST);
  if (n < 0)
    return ERR(UNAVAILABLE, N_("{0} cannot be opened: {1}."), str_of(path),
               str_of(strerror(errno)));
  if (st.st_mode & 077)
    return ERR(UNAVAILABLE, N_("The file {0} is open to others; chmod 600 it."), str_of(path));
  str rest = {text, (size_t)n}, user = STR_NONE, password = STR_NONE;
  str_split(&rest, '\n', &user);
  str_split(&rest, '\n', &password);
  user = str_trim(user), password = str_trim(password);
  if (!user.n || !password.n)
    return ERR(INVALID, N_("{0} does not hold a name and a password, a line each."),
               str_of(path));
  out->user = str_z(a, user);
  out->password = str_z(a, password);
  wipe((str){text, (size_t)n});
  return NULL;
}

err *mail_server_read(arena *a, const mail_options *o, mail_server *out) {
  str s = str_of(o->url);
  bool implicit = str_starts(s, S("smtps://"));
  bool good = implicit || str_starts(s, S("smtp://"));
  for (size_t i = 0; i < s.n; i++) good = good && s.p[i] > ' ' && s.p[i] < 127 && s.p[i] != '@';
  good = good && str_count(s, '/') == 2 && host_in(s).n;
  if (!good)
    return ERR(INVALID, N_("--mail is smtp://HOST:PORT or smtps://HOST:PORT, not \"{0}\"."), s);
  if (!o->from || !mail_address(str_of(o->from)))
    return ERR(INVALID, N_("--mail needs --mail-from, the mailbox that mail comes from."));
  *out = (mail_server){.url = o->url, .from = o->from, .ca = o->ca};
  out->clear = !implicit && !o->ca && on_this_machine(host_in(s));
  return o->login ? read_login(a, o->login, out) : NULL;
}

/* --- the message --- */
static void add_base64(buf *b, str bytes) {
  str text = base64_of(b->a, bytes);
  for (size_t at = 0; at < text.n; at += LINE) {
    buf_add(b, str_sub(text, at, at + LINE));
    buf_add(b, S("\r\n"));
  }
}

/* Encoded words, each of whole characters; plain ASCII, which cannot end the line, as it is. */
static void add_words(buf *b, str s) {
  bool ascii = s.n < LINE - 10 && str_find(s, S("=?")) < 0;
  for (size_t i = 0; i < s.n; i++) ascii = ascii && s.p[i] >= ' ' && s.p[i] < 127;
  if (ascii) buf_add(b, s);
  for (size_t from = 0, to; !ascii && from < s.n; from = to) {
    to = s.n - from > WORD_BYTES ? from + WORD_BYTES : s.n;
    while (to < s.n && to > from + 1 && ((unsigned char)s.p[to] & 0xC0) == 0x80) to--;
    buf_add(b, from ? S("\r\n =?UTF-8?B?") : S("=?UTF-8?B?"));
    buf_add(b, base64_of(b->a, str_sub(s, from, to)));
    buf_add(b, S("?="));
  }
}

/* RFC 5322 3.3, in Vietnam's time. */
static void add_date(buf *b, instant at) {
  static const char days[] = "SunMonTueWedThuFriSat";
  static const char months[] = "JanFebMarAprMayJunJulAugSepOctNovDec";
  civil c = civil_of(at);
  buf_fmt(b, "Date: %.3s, %d %.3s %04d %02d:%02d:%02d +0700\r\n", days + 3 * c.weekday, c.day,
          months + 3 * (c.month - 1), c.year, c.hour, c.minute, c.second);
}

static str domain_of(const char *address) {
  str s = str_of(address);
  return str_sub(s, (size_t)str_chr(s, '@', 0) + 1, s.n);
}

static str crlf_lines(arena *a, str text) {
  buf b = buf_in(a);
  str line;
  while (str_split(&text, '\n', &line)) {
    buf_add(&b, str_ends(line, S("\r")) ? str_sub(line, 0, line.n - 1) : line);
    buf_add(&b, S("\r\n"));
  }
  return buf_str(&b);
}

str mail_message(arena *a, const mail_server *s, const mail_letter *m) {
  str body = crlf_lines(a, m->text);
  buf b = buf_in(a);
  add_date(&b, m->at);
  buf_fmt(&b, "From: <%s>\r\nTo: <%.*s>\r\nMessage-ID: <%.*s@%.*s>\r\nSubject: ", s->from,
          STR_ARG(m->to), STR_ARG(m->id), STR_ARG(domain_of(s->from)));
  add_words(&b, m->subject);
  buf_fmt(&b, "\r\nMIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n"
              "Content-Language: %.*s\r\nContent-Transfer-Encoding: base64\r\n"
              "Auto-Submitted: auto-generated\r\n\r\n",
          STR_ARG(m->language));
  add_base64(&b, body);
  return buf_str(&b);
}

/* --- sending --- */
static pthread_once_t once = PTHREAD_ONCE_INIT;
static bool usable;
static void begin(void) { usable = curl_global_init(CURL_GLOBAL_DEFAULT) == CURLE_OK; }

static size_t give(char *to, size_t size, size_t count, void *arg) {
  str *left = arg;
  size_t n = size * count < left->n ? size * count : left->n;
  memcpy(to, left->p, n);
  *left = str_sub(*left, n, left->n);
  return n;
}

#define SET(option, value) \
  if (curl_easy_setopt(c, (option), (value)) != CURLE_OK) return false

static bool prepare(CURL *c, const mail_server *s, const char *url, struct curl_slist *to) {
  SET(CURLOPT_URL, url);
  SET(CURLOPT_PROTOCOLS_STR, "smtp,smtps");
  SET(CURLOPT_PROXY, ""); /* whatever the environment says */
  SET(CURLOPT_NOSIGNAL, 1L);
  SET(CURLOPT_CONNECTTIMEOUT, (long)CONNECT_SECONDS);
  SET(CURLOPT_TIMEOUT, (long)WHOLE_SECONDS);
  SET(CURLOPT_USE_SSL, s->clear ? (long)CURLUSESSL_NONE : (long)CURLUSESSL_ALL);
  SET(CURLOPT_SSLVERSION, (long)CURL_SSLVERSION_TLSv1_2);
  if (s->ca) SET(CURLOPT_CAINFO, s->ca);
  if (s->user) SET(CURLOPT_USERNAME, s->user);
  if (s->user) SET(CURLOPT_PASSWORD, s->password);
  SET(CURLOPT_MAIL_FROM, s->from);
  SET(CURLOPT_MAIL_RCPT, to);
  SET(CURLOPT_UPLOAD, 1L);
  SET(CURLOPT_READFUNCTION, give);
  return true;
}

/* A 5xx (RFC 5321 4.2.1: not to be tried again) is the letter's when it answers its sender, its
 * recipient, or its text; not when the server greets so, or refuses TLS or the login. */
static err *failed(arena *a, CURL *c, CURLcode code, const char *said, bool given) {
  long reply = 0;
  curl_easy_getinfo(c, CURLINFO_RESPONSE_CODE, &reply);
  bool at_letter = given || strstr(said, "MAIL failed") || strstr(said, "RCPT failed") ||
                   strstr(said, "DATA failed");
  bool for_good = at_letter && reply >= 500 && reply <= 599;
  str why = str_of(*said ? said : curl_easy_strerror(code));
  if (given && reply >= 400) why = str_fmt(a, "after the text: %ld", reply);
  if (for_good) return ERR(GONE, N_("The letter is refused: {0}"), why);
  return ERR(UNAVAILABLE, N_("Mail cannot be sent: {0}"), why);
}

err *mail_send(arena *a, const mail_server *s, const mail_letter *m) {
  pthread_once(&once, begin);
  DEFER(curl_easy_cleanup_at) CURL *c = usable ? curl_easy_init() : NULL;
  struct curl_slist *to = c ? curl_slist_append(NULL, str_z(a, m->to)) : NULL;
  char *said = arena_alloc(a, CURL_ERROR_SIZE);
  str left = mail_message(a, s, m);
  str url = str_cat(a, str_of(s->url), S("/"), domain_of(s->from)); /* the name for EHLO */
  bool ready = to && prepare(c, s, url.p, to) &&
               curl_easy_setopt(c, CURLOPT_READDATA, &left) == CURLE_OK &&
               curl_easy_setopt(c, CURLOPT_ERRORBUFFER, said) == CURLE_OK;
  CURLcode code = ready ? curl_easy_perform(c) : CURLE_OUT_OF_MEMORY;
  err *e = code == CURLE_OK ? NULL
           : ready          ? failed(a, c, code, said, !left.n)
                            : ERR(UNAVAILABLE, N_("Mail cannot be sent: {0}"), S("libcurl"));
  curl_slist_free_all(to);
  return e;
}

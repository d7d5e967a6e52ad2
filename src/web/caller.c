/* caller: from where and by what a request comes, as its owner will see it among the sessions; see
 * door.h. */
#include "web/door.h"

str caller_address(const rq *r) {
  str sent = http_get(r->http, S("X-Forwarded-For"));
  if (!r->web->https || !r->http->loopback || !sent.n) return r->http->peer;
  str last = sent, one; /* the nearest proxy adds at the end */
  while (str_split(&sent, ',', &one)) last = one;
  return str_trim(last);
}

typedef struct word {
  const char *mark, *name;
} word;
/* The first that is found: others name themselves as well. */
static const word browsers[] = {{"Edg/", "Edge"},         {"OPR/", "Opera"},
                                {"SamsungBrowser/", "Samsung Internet"},
                                {"coc_coc_browser/", "Cốc Cốc"}, {"Zalo", "Zalo"},
                                {"Firefox/", "Firefox"},  {"Chrome/", "Chrome"},
                                {"Safari/", "Safari"},    {"curl/", "curl"}};
static const word systems[] = {{"Android", "Android"},  {"iPhone", "iPhone"}, {"iPad", "iPad"},
                               {"Windows", "Windows"},  {"Mac OS X", "macOS"},
                               {"CrOS", "ChromeOS"},    {"Linux", "Linux"}};

static const char *known(str s, const word *words, size_t n) {
  for (size_t i = 0; i < n; i++)
    if (str_find(s, str_of(words[i].mark)) >= 0) return words[i].name;
  return NULL;
}

str caller_agent(arena *a, str user_agent) {
  const char *browser = known(user_agent, browsers, COUNT(browsers));
  const char *system = known(user_agent, systems, COUNT(systems));
  if (!browser || !system) return browser ? str_of(browser) : str_of(system);
  return str_fmt(a, "%s, %s", browser, system);
}

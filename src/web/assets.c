/* assets: see assets.h.  Hashes are made once, at the first question. */
#include "web/assets.h"

#include <pthread.h>
#include <stdlib.h>

#include "base/buf.h"
#include "base/embed.h"
#include "kit/crypto.h"

enum { ASSETS_ARENA = 4 << 20 };

static const struct {
  str ending, type;
} types[] = {
#define TYPE(ending, type) {{ending, sizeof ending - 1}, {type, sizeof type - 1}}
    TYPE(".css", "text/css; charset=utf-8"),
    TYPE(".js", "text/javascript; charset=utf-8"),
    TYPE(".mjs", "text/javascript; charset=utf-8"),
    TYPE(".svg", "image/svg+xml"),
    TYPE(".png", "image/png"),
    TYPE(".ico", "image/x-icon"),
    TYPE(".woff2", "font/woff2"),
    TYPE(".json", "application/json"),
    TYPE(".txt", "text/plain; charset=utf-8"),
#undef TYPE
};

static struct {
  pthread_once_t made;
  asset_file *files;
  size_t n;
  str stamp;
} assets = {.made = PTHREAD_ONCE_INIT};

static str type_of(str name) {
  for (size_t i = 0; i < COUNT(types); i++)
    if (str_ends(name, types[i].ending)) return types[i].type;
  return S("application/octet-stream");
}

static void make(void) {
  arena *a = arena_new(ASSETS_ARENA);
  if (!a) abort();
  assets.n = (size_t)embedded_assets_count;
  assets.files = arena_list(a, assets.n, asset_file);
  buf all = buf_in(a);
  for (size_t i = 0; i < assets.n; i++) {
    str name = str_of(embedded_assets[i].name), bytes = embedded_assets[i].bytes;
    str tag = base64url_of(a, str_sub(sha256(a, bytes), 0, 12));
    buf_fmt(&all, "%.*s %.*s\n", STR_ARG(name), STR_ARG(tag));
    assets.files[i] = (asset_file){name, bytes, type_of(name), str_cat(a, S("\""), tag, S("\""))};
  }
  assets.stamp = base64url_of(a, str_sub(sha256(a, buf_str(&all)), 0, 9));
}

const asset_file *asset_find(str name) {
  pthread_once(&assets.made, make);
  size_t low = 0, high = assets.n;
  while (low < high) {
    size_t middle = (low + high) / 2;
    int order = str_cmp(name, assets.files[middle].name);
    if (order == 0) return &assets.files[middle];
    if (order < 0) high = middle;
    else low = middle + 1;
  }
  return NULL;
}

str asset_stamp(void) {
  pthread_once(&assets.made, make);
  return assets.stamp;
}

bool asset_lasts(const asset_file *f, str stamp) {
  return str_eq(stamp, asset_stamp()) || str_eq(stamp, str_sub(f->tag, 1, f->tag.n - 1));
}

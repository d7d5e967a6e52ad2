/* install: what every new installation begins with; see demo.h.  The folder, the secret and the
 * schema are there already (create.c). */
#include "base/buf.h"
#include "base/rand.h"
#include "office/catalogue.h"
#include "office/demo_impl.h"
#include "office/setting.h"

typedef struct cost {
  const char *name;
  int64_t usual, demo;
} cost;

/* OWASP's Argon2id of 19 MiB and two passes; PBKDF2-SHA-256 with 600,000 rounds.  A demonstration
 * keeps nothing secret and must be quick. */
static const cost costs[] = {
    {"password_kib", 19456, 8192}, {"password_passes", 2, 1},
    {"pin_kib", 19456, 8192},      {"pin_passes", 2, 1},
    {"pkcs12_iterations", 600000, 2000},
};

typedef struct installing {
  bool demo;
  str instance, seed, boxed, public_key;
} installing;

static err *install(ctx *c, void *arg) {
  installing *w = arg;
  TRY(setting_put(c->db, S("instance"), w->instance, c->now));
  TRY(setting_put(c->db, S("demo"), w->demo ? S("1") : S("0"), c->now));
  TRY(setting_put(c->db, S("edition"), S("1"), c->now));
  for (size_t i = 0; i < COUNT(costs); i++) {
    int64_t value = w->demo ? costs[i].demo : costs[i].usual;
    TRY(setting_put(c->db, str_of(costs[i].name), str_fmt(c->a, "%lld", (long long)value),
                    c->now));
  }
  TRY(key_insert(c->db,
                 &(key_insert_in){.id = rand_id(), .purpose = S("server"),
                                  .certificate = w->public_key, .secret = w->boxed,
                                  .now = c->now.us},
                 NULL));
  return catalogue_install(c);
}

err *install_base(office *f, arena *a, instant now, bool demo) {
  ctx c = {.a = a, .office = f, .now = now};
  installing w = {.demo = demo, .instance = hex_of(a, rand_str(a, 16)),
                  .seed = rand_str(a, ED25519_SEED)};
  str key = ed25519_key(a, w.seed);
  w.public_key = str_dup(a, ed25519_public(key));
  w.boxed = seal_box(a, (str){f->secrets.box, sizeof f->secrets.box}, w.seed);
  wipe(w.seed);
  wipe(key);
  TRY(ctx_write(&c, 0, install, &w));
  TRY(office_settings(f));
  return office_renew(f);
}

static err *set_pattern(ctx *c, void *arg) {
  TRY(setting_put(c->db, S("code_pattern"), *(const str *)arg, c->now));
  return setting_raise_edition(c->db, c->a, c->now);
}

err *install_code_pattern(office *f, arena *a, instant now, str pattern) {
  ctx c = {.a = a, .office = f, .now = now};
  if (setting_check(setting_find(S("code_pattern")), pattern))
    return ERR(INVALID, N_("The setting {0} is out of range."), S("code_pattern"));
  TRY(ctx_write(&c, 0, set_pattern, &pattern));
  return office_renew(f);
}

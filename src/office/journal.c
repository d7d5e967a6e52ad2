/* journal: see journal.h.  The head's one row is locked first, so that two processes never write
 * the same place of the chain; read by web/pages_journal.c and verify_journal.c. */
#include "office/journal.h"

#include "base/buf.h"
#include "office/event.h"
#include "office/journal.sql.h"

enum { SUBJECT_MOST = 200 };

/* --- act.def --- */
#define KIND(kind, word)
#define ACT(name, kind, action, words) {TEXT(kind), TEXT(action), words},
#define DETAIL(key, word)
const act_rule act_rules[ACT_COUNT] = {
#include "office/act.def"
};
#undef KIND
#undef ACT
#define ACT(name, kind, action, words)
#define KIND(kind, word) {TEXT(kind), word},
const act_word act_kinds[] = {
#include "office/act.def"
};
const size_t act_kind_count = COUNT(act_kinds);
#undef KIND
#undef DETAIL
#define KIND(kind, word)
#define DETAIL(key, word) {TEXT(key), word},
static const act_word details[] = {
#include "office/act.def"
};

const char *act_words(str kind, str action) {
  for (size_t i = 0; i < ACT_COUNT; i++)
    if (str_eq(act_rules[i].kind, kind) && str_eq(act_rules[i].action, action))
      return act_rules[i].words;
  return action.p;
}

static const char *word_of(str key) {
  for (size_t i = 0; i < COUNT(details); i++)
    if (str_eq(details[i].key, key)) return details[i].word;
  return NULL;
}

const char *act_detail_word(str key) {
  const char *word = word_of(key);
  return word ? word : key.p;
}

/* --- what an entry says --- */
json_member journal_text(arena *a, const char *key, str value) {
  return (json_member){str_of(key), json_of_text(a, value)};
}

json_member journal_int(arena *a, const char *key, int64_t value) {
  return (json_member){str_of(key), json_of_int(a, value)};
}

json_member journal_change(arena *a, const char *key, str old, str fresh) {
  json_member both[] = {journal_text(a, "old", old), journal_text(a, "new", fresh)};
  return (json_member){str_of(key), json_of_members(a, both, COUNT(both))};
}

err *journal_content(arena *a, const act_content *s, str *bytes) {
  json_member members[] = {
      {S("type"), json_of_text(a, S("motcua/act/1"))},
      {S("instance"), json_of_text(a, s->instance)},
      {S("seq"), json_of_int(a, s->seq)},
      {S("kind"), json_of_text(a, s->kind)},
      {S("subject"), json_of_text(a, s->subject)},
      {S("action"), json_of_text(a, s->action)},
      {S("detail"), s->detail},
      {S("actor"), json_of_text(a, s->actor.p ? s->actor : S(""))},
      {S("at"), json_of_int(a, s->at.us)},
      {S("previous"), json_of_text(a, s->previous.n ? hex_of(a, s->previous) : S(""))}};
  return json_canonical(a, json_of_members(a, members, COUNT(members)), bytes);
}

static err *check(arena *a, const journal_entry *e, const json **detail) {
  bool good = e->act < ACT_COUNT && e->subject.n > 0 && e->subject.n <= SUBJECT_MOST &&
              e->ndetail <= JOURNAL_MEMBERS_MOST;
  for (size_t i = 0; good && i < e->ndetail; i++) good = word_of(e->detail[i].key) != NULL;
  if (!good) return ERR(INTERNAL, "An act for the journal has an unknown or too long part.");
  *detail = json_of_members(a, e->detail, e->ndetail);
  buf b = buf_in(a);
  json_write(&b, *detail);
  if (b.n > JOURNAL_DETAIL_MOST) return ERR(INTERNAL, "An act for the journal says too much.");
  return NULL;
}

err *journal_write(ctx *c, const journal_entry *e) {
  journal_next_row at;
  bool found;
  const json *detail = NULL;
  str bytes;
  if (!c->office->instance[0]) return ERR(INTERNAL, "The installation has no name yet.");
  TRY(check(c->a, e, &detail));
  TRY(journal_next(c->db, c->a, c->now.us, &at, &found));
  if (!found) return ERR(INTERNAL, "The head of the journal is missing.");
  const act_rule *rule = &act_rules[e->act];
  act_content s = {.instance = str_of(c->office->instance), .kind = rule->kind,
                   .subject = e->subject, .action = rule->action, .detail = detail,
                   .actor = c->who ? c->who->public_id : STR_NONE, .previous = at.hash,
                   .seq = at.seq, .at = {at.at}};
  TRY(journal_content(c->a, &s, &bytes));
  str signature = ed25519_sign(c->a, (str){c->office->server_key, ED25519_KEY}, bytes);
  str hash = event_hash(c->a, bytes, signature);
  TRY(journal_insert(c->db,
                     &(journal_insert_in){.seq = at.seq, .at = at.at,
                                          .actor = c->who ? SOME(c->who->account_id) : NONE_I64,
                                          .kind = rule->kind, .subject = e->subject,
                                          .action = rule->action, .content = bytes,
                                          .signature = signature, .hash = hash},
                     NULL));
  return journal_advance(c->db, hash, NULL);
}

/* --- reading --- */
#define ROW(r)                                                                                  \
  (journal_row) {                                                                               \
    .seq = (r)->seq, .at = {(r)->at}, .actor = (r)->actor, .actor_name = (r)->actor_name,       \
    .kind = (r)->kind, .subject = (r)->subject, .action = (r)->action, .signed_ = (r)->content, \
    .signature = (r)->signature, .hash = (r)->hash                                              \
  }
#define TAKE(call)                                              \
  do {                                                          \
    TRY(call);                                                  \
    list = arena_list(c->a, *n, journal_row);                   \
    for (size_t i = 0; i < *n; i++) list[i] = ROW(&found[i]);   \
  } while (0)

err *journal_list(ctx *c, const journal_wish *w, journal_row **rows, size_t *n) {
  int64_t before = w->before ? w->before : INT64_MAX, most = (int64_t)w->most;
  journal_row *list;
  if (w->kind.n && w->subject.n) {
    journal_of_subject_row *found;
    TAKE(journal_of_subject(c->db, c->a,
                            &(journal_of_subject_in){.kind = w->kind, .subject = w->subject,
                                                     .before = before, .most = most},
                            &found, n));
  } else if (w->kind.n) {
    journal_of_kind_row *found;
    TAKE(journal_of_kind(c->db, c->a, w->kind, before, most, &found, n));
  } else {
    journal_all_row *found;
    TAKE(journal_all(c->db, c->a, before, most, &found, n));
  }
  for (size_t i = 0; i < *n; i++) {
    const json *said;
    TRY(json_parse(c->a, list[i].signed_, &said));
    list[i].detail = json_get(said, S("detail"));
  }
  *rows = list;
  return NULL;
}

/* verify_journal: the journal's chain from its first entry to its head, every column against what
 * was signed; see verify_impl.h. */
#include <string.h>

#include "base/buf.h"
#include "office/event.h"
#include "office/journal.h"
#include "office/journal.sql.h"
#include "office/verify_impl.h"

enum { PAGE = 500 };

typedef struct chain { /* as far as it has been read */
  int64_t seq, at;
  char hash[SHA256_SIZE];
} chain;

static str previous(const chain *k) {
  return k->seq ? (str){k->hash, sizeof k->hash} : STR_NONE;
}

static err *wrong_entry(verifier *v, int64_t seq, const char *what) {
  return wrong(v, str_fmt(v->c.a, "journal, entry %lld", (long long)seq), str_of(what));
}

static bool servers(const verifier *v, const journal_chain_row *row) {
  for (size_t i = 0; i < v->nserver_keys; i++)
    if (ed25519_verify(v->server_keys[i].certificate, row->content, row->signature)) return true;
  return false;
}

static err *entry_fits(verifier *v, const chain *k, const journal_chain_row *row) {
  arena *a = v->c.a;
  const json *read;
  str again;
  if (row->seq != k->seq + 1) return wrong_entry(v, row->seq, "an entry is missing before it");
  if (!str_eq(row->hash, event_hash(a, row->content, row->signature)))
    return wrong_entry(v, row->seq, "its hash is not that of what was signed");
  if (!servers(v, row))
    return wrong_entry(v, row->seq,
                       "the signature is not the server's, or what it signed was altered");
  if (row->at < k->at) return wrong_entry(v, row->seq, "it is earlier than the entry before it");
  if (json_parse(a, row->content, &read))
    return wrong_entry(v, row->seq, "the signed content is not JSON");
  const json *detail = json_get(read, S("detail"));
  bool object = detail && detail->kind == JSON_OBJECT;
  act_content s = {.instance = str_of(v->c.office->instance), .kind = row->kind,
                   .subject = row->subject, .action = row->action, .detail = detail,
                   .actor = row->actor, .previous = previous(k), .seq = row->seq, .at = {row->at}};
  if (!object || journal_content(a, &s, &again) || !str_eq(again, row->content))
    return wrong_entry(v, row->seq, "the signed content and the row differ");
  return NULL;
}

static err *head_fits(verifier *v, const chain *k) {
  journal_newest_row head;
  bool found;
  TRY(journal_newest(v->c.db, v->c.a, &head, &found));
  bool fits = found && head.seq == k->seq && head.at == k->at && str_eq(head.hash, previous(k));
  return fits ? NULL : wrong(v, S("journal"), S("its newest entries are missing"));
}

err *verify_journal(verifier *v) {
  arena *a = v->c.a;
  chain k = {0};
  for (size_t n = PAGE; n == PAGE;) {
    size_t mark = arena_mark(a);
    journal_chain_row *rows;
    TRY(journal_chain(v->c.db, a, k.seq, PAGE, &rows, &n));
    for (size_t i = 0; i < n; i++) {
      TRY(entry_fits(v, &k, &rows[i]));
      k.seq = rows[i].seq;
      k.at = rows[i].at;
      memcpy(k.hash, rows[i].hash.p, sizeof k.hash); /* entry_fits saw that it is a hash */
      v->report->acts++;
    }
    arena_rewind(a, mark);
  }
  return head_fits(v, &k);
}

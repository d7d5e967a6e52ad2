/* test_event: the bytes that a step signs, against an example written by hand, and their hashes. */
#include "whole.h"

/* docs/adr/0001, member by member; the HMACs were computed with another program (python3 hmac). */
static const char expected[] =
    "{\"actor\":\"ab12\",\"at\":1795489200000000,\"channel\":\"online\",\"decision\":\"\","
    "\"dossier\":\"H49.31-261124-0001\",\"draft\":\"\",\"due_at\":1795514400000000,"
    "\"form\":\"0f71523818f2f9423d7220fcfdde601e2bb6511caf1911219502125687e56478\","
    "\"instance\":\"00112233445566778899aabbccddeeff\","
    "\"note\":\"a66e0f2e79711d10f4f5bd8e940a37c7e67348899479c20e2b55da11009985af\","
    "\"number\":\"\",\"number_day\":0,\"papers\":[{\"component\":\"birth_certificate\","
    "\"mac\":\"2dfdf26f911063990b2124c44411586c3280724c405a85c8dd77193e16bb66f3\",\"ordinal\":1}],"
    "\"previous\":\"ffee\",\"procedure\":\"1.001193\","
    "\"procedure_version\":1,\"received_at\":1795489200000000,\"result\":\"\","
    "\"role\":\"receptionist\",\"seq\":2,\"step\":\"receive\",\"type\":\"motcua/step/1\","
    "\"unit\":\"H49.01.31\"}";

static str salt(void) { return S("0123456789abcdef0123456789abcdef"); }

static step_content example(const dossier_paper *photo) {
  return (step_content){.instance = S("00112233445566778899aabbccddeeff"),
                        .dossier = S("H49.31-261124-0001"), .action = S("receive"),
                        .procedure = S("1.001193"), .channel = S("online"), .actor = S("ab12"),
                        .role = S("receptionist"), .unit = S("H49.01.31"),
                        .previous = S("\xff\xee"), .salt = salt(), .note = S("đủ"),
                        .form = S("{\"a\":1}"), .papers = photo, .npapers = 1, .seq = 2,
                        .procedure_version = 1,
                        .received_at = {1795489200000000}, .due_at = {1795514400000000},
                        .at = {1795489200000000}};
}

static void canonical(void **state) {
  both *b = *state;
  dossier_paper photo = {.ordinal = 1, .component = S("birth_certificate"),
                         .sha256 = sha256(b->a, S("photo"))};
  step_content s = example(&photo);
  str bytes;
  assert_ok(event_content(b->a, &s, &bytes));
  assert_string_equal(bytes.p, expected);
  s.form = STR_NONE;
  s.note = S("");
  s.npapers = 0;
  s.received_at = s.due_at = INSTANT_NONE;
  s.previous = STR_NONE;
  assert_ok(event_content(b->a, &s, &bytes));
  assert_true(str_find(bytes, S("\"form\":\"\"")) > 0);
  assert_true(str_find(bytes, S("\"note\":\"\"")) > 0);
  assert_true(str_find(bytes, S("\"papers\":[]")) > 0);
  assert_true(str_find(bytes, S("\"received_at\":0")) > 0);
  assert_true(str_find(bytes, S("\"previous\":\"\"")) > 0);
}

static void hashes(void **state) {
  both *b = *state;
  str hash = event_hash(b->a, S("content"), S("signature"));
  assert_string_equal(hex_of(b->a, hash).p,
                      "9b2ba62d3f2014252131a000de85bdfbdd12f82b7d6052ad6fa3332fa49579bb");
  assert_string_equal(hex_of(b->a, event_leaf(b->a, salt(), hash)).p,
                      "0d180cbbfcb6b9c81cc15b0205181ffd76c550cfac19bcb18b65904a4899c4e7");
}

static void rows(void **state) {
  whole w;
  whole_open(&w, state);
  whole_carry(&w, 1);
  assert_answer(w.b, "SELECT CAST(COUNT(*) AS TEXT) FROM event_salt", "2");
  assert_answer(w.b, "SELECT CAST(COUNT(*) AS TEXT) FROM ledger_entry", "2");
  assert_answer(w.b, "SELECT CAST(COUNT(*) AS TEXT) FROM ledger_queue", "2");
  assert_answer(w.b, "SELECT CAST(COUNT(*) AS TEXT) FROM event_note", "0");
  assert_answer(w.b, "SELECT CAST(COUNT(*) AS TEXT) FROM notice", "2");
  assert_answer(w.b, "SELECT CAST(COUNT(*) AS TEXT) FROM outbox WHERE done_at IS NULL", "0");
  whole_close(&w);
}

int main(void) {
  const struct CMUnitTest tests[] = {SQLITE(canonical), SQLITE(hashes), BOTH(rows)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}

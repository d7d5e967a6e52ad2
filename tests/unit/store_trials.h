/* store_trials: what test_routes_matrix asks of one's documents and of who has looked; included
 * there. */
#ifndef TESTS_STORE_TRIALS_H
#define TESTS_STORE_TRIALS_H

static void documents(spot *p) { get(p, S("/documents")); }

/* The result of a dossier that has gone all its way, among the holder's documents. */
static str document_path(spot *p, const char *rest) {
  carried(p, "all steps");
  answer r = send_ask(
      &(ask){.method = "GET", .target = "/documents", .token = token_of("citizen")});
  assert_status(r, 200);
  const json *list = json_get(json_body(&r), S("items"));
  assert_true(list && list->n > 0);
  p->code = STR_NONE; /* what is done with it changes no dossier */
  return str_cat(a, S("/documents/"), text_of(&list->items[0], "id"), str_of(rest));
}
static void document_read(spot *p) { get(p, document_path(p, "")); }
static void document_taken(spot *p) { post(p, document_path(p, "/take"), S("")); }

/* The same at the counter where the citizen is. */
static str document_there(spot *p, const char *rest) {
  str document = document_path(p, rest);
  answer r = send_ask(&(ask){.method = "POST", .target = "/counter", JSON,
                             .token = token_of("receptionist"), .body = S("{\"q\":\"citizen\"}")});
  assert_status(r, 200);
  const json *found = json_get(json_body(&r), S("items"));
  assert_true(found && found->n == 1);
  return str_cat(a, S("/counter/people/"), text_of(&found->items[0], "id"), document);
}
static void document_read_there(spot *p) { get(p, document_there(p, "")); }
static void document_taken_there(spot *p) { post(p, document_there(p, "/take"), S("")); }
static void looks_read(spot *p) { carried(p, "receive"), get(p, under(p, "/looks")); }

#define STORE_TRIALS                                                                            \
  {"document_index", NULL, "citizen", 200, documents,                                           \
   {{"receptionist.halong", 403, "forbidden"}, {"admin", 403, "forbidden"}}},                   \
      {"document_show", NULL, "citizen", 200, document_read,                                    \
       {STRANGER, {"receptionist.halong", 403, "forbidden"}, {"admin", 403, "forbidden"}}},     \
      {"document_take", NULL, "citizen", 201, document_taken,                                   \
       {STRANGER, {"receptionist.halong", 403, "forbidden"}, {"admin", 403, "forbidden"}}},     \
      {"person_document", NULL, "receptionist.halong", 200, document_read_there,                \
       {{"citizen", 403, "forbidden"}, {"appraiser.halong", 403, "forbidden"},                  \
        {"admin", 403, "forbidden"}}},                                                          \
      {"person_document_take", NULL, "receptionist.halong", 201, document_taken_there,          \
       {{"citizen", 403, "forbidden"}, {"sealer.halong", 403, "forbidden"},                     \
        {"admin", 403, "forbidden"}}},                                                          \
      {"dossier_looks", NULL, "citizen", 200, looks_read,                                       \
       {STRANGER, {"receptionist.halong", 404, "not-found"}, {"admin", 404, "not-found"}}},
#endif

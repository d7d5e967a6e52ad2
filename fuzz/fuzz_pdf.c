/* fuzz_pdf: a file that claims to be one of our signed papers is judged or refused, never believed
 * beyond its bytes: each signature's range lies in the file and the last one ends with it. */
#include "fuzz/target.h"
#include "kit/pdfsign.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  arena *a = fresh();
  str file = {(const char *)data, size};
  pdf_signature *found;
  size_t n;
  if (pdf_signatures(a, file, &found, &n)) return 0;
  for (size_t i = 0; i < n; i++) {
    if (found[i].revision_end > size || found[i].digest.n != 32) abort();
    if (i && found[i].revision_end <= found[i - 1].revision_end) abort();
  }
  if (n && found[n - 1].revision_end != size) abort();
  pdf_prepared again;
  pdf_signing wish = {.field = S("seal"), .signer = S("x"), .at = {0}};
  (void)pdf_prepare(a, file, &wish, &again);
  return 0;
}

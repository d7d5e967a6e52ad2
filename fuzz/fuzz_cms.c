/* fuzz_cms: a signature or certificate from outside is judged or refused. */
#include "fuzz/target.h"
#include "kit/cms.h"
#include "kit/crypto.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  arena *a = fresh();
  str der = {(const char *)data, size}, certificate, digest = sha256(a, S("content"));
  cert_info info;
  if (!cms_verify(a, der, digest, &certificate) && !certificate.n) abort();
  if (!cert_read(a, der, &info) && info.sha256.n != 32) abort();
  return 0;
}

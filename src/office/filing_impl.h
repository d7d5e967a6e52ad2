/* filing_impl: what filing.c has made ready and filing_write.c writes. */
#ifndef OFFICE_FILING_IMPL_H
#define OFFICE_FILING_IMPL_H
#include "office/account.sql.h"
#include "office/dossier.h"
#include "office/fee.h"
#include "office/find.h"

struct prepared_filing {
  const procedure *procedure;
  str channel, delivery, form, salt, role, behalf; /* as office/event.h has them */
  str tracking;            /* the code, told to who files */
  fee_charge charge;
  str asked;               /* of the form and papers: office/burden.h */
  str draft;               /* public id, or none */
  int64_t draft_version;
  const dossier_paper *papers;
  const int64_t *paper_ids;
  size_t npapers;
  int64_t unit_id, reception_unit_id, support_unit_id; /* support 0: no officer files */
  const unit *unit, *filer_unit;   /* whose code the dossier gets; for whom an officer files */
  int64_t holder_id;               /* 0: the person below is to be found or made */
  int64_t mandate_id;              /* 0: filed for oneself, or at a counter */
  person_insert_in holder;
  find_keys keys;
};
/* Where an error at a paper stands: at its document, or its field of the form. */
str filing_paper_field(arena *a, str component);
#endif

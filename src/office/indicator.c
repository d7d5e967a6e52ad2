/* indicator: see indicator.h. */
#include "office/indicator.h"

static const struct {
  measure measure;
  const char *word;
} told[] = {
    {MEASURE_waiting, N_("waiting to be received")},
    {MEASURE_open, N_("being handled")},
    {MEASURE_submitted, N_("submitted this year")},
    {MEASURE_received, N_("received this year")},
    {MEASURE_finished, N_("decided this year")},
    {MEASURE_finished_on_time, N_("of these in time")},
    {MEASURE_returned, N_("handed over this year")},
    {MEASURE_refused, N_("refused this year")},
    {MEASURE_withdrawn, N_("withdrawn this year")},
    {MEASURE_stopped, N_("stopped this year")},
};

err *indicator_of(ctx *c, int64_t unit_id, figure **out, size_t *n) {
  figures all;
  period year = period_of(SPAN_YEAR, day_of(c->now));
  TRY(figures_of(c, unit_id, &year, &all));
  figure *list = arena_list(c->a, COUNT(told), figure);
  for (size_t k = 0; k < COUNT(told); k++)
    list[k] = (figure){measure_name(told[k].measure), told[k].word, all.n[told[k].measure]};
  *out = list;
  *n = COUNT(told);
  return NULL;
}

/* reply: the same bytes for both hello servers of this folder. */
#ifndef BENCH_REPLY_H
#define BENCH_REPLY_H
static const char *const reply_headers[][2] = {
    {"Content-Type", "text/html; charset=utf-8"},
    {"Content-Security-Policy", "default-src 'none'; style-src 'self'; img-src 'self'; "
                                "script-src 'self'; form-action 'self'; frame-ancestors 'none'"},
    {"X-Content-Type-Options", "nosniff"},
    {"Referrer-Policy", "no-referrer"},
    {"Cache-Control", "public, max-age=60"},
    {"Vary", "Accept, Accept-Language, Cookie"},
};
enum { REPLY_HEADERS = sizeof reply_headers / sizeof *reply_headers, REPLY_SIZE = 8192 };
#endif

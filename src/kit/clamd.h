/* clamd: asks a ClamAV daemon whether a file is known to do harm (clamd(8), INSTREAM). */
#ifndef KIT_CLAMD_H
#define KIT_CLAMD_H
#include "base/err.h"

/* address: "/run/clamav/clamd.ctl" or "HOST:PORT".  Any answer but "OK" refuses: ERR_MEDIA when it
 * names a virus (whose name is logged, not told), else ERR_UNAVAILABLE with Retry-After, as when
 * the daemon cannot be reached or falls silent. */
err *clamd_scan(const char *address, str bytes);
/* Whether it answers, for doctor and serve. */
err *clamd_ping(const char *address);
#endif

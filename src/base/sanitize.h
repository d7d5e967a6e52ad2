/* sanitize: tells AddressSanitizer which bytes of an arena are handed out; nothing elsewhere. */
#ifndef BASE_SANITIZE_H
#define BASE_SANITIZE_H
#if defined(__SANITIZE_ADDRESS__)
#define MOTCUA_ASAN 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define MOTCUA_ASAN 1
#endif
#endif
#ifdef MOTCUA_ASAN
#include <sanitizer/asan_interface.h>
#define sanitize_poison(p, n) __asan_poison_memory_region((p), (n))
#define sanitize_unpoison(p, n) __asan_unpoison_memory_region((p), (n))
#else
#define sanitize_poison(p, n) ((void)(p), (void)(n))
#define sanitize_unpoison(p, n) ((void)(p), (void)(n))
#endif
#endif

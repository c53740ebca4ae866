// What the C library's allocator can give back to the system, which Swift's module of it leaves out.
#ifndef SYSTEM_ALLOCATOR_SHIM_H
#define SYSTEM_ALLOCATOR_SHIM_H

#include <stdlib.h>
#ifdef __GLIBC__
#include <malloc.h>
#endif

// musl's allocator gives back by itself.
static inline void system_give_back_free_memory(void) {
#ifdef __GLIBC__
  malloc_trim(0);
#endif
}

#endif

// The compiler's prefetch, which Swift does not offer: asks for memory without waiting for it.
#ifndef SYSTEM_PREFETCH_SHIM_H
#define SYSTEM_PREFETCH_SHIM_H

// Any address will do: the processor ignores one that it cannot read.
static inline __attribute__((always_inline)) void system_prefetch(const void *address) {
  __builtin_prefetch(address);
}

#endif

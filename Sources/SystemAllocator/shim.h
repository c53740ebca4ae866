// What a program can give back to the system, which Swift's modules of the C library leave out.
#ifndef SYSTEM_ALLOCATOR_SHIM_H
#define SYSTEM_ALLOCATOR_SHIM_H

#include <stdint.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>
#ifdef __GLIBC__
#include <malloc.h>
#endif

// musl's allocator gives back by itself.
static inline void system_give_back_free_memory(void) {
#ifdef __GLIBC__
  malloc_trim(0);
#endif
}

// The linker's names for the beginning of the program and for the end of its code; nothing between them is ever
// written.
extern const char __executable_start[];
extern const char etext[];

// Constant data and code that were needed for the start: what is used again is taken from the file's pages again.
static inline void system_give_back_code(void) {
  uintptr_t page = (uintptr_t)sysconf(_SC_PAGESIZE);
  uintptr_t begin = ((uintptr_t)__executable_start + page - 1) / page * page;
  uintptr_t end = (uintptr_t)etext / page * page;
  if (end > begin) madvise((void *)begin, end - begin, MADV_DONTNEED);
}

#endif

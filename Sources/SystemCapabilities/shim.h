// The kernel's calls for capabilities (capabilities(7)), whose C forms take variable arguments, which Swift
// cannot call.
#ifndef SYSTEM_CAPABILITIES_SHIM_H
#define SYSTEM_CAPABILITIES_SHIM_H

#include <linux/capability.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

// Whether the permitted capabilities survive a change of user. 0 where that could be set.
static inline int system_keep_capabilities(int keep) {
  return prctl(PR_SET_KEEPCAPS, (unsigned long)keep, 0UL, 0UL, 0UL);
}

// Makes these, of the lowest 32, the only permitted and effective capabilities. 0 where that could be done.
static inline int system_set_capabilities(unsigned int bits) {
  struct __user_cap_header_struct header = {_LINUX_CAPABILITY_VERSION_3, 0};
  struct __user_cap_data_struct data[2] = {{bits, bits, 0}, {0, 0, 0}};
  return (int)syscall(SYS_capset, &header, data);
}

#endif

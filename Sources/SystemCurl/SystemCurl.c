#include "SystemCurl.h"

#include <dlfcn.h>

// The name under which every version of libcurl with this interface is installed.
static const char library[] = "libcurl.so.4";

// The header's own functions give the types, so that a wrong one does not compile.
#undef curl_easy_setopt
#undef curl_easy_getinfo
static __typeof__(&curl_global_init) global_init;
static __typeof__(&curl_easy_init) easy_init;
static __typeof__(&curl_easy_cleanup) easy_cleanup;
static __typeof__(&curl_easy_perform) easy_perform;
static __typeof__(&curl_easy_strerror) easy_strerror;
static __typeof__(&curl_easy_setopt) easy_setopt;
static __typeof__(&curl_easy_getinfo) easy_getinfo;
static __typeof__(&curl_slist_append) slist_append;
static __typeof__(&curl_slist_free_all) slist_free_all;

static const struct {
  const char *name;
  void **function;
} functions[] = {
    {"curl_global_init", (void **)&global_init},
    {"curl_easy_init", (void **)&easy_init},
    {"curl_easy_cleanup", (void **)&easy_cleanup},
    {"curl_easy_perform", (void **)&easy_perform},
    {"curl_easy_strerror", (void **)&easy_strerror},
    {"curl_easy_setopt", (void **)&easy_setopt},
    {"curl_easy_getinfo", (void **)&easy_getinfo},
    {"curl_slist_append", (void **)&slist_append},
    {"curl_slist_free_all", (void **)&slist_free_all},
};

const char *flowcensus_curl_load(void) {
  void *handle = dlopen(library, RTLD_NOW | RTLD_LOCAL);
  if (!handle) return dlerror();
  for (size_t i = 0; i < sizeof functions / sizeof *functions; i++) {
    *functions[i].function = dlsym(handle, functions[i].name);
    if (!*functions[i].function) return dlerror();
  }
  return global_init(CURL_GLOBAL_DEFAULT) == CURLE_OK ? 0 : "libcurl cannot be initialised";
}

CURL *flowcensus_curl_begin(void) { return easy_init(); }
void flowcensus_curl_end(CURL *handle) { easy_cleanup(handle); }
CURLcode flowcensus_curl_perform(CURL *handle) { return easy_perform(handle); }
const char *flowcensus_curl_reason(CURLcode code) { return easy_strerror(code); }

struct curl_slist *flowcensus_curl_append(struct curl_slist *list, const char *text) {
  return slist_append(list, text);
}

void flowcensus_curl_free(struct curl_slist *list) { slist_free_all(list); }

CURLcode flowcensus_curl_set_long(CURL *handle, CURLoption option, long value) {
  return easy_setopt(handle, option, value);
}

CURLcode flowcensus_curl_set_size(CURL *handle, CURLoption option, curl_off_t value) {
  return easy_setopt(handle, option, value);
}

CURLcode flowcensus_curl_set_pointer(CURL *handle, CURLoption option, const void *value) {
  return easy_setopt(handle, option, value);
}

CURLcode flowcensus_curl_set_callback(CURL *handle, CURLoption option, flowcensus_curl_callback callback) {
  return easy_setopt(handle, option, callback);
}

CURLcode flowcensus_curl_get_long(CURL *handle, CURLINFO info, long *value) {
  return easy_getinfo(handle, info, value);
}

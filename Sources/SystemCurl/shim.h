#ifndef FLOWCENSUS_SYSTEM_CURL_H
#define FLOWCENSUS_SYSTEM_CURL_H

#include <curl/curl.h>

/* Swift cannot call curl's variadic setters: one typed door for each kind of argument. */

static inline CURLcode flowcensus_curl_set_long(CURL *handle, CURLoption option, long value) {
  return curl_easy_setopt(handle, option, value);
}

static inline CURLcode flowcensus_curl_set_size(CURL *handle, CURLoption option, curl_off_t value) {
  return curl_easy_setopt(handle, option, value);
}

static inline CURLcode flowcensus_curl_set_pointer(CURL *handle, CURLoption option, const void *value) {
  return curl_easy_setopt(handle, option, value);
}

typedef size_t (*flowcensus_curl_callback)(char *data, size_t size, size_t count, void *context);

static inline CURLcode flowcensus_curl_set_callback(CURL *handle, CURLoption option,
                                                    flowcensus_curl_callback callback) {
  return curl_easy_setopt(handle, option, callback);
}

static inline CURLcode flowcensus_curl_get_long(CURL *handle, CURLINFO info, long *value) {
  return curl_easy_getinfo(handle, info, value);
}

#endif

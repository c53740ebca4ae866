// The door to libcurl, which is loaded when the first exchange asks for it and not when a program starts: an
// agent that only watches would else keep some 5 MiB of it, and of the libraries behind it, resident.
#ifndef FLOWCENSUS_SYSTEM_CURL_H
#define FLOWCENSUS_SYSTEM_CURL_H

#include <curl/curl.h>

// Loads and initialises libcurl; NULL where that went well, else why not. To be called once, before all else,
// from one thread.
const char *flowcensus_curl_load(void);

// The functions of libcurl of the same names (curl(3)), for which `flowcensus_curl_load` must have gone well.
CURL *flowcensus_curl_begin(void);
void flowcensus_curl_end(CURL *handle);
CURLcode flowcensus_curl_perform(CURL *handle);
const char *flowcensus_curl_reason(CURLcode code);
struct curl_slist *flowcensus_curl_append(struct curl_slist *list, const char *text);
void flowcensus_curl_free(struct curl_slist *list);

// Swift cannot call curl's variadic setters: one typed door for each kind of argument.
CURLcode flowcensus_curl_set_long(CURL *handle, CURLoption option, long value);
CURLcode flowcensus_curl_set_size(CURL *handle, CURLoption option, curl_off_t value);
CURLcode flowcensus_curl_set_pointer(CURL *handle, CURLoption option, const void *value);
typedef size_t (*flowcensus_curl_callback)(char *data, size_t size, size_t count, void *context);
CURLcode flowcensus_curl_set_callback(CURL *handle, CURLoption option, flowcensus_curl_callback callback);
CURLcode flowcensus_curl_get_long(CURL *handle, CURLINFO info, long *value);

#endif

// The catalogue of models, as its file in protocol/ has it, in the program's constant data: as an array of a
// Swift source it takes half a minute to compile, and 400 KB of the heap where it is not optimised.
#ifndef CATALOGUE_TEXT_H
#define CATALOGUE_TEXT_H

#include <stddef.h>

// The first byte, and how many there are. They live as long as the program.
const unsigned char *catalogue_text(void);
size_t catalogue_text_length(void);

#endif

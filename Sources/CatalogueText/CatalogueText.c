#include "CatalogueText.h"

// C23 (ISO/IEC 9899:2024), section 6.10.4; the compiler takes it in earlier standards, too.
#pragma clang diagnostic ignored "-Wc23-extensions"

static const unsigned char text[] = {
#embed "../../protocol/catalogue/models.tsv"
};

const unsigned char *catalogue_text(void) { return text; }
size_t catalogue_text_length(void) { return sizeof text; }

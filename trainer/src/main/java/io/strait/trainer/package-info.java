/** Trains tokenizers and masked transformers. */
@NullMarked
package io.strait.trainer;

import org.jspecify.annotations.NullMarked;

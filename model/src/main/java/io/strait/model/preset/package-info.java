/** Sizes of the networks, by name. */
@NullMarked
package io.strait.model.preset;

import org.jspecify.annotations.NullMarked;

/** Stratified iterative decoding: which tokens of a grid are kept after each step. */
@NullMarked
package io.strait.model.decode;

import org.jspecify.annotations.NullMarked;

/** Randomness as a function of names, so that a result depends on its request and on nothing else. */
@NullMarked
package io.strait.model.random;

import org.jspecify.annotations.NullMarked;

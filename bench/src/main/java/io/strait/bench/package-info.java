/** Measurements of this machine. */
@NullMarked
package io.strait.bench;

import org.jspecify.annotations.NullMarked;

/** A mixed load for a long time: nothing may grow. */
@NullMarked
package io.strait.bench.soak;

import org.jspecify.annotations.NullMarked;

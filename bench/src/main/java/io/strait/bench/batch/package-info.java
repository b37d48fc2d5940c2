/** How fast a batch is taken in: {@code ./strait bench batch}. */
@NullMarked
package io.strait.bench.batch;

import org.jspecify.annotations.NullMarked;

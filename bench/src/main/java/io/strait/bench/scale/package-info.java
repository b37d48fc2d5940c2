/** Throughput over the number of workers, with an engine that only waits. */
@NullMarked
package io.strait.bench.scale;

import org.jspecify.annotations.NullMarked;

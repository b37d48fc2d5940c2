/** How fast networks train here. */
@NullMarked
package io.strait.bench.train;

import org.jspecify.annotations.NullMarked;

/** Lanes, continuous batching, previews and the acknowledgement protocol: everything the three workers share. */
@NullMarked
package io.strait.worker;

import org.jspecify.annotations.NullMarked;

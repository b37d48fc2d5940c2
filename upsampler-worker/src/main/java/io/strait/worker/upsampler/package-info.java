/** The upsampler stage's worker. */
@NullMarked
package io.strait.worker.upsampler;

import org.jspecify.annotations.NullMarked;

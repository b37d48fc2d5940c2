/** Tests. */
@NullMarked
package io.strait.worker.upsampler;

import org.jspecify.annotations.NullMarked;

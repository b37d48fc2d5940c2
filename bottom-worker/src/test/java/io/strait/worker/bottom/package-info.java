/** Tests. */
@NullMarked
package io.strait.worker.bottom;

import org.jspecify.annotations.NullMarked;

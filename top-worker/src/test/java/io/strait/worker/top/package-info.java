/** Tests. */
@NullMarked
package io.strait.worker.top;

import org.jspecify.annotations.NullMarked;

/** The top stage's worker. */
@NullMarked
package io.strait.worker.top;

import org.jspecify.annotations.NullMarked;

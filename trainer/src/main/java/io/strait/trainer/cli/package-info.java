/** The commands of {@code strait train}. */
@NullMarked
package io.strait.trainer.cli;

import org.jspecify.annotations.NullMarked;

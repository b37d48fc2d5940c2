/** Training loops, checkpoints and what they report. */
@NullMarked
package io.strait.trainer.training;

import org.jspecify.annotations.NullMarked;

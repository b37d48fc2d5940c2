@NullMarked
package io.strait.trainer.evaluation;

import org.jspecify.annotations.NullMarked;

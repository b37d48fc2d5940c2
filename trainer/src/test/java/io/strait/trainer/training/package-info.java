@NullMarked
package io.strait.trainer.training;

import org.jspecify.annotations.NullMarked;

@NullMarked
package io.strait.trainer.experiment;

import org.jspecify.annotations.NullMarked;

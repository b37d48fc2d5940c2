@NullMarked
package io.strait.trainer.torch;

import org.jspecify.annotations.NullMarked;

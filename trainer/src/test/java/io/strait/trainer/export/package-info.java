@NullMarked
package io.strait.trainer.export;

import org.jspecify.annotations.NullMarked;

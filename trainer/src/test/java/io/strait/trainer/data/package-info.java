@NullMarked
package io.strait.trainer.data;

import org.jspecify.annotations.NullMarked;

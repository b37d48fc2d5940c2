/** Images in class folders, packed once to raw bytes; tokens of them. */
@NullMarked
package io.strait.trainer.data;

import org.jspecify.annotations.NullMarked;

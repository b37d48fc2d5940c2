@NullMarked
package io.strait.trainer.cli;

import org.jspecify.annotations.NullMarked;

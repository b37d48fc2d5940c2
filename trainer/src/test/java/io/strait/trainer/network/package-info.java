@NullMarked
package io.strait.trainer.network;

import org.jspecify.annotations.NullMarked;

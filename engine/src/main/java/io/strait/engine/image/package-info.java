/** Images in and out. */
@NullMarked
package io.strait.engine.image;

import org.jspecify.annotations.NullMarked;

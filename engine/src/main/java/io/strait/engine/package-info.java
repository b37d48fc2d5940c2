/** The one seam to native inference: loads a bundle and runs its graphs. Nothing native leaves this package. */
@NullMarked
package io.strait.engine;

import org.jspecify.annotations.NullMarked;

/** Where finished images are kept. */
@NullMarked
package io.strait.schemas.artifact;

import org.jspecify.annotations.NullMarked;

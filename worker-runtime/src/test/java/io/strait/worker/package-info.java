/** Tests, and a fake engine for them. */
@NullMarked
package io.strait.worker;

import org.jspecify.annotations.NullMarked;

/** The page in a real browser. */
@NullMarked
package io.strait.standalone.page;

import org.jspecify.annotations.NullMarked;

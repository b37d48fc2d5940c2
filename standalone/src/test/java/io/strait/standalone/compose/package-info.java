/** The processes that the containers run, as processes of their own. */
@NullMarked
package io.strait.standalone.compose;

import org.jspecify.annotations.NullMarked;

/** Tests of the whole gateway against a real broker. */
@NullMarked
package io.strait.gateway;

import org.jspecify.annotations.NullMarked;

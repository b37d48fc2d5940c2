/** Avro records as bytes and back. */
@NullMarked
package io.strait.schemas.codec;

import org.jspecify.annotations.NullMarked;

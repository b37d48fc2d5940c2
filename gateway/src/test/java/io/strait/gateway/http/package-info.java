/** Tests. */
@NullMarked
package io.strait.gateway.http;

import org.jspecify.annotations.NullMarked;

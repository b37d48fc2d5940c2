/** Tests. */
@NullMarked
package io.strait.gateway.request;

import org.jspecify.annotations.NullMarked;

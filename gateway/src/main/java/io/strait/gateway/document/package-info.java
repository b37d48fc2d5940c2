/** The OpenAPI and AsyncAPI documents. */
@NullMarked
package io.strait.gateway.document;

import org.jspecify.annotations.NullMarked;

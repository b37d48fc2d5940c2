/** One request sent twice, at any gateways, is one request. */
@NullMarked
package io.strait.gateway.idempotency;

import org.jspecify.annotations.NullMarked;

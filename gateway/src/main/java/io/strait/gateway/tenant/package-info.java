/** Who asks: tenants and what they may do. */
@NullMarked
package io.strait.gateway.tenant;

import org.jspecify.annotations.NullMarked;

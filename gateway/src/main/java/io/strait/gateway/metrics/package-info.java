/** What a gateway counts and times. */
@NullMarked
package io.strait.gateway.metrics;

import org.jspecify.annotations.NullMarked;

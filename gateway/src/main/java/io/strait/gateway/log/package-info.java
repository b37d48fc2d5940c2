/** How records are written to Kafka: producers' settings, and sending without blocking the caller. */
@NullMarked
package io.strait.gateway.log;

import org.jspecify.annotations.NullMarked;

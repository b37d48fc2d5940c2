/** HTTP, server-sent events and WebSocket in front of Kafka. */
@NullMarked
package io.strait.gateway;

import org.jspecify.annotations.NullMarked;

/** {@code ./strait bench gateway}: what the gateway does under load, beside bare Kafka and a bare server. */
@NullMarked
package io.strait.bench.gateway;

import org.jspecify.annotations.NullMarked;

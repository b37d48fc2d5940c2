/** A Kafka broker in this process. */
@NullMarked
package io.strait.kafka;

import org.jspecify.annotations.NullMarked;

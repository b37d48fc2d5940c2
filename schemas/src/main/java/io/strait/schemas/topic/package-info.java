/** Which Kafka topics and groups there are, and how they are configured. */
@NullMarked
package io.strait.schemas.topic;

import org.jspecify.annotations.NullMarked;

/** The log of jobs in Kafka: writing to it, following it, replaying it. */
@NullMarked
package io.strait.gateway.job;

import org.jspecify.annotations.NullMarked;

/** Tests. */
@NullMarked
package io.strait.gateway.job;

import org.jspecify.annotations.NullMarked;

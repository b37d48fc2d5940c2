/** The end of jobs that nobody waits for any more. */
@NullMarked
package io.strait.gateway.expiry;

import org.jspecify.annotations.NullMarked;

/** Names of jobs, and the one fold over a job's lifecycle. */
@NullMarked
package io.strait.schemas.job;

import org.jspecify.annotations.NullMarked;

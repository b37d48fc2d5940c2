/** Artifacts in an S3-compatible store. */
@NullMarked
package io.strait.artifacts.s3;

import org.jspecify.annotations.NullMarked;

/** The OpenAI Batch API: many requests in a file, their answers in another. */
@NullMarked
package io.strait.gateway.openai.batch;

import org.jspecify.annotations.NullMarked;

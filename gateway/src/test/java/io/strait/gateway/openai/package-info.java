@NullMarked
package io.strait.gateway.openai;

import org.jspecify.annotations.NullMarked;

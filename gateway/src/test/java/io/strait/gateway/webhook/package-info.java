@NullMarked
package io.strait.gateway.webhook;

import org.jspecify.annotations.NullMarked;

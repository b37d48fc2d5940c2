/** Many generations over one WebSocket. */
@NullMarked
package io.strait.gateway.socket;

import org.jspecify.annotations.NullMarked;

/** Who may ask: keys, tokens, tickets, TLS, origins, and the log of their use. */
@NullMarked
package io.strait.gateway.security;

import org.jspecify.annotations.NullMarked;

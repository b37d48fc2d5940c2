/** What the gateway bench runs in processes of their own: the broker, gateways, and the bare server they are compared with. */
@NullMarked
package io.strait.bench.gateway.process;

import org.jspecify.annotations.NullMarked;

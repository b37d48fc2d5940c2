/** What benches run in processes of their own: a broker, gateways, and the bare server that they are compared with. */
@NullMarked
package io.strait.bench.process;

import org.jspecify.annotations.NullMarked;

/** The networks, written once against {@link io.strait.trainer.network.Ops} and run by several interpreters. */
@NullMarked
package io.strait.trainer.network;

import org.jspecify.annotations.NullMarked;

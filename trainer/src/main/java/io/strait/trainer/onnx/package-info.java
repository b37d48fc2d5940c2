/** Networks as ONNX graphs: a thin builder, an interpreter of the networks, the graphs of a bundle. */
@NullMarked
package io.strait.trainer.onnx;

import org.jspecify.annotations.NullMarked;

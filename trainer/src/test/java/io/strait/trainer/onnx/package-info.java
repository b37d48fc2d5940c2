@NullMarked
package io.strait.trainer.onnx;

import org.jspecify.annotations.NullMarked;

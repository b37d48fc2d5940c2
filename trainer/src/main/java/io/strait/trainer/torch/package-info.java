/** libtorch: tensors, parameters, the optimizer. Nothing native leaves a step's pointer scope except the store. */
@NullMarked
package io.strait.trainer.torch;

import org.jspecify.annotations.NullMarked;

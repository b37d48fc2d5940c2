@NullMarked
package io.strait.trainer.report;

import org.jspecify.annotations.NullMarked;

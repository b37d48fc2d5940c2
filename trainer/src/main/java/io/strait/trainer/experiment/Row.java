package io.strait.trainer.experiment;

import io.strait.trainer.evaluation.Drawing;

/**
 * One row of a table.
 *
 * @param label what it is
 * @param paper the paper's figure by which rows are ordered, the smaller the better; NaN if it has none
 * @param arm what is trained
 * @param drawing how samples are drawn
 */
record Row(String label, double paper, Arm arm, Drawing drawing) {}

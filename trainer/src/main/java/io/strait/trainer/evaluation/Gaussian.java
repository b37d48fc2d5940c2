package io.strait.trainer.evaluation;

import org.hipparchus.linear.DiagonalMatrix;
import org.hipparchus.linear.EigenDecompositionSymmetric;
import org.hipparchus.linear.MatrixUtils;
import org.hipparchus.linear.RealMatrix;
import org.hipparchus.linear.RealVector;

/** Mean and covariance of a cloud of points. */
final class Gaussian {
    private final RealVector mean;
    private final RealMatrix covariance;

    Gaussian(double[] mean, double[][] covariance) {
        this.mean = MatrixUtils.createRealVector(mean);
        this.covariance = MatrixUtils.createRealMatrix(covariance);
    }

    /** Of points that all count alike; at least two. */
    static Gaussian of(float[][] points) {
        double[] weights = new double[points.length];
        java.util.Arrays.fill(weights, 1);
        return of(points, weights);
    }

    /**
     * Of weighted points: unbiased for reliability weights.
     *
     * @param points each of the same width, at least two
     * @param weights how much each counts, above 0
     */
    static Gaussian of(float[][] points, double[] weights) {
        int width = points[0].length;
        double all = 0;
        for (double w : weights) {
            all += w;
        }
        double[] mean = new double[width];
        double squares = 0;
        for (int i = 0; i < points.length; i++) {
            double share = weights[i] / all;
            squares += share * share;
            for (int k = 0; k < width; k++) {
                mean[k] += share * points[i][k];
            }
        }
        double[][] scaled = new double[points.length][width];
        for (int i = 0; i < points.length; i++) {
            double scale = Math.sqrt(weights[i] / all / (1 - squares));
            for (int k = 0; k < width; k++) {
                scaled[i][k] = scale * (points[i][k] - mean[k]);
            }
        }
        RealMatrix x = MatrixUtils.createRealMatrix(scaled);
        return new Gaussian(mean, x.transposeMultiply(x).getData());
    }

    /**
     * Squared Fréchet distance: |m₁ - m₂|² + tr(C₁ + C₂ - 2 (C₁ C₂)^½). The root's trace is that of the symmetric
     * (C₁^½ C₂ C₁^½)^½, exact by eigenvalues. Source: Heusel et al., GANs Trained by a Two Time-Scale Update Rule (2017).
     */
    double frechetDistance(Gaussian other) {
        RealVector apart = mean.subtract(other.mean);
        RealMatrix root = squareRoot(covariance);
        RealMatrix inner = root.multiply(other.covariance).multiply(root);
        double shared = 0;
        for (double value : eigen(inner).getEigenvalues()) {
            shared += Math.sqrt(Math.max(0, value));
        }
        return apart.dotProduct(apart) + covariance.getTrace() + other.covariance.getTrace() - 2 * shared;
    }

    /** Rounding makes a zero eigenvalue slightly negative. */
    private static RealMatrix squareRoot(RealMatrix symmetric) {
        EigenDecompositionSymmetric eigen = eigen(symmetric);
        double[] roots = eigen.getEigenvalues();
        for (int i = 0; i < roots.length; i++) {
            roots[i] = Math.sqrt(Math.max(0, roots[i]));
        }
        return eigen.getV().multiply(new DiagonalMatrix(roots)).multiplyTransposed(eigen.getV());
    }

    /** Rounding makes a product of symmetric matrices slightly skew. */
    private static EigenDecompositionSymmetric eigen(RealMatrix m) {
        return new EigenDecompositionSymmetric(m.add(m.transpose()).scalarMultiply(0.5));
    }
}

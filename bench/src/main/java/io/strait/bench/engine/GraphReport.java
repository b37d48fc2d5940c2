package io.strait.bench.engine;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What was measured of one graph. Members are the JSON's.
 *
 * @param millisByJobs time of a pass by the jobs in it, tenth percentile
 * @param givenMillis what the first step of a job takes longer than the others: the part that follows from finished grids alone
 * @param multiplyAdds of a step of one job after the first, products and convolutions
 * @param int8Share of the multiply-adds, those in int8
 * @param gigaflops 10⁹ operations a second in the best of the batches
 * @param shareOfProductRate time that the multiply-adds would take at the measured rates of float32 and int8 products, of the time of
 *     the pass
 * @param samplingShare of a pass: guidance, softmax and choice of ids; null for graphs that are no decoding steps
 * @param operatorMillis of a pass of one job, by operator, if asked for
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record GraphReport(
        Map<Integer, Double> millisByJobs,
        double givenMillis,
        long multiplyAdds,
        double int8Share,
        double gigaflops,
        double shareOfProductRate,
        @Nullable Double samplingShare,
        @Nullable Map<String, Double> operatorMillis) {}

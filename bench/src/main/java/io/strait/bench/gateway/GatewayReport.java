package io.strait.bench.gateway;

import java.util.List;
import java.util.Map;

/**
 * Everything that was measured. Members are the JSON's.
 *
 * @param worker what stood in for the workers
 * @param loadGenerator where it ran
 * @param scenarios by name, what came of each
 * @param missed goals that were not reached, in words
 */
record GatewayReport(
        List<String> missed,
        String worker,
        String loadGenerator,
        List<String> loadOptions,
        List<String> gatewayOptions,
        List<String> brokerOptions,
        Map<String, Object> scenarios,
        Host host) {
    /**
     * Where it was measured.
     *
     * @param loadAverage of the last minute, before the measurement
     * @param openFiles that a process may have
     */
    record Host(String cpu, int processors, String system, String java, double loadAverage, long openFiles) {}
}

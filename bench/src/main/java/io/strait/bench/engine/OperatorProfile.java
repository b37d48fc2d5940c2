package io.strait.bench.engine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * What ONNX Runtime says of the operators of a graph's last pass: time, and multiply-adds from the shapes it saw.
 *
 * @param millis by operator, longest first
 * @param multiplyAdds of all products and convolutions
 * @param int8MultiplyAdds of those in int8 among them
 * @param samplingShare of the operators' time, those after the last product with weights: guidance, softmax, inverse CDF
 */
record OperatorProfile(Map<String, Double> millis, long multiplyAdds, long int8MultiplyAdds, double samplingShare) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** One execution of a node. */
    private record Kernel(String operator, double millis, long multiplyAdds) {}

    /**
     * Reads the profile of a graph whose last pass is the one of interest.
     *
     * @param folder of the profiles
     * @param graph name of the graph
     */
    static OperatorProfile read(Path folder, String graph) {
        try (Stream<Path> files = Files.list(folder)) {
            // top-step is the beginning of no other graph's name, but decoder is
            Path file = files.filter(path -> path.getFileName().toString().matches(graph + "_\\d.*"))
                    .findFirst()
                    .orElseThrow(() -> new IllegalStateException("profile: expected one of " + graph + ", got none"));
            return of(lastPass(JSON.readTree(file.toFile())));
        } catch (IOException e) {
            throw new UncheckedIOException("profile of " + graph + ": cannot be read", e);
        }
    }

    private static List<Kernel> lastPass(JsonNode events) {
        List<JsonNode> ordered = new ArrayList<>();
        events.forEach(ordered::add);
        ordered.sort(Comparator.comparingLong(event -> event.path("ts").asLong()));
        long begin = ordered.stream()
                .filter(event -> event.path("name").asText().equals("model_run"))
                .mapToLong(event -> event.path("ts").asLong())
                .max()
                .orElse(0);
        List<Kernel> kernels = new ArrayList<>();
        for (JsonNode event : ordered) {
            if (event.path("ts").asLong() >= begin
                    && event.path("name").asText().endsWith("_kernel_time")) {
                kernels.add(new Kernel(
                        event.path("args").path("op_name").asText(),
                        event.path("dur").asLong() / 1000.0,
                        MultiplyAdds.of(event.path("args"))));
            }
        }
        return kernels;
    }

    private static OperatorProfile of(List<Kernel> kernels) {
        Map<String, Double> byOperator = new TreeMap<>();
        long multiplyAdds = 0;
        long int8 = 0;
        double all = 0;
        double sampling = 0;
        for (Kernel kernel : kernels) {
            byOperator.merge(kernel.operator, kernel.millis, Double::sum);
            multiplyAdds += kernel.multiplyAdds;
            int8 += kernel.operator.startsWith("MatMulInteger") ? kernel.multiplyAdds : 0;
            all += kernel.millis;
            sampling = kernel.multiplyAdds > 0 ? 0 : sampling + kernel.millis;
        }
        Map<String, Double> longestFirst = new LinkedHashMap<>();
        byOperator.entrySet().stream()
                .sorted(Map.Entry.<String, Double>comparingByValue().reversed())
                .forEach(entry -> longestFirst.put(entry.getKey(), Rounded.to(entry.getValue(), 3)));
        return new OperatorProfile(longestFirst, multiplyAdds, int8, all == 0 ? 0 : Rounded.to(sampling / all, 4));
    }
}

package io.strait.engine;

import java.util.Arrays;
import java.util.stream.Collectors;

/** Which stack runs the graphs. */
public enum EngineChoice {
    /** Looks once at what the machine has, and logs what it chose and why. */
    AUTO("auto"),
    /** ONNX Runtime on the CPU. */
    ORT_CPU("ort-cpu"),
    /** ONNX Runtime with the TensorRT provider; ONNX Runtime's GPU build in place of its CPU build. */
    ORT_TENSORRT("ort-tensorrt"),
    /** DJL's TensorRT engine, TensorRT 8.4. */
    DJL_TENSORRT("djl-tensorrt");

    private final String wireName;

    EngineChoice(String wireName) {
        this.wireName = wireName;
    }

    /** Name in settings. */
    public String wireName() {
        return wireName;
    }

    /**
     * The choice of a name.
     *
     * @throws IllegalArgumentException if there is none
     */
    public static EngineChoice parse(String name) {
        return Arrays.stream(values())
                .filter(choice -> choice.wireName.equals(name))
                .findFirst()
                .orElseThrow(() -> {
                    String names =
                            Arrays.stream(values()).map(EngineChoice::wireName).collect(Collectors.joining(", "));
                    return new IllegalArgumentException("engine: expected one of " + names + ", got " + name);
                });
    }
}

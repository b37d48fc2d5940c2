package io.strait.engine.probe;

import io.strait.engine.EngineChoice;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Finds what this machine can run: the driver first, then the libraries of each choice. Loads nothing. */
public final class EngineProbe {
    private static final String DRIVER = "libcuda.so.1";
    private static final String ORT_CPU_LIBRARY = "libonnxruntime.so";
    private static final List<String> ORT_TENSORRT = List.of(
            DRIVER,
            "libcudart.so.12",
            "libcublas.so.12",
            "libcublasLt.so.12",
            "libcudnn.so.9",
            "libnvinfer.so.10",
            "libnvinfer_plugin.so.10",
            "libnvonnxparser.so.10");
    private static final List<String> ORT_PROVIDERS =
            List.of("libonnxruntime_providers_shared.so", "libonnxruntime_providers_tensorrt.so");
    private static final List<String> DJL_TENSORRT =
            List.of(DRIVER, "libnvinfer.so.8", "libnvinfer_plugin.so.8", "libnvonnxparser.so.8", "libnvparsers.so.8");

    private final NativeLibraries libraries;

    private EngineProbe(NativeLibraries libraries) {
        this.libraries = libraries;
    }

    /** A probe of this machine. */
    public static EngineProbe ofThisMachine() {
        return new EngineProbe(NativeLibraries.ofThisMachine());
    }

    /** A probe that looks for shared libraries in these directories only. */
    public static EngineProbe searching(List<Path> directories) {
        return new EngineProbe(new NativeLibraries(directories));
    }

    /** A report on every choice, {@link EngineChoice#AUTO} first. */
    public List<ChoiceReport> reports() {
        ChoiceReport auto = best();
        return List.of(
                new ChoiceReport(
                        EngineChoice.AUTO,
                        auto.available(),
                        List.of(),
                        "takes " + auto.choice().wireName() + ": " + auto.detail()),
                report(EngineChoice.ORT_CPU),
                report(EngineChoice.ORT_TENSORRT),
                report(EngineChoice.DJL_TENSORRT));
    }

    /**
     * What {@link EngineChoice#AUTO} takes: TensorRT where all of it is present, else the CPU. The older DJL TensorRT is never
     * taken unasked.
     */
    public ChoiceReport best() {
        ChoiceReport tensorRt = report(EngineChoice.ORT_TENSORRT);
        if (tensorRt.available()) {
            return tensorRt;
        }
        ChoiceReport cpu = report(EngineChoice.ORT_CPU);
        String why = tensorRt.missing().contains(DRIVER)
                ? "no CUDA driver (" + DRIVER + ")"
                : "ort-tensorrt misses " + String.join(", ", tensorRt.missing());
        return new ChoiceReport(cpu.choice(), cpu.available(), cpu.missing(), cpu.available() ? why : cpu.detail());
    }

    /** A report on one choice. */
    public ChoiceReport report(EngineChoice choice) {
        return switch (choice) {
            case AUTO -> reports().get(0);
            case ORT_CPU -> report(choice, bundled(ORT_CPU_LIBRARY) ? List.of() : List.of(ORT_CPU_LIBRARY));
            case ORT_TENSORRT -> report(choice, missingForOrtTensorRt());
            case DJL_TENSORRT -> report(choice, libraries.missing(DJL_TENSORRT));
        };
    }

    private static ChoiceReport report(EngineChoice choice, List<String> missing) {
        String detail = missing.isEmpty() ? "everything it needs is here" : "missing " + String.join(", ", missing);
        return new ChoiceReport(choice, missing.isEmpty(), missing, detail);
    }

    private List<String> missingForOrtTensorRt() {
        List<String> missing = new ArrayList<>(libraries.missing(ORT_TENSORRT));
        ORT_PROVIDERS.stream().filter(name -> !bundled(name)).forEach(missing::add);
        return missing;
    }

    /** Whether ONNX Runtime's own jar, or the directory it is told to use instead, has a library. */
    private static boolean bundled(String name) {
        String directory = System.getProperty("onnxruntime.native.path");
        if (directory != null && Files.exists(Path.of(directory, name))) {
            return true;
        }
        String platform = CpuFeatures.architecture().equals("aarch64") ? "linux-aarch64" : "linux-x64";
        return ClassLoader.getSystemResource("ai/onnxruntime/native/" + platform + "/" + name) != null;
    }
}

package io.strait.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.strait.engine.probe.EngineProbe;
import io.strait.model.bundle.GraphName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class EngineSelectorTest {
    private final EngineSelector bare = new EngineSelector(EngineProbe.searching(List.of()));

    @TempDir
    private Path libraries;

    @Test
    void autoTakesTheCpuAndSaysWhy() throws IOException {
        EngineSelector.Selection selection = bare.select(options(EngineChoice.AUTO));
        assertThat(selection.info().choice()).isEqualTo(EngineChoice.ORT_CPU);
        assertThat(selection.info().why()).isEqualTo("no CUDA driver (libcuda.so.1)");
        Files.createFile(libraries.resolve("libcuda.so.1"));
        EngineSelector driverOnly = new EngineSelector(EngineProbe.searching(List.of(libraries)));
        assertThat(driverOnly.select(options(EngineChoice.AUTO)).info().why())
                .startsWith("ort-tensorrt misses libcudart.so.12");
    }

    @Test
    void namesEachMissingLibrary() {
        EngineUnavailableException ort = catchThrowableOfType(
                EngineUnavailableException.class, () -> bare.select(options(EngineChoice.ORT_TENSORRT)));
        assertThat(ort).hasMessageStartingWith("engine ort-tensorrt: missing libcuda.so.1, ");
        assertThat(ort.missing())
                .contains(
                        "libcuda.so.1",
                        "libcudart.so.12",
                        "libcudnn.so.9",
                        "libnvinfer.so.10",
                        "libonnxruntime_providers_tensorrt.so");
        EngineUnavailableException djl = catchThrowableOfType(
                EngineUnavailableException.class, () -> bare.select(options(EngineChoice.DJL_TENSORRT)));
        assertThat(djl.missing()).contains("libcuda.so.1", "libnvinfer.so.8");
    }

    @Test
    void keepsTheFirstCauseOfAFailureToLoad() {
        if (EngineProbe.ofThisMachine().report(EngineChoice.DJL_TENSORRT).available()) {
            assertThat(DjlEngines.tensorRt().getEngineName()).isEqualTo("TensorRT");
            return;
        }
        EngineUnavailableException first = catchThrowableOfType(EngineUnavailableException.class, DjlEngines::tensorRt);
        EngineUnavailableException second =
                catchThrowableOfType(EngineUnavailableException.class, DjlEngines::tensorRt);
        assertThat(first.missing()).isNotEmpty().allMatch(name -> name.matches("lib.*\\.so[.0-9]*"));
        assertThat(second.missing()).isEqualTo(first.missing());
        assertThat(second.getCause()).isNotNull().isSameAs(first.getCause());
    }

    @Test
    void parsesNames() {
        for (EngineChoice choice : EngineChoice.values()) {
            assertThat(EngineChoice.parse(choice.wireName())).isEqualTo(choice);
        }
        assertThatIllegalArgumentException()
                .isThrownBy(() -> EngineChoice.parse("gpu"))
                .withMessage("engine: expected one of auto, ort-cpu, ort-tensorrt, djl-tensorrt, got gpu");
    }

    private static EngineOptions options(EngineChoice choice) {
        return new EngineOptions(choice, 1, Set.of(GraphName.DECODER));
    }
}

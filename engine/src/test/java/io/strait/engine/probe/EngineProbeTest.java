package io.strait.engine.probe;

import static org.assertj.core.api.Assertions.assertThat;

import io.strait.engine.EngineChoice;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class EngineProbeTest {
    @TempDir
    private Path libraries;

    @Test
    void reportsEveryChoice() {
        List<ChoiceReport> reports = EngineProbe.searching(List.of()).reports();
        assertThat(reports).extracting(ChoiceReport::choice).containsExactly(EngineChoice.values());
        assertThat(reports).extracting(ChoiceReport::available).containsExactly(true, true, false, false);
        assertThat(reports.get(0).detail()).isEqualTo("takes ort-cpu: no CUDA driver (libcuda.so.1)");
        assertThat(reports.get(3).detail())
                .isEqualTo("missing libcuda.so.1, libnvinfer.so.8, libnvinfer_plugin.so.8, libnvonnxparser.so.8,"
                        + " libnvparsers.so.8");
    }

    @Test
    void countsWhatIsThere() throws IOException {
        for (String name : List.of(
                "libcuda.so.1",
                "libnvinfer.so.8",
                "libnvinfer_plugin.so.8",
                "libnvonnxparser.so.8",
                "libnvparsers.so.8")) {
            Files.createFile(libraries.resolve(name));
        }
        EngineProbe probe = EngineProbe.searching(List.of(libraries));
        assertThat(probe.report(EngineChoice.DJL_TENSORRT).available()).isTrue();
        assertThat(probe.report(EngineChoice.ORT_TENSORRT).missing()).doesNotContain("libcuda.so.1");
    }

    @Test
    void readsTheLoadersConfiguration() throws IOException {
        Files.writeString(libraries.resolve("cuda.conf"), "# comment\n/opt/cuda/lib64\n\n  /opt/other \n");
        Files.writeString(libraries.resolve("notes.txt"), "/opt/ignored\n");
        assertThat(NativeLibraries.configured(libraries))
                .containsExactly(Path.of("/opt/cuda/lib64"), Path.of("/opt/other"));
        assertThat(NativeLibraries.configured(libraries.resolve("none"))).isEmpty();
    }

    @Test
    void describesTheCpuByItsDecidingFlags() {
        String cpuInfo = "processor\t: 0\nflags\t\t: fpu sse avx2 fma avx512f foo\n\nprocessor\t: 1\n";
        assertThat(CpuFeatures.describe("amd64", cpuInfo)).isEqualTo("amd64+fma+avx2+avx512f");
        assertThat(CpuFeatures.describe("riscv64", "")).isEqualTo("riscv64");
    }
}

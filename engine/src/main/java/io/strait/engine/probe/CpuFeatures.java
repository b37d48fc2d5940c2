package io.strait.engine.probe;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Vector extensions of this CPU that decide which kernels run, and so the last bits of a result. */
public final class CpuFeatures {
    private static final Path CPU_INFO = Path.of("/proc/cpuinfo");
    /** Flags by which ONNX Runtime's matrix kernels are picked, as Linux spells them. */
    private static final List<String> DECIDING = List.of(
            "fma", "avx2", "avx_vnni", "avx512f", "avx512_vnni", "avx512_bf16", "amx_tile", "asimddp", "bf16", "sve");

    private CpuFeatures() {}

    /** Architecture and extensions, e.g. {@code amd64+fma+avx2}; the architecture alone where Linux does not tell. */
    public static String describe() {
        try {
            return describe(architecture(), Files.readString(CPU_INFO));
        } catch (IOException e) {
            return architecture();
        }
    }

    static String architecture() {
        return System.getProperty("os.arch", "unknown");
    }

    static String describe(String architecture, String cpuInfo) {
        Set<String> flags = cpuInfo.lines()
                .filter(line -> line.startsWith("flags") || line.startsWith("Features"))
                .findFirst()
                .map(line -> new HashSet<>(Arrays.asList(line.split("\\s+"))))
                .orElseGet(HashSet::new);
        return DECIDING.stream()
                .filter(flags::contains)
                .map(flag -> "+" + flag)
                .collect(Collectors.joining("", architecture, ""));
    }
}

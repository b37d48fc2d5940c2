package io.strait.standalone.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

final class FreeMemoryTest {
    @Test
    void readsWhatLinuxReckonsAvailable() {
        List<String> lines = List.of("MemTotal:       24000000 kB", "MemFree:  100 kB", "MemAvailable:   2048 kB");
        assertThat(FreeMemory.parse(lines)).contains(2048L * 1024);
    }

    @Test
    void saysNothingWhereTheSystemDoesNot() {
        assertThat(FreeMemory.parse(List.of("MemTotal: 1 kB"))).isEmpty();
    }
}

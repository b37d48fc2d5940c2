package io.strait.trainer.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SplitTest {
    @Test
    void holdsOutAboutOneInTwenty() {
        long held = IntStream.range(0, 20_000)
                .mapToObj(i -> Integer.toHexString(0x1f300 + i))
                .filter(Split::isValidation)
                .count();
        assertThat(held / 20_000.0).isCloseTo(0.05, within(0.005));
    }

    @Test
    void neverDependsOnTheLabel() {
        List<PackedImages.Item> items = IntStream.range(0, 400)
                .mapToObj(i -> new PackedImages.Item(i % 4, Integer.toHexString(i / 4), "p" + i))
                .toList();
        for (PackedImages.Item a : items) {
            for (PackedImages.Item b : items) {
                if (a.stem().equals(b.stem())) {
                    assertThat(Split.isValidation(a.stem())).isEqualTo(Split.isValidation(b.stem()));
                }
            }
        }
        assertThat(items.stream().filter(i -> Split.isValidation(i.stem())).count())
                .isPositive()
                .isLessThan(100);
    }
}

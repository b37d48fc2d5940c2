package io.strait.trainer.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HalfFloatsTest {
    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "-0.0, 8000",
        "1, 3c00",
        "-2, c000",
        "65504, 7bff",
        "65519, 7bff",
        // halfway cases go to even: between 1 and 1 + 2^-10, and the next pair
        "1.00048828125, 3c00",
        "1.00146484375, 3c02",
        // smallest normal, largest and smallest subnormal, and half of that
        "6.103515625E-5, 400",
        "6.097555160522461E-5, 3ff",
        "5.960464477539063E-8, 1",
        "2.9802322387695312E-8, 0"
    })
    void roundsAsTheStandardSays(float value, String bits) {
        assertThat(HalfFloats.fromFloat(value) & 0xffff).isEqualTo(Integer.parseInt(bits, 16));
    }

    @Test
    void everyFiniteHalfSurvives() {
        for (int bits = 0; bits < 0x10000; bits++) {
            if ((bits & 0x7c00) != 0x7c00) {
                assertThat(HalfFloats.fromFloat(HalfFloats.toFloat((short) bits)))
                        .isEqualTo((short) bits);
            }
        }
    }

    @Test
    void manyAtATimeAreTheSameAsOneByOne() {
        float[] values = new float[100_000];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) Math.sin(i);
        }
        float[] rounded = HalfFloats.rounded(values);
        byte[] bytes = HalfFloats.littleEndian(values);
        for (int i = 0; i < values.length; i += 1_111) {
            short half = HalfFloats.fromFloat(values[i]);
            assertThat(rounded[i]).isEqualTo(HalfFloats.toFloat(half));
            assertThat((short) ((bytes[2 * i] & 0xff) | (bytes[2 * i + 1] << 8)))
                    .isEqualTo(half);
        }
        assertThat(HalfFloats.exact(values)).isFalse();
        assertThat(HalfFloats.exact(rounded)).isTrue();
    }

    @Test
    void refusesWhatDoesNotFit() {
        assertThatThrownBy(() -> HalfFloats.fromFloat(65520)).hasMessageContaining("got 65520");
        assertThatThrownBy(() -> HalfFloats.fromFloat(Float.NaN)).hasMessageContaining("got NaN");
    }
}

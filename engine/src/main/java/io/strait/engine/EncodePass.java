package io.strait.engine;

import io.strait.engine.image.RgbImage;
import java.util.List;

/** The tokens of an image, one image a run. */
final class EncodePass implements Pass<RgbImage, EncodedTokens> {
    @Override
    public int tokens(RgbImage image) {
        return image.width() * image.height() / 64;
    }

    @Override
    public void write(List<RgbImage> images, PassInputs inputs) {
        images.forEach(image ->
                inputs.bytes("image", 1, image.height(), image.width(), 3).put(image.rgb()));
    }

    @Override
    public List<EncodedTokens> read(List<RgbImage> images, PassOutputs outputs) {
        RgbImage image = images.get(0);
        return List.of(new EncodedTokens(
                outputs.ints("topIds", 1, image.height() / 16, image.width() / 16)[0],
                outputs.ints("bottomIds", 1, image.height() / 8, image.width() / 8)[0]));
    }
}

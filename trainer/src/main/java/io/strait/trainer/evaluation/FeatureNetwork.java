package io.strait.trainer.evaluation;

import io.strait.trainer.torch.ScriptNetwork;
import io.strait.trainer.torch.Tensors;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;

/**
 * A given network as a measure of likeness: pictures (B, 3, side, side) to features (B, D); further axes are averaged
 * over.
 *
 * @param network the network
 * @param side side of the pictures it is given
 */
record FeatureNetwork(ScriptNetwork network, int side) {
    /** Features of pictures, whose side is a multiple of the network's. */
    @SuppressWarnings("try")
    float[][] features(List<Picture> pictures) throws IOException {
        int size = 3 * side * side;
        float[] planes = new float[pictures.size() * size];
        for (int i = 0; i < pictures.size(); i++) {
            Picture picture = pictures.get(i);
            Picture fitting = picture.side() == side ? picture : picture.shrunk(picture.side() / side);
            System.arraycopy(fitting.planes(), 0, planes, i * size, size);
        }
        try (PointerScope scope = new PointerScope();
                NoGradGuard guard = new NoGradGuard()) {
            Tensor y = network.forward(Tensors.of(planes, pictures.size(), 3, side, side));
            Tensor flat = y.dim() == 2 ? y : y.flatten(2, -1).mean(2);
            int width = (int) flat.size(1);
            float[] all = Tensors.floats(flat);
            float[][] out = new float[pictures.size()][];
            for (int i = 0; i < out.length; i++) {
                out[i] = Arrays.copyOfRange(all, i * width, (i + 1) * width);
            }
            return out;
        }
    }
}

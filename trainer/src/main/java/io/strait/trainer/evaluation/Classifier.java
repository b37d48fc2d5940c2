package io.strait.trainer.evaluation;

import io.strait.trainer.torch.ParameterStore;
import io.strait.trainer.torch.Tensors;
import io.strait.trainer.torch.TorchOps;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/** A classifier of style and subject, and its features. Computes in float32. */
final class Classifier {
    private static final int BATCH = 64;

    private final ParameterStore store;
    private final LabelParts parts;
    private final int side;

    Classifier(ParameterStore store, LabelParts parts, int side) {
        this.store = store;
        this.parts = parts;
        this.side = side;
    }

    /** Side of the pictures it takes. */
    int side() {
        return side;
    }

    /** Number of its parameters. */
    long parameters() {
        return store.size();
    }

    /** The network, in the caller's pointer scope. */
    static ClassifierNetwork<Tensor> bind(ParameterStore store, int side, boolean averaged, boolean bfloat16) {
        int cells = ClassifierNetwork.cells(side);
        float[] mean = new float[cells];
        Arrays.fill(mean, 1f / cells);
        TorchOps ops = store.bind(averaged, bfloat16, Map.of(ClassifierNetwork.MEAN, Tensors.of(mean, cells, 1)));
        return new ClassifierNetwork<>(ops, side);
    }

    /** Looks at pictures of any side that is a multiple of its own. */
    @SuppressWarnings("try")
    Judgement judge(List<Picture> pictures) {
        float[][] features = new float[pictures.size()][];
        float[][] values = new float[pictures.size()][];
        for (int from = 0; from < pictures.size(); from += BATCH) {
            List<Picture> batch = pictures.subList(from, Math.min(pictures.size(), from + BATCH));
            try (PointerScope scope = new PointerScope();
                    NoGradGuard guard = new NoGradGuard()) {
                ClassifierNetwork<Tensor> net = bind(store, side, true, false);
                Tensor hidden = net.features(Tensors.of(planes(batch), batch.size(), 3, side, side));
                rows(hidden, features, from);
                rows(softmax(net.logits(hidden, parts.size())), values, from);
            }
        }
        return new Judgement(parts, features, values);
    }

    private float[] planes(List<Picture> batch) {
        int size = 3 * side * side;
        float[] out = new float[batch.size() * size];
        for (int i = 0; i < batch.size(); i++) {
            Picture picture = batch.get(i);
            Picture small = picture.side() == side ? picture : picture.shrunk(picture.side() / side);
            System.arraycopy(small.planes(), 0, out, i * size, size);
        }
        return out;
    }

    /** Part by part. */
    private Tensor softmax(Tensor logits) {
        TensorVector out = new TensorVector();
        long from = 0;
        for (int part = 0; part < parts.names().size(); part++) {
            out.push_back(logits.narrow(1, from, parts.size(part)).softmax(-1));
            from += parts.size(part);
        }
        return torch.cat(out, 1);
    }

    private static void rows(Tensor t, float[][] into, int at) {
        float[] all = Tensors.floats(t);
        int width = (int) t.size(1);
        for (int i = 0; i < t.size(0); i++) {
            into[at + i] = Arrays.copyOfRange(all, i * width, (i + 1) * width);
        }
    }
}

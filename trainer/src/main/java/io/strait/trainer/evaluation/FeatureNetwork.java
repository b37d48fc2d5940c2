package io.strait.trainer.evaluation;

import io.strait.trainer.torch.Tensors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.CompilationUnit;
import org.bytedeco.pytorch.IValue;
import org.bytedeco.pytorch.IValueVector;
import org.bytedeco.pytorch.JitModule;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * Somebody's TorchScript network as a measure of likeness: pictures (B, 3, side, side) in [-1, 1], RGB, to features
 * (B, D); further axes are averaged over.
 */
final class FeatureNetwork {
    private final Path file;
    private final JitModule module;
    private final String hash;
    private final int side;

    private FeatureNetwork(Path file, JitModule module, String hash, int side) {
        this.file = file;
        this.module = module;
        this.hash = hash;
        this.side = side;
    }

    /**
     * Loads a file that {@code torch.jit.save} wrote.
     *
     * @param side side of the pictures it is given
     * @throws IOException if there is no such file, or it is no TorchScript
     */
    static FeatureNetwork load(Path file, int side) throws IOException {
        String hash = sha256(Files.readAllBytes(file));
        try {
            JitModule module = torch.import_ir_module(new CompilationUnit(), file.toString());
            module.eval();
            return new FeatureNetwork(file, module, hash, side);
        } catch (RuntimeException e) {
            throw new IOException(file + ": expected a TorchScript network, got " + firstLine(e), e);
        }
    }

    /** SHA-256 of the file. */
    String hash() {
        return hash;
    }

    int side() {
        return side;
    }

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
            Tensor x = Tensors.of(planes, pictures.size(), 3, side, side);
            Tensor y =
                    module.forward(new IValueVector(new IValue(x))).toTensor().to(ScalarType.Float);
            if (y.dim() < 2 || y.size(0) != pictures.size()) {
                throw new IOException(file + ": expected features (" + pictures.size() + ", D), got shape "
                        + Arrays.toString(y.shape()));
            }
            Tensor flat = y.dim() == 2 ? y : y.flatten(2, -1).mean(2);
            int width = (int) flat.size(1);
            float[] all = Tensors.floats(flat);
            float[][] out = new float[pictures.size()][];
            for (int i = 0; i < out.length; i++) {
                out[i] = Arrays.copyOfRange(all, i * width, (i + 1) * width);
            }
            return out;
        } catch (RuntimeException e) {
            throw new IOException(
                    file + ": expected a network of pictures (B, 3, " + side + ", " + side + "), got " + firstLine(e),
                    e);
        }
    }

    /** libtorch adds a stack trace. */
    private static String firstLine(RuntimeException e) {
        return String.valueOf(e.getMessage()).lines().findFirst().orElse("nothing");
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-256: expected in every Java, got none", e);
        }
    }
}

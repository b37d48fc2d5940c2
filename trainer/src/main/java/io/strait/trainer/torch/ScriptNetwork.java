package io.strait.trainer.torch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.bytedeco.pytorch.CompilationUnit;
import org.bytedeco.pytorch.IValue;
import org.bytedeco.pytorch.IValueVector;
import org.bytedeco.pytorch.JitModule;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** Somebody's TorchScript network of pictures, (B, 3, H, W) in [-1, 1], RGB. Its parameters are never changed. */
public final class ScriptNetwork {
    private final Path file;
    private final JitModule module;
    private final String hash;

    private ScriptNetwork(Path file, JitModule module, String hash) {
        this.file = file;
        this.module = module;
        this.hash = hash;
    }

    /**
     * Loads a file that {@code torch.jit.save} wrote.
     *
     * @throws IOException if there is no such file, or it is no TorchScript
     */
    public static ScriptNetwork load(Path file) throws IOException {
        String hash = sha256(Files.readAllBytes(file));
        try {
            JitModule module = torch.import_ir_module(new CompilationUnit(), file.toString());
            module.eval();
            Tensors.place(module);
            return new ScriptNetwork(file, module, hash);
        } catch (RuntimeException e) {
            throw new IOException(file + ": expected a TorchScript network, got " + firstLine(e), e);
        }
    }

    /** SHA-256 of the file. */
    public String hash() {
        return hash;
    }

    /**
     * What the network makes of pictures, float32, of two axes at least.
     *
     * @throws IOException if it is a network of something else
     */
    public Tensor forward(Tensor pictures) throws IOException {
        try {
            Tensor y = module.forward(new IValueVector(new IValue(pictures)))
                    .toTensor()
                    .to(ScalarType.Float);
            if (y.dim() >= 2 && y.size(0) == pictures.size(0)) {
                return y;
            }
            throw new IOException(file + ": expected features (" + pictures.size(0) + ", D), got " + y.dim() + " axes");
        } catch (RuntimeException e) {
            throw new IOException(file + ": expected a network of pictures (B, 3, H, W), got " + firstLine(e), e);
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

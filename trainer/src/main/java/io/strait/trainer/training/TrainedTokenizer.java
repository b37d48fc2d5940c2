package io.strait.trainer.training;

import io.strait.model.preset.Preset;
import io.strait.trainer.network.Declarations;
import io.strait.trainer.torch.ParameterStore;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * A tokenizer out of a checkpoint.
 *
 * @param hash SHA-256 of its averaged weights and codebook, hexadecimal
 * @param network encodes and decodes
 */
public record TrainedTokenizer(String hash, TokenizerNetwork network) {
    /** Loads {@code tokenizer.ckpt} of a folder. */
    public static TrainedTokenizer load(Preset preset, Path folder, boolean bfloat16) throws IOException {
        Checkpoint from = Checkpoint.load(TrainingLoop.file(folder, "tokenizer"));
        if (!from.facts().preset().equals(preset.name())) {
            throw new IOException("tokenizer: expected preset " + preset.name() + ", got "
                    + from.facts().preset());
        }
        ParameterStore store = new ParameterStore(Declarations.tokenizer(preset).parameters(), 0);
        store.restore(from.arrays());
        float[] codebook = from.array("codebook");
        return new TrainedTokenizer(
                hash(from.array("average"), codebook), new TokenizerNetwork(preset, store, () -> codebook, bfloat16));
    }

    private static String hash(float[]... arrays) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (float[] array : arrays) {
                ByteBuffer bytes = ByteBuffer.allocate(4 * array.length);
                bytes.asFloatBuffer().put(array);
                digest.update(bytes);
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-256: expected in every Java, got none", e);
        }
    }
}

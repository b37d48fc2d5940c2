package io.strait.trainer.onnx;

import ai.onnx.proto.OnnxMl.ModelProto;
import java.io.IOException;
import java.io.OutputStream;

/** A finished model. It shares its weights' bytes with nothing else, and holds them until it is dropped. */
public final class OnnxModel {
    private final ModelProto proto;

    OnnxModel(ModelProto proto) {
        this.proto = proto;
    }

    /** The model file. */
    public byte[] bytes() {
        return proto.toByteArray();
    }

    /** Writes the model file without a copy of it in memory. */
    public void writeTo(OutputStream out) throws IOException {
        proto.writeTo(out);
    }
}

package io.strait.gateway.openai.file;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.strait.gateway.request.Json;
import io.strait.schemas.avro.StoredFile;
import java.util.List;

/** Files as the API tells of them. */
final class FileJson {
    private static final long MILLIS = 1000;

    private FileJson() {}

    static ObjectNode of(StoredFile file) {
        ObjectNode json = Json.object();
        json.put("id", file.getId());
        json.put("object", "file");
        json.put("bytes", file.getBytes());
        json.put("created_at", file.getCreatedAt() / MILLIS);
        Long expiresAt = file.getExpiresAt();
        if (expiresAt != null) {
            json.put("expires_at", expiresAt / MILLIS);
        }
        json.put("filename", file.getFilename());
        json.put("purpose", file.getPurpose());
        json.put("status", "processed");
        return json;
    }

    static ObjectNode page(List<StoredFile> files, boolean more) {
        ObjectNode json = Json.object();
        json.put("object", "list");
        ArrayNode data = json.putArray("data");
        files.forEach(file -> data.add(of(file)));
        if (!files.isEmpty()) {
            json.put("first_id", files.get(0).getId());
            json.put("last_id", files.get(files.size() - 1).getId());
        }
        json.put("has_more", more);
        return json;
    }

    static ObjectNode deleted(String id) {
        return Json.object().put("id", id).put("object", "file").put("deleted", true);
    }
}

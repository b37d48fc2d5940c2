package io.strait.gateway.fuzz;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ContainerNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Changes of what was valid: other values and members in a tree, other characters and bytes in its text. */
final class Mutations {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final List<JsonNode> ODD = List.of(
            JSON.nullNode(),
            JSON.booleanNode(true),
            JSON.numberNode(0),
            JSON.numberNode(-1),
            JSON.numberNode(Long.MIN_VALUE),
            JSON.numberNode(1L << 53),
            JSON.numberNode(new BigInteger("9".repeat(400))),
            JSON.numberNode(new BigDecimal("1e400")),
            JSON.numberNode(new BigDecimal("1e-400")),
            JSON.numberNode(0.1),
            JSON.textNode(""),
            JSON.textNode("0"),
            JSON.textNode(" \t\r\n\u0000\u0001\u001f"),
            JSON.textNode("\u202e\ufeff\uffff\ud83d\ude00"),
            JSON.textNode("\ud800"),
            JSON.textNode("x".repeat(40_000)),
            JSON.textNode("../../../etc/passwd"),
            JSON.textNode("' OR 1=1 --"),
            JSON.textNode("${jndi:ldap://localhost/a}"),
            JSON.textNode("e\u0301".repeat(200)),
            JSON.arrayNode(),
            JSON.objectNode(),
            JSON.arrayNode().add(JSON.arrayNode().add(1)),
            JSON.objectNode().put("top", "x").set("bottom", JSON.arrayNode()));
    private static final int[] DEPTHS = {100, 999, 1_001, 20_000};

    private final Random random;

    Mutations(Random random) {
        this.random = random;
    }

    /** Changes the tree in one to three places. */
    void tree(ObjectNode root) {
        for (int i = 0; i <= random.nextInt(3); i++) {
            List<JsonNode> containers = new ArrayList<>();
            collect(root, containers);
            ContainerNode<?> place = (ContainerNode<?>) containers.get(random.nextInt(containers.size()));
            if (place instanceof ObjectNode object) {
                change(object);
            } else {
                ((ArrayNode) place).insert(0, odd());
            }
        }
    }

    private void change(ObjectNode object) {
        List<String> names = new ArrayList<>();
        object.fieldNames().forEachRemaining(names::add);
        String name = names.isEmpty() ? "x" : names.get(random.nextInt(names.size()));
        switch (random.nextInt(5)) {
            case 0 -> object.remove(name);
            case 1 -> object.set(name + "x", odd());
            case 2 -> object.set("\u0000\ud83d\ude00".substring(random.nextInt(2)), odd());
            default -> object.set(name, odd());
        }
    }

    private static void collect(JsonNode node, List<JsonNode> containers) {
        if (node.isContainerNode()) {
            containers.add(node);
            node.forEach(child -> collect(child, containers));
        }
    }

    private JsonNode odd() {
        return ODD.get(random.nextInt(ODD.size())).deepCopy();
    }

    /** Changes JSON as it is written. */
    byte[] text(String json) {
        byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
        int at = bytes.length == 0 ? 0 : random.nextInt(bytes.length);
        return switch (random.nextInt(9)) {
            case 0 -> Arrays.copyOf(bytes, at);
            case 1 -> insert(bytes, at, (byte) random.nextInt(256));
            case 2 -> insert(bytes, 0, (byte) 0xEF, (byte) 0xBB, (byte) 0xBF);
            case 3 -> insert(bytes, at, (byte) 0xC3, (byte) 0x28, (byte) 0xFF);
            case 4 -> insert(bytes, bytes.length, json.getBytes(StandardCharsets.UTF_8));
            case 5 -> json.replaceFirst("\\{", "{\"seed\":1,\"seed\":2,").getBytes(StandardCharsets.UTF_8);
            case 6 -> nested(DEPTHS[random.nextInt(DEPTHS.length)]);
            case 7 -> json.getBytes(random.nextBoolean() ? StandardCharsets.UTF_16LE : StandardCharsets.UTF_16);
            default -> padded(bytes);
        };
    }

    private byte[] nested(int depth) {
        String open = random.nextBoolean() ? "[" : "{\"a\":";
        return ("{\"label\":" + open.repeat(depth)).getBytes(StandardCharsets.US_ASCII);
    }

    /** Longer than any route takes, or nearly. */
    private byte[] padded(byte[] bytes) {
        byte[] spaces = new byte[random.nextBoolean() ? 60_000 : 300_000];
        Arrays.fill(spaces, (byte) ' ');
        return insert(bytes, bytes.length, spaces);
    }

    private static byte[] insert(byte[] bytes, int at, byte... more) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(bytes.length + more.length);
        out.write(bytes, 0, at);
        out.writeBytes(more);
        out.write(bytes, at, bytes.length - at);
        return out.toByteArray();
    }
}

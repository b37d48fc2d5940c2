package io.strait.engine.image;

import java.io.ByteArrayOutputStream;
import java.io.StringWriter;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/**
 * Text by keyword in files that have no text chunks of their own: as an XMP packet (ISO 16684-1), where each format keeps such. Same text,
 * same bytes.
 */
final class Xmp {
    /** Names of our own begin with this in keywords; in packets they are of a namespace. */
    private static final String OWN = "strait.";

    private static final String NAMESPACE = "urn:strait:provenance:1:";
    private static final String RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#";
    private static final String BASIC = "http://ns.adobe.com/xap/1.0/";
    private static final byte[] JPEG_NAME = (BASIC + "\0").getBytes(StandardCharsets.US_ASCII);
    private static final int JPEG_START = 0xFFD8;
    private static final int JPEG_APP0 = 0xFFE0;
    private static final int JPEG_APP1 = 0xFFE1;
    private static final int RIFF_HEAD = 12;
    private static final int CHUNK_HEAD = 8;
    private static final int HAS_XMP = 0x04;

    private Xmp() {}

    /** The packet. A keyword of ours becomes an element {@code strait:…}; {@code Software} becomes what made the file. */
    static byte[] packet(Map<String, String> text) {
        StringWriter out = new StringWriter();
        try {
            XMLStreamWriter xml = XMLOutputFactory.newFactory().createXMLStreamWriter(out);
            xml.writeStartElement("x", "xmpmeta", "adobe:ns:meta/");
            xml.writeNamespace("x", "adobe:ns:meta/");
            xml.writeStartElement("rdf", "RDF", RDF);
            xml.writeNamespace("rdf", RDF);
            xml.writeStartElement("rdf", "Description", RDF);
            xml.writeNamespace("strait", NAMESPACE);
            xml.writeNamespace("xmp", BASIC);
            xml.writeAttribute("rdf", RDF, "about", "");
            for (Map.Entry<String, String> entry : new TreeMap<>(text).entrySet()) {
                String keyword = entry.getKey();
                if (keyword.startsWith(OWN)) {
                    xml.writeStartElement("strait", keyword.substring(OWN.length()), NAMESPACE);
                } else if (keyword.equals("Software")) {
                    xml.writeStartElement("xmp", "CreatorTool", BASIC);
                } else {
                    throw new IllegalArgumentException("keyword: expected Software or " + OWN + "…, got " + keyword);
                }
                xml.writeCharacters(entry.getValue());
                xml.writeEndElement();
            }
            xml.writeEndDocument();
            xml.flush();
        } catch (XMLStreamException e) {
            throw new IllegalStateException("a packet in memory cannot be written", e);
        }
        return out.toString().getBytes(StandardCharsets.UTF_8);
    }

    /** The file with a packet in an APP1 segment, behind the header that JPEG files begin with. */
    static byte[] intoJpeg(byte[] jpeg, byte[] packet) {
        ByteBuffer file = ByteBuffer.wrap(jpeg);
        int length = Short.BYTES + JPEG_NAME.length + packet.length;
        if ((file.getShort() & 0xFFFF) != JPEG_START || length > 0xFFFF) {
            throw new IllegalArgumentException(
                    "xmp: expected a JPEG file and a segment of at most 65535 bytes, got " + length);
        }
        int at = (file.getShort() & 0xFFFF) == JPEG_APP0 ? 2 * Short.BYTES + (file.getShort() & 0xFFFF) : Short.BYTES;
        byte[] longer = new byte[jpeg.length + Short.BYTES + length];
        ByteBuffer.wrap(longer)
                .put(jpeg, 0, at)
                .putShort((short) JPEG_APP1)
                .putShort((short) length)
                .put(JPEG_NAME)
                .put(packet)
                .put(jpeg, at, jpeg.length - at);
        return longer;
    }

    /**
     * The simple WebP file as an extended one with a packet (RFC 9649, section 2.7).
     *
     * @param webp with one chunk, without transparency
     */
    static byte[] intoWebp(byte[] webp, int width, int height, byte[] packet) {
        ByteArrayOutputStream chunks = new ByteArrayOutputStream();
        byte[] head = new byte[10];
        ByteBuffer canvas = little(head).putInt(HAS_XMP);
        put24(canvas, width - 1);
        put24(canvas, height - 1);
        chunk(chunks, "VP8X", head);
        int size = little(webp).getInt(RIFF_HEAD + Integer.BYTES);
        chunks.write(webp, RIFF_HEAD, CHUNK_HEAD + size + size % 2);
        chunk(chunks, "XMP ", packet);
        byte[] file = new byte[RIFF_HEAD + chunks.size()];
        little(file)
                .put(name("RIFF"))
                .putInt(Integer.BYTES + chunks.size())
                .put(name("WEBP"))
                .put(chunks.toByteArray());
        return file;
    }

    private static void chunk(ByteArrayOutputStream out, String name, byte[] content) {
        out.writeBytes(name(name));
        byte[] size = new byte[Integer.BYTES];
        little(size).putInt(content.length);
        out.writeBytes(size);
        out.writeBytes(content);
        if (content.length % 2 != 0) {
            out.write(0);
        }
    }

    private static void put24(ByteBuffer out, int value) {
        out.put((byte) value).put((byte) (value >> 8)).put((byte) (value >> 16));
    }

    private static ByteBuffer little(byte[] bytes) {
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static byte[] name(String fourCharacters) {
        return fourCharacters.getBytes(StandardCharsets.US_ASCII);
    }
}

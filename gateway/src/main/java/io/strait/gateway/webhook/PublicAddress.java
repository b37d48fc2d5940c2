package io.strait.gateway.webhook;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.List;

/**
 * Which addresses are the Internet's: not this machine, its network, or what a cloud tells its machines. Source: IANA's registries of
 * special-purpose addresses (RFC 6890 and its updates). Of IPv6 only global unicast is, less what carries an IPv4 address or is no host's.
 */
final class PublicAddress {
    private static final List<Range> REFUSED_4 = List.of(
            new Range(0, 0, 0, 8),
            new Range(10, 0, 0, 8),
            new Range(100, 64, 0, 10),
            new Range(127, 0, 0, 8),
            new Range(169, 254, 0, 16),
            new Range(172, 16, 0, 12),
            new Range(192, 0, 0, 24),
            new Range(192, 0, 2, 24),
            new Range(192, 88, 99, 24),
            new Range(192, 168, 0, 16),
            new Range(198, 18, 0, 15),
            new Range(198, 51, 100, 24),
            new Range(203, 0, 113, 24),
            new Range(224, 0, 0, 4),
            new Range(240, 0, 0, 4));

    private PublicAddress() {}

    /** The first three bytes of a range of IPv4 addresses, and how many bits are the same in all. */
    private record Range(int first, int second, int third, int bits) {
        boolean contains(int address) {
            int mask = -1 << (32 - bits);
            return (address & mask) == ((first << 24 | second << 16 | third << 8) & mask);
        }
    }

    /** Whether anybody can reach it. */
    static boolean is(InetAddress address) {
        byte[] bytes = address.getAddress();
        if (address instanceof Inet4Address) {
            int value = integer(bytes, 0);
            return REFUSED_4.stream().noneMatch(range -> range.contains(value));
        }
        int first = integer(bytes, 0);
        boolean global = first >>> 29 == 1; // 2000::/3
        boolean special = first >>> 9 == 0x20010000 >>> 9 // 2001::/23: Teredo, benchmarks, ORCHID
                || first == 0x20010db8 // documentation
                || first >>> 16 == 0x2002 // 6to4: an IPv4 address inside
                || first >>> 12 == 0x3fff0; // documentation
        return global && !special;
    }

    private static int integer(byte[] bytes, int from) {
        return (bytes[from] & 0xff) << 24
                | (bytes[from + 1] & 0xff) << 16
                | (bytes[from + 2] & 0xff) << 8
                | (bytes[from + 3] & 0xff);
    }
}

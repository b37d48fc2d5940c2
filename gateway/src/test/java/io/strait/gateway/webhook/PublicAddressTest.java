package io.strait.gateway.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.strait.gateway.request.InvalidRequestException;
import io.strait.gateway.request.Json;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

final class PublicAddressTest {
    private static boolean is(String address) throws UnknownHostException {
        return PublicAddress.is(InetAddress.getByName(address));
    }

    @Example
    void knowsTheInternet() throws UnknownHostException {
        for (String address :
                List.of("8.8.8.8", "1.1.1.1", "172.32.0.1", "192.169.0.1", "100.128.0.1", "2606:4700::1")) {
            assertThat(is(address)).as(address).isTrue();
        }
    }

    @Example
    void refusesWhatIsNot() throws UnknownHostException {
        for (String address : List.of(
                "0.0.0.0",
                "127.0.0.1",
                "127.255.255.254",
                "10.1.2.3",
                "172.16.0.1",
                "172.31.255.255",
                "192.168.1.1",
                "169.254.169.254",
                "100.64.0.1",
                "192.0.0.8",
                "198.18.0.1",
                "224.0.0.1",
                "255.255.255.255",
                "::",
                "::1",
                "fe80::1",
                "fc00::1",
                "fd00:ec2::254",
                "ff02::1",
                "64:ff9b::7f00:1",
                "64:ff9b::a9fe:a9fe",
                "2002:7f00:1::",
                "2001:0:7f00:1::",
                "2001:db8::1",
                "::7f00:1",
                "::ffff:0:127.0.0.1")) {
            assertThat(is(address)).as(address).isFalse();
        }
    }

    /** However an IPv4 address that is refused is put into an IPv6 one, it is refused. */
    @Property
    void noDisguiseHelps(@ForAll("refused") byte[] four, @ForAll("disguises") Disguise disguise)
            throws UnknownHostException {
        byte[] sixteen = disguise.wrap(four);
        assertThat(PublicAddress.is(InetAddress.getByAddress(four))).isFalse();
        assertThat(PublicAddress.is(InetAddress.getByAddress(sixteen))).isFalse();
    }

    /** A mapped address is the IPv4 address. */
    @Property
    void mappedAddressesCountAsWhatTheyAre(@ForAll("four") byte[] four) throws UnknownHostException {
        assertThat(PublicAddress.is(InetAddress.getByAddress(Disguise.MAPPED.wrap(four))))
                .isEqualTo(PublicAddress.is(InetAddress.getByAddress(four)));
    }

    @Example
    void endpointsOnPrivateAddressesAreRefusedAtOnce() {
        EndpointReader reader = new EndpointReader(false);
        for (String url : List.of(
                "http://127.0.0.1/",
                "http://[::1]:80/x",
                "http://[::ffff:10.0.0.1]/",
                "https://localhost/",
                "http://127.1/",
                "http://2130706433/",
                "ftp://example.com/",
                "https://me@example.com/",
                "example.com",
                "https://example.com/#part",
                "http://10.0.0.1:99999/")) {
            assertThatThrownBy(() -> reader.read(Json.object().put("url", url)))
                    .as(url)
                    .isInstanceOf(InvalidRequestException.class);
        }
        assertThatCode(() -> reader.read(Json.object().put("url", "https://example.com/hook?a=b")))
                .doesNotThrowAnyException();
    }

    enum Disguise {
        MAPPED(10, "ffff"),
        COMPATIBLE(12, ""),
        TRANSLATED(0, "0064ff9b0000000000000000"),
        SIX_TO_FOUR(0, "2002");

        private final int from;
        private final String before;

        /** Zeros up to a byte, then these in hex, then the address, then zeros. */
        Disguise(int from, String before) {
            this.from = from;
            this.before = before;
        }

        byte[] wrap(byte[] four) {
            return ByteBuffer.allocate(16)
                    .position(from)
                    .put(HexFormat.of().parseHex(before))
                    .put(four)
                    .array();
        }
    }

    @Provide
    Arbitrary<Disguise> disguises() {
        return Arbitraries.of(Disguise.class);
    }

    @Provide
    Arbitrary<byte[]> four() {
        return Arbitraries.bytes().array(byte[].class).ofSize(4);
    }

    @Provide
    Arbitrary<byte[]> refused() {
        Arbitrary<Integer> any = Arbitraries.integers().between(0, 255);
        Arbitrary<int[]> heads = Arbitraries.of(
                new int[] {10, -1}, new int[] {127, -1}, new int[] {169, 254}, new int[] {192, 168}, new int[] {172, 16
                });
        return Combinators.combine(heads, any, any, any).as((head, b, c, d) ->
                new byte[] {(byte) head[0], (byte) (head[1] < 0 ? b : head[1]), c.byteValue(), d.byteValue()});
    }
}

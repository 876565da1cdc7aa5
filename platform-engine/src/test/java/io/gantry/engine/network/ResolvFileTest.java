package io.gantry.engine.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gantry.api.container.NetworkSpec;
import io.gantry.api.error.GantryException;
import io.gantry.engine.Rule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResolvFileTest {
  private static final List<String> OFFERED = List.of("10.89.0.1");

  @Test
  @Rule("NETWORK-13")
  void asksTheNetworksFirstAndThenTheHosts() {
    ResolvFile host =
        ResolvFile.parse(
            "; x\nsearch a.example b.example\nnameserver 192.0.2.1\noptions ndots:2\n");

    assertThat(ResolvFile.of(NetworkSpec.BRIDGE, OFFERED, host, ServerReach.IPV4).text())
        .isEqualTo(
            """
            search a.example b.example
            nameserver 10.89.0.1
            nameserver 192.0.2.1
            options ndots:2
            """);
  }

  @Test
  @Rule("NETWORK-13")
  void leavesOutWhatTheContainerCannotReach() {
    ResolvFile host = ResolvFile.parse("nameserver 127.0.0.53\nnameserver fd00::1\n");

    assertThat(ResolvFile.of(NetworkSpec.BRIDGE, List.of(), host, ServerReach.IPV4).nameservers())
        .containsExactly("8.8.8.8", "8.8.4.4");
    assertThat(ResolvFile.of(NetworkSpec.BRIDGE, List.of(), host, ServerReach.HOST).nameservers())
        .containsExactly("127.0.0.53", "fd00::1");
  }

  @Test
  @Rule("NETWORK-13")
  void asksServersOfIpv6WhereTheContainerHasIt() {
    ResolvFile host =
        ResolvFile.parse(
            "nameserver fe80::1%eth0\nnameserver FE80::2\nnameserver ::1\nnameserver fd00::1\n");

    assertThat(
            ResolvFile.of(
                    NetworkSpec.BRIDGE, List.of("10.89.0.1", "fd01::1"), host, ServerReach.DUAL)
                .nameservers())
        .containsExactly("10.89.0.1", "fd01::1", "fd00::1");
    assertThat(ResolvFile.of(NetworkSpec.BRIDGE, OFFERED, host, ServerReach.IPV4).nameservers())
        .isEqualTo(OFFERED);
    assertThat(
            ResolvFile.of(NetworkSpec.BRIDGE, List.of(), ResolvFile.parse(""), ServerReach.DUAL)
                .nameservers())
        .containsExactly("8.8.8.8", "8.8.4.4", "2001:4860:4860::8888");
  }

  @Test
  @Rule("NETWORK-13")
  void letsTheUsersSettingsReplaceAllOthers() {
    ResolvFile host = ResolvFile.parse("search x.example\nnameserver 192.0.2.1\noptions rotate\n");

    assertThat(
            ResolvFile.of(
                    spec("9.9.9.9", "mine.example", "ndots:1"), OFFERED, host, ServerReach.IPV4)
                .text())
        .isEqualTo("search mine.example\nnameserver 9.9.9.9\noptions ndots:1\n");
    assertThat(
            ResolvFile.of(spec("9.9.9.9", ".", "ndots:1"), OFFERED, host, ServerReach.IPV4)
                .search())
        .isEmpty();
  }

  @Test
  void refusesSettingsThatWouldBecomeLines() {
    ResolvFile host = ResolvFile.parse("");

    assertThatThrownBy(
            () -> ResolvFile.of(spec("1.1.1.1\nx", "a", "b"), OFFERED, host, ServerReach.IPV4))
        .isInstanceOf(GantryException.class);
    assertThatThrownBy(
            () -> ResolvFile.of(spec("1.1.1.1", "a\nb", "b"), OFFERED, host, ServerReach.IPV4))
        .isInstanceOf(GantryException.class);
    assertThatThrownBy(
            () -> ResolvFile.of(spec("1.1.1.1", "a", "b c"), OFFERED, host, ServerReach.IPV4))
        .isInstanceOf(GantryException.class);
  }

  @Test
  @Rule("NETWORK-13")
  void looksBehindTheStubOfALocalResolver(@TempDir Path directory) throws IOException {
    Path stub = Files.writeString(directory.resolve("stub"), "nameserver 127.0.0.53\n");
    Path real = Files.writeString(directory.resolve("real"), "nameserver 192.0.2.7\n");
    HostResolver resolver = new HostResolver(stub, List.of(directory.resolve("none"), real));

    assertThat(resolver.read(ServerReach.DUAL).nameservers()).containsExactly("192.0.2.7");
    assertThat(resolver.read(ServerReach.HOST).nameservers()).containsExactly("127.0.0.53");
    assertThat(
            new HostResolver(directory.resolve("none"), List.of())
                .read(ServerReach.IPV4)
                .nameservers())
        .isEmpty();
  }

  private static NetworkSpec spec(String server, String search, String option) {
    return new NetworkSpec(
        null,
        null,
        null,
        null,
        null,
        List.of(server),
        List.of(search),
        List.of(option),
        null,
        null);
  }
}

package io.gantry.engine.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gantry.api.error.GantryException;
import io.gantry.engine.Rule;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HostsFileTest {
  @Test
  @Rule("NETWORK-11")
  void putsTheUsersEntriesFirstAndAddsOnlyMissingNames() {
    String text =
        new HostsFile()
            .user(Map.of("db.example", "10.0.0.1"))
            .base("# base\n127.0.0.1 localhost other # the base's own\n")
            .loopback()
            .host("10.89.0.1")
            .container(List.of("10.89.0.2", "10.90.0.2"), "abc", "web")
            .text();

    assertThat(text)
        .isEqualTo(
            """
            10.0.0.1\tdb.example
            # base
            127.0.0.1 localhost other # the base's own
            ::1\tlocalhost ip6-localhost
            10.89.0.1\thost.containers.internal
            10.89.0.2\tabc web
            10.90.0.2\tabc web
            """);
  }

  @Test
  @Rule({"NETWORK-11", "NETWORK-12"})
  void leavesNamesToWhoeverGaveThemFirst() {
    String text =
        new HostsFile()
            .user(Map.of("host.containers.internal", "10.0.0.9"))
            .user(Map.of("web", "10.0.0.8"))
            .loopback()
            .host("10.89.0.1")
            .container(List.of("10.89.0.2"), "web", "web")
            .text();

    assertThat(text).doesNotContain("10.89.0.1", "10.89.0.2");
  }

  @Test
  @Rule("NETWORK-12")
  void namesNoHostWithoutAWayToIt() {
    assertThat(new HostsFile().loopback().host(null).text()).doesNotContain("internal");
  }

  @ParameterizedTest
  @CsvSource({"'a b',1.1.1.1", "'a\n1.2.3.4 bank',1.1.1.1", "a,'1.1.1.1\tbank'", "a,name.example"})
  void refusesEntriesThatWouldBecomeOthers(String name, String address) {
    assertThatThrownBy(() -> new HostsFile().user(Map.of(name, address)))
        .isInstanceOf(GantryException.class);
  }
}

package io.gantry.api.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.UnknownHostException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IpAddressTest {
  /** The examples of RFC 5952. */
  @ParameterizedTest
  @CsvSource({
    "192.0.2.1, 192.0.2.1",
    "255.255.255.255, 255.255.255.255",
    "::, ::",
    "::1, ::1",
    "fd00::, fd00::",
    "2001:DB8:0:0:0:0:2:1, 2001:db8::2:1",
    "2001:db8:0:1:1:1:1:1, 2001:db8:0:1:1:1:1:1",
    "2001:0:0:1:0:0:0:1, 2001:0:0:1::1",
    "2001:db8:0:0:1:0:0:1, 2001:db8::1:0:0:1",
    "fd00::10.0.0.1, fd00::a00:1"
  })
  void isWrittenInOneWay(String text, String canonical) {
    assertThat(IpAddress.parse(text)).hasToString(canonical);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "1",
        "1.2.3",
        "1.2.3.256",
        "01.2.3.4",
        "localhost",
        ":",
        ":::",
        "1:2",
        "::ffff:192.0.2.1",
        "fe80::1%eth0",
        "[::1]",
        "::1\n",
        "12345::"
      })
  void refusesWhatIsNoAddress(String text) {
    assertThatThrownBy(() -> IpAddress.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("is not an IP address");
  }

  @Test
  void isWhatSocketsTake() throws UnknownHostException {
    for (String text : new String[] {"0.0.0.0", "127.0.0.1", "255.1.2.3", "::", "::1", "fd00::5"}) {
      assertThat(IpAddress.parse(text).toInetAddress()).isEqualTo(InetAddress.getByName(text));
    }
  }

  @Test
  void knowsTheLoopback() {
    assertThat(IpAddress.parse("127.9.9.9").isLoopback()).isTrue();
    assertThat(IpAddress.parse("::1").isLoopback()).isTrue();
    assertThat(IpAddress.parse("128.0.0.1").isLoopback()).isFalse();
    assertThat(IpAddress.parse("::2").isLoopback()).isFalse();
  }
}

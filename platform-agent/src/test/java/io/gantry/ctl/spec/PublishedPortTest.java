package io.gantry.ctl.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gantry.api.container.PortMapping;
import io.gantry.api.container.PortMapping.Protocol;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PublishedPortTest {
  @Test
  void readsPortsInAllTheirForms() {
    assertThat(PublishedPort.parse("80")).isEqualTo(new PortMapping(null, 80, 80, Protocol.TCP));
    assertThat(PublishedPort.parse("8080:80"))
        .isEqualTo(new PortMapping(null, 8080, 80, Protocol.TCP));
    assertThat(PublishedPort.parse("127.0.0.1::53/udp"))
        .isEqualTo(new PortMapping("127.0.0.1", 53, 53, Protocol.UDP));
    assertThat(PublishedPort.parse("[2001:db8::1]:8080:80"))
        .isEqualTo(new PortMapping("2001:db8::1", 8080, 80, Protocol.TCP));
  }

  @Test
  void readsRanges() {
    assertThat(PublishedPort.parse("8000-8010:9000-9010/udp"))
        .isEqualTo(new PortMapping(null, 8000, 9000, Protocol.UDP, 11));
    assertThat(PublishedPort.parse("[::]:8000-8001:9000-9001"))
        .isEqualTo(new PortMapping("::", 8000, 9000, Protocol.TCP, 2));
    assertThat(PublishedPort.parse("7000-7009"))
        .isEqualTo(new PortMapping(null, 7000, 7000, Protocol.TCP, 10));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"http", "", "80/", "::1:80:80", "[::1]:80", "1:2:3:4", "-80", "80-:80", "80:"})
  void refusesWhatIsNoPort(String text) {
    assertThatThrownBy(() -> PublishedPort.parse(text)).hasMessageContaining("is no port");
  }

  @Test
  void saysWhatIsWrongWithAPort() {
    assertThatThrownBy(() -> PublishedPort.parse("80/sctp")).hasMessageContaining("protocol");
    assertThatThrownBy(() -> PublishedPort.parse("80:99999")).hasMessageContaining("65535");
    assertThatThrownBy(() -> PublishedPort.parse("80-90:80")).hasMessageContaining("length");
    assertThatThrownBy(() -> PublishedPort.parse("90-80")).hasMessageContaining("does not end");
    assertThatThrownBy(() -> PublishedPort.parse("1-65535")).hasMessageContaining("1000");
  }
}

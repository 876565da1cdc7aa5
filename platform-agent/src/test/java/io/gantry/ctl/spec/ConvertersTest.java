package io.gantry.ctl.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gantry.api.container.PortMapping;
import io.gantry.api.container.PortMapping.Protocol;
import io.gantry.api.container.RestartPolicy;
import org.junit.jupiter.api.Test;

class ConvertersTest {
  @Test
  void readsPortsInAllTheirForms() {
    assertThat(Converters.port("80")).isEqualTo(new PortMapping(null, 80, 80, Protocol.TCP));
    assertThat(Converters.port("8080:80")).isEqualTo(new PortMapping(null, 8080, 80, Protocol.TCP));
    assertThat(Converters.port("127.0.0.1::53/udp"))
        .isEqualTo(new PortMapping("127.0.0.1", 53, 53, Protocol.UDP));
    assertThat(Converters.port("[::1]:8080:80"))
        .isEqualTo(new PortMapping("::1", 8080, 80, Protocol.TCP));
  }

  @Test
  void refusesWhatIsNoPort() {
    assertThatThrownBy(() -> Converters.port("http")).hasMessageContaining("is no port");
    assertThatThrownBy(() -> Converters.port("80/sctp")).hasMessageContaining("protocol");
    assertThatThrownBy(() -> Converters.port("80:99999")).hasMessageContaining("65535");
  }

  @Test
  void readsPolicies() {
    assertThat(Converters.restart("unless-stopped").kind())
        .isEqualTo(RestartPolicy.Kind.UNLESS_STOPPED);
    assertThat(Converters.restart("on-failure:5").maximumRetries()).isEqualTo(5);
    assertThatThrownBy(() -> Converters.restart("sometimes")).hasMessageContaining("no policy");
  }
}

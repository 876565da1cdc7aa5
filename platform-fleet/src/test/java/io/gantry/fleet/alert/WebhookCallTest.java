package io.gantry.fleet.alert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WebhookCallTest {
  private static final List<String> LOOPBACK = List.of("127.0.0.0/8");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "localhost",
        "127.0.0.1",
        "127.1",
        "0.0.0.0",
        "10.1.2.3",
        "100.64.0.1",
        "169.254.169.254",
        "172.31.0.1",
        "192.168.1.1",
        "198.18.0.1",
        "224.0.0.1",
        "255.255.255.255",
        "::1",
        "::",
        "::ffff:127.0.0.1",
        "::ffff:10.0.0.1",
        "64:ff9b::7f00:1",
        "2002:7f00:1::1",
        "2001:0:1::1",
        "fe80::1",
        "fd00::1",
        "ff02::1"
      })
  void findsNoAddressToCallOfWhatIsNotPublic(String host) throws IOException {
    assertThat(new PublicAddresses(List.of()).of(host)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"8.8.8.8", "172.32.0.1", "100.128.0.1", "2606:4700:4700::1111"})
  void findsThatOfWhatIsPublic(String host) throws IOException {
    assertThat(new PublicAddresses(List.of()).of(host)).isPresent();
  }

  @Test
  void allowsWhatTheSettingNamesAndNothingBesides() throws IOException {
    PublicAddresses addresses = new PublicAddresses(List.of("10.7.0.0/16", ""));

    assertThat(addresses.of("10.7.1.1")).isPresent();
    assertThat(addresses.of("10.8.1.1")).isEmpty();
  }

  @Test
  void connectsToNobodyWhoMayNotBeCalled() throws IOException {
    try (Receiver receiver = new Receiver()) {
      WebhookCall call = call(List.of(), Duration.ofSeconds(5));

      assertThatThrownBy(() -> call.post(URI.create(receiver.url()), Map.of(), "{}"))
          .isInstanceOf(IOException.class)
          .hasMessage("the host has no address that may be called");
      assertThat(receiver.heardNothingMore()).isTrue();
    }
  }

  @Test
  void followsNoRedirect() throws Exception {
    try (Receiver receiver = new Receiver()) {
      receiver.answer(302);

      assertThat(
              call(LOOPBACK, Duration.ofSeconds(30))
                  .post(URI.create(receiver.url()), Map.of("Gantry-Delivery", "1"), "{}"))
          .isEqualTo(302);
      assertThat(receiver.next().path()).isEqualTo("/hook?from=gantry");
      assertThat(receiver.heardNothingMore()).isTrue();
    }
  }

  @Test
  void endsWhenTheOtherSideSaysNothing() throws IOException {
    try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      URI url = URI.create("http://127.0.0.1:" + silent.getLocalPort());
      WebhookCall call = call(LOOPBACK, Duration.ofMillis(300));

      assertThatThrownBy(() -> call.post(url, Map.of(), "x".repeat(16 << 20)))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("took longer");
      assertThatThrownBy(() -> call.post(url, Map.of(), "{}")).isInstanceOf(IOException.class);
    }
  }

  private static WebhookCall call(List<String> allowed, Duration timeout) {
    return new WebhookCall(new PublicAddresses(allowed), timeout);
  }
}

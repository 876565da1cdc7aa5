package io.gantry.ctl.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ServerSentEventsTest {
  private final ServerSentEvents events = new ServerSentEvents();
  private final List<String> seen = new ArrayList<>();

  private void read(String text) throws IOException {
    events.read(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)), seen::add);
  }

  @Test
  void handsOnWholeEventsAndRemembersWhereToResume() throws IOException {
    read(":hello\n\nid: 7\nevent: started\ndata: {\"a\":1}\n\nid: 8\ndata: {\"b\"");

    assertThat(seen).containsExactly("{\"a\":1}");
    assertThat(events.lastId()).isEqualTo("7");
  }

  @Test
  void joinsTheLinesOfOneEvent() throws IOException {
    read("data: one\ndata: two\n\n");

    assertThat(seen).containsExactly("one\ntwo");
    assertThat(events.lastId()).isNull();
  }
}

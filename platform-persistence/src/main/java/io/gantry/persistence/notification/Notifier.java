package io.gantry.persistence.notification;

import io.gantry.persistence.notification.Topic.Kind;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Transactional;

/** Wakes whoever waits for a topic, on any replica, once the current transaction is committed. */
@Repository
@Transactional
public class Notifier {
  static final String CHANNEL = "gantry";

  /** PostgreSQL takes payloads of less than 8000 bytes; a key has at most 64. */
  private static final int KEYS_OF_A_PAYLOAD = 100;

  private final JdbcClient jdbc;

  Notifier(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  public void changed(Topic topic) {
    changed(List.of(topic));
  }

  public void changed(Collection<Topic> topics) {
    Map<Kind, List<String>> keys =
        new LinkedHashSet<>(topics)
            .stream()
                .collect(
                    Collectors.groupingBy(
                        Topic::kind, Collectors.mapping(Topic::key, Collectors.toList())));
    keys.forEach(this::send);
  }

  private void send(Kind kind, List<String> keys) {
    List<String> rest = new ArrayList<>(keys);
    while (!rest.isEmpty()) {
      List<String> part = rest.subList(0, Math.min(KEYS_OF_A_PAYLOAD, rest.size()));
      jdbc.sql("select pg_notify(:channel, :payload)")
          .param("channel", CHANNEL)
          .param("payload", kind + ":" + String.join(",", part))
          .query(rs -> {});
      part.clear();
    }
  }
}

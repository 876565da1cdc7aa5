package io.gantry.bench.crash;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** What was acknowledged, and which containers' own programs were killed. Thread-safe. */
final class History {
  private final Map<String, Integer> codes = new ConcurrentHashMap<>();
  private final Set<String> injured = ConcurrentHashMap.newKeySet();

  /** A container was created and its start accepted. */
  void acknowledge(String container, int code) {
    codes.put(container, code);
  }

  /** Its monitor or runtime is about to be killed, so its end may stay unseen. */
  void injure(String container) {
    injured.add(container);
  }

  int count() {
    return codes.size();
  }

  int injuries() {
    return injured.size();
  }

  List<Acknowledged> acknowledged() {
    List<Acknowledged> all = new ArrayList<>();
    codes.forEach((id, code) -> all.add(new Acknowledged(id, code, injured.contains(id))));
    return all;
  }
}

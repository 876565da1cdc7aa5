package io.gantry.bench.reopen;

import io.gantry.engine.ContainerInspect;
import io.gantry.engine.Engine;
import io.gantry.engine.state.ContainerRecord;
import java.util.HashSet;
import java.util.Set;

/**
 * A container as it runs: the same before and after, if nobody touched it.
 *
 * @param process its first process, with what tells it from a later one of the same number
 * @param monitor the same of its monitor
 */
record Running(String container, String state, long run, String process, String monitor) {
  /** All containers of an engine, whether they run or not. */
  static Set<Running> all(Engine engine) {
    Set<Running> all = new HashSet<>();
    for (ContainerInspect container : engine.list()) {
      ContainerRecord record = container.record();
      all.add(
          new Running(
              container.id().value(),
              record.state().name(),
              record.run(),
              String.valueOf(record.process()).replace(' ', '_'),
              String.valueOf(record.monitor()).replace(' ', '_')));
    }
    return all;
  }

  String line() {
    return String.join(" ", container, state, Long.toString(run), process, monitor);
  }

  static Running of(String line) {
    String[] words = line.split(" ", -1);
    return new Running(words[0], words[1], Long.parseLong(words[2]), words[3], words[4]);
  }
}

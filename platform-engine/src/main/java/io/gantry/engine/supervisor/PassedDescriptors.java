package io.gantry.engine.supervisor;

import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import io.gantry.engine.linux.Descriptor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Descriptors of the engine's process that its containers get, the first as their 3. The engine
 * never closes them.
 *
 * @param numbers in the engine's process
 * @param listening whether they are the sockets of a service manager, which a container is told by
 *     LISTEN_FDS
 * @param names of these sockets, as in LISTEN_FDNAMES; absent is none
 */
public record PassedDescriptors(List<Integer> numbers, boolean listening, @Nullable String names) {
  private static final int FIRST = 3;
  private static final int MOST = 1024;

  /** No descriptor. */
  public static final PassedDescriptors NONE = new PassedDescriptors(List.of(), false, null);

  public PassedDescriptors {
    numbers = List.copyOf(numbers);
  }

  /** Descriptors that whoever runs the engine has chosen. */
  public static PassedDescriptors of(List<Integer> numbers) {
    return new PassedDescriptors(numbers, false, null);
  }

  /**
   * The sockets that a service manager has opened for a process.
   *
   * @param environment of the process
   * @param pid of the process: sockets of another, as of its parent, do not count
   * @throws GantryException INVALID_ARGUMENT if LISTEN_FDS is no number from 0 to 1024
   */
  public static PassedDescriptors ofEnvironment(Map<String, String> environment, long pid) {
    String count = environment.get("LISTEN_FDS");
    if (count == null || !Long.toString(pid).equals(environment.get("LISTEN_PID"))) {
      return NONE;
    }
    List<Integer> numbers = IntStream.range(FIRST, FIRST + number(count)).boxed().toList();
    return numbers.isEmpty()
        ? NONE
        : new PassedDescriptors(numbers, true, environment.get("LISTEN_FDNAMES"));
  }

  /** These, or the others if there are none: a user's come before a service manager's. */
  public PassedDescriptors orElse(PassedDescriptors others) {
    return numbers.isEmpty() ? others : this;
  }

  /** What a container's process, its first, is told of them (SDNOTIFY-4). */
  public Map<String, String> variables() {
    Map<String, String> variables = new LinkedHashMap<>();
    if (listening) {
      variables.put("LISTEN_FDS", Integer.toString(numbers.size()));
      variables.put("LISTEN_PID", "1");
      if (names != null) {
        variables.put("LISTEN_FDNAMES", names);
      }
    }
    return variables;
  }

  /** Themselves, not to be closed. */
  public List<Descriptor> descriptors() {
    return numbers.stream().map(Descriptor::new).toList();
  }

  /** Refuses numbers at which nothing is open. */
  void requireOpen() {
    for (int number : numbers) {
      if (number < FIRST || !Files.exists(Path.of("/proc/self/fd/" + number))) {
        throw invalid("descriptor %d is not open, or one of the first three".formatted(number));
      }
    }
  }

  private static int number(String count) {
    try {
      int number = Integer.parseInt(count);
      if (number >= 0 && number <= MOST) {
        return number;
      }
    } catch (NumberFormatException e) {
      // As a number out of range.
    }
    throw invalid("LISTEN_FDS must be a number from 0 to " + MOST + ", not '" + count + "'");
  }

  private static GantryException invalid(String message) {
    return GantryException.of(ErrorCode.INVALID_ARGUMENT, message);
  }
}

package io.gantry.engine.spec;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The limits of this process as /proc/self/limits shows them. */
final class ProcessLimits {
  private static final int NAME_WIDTH = 26;
  private static final Map<String, String> NAMES =
      Map.ofEntries(
          Map.entry("Max cpu time", "cpu"),
          Map.entry("Max file size", "fsize"),
          Map.entry("Max data size", "data"),
          Map.entry("Max stack size", "stack"),
          Map.entry("Max core file size", "core"),
          Map.entry("Max resident set", "rss"),
          Map.entry("Max processes", "nproc"),
          Map.entry("Max open files", "nofile"),
          Map.entry("Max locked memory", "memlock"),
          Map.entry("Max address space", "as"),
          Map.entry("Max file locks", "locks"),
          Map.entry("Max pending signals", "sigpending"),
          Map.entry("Max msgqueue size", "msgqueue"),
          Map.entry("Max nice priority", "nice"),
          Map.entry("Max realtime priority", "rtprio"),
          Map.entry("Max realtime timeout", "rttime"));

  private ProcessLimits() {}

  /** Whether a limit of that name exists. */
  static boolean isKnown(String name) {
    return NAMES.containsValue(name);
  }

  /** Name to hard value; a limit that is unlimited is left out. */
  static Map<String, Long> hard(List<String> lines) {
    Map<String, Long> limits = new LinkedHashMap<>();
    for (String line : lines) {
      if (line.length() > NAME_WIDTH) {
        Optional.ofNullable(NAMES.get(line.substring(0, NAME_WIDTH).strip()))
            .ifPresent(
                name -> {
                  String hard = line.substring(NAME_WIDTH).strip().split(" +", -1)[1];
                  if (!hard.equals("unlimited")) {
                    limits.put(name, Long.parseLong(hard));
                  }
                });
      }
    }
    return limits;
  }
}

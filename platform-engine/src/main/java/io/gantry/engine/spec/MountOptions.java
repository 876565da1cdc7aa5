package io.gantry.engine.spec;

import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Options of a user's mount: known ones only, each kind once, with the defaults added
 * (USERVOLUMES-4). The engine's own options never reach the runtime.
 */
final class MountOptions {
  /** Each option and what it decides; two that decide the same exclude each other. */
  private static final Map<String, String> SUBJECTS =
      Map.ofEntries(
          Map.entry("ro", "write"),
          Map.entry("rw", "write"),
          Map.entry("exec", "exec"),
          Map.entry("noexec", "exec"),
          Map.entry("suid", "suid"),
          Map.entry("nosuid", "suid"),
          Map.entry("dev", "dev"),
          Map.entry("nodev", "dev"),
          Map.entry("bind", "bind"),
          Map.entry("rbind", "bind"),
          Map.entry("private", "propagation"),
          Map.entry("rprivate", "propagation"),
          Map.entry("slave", "propagation"),
          Map.entry("rslave", "propagation"),
          Map.entry("shared", "propagation"),
          Map.entry("rshared", "propagation"),
          Map.entry("unbindable", "propagation"),
          Map.entry("runbindable", "propagation"),
          Map.entry("atime", "atime"),
          Map.entry("noatime", "atime"),
          Map.entry("relatime", "atime"),
          Map.entry("strictatime", "atime"),
          Map.entry("sync", "sync"),
          Map.entry("async", "sync"),
          Map.entry("z", "label"),
          Map.entry("Z", "label"));

  /** They are done before the runtime mounts anything (LABELS-4). */
  private static final Set<String> LABELLING = Set.of("z", "Z");

  private static final Set<String> TMPFS_ONLY = Set.of("tmpcopyup", "notmpcopyup");
  private static final Pattern ENGINE_ONLY =
      Pattern.compile("nocopy|copy|O|U|idmap|subpath=.+|(upperdir|workdir)=/.*");
  private static final Pattern TMPFS_VALUE =
      Pattern.compile(
          "(size|nr_blocks|nr_inodes)=[0-9]{1,15}[kKmMgG%]?|mode=[0-7]{3,4}|[ug]id=[0-9]{1,10}");

  private final String destination;
  private final Set<String> options = new LinkedHashSet<>();
  private final Set<String> decided = new LinkedHashSet<>();

  MountOptions(String destination) {
    this.destination = destination;
  }

  /** Options of a bind mount or a volume. */
  MountOptions bind(List<String> asked) {
    for (String option : asked) {
      if (!ENGINE_ONLY.matcher(option).matches()) {
        decide(option, SUBJECTS.get(option));
      }
    }
    return this;
  }

  /** Options of a tmpfs. */
  MountOptions tmpfs(List<String> asked) {
    for (String option : asked) {
      String subject = SUBJECTS.get(option);
      if (TMPFS_ONLY.contains(option)) {
        subject = "copyup";
      } else if (TMPFS_VALUE.matcher(option).matches()) {
        subject = option.substring(0, option.indexOf('='));
      }
      boolean ofPaths = "bind".equals(subject) || LABELLING.contains(option);
      decide(option, ofPaths ? null : subject);
    }
    return this;
  }

  /** Adds an option unless its subject was decided. */
  MountOptions orElse(String option, String subject) {
    if (decided.add(subject)) {
      options.add(option);
    }
    return this;
  }

  MountOptions orElse(String option) {
    String subject = SUBJECTS.get(option);
    return orElse(option, subject == null ? option : subject);
  }

  /** All options in the runtime's words. */
  List<String> list() {
    return options.stream()
        .filter(option -> !option.equals("notmpcopyup") && !LABELLING.contains(option))
        .toList();
  }

  private void decide(String option, @Nullable String subject) {
    if (subject == null) {
      throw invalid("'%s' is not known".formatted(option));
    }
    if (!decided.add(subject)) {
      throw invalid("'%s' is given twice or against another one".formatted(option));
    }
    options.add(option);
  }

  private GantryException invalid(String reason) {
    return GantryException.of(
        ErrorCode.INVALID_ARGUMENT, "option of mount %s: %s".formatted(destination, reason));
  }
}

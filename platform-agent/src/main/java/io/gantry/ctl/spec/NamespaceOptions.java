package io.gantry.ctl.spec;

import io.gantry.api.container.NamespaceSpec;
import io.gantry.api.container.NamespaceSpec.IpcMode;
import io.gantry.api.container.UserNamespaceSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What a container shares with its node or with other containers. */
final class NamespaceOptions {
  /** Before the name of the container whose namespace is joined. */
  static final String CONTAINER = "container:";

  private static final String HOST = "host";
  private static final Pattern RANGE = Pattern.compile("(\\d{1,10}):(\\d{1,10}):(\\d{1,10})");

  @Option(
      names = "--pid",
      paramLabel = "host|container:NAME",
      description = "See the processes of the node, or of another container.")
  private @Nullable String pid;

  @Option(
      names = "--ipc",
      paramLabel = "host|container:NAME|private|shareable|none",
      description = "Share the IPC of the node or of another container; who may share its own.")
  private @Nullable String ipc;

  @Option(
      names = "--uts",
      paramLabel = "container:NAME",
      description = "Share the host name of another container.")
  private @Nullable String uts;

  @Option(
      names = "--userns",
      paramLabel = "auto|host|INSIDE:OUTSIDE:SIZE[,…]",
      description = "What its user and group ids are on the node.")
  private @Nullable String userns;

  @Option(
      names = "--requires",
      paramLabel = "CONTAINER",
      description = "Container that must run before it.")
  private List<String> requires = new ArrayList<>();

  boolean hostPid() {
    return HOST.equals(pid);
  }

  boolean hostIpc() {
    return HOST.equals(ipc);
  }

  NamespaceSpec namespaces() {
    return new NamespaceSpec(
        hostPid() ? null : owner("--pid", pid),
        hostIpc() || ipcMode() != null ? null : owner("--ipc", ipc),
        owner("--uts", uts),
        ipcMode(),
        users(),
        requires);
  }

  private UserNamespaceSpec users() {
    return switch (userns) {
      case null -> UserNamespaceSpec.HOST;
      case "host" -> UserNamespaceSpec.HOST;
      case "auto" -> new UserNamespaceSpec(UserNamespaceSpec.Mode.AUTO, null, null, null);
      case "keep-id" ->
          throw new IllegalArgumentException(
              "--userns keep-id keeps the user of an engine without root, and nodes run as root:"
                  + " write host, or INSIDE:OUTSIDE:SIZE");
      default -> mapped(userns);
    };
  }

  private static UserNamespaceSpec mapped(String ranges) {
    List<UserNamespaceSpec.Range> parsed = new ArrayList<>();
    for (String range : ranges.split(",", -1)) {
      Matcher matcher = RANGE.matcher(range);
      if (!matcher.matches()) {
        throw new IllegalArgumentException(
            "'%s' is no value for --userns: write it as auto, host or INSIDE:OUTSIDE:SIZE"
                .formatted(range));
      }
      parsed.add(
          new UserNamespaceSpec.Range(
              Long.parseLong(matcher.group(1)),
              Long.parseLong(matcher.group(2)),
              Long.parseLong(matcher.group(3))));
    }
    return new UserNamespaceSpec(UserNamespaceSpec.Mode.MAPPED, null, parsed, parsed);
  }

  private @Nullable IpcMode ipcMode() {
    return switch (ipc) {
      case "private" -> IpcMode.PRIVATE;
      case "shareable" -> IpcMode.SHAREABLE;
      case "none" -> IpcMode.NONE;
      case null, default -> null;
    };
  }

  private static @Nullable String owner(String option, @Nullable String value) {
    if (value == null) {
      return null;
    }
    if (!value.startsWith(CONTAINER)) {
      throw new IllegalArgumentException(
          "'%s' is no value for %s: write it as container:NAME".formatted(value, option));
    }
    return value.substring(CONTAINER.length());
  }
}

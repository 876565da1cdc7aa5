package io.gantry.ctl.spec;

import io.gantry.api.container.PortMapping;
import io.gantry.api.container.RestartPolicy;
import io.gantry.ctl.output.ByteSize;
import io.gantry.ctl.output.Times;
import java.time.Duration;
import java.util.Locale;
import picocli.CommandLine;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Texts of options to the vocabulary's values. */
public final class Converters {
  private Converters() {}

  /** Teaches them to a command line and all its subcommands. */
  public static void register(CommandLine commandLine) {
    commandLine
        .registerConverter(ByteSize.class, honest(ByteSize::parse))
        .registerConverter(Duration.class, honest(Times::duration))
        .registerConverter(PortMapping.class, honest(Converters::port))
        .registerConverter(RestartPolicy.class, honest(Converters::restart));
  }

  /** {@code [[address:]hostPort:]containerPort[/protocol]}. */
  static PortMapping port(String text) {
    String[] protocol = text.split("/", 2);
    int containerAt = protocol[0].lastIndexOf(':');
    int containerPort = number(protocol[0].substring(containerAt + 1), text);
    String host = containerAt < 0 ? "" : protocol[0].substring(0, containerAt);
    int hostAt = host.lastIndexOf(':');
    String hostPort = host.substring(hostAt + 1);
    return new PortMapping(
        hostAt < 0 ? null : host.substring(0, hostAt).replaceAll("[\\[\\]]", ""),
        hostPort.isEmpty() ? containerPort : number(hostPort, text),
        containerPort,
        protocol.length == 1 ? null : protocol(protocol[1], text));
  }

  private static PortMapping.Protocol protocol(String name, String text) {
    return switch (name.toLowerCase(Locale.ROOT)) {
      case "tcp" -> PortMapping.Protocol.TCP;
      case "udp" -> PortMapping.Protocol.UDP;
      default -> throw new IllegalArgumentException("'" + text + "' has no protocol of tcp, udp");
    };
  }

  private static int number(String digits, String text) {
    try {
      return Integer.parseInt(digits);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          "'" + text + "' is no port: write it as PORT, PORT:PORT or ADDRESS:PORT:PORT", e);
    }
  }

  static RestartPolicy restart(String text) {
    String[] parts = text.split(":", 2);
    RestartPolicy.Kind kind =
        switch (parts[0]) {
          case "no", "" -> RestartPolicy.Kind.NO;
          case "on-failure" -> RestartPolicy.Kind.ON_FAILURE;
          case "always" -> RestartPolicy.Kind.ALWAYS;
          case "unless-stopped" -> RestartPolicy.Kind.UNLESS_STOPPED;
          default ->
              throw new IllegalArgumentException(
                  "'" + text + "' is no policy: no, on-failure[:N], always, unless-stopped");
        };
    return new RestartPolicy(kind, parts.length == 1 ? 0 : number(parts[1], text));
  }

  private static <T> ITypeConverter<T> honest(ITypeConverter<T> converter) {
    return text -> {
      try {
        return converter.convert(text);
      } catch (IllegalArgumentException e) {
        throw new TypeConversionException(e.getMessage());
      }
    };
  }
}

package io.gantry.ctl.spec;

import io.gantry.api.container.PortMapping;
import io.gantry.api.container.RestartPolicy;
import io.gantry.api.network.IpAddress;
import io.gantry.ctl.output.ByteSize;
import io.gantry.ctl.output.Times;
import java.time.Duration;
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
        .registerConverter(IpAddress.class, honest(IpAddress::parse))
        .registerConverter(PortMapping.class, honest(PublishedPort::parse))
        .registerConverter(RestartPolicy.class, honest(Converters::restart));
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
    return new RestartPolicy(kind, parts.length == 1 ? 0 : retries(parts[1], text));
  }

  private static int retries(String digits, String text) {
    try {
      return Integer.parseInt(digits);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          "'" + text + "' has no number of retries: write it as on-failure:N", e);
    }
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

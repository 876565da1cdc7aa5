package io.gantry.ctl.spec;

import io.gantry.api.container.SecretSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which secrets a container is given. */
final class SecretOptions {
  private static final String NAME = "--secret";
  private static final Set<String> KNOWN = Set.of("type", "target", "uid", "gid", "mode");

  @Option(
      names = NAME,
      paramLabel = "SECRET[,OPTIONS]",
      description = {
        "Secret by name, as a file in /run/secrets;",
        "options: type=mount|env, target=, uid=, gid=, mode=."
      })
  private List<String> secrets = new ArrayList<>();

  SecretSpec[] secrets() {
    return secrets.stream().map(SecretOptions::secret).toArray(SecretSpec[]::new);
  }

  private static SecretSpec secret(String text) {
    List<String> parts = List.of(text.split(",", -1));
    Map<String, String> options = Pairs.parse(NAME, parts.subList(1, parts.size()));
    for (String option : options.keySet()) {
      if (!KNOWN.contains(option)) {
        throw new IllegalArgumentException(
            "'%s' is no option of a secret: it takes type, target, uid, gid and mode"
                .formatted(option));
      }
    }
    return new SecretSpec(
        parts.getFirst(),
        kind(options.get("type")),
        options.get("target"),
        id(options.get("uid")),
        id(options.get("gid")),
        options.get("mode"));
  }

  private static SecretSpec.@Nullable Kind kind(@Nullable String type) {
    return switch (type == null ? "" : type.toLowerCase(Locale.ROOT)) {
      case "", "mount" -> SecretSpec.Kind.MOUNT;
      case "env" -> SecretSpec.Kind.ENVIRONMENT;
      default ->
          throw new IllegalArgumentException("the type of a secret is mount or env, not " + type);
    };
  }

  private static long id(@Nullable String text) {
    try {
      return text == null ? 0 : Long.parseLong(text);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("'" + text + "' is no id of a secret's owner", e);
    }
  }
}

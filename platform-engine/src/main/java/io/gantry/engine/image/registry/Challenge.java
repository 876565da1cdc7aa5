package io.gantry.engine.image.registry;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How a registry wants to be shown who asks (RFC 7235).
 *
 * @param scheme in lower case
 */
record Challenge(String scheme, Map<String, String> parameters) {
  private static final Pattern SCHEME = Pattern.compile("\\s*([A-Za-z]+)(\\s.*)?");
  private static final Pattern PARAMETER = Pattern.compile("([A-Za-z_]+)=\"([^\"]*)\"");
  private static final List<String> KNOWN = List.of("bearer", "basic");

  Challenge {
    parameters = Map.copyOf(parameters);
  }

  /** The best of those an answer carries that can be met; a token before a password. */
  static Optional<Challenge> of(Answer refusal) {
    List<Challenge> all =
        refusal.headers().allValues("www-authenticate").stream().map(Challenge::parse).toList();
    return KNOWN.stream()
        .flatMap(known -> all.stream().filter(challenge -> challenge.scheme().equals(known)))
        .findFirst();
  }

  static Challenge parse(String header) {
    Matcher scheme = SCHEME.matcher(header);
    Map<String, String> parameters = new HashMap<>();
    Matcher parameter = PARAMETER.matcher(header);
    while (parameter.find()) {
      parameters.put(parameter.group(1).toLowerCase(Locale.ROOT), parameter.group(2));
    }
    String name = scheme.matches() ? scheme.group(1).toLowerCase(Locale.ROOT) : "";
    return new Challenge(name, parameters);
  }

  boolean isBasic() {
    return scheme.equals("basic");
  }
}

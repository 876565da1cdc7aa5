package io.gantry.engine.image.document;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.regex.Pattern;

/**
 * A registry, or a part of its repositories: {@code docker.io}, {@code registry.example/team}.
 * {@code *} is all of all. It ends where a part of a name ends: {@code docker.io/team} is not the
 * prefix of {@code docker.io/teams/app}.
 */
public record RepositoryPrefix(@JsonValue String text) {
  private static final String ALL = "*";
  private static final Pattern FORMAT =
      Pattern.compile("[a-zA-Z0-9.-]+(:\\d{1,5})?(/[a-z0-9._-]+)*");

  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public RepositoryPrefix {
    if (text == null || !(text.equals(ALL) || FORMAT.matcher(text).matches())) {
      throw new IllegalArgumentException(
          "a prefix is a registry, a registry and a part of its repositories' names, or *");
    }
  }

  /** Whether every repository of every registry is below. */
  public boolean isAll() {
    return text.equals(ALL);
  }

  /** Whether the repository is below. */
  public boolean covers(ImageName name) {
    String path = name.path();
    return isAll() || path.equals(text) || path.startsWith(text + "/");
  }

  /** What the repository's name has beyond the prefix, beginning with a slash, or nothing. */
  public String rest(ImageName name) {
    return name.path().substring(text.length());
  }

  /** How much it says: the longest prefix is the one that counts. */
  public int weight() {
    return isAll() ? 0 : text.length();
  }
}

package io.gantry.ctl.client;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/** Path and query below {@code /api/v1}, each part encoded. */
public record ApiPath(String value) {
  private static final String ROOT = "/api/v1";

  public static ApiPath of(String... segments) {
    StringBuilder path = new StringBuilder(ROOT);
    for (String segment : segments) {
      path.append('/').append(encode(segment));
    }
    return new ApiPath(path.toString());
  }

  /** The same with a parameter more; an absent value adds none, a collection one for each. */
  public ApiPath with(String name, @Nullable Object parameter) {
    if (parameter == null) {
      return this;
    }
    if (parameter instanceof Collection<?> several) {
      ApiPath result = this;
      for (Object one : several) {
        result = result.with(name, one);
      }
      return result;
    }
    char separator = value.indexOf('?') < 0 ? '?' : '&';
    return new ApiPath(value + separator + name + '=' + encode(parameter.toString()));
  }

  /** The same with the flag, if it is set. */
  public ApiPath when(boolean set, String name) {
    return set ? with(name, true) : this;
  }

  private static String encode(String part) {
    return URLEncoder.encode(part, StandardCharsets.UTF_8).replace("+", "%20");
  }

  @Override
  public String toString() {
    return value;
  }
}

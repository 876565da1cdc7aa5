package io.gantry.web.api;

import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Versions of objects as ETags. */
public final class Versions {
  private static final Pattern TAG = Pattern.compile("\"(\\d{1,18})\"");

  private Versions() {}

  /** The ETag of a version. */
  public static String tag(long version) {
    return "\"" + version + "\"";
  }

  /**
   * The version an If-Match header names; absent for no header and for {@code *}.
   *
   * @throws GantryException INVALID_ARGUMENT if it is no tag of ours
   */
  public static @Nullable Long expected(@Nullable String ifMatch) {
    if (ifMatch == null || ifMatch.strip().equals("*")) {
      return null;
    }
    Matcher tag = TAG.matcher(ifMatch.strip());
    if (!tag.matches()) {
      throw GantryException.of(
          ErrorCode.INVALID_ARGUMENT, "If-Match takes one ETag as it was given, as \"3\", or *");
    }
    return Long.valueOf(tag.group(1));
  }

  /**
   * Asks for an If-Match header.
   *
   * @throws GantryException PRECONDITION_REQUIRED without one
   */
  public static @Nullable Long required(@Nullable String ifMatch) {
    if (ifMatch == null) {
      throw GantryException.of(
          ErrorCode.PRECONDITION_REQUIRED,
          "this change needs the header If-Match with the ETag of what you read, or *");
    }
    return expected(ifMatch);
  }
}

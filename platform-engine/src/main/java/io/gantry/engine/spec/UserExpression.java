package io.gantry.engine.spec;

import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import java.util.OptionalLong;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A user as it is asked for: {@code name|uid[:group|gid]} (OCISPEC-17).
 *
 * @param group absent if none was given
 */
record UserExpression(String user, @Nullable String group) {
  /** The greatest id the runtime takes. */
  static final long MAXIMUM_ID = Integer.MAX_VALUE;

  private static final Pattern WORD = Pattern.compile("[^:\\p{Cntrl}]{1,256}");
  private static final Pattern DECIMAL = Pattern.compile("[0-9]+");
  private static final int LONGEST_NUMBER = 10;

  static UserExpression parse(@Nullable String text) {
    if (text == null || text.isEmpty()) {
      return new UserExpression("0", null);
    }
    int colon = text.indexOf(':');
    if (colon < 0) {
      return new UserExpression(requireWord(text, text), null);
    }
    String user = colon == 0 ? "0" : text.substring(0, colon);
    return new UserExpression(
        requireWord(user, text), requireWord(text.substring(colon + 1), text));
  }

  /**
   * The id a word stands for, empty if it is a name.
   *
   * @throws GantryException INVALID_ARGUMENT for a number beyond what the runtime takes
   */
  static OptionalLong id(String word) {
    if (!DECIMAL.matcher(word).matches()) {
      return OptionalLong.empty();
    }
    long id = word.length() > LONGEST_NUMBER ? Long.MAX_VALUE : Long.parseLong(word);
    if (id > MAXIMUM_ID) {
      throw invalid("id %s is out of range: ids end at %d".formatted(word, MAXIMUM_ID));
    }
    return OptionalLong.of(id);
  }

  private static String requireWord(String word, String text) {
    if (!WORD.matcher(word).matches()) {
      throw invalid("user '%s' is not of the form name|uid[:group|gid]".formatted(text));
    }
    return word;
  }

  private static GantryException invalid(String message) {
    return GantryException.of(ErrorCode.INVALID_ARGUMENT, message);
  }
}

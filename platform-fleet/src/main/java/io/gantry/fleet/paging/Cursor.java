package io.gantry.fleet.paging;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import io.gantry.api.resource.Page;
import io.gantry.api.resource.PageRequest;
import java.util.Base64;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The last key of a page as an opaque text, and back. */
public final class Cursor {
  private static final char SEPARATOR = '\n';

  private Cursor() {}

  /**
   * The key a request continues after; null for the first page.
   *
   * @param parse makes the key of its parts
   */
  public static <K> @Nullable K after(
      PageRequest request, int parts, Function<List<String>, K> parse) {
    String cursor = request.cursor();
    if (cursor == null) {
      return null;
    }
    try {
      List<String> key =
          List.of(
              new String(Base64.getUrlDecoder().decode(cursor), UTF_8)
                  .split(String.valueOf(SEPARATOR), -1));
      if (key.size() != parts) {
        throw malformed();
      }
      return parse.apply(key);
    } catch (IllegalArgumentException | java.time.DateTimeException e) {
      throw malformed();
    }
  }

  /** The numeric key a request continues after; null for the first page. */
  public static @Nullable Long afterNumber(PageRequest request) {
    return after(request, 1, key -> Long.valueOf(key.getFirst()));
  }

  /**
   * A page of rows of which one more than wanted was read.
   *
   * @param key parts of a row's key
   */
  public static <R> Page<R> page(List<R> rows, PageRequest request, Function<R, List<?>> key) {
    if (rows.size() <= request.limit()) {
      return new Page<R>(rows, null);
    }
    List<R> items = rows.subList(0, request.limit());
    return new Page<R>(items, write(key.apply(items.getLast())));
  }

  private static String write(List<?> key) {
    String text =
        String.join(String.valueOf(SEPARATOR), key.stream().map(String::valueOf).toList());
    return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(UTF_8));
  }

  private static GantryException malformed() {
    return GantryException.of(
        ErrorCode.INVALID_ARGUMENT,
        "the cursor is not one this list gave: leave it out to begin anew");
  }
}

package io.gantry.api.resource;

import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A page of a list.
 *
 * @param next opaque cursor of the page after this one; absent on the last
 */
public record Page<T>(List<T> items, @Nullable String next) {
  /** Most items of one page. */
  public static final int MAXIMUM_LIMIT = 500;

  /** Items of a page when the client names no limit. */
  public static final int DEFAULT_LIMIT = 50;

  public Page {
    items = List.copyOf(items);
  }

  /** The same page of something made from each item. */
  public <R> Page<R> map(Function<? super T, ? extends R> mapping) {
    return new Page<R>(items.stream().<R>map(mapping).toList(), next);
  }
}

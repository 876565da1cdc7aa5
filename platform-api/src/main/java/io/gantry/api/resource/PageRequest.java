package io.gantry.api.resource;

import org.jspecify.annotations.Nullable;

/**
 * Which page of a list is wanted.
 *
 * @param limit most items; absent is {@link Page#DEFAULT_LIMIT}, at most {@link Page#MAXIMUM_LIMIT}
 * @param cursor of the page before; absent is the first page
 */
public record PageRequest(int limit, @Nullable String cursor) {
  public static final PageRequest FIRST = new PageRequest(null, null);

  public PageRequest {
    if (limit < 1 || limit > Page.MAXIMUM_LIMIT) {
      throw new IllegalArgumentException("limit is between 1 and " + Page.MAXIMUM_LIMIT);
    }
  }

  public PageRequest(@Nullable Integer limit, @Nullable String cursor) {
    this(limit == null ? Page.DEFAULT_LIMIT : limit.intValue(), cursor);
  }
}

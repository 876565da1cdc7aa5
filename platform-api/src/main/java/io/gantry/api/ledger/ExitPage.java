package io.gantry.api.ledger;

import io.gantry.api.resource.ExitResource;
import io.gantry.api.resource.Page;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A page of exits.
 *
 * @param next opaque cursor of the page after this one; absent on the last
 */
public record ExitPage(List<ExitResource> items, @Nullable String next, Completeness completeness) {
  public ExitPage {
    items = List.copyOf(items);
  }

  /** A page of the ledger, and how far it knows what was asked. */
  public static ExitPage of(Page<ExitResource> page, Completeness completeness) {
    return new ExitPage(page.items(), page.next(), completeness);
  }
}

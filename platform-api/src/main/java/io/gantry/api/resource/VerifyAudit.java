package io.gantry.api.resource;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The wish to walk an audit chain.
 *
 * @param anchors what the chain was before, as kept outside; those of other chains are left out
 */
public record VerifyAudit(@Nullable List<AuditAnchor> anchors) {
  /** Most anchors in one wish. */
  public static final int MOST_ANCHORS = 5000;

  public VerifyAudit {
    anchors = anchors == null ? List.of() : List.copyOf(anchors);
    if (anchors.size() > MOST_ANCHORS) {
      throw new IllegalArgumentException("at most " + MOST_ANCHORS + " anchors at once");
    }
  }
}

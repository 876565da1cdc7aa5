package io.gantry.engine.image.signature;

import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import io.gantry.engine.image.document.ImageName;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Whose images the node takes. Without a rule an image is taken. The policy is asked when an image
 * comes, by the name it comes under; names given later change nothing.
 *
 * @param archives whether images of archives are taken under names that want a signature: an
 *     archive carries none
 */
public record TrustPolicy(List<TrustRule> rules, boolean archives) {
  /** Takes everything. */
  public static final TrustPolicy DEFAULT = new TrustPolicy(List.of(), false);

  private static final Trust ACCEPT = new Trust.Accept();

  public TrustPolicy {
    rules = List.copyOf(rules);
    Set<String> seen = new HashSet<>();
    for (TrustRule rule : rules) {
      if (!seen.add(rule.prefix().text())) {
        throw new IllegalArgumentException("two rules for " + rule.prefix().text());
      }
    }
  }

  /** What holds for images of that name. */
  public Trust of(ImageName name) {
    return rules.stream()
        .filter(rule -> rule.prefix().covers(name))
        .max(Comparator.comparingInt(rule -> rule.prefix().weight()))
        .map(TrustRule::trust)
        .orElse(ACCEPT);
  }

  /** What holds for images without a name. */
  private Trust ofNameless() {
    return rules.stream()
        .filter(rule -> rule.prefix().isAll())
        .findFirst()
        .map(TrustRule::trust)
        .orElse(ACCEPT);
  }

  /**
   * Asks whether an image may come out of an archive, where nothing says who made it.
   *
   * @param names it will have; may be none
   * @throws GantryException POLICY_DENIED
   */
  public void requireArchive(List<ImageName> names) {
    if (names.isEmpty()) {
      requireArchive("an image without a name", ofNameless());
    }
    for (ImageName name : names) {
      requireArchive(name.toString(), of(name));
    }
  }

  private void requireArchive(String image, Trust trust) {
    boolean taken =
        switch (trust) {
          case Trust.Accept accept -> true;
          case Trust.Reject reject -> false;
          case Trust.SignedBy signed -> archives;
        };
    if (!taken) {
      throw GantryException.of(
              ErrorCode.POLICY_DENIED,
              "the node's owner does not take it from an archive: pull it, or use another name")
          .about("image", image);
    }
  }
}

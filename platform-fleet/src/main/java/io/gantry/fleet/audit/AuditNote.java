package io.gantry.fleet.audit;

import io.gantry.api.resource.AuditChange;
import io.gantry.security.Permission;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is to be noted of an action.
 *
 * @param object kind and id, as in {@code container 4f2a…}; what a client made up may stand in it
 * @param detail for people, without a secret
 */
public record AuditNote(
    AuditAction action, String object, @Nullable String detail, List<AuditChange> changes) {
  private static final int LONGEST_OBJECT = 256;

  public AuditNote {
    object = harmless(object);
    changes = List.copyOf(changes);
  }

  public static AuditNote of(AuditAction action, String object) {
    return new AuditNote(action, object, null, List.of());
  }

  public static AuditNote of(Permission action, String object) {
    return of(AuditAction.of(action), object);
  }

  public static AuditNote of(AccountAction action, String object) {
    return of(AuditAction.of(action), object);
  }

  public AuditNote saying(@Nullable String words) {
    return new AuditNote(action, object, words, changes);
  }

  public AuditNote changing(List<AuditChange> made) {
    return new AuditNote(action, object, detail, made);
  }

  /** Control characters would forge lines where the log is shown, and PostgreSQL takes no NUL. */
  private static String harmless(String text) {
    String bounded =
        text.length() > LONGEST_OBJECT ? text.substring(0, LONGEST_OBJECT) + "…" : text;
    return bounded.replaceAll("[\\p{Cntrl}\\p{Cs}]", "?");
  }
}

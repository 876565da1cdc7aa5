package io.gantry.engine.selinux;

/**
 * A security context in its four parts.
 *
 * @param level sensitivity and categories, as {@code s0:c1,c2}
 */
record Label(String user, String role, String type, String level) {
  private static final int PARTS = 4;

  /** Takes a context apart; the level may hold colons. */
  static Label parse(String text) {
    String[] parts = text.split(":", PARTS);
    if (parts.length != PARTS) {
      throw new IllegalArgumentException("'%s' is not user:role:type:level".formatted(text));
    }
    return new Label(parts[0], parts[1], parts[2], parts[3]);
  }

  Label withType(String other) {
    return new Label(user, role, other, level);
  }

  Label withLevel(String other) {
    return new Label(user, role, type, other);
  }

  @Override
  public String toString() {
    return String.join(":", user, role, type, level);
  }
}

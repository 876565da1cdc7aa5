package io.gantry.fleet.node;

/** Makes a name a node may have of what a host says it is called. */
final class NodeName {
  private static final int MAXIMUM_CHARACTERS = 100;

  private NodeName() {}

  static String of(String text) {
    String safe = text.replaceAll("[^a-zA-Z0-9_.-]", "-").replaceFirst("^[_.-]+", "");
    String name = safe.substring(0, Math.min(safe.length(), MAXIMUM_CHARACTERS));
    return name.isEmpty() ? "node" : name;
  }
}

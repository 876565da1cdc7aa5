package io.gantry.engine.storage;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Name of an archive's entry, checked: relative, not climbing, of components the kernel takes.
 *
 * @param components empty for the root itself
 */
record EntryName(List<String> components) {
  private static final int MAX_COMPONENT_BYTES = 255;
  private static final int MAX_BYTES = 4096;

  EntryName {
    components = List.copyOf(components);
  }

  static EntryName of(String name, int maxDepth) {
    if (name.equals("/")) {
      return new EntryName(List.of());
    }
    if (name.startsWith("/")) {
      throw InvalidArchive.because("the name '" + shown(name) + "' is absolute");
    }
    if (name.length() > MAX_BYTES) {
      throw InvalidArchive.because("the name '" + shown(name) + "' is too long");
    }
    List<String> components = new ArrayList<>();
    for (String component : name.split("/", -1)) {
      if (!component.isEmpty() && !component.equals(".")) {
        components.add(checked(component, name));
      }
    }
    if (components.size() > maxDepth) {
      throw InvalidArchive.because("the name '" + shown(name) + "' is too deep");
    }
    return new EntryName(components);
  }

  boolean isRoot() {
    return components.isEmpty();
  }

  String last() {
    return components.getLast();
  }

  List<String> parent() {
    return components.subList(0, components.size() - 1);
  }

  /** Another name in the same directory. */
  EntryName sibling(String name) {
    if (name.isEmpty() || name.equals(".") || name.equals("..")) {
      throw InvalidArchive.because("'" + this + "' deletes nothing");
    }
    List<String> changed = new ArrayList<>(parent());
    changed.add(name);
    return new EntryName(changed);
  }

  /** The name without the parts that say nothing. */
  String path() {
    return String.join("/", components);
  }

  @Override
  public String toString() {
    return shown(path());
  }

  private static String checked(String component, String name) {
    if (component.equals("..")) {
      throw InvalidArchive.because("the name '" + shown(name) + "' climbs");
    }
    if (component.indexOf('\0') >= 0) {
      throw InvalidArchive.because("the name '" + shown(name) + "' holds a NUL character");
    }
    if (component.getBytes(StandardCharsets.UTF_8).length > MAX_COMPONENT_BYTES) {
      throw InvalidArchive.because("the name '" + shown(name) + "' has too long a part");
    }
    return component;
  }

  /** What a message may hold of a name from outside. */
  static String shown(String name) {
    String printable = name.replaceAll("\\p{Cntrl}", "?");
    return printable.length() <= 100 ? printable : printable.substring(0, 100) + "…";
  }
}

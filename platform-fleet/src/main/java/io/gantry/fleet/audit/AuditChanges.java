package io.gantry.fleet.audit;

import io.gantry.api.resource.AuditChange;
import io.gantry.persistence.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What a change made of a spec or a setting, value by value, without secrets and bounded: at most
 * 64 changes with 256 characters on each side.
 */
public final class AuditChanges {
  private static final int MOST = 64;
  private static final int LONGEST_VALUE = 256;
  private static final int LONGEST_FIELD = 128;

  private AuditChanges() {}

  /** One value that became another. */
  public static List<AuditChange> of(String field, @Nullable Object from, @Nullable Object to) {
    return between(
        from == null ? null : Map.of(field, from), to == null ? null : Map.of(field, to));
  }

  /**
   * The values in which two objects differ.
   *
   * @param before absent if there was none
   * @param after absent if there is none any more
   */
  public static List<AuditChange> between(@Nullable Object before, @Nullable Object after) {
    SequencedMap<String, Leaf> from = leaves(before);
    SequencedMap<String, Leaf> to = leaves(after);
    TreeSet<String> fields = new TreeSet<>(from.keySet());
    fields.addAll(to.keySet());
    List<AuditChange> changes = new ArrayList<>();
    for (String field : fields) {
      Leaf old = from.get(field);
      Leaf now = to.get(field);
      if (old == null || now == null || !old.text().equals(now.text())) {
        changes.add(new AuditChange(cut(field, LONGEST_FIELD), shown(old), shown(now)));
      }
    }
    return bounded(changes);
  }

  private static List<AuditChange> bounded(List<AuditChange> changes) {
    if (changes.size() <= MOST) {
      return changes;
    }
    List<AuditChange> first = new ArrayList<>(changes.subList(0, MOST - 1));
    first.add(new AuditChange("…", null, (changes.size() - first.size()) + " more"));
    return first;
  }

  private static SequencedMap<String, Leaf> leaves(@Nullable Object value) {
    SequencedMap<String, Leaf> leaves = new TreeMap<>();
    if (value != null) {
      collect("", false, Json.read(Json.write(value), JsonNode.class), leaves);
    }
    return leaves;
  }

  private static void collect(
      String path, boolean secret, JsonNode node, SequencedMap<String, Leaf> leaves) {
    if (node.isObject()) {
      node.properties()
          .forEach(
              member ->
                  collect(
                      path.isEmpty() ? member.getKey() : path + "." + member.getKey(),
                      secret || SecretMask.isSecretName(member.getKey()),
                      member.getValue(),
                      leaves));
    } else if (node.isArray()) {
      elements(path, secret, node, leaves);
    } else if (!node.isNull()) {
      String text = node.isString() ? node.stringValue() : node.toString();
      leaves.put(path, new Leaf(text, secret ? SecretMask.MASK : SecretMask.of(text)));
    }
  }

  /** Words are masked by what stands before them, as in a command line. */
  private static void elements(
      String path, boolean secret, JsonNode array, SequencedMap<String, Leaf> leaves) {
    List<String> words =
        SecretMask.of(array.valueStream().map(element -> element.asString("")).toList());
    for (int index = 0; index < array.size(); index++) {
      JsonNode element = array.get(index);
      String place = path + "[" + index + "]";
      if (element.isString() && !secret) {
        leaves.put(place, new Leaf(element.stringValue(), words.get(index)));
      } else {
        collect(place, secret, element, leaves);
      }
    }
  }

  private static @Nullable String shown(@Nullable Leaf leaf) {
    return leaf == null ? null : cut(leaf.masked(), LONGEST_VALUE);
  }

  private static String cut(String text, int longest) {
    String storable = text.replace('\0', '?');
    return storable.length() <= longest ? storable : storable.substring(0, longest) + "…";
  }

  /** A value as it is, to compare, and as it may be shown. */
  private record Leaf(String text, String masked) {}
}

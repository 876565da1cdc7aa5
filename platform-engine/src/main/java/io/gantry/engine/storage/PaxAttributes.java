package io.gantry.engine.storage;

import io.gantry.engine.linux.Descriptor;
import io.gantry.engine.linux.SyscallException;
import io.gantry.engine.linux.Xattrs;
import java.io.ByteArrayOutputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The extended attributes of an entry, read from its raw headers since their values are bytes and
 * no text. Only those that mean nothing to the node's own mounts are taken.
 */
final class PaxAttributes {
  private static final int BLOCK = 512;
  private static final String PREFIX = "SCHILY.xattr.";
  private static final int NANO_DIGITS = 9;

  private PaxAttributes() {}

  /**
   * Reads the attributes.
   *
   * @param headers all blocks of the entry's headers
   * @param padding bytes before the first block
   */
  static Map<String, byte[]> of(byte[] headers, int padding) {
    Map<String, byte[]> attributes = new HashMap<>();
    int block = padding;
    while (block + BLOCK <= headers.length && isExtension(headers[block + 156])) {
      int data = block + BLOCK;
      int size = Math.clamp(size(headers, block), 0, headers.length - data);
      if (headers[block + 156] == 'x') {
        collect(headers, data, data + size, attributes);
      }
      block = data + (size + BLOCK - 1) / BLOCK * BLOCK;
    }
    return attributes;
  }

  /** The records that say which attributes an open file has. */
  static List<byte[]> read(Descriptor file) throws SyscallException {
    List<byte[]> records = new ArrayList<>();
    for (String attribute : Xattrs.list(file)) {
      if (isKept(attribute)) {
        Xattrs.get(file, attribute)
            .ifPresent(value -> records.add(record(PREFIX + attribute, value)));
      }
    }
    return records;
  }

  /** The record that says when an entry was modified. */
  static byte[] modified(Instant time) {
    String text =
        BigDecimal.valueOf(time.getEpochSecond())
            .add(BigDecimal.valueOf(time.getNano(), NANO_DIGITS))
            .toPlainString();
    return record("mtime", text.getBytes(StandardCharsets.US_ASCII));
  }

  /** The length at a record's beginning counts its own digits. */
  private static byte[] record(String name, byte[] value) {
    byte[] keyword = (" " + name + "=").getBytes(StandardCharsets.UTF_8);
    int rest = keyword.length + value.length + 1;
    int length = rest + 1;
    while (rest + Integer.toString(length).length() != length) {
      length = rest + Integer.toString(length).length();
    }
    ByteArrayOutputStream record = new ByteArrayOutputStream(length);
    record.writeBytes(Integer.toString(length).getBytes(StandardCharsets.US_ASCII));
    record.writeBytes(keyword);
    record.writeBytes(value);
    record.write('\n');
    return record.toByteArray();
  }

  private static boolean isExtension(byte type) {
    return type == 'x' || type == 'g' || type == 'L' || type == 'K';
  }

  private static long size(byte[] headers, int block) {
    long size = 0;
    for (int i = block + 124; i < block + 136; i++) {
      if (headers[i] >= '0' && headers[i] <= '7') {
        size = size * 8 + (headers[i] - '0');
      }
    }
    return size;
  }

  /** Records are {@code length keyword=value\n}, the length counting all of it. */
  private static void collect(byte[] headers, int start, int end, Map<String, byte[]> attributes) {
    int record = start;
    while (record < end) {
      int space = find(headers, record, end, ' ');
      int next = record + length(headers, record, space);
      int equals = find(headers, space, end, '=');
      if (next <= equals || next > end) {
        return;
      }
      String keyword = new String(headers, space + 1, equals - space - 1, StandardCharsets.UTF_8);
      if (keyword.startsWith(PREFIX) && isTaken(keyword.substring(PREFIX.length()))) {
        attributes.put(
            keyword.substring(PREFIX.length()), Arrays.copyOfRange(headers, equals + 1, next - 1));
      }
      record = next;
    }
  }

  private static int length(byte[] headers, int start, int end) {
    int length = 0;
    for (int i = start; i < end && i < start + 8; i++) {
      length = length * 10 + (headers[i] - '0');
    }
    return Math.max(length, 0);
  }

  private static int find(byte[] headers, int start, int end, char wanted) {
    for (int i = start; i < end; i++) {
      if (headers[i] == wanted) {
        return i;
      }
    }
    return end;
  }

  /** A {@code trusted.overlay.*} attribute would steer the node's mount, so it is an attack. */
  private static boolean isTaken(String attribute) {
    if (attribute.startsWith("trusted.overlay.")) {
      throw InvalidArchive.because("it holds the attribute " + EntryName.shown(attribute));
    }
    return isKept(attribute);
  }

  private static boolean isKept(String attribute) {
    return attribute.startsWith("user.") || attribute.equals("security.capability");
  }
}

package io.gantry.api.image;

/** Hears how far the transfer of an image has come; called often and from several threads. */
@FunctionalInterface
public interface TransferProgress {
  /** Hears nothing. */
  TransferProgress NONE = (item, bytes, totalBytes) -> {};

  /** Stands for a total that nobody knows. */
  long UNKNOWN = -1;

  /** The item that stands for all layers on their way together. */
  String TOTAL = "total";

  /**
   * Something of an image has moved on.
   *
   * @param item what moves: a digest or a word such as {@code manifest}
   * @param bytes moved so far
   * @param totalBytes of the item, or {@link #UNKNOWN}
   */
  void moved(String item, long bytes, long totalBytes);
}

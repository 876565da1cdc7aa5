package io.gantry.web.stream;

import io.gantry.api.error.ErrorCode;
import org.jspecify.annotations.Nullable;

/** What is noted of a stream in the audit log. */
interface StreamNote {
  /** Of a stream that only lets look. */
  StreamNote NONE =
      new StreamNote() {
        @Override
        public void asked() {}

        @Override
        public void answered(@Nullable ErrorCode failure, @Nullable Integer exitCode) {}
      };

  /** The stream is about to be asked of its node. */
  void asked();

  /**
   * What was asked is over; called once after it was asked, also if the node never answered.
   *
   * @param failure absent if it ended well
   * @param exitCode of an exec session, if it is known
   */
  void answered(@Nullable ErrorCode failure, @Nullable Integer exitCode);
}

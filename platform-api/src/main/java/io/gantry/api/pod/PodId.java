package io.gantry.api.pod;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import io.gantry.api.container.ContainerId;
import java.security.SecureRandom;

/** A pod's id, out of the same space as containers' (rule STORAGE-14). */
public record PodId(@JsonValue String value) {

  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public PodId {
    var unused = new ContainerId(value); // refuses what is none
  }

  /** A fresh id whose short form cannot be taken for a number. */
  public static PodId random(SecureRandom source) {
    return new PodId(ContainerId.random(source).value());
  }

  /** The first 12 characters, as shown to people. */
  public String shortId() {
    return new ContainerId(value).shortId();
  }

  @Override
  public String toString() {
    return value;
  }
}

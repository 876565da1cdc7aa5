package io.gantry.engine.hooks;

import java.util.Optional;
import java.util.stream.Stream;

/** When a hook runs (HOOKS-12). */
enum HookStage {
  /** Ours: filters the spec before the runtime sees it. */
  PRECREATE("precreate"),
  PRESTART("prestart"),
  CREATE_RUNTIME("createRuntime"),
  CREATE_CONTAINER("createContainer"),
  START_CONTAINER("startContainer"),
  POSTSTART("poststart"),
  /** Ours: after the runtime's deletion. */
  POSTSTOP("poststop");

  private final String word;

  HookStage(String word) {
    this.word = word;
  }

  static Optional<HookStage> of(String word) {
    return Stream.of(values()).filter(stage -> stage.word.equals(word)).findFirst();
  }

  String word() {
    return word;
  }

  /** Whether the runtime runs it, told by the spec (HOOKS-1). */
  boolean isOfRuntime() {
    return this != PRECREATE && this != POSTSTOP;
  }
}

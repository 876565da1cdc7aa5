package io.gantry.engine.hostile;

import org.jspecify.annotations.Nullable;

/** Something the engine does; what it gives out is looked through for what it must not know. */
@FunctionalInterface
public interface Act {
  @Nullable Object on(Ground ground) throws Exception;
}

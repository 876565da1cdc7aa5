package io.gantry.engine.lifecycle;

import io.gantry.engine.state.ContainerConfig;

/** Further commands in containers, as cleanup and removal meet them. */
public interface Sessions {

  /** How many run now (EXEC-12). */
  long active(ContainerConfig config);

  /** Ends all of them and removes what they leave (REMOVAL-10). */
  void end(ContainerConfig config);
}

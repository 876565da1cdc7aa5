package io.gantry.fleet.workload;

import io.gantry.persistence.workload.Workload;
import io.gantry.security.Caller;
import io.gantry.security.Caller.Origin;
import io.gantry.security.Role;

/**
 * A workload that acts.
 *
 * @param name of the workload
 * @param madeBy on whose behalf
 */
public record Acting(Workload workload, String name, String madeBy) {
  /** The actor, with what it takes to have containers in its tenant and nothing of the platform. */
  public Caller caller() {
    return new Caller(
        null, actor(), workload.tenant(), Role.OPERATOR.permissions(), Origin.INTERNAL);
  }

  /** Kind and name, as the audit log has it. */
  public String actor() {
    return workload.kind().word() + " " + name;
  }
}

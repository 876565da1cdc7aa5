/**
 * What all workloads share: whose a container is ({@link
 * io.gantry.persistence.workload.ContainerOwners}) and which of them has to be looked at ({@link
 * io.gantry.persistence.workload.ReconcileQueue}).
 */
@NullMarked
package io.gantry.persistence.workload;

import org.jspecify.annotations.NullMarked;

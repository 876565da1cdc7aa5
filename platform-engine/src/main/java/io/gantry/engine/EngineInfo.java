package io.gantry.engine;

import io.gantry.engine.cgroup.CgroupMode;
import io.gantry.engine.feature.RuntimeProgram;
import java.nio.file.Path;

/**
 * What an engine works with.
 *
 * @param runtime the OCI runtime, with what it can
 * @param kernel the release of the host's kernel
 * @param architecture as images name it
 * @param storageDriver how layers become a root file system
 */
public record EngineInfo(
    RuntimeProgram runtime,
    CgroupMode cgroups,
    String kernel,
    String architecture,
    String storageDriver,
    Path home,
    Path runDir) {}

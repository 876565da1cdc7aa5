package io.gantry.engine.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.gantry.api.container.ContainerId;
import io.gantry.api.error.ErrorCode;
import io.gantry.engine.Rule;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RuntimeFailureTest {
  private static final ContainerId ID = new ContainerId("ab".repeat(32));

  @ParameterizedTest
  @Rule("EXITCODES-9")
  @CsvSource(
      delimiter = '|',
      value = {
        "exec: \"x\": executable file not found in $PATH | RUNTIME_NOT_FOUND",
        "exec /x: No such file or directory | RUNTIME_NOT_FOUND",
        "exec: \"/etc\": permission denied | RUNTIME_PERMISSION",
        "mount: Operation not permitted | RUNTIME_PERMISSION",
        "device or resource busy | RUNTIME"
      })
  void isNamedByTheRuntimesMessage(String message, ErrorCode code) {
    assertThat(RuntimeFailure.of(ID, "create", message))
        .hasMessageEndingWith(message)
        .extracting("code", "object")
        .containsExactly(code, "container " + ID);
  }
}

package io.gantry.engine.validation;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.gantry.api.container.ContainerSpec;
import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** A container's spec as it comes over the API. */
class SpecFuzzTest {
  @FuzzTest
  void isReadOrRefused(byte[] json) {
    try {
      ContainerSpec spec = JsonMapper.shared().readValue(json, ContainerSpec.class);
      if (spec != null) { // the API refuses a text that is null before
        SpecValidation.check(spec);
      }
    } catch (JacksonException e) {
      assertThat(e.getMessage()).isNotBlank();
    } catch (GantryException e) {
      assertThat(e.code()).isIn(ErrorCode.INVALID_ARGUMENT, ErrorCode.UNSUPPORTED);
    }
  }
}

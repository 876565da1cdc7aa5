package io.gantry.persistence.container;

import io.gantry.api.container.ContainerSpec;
import io.gantry.persistence.Json;
import jakarta.persistence.AttributeConverter;
import jakarta.persistence.Converter;

/** A spec as its column holds it. */
@Converter
final class SpecConverter implements AttributeConverter<ContainerSpec, String> {
  @Override
  public String convertToDatabaseColumn(ContainerSpec spec) {
    return Json.write(spec);
  }

  @Override
  public ContainerSpec convertToEntityAttribute(String json) {
    return Json.read(json, ContainerSpec.class);
  }
}

package io.gantry.persistence.container;

import io.gantry.persistence.Json;
import jakarta.persistence.AttributeConverter;
import jakarta.persistence.Converter;
import java.util.Map;
import tools.jackson.core.type.TypeReference;

/** Labels as their column holds them. */
@Converter
final class LabelsConverter implements AttributeConverter<Map<String, String>, String> {
  @Override
  public String convertToDatabaseColumn(Map<String, String> labels) {
    return Json.write(labels);
  }

  @Override
  public Map<String, String> convertToEntityAttribute(String json) {
    return Json.read(json, new TypeReference<Map<String, String>>() {});
  }
}

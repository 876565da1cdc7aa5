package io.gantry.web.openapi;

import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.responses.ApiResponse;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.core.MethodParameter;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.method.HandlerMethod;
import tools.jackson.databind.JsonNode;

/**
 * Adds examples to what operations take and give: by operation where there is one of its name, else
 * by type.
 */
final class ExampleBodies {
  private final Examples examples;

  ExampleBodies(Examples examples) {
    this.examples = examples;
  }

  Operation describe(Operation operation, HandlerMethod route) {
    Stream.of(route.getMethodParameters())
        .filter(parameter -> parameter.hasParameterAnnotation(RequestBody.class))
        .map(MethodParameter::getGenericParameterType)
        .map(this::example)
        .flatMap(Optional::stream)
        .findFirst()
        .ifPresent(example -> setExample(operation.getRequestBody().getContent(), example));
    examples
        .of(route.getBeanType().getSimpleName() + "." + route.getMethod().getName())
        .or(() -> example(route.getMethod().getGenericReturnType()))
        .ifPresent(
            example ->
                operation
                    .getResponses()
                    .forEach((status, response) -> setExample(status, response, example)));
    return operation;
  }

  private static void setExample(String status, ApiResponse response, JsonNode example) {
    if (status.startsWith("2")) {
      setExample(response.getContent(), example);
    }
  }

  private static void setExample(@Nullable Content content, JsonNode example) {
    if (content != null) {
      for (MediaType type : content.values()) {
        type.setExample(example);
      }
    }
  }

  private Optional<JsonNode> example(Type type) {
    if (type instanceof ParameterizedType generic) {
      Type argument = generic.getActualTypeArguments()[0];
      Optional<JsonNode> inner = example(argument);
      return generic.getRawType() == ResponseEntity.class ? inner : inner.map(examples::page);
    }
    return type instanceof Class<?> plain ? examples.of(plain.getSimpleName()) : Optional.empty();
  }
}

package io.gantry.web.openapi;

import io.gantry.api.error.ErrorCode;
import io.gantry.api.resource.Problem;
import io.gantry.security.Requires;
import io.gantry.web.api.Fails;
import io.gantry.web.problem.HttpStatuses;
import io.gantry.web.route.AnyCaller;
import io.gantry.web.route.NodesOnly;
import io.gantry.web.route.OpenToAll;
import io.swagger.v3.core.converter.ModelConverters;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.responses.ApiResponse;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.springframework.web.method.HandlerMethod;

/** Adds to each operation how it can fail and what its caller must be allowed to do. */
final class FailureResponses {
  private static final String SCHEMA = "#/components/schemas/Problem";

  private final Examples examples;

  FailureResponses(Examples examples) {
    this.examples = examples;
  }

  static void addSchema(OpenAPI api) {
    ModelConverters.getInstance()
        .read(Problem.class)
        .forEach((name, schema) -> api.getComponents().addSchemas(name, schema));
  }

  Operation describe(Operation operation, HandlerMethod route) {
    Map<Integer, List<ErrorCode>> byStatus =
        codes(route).stream()
            .collect(
                Collectors.groupingBy(
                    code -> HttpStatuses.of(code).value(), TreeMap::new, Collectors.toList()));
    byStatus.forEach(
        (status, codes) ->
            operation.getResponses().addApiResponse(status.toString(), response(codes)));
    describePermission(operation, route);
    return operation;
  }

  private static Set<ErrorCode> codes(HandlerMethod route) {
    EnumSet<ErrorCode> codes = EnumSet.of(ErrorCode.INTERNAL);
    Fails fails = route.getMethodAnnotation(Fails.class);
    if (fails != null) {
      codes.addAll(List.of(fails.value()));
    }
    if (!route.hasMethodAnnotation(OpenToAll.class)) {
      codes.add(ErrorCode.UNAUTHENTICATED);
    }
    if (route.hasMethodAnnotation(Requires.class) || route.hasMethodAnnotation(AnyCaller.class)) {
      codes.add(ErrorCode.RATE_LIMITED);
    }
    if (route.hasMethodAnnotation(Requires.class)) {
      codes.add(ErrorCode.FORBIDDEN);
    }
    return codes;
  }

  private ApiResponse response(List<ErrorCode> codes) {
    String names = codes.stream().map(ErrorCode::name).collect(Collectors.joining(", "));
    MediaType problem =
        new MediaType()
            .schema(new Schema<>().$ref(SCHEMA))
            .example(examples.problem(codes.getFirst()));
    return new ApiResponse()
        .description(names)
        .content(new Content().addMediaType("application/problem+json", problem));
  }

  private static void describePermission(Operation operation, HandlerMethod route) {
    Requires requires = route.getMethodAnnotation(Requires.class);
    AnyCaller anyCaller = route.getMethodAnnotation(AnyCaller.class);
    if (requires != null) {
      operation.addExtension("x-permission", requires.value().toString());
    } else if (anyCaller != null) {
      operation.addExtension(
          "x-permission", anyCaller.restrictedToo() ? "any caller" : "any caller, not narrowed");
    } else if (route.hasMethodAnnotation(NodesOnly.class)) {
      operation.addExtension("x-permission", "nodes only");
    } else {
      operation.addExtension("x-permission", "open to all");
      operation.setSecurity(List.of());
    }
  }
}

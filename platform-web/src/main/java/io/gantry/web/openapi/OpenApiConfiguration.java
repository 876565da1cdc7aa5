package io.gantry.web.openapi;

import io.gantry.security.Caller;
import io.gantry.security.http.SignedIn;
import io.gantry.security.http.SignedNode;
import io.swagger.v3.oas.models.Components;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.info.Info;
import io.swagger.v3.oas.models.security.SecurityRequirement;
import io.swagger.v3.oas.models.security.SecurityScheme;
import java.time.Duration;
import org.springdoc.core.customizers.OpenApiCustomizer;
import org.springdoc.core.customizers.OperationCustomizer;
import org.springdoc.core.utils.SpringDocUtils;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import tools.jackson.databind.json.JsonMapper;

/** Describes the REST API as a whole. */
@Configuration(proxyBeanMethods = false)
class OpenApiConfiguration {
  private static final String TOKEN = "token";
  private static final String SESSION = "session";
  private static final String DESCRIPTION =
      """
      Runs containers on a fleet of Linux hosts for many tenants and never loses an exit code.

      Send an API token as `Authorization: Bearer gantry_…`, or sign in at `/api/v1/session`. Who belongs to
      several tenants names one in the header `Gantry-Tenant`. Failures are RFC 9457 problem details whose
      `code` is stable. Lists come in pages: `next` is the `cursor` of the page after. Instants are ISO-8601
      in UTC, durations ISO-8601 (`PT10S`).
      """;

  static {
    SpringDocUtils.getConfig()
        .addRequestWrapperToIgnore(Caller.class, SignedIn.class, SignedNode.class)
        .replaceWithClass(Duration.class, String.class);
  }

  @Bean
  OpenAPI api() {
    return new OpenAPI()
        .info(new Info().title("Gantry").version("v1").description(DESCRIPTION))
        .components(
            new Components()
                .addSecuritySchemes(
                    TOKEN, new SecurityScheme().type(SecurityScheme.Type.HTTP).scheme("bearer"))
                .addSecuritySchemes(
                    SESSION,
                    new SecurityScheme()
                        .type(SecurityScheme.Type.APIKEY)
                        .in(SecurityScheme.In.COOKIE)
                        .name("gantry_session")))
        .addSecurityItem(new SecurityRequirement().addList(TOKEN))
        .addSecurityItem(new SecurityRequirement().addList(SESSION));
  }

  @Bean
  Examples examples(JsonMapper json) {
    return new Examples(json);
  }

  @Bean
  OperationCustomizer failures(Examples examples) {
    return new FailureResponses(examples)::describe;
  }

  @Bean
  OperationCustomizer exampleBodies(Examples examples) {
    return new ExampleBodies(examples)::describe;
  }

  @Bean
  OpenApiCustomizer problemSchema() {
    return FailureResponses::addSchema;
  }
}

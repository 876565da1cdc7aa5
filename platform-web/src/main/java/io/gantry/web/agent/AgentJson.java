package io.gantry.web.agent;

import io.gantry.api.node.Enrolment;
import io.gantry.api.node.ReportBatch;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.MediaType;
import org.springframework.http.converter.HttpMessageConverters;
import org.springframework.http.converter.json.JacksonJsonHttpMessageConverter;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.cfg.EnumFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * What nodes send is read forgivingly: an agent may be newer than the control plane. What people
 * send is not, as an unknown field is mostly a mistyped one.
 */
@Configuration(proxyBeanMethods = false)
class AgentJson implements WebMvcConfigurer {
  private final JsonMapper strict;

  AgentJson(JsonMapper strict) {
    this.strict = strict;
  }

  @Override
  public void configureMessageConverters(HttpMessageConverters.ServerBuilder builder) {
    JsonMapper forgiving =
        strict
            .rebuild()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(EnumFeature.READ_UNKNOWN_ENUM_VALUES_AS_NULL)
            .build();
    JacksonJsonHttpMessageConverter converter = new JacksonJsonHttpMessageConverter(strict);
    for (Class<?> type : new Class<?>[] {Enrolment.class, ReportBatch.class}) {
      converter.registerMappersForType(
          type, mappers -> mappers.put(MediaType.APPLICATION_JSON, forgiving));
    }
    builder.withJsonConverter(converter);
  }
}

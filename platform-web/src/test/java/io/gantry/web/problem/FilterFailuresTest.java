package io.gantry.web.problem;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.ServletException;
import java.io.IOException;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.http.converter.json.JacksonJsonHttpMessageConverter;
import org.springframework.jdbc.UncategorizedSQLException;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.web.servlet.mvc.method.annotation.ExceptionHandlerExceptionResolver;

class FilterFailuresTest {
  private final MockHttpServletResponse response = new MockHttpServletResponse();

  @Test
  void saysThatTheDatabaseDoesNotAnswer() throws ServletException, IOException {
    FilterFailures filter = new FilterFailures(resolver());

    filter.doFilter(
        new MockHttpServletRequest("GET", "/api/v1/exits"),
        response,
        (request, answer) -> {
          throw new CannotCreateTransactionException("the connection is refused");
        });

    assertThat(response.getStatus()).isEqualTo(503);
    assertThat(response.getContentType()).isEqualTo("application/problem+json");
    assertThat(response.getContentAsString()).contains("the database does not answer");
  }

  @Test
  void saysThatTheDatabaseWentAwayInTheMiddle() throws ServletException, IOException {
    FilterFailures filter = new FilterFailures(resolver());

    filter.doFilter(
        new MockHttpServletRequest("POST", "/agent/v1/reports"),
        response,
        (request, answer) -> {
          throw new UncategorizedSQLException(
              "insert", null, new SQLException("unexpected postmaster exit", "57P01"));
        });

    assertThat(response.getStatus()).isEqualTo(503);
    assertThat(response.getContentAsString()).contains("DATABASE_UNAVAILABLE");
  }

  private static ExceptionHandlerExceptionResolver resolver() {
    GenericApplicationContext context = new GenericApplicationContext();
    context.registerBean(ProblemHandler.class, () -> new ProblemHandler((request, failure) -> {}));
    context.refresh();
    ExceptionHandlerExceptionResolver resolver = new ExceptionHandlerExceptionResolver();
    resolver.setApplicationContext(context);
    resolver.setMessageConverters(List.of(new JacksonJsonHttpMessageConverter()));
    resolver.afterPropertiesSet();
    return resolver;
  }
}

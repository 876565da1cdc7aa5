package io.gantry.web.problem;

import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import io.gantry.api.resource.Problem;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.TypeMismatchException;
import org.springframework.core.NestedRuntimeException;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.dao.ConcurrencyFailureException;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.validation.FieldError;
import org.springframework.web.ErrorResponse;
import org.springframework.web.bind.MethodArgumentNotValidException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.context.request.async.AsyncRequestNotUsableException;
import org.springframework.web.method.annotation.MethodArgumentTypeMismatchException;
import org.springframework.web.servlet.resource.NoResourceFoundException;

/** Answers every failure of a controller with a problem. */
@RestControllerAdvice
@Order(Ordered.HIGHEST_PRECEDENCE)
final class ProblemHandler {
  private static final Logger LOG = LoggerFactory.getLogger(ProblemHandler.class);

  private final FailureListener listener;

  ProblemHandler(FailureListener listener) {
    this.listener = listener;
  }

  @ExceptionHandler
  ResponseEntity<Problem> failed(GantryException failure, HttpServletRequest request) {
    if (HttpStatuses.of(failure.code()) == HttpStatus.INTERNAL_SERVER_ERROR) {
      LOG.atError().setCause(failure).addKeyValue("code", failure.code()).log("request failed");
    }
    return answer(failure, HttpStatuses.of(failure.code()), request);
  }

  @ExceptionHandler
  ResponseEntity<Problem> unreadable(
      HttpMessageNotReadableException failure, HttpServletRequest request) {
    return failed(
        tooLarge(failure).orElseGet(() -> UnreadableBody.of(failure.getCause())), request);
  }

  @ExceptionHandler
  ResponseEntity<Problem> mistyped(
      MethodArgumentTypeMismatchException failure, HttpServletRequest request) {
    String problem = problemOf(failure);
    return failed(
        GantryException.of(
                ErrorCode.INVALID_ARGUMENT,
                "parameter '%s': %s".formatted(failure.getName(), problem))
            .at(Map.of(failure.getName(), problem)),
        request);
  }

  /** Parameters that a route takes as one object. */
  @ExceptionHandler
  ResponseEntity<Problem> mistyped(
      MethodArgumentNotValidException failure, HttpServletRequest request) {
    Map<String, String> problems = new TreeMap<>();
    for (FieldError error : failure.getFieldErrors()) {
      problems.put(
          error.getField(),
          error.contains(TypeMismatchException.class)
              ? problemOf(error.unwrap(TypeMismatchException.class))
              : "is refused");
    }
    return failed(
        GantryException.of(
                ErrorCode.INVALID_ARGUMENT,
                problems.entrySet().stream()
                    .map(one -> "parameter '%s': %s".formatted(one.getKey(), one.getValue()))
                    .collect(Collectors.joining("; ")))
            .at(problems),
        request);
  }

  /** A value that a type of the vocabulary refused outside a body. */
  @ExceptionHandler
  ResponseEntity<Problem> refused(IllegalArgumentException failure, HttpServletRequest request) {
    return failed(
        GantryException.of(
            ErrorCode.INVALID_ARGUMENT, String.valueOf(failure.getMessage()), failure),
        request);
  }

  @ExceptionHandler
  ResponseEntity<Problem> overtaken(
      ConcurrencyFailureException failure, HttpServletRequest request) {
    return failed(
        GantryException.of(
            ErrorCode.CONFLICT,
            "it was changed at the same time: read it again and decide anew",
            failure),
        request);
  }

  @ExceptionHandler({
    CannotCreateTransactionException.class,
    DataAccessResourceFailureException.class
  })
  ResponseEntity<Problem> withoutDatabase(
      NestedRuntimeException failure, HttpServletRequest request) {
    return databaseGone(failure, request);
  }

  private ResponseEntity<Problem> databaseGone(Exception failure, HttpServletRequest request) {
    LOG.atError().setCause(failure).log("the database does not answer");
    return failed(
        GantryException.of(
            ErrorCode.DATABASE_UNAVAILABLE,
            "the database does not answer: try again shortly",
            failure),
        request);
  }

  @ExceptionHandler
  ResponseEntity<Problem> nowhere(NoResourceFoundException failure, HttpServletRequest request) {
    return failed(
        GantryException.of(
            ErrorCode.NOT_FOUND, "there is no such path: " + request.getRequestURI(), failure),
        request);
  }

  /** The client is gone; nobody is left to be answered. */
  @ExceptionHandler
  void abandoned(AsyncRequestNotUsableException failure) {
    LOG.atDebug().setCause(failure).log("client went away");
  }

  /**
   * An answer that has begun is not ended with a problem, as it would be taken for complete: thrown
   * on, the failure makes the server cut the connection.
   */
  @ExceptionHandler
  ResponseEntity<Problem> brokenOff(
      IOException failure, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    if (response.isCommitted()) {
      throw failure;
    }
    return failed((Exception) failure, request);
  }

  @ExceptionHandler(Exception.class)
  ResponseEntity<Problem> failed(Exception failure, HttpServletRequest request) {
    if (failure instanceof ErrorResponse response) {
      return refusedByFramework(response, request);
    }
    if (LostDatabase.isBehind(failure)) {
      return databaseGone(failure, request);
    }
    LOG.atError().setCause(failure).log("request failed");
    return answer(
        GantryException.of(
            ErrorCode.INTERNAL,
            "this is a defect of Gantry: report it with the request's id",
            failure),
        HttpStatusCode.valueOf(500),
        request);
  }

  private ResponseEntity<Problem> refusedByFramework(
      ErrorResponse response, HttpServletRequest request) {
    HttpStatusCode status = response.getStatusCode();
    String detail = response.getBody().getDetail();
    GantryException failure =
        GantryException.of(
            HttpStatuses.codeOf(status), detail == null ? "the request is refused" : detail);
    listener.failed(request, failure);
    return ResponseEntity.status(status)
        .headers(response.getHeaders())
        .headers(ProblemHeaders.of(failure.code()))
        .contentType(MediaType.APPLICATION_PROBLEM_JSON)
        .body(Problems.of(failure, status, request));
  }

  private ResponseEntity<Problem> answer(
      GantryException failure, HttpStatusCode status, HttpServletRequest request) {
    listener.failed(request, failure);
    HttpHeaders headers = ProblemHeaders.of(failure.code());
    return ResponseEntity.status(status)
        .headers(headers)
        .contentType(MediaType.APPLICATION_PROBLEM_JSON)
        .body(Problems.of(failure, status, request));
  }

  private static Optional<GantryException> tooLarge(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof BodyTooLarge large) {
        return Optional.of(large.failure());
      }
    }
    return Optional.empty();
  }

  private static String problemOf(TypeMismatchException failure) {
    Throwable root = failure.getMostSpecificCause();
    Class<?> type = failure.getRequiredType();
    if (type != null && type.getName().startsWith("io.gantry.") && root.getMessage() != null) {
      return root.getMessage();
    }
    return type == null ? "cannot be read" : "is not a valid " + words(type);
  }

  private static String words(Class<?> type) {
    return type.getSimpleName().toLowerCase(Locale.ROOT);
  }
}

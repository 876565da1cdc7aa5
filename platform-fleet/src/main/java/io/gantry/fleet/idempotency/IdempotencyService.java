package io.gantry.fleet.idempotency;

import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import io.gantry.fleet.FleetSettings;
import io.gantry.persistence.fence.Fence;
import io.gantry.persistence.fence.PlatformWork;
import io.gantry.persistence.fence.Scope;
import io.gantry.persistence.history.IdempotencyKeys;
import io.gantry.persistence.history.IdempotencyKeys.Answered;
import io.gantry.security.Caller;
import java.time.Clock;
import java.time.Instant;
import java.util.function.Supplier;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Does a request once, however often it is sent with its key. */
@Service
public class IdempotencyService {
  private static final int MAXIMUM_KEY_CHARACTERS = 255;

  private final IdempotencyKeys keys;
  private final Fence fence;
  private final Clock clock;
  private final FleetSettings settings;

  IdempotencyService(IdempotencyKeys keys, Fence fence, Clock clock, FleetSettings settings) {
    this.keys = keys;
    this.fence = fence;
    this.clock = clock;
    this.settings = settings;
  }

  /**
   * Answers the request: by doing it, in the same transaction as the key is kept, or by what it was
   * answered before. A repetition that comes while the first is being done waits for it. A failed
   * request leaves no key.
   *
   * @throws GantryException IDEMPOTENCY_MISMATCH if the key came with another request before
   */
  @Transactional
  public Answer once(Caller caller, IdempotentRequest request, Supplier<Answer> action) {
    IdempotencyKeys.Key key = key(caller, request);
    Scope scope = Scope.of(caller.selectedTenant(), PlatformWork.REQUESTS);
    if (!fence.within(scope, () -> claim(key, request))) {
      return fence.within(scope, () -> repeated(key, request));
    }
    Answer answer = action.get();
    fence.run(
        scope,
        () ->
            keys.complete(
                key,
                new Answered(
                    request.fingerprint(), answer.status(), answer.headers(), answer.body())));
    return answer;
  }

  private boolean claim(IdempotencyKeys.Key key, IdempotentRequest request) {
    Instant now = clock.instant();
    return keys.claim(key, request.fingerprint(), now, now.plus(settings.idempotencyLifetime()));
  }

  private Answer repeated(IdempotencyKeys.Key key, IdempotentRequest request) {
    Answered answered = keys.answer(key);
    if (!answered.fingerprint().equals(request.fingerprint())) {
      throw GantryException.of(
          ErrorCode.IDEMPOTENCY_MISMATCH,
          "the idempotency key was used for another request: make a new key for each request");
    }
    return new Answer(answered.status(), answered.headers(), answered.body());
  }

  private static IdempotencyKeys.Key key(Caller caller, IdempotentRequest request) {
    if (request.key().isBlank() || request.key().length() > MAXIMUM_KEY_CHARACTERS) {
      throw GantryException.of(
          ErrorCode.INVALID_ARGUMENT, "an idempotency key has 1 to 255 characters");
    }
    String tenant = caller.selectedTenant() == null ? "*" : caller.selectedTenant().value();
    return new IdempotencyKeys.Key(tenant, caller.name(), request.key());
  }
}

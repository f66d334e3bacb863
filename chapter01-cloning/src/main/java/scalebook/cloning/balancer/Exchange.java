package scalebook.cloning.balancer;

import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpResponse;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import scalebook.cloning.policy.Backend;

/**
 * One request and its answer, on one event loop.
 *
 * <p>It is tried again elsewhere only when that cannot run it twice: when no connection was made,
 * or when the request is idempotent and has no body, and nothing of an answer was passed on.
 */
final class Exchange {
  private final FrontConnection front;
  private final Balancer balancer;
  private final Lane lane;
  private final Request request;
  private final Body body;
  private final long start = System.nanoTime();
  private final Set<Backend> tried = new HashSet<>(2);

  /** The one that counts; null when the exchange is over. */
  private Attempt attempt;

  Exchange(FrontConnection front, Balancer balancer, Lane lane, Request request) {
    this.front = front;
    this.balancer = balancer;
    this.lane = lane;
    this.request = request;
    this.body = request.bodiless() ? null : new Body();
  }

  void begin() {
    balancer.retryBudget().request();
    ask();
  }

  private void ask() {
    request.unmark(); // what an earlier pick wanted to say is not true of this one
    Optional<Backend> picked = balancer.rotation().pick(request, tried);
    if (picked.isEmpty()) {
      fail(503, "no clone is in rotation");
      return;
    }
    tried.add(picked.get());
    attempt = new Attempt(this, request, picked.get());
    lane.connect(attempt);
  }

  private boolean mayRetry() {
    return tried.size() < balancer.limits().counts().attempts()
        && balancer.rotation().candidates().size() > 0
        && balancer.retryBudget().tryRetry();
  }

  Request request() {
    return request;
  }

  Optional<Body> body() {
    return Optional.ofNullable(body);
  }

  /** All of the request has come. */
  boolean whole() {
    return body == null || body.ended();
  }

  /** A part of the request's body. */
  void content(HttpContent part) {
    if (!part.decoderResult().isSuccess()) {
      part.release();
      fail(400, "a malformed body");
      return;
    }
    body.add(part);
    if (body.bytes() > balancer.limits().bytes().body()) {
      fail(413, "the body is too large");
      return;
    }
    attempt.send(body);
    readMore();
  }

  /** While it waits for its answer it reads on, so that a client who leaves is noticed. */
  void readMore() {
    front.reading(wantsMore());
  }

  boolean wantsMore() {
    return whole() || attempt.takesMore();
  }

  void clientTakesMore(boolean more) {
    attempt.clientTakesMore(more);
  }

  void answering(Attempt by, HttpResponse head) {
    balancer.rotation().answered(by.backend());
    front.respondHead(head);
  }

  void part(HttpContent part) {
    front.respond(part);
  }

  void flush() {
    front.flush();
  }

  /** The answer is complete. */
  void answered() {
    Attempt by = over();
    // A clone that answered before it had read the whole request may not read the rest.
    by.finish(whole());
    front.flush();
    front.answered();
  }

  private Attempt over() {
    Attempt last = attempt;
    attempt = null;
    body().ifPresent(Body::release);
    return last;
  }

  void failed(Attempt by, Attempt.Failure failure) {
    balancer.sick(by.backend());
    boolean again =
        switch (failure) {
          case UNREACHABLE -> true; // nothing was sent: safe for every method
          case BROKEN, LATE -> request.replayable();
          case CUT -> false;
        };
    if (again && mayRetry()) {
      ask();
    } else if (failure == Attempt.Failure.CUT) {
      over();
      front.abort(); // half an answer is out: the client must see that it is cut short
    } else {
      fail(failure == Attempt.Failure.LATE ? 504 : 502, failure.why());
    }
  }

  void checkDeadline(long now) {
    Limits.Millis limits = balancer.limits().millis();
    if ((now - start) / 1_000_000 > limits.total()) {
      if (attempt.answering()) {
        clientLeft();
        front.abort();
      } else {
        fail(504, "the whole exchange took too long");
      }
    } else if (whole()) {
      attempt.checkDeadline(now, limits.answer());
    } else if (attempt.takesMore() && body.pauseMillis(now) > limits.head()) {
      // A client that stops in the middle of its body; not one that a slow clone holds back.
      fail(408, "the body came too slowly");
    }
  }

  private void fail(int status, String why) {
    clientLeft();
    front.refuse(new Refusal(status, why), request.keepsAlive() && whole());
  }

  /** Nobody waits for the answer: the clone's connection is of no further use. */
  void clientLeft() {
    Attempt last = over();
    if (last != null) {
      last.end();
    }
  }
}

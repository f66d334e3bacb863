package scalebook.cloning.balancer;

import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpResponse;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import scalebook.cloning.policy.Backend;

/**
 * One request and its answer, on one event loop.
 *
 * <p>It is tried again elsewhere only when that cannot run it twice: when no connection was made,
 * or when the request is idempotent and has no body, and nothing of an answer was passed on.
 *
 * <p>A clone that did not answer is a suspect; it is blamed once another clone has answered the
 * same request. Before that, the request is as likely to be what is wrong.
 */
final class Exchange {
  private final FrontConnection front;
  private final Balancer balancer;
  private final Lane lane;
  private final Request request;
  private final Body body;
  private final long start = System.nanoTime();
  private final Set<Backend> tried = new HashSet<>(2);
  private List<Backend> suspects = List.of();
  private int attempts;
  private boolean uploads;

  /** The one that counts; null while a short body is collected. */
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
    if (body == null) {
      ask();
    }
  }

  private void ask() {
    request.unmark(); // what an earlier pick wanted to say is not true of this one
    Optional<Backend> picked = balancer.rotation().pick(request, tried);
    while (picked.isPresent() && picked.get().inFlight() >= limits().counts().perClone()) {
      if (!tried.add(picked.get())) {
        fail(503, "all clones are busy");
        return;
      }
      picked = balancer.rotation().pick(request, tried);
    }
    if (picked.isEmpty()) {
      fail(503, "no clone is in rotation");
    } else if (!whole() && !uploads && !balancer.beginUpload()) {
      fail(503, "too many uploads");
    } else {
      uploads = !whole();
      attempts++;
      tried.add(picked.get());
      attempt = new Attempt(this, request, picked.get());
      lane.connect(attempt);
    }
  }

  private Limits limits() {
    return balancer.limits();
  }

  private boolean mayRetry() {
    return attempts < limits().counts().attempts()
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
    Limits.Bytes limits = limits().bytes();
    if (body.bytes() > limits.body()) {
      fail(413, "the body is too large");
      return;
    }
    if (body.ended()) {
      endUpload();
    }
    if (attempt != null) {
      attempt.send(body);
    } else if (body.ended() || body.bytes() > limits.collected()) {
      ask();
    }
  }

  private void endUpload() {
    if (uploads) {
      uploads = false;
      balancer.endUpload();
    }
  }

  /** While it waits for its answer it reads on, so that a client who leaves is noticed. */
  void readMore() {
    front.readOn();
  }

  boolean wantsMore() {
    return whole() || attempt == null || attempt.takesMore();
  }

  void clientTakesMore(boolean more) {
    if (attempt != null) {
      attempt.clientTakesMore(more);
    }
  }

  void answering(Attempt by, HttpResponse head) {
    suspects.forEach(balancer::sick);
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
    over();
    // A clone that answered before it had read the whole request may not read the rest.
    attempt.finish(whole());
    front.flush();
    front.answered();
  }

  private void over() {
    endUpload();
    body().ifPresent(Body::release);
  }

  void failed(Attempt by, Attempt.Failure failure) {
    if (failure == Attempt.Failure.UNREACHABLE) {
      balancer.sick(by.backend());
    } else {
      suspect(by.backend());
    }
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

  private void suspect(Backend backend) {
    suspects = new ArrayList<>(suspects);
    suspects.add(backend);
  }

  void checkDeadline(long now) {
    Limits.Millis limits = limits().millis();
    if ((now - start) / 1_000_000 > limits.total()) {
      if (attempt != null && attempt.answering()) {
        clientLeft();
        front.abort();
      } else {
        fail(504, "the whole exchange took too long");
      }
    } else if (!whole()) {
      if (body.slow(now, wantsMore(), limits())) {
        fail(408, "the body came too slowly");
      }
    } else if (!movesOn(now)) {
      attempt.checkDeadline(now, limits.answer());
    }
  }

  /** A clone that answers nobody any more is not waited for when another can answer; once. */
  private boolean movesOn(long now) {
    Backend backend = attempt.backend();
    boolean moves =
        attempts == 1
            && request.replayable()
            && attempt.waitsLonger(now, limits().millis().silent())
            && balancer.rotation().silent(backend)
            && mayRetry();
    if (moves) {
      attempt.end();
      suspect(backend);
      ask();
    }
    return moves;
  }

  private void fail(int status, String why) {
    clientLeft();
    boolean stays = request.keepsAlive() && whole();
    front.reply(new Refusal(status, why).answer(stays), Counters.Event.FAILED, stays);
  }

  /** Nobody waits for the answer: the clone's connection is of no further use. */
  void clientLeft() {
    over();
    if (attempt != null) {
      attempt.end();
    }
  }
}

package scalebook.cloning.balancer;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.EmptyHttpHeaders;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.LastHttpContent;
import java.util.ArrayDeque;
import java.util.Deque;
import scalebook.cloning.policy.Backend;

/** One clone that is asked: until it has answered, has failed, or nobody waits for it any more. */
final class Attempt {
  private static final int HELD_BYTES = 64 * 1024;

  private enum State {
    CONNECTING,
    ASKED,
    /** Something of its answer is on its way to the client: there is no other try after this. */
    ANSWERING,
    OVER
  }

  /** How it ended without a whole answer. */
  enum Failure {
    UNREACHABLE("no clone could be reached"),
    BROKEN("the clone closed the connection"),
    LATE("no answer in time"),
    CUT("half an answer");

    private final String why;

    Failure(String why) {
      this.why = why;
    }

    String why() {
      return why;
    }
  }

  private final Exchange exchange;
  private final Request request;
  private final Backend backend;
  private final long start = System.nanoTime();
  private State state = State.CONNECTING;
  private BackConnection connection;
  private HttpResponse answer;
  private boolean keepsAlive;

  /** A short answer's parts, until it is complete. */
  private final Deque<HttpContent> held = new ArrayDeque<>(2);

  Attempt(Exchange exchange, Request request, Backend backend) {
    this.exchange = exchange;
    this.request = request;
    this.backend = backend;
    backend.started();
  }

  Backend backend() {
    return backend;
  }

  void connected(BackConnection to) {
    if (state == State.OVER) {
      to.close(); // the client left, or we gave up on this one
      return;
    }
    state = State.ASKED;
    connection = to;
    to.lendTo(this);
    to.channel().write(request.head());
    if (request.bodiless()) {
      to.channel().writeAndFlush(LastHttpContent.EMPTY_LAST_CONTENT);
    } else {
      exchange.body().ifPresent(this::send);
      to.channel().flush();
    }
    exchange.readMore();
  }

  /** What has come of the body; the client may send only as fast as the clone takes it. */
  void send(Body body) {
    if (connection != null) {
      for (HttpContent part = body.poll(); part != null; part = body.poll()) {
        connection.channel().write(part);
      }
      connection.channel().flush();
    }
  }

  void unreachable() {
    if (state != State.OVER) {
      fail(Failure.UNREACHABLE);
    }
  }

  /** Its connection broke, or brought what nobody can read. */
  void broken() {
    fail(state == State.ANSWERING ? Failure.CUT : Failure.BROKEN);
  }

  void checkDeadline(long now, int mostMillis) {
    if (waitsLonger(now, mostMillis)) {
      fail(Failure.LATE);
    }
  }

  boolean waitsLonger(long now, int millis) {
    return state == State.ASKED && (now - start) / 1_000_000 > millis;
  }

  private void fail(Failure failure) {
    end();
    exchange.failed(this, failure);
  }

  /** The clone would take more of the request. */
  boolean takesMore() {
    return connection != null && connection.channel().isWritable();
  }

  void writable() {
    exchange.readMore();
  }

  /** The client takes bytes again, or no more for now. */
  void clientTakesMore(boolean more) {
    if (connection != null) {
      connection.channel().config().setAutoRead(more);
    }
  }

  void head(HttpResponse head) {
    if (head.status().code() < 200) {
      return; // 100 Continue was answered by us
    }
    keepsAlive = HttpUtil.isKeepAlive(head);
    answer = head;
    // A clone that dies in the middle of a short answer costs a retry instead of a failure.
    if (!request.replayable() || HttpUtil.getContentLength(head, Long.MAX_VALUE) > HELD_BYTES) {
      passOn(head);
    }
  }

  private void passOn(HttpResponse message) {
    state = State.ANSWERING;
    long now = System.nanoTime();
    backend.answered(now - start, now);
    exchange.answering(this, message);
  }

  void content(HttpContent part) {
    if (answer == null) {
      part.release(); // the end of a 100 Continue
      return;
    }
    boolean last = part instanceof LastHttpContent;
    if (state == State.ASKED) {
      held.add(part);
      if (last) {
        passOn(whole());
      }
    } else {
      exchange.part(Body.withoutTrailers(part));
    }
    if (last) {
      exchange.answered();
    }
  }

  /** The held answer as one message: head and body in one write. */
  private HttpResponse whole() {
    ByteBuf body = held.poll().content();
    while (!held.isEmpty()) {
      body = Unpooled.wrappedBuffer(body, held.poll().content());
    }
    return new DefaultFullHttpResponse(
        answer.protocolVersion(),
        answer.status(),
        body,
        answer.headers(),
        EmptyHttpHeaders.INSTANCE);
  }

  void flushToClient() {
    exchange.flush();
  }

  boolean answering() {
    return state == State.ANSWERING;
  }

  /** {@code whole}: the clone has read the request to its end, and can take the next one. */
  void finish(boolean whole) {
    if (keepsAlive && whole && connection.usable()) {
      connection.giveBack();
      connection = null;
    }
    end();
  }

  /** From here on it is not this request that keeps the clone busy. */
  void end() {
    if (state != State.OVER) {
      state = State.OVER;
      backend.ended();
      held.forEach(HttpContent::release);
      held.clear();
      if (connection != null) {
        connection.close();
        connection = null;
      }
    }
  }
}

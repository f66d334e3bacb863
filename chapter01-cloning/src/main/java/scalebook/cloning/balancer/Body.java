package scalebook.cloning.balancer;

import io.netty.handler.codec.http.DefaultLastHttpContent;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.LastHttpContent;
import java.util.ArrayDeque;
import java.util.Deque;

/** A request's body on its way; its parts wait here until a clone takes them. */
final class Body {
  private final Deque<HttpContent> waiting = new ArrayDeque<>(2);
  private boolean ended;
  private long bytes;
  private long lastPart = System.nanoTime();
  private long lastCheck = lastPart;
  private long waitedNanos;

  void add(HttpContent part) {
    ended |= part instanceof LastHttpContent;
    bytes += part.content().readableBytes();
    lastPart = System.nanoTime();
    waiting.add(withoutTrailers(part));
  }

  /** A trailer could carry a header that was checked nowhere. */
  static HttpContent withoutTrailers(HttpContent part) {
    if (!(part instanceof LastHttpContent)) {
      return part;
    } else if (part.content().isReadable()) {
      return new DefaultLastHttpContent(part.content());
    }
    part.release();
    return LastHttpContent.EMPTY_LAST_CONTENT;
  }

  HttpContent poll() {
    return waiting.poll();
  }

  /** All of it has come. */
  boolean ended() {
    return ended;
  }

  long bytes() {
    return bytes;
  }

  /**
   * Whether its client stops half way, or sends too slowly on the whole. {@code waits}: whether it
   * is the client that is waited for, and not a clone that holds it back.
   */
  boolean slow(long now, boolean waits, Limits limits) {
    waitedNanos += waits ? now - lastCheck : 0;
    lastCheck = now;
    long head = limits.millis().head();
    long most = head + bytes * 1_000 / limits.bytes().perSecond();
    return waits && ((now - lastPart) / 1_000_000 > head || waitedNanos / 1_000_000 > most);
  }

  void release() {
    waiting.forEach(HttpContent::release);
    waiting.clear();
  }
}

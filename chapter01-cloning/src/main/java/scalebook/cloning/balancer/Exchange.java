package scalebook.cloning.balancer;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.EmptyHttpHeaders;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.LastHttpContent;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import scalebook.cloning.policy.Backend;
import scalebook.cloning.policy.Policy;

/**
 * One request and its answer, on one event loop.
 *
 * <p>It is tried again elsewhere only when that cannot run it twice: when no connection was made,
 * or when the request is idempotent and has no body, and nothing of an answer was passed on.
 */
final class Exchange implements Policy.Request {
  private static final int HELD_BYTES = 64 * 1024;

  private final FrontConnection front;
  private final Balancer balancer;
  private final Lane lane;
  private final HttpRequest head;
  private final boolean bodiless;
  private final String client;
  private final long start = System.nanoTime();
  private final Set<Backend> tried = new HashSet<>(2);

  /** Body parts that wait for a connection; the front reads no more while one waits. */
  private final Deque<HttpContent> waiting = new ArrayDeque<>(2);

  private final Deque<HttpContent> held = new ArrayDeque<>(2);
  private final boolean replayable;
  private String markName = "";
  private String markValue = "";
  private HttpResponse answerHead;
  private Backend backend;
  private BackConnection connection;
  private int attempts;
  private long attemptStart;
  private long bodyBytes;
  private boolean requestEnded;
  private boolean responseStarted;
  private boolean backKeepsAlive = true;
  private boolean over;

  Exchange(FrontConnection front, Balancer balancer, Lane lane, HttpRequest head) {
    this.front = front;
    this.balancer = balancer;
    this.lane = lane;
    this.head = head;
    this.client = balancer.client(head, front.client());
    this.bodiless =
        !HttpUtil.isTransferEncodingChunked(head) && HttpUtil.getContentLength(head, 0L) == 0;
    this.replayable = bodiless && Heads.idempotent(head.method());
  }

  HttpRequest head() {
    return head;
  }

  @Override
  public String client() {
    return client;
  }

  @Override
  public List<String> header(String name) {
    return head.headers().getAll(name);
  }

  @Override
  public void mark(String name, String value) {
    markName = name;
    markValue = value;
  }

  void begin() {
    Heads.forBackend(head, client);
    balancer.retryBudget().request();
    attempt();
  }

  private void attempt() {
    markName = ""; // what an earlier pick wanted to say is not true of this one
    Optional<Backend> picked = balancer.rotation().pick(this, tried);
    if (picked.isEmpty()) {
      fail(503, "no clone is in rotation");
      return;
    }
    backend = picked.get();
    tried.add(backend);
    attempts++;
    attemptStart = System.nanoTime();
    backend.started();
    BackConnection pooled = lane.pollIdle(backend);
    if (pooled != null) {
      connected(pooled);
      return;
    }
    int attempt = attempts;
    ChannelFuture connecting = lane.connect(backend);
    connecting.addListener(
        done -> {
          if (over || attempt != attempts) {
            connecting.channel().close(); // the client left, or we gave up on this one
          } else if (done.isSuccess()) {
            connected(connecting.channel().pipeline().get(BackConnection.class));
          } else {
            unreachable();
          }
        });
  }

  private void unreachable() {
    balancer.sick(letGo());
    if (mayRetry()) {
      attempt(); // nothing was sent: safe for every method
    } else {
      fail(502, "no clone could be reached");
    }
  }

  /** From here on it is not this request that keeps the clone busy. */
  private Backend letGo() {
    Backend gone = backend;
    backend = null;
    if (gone != null) {
      gone.ended();
    }
    return gone;
  }

  private boolean mayRetry() {
    return attempts < balancer.limits().attempts()
        && balancer.rotation().candidates().size() > 0
        && balancer.retryBudget().tryRetry();
  }

  private void connected(BackConnection to) {
    connection = to;
    to.lendTo(this);
    to.channel().write(head);
    if (bodiless) {
      to.channel().writeAndFlush(LastHttpContent.EMPTY_LAST_CONTENT);
    } else {
      while (!waiting.isEmpty()) {
        to.channel().write(waiting.poll());
      }
      to.channel().flush();
    }
    readMore();
  }

  /** A part of the request's body; the client may send only as fast as the clone takes it. */
  void requestContent(HttpContent content) {
    boolean last = content instanceof LastHttpContent;
    bodyBytes += content.content().readableBytes();
    requestEnded |= last;
    if (over || bodiless) {
      content.release();
    } else if (bodyBytes > balancer.limits().bodyBytes()) {
      content.release();
      fail(413, "the body is too large");
      return;
    } else {
      HttpContent part = last ? withoutTrailers(content) : content;
      if (connection == null) {
        waiting.add(part);
      } else {
        connection.channel().writeAndFlush(part);
      }
    }
    readMore();
  }

  /** A trailer could carry a header that was checked nowhere. */
  private static HttpContent withoutTrailers(HttpContent last) {
    if (!last.content().isReadable()) {
      last.release();
      return LastHttpContent.EMPTY_LAST_CONTENT;
    }
    return new io.netty.handler.codec.http.DefaultLastHttpContent(last.content());
  }

  private void readMore() {
    front.reading(requestEnded || waitsForClient());
  }

  /** The clone would take more, and the client sends nothing. */
  boolean waitsForClient() {
    return connection != null && connection.channel().isWritable();
  }

  void backendWritable() {
    readMore();
  }

  /** The client takes bytes again, or no more for now. */
  void clientWritable(boolean writable) {
    if (connection != null) {
      connection.channel().config().setAutoRead(writable);
    }
  }

  void responseHead(HttpResponse response) {
    if (response.status().code() < 200) {
      return; // 100 Continue was answered by us
    }
    backKeepsAlive = HttpUtil.isKeepAlive(response);
    answerHead = response;
    if (!holds(response)) {
      passOn();
    }
  }

  /**
   * A short answer to a request that may be tried again is held until it is complete: a clone that
   * dies in the middle of it then costs a retry instead of a failure.
   */
  private boolean holds(HttpResponse response) {
    return replayable && HttpUtil.getContentLength(response, Long.MAX_VALUE) <= HELD_BYTES;
  }

  private void passOn() {
    long now = System.nanoTime();
    responseStarted = true;
    if (!markName.isEmpty()) {
      answerHead.headers().add(markName, markValue);
    }
    backend.answered(now - attemptStart, now);
    balancer.rotation().answered(backend);
    if (held.isEmpty()) {
      front.respondHead(answerHead);
    } else {
      front.respondHead(whole()); // head and body in one write
    }
  }

  /** The held answer as one message. */
  private FullHttpResponse whole() {
    ByteBuf body = held.poll().content();
    while (!held.isEmpty()) {
      body = Unpooled.wrappedBuffer(body, held.poll().content());
    }
    return new DefaultFullHttpResponse(
        answerHead.protocolVersion(),
        answerHead.status(),
        body,
        answerHead.headers(),
        EmptyHttpHeaders.INSTANCE);
  }

  void responseContent(HttpContent content) {
    if (answerHead == null) {
      content.release(); // the end of a 100 Continue
      return;
    }
    boolean last = content instanceof LastHttpContent;
    if (!responseStarted) {
      held.add(content);
    } else {
      front.respond(last ? withoutTrailers(content) : content);
    }
    if (last) {
      if (!responseStarted) {
        passOn();
      }
      end();
    }
  }

  void flushToClient() {
    front.flush();
  }

  /** The answer is complete. */
  private void end() {
    BackConnection used = detach();
    // A clone that answered before it had read the whole request may not read the rest.
    if (backKeepsAlive && requestEnded && used.usable()) {
      used.giveBack();
    } else {
      used.close();
    }
    front.flush();
    front.answered(requestEnded);
  }

  private BackConnection detach() {
    over = true;
    BackConnection used = connection;
    connection = null;
    letGo();
    release(waiting);
    release(held);
    return used;
  }

  private static void release(Deque<HttpContent> parts) {
    while (!parts.isEmpty()) {
      parts.poll().release();
    }
  }

  /** The connection broke, or the clone took too long to begin its answer. */
  void backendFailed(String why) {
    if (over) {
      return;
    }
    connection = null;
    balancer.sick(letGo());
    release(held);
    answerHead = null;
    if (responseStarted) {
      over = true;
      front.abort(); // half an answer is out: the client must see that it is cut short
    } else if (replayable && mayRetry()) {
      attempt();
    } else {
      fail(502, why);
    }
  }

  void checkDeadline(long now) {
    Limits limits = balancer.limits();
    if (!over && (now - start) / 1_000_000 > limits.totalMillis()) {
      giveUp(504, "the whole exchange took too long");
    } else if (!over
        && !responseStarted
        && connection != null
        && requestEnded
        && (now - attemptStart) / 1_000_000 > limits.responseMillis()) {
      BackConnection hung = connection;
      hung.close();
      if (replayable) {
        backendFailed("no answer in time");
      } else {
        balancer.sick(backend);
        giveUp(504, "no answer in time");
      }
    }
  }

  private void giveUp(int status, String why) {
    if (responseStarted) {
      clientLeft();
      front.abort();
    } else {
      fail(status, why);
    }
  }

  private void fail(int status, String why) {
    clientLeft();
    front.refuse(status, why, requestEnded || bodiless);
  }

  /** Nobody waits for the answer: the clone's connection is of no further use. */
  void clientLeft() {
    BackConnection used = detach();
    if (used != null) {
      used.close();
    }
  }
}
